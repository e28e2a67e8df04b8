# The Settings page, and connecting to PGPE.

connect-title = Connection to PGPE
connect-explained = This is the practice counter: no money moves. To work with PGPE, copy your API token under Developer Zone, API Settings, Create Token.
connect-token = API token
connect-now = Connect to PGPE
connect-trying = Trying the token…
connect-live = Connected to PGPE. The token is in this computer's keyring.
connect-live-this-run = Connected to PGPE. The token is kept in memory until Galla is closed.
connect-this-run-explained = You can go on without a keyring. Galla then forgets the token when it is closed.
connect-this-run = Keep the token for this run only
disconnect = Disconnect
disconnect-explained = The token is removed from this computer. The ledger stays.
disconnect-yes = Yes, disconnect
disconnect-no = Stay connected

settings-shop = Shop and looks
settings-shop-name = Name of the shop
settings-language = Language
settings-theme = Colours
theme-system = As the computer
theme-light = Light
theme-dark = Dark
settings-text-size = Text size
text-small = Small
text-normal = Normal
text-large = Large
settings-gateway = Gateway
settings-pgpe-url = Address of PGPE
settings-pgpe-url-note = Change it only if PGPE gave you a test address.
settings-format = Format of answers
