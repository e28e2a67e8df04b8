# The callback address.
