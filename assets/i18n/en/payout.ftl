# The Payout tab: money to a bank account.

payout-name = Beneficiary
payout-account = Account
payout-ifsc = IFSC
payout-bank = Bank
payout-mode = Sent by
payout-mobile = Customer's mobile
payout-way = { $mode }, { $account }
payout-earlier = Last payouts to this account
payout-earlier-one = { $amount }, { $time }: { $state }
