//! Planted faults: a copy of the program in which each money rule can be broken, one by one, and
//! the simulation must notice. The program itself has no switch; the copy has one for each row of
//! `breakages.rs`, so that it is built once.

#![cfg(test)]

mod breakages;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

use self::breakages::{BREAKAGES, Breakage};

/// The variable by which the copy is told what is broken in it.
const SWITCH: &str = "GALLA_PLANTED";

/// A breakage is to be caught within so many days.
const DAYS: u64 = 24;

/// What the copy has more than the program.
const PLANTED: &str = "//! Which rule is broken.\n\n\
/// Whether this breakage is turned on.\n\
pub fn is(name: &str) -> bool {\n    \
    static ON: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();\n    \
    ON.get_or_init(|| std::env::var(\"GALLA_PLANTED\").ok()).as_deref() == Some(name)\n}\n";

#[test]
fn every_broken_rule_is_caught_by_the_simulation() {
    let simulation = build(&copy().unwrap());
    let sound = simulate(&simulation, None, 0);
    assert!(sound.status.success(), "with nothing broken:\n{}", text(&sound));
    let caught = Mutex::new(BTreeMap::new());
    let next = Mutex::new(BREAKAGES.iter());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(breakage) = next.lock().unwrap().next() else { break };
                    let by = catch(&simulation, breakage);
                    caught.lock().unwrap().insert(breakage.name, by);
                }
            });
        }
    });
    let caught = caught.into_inner().unwrap();
    let mut missed = Vec::new();
    for breakage in BREAKAGES {
        match &caught[breakage.name] {
            Ok(by) => println!("{} {}; caught by: {by}", breakage.rule, breakage.name),
            Err(why) => missed.push(format!("{} {}: {why}", breakage.rule, breakage.name)),
        }
    }
    assert!(missed.is_empty(), "not caught:\n{}", missed.join("\n"));
}

#[test]
fn every_breakage_stands_in_the_program_once_and_every_rule_has_one() {
    for breakage in BREAKAGES {
        let source = fs::read_to_string(root().join("src").join(breakage.file)).unwrap();
        let times = source.matches(breakage.text).count();
        assert_eq!(times, 1, "“{}” is stale: its text stands there {times} times", breakage.name);
        assert!(breakage.instead.contains("PLANTED"), "“{}” has no switch", breakage.name);
    }
    let rules = ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M11", "M12", "M13", "M14"];
    for rule in rules {
        assert!(BREAKAGES.iter().any(|one| one.rule == rule), "nothing breaks {rule}");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies what the simulation is built from, with every breakage in it, and returns the folder.
/// It is the same each time, and a file that would not change is left alone, so that little is
/// built again.
fn copy() -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("planted");
    let mut files = vec![(PathBuf::from("Cargo.toml"), manifest().into_bytes())];
    files.push((PathBuf::from("Cargo.lock"), fs::read(root().join("Cargo.lock"))?));
    for part in ["src", "assets", "tests/simulation"] {
        collect(&root().join(part), Path::new(part), &mut files)?;
    }
    files.push((PathBuf::from("src/planted.rs"), PLANTED.into()));
    for (path, content) in &mut files {
        if let Ok(file) = path.strip_prefix("src") {
            *content = planted(file, std::mem::take(content));
        }
    }
    if folder.exists() {
        remove_strangers(&folder, Path::new(""), &files)?;
    }
    for (path, content) in files {
        let path = folder.join(path);
        if fs::read(&path).is_ok_and(|there| there == content) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap())?;
        fs::write(path, content)?;
    }
    Ok(folder)
}

/// The manifest without what the copy has not: programs, benches, other tests.
fn manifest() -> String {
    let mut manifest: toml::Table =
        fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    manifest.remove("bench");
    manifest.insert("workspace".to_owned(), toml::Table::new().into());
    let package = manifest["package"].as_table_mut().unwrap();
    package.remove("default-run");
    for found in ["autobins", "autobenches", "autotests"] {
        package.insert(found.to_owned(), false.into());
    }
    let mut simulation = toml::Table::new();
    simulation.insert("name".to_owned(), "simulation".into());
    simulation.insert("path".to_owned(), "tests/simulation/main.rs".into());
    manifest.insert("test".to_owned(), vec![toml::Value::from(simulation)].into());
    manifest.to_string()
}

