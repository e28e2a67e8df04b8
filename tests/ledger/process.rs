//! Another process on the same ledger: the test program is started again, with one test alone.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use galla::ledger::{Ledger, LedgerKind};
use galla::transaction::Event;

use super::shop::{NOON, answer, at, id, intent};

/// What the other process does.
const ROLE: &str = "GALLA_TEST_ROLE";
/// Its ledger.
const PATH: &str = "GALLA_TEST_LEDGER";
/// The number of its first transaction.
const FIRST: &str = "GALLA_TEST_FIRST";

pub fn other_process(program: &Path, role: &str, path: &Path, first: u64) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--exact", "process::as_another_process", "--ignored", "--nocapture"])
        .envs([(ROLE, role.as_ref()), (PATH, path.as_os_str())])
        .env(FIRST, first.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

pub fn start(role: &str, path: &Path, first: u64) -> (Child, impl Iterator<Item = String> + use<>) {
    let program = std::env::current_exe().unwrap();
    let mut child = other_process(&program, role, path, first).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    (child, lines)
}

#[test]
#[ignore = "run by the other tests, as a process of its own"]
fn as_another_process() {
    let role = std::env::var(ROLE).unwrap();
    let path = PathBuf::from(std::env::var_os(PATH).unwrap());
    let opened = Ledger::open(&path, LedgerKind::Live, NOON);
    match role.as_str() {
        "append" => {
            let mut ledger = opened.unwrap();
            let first: u64 = std::env::var(FIRST).unwrap().parse().unwrap();
            for n in first.. {
                for event in [intent(n), Event::Sent, answer(n)] {
                    ledger.append(id(n), at(n), &event).unwrap();
                    eprintln!("{n} {}", event.kind());
                }
            }
        }
        "hold" => {
            let _ledger = opened.unwrap();
            eprintln!("open");
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        }
        _ => match opened {
            Ok(_) => eprintln!("opened"),
            Err(error) => eprintln!("{error:?}"),
        },
    }
}
