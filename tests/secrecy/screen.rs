//! A window that is fed all that the counter says, and everything that can be read off it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand, ViewportCommand, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use galla::counter::{Command, Update};
use galla::money::Language;
use galla::settings::Settings;
use galla::time::Clock;
use galla::ui::words::Words;
use galla::ui::{App, ChooseFile, Line, Notify, fonts};
use tokio::sync::mpsc::UnboundedSender;

use super::common::whole_window;

/// Files that take down, line by line and each line once, what was told and seen.
pub struct Record {
    folder: PathBuf,
    lines: Mutex<HashSet<(String, String)>>,
}

impl Record {
    /// Files in this folder.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder, lines: Mutex::default() }
    }

    /// Takes a text down in the file of this name.
    pub fn add(&self, place: &str, text: &str) {
        if self.lines.lock().unwrap().insert((place.to_owned(), text.to_owned())) {
            let path = self.folder.join(place);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let mut file = File::options().create(true).append(true).open(path).unwrap();
            writeln!(file, "{text}").unwrap();
        }
    }
}

/// Every tab with its name.
const TABS: [(Key, &str); 10] = [
    (Key::F1, "recharge"),
    (Key::F2, "payout"),
    (Key::F3, "collect"),
    (Key::F4, "status"),
    (Key::F5, "balance"),
    (Key::F6, "disputes"),
    (Key::F7, "wallet"),
    (Key::F8, "day-book"),
    (Key::F9, "practice"),
    (Key::F10, "settings"),
];

/// The window, in one language.
pub struct Screen {
    window: Harness<'static, Option<App>>,
    updates: Sender<Update>,
    record: Arc<Record>,
    words: Words,
    language: Language,
    /// What is being copied, by the name of what the agent asked for.
    copying: &'static str,
}

impl Screen {
    /// A window whose commands go to a counter.
    pub fn open(
        language: Language,
        settings: &Settings,
        clock: Arc<dyn Clock>,
        commands: UnboundedSender<Command>,
        record: Arc<Record>,
    ) -> Self {
        let (updates, heard) = channel();
        let notified = Arc::clone(&record);
        let notify: Notify =
            Box::new(move |title, body| notified.add("seen/notified", &format!("{title}\n{body}")));
        let choose_file: ChooseFile = Box::new(|_, _, _| {});
        let mut line =
            Some(Line { commands, updates: heard, notify, sound: Box::new(|_| {}), choose_file });
        let mut settings = settings.clone();
        settings.language = Some(language.code().to_owned());
        settings.tour_seen = true;
        let window = Harness::builder()
            .with_size(vec2(1366.0, 768.0))
            .with_context_setup(fonts::install)
            .build_ui_state(
                move |ui, app: &mut Option<App>| {
                    if let Some(line) = line.take() {
                        *app = Some(App::new(ui.ctx(), line, clock.clone(), settings.clone()));
                    }
                    if let Some(app) = app {
                        whole_window(ui, |ui| app.ui(ui));
                    }
                },
                None,
            );
        let words = Words::new(language);
        Self { window, updates, record, words, language, copying: "unasked" }
    }

    /// The counter says something; it is drawn with the next look.
    pub fn hear(&self, update: Update) {
        self.updates.send(update).unwrap();
    }

    /// Goes to a tab and takes down all that is on it.
    pub fn look_at(&mut self, tab: &str) {
        let (key, _) = TABS.iter().find(|(_, name)| *name == tab).unwrap();
        self.press(*key);
        self.look(tab);
    }

    /// Every tab, and the card of every transaction in the side column.
    pub fn walk(&mut self) {
        for (_, tab) in TABS {
            self.look_at(tab);
        }
        for row in self.rows() {
            self.click(&row);
            self.draw();
            self.look("card");
            self.press(Key::Escape);
        }
    }

    /// Opens a transaction's story, which the counter then tells: the first that is found by
    /// a text.
    pub fn search(&mut self, text: &str) {
        self.look_at("status");
        self.write(&self.words.say("status-search"), text);
    }

