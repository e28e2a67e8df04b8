# बैलेंस टैब।

beyond-balance = वॉलेट में { $holds } थे ({ $time })। यह भुगतान उससे ज़्यादा है, इसलिए शायद मना हो जाएगा।
beyond-balance-pay = फिर भी भेजें
balance-low = कम
