# The Recharge tab, its confirm sheet and its result.
