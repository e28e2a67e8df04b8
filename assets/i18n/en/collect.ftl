# The UPI QR tab: money from a customer.

collect-note = Note (if you like)
collect-not-paid = Not paid until PGPE says so. A screenshot is not a payment.
