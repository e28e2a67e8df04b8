//! Every key with Ctrl and every F key in one table, and what each key does on a screen: the handling and the help read both here.

use egui::{Context, Event, Key, Modifiers};

use super::commands::{TABS, TabRow};
use super::words::Words;

/// A key, perhaps with Ctrl or Shift held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    modifiers: Modifiers,
    key: Key,
    /// As it is written on buttons and in the help.
    pub name: &'static str,
}

impl Shortcut {
    const fn plain(name: &'static str, key: Key) -> Self {
        Self { modifiers: Modifiers::NONE, key, name }
    }

    const fn ctrl(name: &'static str, key: Key) -> Self {
        Self { modifiers: Modifiers::COMMAND, key, name }
    }

    /// Whether it was pressed. Nobody else sees it then.
    #[must_use]
    pub fn taken(self, ctx: &Context) -> bool {
        ctx.input_mut(|input| input.consume_key(self.modifiers, self.key))
    }
}

/// Goes on, or presses what has the focus.
pub const ENTER: Shortcut = Shortcut::plain("Enter", Key::Enter);
/// Goes back.
pub const ESC: Shortcut = Shortcut::plain("Esc", Key::Escape);
/// Goes to the next field or button.
const TAB: Shortcut = Shortcut::plain("Tab", Key::Tab);
/// Shows the keys of the screen.
pub const HELP: Shortcut = Shortcut::plain("F12", Key::F12);
/// Fills the customer's display with the customer's window.
pub const WHOLE_DISPLAY: Shortcut = Shortcut::plain("F11", Key::F11);
/// Finds a customer.
pub const FIND: Shortcut = Shortcut::ctrl("Ctrl K", Key::K);
/// The page of lists.
pub const LISTS: Shortcut = Shortcut::ctrl("Ctrl L", Key::L);
/// Goes on with the list that stands still.
pub const GO_ON: Shortcut = Shortcut::ctrl("Ctrl G", Key::G);
/// The same again.
pub const AGAIN: Shortcut = Shortcut::ctrl("Ctrl R", Key::R);
/// Prints the receipt.
pub const PRINT: Shortcut = Shortcut::ctrl("Ctrl P", Key::P);
/// The sheet of a receipt.
pub const RECEIPT: Shortcut = Shortcut::ctrl("Ctrl S", Key::S);
/// The book of beneficiaries.
pub const BOOK: Shortcut = Shortcut::ctrl("Ctrl B", Key::B);
/// The customer's window.
pub const CUSTOMER: Shortcut = Shortcut::ctrl("Ctrl D", Key::D);
/// The page on which a wallet's customer pays.
pub const PAGE: Shortcut = Shortcut::ctrl("Ctrl O", Key::O);
/// The code of that page.
pub const PAGE_CODE: Shortcut = Shortcut::ctrl("Ctrl D", Key::D);
/// Looks at a list that was written, to whose field Enter is a new line; in the tour, the next step.
pub const CTRL_ENTER: Shortcut = Shortcut::ctrl("Ctrl Enter", Key::Enter);
/// Locks the window.
pub const LOCK: Shortcut = Shortcut {
    modifiers: Modifiers::COMMAND.plus(Modifiers::SHIFT),
    key: Key::L,
    name: "Ctrl Shift L",
};

/// The keys of the favourites, in their order.
pub const FAVOURITES: [Shortcut; 9] = [
    Shortcut::ctrl("Ctrl 1", Key::Num1),
    Shortcut::ctrl("Ctrl 2", Key::Num2),
    Shortcut::ctrl("Ctrl 3", Key::Num3),
    Shortcut::ctrl("Ctrl 4", Key::Num4),
    Shortcut::ctrl("Ctrl 5", Key::Num5),
    Shortcut::ctrl("Ctrl 6", Key::Num6),
    Shortcut::ctrl("Ctrl 7", Key::Num7),
    Shortcut::ctrl("Ctrl 8", Key::Num8),
    Shortcut::ctrl("Ctrl 9", Key::Num9),
];

/// What is pressed for a line of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressed {
    One(Shortcut),
    /// The first so many favourites.
    Favourites(usize),
    /// The digits from the first to the last.
    Digits(&'static str),
    Arrows,
    /// The keys of the rail, with that of the practice page or without.
    Rail {
        practice: bool,
    },
}

/// A line of the help: what is pressed, and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pressed: Pressed,
    /// The id of the words that say it.
    pub word: &'static str,
}

/// A key of a screen and the words that say what it does there.
#[must_use]
pub const fn line(shortcut: Shortcut, word: &'static str) -> Line {
    Line { pressed: Pressed::One(shortcut), word }
}

