# The Settings page, and connecting to PGPE.

connect-title = PGPE से कनेक्शन
connect-explained = यह अभ्यास का काउंटर है: कोई पैसा नहीं चलता। PGPE के साथ काम करने के लिए Developer Zone, API Settings, Create Token से अपना API टोकन कॉपी कीजिए।
connect-token = API टोकन
connect-now = PGPE से जोड़िए
connect-trying = टोकन जाँच रहे हैं…
connect-live = PGPE से जुड़ा है। टोकन इस कंप्यूटर की कीरिंग में है।
connect-live-this-run = PGPE से जुड़ा है। टोकन गल्ला बंद होने तक याद रहेगा।
connect-this-run-explained = कीरिंग के बिना भी चल सकता है। तब गल्ला बंद होते ही टोकन भूल जाएगा।
connect-this-run = टोकन सिर्फ़ इस बार के लिए रखिए
disconnect = कनेक्शन हटाइए
disconnect-explained = टोकन इस कंप्यूटर से हट जाएगा। खाता-बही रहेगी।
disconnect-yes = हाँ, हटाइए
disconnect-no = जुड़े रहिए

settings-shop = दुकान और दिखावट
settings-shop-name = दुकान का नाम
settings-language = भाषा
settings-theme = रंग
theme-system = कंप्यूटर जैसा
theme-light = हल्का
theme-dark = गहरा
settings-text-size = अक्षरों का आकार
text-small = छोटे
text-normal = सामान्य
text-large = बड़े
settings-gateway = गेटवे
settings-pgpe-url = PGPE का पता
settings-pgpe-url-note = तभी बदलिए जब PGPE ने जाँच का पता दिया हो।
settings-format = जवाब का रूप
