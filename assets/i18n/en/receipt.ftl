# Receipts: what stands on them, and what the window says about them.

receipt-title = Receipt
receipt-duplicate = DUPLICATE
receipt-copy = copy
receipt-practice = PRACTICE
receipt-practice-band = PRACTICE: no real money
receipt-gstin = GSTIN
receipt-success = SUCCESS
receipt-pending = PENDING: not yet confirmed
receipt-failed = FAILED
receipt-not-sent = NOT SENT
receipt-reversed = REVERSED
receipt-settled-succeeded = SUCCEEDED, by the shop's own word
receipt-settled-failed = FAILED, by the shop's own word
receipt-no-proof = Nobody knows yet whether it went through. This is no proof of a payment.
receipt-nothing-paid = It did not go through. Nothing is to be paid for it.
receipt-not-through = It did not go through.
receipt-nothing-debited = It was never sent. Nothing was debited.
receipt-taken-back = It was a success at first, and was taken back.
receipt-owed = The money is to be given back to the customer.
receipt-given-back = The money was given back to the customer.
receipt-given-back-at = Given back
receipt-by-callback = The gateway called and said so; it is not yet confirmed.
receipt-settled-note = The gateway has not confirmed it.
receipt-service = Service
receipt-transaction = Transaction

receipt-open = Receipt
receipt-print = Print
receipt-save = Save as PDF
receipt-copy-picture = Copy as picture
receipt-copy-text = Copy as text
receipt-shortcut = Ctrl P prints at once, without this sheet.
receipt-count =
    { $count ->
        [one] One was handed out already; the next is marked DUPLICATE.
       *[other] { $count } were handed out already; the next is marked DUPLICATE.
    }
receipt-working = One moment…
receipt-close = Close
receipt-printed = The receipt is with the printer.
receipt-saved = The receipt is saved in { $file }.
receipt-saved-instead = There is no printer. The receipt is saved in { $file }.
receipt-picture-copied = The receipt is copied as a picture. Paste it into the messenger.
receipt-text-copied = The receipt is copied as text. Paste it into the messenger.
receipt-unwritten = It could not be noted that this receipt was handed out: after the next start the next one is not marked DUPLICATE.
receipt-no-transaction = There is no receipt: the transaction is not in the ledger.
receipt-not-drawn = The receipt cannot be drawn: { $problem }
receipt-not-saved = The receipt was not saved in { $folder }: { $problem }
receipt-printer-not-set = The settings do not say where the printer is. Fill it in under Receipts, or save a PDF.
receipt-printer-not-reached = The printer was not reached: { $problem } Look whether it is on and connected, then print again.
receipt-printer-not-permitted = This user may not print to the device. Under Linux, add the user to the group lp.
receipt-printer-doubtful = The printer broke off or takes nothing more. Look whether the receipt is on paper before you print again; the next one is marked DUPLICATE.
receipt-printer-refused = The printer was not found or refused: { $problem }

receipts-title = Receipts
receipts-explained = What stands on a receipt beside the payment, and where it is printed. The shop's name is the one above.
receipts-address = Address of the shop
receipts-gstin = GSTIN
receipts-gstin-note = Leave it empty if the shop has none.
receipts-gstin-wrong = This is not a GSTIN: it has 15 characters, and the last one must fit the others. Compare it with the certificate.
receipts-footer = Last line, such as a thank-you
receipts-paper = Paper
receipts-paper-80 = Roll 80 mm
receipts-paper-58 = Roll 58 mm
receipts-language = Language
receipts-language-window = As the window
receipts-language-english = In English
receipts-language-hindi = In Hindi
receipts-language-both = Both
receipts-printer = Printer
receipts-printer-system = Of the system
receipts-printer-network = Receipt printer, network
receipts-printer-device = Receipt printer, device
receipts-printer-none = None
receipts-system-name = Name of the printer
receipts-system-note = Empty is the system's usual printer.
receipts-network-place = Address of the printer
receipts-network-note = Such as 192.168.1.50:9100; it must understand ESC/POS.
receipts-network-wrong = This is not an address, such as 192.168.1.50:9100.
receipts-device-place = Device file
receipts-device-note = Such as /dev/usb/lp0; the printer must understand ESC/POS.
receipts-none-note = Print saves a PDF.
receipts-folder = Folder of saved receipts
receipts-folder-note = Empty is the folder “receipts” beside the ledger.
receipts-by-itself = Print by itself after a success

story-receipt-printed = You printed a receipt.
story-receipt-saved = You saved a receipt.
story-receipt-picture = You copied a receipt as a picture.
story-receipt-text = You copied a receipt as text.
