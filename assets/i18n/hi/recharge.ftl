# The Recharge tab, its confirm sheet and its result.

recharge-what = किस काम के लिए?
category-mobile-prepaid = मोबाइल प्रीपेड
category-mobile-postpaid = मोबाइल पोस्टपेड
category-dth = डीटीएच
category-datacard = डेटा कार्ड
category-landline = लैंडलाइन
category-electricity = बिजली
category-gas = गैस
category-insurance = बीमा
number-mobile = मोबाइल नंबर
number-customer = ग्राहक संख्या
recharge-number = नंबर
recharge-operator = ऑपरेटर
recharge-circle = सर्कल
recharge-amount = रकम
recharge-name = ग्राहक का नाम (चाहें तो)
recharge-limits = { $min } से { $max } तक
recharge-continue = आगे
recharge-pay = { $amount } भेजिए
recharge-next = अगला ग्राहक
go-back = पीछे

repeat-question = इसी नंबर पर यही रकम भेजी जा चुकी है: { $time }, { $state }। फिर भेजने से ग्राहक का पैसा दो बार कट सकता है।
repeat-earlier = पहले वाला { $agent_id } है।
repeat-no = फिर मत भेजिए
repeat-yes = फिर भी भेजिए

not-paid = भेजा नहीं गया। कोई पैसा नहीं कटा।
not-paid-no-randomness = यह कंप्यूटर नया लेन-देन नंबर नहीं बना पा रहा। कंप्यूटर दोबारा चालू कीजिए।
not-paid-closed = कोई काउंटर खुला नहीं है। सेटिंग पेज देखिए।

pending-do-not = दोबारा मत भेजिए। नक़द मत लौटाइए।
pending-your-decision = PGPE नहीं बता सकता कि क्या हुआ। हेल्पडेस्क से पूछिए, फिर ख़ुद तय कीजिए।
needs-attention = इस भुगतान के बारे में अलग-अलग बातें आई हैं। हेल्पडेस्क से पूछिए।
unwritten = जवाब आ गया है पर लिखा नहीं जा रहा; गल्ला कोशिश कर रहा है।
sending-since = { $time } पर भेजा। तब तक अगले ग्राहक का काम कीजिए।

ask-now = अभी PGPE से पूछिए
settle-by-hand = ख़ुद तय कीजिए
settle-explained = तभी, जब हेल्पडेस्क या ग्राहक ने बताया हो कि क्या हुआ। यह आपकी बात मानी जाएगी, PGPE की नहीं।
settle-reason = आपको कैसे पता?
settle-reason-missing = लिखिए कैसे पता चला, जैसे “हेल्पडेस्क, टिकट 4711”।
settle-succeeded = सफल हुआ
settle-failed = असफल हुआ
settle-not-now = अभी नहीं
settle-not-pending = यह अब पेंडिंग नहीं है। ऊपर इसकी हालत देखिए।

fact-customer = ग्राहक
fact-time = समय
fact-operator-reference = ऑपरेटर संदर्भ
fact-words = PGPE का कहना
fact-settled = आपका कारण
fact-api-trans-id = PGPE लेन-देन
fact-agent-id = AgentID
settle-note = केवल लिख लें