/// Enter on a form.
pub const NEXT_FIELD: Line = line(ENTER, "key-next-field");
/// Enter on the last thing there is to do.
pub const NEXT_CUSTOMER: Line = line(ENTER, "key-next-customer");
/// Enter in a field that is kept by it.
pub const KEEP: Line = line(ENTER, "key-keep");
/// Esc where it leads back.
pub const BACK: Line = line(ESC, "key-back");
/// Digits and arrows on tiles.
pub const TILES: [Line; 2] = [
    Line { pressed: Pressed::Digits("1 … 9"), word: "key-tile" },
    Line { pressed: Pressed::Arrows, word: "key-arrows-choose" },
];
/// Digits that begin a new number.
pub const NEW_NUMBER: Line = Line { pressed: Pressed::Digits("0 … 9"), word: "key-new-number" };
/// Arrows on what is offered beneath a name.
pub const OFFERED: Line = Line { pressed: Pressed::Arrows, word: "key-arrows-choose" };
/// What a receipt is given with.
pub const RECEIPTS: [Line; 2] = [line(PRINT, "key-print"), line(RECEIPT, "key-receipt")];

impl Line {
    /// What is pressed, as it is written in the help.
    #[must_use]
    pub fn name(self, words: &Words) -> String {
        match self.pressed {
            Pressed::One(shortcut) => shortcut.name.to_owned(),
            Pressed::Favourites(1) => FAVOURITES[0].name.to_owned(),
            Pressed::Favourites(count) => format!("Ctrl 1 … {count}"),
            Pressed::Digits(digits) => digits.to_owned(),
            Pressed::Arrows => words.say("key-arrows"),
            Pressed::Rail { practice: true } => "F1 … F10".to_owned(),
            Pressed::Rail { practice: false } => "F1 … F8, F10".to_owned(),
        }
    }

    /// Whether it is about this key.
    #[must_use]
    pub fn is(self, shortcut: Shortcut) -> bool {
        self.pressed == Pressed::One(shortcut)
    }
}

/// What the keys that work from anywhere depend on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anywhere {
    /// Whether the rail has the practice page.
    pub practice: bool,
    /// How many favourites the service on the screen has.
    pub favourites: usize,
    /// Whether there is a payment that can be made again.
    pub again: bool,
    /// Whether a list stands still.
    pub list: bool,
    /// Whether a PIN can take a cover away.
    pub pin: bool,
    /// Whether the tour is taken, and whether Esc is its own.
    pub tour: Option<bool>,
}

impl Anywhere {
    /// The lines of the keys that work now.
    #[must_use]
    pub fn lines(self) -> Vec<Line> {
        let favourites = Pressed::Favourites(self.favourites.min(FAVOURITES.len()));
        let favourites = Line { pressed: favourites, word: "key-favourite" };
        let all = [
            (true, Line { pressed: Pressed::Rail { practice: self.practice }, word: "key-tabs" }),
            (true, line(HELP, "key-help")),
            (true, line(FIND, "key-find")),
            (self.again, line(AGAIN, "key-again")),
            (self.favourites > 0, favourites),
            (true, line(LISTS, "key-lists")),
            (self.list, line(GO_ON, "key-go-on")),
            (self.pin, line(LOCK, "key-lock")),
            (self.tour.is_some(), line(CTRL_ENTER, "key-tour-on")),
            (self.tour == Some(true), line(ESC, "key-tour-leave")),
            (true, line(TAB, "key-next")),
        ];
        all.into_iter().filter(|(works, _)| *works).map(|(_, line)| line).collect()
    }
}

/// The tab whose key was pressed. Nobody else sees it then.
#[must_use]
pub fn tab_taken(ctx: &Context) -> Option<&'static TabRow> {
    let taken = |row: &&TabRow| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, row.key));
    // Of two at once the last one is meant.
    TABS.iter().rfind(taken)
}

/// Enter and Space held down press nothing again (money rule M2).
pub fn without_held_keys(ctx: &Context) {
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            !matches!(event, Event::Key { key: Key::Enter | Key::Space, repeat: true, .. })
        });
    });
}

/// Takes typed and pasted digits out of the events.
pub fn take_digits(events: &mut Vec<Event>) -> String {
    let mut digits = String::new();
    events.retain(|event| {
        let (Event::Text(text) | Event::Paste(text)) = event else { return true };
        let is_number = text.chars().any(|c| c.is_ascii_digit());
        if is_number {
            digits.push_str(text);
        }
        !is_number
    });
    digits
}
