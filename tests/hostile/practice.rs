//! Every misbehaviour of the practice gateway in answer to every call, in JSON and in XML.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use galla::gateway::pgpe::Format;
use galla::money::Paise;
use galla::practice::{Code, Config, Misbehaviour, Practice};
use galla::time::TestClock;
use galla::transaction::dispute::DisputeSaid;
use galla::transaction::evidence::{BalanceSaid, Contradiction};
use galla::transaction::{Reason, Service, State, Unknown};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::calls::{After, Call, NOON, Travelled, refused};
use crate::scripted::{TOKEN, id};
use crate::{LATE, SOON};

/// What is known after a call that was answered so. It has no other arm: a new misbehaviour
/// must be given its row.
fn expected(misbehaviour: Misbehaviour, call: Call) -> After {
    let well = || call.after(&Travelled::Well);
    let no = |cause| call.after(&Travelled::No(cause));
    let contradiction = |about| match call {
        _ if !call.names_its_transaction() => well(),
        // Whoever pays a collection is its number.
        Call::Collect | Call::Ask(Service::Collection) if about == Contradiction::Number => well(),
        _ => After::Pending(Reason::Contradiction { about }),
    };
    match misbehaviour {
        Misbehaviour::Delay(_) | Misbehaviour::ByteOrderMark | Misbehaviour::OddTypes => well(),
        Misbehaviour::NoAnswer => no(Unknown::TimedOut),
        Misbehaviour::HangUp | Misbehaviour::CutBody => no(Unknown::ConnectionLost),
        Misbehaviour::Html | Misbehaviour::Truncated => no(Unknown::Unreadable),
        Misbehaviour::ServerError => no(Unknown::HttpStatus { status: 500 }),
        Misbehaviour::Redirect => no(Unknown::HttpStatus { status: 302 }),
        Misbehaviour::Huge => no(Unknown::TooLarge),
        Misbehaviour::OtherAgentId => contradiction(Contradiction::AgentId),
        Misbehaviour::OtherAmount => contradiction(Contradiction::Amount),
        Misbehaviour::OtherNumber => contradiction(Contradiction::Number),
        // In answer to a question it says how the transaction ended.
        Misbehaviour::TxnFailed if matches!(call, Call::Ask(_)) => After::State(State::Failed),
        Misbehaviour::TxnFailed => contradiction(Contradiction::Status),
        Misbehaviour::NoData => match call {
            Call::Recharge | Call::Payout | Call::Collect => After::Pending(Reason::NoStatus),
            Call::Ask(_) => After::AS_BEFORE,
            Call::Balance => After::Wallet(BalanceSaid::Unknown(Unknown::Unreadable)),
            _ if call == Call::VerifyToken => After::Address(None),
            _ => well(),
        },
        Misbehaviour::Code(code) => after_code(code, call),
    }
}

/// Every misbehaviour, each with some value where it has one.
const MISBEHAVIOURS: [Misbehaviour; 16] = [
    Misbehaviour::Delay(Duration::from_millis(20)),
    Misbehaviour::NoAnswer,
    Misbehaviour::HangUp,
    Misbehaviour::CutBody,
    Misbehaviour::Html,
    Misbehaviour::ServerError,
    Misbehaviour::Redirect,
    Misbehaviour::OtherAgentId,
    Misbehaviour::OtherAmount,
    Misbehaviour::OtherNumber,
    Misbehaviour::TxnFailed,
    Misbehaviour::ByteOrderMark,
    Misbehaviour::Huge,
    Misbehaviour::OddTypes,
    Misbehaviour::NoData,
    Misbehaviour::Truncated,
];

/// What a code alone says: to a payment, to a question about one, to a dispute (api.md 1.2, 1.3).
#[rustfmt::skip]
fn codes() -> [(Code, After, After, DisputeSaid); 21] {
    let failed = || After::State(State::Failed);
    let pending = After::Pending;
    let unknown = |code: &str| pending(Reason::UnknownCode { code: code.into() });
    let same = || After::AS_BEFORE;
    let refused = |code: &str| DisputeSaid::Refused { code: code.into() };
    let under_process = || pending(Reason::UnderProcess);
    [
        (Code::TXN, pending(Reason::NoStatus), same(), DisputeSaid::Raised),
        (Code::TUP, under_process(), under_process(), refused("TUP")),
        (Code::EXC, pending(Reason::TechnicalException), same(), refused("EXC")),
        (Code::ERR, failed(), failed(), refused("ERR")),
        (Code::RPI, failed(), same(), refused("RPI")),
        (Code::AVE, failed(), same(), refused("AVE")),
        (Code::ATD, failed(), same(), refused("ATD")),
        (Code::RTN, failed(), same(), refused("RTN")),
        (Code::RTA, failed(), same(), refused("RTA")),
        (Code::AAB, failed(), same(), refused("AAB")),
        (Code::IAT, failed(), same(), refused("IAT")),
        (Code::UAI, failed(), same(), refused("UAI")),
        (Code::ILA, failed(), same(), refused("ILA")),
        (Code::IPC, failed(), same(), refused("IPC")),
        (Code::ICC, failed(), same(), refused("ICC")),
        (Code::RDA, pending(Reason::DuplicateAgentId), same(), refused("RDA")),
        (Code::DAR, unknown("DAR"), same(), DisputeSaid::StoodAlready),
        (Code::IDS, unknown("IDS"), same(), DisputeSaid::OnlyForSuccess),
        (Code::TNF, unknown("TNF"), pending(Reason::NotFound), DisputeSaid::NotFound),
        (Code::MLE, unknown("MLE"), same(), DisputeSaid::TooLong),
        (Code::XYZ, unknown("XYZ"), same(), refused("XYZ")),
    ]
}

