//! What a hostile gateway does on a connection, beyond saying some bytes.

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crate::scripted::{Script, http, wait_until_gone};

/// How a body that never seems to end is announced.
#[derive(Clone, Copy, Debug)]
pub enum Announced {
    /// By its length.
    Length,
    /// In chunks.
    Chunks,
    /// Not at all: it ends where the connection does.
    ByClosing,
}

/// A gigabyte, a part at a time, after such a head. Counts what it could hand over.
pub fn gigabyte(announced: Announced, handed_over: Arc<AtomicU64>) -> Script {
    const GIGABYTE: u64 = 1024 * 1024 * 1024;
    const PART: usize = 64 * 1024;
    let head = match announced {
        Announced::Length => format!("Content-Length: {GIGABYTE}\r\n"),
        Announced::Chunks => "Transfer-Encoding: chunked\r\n".to_owned(),
        Announced::ByClosing => String::new(),
    };
    let spaces = vec![b' '; PART];
    let part = match announced {
        Announced::Chunks => [format!("{PART:x}\r\n").as_bytes(), &spaces, b"\r\n"].concat(),
        _ => spaces,
    };
    Script::Play(Arc::new(move |caller| {
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n");
        if caller.write_all(head.as_bytes()).is_err() {
            return;
        }
        for _ in 0..GIGABYTE / PART as u64 {
            if caller.write_all(&part).is_err() {
                return;
            }
            handed_over.fetch_add(PART as u64, Ordering::Relaxed);
        }
        let _gone = caller.shutdown(Shutdown::Write);
    }))
}

/// Says this, and then the other again and again until nobody listens, as fast as a line
/// carries it and not as fast as this computer could.
pub fn for_ever(first: &str, again: &str) -> Script {
    let (first, again) =
        (first.as_bytes().to_vec(), again.as_bytes().repeat(1 + 4_096 / again.len()));
    Script::Play(Arc::new(move |caller| {
        let mut said = caller.write_all(&first);
        while said.is_ok() {
            thread::sleep(Duration::from_millis(5));
            said = caller.write_all(&again);
        }
    }))
}

/// The head at once, and the body a byte at a time.
pub fn drip_body(body: &[u8]) -> Script {
    let (head, body) = (http("200 OK", "", ""), body.to_vec());
    let head = String::from_utf8(head).unwrap().replace(": 0", &format!(": {}", body.len()));
    Script::Play(Arc::new(move |caller| {
        let mut said = caller.write_all(head.as_bytes());
        for byte in &body {
            if said.is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(50));
            said = caller.write_all(&[*byte]);
        }
    }))
}

/// Says this before it has read a byte of the request, and waits until nobody listens.
pub fn unread(bytes: Vec<u8>) -> Script {
    Script::Unread(Arc::new(move |caller: &mut TcpStream| {
        caller.write_all(&bytes).unwrap();
        wait_until_gone(caller);
    }))
}

/// Says this and breaks the connection: what was sent to a closed socket unread is answered
/// with a reset.
pub fn reset_after(bytes: Vec<u8>) -> Script {
    Script::Unread(Arc::new(move |caller: &mut TcpStream| {
        let _gone = caller.write_all(&bytes);
    }))
}
