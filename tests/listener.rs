//! The listener over real sockets: who is answered, who is not, and what a flood does (M10, M12).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use galla::listener::{
    Caller, Incoming, ListenError, Listener, callback_url, new_secret, return_url,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{self, Receiver};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const QUERY: &str = "Status=Success&AgentID=1MGEW4T0000007&Amount=20.00";

/// Longer than anything here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

async fn listener(waiting: usize) -> (Listener, Receiver<Incoming>) {
    let (claims, heard) = mpsc::channel(waiting);
    let anywhere = "127.0.0.1:0".parse().unwrap();
    let listener = Listener::start(anywhere, SecretString::from(SECRET), claims).await.unwrap();
    (listener, heard)
}

/// Says something to an address and gives all that comes back.
async fn say(address: SocketAddr, what: &str) -> String {
    let heard = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(what.as_bytes()).await?;
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await?;
        std::io::Result::Ok(heard)
    };
    // To be hung up on is to hear nothing.
    tokio::time::timeout(PATIENCE, heard).await.unwrap().unwrap_or_default()
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: shop\r\n\r\n")
}

async fn call(address: SocketAddr) -> String {
    say(address, &get(&format!("/callback/{SECRET}?{QUERY}"))).await
}

/// Keeps every claim, or none.
fn keeping(mut heard: Receiver<Incoming>, kept: bool) -> Arc<Mutex<Vec<String>>> {
    let agents = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&agents);
    tokio::spawn(async move {
        while let Some(incoming) = heard.recv().await {
            list.lock().unwrap().push(incoming.claim.agent_id);
            incoming.kept.send(kept).unwrap();
        }
    });
    agents
}

#[tokio::test]
async fn m12_200_is_said_when_the_claim_is_on_disk_and_not_before() {
    let (listener, mut heard) = listener(4).await;
    let asked = tokio::spawn(call(listener.address()));
    let incoming = heard.recv().await.unwrap();
    assert_eq!(incoming.claim.agent_id, "1MGEW4T0000007");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!asked.is_finished(), "nothing is on disk yet");
    incoming.kept.send(true).unwrap();
    let answer = asked.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nOK"), "{answer}");
}

#[tokio::test]
async fn m12_what_cannot_be_kept_is_to_come_again() {
    let (refusing, heard) = listener(4).await;
    keeping(heard, false);
    let (full, nobody_looks) = listener(1).await;
    let waits = tokio::spawn(call(full.address()));
    while !waits.is_finished() && nobody_looks.is_empty() {
        tokio::task::yield_now().await;
    }
    let (abandoned, heard) = listener(4).await;
    drop(heard);
    for listener in [&refusing, &full, &abandoned] {
        let answer = call(listener.address()).await.to_lowercase();
        assert!(answer.starts_with("http/1.1 503 "), "{answer}");
        assert!(answer.contains("\r\nretry-after: 30\r\n"), "{answer}");
    }
    waits.abort();
}