    /// Presses the last row that a search has found.
    pub fn open_found(&mut self) {
        self.draw();
        self.look("status");
        // The side column is drawn before the middle.
        let row = self.rows().pop().unwrap();
        let found = self.window.query_all_by_label(&row).last().unwrap();
        found.click_accesskit();
        self.draw();
    }

    /// The story that is shown, and its text for the helpdesk.
    pub fn look_at_story(&mut self) {
        self.draw();
        self.look("story");
        self.copy("helpdesk-copy", "helpdesk");
        self.press(Key::Escape);
    }

    /// Presses the button that copies something.
    pub fn copy(&mut self, button: &str, what: &'static str) {
        self.copying = what;
        let label = self.words.say(button);
        self.click(&label);
        self.copying = "unasked";
    }

    /// Types a secret into its field, tries to copy and to cut it out of there, and takes
    /// down what is on the screen meanwhile. In the end it stands there.
    pub fn type_secret(&mut self, field: &str, secret: &str) {
        let label = self.words.say(field);
        for tried in [Some(Event::Copy), Some(Event::Cut), None] {
            self.write(&label, secret);
            self.look("settings");
            if let Some(tried) = tried {
                self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
                self.draw();
                self.window.event(tried);
                self.draw();
            }
        }
    }

    /// Types into a field, in place of what is in it.
    fn write(&mut self, label: &str, text: &str) {
        self.window.query_all_by_label(label).next().unwrap().focus();
        self.draw();
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.draw();
        self.window.event(Event::Text(text.to_owned()));
        self.draw();
    }

    /// Whether something with this text is on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.window.query_all_by_value(text).next().is_some()
    }

    /// Presses a key.
    pub fn press(&mut self, key: Key) {
        self.window.key_press(key);
        self.draw();
    }

    /// Presses the first button of this name, wherever it stands on its page.
    pub fn click(&mut self, label: &str) {
        let found = self.window.query_all_by_label(label).next();
        found.unwrap_or_else(|| panic!("there is no {label}")).click_accesskit();
        self.draw();
    }

    /// The names of the transactions on the screen.
    fn rows(&self) -> Vec<String> {
        let root = self.window.root();
        let nodes = root.children_recursive().map(|node| node.accesskit_node());
        let buttons = nodes.filter(|node| node.role() == Role::Button);
        let names = buttons.filter_map(|node| node.label());
        names.filter(|name| name.contains(", ₹")).collect()
    }

    /// Takes down every text of the accessibility tree.
    fn look(&mut self, place: &str) {
        let place = format!("seen/{place}-{}", self.language.code());
        let root = self.window.root();
        for node in root.children_recursive() {
            let node = node.accesskit_node();
            let own = [node.label(), node.value(), node.description()].into_iter().flatten();
            let given = [node.placeholder(), node.role_description(), node.author_id()];
            for text in own.chain(given.into_iter().flatten().map(str::to_owned)) {
                self.record.add(&place, &text);
            }
        }
    }

    /// A few frames, and what they ask of the system.
    fn draw(&mut self) {
        for _ in 0..2 {
            self.window.step();
            let output = self.window.output();
            for command in &output.platform_output.commands {
                match command {
                    OutputCommand::CopyText(text) => {
                        self.record.add(&format!("seen/copied-{}", self.copying), text);
                    }
                    OutputCommand::OpenUrl(open) => self.record.add("seen/opened", &open.url),
                    other => self.record.add("seen/asked-of-the-system", &format!("{other:?}")),
                }
            }
            for viewport in output.viewport_output.values() {
                let builder = format!("{:?}", viewport.builder);
                self.record.add("seen/asked-of-the-system", &builder);
                for command in &viewport.commands {
                    if let ViewportCommand::Title(title) = command {
                        self.record.add("seen/titles", title);
                    }
                }
            }
        }
    }
}
