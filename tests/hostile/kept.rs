//! A gateway that keeps its connections: questions may share one, and payments never do (M2).

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use galla::gateway::Gateway;
use galla::gateway::pgpe::Format;
use galla::time::Moment;
use galla::transaction::{Reply, Service};

use crate::scripted::{Script, Scripted, http, id, order, read_request};

/// Answers the first requests on each connection, this many, and leaves the next one unanswered.
/// Counts all that it reads after the first on a connection.
fn keeping(answered: usize) -> (Scripted, Arc<AtomicUsize>) {
    let further = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&further);
    let act = move |caller: &mut std::net::TcpStream| {
        let body = r#"{"StatusCode":"TXN","Message":"OK","Data":{"Balance":100.00}}"#;
        for _ in 0..answered {
            caller.write_all(&http("200 OK", "", body)).unwrap();
            if read_request(caller).is_empty() {
                return;
            }
            seen.fetch_add(1, Ordering::SeqCst);
        }
    };
    (Scripted::new(Script::Play(Arc::new(act))), further)
}

#[tokio::test]
async fn m2_questions_share_a_connection_and_payments_never_do() {
    let (gateway, further) = keeping(100);
    let client = gateway.client(Format::Json);
    let count = || (gateway.requests().len(), further.load(Ordering::SeqCst));
    for service in [Service::Recharge, Service::Payout, Service::Collection] {
        assert!(matches!(client.balance(service).await, Reply::Answer(_)));
    }
    assert_eq!(count(), (1, 2), "one connection, and two questions after the first");
    for payment in 1..=3 {
        assert!(matches!(client.pay(id(), &order()).await, Reply::Answer(_)));
        assert!(matches!(client.balance(Service::Recharge).await, Reply::Answer(_)));
        assert_eq!(count(), (1 + payment, 2 + payment), "a connection for each payment");
    }
    // One that may be asked once an hour is not put at risk either (M6).
    let at = Moment::from_millis(1_795_461_307_000);
    assert!(matches!(client.status(id(), &order(), at).await, Reply::Answer(_)));
    assert!(matches!(client.dispute(id(), Service::Recharge, "?").await, Reply::Answer(_)));
    assert_eq!(count(), (6, 5));
}

#[tokio::test]
async fn a_question_that_is_lost_with_a_kept_connection_is_asked_by_another() {
    let (gateway, further) = keeping(1);
    let client = gateway.client(Format::Json);
    for _ in 0..2 {
        assert!(matches!(client.balance(Service::Recharge).await, Reply::Answer(_)));
    }
    assert_eq!((gateway.requests().len(), further.load(Ordering::SeqCst)), (2, 1));
}
