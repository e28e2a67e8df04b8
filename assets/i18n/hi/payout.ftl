# भुगतान टैब: बैंक खाते में पैसा।

payout-name = लाभार्थी
payout-account = खाता
payout-ifsc = IFSC
payout-bank = बैंक
payout-mode = कैसे भेजा
payout-mobile = ग्राहक का मोबाइल
payout-way = { $mode }, { $account }
payout-earlier = इस खाते में पिछले भुगतान
payout-earlier-one = { $amount }, { $time }: { $state }
