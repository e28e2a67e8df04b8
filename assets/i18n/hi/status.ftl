# स्थिति टैब।

by-callback = PGPE ने खुद बताया है। PGPE की अनुमति मिलते ही गल्ला एक बार और पूछेगा।
give-back = ग्राहक को लौटाने के पैसे: { $amount }
give-back-done = पैसे लौटा दिए
whole-story = पूरी कहानी
