# The PIN: setting it, being asked for it, and the locked window.
