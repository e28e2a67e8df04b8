//! The messages of all languages: none is missing, none is unused, and all take the same variables.

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use galla::ui::words::{Language, Words};
use regex_lite::Regex;

/// The messages of a language: of each its file's name and its variables.
type Messages = BTreeMap<String, (String, BTreeSet<String>)>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_with(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_with(&path, extension, found);
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
}

fn messages(language: Language) -> Messages {
    let mut files = Vec::new();
    files_with(&root().join("assets/i18n").join(language.code()), "ftl", &mut files);
    let head = Regex::new(r"^([a-zA-Z][a-zA-Z0-9_-]*) *=").unwrap();
    let variable = Regex::new(r"\$([a-zA-Z][a-zA-Z0-9_-]*)").unwrap();
    let mut found = Messages::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if let Err((_, problems)) = FluentResource::try_new(text.clone()) {
            panic!("{}: {problems:?}", file.display());
        }
        let mut id = String::new();
        for line in text.lines() {
            if let Some(found_head) = head.captures(line) {
                id = found_head[1].to_owned();
                let earlier = found.insert(id.clone(), (name.clone(), BTreeSet::new()));
                assert_eq!(earlier, None, "{} says {id} twice", language.code());
            }
            for found_variable in variable.captures_iter(line) {
                let (_, variables) = found.get_mut(&id).expect("a variable stands in a message");
                variables.insert(found_variable[1].to_owned());
            }
        }
    }
    found
}

/// All of `src`, one text.
fn source() -> String {
    let mut files = Vec::new();
    files_with(&root().join("src"), "rs", &mut files);
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// The ids that the source says for certain: what is given to `say` and `say_with` as it stands,
/// and every text in a function that is named after message ids.
fn said(source: &str) -> BTreeSet<String> {
    let direct = Regex::new(r#"\.say(?:_with)?\(\s*"([^"]+)""#).unwrap();
    let function = Regex::new(r"fn \w*message_id\w*\s*[(<]").unwrap();
    let text = Regex::new(r#""([^"]+)""#).unwrap();
    let mut ids: BTreeSet<String> =
        direct.captures_iter(source).map(|found| found[1].to_owned()).collect();
    for found in function.find_iter(source) {
        let rest = &source[found.start()..];
        let end = rest.find("\n    }\n").or_else(|| rest.find("\n}\n")).unwrap_or(rest.len());
        ids.extend(text.captures_iter(&rest[..end]).map(|found| found[1].to_owned()));
    }
    ids
}

#[test]
fn every_language_says_the_same() {
    let english = messages(Language::English);
    assert!(english.contains_key("state-success"), "the messages are found at all");
    for language in Language::ALL {
        let other = messages(language);
        for (one, another, lacking) in
            [(&english, &other, language), (&other, &english, Language::English)]
        {
            for id in one.keys() {
                assert!(another.contains_key(id), "{} does not say {id}", lacking.code());
            }
        }
        for (id, message) in &english {
            assert_eq!(other.get(id), Some(message), "{id} in {}", language.code());
        }
    }
}

#[test]
fn every_message_that_is_said_exists() {
    let english = messages(Language::English);
    let said = said(&source());
    assert!(said.contains("time-today") && said.contains("state-reversed"), "{said:?}");
    for id in said {
        assert!(english.contains_key(&id), "no message {id}");
    }
}

#[test]
fn every_message_is_used() {
    let source = source();
    for id in messages(Language::English).keys() {
        assert!(source.contains(&format!("\"{id}\"")), "nothing says {id}");
    }
}

#[test]
fn every_file_is_built_in() {
    for language in Language::ALL {
        let words = Words::new(language);
        for (id, (_, variables)) in messages(language) {
            let values: Vec<_> = variables.iter().map(|name| (name.as_str(), 1.into())).collect();
            let text = words.say_with(&id, &values);
            assert!(!text.is_empty() && text != id, "{} has {id} only on disk", language.code());
        }
    }
}
