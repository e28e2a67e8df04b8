# What is said in more than one place.

time-clock =
    { $part ->
        [before-dawn] { $clock } am
        [morning] { $clock } am
       *[other] { $clock } pm
    }
time-today = { $clock }, today
time-yesterday = { $clock }, yesterday
time-this-year = { $day } { $month }, { $clock }
time-other-year = { $day } { $month } { $year }, { $clock }
month-name =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
ago-now = just now
ago-minutes = { $count } min ago
ago-hours =
    { $count ->
        [one] { $count } hour ago
       *[other] { $count } hours ago
    }
ago-days =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }

galla = Galla
tab-recharge = Recharge
tab-payout = Payout
tab-collect = UPI QR
tab-status = Status
tab-balance = Balance
tab-disputes = Disputes
service-recharge = Recharge
service-payout = Payout
service-collection = UPI
tab-practice = Practice
tab-settings = Settings
opening = Opening the counter…
shop-unnamed = My shop
recent-title = Last transactions
recent-empty = Nothing yet
recent-empty-hint = Every payment appears here with what became of it. F1 and a number begin the first one.
pending-count = { $count } pending
balance-as-of = Wallet, { $time }
balance-ask = Ask the balance again
link-not-tried = Not asked yet
link-practice = Practice gateway
