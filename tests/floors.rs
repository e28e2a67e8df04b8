//! The floors of ARCHITECTURE.md: a module uses only the floors below its own.
//!
//! Every file under `src` is cut into tokens (so comments and texts do not count) and
//! each path that leaves its module is followed: `crate::x`, `super::x`, `galla::x`, groups too.
//! The same reading keeps a few names at home: `chrono`, `reqwest`, colours and spacings. The
//! tests at the end feed it small made-up programs and see each kind of breach caught.

use std::path::Path;

use tokens::{Kind, Token};

#[path = "floors/tokens.rs"]
mod tokens;

/// A path from the crate's root, and the line that names it.
type Use = (usize, Vec<String>);

/// Each top-level module and the floor it stands on.
const FLOORS: &[(&str, u8)] = &[
    ("main", 5),
    ("again", 5),
    ("cli", 5),
    ("opening", 5),
    ("ui", 4),
    ("counter", 3),
    ("history", 3),
    ("file_dialog", 2),
    ("gateway", 2),
    ("ledger", 2),
    ("instance", 2),
    ("listener", 2),
    ("logs", 2),
    ("notify", 2),
    ("receipt", 2),
    ("secrets", 2),
    ("settings", 2),
    ("sound", 2),
    ("catalogue", 2),
    ("transaction", 1),
    ("banks", 1),
    ("tables", 1),
    ("dice", 0),
    ("faces", 0),
    ("money", 0),
    ("points", 0),
    ("time", 0),
    ("ids", 0),
];

/// The only steps sideways: the program reads its command line and opens its window, an AgentID
/// begins with a moment.
const BESIDE: &[(&str, &str)] =
    &[("main", "again"), ("main", "cli"), ("main", "opening"), ("ids", "time")];

/// Stands apart: uses floor 0 alone, and only the counter and what is above it use it.
const APART: &str = "practice";
const APART_USED_FROM: u8 = 3;

/// Crates that only these modules name.
const AT_HOME: &[(&str, &[&str])] = &[
    ("argon2", &["counter::pin::hash"]),
    ("chrono", &["time"]),
    ("reqwest", &["gateway::http", "practice::callback"]),
];

/// Where colours and spacings are chosen (a QR is black on white whatever the theme).
const LOOKS: &[&str] = &["ui::theme", "ui::qr"];

/// These leave the colour to others.
const NO_COLOUR: &[&str] = &["PLACEHOLDER", "TRANSPARENT"];

#[test]
fn every_module_uses_only_the_floors_below_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = collect(&root).unwrap();
    assert!(files.iter().any(|(path, _)| path == "main.rs"), "no program under {root:?}");
    let found = findings(&files);
    assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
}

