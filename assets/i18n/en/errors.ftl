# What is wrong, and what to do.

number-empty = Type the customer's number.
number-character = “{ $character }” does not belong in this number. Take it out.
number-other-country = Only Indian mobile numbers (+91) can be recharged.
number-mobile-length = A mobile number has 10 digits; this one has { $count }.
number-mobile-start = Indian mobile numbers begin with 6, 7, 8 or 9. Check the first digit.
number-too-long = This is too long for a number. Type it again.
number-pattern = Numbers of { $operator } look different. Check the number, then the operator.
operator-not-chosen = Choose the operator.
operator-practice-code = This operator is on the practice list only. Put your shop's list from PGPE into operators.csv.
amount-empty = Type the amount in rupees.
amount-sign = An amount has no plus or minus sign.
amount-decimals = An amount has at most two digits after the point, for example 199.50.
amount-grouping = The commas are not where they belong. Write 1,23,456 or leave them out.
amount-not-a-number = An amount is digits and one point, for example 199 or 199.50.
amount-beyond-all = This amount is too large.
amount-too-small = The least for this operator is { $limit }.
amount-too-large = The most for this operator is { $limit }.
text-required = This is needed.
text-too-long = At most { $most } characters.
text-character = There is a character here that cannot be used. Type it again.

told-sending = On its way to the gateway. Wait for the answer.
told-success = Done. The operator has it.
told-paid-out = Done. The bank has it.
told-collected = Paid. The money has come.
told-reversed = The gateway said success and also failed. Check with the helpdesk, then give the customer the money back.
told-settled-succeeded = You found out that it succeeded.
told-settled-failed = You found out that it failed.
nothing-debited = Nothing was debited. You can try again.

pending-under-process = PGPE is working on it.
pending-waiting-for-customer = Waiting for the customer to pay.
pending-stopped = Galla stopped before the answer came.
pending-technical-exception = PGPE had a technical problem (EXC).
pending-duplicate = PGPE already knows this transaction number (RDA).
pending-unknown-code = PGPE answered with the unlisted code “{ $code }”. Ask the helpdesk what it means.
pending-no-status = PGPE answered without saying that it succeeded.
pending-other-agent-id = PGPE answered about another transaction.
pending-other-amount = PGPE answered with another amount.
pending-other-number = PGPE answered with another number.
pending-contradiction = PGPE's answer contradicts itself.
pending-not-found = PGPE has no record of it so far.

unknown-timed-out = No answer came in time.
unknown-connection-lost = The connection was lost before the answer came.
unknown-http-status = The gateway answered with the error { $status }.
unknown-unreadable = The gateway's answer could not be read.
unknown-too-large = The gateway's answer was far too long to be one.

not-sent-name = The gateway's name was not found. Check the internet connection.
not-sent-refused = The gateway refused the connection. Check the internet connection and the address in the settings.
not-sent-tls = No secure connection could be made. Check the date and time of this computer and the address in the settings.

failed-plain = PGPE says that it failed. The wallet was not charged.
failed-form = PGPE found something wrong in the request. Check the number and the amount, then try again.
failed-operator = PGPE does not know this operator code. Correct your operator list.
failed-circle = PGPE does not know this circle. Choose the default circle.
refused-token = PGPE does not accept this token. Copy it again from Developer Zone, API Settings.
refused-token-not-active = This token is switched off. Make a new one under Developer Zone, API Settings.
refused-token-not-activated = This token is not activated yet. Ask the PGPE helpdesk to activate it.
refused-blocked = PGPE has blocked this account. Call the PGPE helpdesk.
refused-expired = The API plan has expired. Call the PGPE helpdesk to renew it.
refused-disabled = PGPE has switched the API off for now. Call the PGPE helpdesk.
refused-address = PGPE does not accept calls from this internet address. Register the shop's address under Developer Zone, API Settings.
refused-address-named = PGPE does not accept calls from this internet address. Register { $address } under Developer Zone, API Settings.

link-answers = Connected
link-refuses = PGPE refuses
link-unreached = Not reachable
link-no-answer = No clear answer

connect-not-a-token = This is not a token. Copy the whole token from Developer Zone, API Settings, and paste it here.
connect-bad-address = The gateway's address cannot be used: { $problem }
connect-refused = PGPE refused with the code { $code }: { $words }
connect-try-again = Nothing was changed. Try again.
connect-busy = A payment is still on its way. Wait for its answer, then try again.

keyring-none = This computer has no keyring where a token could be kept safely.
keyring-locked = The keyring is locked. Unlock it and try again.
keyring-timed-out = The keyring does not answer. Unlock it and try again.
keyring-other = The keyring reported a problem. Unlock it and try again.

ask-from = PGPE can be asked from { $time }. Galla then asks by itself.
ask-out-of-window = PGPE answers only for this month and the last. Ask the helpdesk and settle it by hand.

ledger-already-open = Galla is already open on this ledger. Go on in the other window.
ledger-wrong-kind = This file is the ledger of the other counter. Practice and live never share one.
ledger-newer = A newer Galla wrote this ledger. Install the newer Galla; nothing was changed.
ledger-corrupt = The ledger is damaged. It was left as it is. Close Galla and put a backup in its place with galla restore; the damaged one is kept.
ledger-disk-full = The disk is full, so nothing can be written down and nothing is sent. Free some space.
ledger-read-only = The ledger may not be written here, so nothing is sent. Check the rights of its folder.
ledger-busy = Another program is using the ledger's file. Close it and try again.
ledger-removed = The ledger's file was moved or deleted, so nothing is sent. Put it back and start Galla again.
ledger-lost = The ledger is gone, so nothing is sent. There are copies of it: close Galla and put the newest back with galla restore { $copy }. To begin a new ledger, take the folder of the copies away.
ledger-half-restored = Putting back a backup was broken off, so nothing is sent. Run galla restore with the backup again. Nothing was deleted.
ledger-other = The ledger cannot be written, so nothing is sent: { $problem }

address-not-one = This is not a web address. It looks like https://www.pgpe.in
address-not-secure = The address must begin with https://, or the token could be read on its way.
address-too-much = Leave out everything behind the host and path: no name, no “?”, no “#”.

counter-stopped = A fault of Galla's own has stopped the counter, and nothing more is sent. Close Galla and open it again. What was on its way is then Pending: look at it before you pay again.
fault-found = Galla came upon a fault of its own: { $time }. What was on its way then is Pending. A report for the helpdesk, without numbers and names, is in { $file }
fault-put-away = Put away
