# The practice counter.
