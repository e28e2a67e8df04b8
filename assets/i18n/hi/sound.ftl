# What is heard: signals, and amounts said aloud.

sound-title = आवाज़
sound-explained = काउंटर बोलकर बताता है, ताकि आप ग्राहक को देख सकें। इसके लिए इसी कंप्यूटर की आवाज़ काम आती है; आवाज़ या स्पीकर न हो तो यह चुप रहता है।
sound-signals = भुगतान पूरा होने पर संकेत: सफल, पेंडिंग या असफल
sound-speech = ग्राहक UPI से पैसे दे तो रकम बोलकर बताएँ
sound-language = बोलने की भाषा
sound-as-window = जैसी विंडो की
sound-try = सुनकर देखिए
# Spoken, never shown.
said-received = { $count ->
    [one] { $amount } मिला
   *[other] { $amount } मिले
}
said-received-by-callback = { $count ->
    [one] { $amount } मिला, कॉलबैक से
   *[other] { $amount } मिले, कॉलबैक से
}
