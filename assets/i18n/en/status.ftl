# The Status tab.

by-callback = PGPE called and said so. Galla asks once more as soon as PGPE allows it.
give-back = Money to give back to the customer: { $amount }
give-back-done = Money was given back
whole-story = The whole story
