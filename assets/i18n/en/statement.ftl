# The closing statement of a day or a longer period: what stands on it, and what the window says about it.

statement-title = Closing statement
statement-shop = Shop
statement-address = Address
statement-page = page
statement-page-of = of
statement-more = and
statement-more-behind = more, not named here: all of them are under Status (F4).
statement-none = None
statement-from = First day
statement-to = Last day
statement-day = Day
statement-begun = Begun
statement-closed = Closed (drawer counted)
statement-made = Statement made (IST)
statement-wallets = Wallets
statement-opening = Opening
statement-read-first = Read at
statement-holds = Held at the close
statement-read-last = Read at
statement-difference = Difference
statement-drawer = Cash in the drawer
statement-services = By service and state
statement-service = Service
statement-state = State
statement-count = Number
statement-operators = By operator
statement-together = Together
statement-settled-succeeded = Settled by agent: succeeded
statement-settled-failed = Settled by agent: failed
statement-open = Still open
statement-owed = Money to give back
statement-for = For
statement-too-much = More than fits

days-closing = Closing
statement-explained = Wallets, drawer, what came of each service and operator, what was earned, and what is still open: on one statement.
statement-not-counted = The drawer of this day has not been counted. Count it first, under Drawer.
statement-names-open =
    { $count ->
        [one] 1 transaction is still open. The statement names it.
       *[other] { $count } transactions are still open. The statement names them.
    }
statement-paper = Paper
statement-print = Print
statement-copy = Copy as text
statement-working = The wallets are being read…
statement-transactions-read = { $count } transactions read…
statement-stop = Stop
statement-stopped = Stopped; nothing of it is left.
statement-printed = The statement is with the printer.
statement-saved = The statement is saved in { $file }.
statement-saved-instead = There is no printer. The statement is saved in { $file }.
statement-copied = The statement is copied as text. Paste it into the messenger.
statement-not-drawn = The statement cannot be drawn: { $problem }
statement-not-saved = The statement was not saved in { $folder }: { $problem }
statement-doubtful = The printer broke off or takes nothing more. Look whether the statement is on paper before you print again.
