# Operators and circles.
catalogue-title = Operators and circles
catalogue-open = Operators and circles…
catalogue-explained = PGPE gives each shop its own codes for operators and circles. Bring in its list, or write it here.
catalogue-back = Back to Settings
catalogue-of-practice = These codes are the practice gateway's. Connect to PGPE in the settings to keep the shop's own.
catalogue-none-yet = These codes are for practice only, and PGPE takes none of them. Bring in the list that PGPE gave to the shop.
catalogue-list = List
catalogue-circles = Circles
catalogue-bring-in = Bring in a list…
catalogue-add = Add one
catalogue-save-as = Save as a file…
catalogue-empty = Nothing is on this list yet.
catalogue-empty-hint = Bring in a list from PGPE, or add one by hand.
catalogue-limits = { $least } to { $most }
catalogue-least = from { $least }
catalogue-change-short = Change
catalogue-change = Change { $name }
catalogue-remove = Remove { $name }
catalogue-remove-yes = Remove
catalogue-remove-sure = { $name } goes from the list. What was recharged stays in the ledger.
catalogue-keep = Keep it
catalogue-operator = Operator
catalogue-circle = Circle
catalogue-optional-note = What else the operator asks for; leave empty what it does not.
catalogue-pattern-note = Empty takes any number; [0-9]{"{"}10{"}"} is ten digits.
catalogue-most-note = Empty sets no limit.
catalogue-code-note = As PGPE gave it
catalogue-bring-in-title = Bring in a list
catalogue-choose-file = Choose the file…
catalogue-file = Or where the file is
catalogue-file-note = A list may also be dropped on this window.
catalogue-columns = A list of operators is a CSV file whose first line has these headings
catalogue-columns-note = Only category, operator and code must be there. Separators may be commas, semicolons or tabs.
catalogue-circle-columns = A list of circles has these
catalogue-use = Use this list
catalogue-found-operators = { $count ->
    [one] 1 operator
   *[other] { $count } operators
}: { $new } new, { $changed } changed, { $gone } no longer there.
catalogue-found-circles = { $count ->
    [one] 1 circle
   *[other] { $count } circles
}: { $new } new, { $changed } changed, { $gone } no longer there.
catalogue-found-gone = { $gone } of the shop's own would be gone. If the list is only a part, add its lines by hand.
catalogue-save-operators = Save the operators as a file
catalogue-save-circles = Save the circles as a file
catalogue-choose-place = Choose where…
catalogue-save-file = Or where to, with the file's name
catalogue-saved = Saved in { $file }.
column-category = Category
column-operator = Name of the operator
column-code = Code
column-number-label = What its number is called
column-number-pattern = Form of the number
column-min-amount = Least amount (₹)
column-max-amount = Most (₹)
column-commission = What the shop earns
catalogue-commission-note = 2.5% is a part of the amount; 1.50 is ₹1.50 for each. Empty: not known.
column-optional = Further entry { $count }
column-required = Entry { $count } is needed
column-circle = Name of the circle
list-trouble = The shop's own operators are not used, so the practice list is shown. { $why }
list-unreadable = { $file } cannot be read: { $problem }
list-too-large = The file is larger than { $most } MB; a list of operators is not.
list-too-long = The list has more than { $most } lines.
list-not-utf8 = From line { $line } on the text cannot be read. Save the list as “CSV UTF-8” and bring it in again.
list-not-a-list = This is no list of operators or circles. In its first line these headings are missing: { $missing }
list-not-csv = The file cannot be taken apart into lines: { $problem }
list-problems = { $count ->
    [one] One thing is wrong. Nothing was brought in: put it right in the file and bring it in again.
   *[other] { $count } things are wrong. Nothing was brought in: put them right in the file and bring it in again.
}
list-more-problems = … and { $count } more.
list-line = Line { $line }
list-line-column = Line { $line }, { $column }
list-not-kept = The list was not kept: { $problem }
list-file-exists = A file of this name is there already. Choose another name.
list-no-folder = There is no such folder.
list-not-written = The file was not written: { $problem }
fault-empty = Something must stand here.
fault-character = There is a line break or a character that cannot be shown; perhaps a quotation mark is open.
fault-formula = A spreadsheet takes a text that begins with =, +, - or @ for a formula.
fault-too-long = At most { $most } characters.
fault-category = “{ $text }” is none of { $known }.
fault-code = “{ $text }” is no code. A code has letters and digits, as PGPE gave it.
fault-twice = Another one has the code { $text }.
fault-pattern = “{ $text }” is no form of a number. [0-9]{"{"}10{"}"} is ten digits.
fault-least-over-most = The least ({ $least }) is more than the most ({ $most }).
fault-commission = “{ $text }” is no commission. Write 2.5% for a part of the amount, or 1.50 for the same each time.
fault-yes-or-no = “{ $text }” is neither yes nor no.
fault-values = The line has { $found } values; the headings are { $expected }.
