# What is wrong, and what to do.

number-empty = ग्राहक का नंबर लिखिए।
number-character = इस नंबर में “{ $character }” नहीं आ सकता। इसे हटाइए।
number-other-country = सिर्फ़ भारतीय मोबाइल नंबर (+91) रिचार्ज हो सकते हैं।
number-mobile-length = मोबाइल नंबर में 10 अंक होते हैं; इसमें { $count } हैं।
number-mobile-start = भारतीय मोबाइल नंबर 6, 7, 8 या 9 से शुरू होते हैं। पहला अंक देखिए।
number-too-long = यह नंबर बहुत लंबा है। फिर से लिखिए।
number-pattern = { $operator } के नंबर ऐसे नहीं होते। नंबर देखिए, फिर ऑपरेटर।
operator-not-chosen = ऑपरेटर चुनिए।
operator-practice-code = यह ऑपरेटर सिर्फ़ अभ्यास की सूची में है। PGPE से मिली अपनी दुकान की सूची operators.csv में रखिए।
amount-empty = रकम रुपये में लिखिए।
amount-sign = रकम में + या − का निशान नहीं होता।
amount-decimals = दशमलव के बाद ज़्यादा से ज़्यादा दो अंक, जैसे 199.50।
amount-grouping = कॉमा सही जगह नहीं हैं। 1,23,456 लिखिए या कॉमा हटा दीजिए।
amount-not-a-number = रकम में सिर्फ़ अंक और एक बिंदु होता है, जैसे 199 या 199.50।
amount-beyond-all = यह रकम बहुत बड़ी है।
amount-too-small = इस ऑपरेटर में कम से कम { $limit } चाहिए।
amount-too-large = इस ऑपरेटर में ज़्यादा से ज़्यादा { $limit } हो सकता है।
text-required = यह भरना ज़रूरी है।
text-too-long = ज़्यादा से ज़्यादा { $most } अक्षर।
text-character = इसमें ऐसा अक्षर है जो नहीं चल सकता। फिर से लिखिए।

told-sending = गेटवे को भेजा जा रहा है। जवाब का इंतज़ार कीजिए।
told-success = हो गया। ऑपरेटर को मिल गया।
told-paid-out = हो गया। बैंक को मिल गया।
told-collected = भुगतान हो गया। पैसा आ गया।
told-reversed = गेटवे ने सफल भी कहा और असफल भी। हेल्पडेस्क से पूछिए, फिर ग्राहक का पैसा लौटाइए।
told-settled-succeeded = आपने पता किया कि यह सफल हुआ।
told-settled-failed = आपने पता किया कि यह असफल हुआ।
nothing-debited = कोई पैसा नहीं कटा। आप फिर से कर सकते हैं।

pending-under-process = PGPE इस पर काम कर रहा है।
pending-waiting-for-customer = ग्राहक के भुगतान का इंतज़ार है।
pending-stopped = जवाब आने से पहले गल्ला बंद हो गया।
pending-technical-exception = PGPE में तकनीकी दिक़्क़त हुई (EXC)।
pending-duplicate = PGPE के पास यह लेन-देन नंबर पहले से है (RDA)।
pending-unknown-code = PGPE ने अनजान कोड “{ $code }” भेजा। हेल्पडेस्क से मतलब पूछिए।
pending-no-status = PGPE ने जवाब दिया, पर सफल नहीं कहा।
pending-other-agent-id = PGPE का जवाब किसी दूसरे लेन-देन का है।
pending-other-amount = PGPE के जवाब में रकम अलग है।
pending-other-number = PGPE के जवाब में नंबर अलग है।
pending-contradiction = PGPE का जवाब आपस में मेल नहीं खाता।
pending-not-found = PGPE के पास अभी तक इसका रिकॉर्ड नहीं है।

unknown-timed-out = समय पर जवाब नहीं आया।
unknown-connection-lost = जवाब आने से पहले कनेक्शन टूट गया।
unknown-http-status = गेटवे ने { $status } ग़लती भेजी।
unknown-unreadable = गेटवे का जवाब पढ़ा नहीं जा सका।
unknown-too-large = गेटवे का जवाब बहुत ही लंबा था।

not-sent-name = गेटवे का पता नहीं मिला। इंटरनेट देखिए।
not-sent-refused = गेटवे ने कनेक्शन नहीं लिया। इंटरनेट और सेटिंग में पता देखिए।
not-sent-tls = सुरक्षित कनेक्शन नहीं बना। कंप्यूटर की तारीख़ और समय, और सेटिंग में पता देखिए।