/// All `.rs` files under a folder, with their paths relative to it.
fn collect(root: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
                files.push((name.replace('\\', "/"), std::fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Every breach in these files, as `path:line: what is wrong`.
fn findings(files: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        let module = module_of(path);
        let top = module.first().map_or(path.trim_end_matches(".rs"), String::as_str);
        if !text.starts_with("//! ") {
            found
                .push(format!("{path}:1: must begin with a `//!` line that says what it is about"));
        }
        if !matches!(top, "lib" | APART) && floor(top).is_none() {
            found.push(format!("{path}:1: `{top}` has no floor: give it one"));
            continue;
        }
        let tokens = match tokens::read(text) {
            Ok(tokens) => tokens,
            Err(error) => {
                found.push(format!("{path}: not Rust: {error}"));
                continue;
            }
        };
        let mut breaches = Vec::new();
        let mut uses = Vec::new();
        read_paths(&tokens, &module, &mut uses);
        for (line, used) in uses {
            breaches.extend(judge(top, &used).map(|what| (line, what)));
        }
        strangers(&tokens, &module.join("::"), &mut breaches);
        breaches.sort();
        found.extend(breaches.into_iter().map(|(line, what)| format!("{path}:{line}: {what}")));
    }
    found
}

/// `gateway/pgpe/mod.rs` and `gateway/pgpe.rs` are both `gateway::pgpe`; the two roots are empty.
fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") || matches!(path, "main.rs" | "lib.rs") {
        parts.pop();
    }
    parts
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// What is wrong with a module on its floor using this path (from the crate's root), if anything.
fn judge(from: &str, used: &[String]) -> Option<String> {
    let to = used.first().map_or("*", String::as_str);
    if from == to || from == "main" {
        return None; // the program stands on everything
    }
    if to == "*" {
        return Some("names the whole crate, which hides the floor it uses".to_owned());
    }
    let allowed = match (from, to) {
        (APART, _) => floor(to)? == 0,
        (_, APART) => floor(from).is_some_and(|floor| floor >= APART_USED_FROM),
        _ => match (floor(from), floor(to)) {
            (_, None) => return Some(format!("`{to}` has no floor: give it one")),
            (None, _) => return Some("the crate's root declares modules and uses none".to_owned()),
            (Some(own), Some(other)) => other < own || BESIDE.contains(&(from, to)),
        },
    };
    (!allowed).then(|| format!("`{from}` may not use `{}`", used.join("::")))
}

/// Collects every path that starts at `crate`, `super`, `self` or `galla`, made absolute.
fn read_paths(tokens: &[Token], here: &[String], uses: &mut Vec<Use>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match (&token.kind, tokens.get(at + 1), tokens.get(at + 2).map(|body| &body.kind)) {
            (Kind::Word(word), Some(name), Some(Kind::Group('{', body))) if word == "mod" => {
                read_paths(body, &[here, &[name.word().to_owned()]].concat(), uses);
                at += 3;
            }
            (Kind::Word(word), _, _) if starts_path(word, tokens, at) => {
                at = follow(tokens, at, here, None, uses);
            }
            (Kind::Group(_, inside), _, _) => {
                read_paths(inside, here, uses);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Whether a path leaves from here (`galla` in the middle of one is only a name).
fn starts_path(word: &str, tokens: &[Token], at: usize) -> bool {
    let leads_on = colons(tokens, at + 1) || word_at(tokens, at + 1) == "as";
    let goes_on = at >= 3
        && colons(tokens, at - 2)
        && !matches!(word_at(tokens, at - 3), "" | "use" | "return" | "in" | "as");
    leads_on && !goes_on && matches!(word, "crate" | "super" | "self" | "galla")
}

/// Follows one path, and every branch of a group in it; gives the index after it.
fn follow(
    tokens: &[Token],
    mut at: usize,
    here: &[String],
    base: Option<&[String]>,
    uses: &mut Vec<Use>,
) -> usize {
    let mut path = base.unwrap_or(here).to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    let mut first = base.is_none();
    loop {
        match tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Word(word)) => match word.as_str() {
                "self" => {}
                "super" => drop(path.pop()),
                "crate" | "galla" if first => path.clear(),
                name => path.push(name.to_owned()),
            },
            Some(Kind::Group('{', inside)) => {
                let branches = inside.split(|token| token.is(','));
                for branch in branches.filter(|branch| !branch.is_empty()) {
                    follow(branch, 0, here, Some(&path), uses);
                }
                return at + 1;
            }
            Some(Kind::Mark('*')) => path.push("*".to_owned()),
            _ => {
                uses.push((line, path));
                return at;
            }
        }
        first = false;
        at += 1;
        if !colons(tokens, at) {
            uses.push((line, path));
            return at;
        }
        at += 2;
    }
}

/// Finds crates named away from home, and colours and spacings chosen outside the theme.
fn strangers(tokens: &[Token], module: &str, breaches: &mut Vec<(usize, String)>) {
    let within = |homes: &[&str]| {
        homes.iter().any(|home| module == *home || module.starts_with(&format!("{home}::")))
    };
    for (at, token) in tokens.iter().enumerate() {
        if let Kind::Group(_, inside) = &token.kind {
            strangers(inside, module, breaches);
        }
        let name = token.word();
        if let Some((_, homes)) = AT_HOME.iter().find(|(guest, _)| *guest == name)
            && !within(homes)
        {
            breaches.push((token.line, format!("`{name}` is named only in {}", homes.join(", "))));
        }
        if chooses_a_look(name, tokens, at) && !within(LOOKS) {
            breaches.push((token.line, format!("`{name}`: looks are chosen in ui::theme")));
        }
    }
}

/// A colour by value (`Color32::RED`), or a spacing, corner or letter size as a bare number.
fn chooses_a_look(name: &str, tokens: &[Token], at: usize) -> bool {
    let bare_number = |index: usize| match tokens.get(index).map(|token| &token.kind) {
        Some(Kind::Group('(', inside)) => {
            inside.first().is_some_and(|token| token.kind == Kind::Value)
        }
        _ => false,
    };
    match name {
        "Color32" | "Rgba" => {
            colons(tokens, at + 1) && !NO_COLOUR.contains(&word_at(tokens, at + 3))
        }
        "hex_color" => tokens.get(at + 1).is_some_and(|token| token.is('!')),
        "add_space" => bare_number(at + 1),
        "Margin" | "CornerRadius" | "FontId" => colons(tokens, at + 1) && bare_number(at + 4),
        _ => false,
    }
}

fn colons(tokens: &[Token], at: usize) -> bool {
    tokens.get(at..at + 2).is_some_and(|pair| pair.iter().all(|token| token.is(':')))
}

fn word_at(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::word)
}

/// The breaches of one made-up file that is otherwise in order.
fn breaches(path: &str, body: &str) -> Vec<String> {
    findings(&[(path.to_owned(), format!("//! Made up.\n{body}"))])
}

#[test]
fn arrows_down_are_allowed() {
    for (path, body) in [
        (
            "main.rs",
            "use galla::{ui, counter::Counter}; mod cli; use cli::Args; use crate::cli::X;",
        ),
        ("lib.rs", "pub mod money; pub mod ui;"),
        ("ui/recharge.rs", "use crate::{counter::Command, transaction, money::Paise};"),
        ("counter/send.rs", "use crate::practice; use super::day; use crate::ledger::Ledger;"),
        ("ledger/store.rs", "use super::{schema::V1, super::transaction::State};"),
        ("ledger/mod.rs", "mod tests { use super::*; mod deep { use super::super::*; } }"),
        ("practice/books.rs", "use crate::{money::Paise, ids}; fn f() { crate::time::now() }"),
        ("ids.rs", "use crate::time::Moment; pub(crate) fn f() {} pub(super) fn g() {}"),
        (
            "money/words.rs",
            "// use crate::ui;\nconst S: &str = \"crate::ui::x\"; /* super::super::ui */",
        ),
        ("gateway/http.rs", "use reqwest::Client;"),
        ("time.rs", "use chrono::Utc; fn f() { self::g() }"),
        ("ui/theme.rs", "const C: Color32 = Color32::RED; fn f(ui: &mut Ui) { ui.add_space(8.0) }"),
        ("ui/frame.rs", "fn f(c: Color32) { ui.add_space(theme::GAP) }"),
        ("ui/frame.rs", "fn f() { paint(Color32::TRANSPARENT) }"),
    ] {
        assert_eq!(breaches(path, body), Vec::<String>::new(), "{path}: {body}");
    }
}

#[test]
fn arrows_up_are_caught_however_they_are_written() {
    for (path, body, wrong) in [
        ("counter/mod.rs", "use crate::ui::Frame;", "`counter` may not use `ui::Frame`"),
        (
            "transaction/state.rs",
            "use crate::{money, ledger::X};",
            "`transaction` may not use `ledger::X`",
        ),
        ("money.rs", "fn f() { crate::transaction::g(); }", "`money` may not use `transaction::g`"),
        ("money.rs", "fn f() { x!(crate::ui::g) }", "`money` may not use `ui::g`"),
        ("ledger/a.rs", "use super::super::counter::X;", "`ledger` may not use `counter::X`"),
        ("ledger/a.rs", "use super::{b, super::ui::{c::D}};", "`ledger` may not use `ui::c::D`"),
        ("ledger.rs", "mod tests { use super::super::ui::A; }", "`ledger` may not use `ui::A`"),
        ("time.rs", "use ::galla::ids::make;", "`time` may not use `ids::make`"),
        ("settings.rs", "pub use crate::r#ui::X;", "`settings` may not use `ui::X`"),
    ] {
        assert_eq!(breaches(path, body), [format!("{path}:2: {wrong}")], "{body}");
    }
}

#[test]
fn arrows_sideways_and_to_the_one_apart_are_caught() {
    for (path, to) in [
        ("gateway/http.rs", "ledger::X"),
        ("catalogue/mod.rs", "settings::X"),
        ("secrets.rs", "gateway::pgpe"),
        ("money.rs", "time::X"),
        ("time.rs", "ids::X"),
        ("cli.rs", "main::X"),
        ("gateway/pgpe/mod.rs", "practice::books"),
        ("practice/books.rs", "gateway::pgpe"),
        ("practice/books.rs", "transaction::X"),
    ] {
        let from = path.split(['/', '.']).next().unwrap();
        let wrong = format!("{path}:2: `{from}` may not use `{to}`");
        assert_eq!(breaches(path, &format!("use crate::{to};")), [wrong]);
    }
}

#[test]
fn hiding_the_floor_is_caught() {
    for body in ["use crate::*;", "use crate as all;", "use super::{self as up};"] {
        let wrong = "money.rs:2: names the whole crate, which hides the floor it uses";
        assert_eq!(breaches("money.rs", body), [wrong], "{body}");
    }
    let root = breaches("lib.rs", "pub use self::ledger::Ledger;");
    assert_eq!(root, ["lib.rs:2: the crate's root declares modules and uses none"]);
    assert_eq!(
        breaches("ui.rs", "use crate::Ledger;"),
        ["ui.rs:2: `Ledger` has no floor: give it one"]
    );
    assert_eq!(breaches("util/text.rs", ""), ["util/text.rs:1: `util` has no floor: give it one"]);
}

#[test]
fn names_away_from_home_are_caught() {
    for (path, body, wrong) in [
        ("ledger.rs", "fn f(t: chrono::NaiveDate) {}", "`chrono` is named only in time"),
        (
            "gateway/pgpe.rs",
            "use reqwest::Url;",
            "`reqwest` is named only in gateway::http, practice::callback",
        ),
        (
            "ui/rail.rs",
            "fn f() { g(Color32::from_rgb(1, 2, 3)) }",
            "`Color32`: looks are chosen in ui::theme",
        ),
        (
            "ui/rail.rs",
            "const C: X = egui::Color32::RED;",
            "`Color32`: looks are chosen in ui::theme",
        ),
        (
            "ui/rail.rs",
            "fn f() { ui.add_space(8.0) }",
            "`add_space`: looks are chosen in ui::theme",
        ),
        ("ui/rail.rs", "fn f() { Margin::same(8) }", "`Margin`: looks are chosen in ui::theme"),
        (
            "ui/rail.rs",
            "fn f() { hex_color!(\"#fff\") }",
            "`hex_color`: looks are chosen in ui::theme",
        ),
    ] {
        assert_eq!(breaches(path, body), [format!("{path}:2: {wrong}")], "{body}");
    }
    let bare =
        findings(&[("ids.rs".to_owned(), "/// Not the file's own line.\nfn f() {}".to_owned())]);
    assert_eq!(bare, ["ids.rs:1: must begin with a `//!` line that says what it is about"]);
}
