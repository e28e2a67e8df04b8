//! A gateway that is silent on every call: the real window goes on, and its frames are logged.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use super::desk::{Desk, await_some};
use super::gateway::Gateway;
use super::program::{ENGLISH, Galla};
use super::{TOKEN, connect};

/// A server that takes every connection and never says a word.
struct Silence {
    base: String,
    callers: Arc<Mutex<Vec<TcpStream>>>,
}

impl Silence {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let callers = Arc::new(Mutex::new(Vec::new()));
        let held = Arc::clone(&callers);
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                held.lock().unwrap().push(caller);
            }
        });
        Self { base, callers }
    }

    fn callers(&self) -> usize {
        self.callers.lock().unwrap().len()
    }
}

#[test]
fn the_window_goes_on_while_every_call_is_met_with_silence() {
    let desk = Desk::open("silent");
    let home = desk.home("language = \"en\"\n");
    let pgpe = Gateway::start(TOKEN);
    let galla = Galla::start(&desk, &home, &[("GALLA_PGPE_URL", pgpe.base())]);
    galla.see(&["+Practice counter", "@Mobile number"]);
    connect(&desk, &galla);
    galla.see(&["-Practice counter", "@Mobile number"]);
    assert!(galla.close().success());
    // Practice codes are refused on a live counter: the shop's list, as PGPE would give it.
    let list = "category,operator,code\nmobile_prepaid,Airtel,PMA\nmobile_prepaid,Jio,PMJ\n";
    fs::write(home.join("operators.csv"), list).unwrap();

    let silence = Silence::start();
    let log = [("GALLA_PGPE_URL", silence.base.as_str()), ("GALLA_LOG", "galla::frame=trace")];
    let galla = Galla::start(&desk, &home, &log);
    galla.see(&["-Practice counter", "@Mobile number"]);
    await_some("the balances are asked", || (silence.callers() >= 3).then_some(()));
    galla.fill_in(&ENGLISH, "9876543200", "2", "199");
    desk.press(&["Return"]);
    galla.see(&["=Pay ₹199.00"]);
    desk.press(&["Return"]);
    galla.see(&["=Sending"]);
    await_some("the payment is on its way", || (silence.callers() >= 4).then_some(()));
    for (key, shows) in
        [("F2", "+Beneficiary"), ("F4", "+Not known yet (1)"), ("F5", "=Ask the balance again")]
    {
        desk.press(&[key]);
        galla.see(&[shows]);
    }
    desk.press(&["F5", "Return"]);
    await_some("the balances are asked again", || (silence.callers() >= 7).then_some(()));
    desk.press(&["F1", "Return"]);
    galla.see(&["@Mobile number"]);
    desk.type_text("9123456780");
    galla.see(&["+91234"]);
    assert!(galla.close().success());
    let frames = frames(&home);
    assert!(frames.len() > 20, "{} frames are in the log", frames.len());
    let at = |share: usize| frames[(frames.len() - 1) * share / 100];
    println!(
        "{} frames, drawn by the processor: median {:.1} ms, 9 of 10 within {:.1} ms, the first and longest {:.1} ms",
        frames.len(),
        at(50),
        at(90),
        at(100)
    );
}

/// The CPU time of every frame in the log, in milliseconds, shortest first.
fn frames(home: &Path) -> Vec<f64> {
    let logs = fs::read_dir(home.join("logs")).unwrap();
    let text: String = logs.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let of = |line: &str| line.split_once("cpu_ms=")?.1.split_whitespace().next()?.parse().ok();
    let mut frames: Vec<f64> = text.lines().filter_map(of).collect();
    frames.sort_by(f64::total_cmp);
    frames
}
