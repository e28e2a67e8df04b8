# What became of a transaction, in a word or two.

state-sending = भेजा जा रहा है
state-success = सफल
state-pending = पेंडिंग
state-failed = असफल
state-not-sent = भेजा नहीं गया
state-reversed = पैसा वापस हुआ
state-settled = एजेंट ने तय किया
