# What is said in more than one place.

time-clock =
    { $part ->
        [before-dawn] रात { $clock }
        [morning] सुबह { $clock }
        [noon] दोपहर { $clock }
        [evening] शाम { $clock }
       *[other] रात { $clock }
    }
time-today = { $clock }, आज
time-yesterday = { $clock }, कल
time-this-year = { $day } { $month }, { $clock }
time-other-year = { $day } { $month } { $year }, { $clock }
month-name =
    { $month ->
        [1] जनवरी
        [2] फ़रवरी
        [3] मार्च
        [4] अप्रैल
        [5] मई
        [6] जून
        [7] जुलाई
        [8] अगस्त
        [9] सितंबर
        [10] अक्टूबर
        [11] नवंबर
       *[12] दिसंबर
    }
ago-now = अभी-अभी
ago-minutes = { $count } मिनट पहले
ago-hours =
    { $count ->
        [1] { $count } घंटा पहले
       *[other] { $count } घंटे पहले
    }
ago-days = { $count } दिन पहले

galla = गल्ला
tab-recharge = रिचार्ज
tab-payout = बैंक भुगतान
tab-collect = UPI QR
tab-status = स्थिति
tab-balance = बैलेंस
tab-disputes = शिकायतें
service-recharge = रिचार्ज
service-payout = बैंक भुगतान
service-collection = UPI
tab-practice = अभ्यास
tab-settings = सेटिंग
opening = काउंटर खुल रहा है…
shop-unnamed = मेरी दुकान
recent-title = पिछले लेन-देन
recent-empty = अभी तक कुछ नहीं
recent-empty-hint = हर भुगतान यहाँ दिखेगा, और उसका क्या हुआ यह भी। F1 और एक नंबर से पहला शुरू होता है।
pending-count = { $count } पेंडिंग
balance-as-of = वॉलेट, { $time }
balance-ask = बैलेंस फिर पूछिए
link-not-tried = अभी पूछा नहीं
link-practice = अभ्यास गेटवे
