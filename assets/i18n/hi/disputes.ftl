# शिकायत टैब।

raise-dispute = शिकायत करें
is-disputed = इस पर शिकायत दर्ज है।
dispute-search = जिस भुगतान में गड़बड़ हुई उसे खोजिए
disputes-empty = कोई शिकायत नहीं की गई
disputes-empty-hint = जब सफल भुगतान ग्राहक को न मिले, तो ऊपर उसे खोजिए और PGPE को बताइए।
disputes-raised = शिकायतें, नई पहले
dispute-only = शिकायत केवल सफल भुगतान की होती है।
dispute-line = { $time }: “{ $message }”
dispute-awaited = PGPE के जवाब का इंतज़ार है, या जवाब से पहले गल्ला बंद हो गया।
dispute-state = भुगतान अब: { $state }
dispute-raise = शिकायत भेजें
dispute-message = क्या गड़बड़ है
dispute-message-missing = एक वाक्य में लिखिए कि ग्राहक को क्या नहीं मिला।
dispute-count = { $most } में से { $count } अक्षर
dispute-phrases = तैयार वाक्य:
dispute-phrase-nothing = ग्राहक को नहीं मिला
dispute-phrase-wrong = ग़लत नंबर या खाते में चला गया
dispute-phrase-less = ग्राहक को कम मिला
dispute-raised = शिकायत दर्ज हो गई। PGPE देख रहा है।
dispute-stood-already = शिकायत पहले से दर्ज है; PGPE देख रहा है।
dispute-only-for-success = PGPE केवल सफल भुगतान की और एक ही बार शिकायत लेता है।
dispute-not-found = PGPE को यह लेन-देन नहीं मिला। स्थिति टैब के संदेश के साथ हेल्पडेस्क को फ़ोन कीजिए।
dispute-too-long = संदेश PGPE के लिए लंबा है। छोटा करके फिर भेजिए।
dispute-refused = PGPE ने कोड { $code } के साथ शिकायत लौटा दी। हेल्पडेस्क को फ़ोन कीजिए।
dispute-unknown = हो सकता है दर्ज हुई हो या नहीं। फिर भेजने में नुकसान नहीं है।
