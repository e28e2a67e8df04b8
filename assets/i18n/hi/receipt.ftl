# रसीदें: उन पर क्या लिखा है, और खिड़की उनके बारे में क्या कहती है।

receipt-title = रसीद
receipt-duplicate = डुप्लीकेट
receipt-copy = प्रति
receipt-practice = अभ्यास
receipt-practice-band = अभ्यास: असली पैसा नहीं
receipt-gstin = GSTIN
receipt-success = सफल
receipt-pending = पेंडिंग: अभी पक्का नहीं
receipt-failed = असफल
receipt-not-sent = भेजा नहीं गया
receipt-reversed = पैसा वापस हुआ
receipt-settled-succeeded = सफल, दुकान के अपने शब्दों में
receipt-settled-failed = असफल, दुकान के अपने शब्दों में
receipt-no-proof = अभी पता नहीं कि यह हुआ या नहीं। यह भुगतान का प्रमाण नहीं है।
receipt-nothing-paid = यह नहीं हुआ। इसके लिए कुछ नहीं देना है।
receipt-not-through = यह नहीं हुआ।
receipt-nothing-debited = यह भेजा ही नहीं गया। कोई पैसा नहीं कटा।
receipt-taken-back = पहले यह सफल था, फिर वापस ले लिया गया।
receipt-owed = ग्राहक को पैसे लौटाने हैं।
receipt-given-back = ग्राहक को पैसे लौटा दिए गए।
receipt-given-back-at = लौटाने का समय
receipt-by-callback = गेटवे ने खुद बताया है; अभी पक्का होना बाकी है।
receipt-settled-note = गेटवे ने इसे पक्का नहीं किया है।
receipt-service = सेवा
receipt-transaction = लेन-देन

receipt-open = रसीद
receipt-print = छापें
receipt-save = PDF में रखें
receipt-copy-picture = तस्वीर कॉपी करें
receipt-copy-text = टेक्स्ट कॉपी करें
receipt-shortcut = Ctrl P इस पर्ची के बिना तुरंत छापता है।
receipt-count =
    { $count ->
        [one] एक रसीद दी जा चुकी है; अगली पर डुप्लीकेट लिखा होगा।
       *[other] { $count } रसीदें दी जा चुकी हैं; अगली पर डुप्लीकेट लिखा होगा।
    }
receipt-working = एक पल…
receipt-close = बंद करें
receipt-printed = रसीद प्रिंटर के पास है।
receipt-saved = रसीद { $file } में रखी गई।
receipt-saved-instead = कोई प्रिंटर नहीं है। रसीद { $file } में रखी गई।
receipt-picture-copied = रसीद तस्वीर के रूप में कॉपी हुई। मैसेंजर में पेस्ट कीजिए।
receipt-text-copied = रसीद टेक्स्ट के रूप में कॉपी हुई। मैसेंजर में पेस्ट कीजिए।
receipt-unwritten = यह लिखा नहीं जा सका कि रसीद दी गई: गल्ला फिर खुलने पर अगली रसीद पर डुप्लीकेट नहीं लिखा होगा।
receipt-no-transaction = रसीद नहीं बनी: यह लेन-देन खाते में नहीं है।
receipt-not-drawn = रसीद नहीं बन सकती: { $problem }
receipt-not-saved = रसीद { $folder } में नहीं रखी गई: { $problem }
receipt-printer-not-set = सेटिंग में नहीं लिखा कि प्रिंटर कहाँ है। “रसीदें” में भरिए, या PDF में रखिए।
receipt-printer-not-reached = प्रिंटर तक बात नहीं पहुँची: { $problem } देखिए कि वह चालू और जुड़ा है, फिर से छापिए।
receipt-printer-not-permitted = इस यूज़र को इस डिवाइस पर छापने की अनुमति नहीं है। Linux में यूज़र को lp समूह में जोड़िए।
receipt-printer-doubtful = प्रिंटर बीच में रुक गया या कुछ नहीं ले रहा। फिर से छापने से पहले देखिए कि रसीद छपी या नहीं; अगली पर डुप्लीकेट लिखा होगा।
receipt-printer-refused = प्रिंटर नहीं मिला या उसने मना किया: { $problem }

receipts-title = रसीदें
receipts-explained = रसीद पर भुगतान के साथ क्या लिखा हो, और वह कहाँ छपे। दुकान का नाम ऊपर वाला ही है।
receipts-address = दुकान का पता
receipts-gstin = GSTIN
receipts-gstin-note = दुकान का GSTIN न हो तो खाली छोड़िए।
receipts-gstin-wrong = यह GSTIN नहीं है: उसमें 15 अक्षर होते हैं, और आख़िरी बाकी से मेल खाता है। प्रमाणपत्र से मिलाइए।
receipts-footer = आख़िरी पंक्ति, जैसे धन्यवाद
receipts-paper = काग़ज़
receipts-paper-80 = रोल 80 mm
receipts-paper-58 = रोल 58 mm
receipts-language = भाषा
receipts-language-window = खिड़की जैसी
receipts-language-english = अंग्रेज़ी में
receipts-language-hindi = हिन्दी में
receipts-language-both = दोनों
receipts-printer = प्रिंटर
receipts-printer-system = सिस्टम का
receipts-printer-network = रसीद प्रिंटर, नेटवर्क
receipts-printer-device = रसीद प्रिंटर, डिवाइस
receipts-printer-none = कोई नहीं
receipts-system-name = प्रिंटर का नाम
receipts-system-note = खाली छोड़ने पर सिस्टम का सामान्य प्रिंटर।
receipts-network-place = प्रिंटर का पता
receipts-network-note = जैसे 192.168.1.50:9100; प्रिंटर को ESC/POS आना चाहिए।
receipts-network-wrong = यह पता नहीं है, जैसे 192.168.1.50:9100।
receipts-device-place = डिवाइस फ़ाइल
receipts-device-note = जैसे /dev/usb/lp0; प्रिंटर को ESC/POS आना चाहिए।
receipts-none-note = “छापें” PDF में रखता है।
receipts-folder = रखी हुई रसीदों का फ़ोल्डर
receipts-folder-note = खाली छोड़ने पर खाते के पास का “receipts” फ़ोल्डर।
receipts-by-itself = सफल होते ही अपने आप छापें

story-receipt-printed = आपने रसीद छापी।
story-receipt-saved = आपने रसीद फ़ाइल में रखी।
story-receipt-picture = आपने रसीद तस्वीर के रूप में कॉपी की।
story-receipt-text = आपने रसीद टेक्स्ट के रूप में कॉपी की।
