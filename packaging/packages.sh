# shellcheck shell=bash disable=SC2034 # those who read this file use its lists
# What Galla needs from the system, and how it gets there; read by ./run and ./test.
#
# A line is: Debian package | what shows on any system that it is there | what it is for.
# What shows it: a library's file name, a path, or a command.

# Opened by the program while it runs; no tool finds these.
RUN_PACKAGES='
libgl1               | libGL.so.1                      | draws the window (OpenGL)
libegl1              | libEGL.so.1                     | draws the window (EGL)
libgl1-mesa-dri      | /usr/lib/*/dri/swrast_dri.so    | draws without a graphics card
libx11-6             | libX11.so.6                     | the window on X11
libx11-xcb1          | libX11-xcb.so.1                 | the window on X11
libxcb1              | libxcb.so.1                     | the window on X11
libxcursor1          | libXcursor.so.1                 | the mouse pointer on X11
libxi6               | libXi.so.6                      | keys and mouse on X11
libxrandr2           | libXrandr.so.2                  | the screens on X11
libxkbcommon0        | libxkbcommon.so.0               | the keyboard layout
libxkbcommon-x11-0   | libxkbcommon-x11.so.0           | the keyboard layout on X11
libwayland-client0   | libwayland-client.so.0          | the window on Wayland
libwayland-cursor0   | libwayland-cursor.so.0          | the mouse pointer on Wayland
libwayland-egl1      | libwayland-egl.so.1             | draws the window on Wayland
libfontconfig1       | libfontconfig.so.1              | finds fonts
ca-certificates      | /etc/ssl/certs                  | proves who the gateway is
'

# The compiler of the parts written in C (SQLite, the cipher library).
BUILD_PACKAGES='
gcc                  | cc                              | compiles SQLite and links the program
libc6-dev            | /usr/include/stdio.h            | compiles SQLite and links the program
'

# What the tests stand on.
TEST_PACKAGES='
xvfb                 | Xvfb                            | a screen for the window tests
openbox              | openbox                         | a window manager for them
xdotool              | xdotool                         | their keyboard and mouse
x11-utils            | xprop                           | asks windows about themselves
imagemagick          | import                          | takes their pictures
dbus                 | dbus-daemon                     | their session bus
at-spi2-core         | /usr/libexec/at-spi-bus-launcher | reads the window as a screen reader does
python3-gi           | /usr/lib/python3/dist-packages/gi | reads the window as a screen reader does
gir1.2-atspi-2.0     | /usr/lib/*/girepository-1.0/Atspi-2.0.typelib | reads the window as a screen reader does
gnome-keyring        | gnome-keyring-daemon            | a real keyring
libsecret-tools      | secret-tool                     | looks into that keyring
sqlite3              | sqlite3                         | reads a ledger from outside
curl                 | curl                            | asks the practice gateway from outside
zbar-tools           | zbarimg                         | reads the codes off their pictures
poppler-utils        | pdftotext                       | draws receipts and reads their text back
espeak-ng            | espeak-ng                       | says amounts aloud
chromium             | chromium                        | the browser in which a customer pays
shellcheck           | shellcheck                      | checks the scripts
python3-venv         | /usr/lib/python3*/ensurepip     | holds the spelling and TOML checkers
'

say() { printf '%s\n' "$*" >&2; }

# Whether a line's package is there, by dpkg where there is one and by its trace elsewhere.
is_there() {
  local package=$1 trace=$2
  if command -v dpkg-query >/dev/null; then
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]]
  elif [[ $trace == /* ]]; then
    compgen -G "$trace" >/dev/null
  elif [[ $trace == *.so.* ]]; then
    { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -qF "$trace "
  else
    command -v "$trace" >/dev/null
  fi
}

# Installs what is missing of the lists given, or says the one line that does and fails.
need_packages() {
  local package trace why names=()
  while IFS='|' read -r package trace why; do
    package=${package//[[:space:]]/}
    trace=${trace//[[:space:]]/}
    if [[ -z $package ]] || is_there "$package" "$trace"; then continue; fi
    [[ ${#names[@]} -gt 0 ]] || say "Missing on this system:"
    names+=("$package")
    say "$(printf '  %-20s%s' "$package" "$why")"
  done <<<"$(printf '%s' "$@")"
  [[ ${#names[@]} -gt 0 ]] || return 0

  local line="apt-get update && apt-get install -y --no-install-recommends ${names[*]}"
  if ! command -v apt-get >/dev/null; then
    say "These are Debian's names, and there is no apt-get here. Install this system's own packages"
    say "of the same libraries and programs, then come back. On Debian it would be, as root:"
    say "  $line"
    return 1
  fi
  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      say "Installing them takes root, which I may not become here. Run this as root, then come back:"
      say "  $line"
      return 1
    fi
    as_root=(sudo)
  fi
  say "Installing them with apt-get${as_root[0]:+ (through sudo)}; it says nothing until it is done."
  # Package lists that are only partly fresh may still do: the install decides.
  if ! "${as_root[@]}" sh -c 'apt-get update -qq
    DEBIAN_FRONTEND=noninteractive exec apt-get install -y -qq --no-install-recommends \
      -o DPkg::Lock::Timeout=120 "$@"' sh "${names[@]}" >/dev/null; then
    say "That did not work. Run this as root, then come back:"
    say "  $line"
    return 1
  fi
}

# Finds cargo, also where rustup puts it before the next login.
need_cargo() {
  command -v cargo >/dev/null || PATH=$PATH:${CARGO_HOME:-${HOME:-}/.cargo}/bin
  if ! command -v cargo >/dev/null; then
    say "Rust is missing. Install Rust 1.95 or newer with rustup, then come back."
    return 1
  fi
}
