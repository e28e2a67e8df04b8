# What is heard: signals, and amounts said aloud.

sound-title = Sound
sound-explained = The counter says what it knows, so that you can look at the customer. It uses this computer's own voice; without one, or without a loudspeaker, it stays silent.
sound-signals = A signal when a payment ends: done, pending or failed
sound-speech = Say the amount when a customer has paid by UPI
sound-language = Language of the voice
sound-as-window = As the window
sound-try = Try it
# Spoken, never shown.
said-received = { $count ->
    [one] { $amount } received
   *[other] { $amount } received
}
said-received-by-callback = { $count ->
    [one] { $amount } received, by callback
   *[other] { $amount } received, by callback
}
