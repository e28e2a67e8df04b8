# What is a key away from anywhere: known customers, favourites, the same again, closing.

quick-find = Find
quick-list = Many at once
quick-search = Name or number of a customer
quick-nobody = Nobody found
quick-none-yet = No customers yet
quick-none-yet-hint = Whoever has paid here once is found by number or name, and so is everyone in the book of beneficiaries.
quick-hint = The search looks at numbers, names and AgentIDs from their beginning, and at amounts.
quick-keys = Enter fills in the form. Ctrl R goes on to the sheet with the same amount. Esc closes.
again = Same again
favourite = Favourite { $name }
favourite-keep = Keep as favourite
favourite-remove = Take away { $name }
favourite-remove-short = Take away
favourites-change = Change…
favourites-title = Favourites
favourites-hint = Enter keeps a name. Ctrl 1 to Ctrl 9 fill in the form.
favourites-done = Done
favourites-none = Favourites: “{ $keep }” on the card of a payment puts it above this form, on Ctrl 1 to Ctrl 9.
closing-title = A list is being sent: line { $line } of { $count }
closing-explained = If you close, Galla waits for the answer to this line and sends no other. You can go on with the list when you open Galla again.
closing-waiting = Waiting for the answer to line { $line }. Then the window closes.
closing-stay = Stay
closing-close = Pause the list and close
