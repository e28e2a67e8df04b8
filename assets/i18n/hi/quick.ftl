# What is a key away from anywhere: known customers, favourites, the same again, closing.

quick-find = खोजिए
quick-list = कई एक साथ
quick-search = ग्राहक का नाम या नंबर
quick-nobody = कोई नहीं मिला
quick-none-yet = अभी कोई ग्राहक नहीं
quick-none-yet-hint = जिसने यहाँ एक बार भुगतान किया, वह नंबर या नाम से मिल जाता है, और लाभार्थियों की बही में लिखा हर कोई भी।
quick-hint = नंबर, नाम और AgentID शुरू से देखे जाते हैं, और रकम पूरी।
quick-keys = Enter से फ़ॉर्म भर जाता है। Ctrl R से उसी रकम की पुष्टि खुलती है। Esc से बंद।
again = वही फिर से
favourite = पसंदीदा { $name }
favourite-keep = पसंदीदा में रखिए
favourite-remove = { $name } को हटाइए
favourite-remove-short = हटाइए
favourites-change = बदलिए…
favourites-title = पसंदीदा
favourites-hint = Enter से नाम रखा जाता है। Ctrl 1 से Ctrl 9 तक फ़ॉर्म भरते हैं।
favourites-done = हो गया
favourites-none = पसंदीदा: भुगतान के कार्ड पर “{ $keep }” दबाने से वह इस फ़ॉर्म के ऊपर आ जाता है, Ctrl 1 से Ctrl 9 पर।
closing-title = सूची भेजी जा रही है: { $count } में से पंक्ति { $line }
closing-explained = बंद करने पर गल्ला इस पंक्ति का जवाब आने तक रुकेगा और आगे कुछ नहीं भेजेगा। गल्ला फिर खोलने पर सूची आगे बढ़ाई जा सकती है।
closing-waiting = पंक्ति { $line } के जवाब का इंतज़ार है। फिर खिड़की बंद होगी।
closing-stay = यहीं रहिए
closing-close = सूची रोककर बंद कीजिए
