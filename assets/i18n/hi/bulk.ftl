# Many recharges at once: a list being written, looked at, confirmed, sent, and its report.

bulk-title = कई रिचार्ज एक साथ
bulk-text = सूची यहाँ चिपकाइए, हर पंक्ति में एक रिचार्ज
bulk-text-note = नंबर, रकम, ऑपरेटर। जिस नंबर पर पहले रिचार्ज हुआ है, उसका ऑपरेटर छोड़ा जा सकता है। पहली पंक्ति में शीर्षक हों तो क्रम कोई भी चलेगा: { $headings }।
bulk-choose-file = फ़ाइल चुनिए…
bulk-file = या लिखिए फ़ाइल कहाँ है, या उसे खिड़की पर छोड़िए
bulk-check = हर पंक्ति जाँचिए
bulk-newest = सबसे नई सूची
bulk-not-utf8 = फ़ाइल UTF-8 नहीं है। सूची को “CSV UTF-8” में सहेजिए।
bulk-too-large = सूची बहुत बड़ी है। उसे बाँटिए।
bulk-unreadable = सूची पढ़ी नहीं जा सकी: { $problem }
bulk-empty = इसमें कोई पंक्ति नहीं है।
bulk-too-long = एक सूची में ज़्यादा से ज़्यादा { $most } पंक्तियाँ। उसे बाँटिए।
bulk-lacks = शीर्षकों में ये नहीं हैं: { $columns }।

bulk-operator-missing = ऑपरेटर लिखिए: यह नंबर नया है।
bulk-operator-unknown = “{ $text }” नाम का ऑपरेटर नहीं है।
bulk-operator-several = “{ $text }” इनमें है: { $categories }। उसका कोड लिखिए।
bulk-category-unknown = “{ $text }” नाम की श्रेणी नहीं है।
bulk-circle-unknown = “{ $text }” नाम का सर्कल नहीं है।
bulk-surplus =
    { $count ->
        [one] एक मान ज़्यादा है।
       *[other] { $count } मान ज़्यादा हैं।
    }

bulk-will-send = { $all } में से { $count } पंक्तियाँ, कुल { $total }
bulk-nothing-to-send = कोई पंक्ति भेजी नहीं जा सकती
bulk-beyond-all = जोड़ गिनती से बाहर है। सूची बाँटिए।
bulk-beyond-balance = { $time } पर वॉलेट में { $holds } थे: पूरी सूची के लिए कम हैं।
bulk-lines = पंक्तियाँ
bulk-all = सब ({ $count })
bulk-wrong = ग़लत ({ $count })
bulk-repeating = पहले भेजा? ({ $count })
bulk-will-be-sent = भेजी जाएगी
bulk-send-again = पंक्ति { $line } फिर भी भेजिए
bulk-repeats-line = पंक्ति { $line } जैसी ही। फिर भी भेजने के लिए निशान लगाइए।
bulk-repeats-earlier = { $time } को भेजा, { $state }। फिर भेजने के लिए निशान लगाइए।
bulk-go-to-sheet =
    { $count ->
        [one] एक पंक्ति के साथ आगे
       *[other] { $count } पंक्तियों के साथ आगे
    }
bulk-change-list = सूची बदलिए

bulk-confirm-title =
    { $count ->
        [one] एक रिचार्ज
       *[other] { $count } रिचार्ज
    }
bulk-together = कुल
bulk-confirm-explained = एक के बाद एक, पिछली का जवाब आने पर अगली। कभी भी रोका जा सकता है।
bulk-confirm-left =
    { $count ->
        [one] एक पंक्ति छोड़ी गई है: वह ग़लत है या दोहराई हुई।
       *[other] { $count } पंक्तियाँ छोड़ी गई हैं: वे ग़लत हैं या दोहराई हुई।
    }
bulk-send =
    { $count ->
        [one] एक भेजिए · { $total }
       *[other] { $count } भेजिए · { $total }
    }

bulk-sending = सूची भेजी जा रही है: { $count } में से पंक्ति { $line }।
bulk-still = सूची { $count } में से पंक्ति { $line } से पहले रुकी है। अपने आप कुछ आगे नहीं जाएगा।
bulk-look = सूची देखिए
bulk-go-on = { $count } में से पंक्ति { $line } से आगे बढ़िए
bulk-of = सूची, { $time }
bulk-progress = { $count } में से { $line } पंक्तियाँ
bulk-one-by-one = एक के बाद एक। जिसका जवाब नहीं आया वह पेंडिंग है, और अगली जाती है।
bulk-pause = इस पंक्ति के बाद रोकिए
bulk-pausing = रुक रहा है: इस पंक्ति के जवाब का इंतज़ार है
bulk-new = अगली सूची
bulk-one-is-open = एक और सूची अभी पूरी नहीं हुई। अगली से पहले उसे आगे बढ़ाइए या उसका बाक़ी छोड़िए।
bulk-paused = रोका गया। जो भेजा गया वह भेजा गया; बाक़ी आपके लिए रुका है।
bulk-found-still = सूची पूरी होने से पहले गल्ला रुक गया। कोई पंक्ति दो बार नहीं भेजी गई; जो रास्ते में थी वह पेंडिंग है। बाक़ी आपके लिए रुका है।
bulk-in-a-row = लगातार { $count } पंक्तियाँ ठीक नहीं गईं, इसलिए सूची रुक गई। आगे बढ़ने से पहले कारण देखिए।
bulk-question = पंक्ति { $line } वही भुगतान है जो { $time } को हुआ, { $state } ({ $agent_id })। फिर भेजने से ग्राहक का पैसा दो बार कट सकता है।
bulk-leave-out = पंक्ति { $line } छोड़िए
bulk-despite = पंक्ति { $line } फिर भी भेजिए
bulk-leave = बाक़ी छोड़िए…
bulk-leave-sure = जो पंक्तियाँ नहीं भेजी गईं वे इस सूची से कभी नहीं भेजी जाएँगी।
bulk-leave-yes = बाक़ी मत भेजिए
bulk-leave-no = उन्हें रखिए
bulk-copy-rest = असफल और न भेजी हुई की नक़ल लीजिए
bulk-copied =
    { $count ->
        [one] एक पंक्ति की नक़ल ली गई।
       *[other] { $count } पंक्तियों की नक़ल ली गई।
    }
bulk-rest = इनकी नई सूची
bulk-succeeded = सफल
bulk-pending = पेंडिंग
bulk-failed = असफल
bulk-not-sent = नहीं भेजा
bulk-every = सब
bulk-waiting = अपनी बारी पर
bulk-left-out = छोड़ी गई
bulk-story-short = पूरी बात
bulk-story = पंक्ति { $line } की पूरी बात: { $state }

bulk-save = रिपोर्ट सहेजिए…
bulk-save-title = सूची की रिपोर्ट
bulk-save-explained = स्प्रेडशीट के लिए तालिका: हर पंक्ति, उसका क्या हुआ, और उसका लेन-देन।
bulk-choose-place = जगह चुनिए…
bulk-save-file = या लिखिए फ़ाइल कहाँ जाए
bulk-saved = सहेजा गया: { $file }
bulk-file-there = वहाँ पहले से फ़ाइल है, उसे छुआ नहीं गया। दूसरा नाम चुनिए।
bulk-not-saved = रिपोर्ट सहेजी नहीं गई: { $problem }
