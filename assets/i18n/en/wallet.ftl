# Wallet loads.
service-wallet-load = Wallet load
wallet-way = PayU, { $mobile }
wallet-mobile = Customer's mobile number
wallet-email = Address for mail
wallet-customer-id = Customer's id
wallet-not-loaded = Not loaded until PayU says so.
told-wallet-loaded = The wallet is loaded.
pending-link-issued = PayU has made a page for the customer, who has not paid on it yet.
not-paid-not-taken = PayU is not connected, so nothing was sent. Connect it in the settings.
