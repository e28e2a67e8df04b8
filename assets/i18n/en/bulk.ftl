# Many recharges at once: a list being written, looked at, confirmed, sent, and its report.

bulk-title = Many recharges at once
bulk-text = Paste the list here, one recharge a line
bulk-text-note = Number, amount, operator. The operator may be left out for a number that was recharged before. With headings in the first line, any order will do: { $headings }.
bulk-choose-file = Choose a file…
bulk-file = Or where the file is, or drop it on the window
bulk-check = Check every line
bulk-newest = The newest list
bulk-not-utf8 = The file is not UTF-8. Save the list as “CSV UTF-8”.
bulk-too-large = The list is too large. Split it.
bulk-unreadable = The list cannot be read: { $problem }
bulk-empty = There is no line in it.
bulk-too-long = A list has at most { $most } lines. Split it.
bulk-lacks = The headings lack: { $columns }.

bulk-operator-missing = Write the operator: this number is new.
bulk-operator-unknown = There is no operator “{ $text }”.
bulk-operator-several = “{ $text }” is an operator of { $categories }. Write its code.
bulk-category-unknown = There is no category “{ $text }”.
bulk-circle-unknown = There is no circle “{ $text }”.
bulk-surplus =
    { $count ->
        [one] One value too many.
       *[other] { $count } values too many.
    }

bulk-will-send = { $count } of { $all } lines, together { $total }
bulk-nothing-to-send = No line can be sent
bulk-beyond-all = The amounts add up to more than can be counted. Split the list.
bulk-beyond-balance = The wallet held { $holds } at { $time }: it will not do for the whole list.
bulk-lines = Lines
bulk-all = All ({ $count })
bulk-wrong = Wrong ({ $count })
bulk-repeating = Paid already? ({ $count })
bulk-will-be-sent = Will be sent
bulk-send-again = Send line { $line } all the same
bulk-repeats-line = The same as line { $line }. Tick it to send it all the same.
bulk-repeats-earlier = Paid { $time }, { $state }. Tick it to pay again.
bulk-go-to-sheet =
    { $count ->
        [one] Go on with one line
       *[other] Go on with { $count } lines
    }
bulk-change-list = Change the list

bulk-confirm-title =
    { $count ->
        [one] One recharge
       *[other] { $count } recharges
    }
bulk-together = Together
bulk-confirm-explained = One after another, each when the one before is answered. You can pause at any time.
bulk-confirm-left =
    { $count ->
        [one] One line is left out: it is wrong, or repeats a payment.
       *[other] { $count } lines are left out: they are wrong, or repeat a payment.
    }
bulk-send =
    { $count ->
        [one] Send one · { $total }
       *[other] Send { $count } · { $total }
    }

bulk-sending = A list is being sent: line { $line } of { $count }.
bulk-still = A list stands still before line { $line } of { $count }. Nothing goes on by itself.
bulk-look = Look at the list
bulk-go-on = Go on with line { $line } of { $count }
bulk-of = List of { $time }
bulk-progress = { $line } of { $count } lines
bulk-one-by-one = One after another. A line without an answer is pending, and the next one goes on.
bulk-pause = Pause after this line
bulk-pausing = Pausing: the answer to this line is awaited
bulk-new = Next list
bulk-one-is-open = Another list is not at its end yet. Go on with it, or leave the rest of it, before the next one.
bulk-paused = Paused. What is sent is sent; the rest waits for you.
bulk-found-still = Galla stopped before the list was at its end. No line was sent twice; what was on its way is pending. The rest waits for you.
bulk-in-a-row = { $count } lines in a row did not go well, so the list stopped. Look at why before you go on.
bulk-question = Line { $line } is the same as a payment of { $time }, { $state } ({ $agent_id }). Paying again may charge the customer twice.
bulk-leave-out = Leave line { $line } out
bulk-despite = Send line { $line } all the same
bulk-leave = Leave the rest…
bulk-leave-sure = The lines that are not sent will never be sent with this list.
bulk-leave-yes = Leave the rest unsent
bulk-leave-no = Keep them
bulk-copy-rest = Copy what failed or was not sent
bulk-copied =
    { $count ->
        [one] One line is copied.
       *[other] { $count } lines are copied.
    }
bulk-rest = New list of these
bulk-succeeded = Succeeded
bulk-pending = Pending
bulk-failed = Failed
bulk-not-sent = Not sent
bulk-every = All
bulk-waiting = Waits for its turn
bulk-left-out = Left out
bulk-story-short = Story
bulk-story = Story of line { $line }: { $state }

bulk-save = Save the report…
bulk-save-title = Report of the list
bulk-save-explained = A table for a spreadsheet: every line, what became of it, and its transaction.
bulk-choose-place = Choose where…
bulk-save-file = Or write where the file goes
bulk-saved = Saved: { $file }
bulk-file-there = There is a file already, and it was left as it is. Choose another name.
bulk-not-saved = The report was not saved: { $problem }
