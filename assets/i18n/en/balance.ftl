# The Balance tab.

beyond-balance = The wallet held { $holds } ({ $time }). This payment is more than that, and will most likely be refused.
beyond-balance-pay = Send it all the same
balance-low = low
balance-wallet = Wallet
balance-period = How far back
balance-today = Today
balance-week = 7 days
balance-month = 30 days
balance-unknown = Not read yet. Enter asks.
balance-low-sentence = Running low
balance-not-read = Not read: { $why }
balance-history = Lowest { $least }, highest { $most }, now { $last }
balance-history-empty = No reading in this time
balance-history-hint = Every time a balance is asked, it is kept and drawn here. Enter asks now.
