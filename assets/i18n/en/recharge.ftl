# The Recharge tab, its confirm sheet and its result.

recharge-what = What is it for?
category-mobile-prepaid = Mobile prepaid
category-mobile-postpaid = Mobile postpaid
category-dth = DTH
category-datacard = Data card
category-landline = Landline
category-electricity = Electricity
category-gas = Gas
category-insurance = Insurance
number-mobile = Mobile number
number-customer = Customer number
recharge-number = Number
recharge-operator = Operator
recharge-circle = Circle
recharge-amount = Amount
recharge-name = Customer's name (if you like)
recharge-limits = From { $min } to { $max }
recharge-continue = Continue
recharge-pay = Pay { $amount }
recharge-next = Next customer
go-back = Back

repeat-question = You paid the same amount to this number: { $time }, { $state }. Paying again may charge the customer twice.
repeat-earlier = The earlier one is { $agent_id }.
repeat-no = Do not pay again
repeat-yes = Pay again all the same

not-paid = Not sent. Nothing was debited.
not-paid-no-randomness = This computer gives no random numbers, so no transaction number can be made. Start the computer again.
not-paid-closed = No counter is open. Look at the Settings page.

pending-do-not = Do not repeat it. Do not hand back cash.
pending-your-decision = PGPE cannot tell what became of it. Ask the helpdesk, then settle it by hand.
needs-attention = Things were said about this payment that do not agree. Check it with the helpdesk.
unwritten = The answer has come and cannot be written down; Galla keeps trying.
sending-since = Sent at { $time }. You can serve the next customer meanwhile.

ask-now = Ask PGPE now
settle-by-hand = Settle by hand
settle-explained = Only if the helpdesk or the customer told you how it ended. It is kept as your word, not as PGPE's.
settle-reason = How do you know?
settle-reason-missing = Write how you know, for example “helpdesk, ticket 4711”.
settle-succeeded = It succeeded
settle-failed = It failed
settle-not-now = Not now
settle-not-pending = It is no longer pending. Look at its state above.

fact-customer = Customer
fact-time = Time
fact-operator-reference = Operator reference
fact-words = PGPE says
fact-settled = Your reason
fact-api-trans-id = PGPE transaction
fact-agent-id = AgentID
settle-note = Only note it down