#[tokio::test]
async fn everything_else_hears_the_same_404() {
    let (listener, heard) = listener(4).await;
    let agents = keeping(heard, true);
    let wrong = &SECRET.replace('0', "1");
    let right = format!("/callback/{SECRET}");
    let requests = [
        get("/"),
        get("/callback"),
        get("/callback/"),
        get(&format!("/callback/{wrong}?{QUERY}")),
        get(&format!("{right}/?{QUERY}")),
        get(&format!("{right}0?{QUERY}")),
        get(&format!("/CALLBACK/{SECRET}?{QUERY}")),
        get(&format!("//callback/{SECRET}?{QUERY}")),
        get(&format!("/callback/{}?{QUERY}", SECRET.to_uppercase())),
        format!("POST {right}?{QUERY} HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n"),
        format!("PUT {right}?{QUERY} HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n"),
        format!("HEAD {right}?{QUERY} HTTP/1.1\r\nHost: shop\r\n\r\n"),
    ];
    let bare = |answer: &str| -> Vec<String> {
        let lines = answer.lines().map(str::to_lowercase);
        // The date may change meanwhile, and what stands in which order says nothing.
        let mut lines: Vec<_> = lines.filter(|line| !line.starts_with("date:")).collect();
        lines.sort();
        lines
    };
    let first = bare(&say(listener.address(), &requests[0]).await);
    assert!(first.contains(&"http/1.1 404 not found".to_owned()), "{first:?}");
    for request in &requests {
        let answer = say(listener.address(), request).await;
        assert!(answer.ends_with("\r\n\r\n"), "no body: {answer}");
        assert_eq!(bare(&answer), first, "{request}");
    }
    assert!(agents.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn m12_a_flood_of_wrong_calls_starves_no_right_one() {
    let (listener, heard) = listener(256).await;
    let agents = keeping(heard, true);
    let address = listener.address();
    // Callers who never say what they want hold every place at the door.
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    let flood = tokio::spawn(async move {
        let mut answered = 0;
        for _ in 0..5_000 {
            answered += usize::from(!say(address, &get("/callback/x")).await.is_empty());
        }
        answered
    });
    for _ in 0..100 {
        let answer = call(address).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer:?}");
    }
    let answered = flood.await.unwrap();
    assert!((1..5_000).contains(&answered), "{answered} of the wrong ones were answered");
    assert_eq!(agents.lock().unwrap().len(), 100);
}

#[tokio::test]
async fn who_says_too_little_or_too_much_is_hung_up_on() {
    let (listener, heard) = listener(4).await;
    let agents = keeping(heard, true);
    let drips = async {
        let mut stream = TcpStream::connect(listener.address()).await.unwrap();
        for byte in get(&format!("/callback/{SECRET}?{QUERY}")).bytes() {
            if stream.write_all(&[byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let mut heard = Vec::new();
        let _cut = stream.read_to_end(&mut heard).await;
        heard
    };
    let heard = tokio::time::timeout(PATIENCE, drips).await.expect("hung up on in time");
    assert!(!heard.starts_with(b"HTTP/1.1 200"), "{heard:?}");
    let long = "x".repeat(40 * 1024);
    for request in [
        get(&format!("/callback/{SECRET}?{QUERY}&More={long}")),
        format!("GET /callback/{SECRET}?{QUERY} HTTP/1.1\r\nHost: shop\r\nMore: {long}\r\n\r\n"),
    ] {
        let answer = say(listener.address(), &request).await;
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    assert!(agents.lock().unwrap().is_empty());
    assert!(call(listener.address()).await.starts_with("HTTP/1.1 200"), "the next one is served");
}

#[tokio::test]
async fn an_address_that_cannot_be_had_is_told_and_stopping_frees_it() {
    let (listener, _heard) = listener(4).await;
    let start = |address: SocketAddr| async move {
        let (claims, _heard) = mpsc::channel(1);
        Listener::start(address, SecretString::from(SECRET), claims).await
    };
    let address = listener.address();
    assert!(matches!(start(address).await, Err(ListenError::InUse(at)) if at == address));
    let elsewhere = "192.0.2.1:8750".parse().unwrap();
    assert!(matches!(start(elsewhere).await, Err(ListenError::NotHere(_))));
    listener.stop().await;
    assert!(start(address).await.is_ok());
}

#[test]
fn m10_every_secret_is_new_and_long() {
    let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
    assert_ne!(one.expose_secret(), other.expose_secret());
    for secret in [&one, &other] {
        let text = secret.expose_secret();
        assert!(text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
    }
    let url = callback_url("https://shop.example", &SecretString::from(SECRET));
    assert_eq!(url, format!("https://shop.example/callback/{SECRET}"));
}

const RETURN: &str = "clientTxnId=1MGEW4T0000007&responseCode=00&loadAmount=4100";

#[tokio::test]
async fn a_customer_comes_back_by_get_or_by_form_and_may_close_the_page() {
    let (listener, mut heard) = listener(4).await;
    let secret = SecretString::from(SECRET);
    for paid in [true, false] {
        let path = return_url("", &secret, paid);
        let form = format!(
            "POST {path} HTTP/1.1\r\nHost: shop\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{RETURN}",
            RETURN.len()
        );
        for request in [get(&format!("{path}?{RETURN}")), form] {
            let address = listener.address();
            let asked = tokio::spawn(async move { say(address, &request).await });
            let incoming = heard.recv().await.unwrap();
            assert_eq!(incoming.from, Caller::Customer);
            let claim = &incoming.claim;
            assert_eq!(
                (claim.agent_id.as_str(), claim.amount.as_str()),
                ("1MGEW4T0000007", "4100")
            );
            incoming.kept.send(true).unwrap();
            let answer = asked.await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
            assert!(answer.contains("You may close this page."), "{answer}");
            assert!(!answer.contains("<script") && !answer.contains("1MGEW4T"), "{answer}");
        }
    }
}

#[tokio::test]
async fn m12_who_knows_the_way_back_cannot_call_as_pgpe() {
    let (listener, heard) = listener(4).await;
    let agents = keeping(heard, true);
    let secret = SecretString::from(SECRET);
    let way_back = return_url("", &secret, true);
    assert!(!way_back.contains(SECRET), "it goes through the customer's hands");
    let of_customer = way_back.split('/').nth(2).unwrap().to_owned();
    let length = 20_000;
    let too_long = format!(
        "POST {way_back} HTTP/1.1\r\nHost: shop\r\nContent-Length: {length}\r\n\r\n{}",
        "x".repeat(length)
    );
    for request in [
        get(&format!("/callback/{of_customer}?{QUERY}")),
        get(&format!("/payu/{SECRET}/success?{RETURN}")),
        get(&format!("/payu/{of_customer}/other?{RETURN}")),
        get(&format!("/payu/{of_customer}?{RETURN}")),
        format!("PUT {way_back} HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n"),
        too_long,
    ] {
        let answer = say(listener.address(), &request).await;
        let shown = request.get(..80).unwrap_or(&request);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 404 "), "{shown}: {answer}");
    }
    assert!(agents.lock().unwrap().is_empty());
}
