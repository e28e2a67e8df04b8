# The Disputes tab.

raise-dispute = Raise a dispute
is-disputed = A dispute about it stands.
