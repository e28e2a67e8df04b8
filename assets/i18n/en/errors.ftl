# What is wrong with what was typed, and what to do.
