# What became of a transaction, in a word or two.

state-sending = Sending
state-success = Success
state-pending = Pending
state-failed = Failed
state-not-sent = Not sent
state-reversed = Reversed
state-settled = Settled by agent
