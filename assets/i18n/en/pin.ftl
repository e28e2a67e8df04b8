# The PIN: setting it, being asked for it, and the locked window.

pin-title = PIN
pin-explained = A PIN of four to eight digits keeps others from paying out, changing settings and taking data away while you are not at the counter. It stays in this computer's keyring.
pin-label = PIN
pin-new = New PIN
pin-again = New PIN again
pin-old = Current PIN
pin-set = Set the PIN
pin-change = Change the PIN
pin-remove = Remove the PIN
pin-is-set = A PIN is set.
pin-unknown = Whether a PIN is set is not known, so payouts, settings and data stay shut.
pin-not-the-same = The two are not the same.
pin-payouts-over = Ask for payouts over
pin-payouts-note = 0 asks for every payout.
pin-minutes = Lock after minutes without use
pin-minutes-note = 0 never locks.
pin-minutes-wrong = Type a number from 0 to 240.
pin-guards-settings = Ask before settings, the connection and lists are changed
pin-guards-exports = Ask before data is written to a file
pin-at-start = Open the window locked
pin-lock-now = Lock now
pin-asked = PIN, please
pin-for-settings = Changing the settings needs the PIN.
pin-for-export = Writing data to a file needs the PIN.
pin-for-payment = This payout needs the PIN.
pin-go-on = Go on
pin-trying = One moment…
pin-not-given = The PIN was not given, so nothing was changed.
pin-wrong = { $count ->
    [one] This is not the PIN. One more try, then you have to wait.
   *[other] This is not the PIN. { $count } more tries, then you have to wait.
}
pin-wait = Too many wrong tries. Try again from { $time }.
pin-not-a-pin = A PIN has four to eight digits.
pin-not-the-token = This is not the token in use.
pin-not-practice = On the live counter only the PIN or the API token opens this.
pin-still-kept = The PIN is off until Galla is closed, but the keyring still has it.
pin-forgotten = PIN forgotten?
pin-forgotten-where = Forgotten? The PIN's card in the settings has a way.
pin-forgotten-live = Paste the API token that Galla is connected with. It proves that the shop is yours, and the PIN is removed.
pin-forgotten-practice = This is the practice counter: there is no money, so its PIN can simply be removed.
pin-locked = Locked
pin-locked-explained = Payments on their way go on, and money that comes in is heard.
pin-unlock = Unlock
