# वॉलेट में पैसा डालना।
service-wallet-load = वॉलेट लोड
wallet-way = PayU, { $mobile }
wallet-mobile = ग्राहक का मोबाइल नंबर
wallet-email = ईमेल पता
wallet-customer-id = ग्राहक की आईडी
wallet-not-loaded = जब तक PayU न कहे, वॉलेट में पैसा नहीं आया।
told-wallet-loaded = वॉलेट में पैसा आ गया।
pending-link-issued = PayU ने ग्राहक के लिए पेज बना दिया है, ग्राहक ने अभी उस पर भुगतान नहीं किया।
not-paid-not-taken = PayU जुड़ा नहीं है, इसलिए कुछ नहीं भेजा गया। सेटिंग में उसे जोड़ें।
