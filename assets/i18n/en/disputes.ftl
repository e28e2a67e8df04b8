# The Disputes tab.

raise-dispute = Raise a dispute
is-disputed = A dispute about it stands.
dispute-search = Search for the payment that went wrong
disputes-empty = No dispute was raised
disputes-empty-hint = When a customer did not get what a success says, search for the payment above and tell PGPE.
disputes-raised = Disputes, newest first
dispute-only = Only a success can be disputed.
dispute-line = { $time }: “{ $message }”
dispute-awaited = The answer of PGPE is awaited, or Galla was closed before it came.
dispute-state = The payment now: { $state }
dispute-raise = Raise the dispute
dispute-message = What is wrong
dispute-message-missing = Write in a sentence what the customer did not get.
dispute-count = { $count } of { $most } characters
dispute-phrases = Ready-made:
dispute-phrase-nothing = Customer did not get it
dispute-phrase-wrong = Wrong number or account was credited
dispute-phrase-less = Customer got less
dispute-raised = The dispute is raised. PGPE looks into it.
dispute-stood-already = A dispute stood already; PGPE is looking into it.
dispute-only-for-success = PGPE takes a dispute only about a success, and only once.
dispute-not-found = PGPE does not find this transaction. Call the helpdesk with the text from Status.
dispute-too-long = The message is too long for PGPE. Write it shorter and raise it again.
dispute-refused = PGPE refused the dispute with the code { $code }. Call the helpdesk.
dispute-unknown = It may stand or not. Raising it again does no harm.