fn collect(folder: &Path, name: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = name.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &name, files)?;
        } else if !["src/main.rs", "src/cli.rs"].iter().any(|one| Path::new(one) == name) {
            files.push((name, fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// Removes what an earlier copy had and this one has not.
fn remove_strangers(folder: &Path, name: &Path, files: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = name.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            remove_strangers(&entry.path(), &name, files)?;
        } else if !files.iter().any(|(known, _)| *known == name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// A source file with every breakage that belongs into it.
fn planted(file: &Path, content: Vec<u8>) -> Vec<u8> {
    let of = |breakage: &&Breakage| Path::new(breakage.file) == file;
    if file == Path::new("lib.rs") {
        return [content, b"\npub mod planted;\n".to_vec()].concat();
    }
    if !BREAKAGES.iter().any(|breakage| of(&breakage)) {
        return content;
    }
    let mut source = String::from_utf8(content).unwrap();
    for breakage in BREAKAGES.iter().filter(of) {
        let switch = format!("crate::planted::is({:?})", breakage.name);
        let instead = breakage.instead.replace("PLANTED", &switch);
        let times = source.matches(breakage.text).count();
        assert_eq!(times, 1, "“{}” is stale: its text stands there {times} times", breakage.name);
        source = source.replacen(breakage.text, &instead, 1);
    }
    source.into_bytes()
}

/// Builds the copy's simulation beside the program's own, with whose dependencies it is built,
/// and returns the program that runs it.
fn build(folder: &Path) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let built = Command::new(env!("CARGO"))
        .args(["test", "--locked", "--offline", "--no-run", "--test", "simulation"])
        .args(["--message-format", "json-render-diagnostics"])
        .env("CARGO_TARGET_DIR", target)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(built.status.success(), "the copy does not build:\n{}", text(&built));
    let messages = String::from_utf8(built.stdout).unwrap();
    let program = messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let simulation = message["target"]["name"] == "simulation";
        message["executable"].as_str().filter(|_| simulation).map(PathBuf::from)
    });
    program.expect("cargo names the program that it has built")
}

/// Runs the day of one seed, with something broken or nothing.
fn simulate(simulation: &Path, broken: Option<&Breakage>, seed: u64) -> Output {
    // A copy with a broken rule may go round in circles for good: that is a failure, not a wait.
    let mut command = Command::new("timeout");
    command.arg("300").arg(simulation).args(["--exact", "days_1", "--nocapture"]);
    command.env("GALLA_SIM_SEED", seed.to_string()).env_remove("RUST_BACKTRACE");
    match broken {
        Some(breakage) => command.env(SWITCH, breakage.name),
        None => command.env_remove(SWITCH),
    };
    command.output().unwrap()
}

/// By which sentence, of which day, a breakage is caught.
fn catch(simulation: &Path, breakage: &Breakage) -> Result<String, String> {
    let mut others = Vec::new();
    for seed in 0..DAYS {
        let day = simulate(simulation, Some(breakage), seed);
        if day.status.success() {
            continue;
        }
        let said = text(&day);
        let rule = format!("{}: ", breakage.rule);
        match said.lines().find(|line| line.starts_with(&rule)) {
            Some(sentence) => return Ok(format!("{sentence} (seed {seed})")),
            None => {
                let telling = |line: &&str| line.starts_with('M') || line.contains("panicked");
                let told: Vec<_> = said.lines().filter(telling).collect();
                others.push(format!("seed {seed} fails otherwise: {}", told.join("\n")));
            }
        }
    }
    match others.into_iter().next() {
        Some(other) => Err(other),
        None => Err(format!("{DAYS} days have not noticed")),
    }
}

fn text(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&both).into_owned()
}
