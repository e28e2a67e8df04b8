# The Balance tab.

beyond-balance = The wallet held { $holds } ({ $time }). This payment is more than that, and will most likely be refused.
beyond-balance-pay = Send it all the same
balance-low = low
