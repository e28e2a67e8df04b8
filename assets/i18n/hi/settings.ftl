# The Settings page, and connecting to PGPE.
