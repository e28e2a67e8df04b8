# बैलेंस टैब।

beyond-balance = वॉलेट में { $holds } थे ({ $time })। यह भुगतान उससे ज़्यादा है, इसलिए शायद मना हो जाएगा।
beyond-balance-pay = फिर भी भेजें
balance-low = कम
balance-wallet = वॉलेट
balance-period = कब से
balance-today = आज
balance-week = 7 दिन
balance-month = 30 दिन
balance-unknown = अभी पढ़ा नहीं गया। Enter से पूछिए।
balance-low-sentence = बैलेंस कम है
balance-not-read = पढ़ा नहीं गया: { $why }
balance-history = सबसे कम { $least }, सबसे ज़्यादा { $most }, अभी { $last }
balance-history-empty = इस समय का कोई बैलेंस नहीं
balance-history-hint = जब भी बैलेंस पूछा जाता है, वह यहाँ रखा और दिखाया जाता है। Enter से अभी पूछिए।