fn after_code(code: Code, call: Call) -> After {
    let row = codes().into_iter().find(|(known, ..)| *known == code);
    let (_, payment, question, dispute) = row.unwrap_or_else(|| panic!("{code:?} has no row"));
    let waiting = After::Pending(Reason::WaitingForCustomer);
    match call {
        Call::Recharge | Call::Payout | Call::Collect => payment,
        // What is under process at a collection is the customer.
        Call::Ask(Service::Collection) if code == Code::TUP => waiting,
        Call::Ask(_) => question,
        Call::Balance if code == Code::TXN => {
            After::Wallet(BalanceSaid::Unknown(Unknown::Unreadable))
        }
        Call::Balance => After::Wallet(refused(code.text)),
        Call::Dispute => After::Disputed(dispute),
        // The address in a refusal is the one that should call, not the one that did.
        _ => After::Address(None),
    }
}

fn practice() -> Practice {
    let config = Config {
        tokens: vec![TOKEN.to_owned()],
        opening: Paise::from_paise(500_000),
        clock: Arc::new(TestClock::at(NOON)),
        ..Config::default()
    };
    Practice::start(config).unwrap()
}

/// Hands on what is said on both sides, and counts the requests.
fn relay(to: SocketAddr) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, count) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            let gateway = TcpStream::connect(to).unwrap();
            let back = (gateway.try_clone().unwrap(), caller.try_clone().unwrap());
            let counted = Arc::clone(&counted);
            thread::spawn(move || hand_on(caller, gateway, Some(&counted)));
            thread::spawn(move || hand_on(back.0, back.1, None));
        }
    });
    (address, count)
}

fn hand_on(mut from: TcpStream, mut to: TcpStream, requests: Option<&AtomicUsize>) {
    let mut part = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut part) {
        let text = String::from_utf8_lossy(&part[..count]);
        if let Some(requests) = requests {
            requests.fetch_add(text.matches(" HTTP/1.1\r\n").count(), Ordering::SeqCst);
        }
        if to.write_all(&part[..count]).is_err() {
            break;
        }
    }
    // Whoever waits on the other side learns of the end, and hangs up too.
    let _gone = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

/// What a question or a dispute is about must be there first.
async fn prepare(practice: &Practice, call: Call) {
    let payment = match call {
        Call::Ask(Service::Recharge) | Call::Dispute => Call::Recharge,
        Call::Ask(Service::Payout) => Call::Payout,
        Call::Ask(_) => Call::Collect,
        _ => return,
    };
    let after = payment.make(&practice.base_url(), Format::Json, LATE).await;
    assert_eq!(after, payment.after(&Travelled::Well), "{payment:?}");
    practice.books().settle_now(id().as_str());
}

async fn misbehave(misbehaviour: Misbehaviour, call: Call, format: Format) {
    let case = format!("{misbehaviour:?} to {call:?} in {format:?}");
    let practice = practice();
    prepare(&practice, call).await;
    practice.books().next(misbehaviour);
    let (address, requests) = relay(practice.addr());
    let patience = if misbehaviour == Misbehaviour::NoAnswer { SOON } else { LATE };
    let after = call.make(&format!("http://{address}"), format, patience).await;
    assert_eq!(after, expected(misbehaviour, call), "{case}");
    assert_eq!(requests.load(Ordering::SeqCst), 1, "{case}: sent more than once");
}

// A gateway that stops waits for its callers: with a thread to each, the others go on.
#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn m2_m3_m7_every_misbehaviour_to_every_call() {
    let at_once = Arc::new(Semaphore::new(6));
    let codes = codes().map(|(code, ..)| (Misbehaviour::Code(code), vec![Format::Json]));
    let formats = || vec![Format::Json, Format::Xml];
    let mut running = JoinSet::new();
    for (misbehaviour, formats) in
        MISBEHAVIOURS.map(|one| (one, formats())).into_iter().chain(codes)
    {
        let at_once = Arc::clone(&at_once);
        running.spawn(async move {
            let _place = at_once.acquire().await.unwrap();
            for format in formats {
                for call in Call::OF_PGPE {
                    misbehave(misbehaviour, call, format).await;
                }
            }
        });
    }
    while let Some(done) = running.join_next().await {
        done.unwrap();
    }
}
