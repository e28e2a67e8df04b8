//! The token is nowhere but in its store and in the requests (M10), even if PGPE says it aloud.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;

use galla::counter::{Command, Keep, Update};
use galla::secrets::SecretStore;
use galla::transaction::State;
use secrecy::SecretString;

use super::shop::{LIVE_TOKEN, MINUTE, Shop};

/// A gateway that repeats the whole request in its words; serves until the test's end.
fn parrot() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = String::new();
            BufReader::new(&stream).read_line(&mut request).unwrap();
            let said = request.trim().replace('"', "'");
            let body = match said.contains("Balance") {
                true => format!(
                    r#"{{"StatusCode":"TXN","Message":"{said}","Data":{{"Balance":5000.00}}}}"#
                ),
                false => format!(r#"{{"StatusCode":"XYZ","Message":"{said}","Extra":"{said}"}}"#),
            };
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length:";
            write!(stream, "{head} {}\r\n\r\n{body}", body.len()).unwrap();
        }
    });
    format!("http://{address}")
}

/// Every file under a folder that has `secret` in it, in any case of its letters.
pub fn files_with(folder: &Path, secret: &str) -> Vec<String> {
    let secret = secret.to_ascii_lowercase();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, &secret));
        } else {
            let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
            if bytes.windows(secret.len()).any(|part| part == secret.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

fn assert_secret(shop: &Shop) {
    assert!(shop.ledger_file(true).with_extension("sqlite-wal").exists(), "the log is looked at");
    let found = files_with(shop.home.data(), LIVE_TOKEN);
    assert!(found.is_empty(), "{found:?}");
    let heard = format!("{:?}", shop.heard).to_ascii_lowercase();
    assert!(heard.contains("opened(") && !heard.contains(&LIVE_TOKEN.to_ascii_lowercase()));
}

#[test]
fn m10_the_token_is_in_no_file_and_in_nothing_that_is_told() {
    let mut shop = Shop::open();
    shop.connect();
    for ending in ["00", "01", "08", "10", "12", "13", "14", "30"] {
        shop.pay(&format!("98765432{ending}"), 20);
    }
    let pending = shop.pay("9876543202", 20).agent_id;
    shop.clock.pass(15 * MINUTE);
    shop.send(Command::AskStatus(pending));
    shop.wait_state(pending, |state| state == State::Success);
    shop.send(Command::ChangeSettings(Box::new(shop.settings.clone())));
    shop.wait_for(|update| matches!(update, Update::SettingsKept(Ok(()))).then_some(()));
    assert_secret(&shop);
}

#[test]
fn m10_a_gateway_that_repeats_the_token_does_not_give_it_away() {
    let mut shop = Shop::closed();
    shop.settings.pgpe_url = parrot();
    shop.start();
    assert!(shop.connect().live);
    let paid = shop.pay("9876543200", 20);
    assert_eq!(paid.state(), State::Pending);
    let words = paid.words.unwrap();
    assert!(words.contains("number=9876543200"), "it did repeat the request: {words}");
    assert_secret(&shop);
}

#[test]
fn m10_a_command_with_a_token_does_not_print_it() {
    let token = SecretString::from(LIVE_TOKEN);
    let command = Command::Connect { token, keep: Keep::Keyring };
    assert!(!format!("{command:?}").contains(LIVE_TOKEN));
    assert!(SecretStore::memory().is_memory());
}