failed-plain = PGPE ने असफल बताया। वॉलेट से पैसा नहीं कटा।
failed-form = PGPE को जानकारी में ग़लती मिली। नंबर और रकम देखिए, फिर से कीजिए।
failed-operator = PGPE यह ऑपरेटर कोड नहीं जानता। अपनी ऑपरेटर सूची ठीक कीजिए।
failed-circle = PGPE यह सर्कल नहीं जानता। सामान्य सर्कल चुनिए।
refused-token = PGPE यह टोकन नहीं मानता। Developer Zone, API Settings से फिर कॉपी कीजिए।
refused-token-not-active = यह टोकन बंद है। Developer Zone, API Settings में नया बनाइए।
refused-token-not-activated = यह टोकन अभी चालू नहीं हुआ। PGPE हेल्पडेस्क से चालू करवाइए।
refused-blocked = PGPE ने यह खाता रोक दिया है। PGPE हेल्पडेस्क को फ़ोन कीजिए।
refused-expired = API की अवधि ख़त्म हो गई है। PGPE हेल्पडेस्क से बढ़वाइए।
refused-disabled = PGPE ने API अभी बंद की है। PGPE हेल्पडेस्क को फ़ोन कीजिए।
refused-address = PGPE इस इंटरनेट पते से कॉल नहीं लेता। Developer Zone, API Settings में दुकान का पता दर्ज कीजिए।
refused-address-named = PGPE इस इंटरनेट पते से कॉल नहीं लेता। Developer Zone, API Settings में { $address } दर्ज कीजिए।

link-answers = जुड़ा है
link-refuses = PGPE ने मना किया
link-unreached = पहुँच नहीं रहा
link-no-answer = साफ़ जवाब नहीं

connect-not-a-token = यह टोकन नहीं है। Developer Zone, API Settings से पूरा टोकन कॉपी करके यहाँ चिपकाइए।
connect-bad-address = गेटवे का पता नहीं चल सकता: { $problem }
connect-refused = PGPE ने { $code } कोड से मना किया: { $words }
connect-try-again = कुछ नहीं बदला। फिर से कीजिए।
connect-busy = एक भुगतान अभी रास्ते में है। उसके जवाब का इंतज़ार कीजिए, फिर से कीजिए।

keyring-none = इस कंप्यूटर में टोकन सुरक्षित रखने की कीरिंग नहीं है।
keyring-locked = कीरिंग बंद है। उसे खोलिए और फिर से कीजिए।
keyring-timed-out = कीरिंग जवाब नहीं दे रही। उसे खोलिए और फिर से कीजिए।
keyring-other = कीरिंग में दिक़्क़त हुई। उसे खोलिए और फिर से कीजिए।

ask-from = PGPE से { $time } से पूछ सकते हैं। तब गल्ला ख़ुद पूछ लेगा।
ask-out-of-window = PGPE सिर्फ़ इस और पिछले महीने का जवाब देता है। हेल्पडेस्क से पूछिए और ख़ुद तय कीजिए।

ledger-already-open = गल्ला इस खाते पर पहले से खुला है। दूसरी खिड़की में काम कीजिए।
ledger-wrong-kind = यह फ़ाइल दूसरे काउंटर का खाता है। अभ्यास और असली का खाता कभी एक नहीं होता।
ledger-newer = यह खाता नए गल्ला ने लिखा है। नया गल्ला लगाइए; कुछ बदला नहीं गया।
ledger-corrupt = खाता ख़राब हो गया है। उसे वैसा ही छोड़ा है। गल्ला बंद कीजिए और galla restore से बैकअप लगाइए; ख़राब खाता भी रखा रहेगा।
ledger-disk-full = डिस्क भर गई है, इसलिए कुछ लिखा नहीं जा सकता और कुछ नहीं भेजा जाता। जगह ख़ाली कीजिए।
ledger-read-only = खाता यहाँ लिखा नहीं जा सकता, इसलिए कुछ नहीं भेजा जाता। फ़ोल्डर के अधिकार देखिए।
ledger-busy = कोई दूसरा प्रोग्राम खाते की फ़ाइल इस्तेमाल कर रहा है। उसे बंद कीजिए और फिर से कीजिए।
ledger-removed = खाते की फ़ाइल हटा दी गई है, इसलिए कुछ नहीं भेजा जाता। उसे वापस रखिए और गल्ला फिर चालू कीजिए।
ledger-lost = खाता वहाँ नहीं है, इसलिए कुछ नहीं भेजा जाता। उसकी नक़लें हैं: गल्ला बंद कीजिए और सबसे नई नक़ल galla restore { $copy } से वापस लगाइए। नया खाता शुरू करना हो तो नक़लों का फ़ोल्डर हटा दीजिए।
ledger-half-restored = बैकअप वापस लगाना बीच में रुक गया, इसलिए कुछ नहीं भेजा जाता। वही बैकअप लेकर galla restore फिर चलाइए। कुछ मिटाया नहीं गया।
ledger-other = खाता लिखा नहीं जा सकता, इसलिए कुछ नहीं भेजा जाता: { $problem }

address-not-one = यह वेब पता नहीं है। पता https://www.pgpe.in जैसा होता है।
address-not-secure = पता https:// से शुरू होना चाहिए, नहीं तो टोकन रास्ते में पढ़ा जा सकता है।
address-too-much = होस्ट और पथ के बाद कुछ मत लिखिए: न नाम, न “?”, न “#”।

counter-stopped = गल्ला की अपनी गड़बड़ी से काउंटर रुक गया है, और अब कुछ नहीं भेजा जाता। गल्ला बंद करके फिर खोलिए। जो रास्ते में था वह तब पेंडिंग दिखेगा: दोबारा भुगतान से पहले उसे देखिए।
fault-found = गल्ला में उसकी अपनी गड़बड़ी हुई: { $time }। जो तब रास्ते में था वह पेंडिंग है। हेल्पडेस्क के लिए रिपोर्ट, बिना नंबरों और नामों के, यहाँ है: { $file }
fault-put-away = इसे हटाइए
