# The PIN: setting it, being asked for it, and the locked window.

pin-title = पिन
pin-explained = चार से आठ अंकों का पिन हो तो आपके पीछे कोई पैसे नहीं भेज सकता, सेटिंग नहीं बदल सकता और डेटा नहीं ले जा सकता। पिन इसी कंप्यूटर की कीरिंग में रहता है।
pin-label = पिन
pin-new = नया पिन
pin-again = नया पिन फिर से
pin-old = अभी का पिन
pin-set = पिन लगाइए
pin-change = पिन बदलिए
pin-remove = पिन हटाइए
pin-is-set = पिन लगा है।
pin-unknown = पता नहीं चल रहा कि पिन लगा है या नहीं, इसलिए भुगतान, सेटिंग और डेटा बंद हैं।
pin-not-the-same = दोनों एक जैसे नहीं हैं।
pin-payouts-over = इससे ज़्यादा के भुगतान पर पूछें
pin-payouts-note = 0 हो तो हर भुगतान पर पूछेगा।
pin-minutes = कितने मिनट काम न हो तो लॉक हो
pin-minutes-note = 0 पर कभी लॉक नहीं होगा।
pin-minutes-wrong = 0 से 240 तक की संख्या लिखिए।
pin-guards-settings = सेटिंग, कनेक्शन और सूचियाँ बदलने से पहले पूछें
pin-guards-exports = डेटा फ़ाइल में लिखने से पहले पूछें
pin-at-start = विंडो लॉक होकर खुले
pin-lock-now = अभी लॉक कीजिए
pin-asked = पिन डालिए
pin-for-settings = सेटिंग बदलने के लिए पिन चाहिए।
pin-for-export = डेटा फ़ाइल में लिखने के लिए पिन चाहिए।
pin-for-payment = इस भुगतान के लिए पिन चाहिए।
pin-go-on = आगे बढ़िए
pin-trying = एक पल…
pin-not-given = पिन नहीं डाला गया, इसलिए कुछ नहीं बदला।
pin-wrong = { $count ->
    [one] पिन ग़लत है। { $count } बार और ग़लत हुआ तो रुकना होगा।
   *[other] पिन ग़लत है। { $count } बार और ग़लत हुआ तो रुकना होगा।
}
pin-wait = बहुत बार ग़लत पिन डाला गया। { $time } से फिर कोशिश कीजिए।
pin-not-a-pin = पिन में चार से आठ अंक होते हैं।
pin-not-the-token = यह वह टोकन नहीं है जिससे गल्ला जुड़ा है।
pin-not-practice = असली काउंटर पर यह सिर्फ़ पिन या API टोकन से खुलता है।
pin-still-kept = गल्ला बंद होने तक पिन हटा है, पर कीरिंग में वह अब भी है।
pin-forgotten = पिन भूल गए?
pin-forgotten-where = भूल गए? सेटिंग में पिन के कार्ड पर रास्ता है।
pin-forgotten-live = वही API टोकन डालिए जिससे गल्ला जुड़ा है। इससे पता चलता है कि दुकान आपकी है, और पिन हट जाता है।
pin-forgotten-practice = यह अभ्यास का काउंटर है: यहाँ पैसा नहीं है, इसलिए इसका पिन यूँ ही हटाया जा सकता है।
pin-locked = लॉक है
pin-locked-explained = चल रहे भुगतान चलते रहते हैं, और आने वाले पैसे की आवाज़ आती है।
pin-unlock = लॉक खोलिए
