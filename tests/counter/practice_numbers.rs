//! Every agreed number of the practice gateway, from the payment to the end of following up:
//! what is not known is pending and says why (M3), and in the end the ledger agrees with the books.

use std::collections::BTreeSet;
use std::time::Duration;

use galla::counter::Command;
use galla::ids::AgentId;
use galla::ledger::Reader;
use galla::practice::{self, OUTCOMES};
use galla::transaction::evidence::Contradiction;
use galla::transaction::{Reason, State, Transaction, Unknown};

use super::shop::{MINUTE, Shop};

/// What the payment is at once, and what it is when its status was asked.
type Row = (&'static str, State, Option<Reason>, State);

fn table() -> Vec<Row> {
    use State::{Failed, Pending, Reversed, Success};
    let silent = |cause| Some(Reason::NoAnswer { cause });
    let http = |status| silent(Unknown::HttpStatus { status });
    let against = |about| Some(Reason::Contradiction { about });
    let under_process = || Some(Reason::UnderProcess);
    let code = |code: &str| Some(Reason::UnknownCode { code: code.into() });
    vec![
        ("00", Success, None, Success),
        ("01", Failed, None, Failed),
        ("02", Pending, under_process(), Success),
        ("03", Pending, under_process(), Failed),
        ("04", Pending, under_process(), Pending),
        ("05", Success, None, Reversed),
        ("06", Success, None, Success),
        ("07", Pending, silent(Unknown::TimedOut), Success),
        ("08", Pending, silent(Unknown::ConnectionLost), Pending),
        ("09", Pending, Some(Reason::TechnicalException), Success),
        ("10", Pending, code("XYZ"), Success),
        ("11", Pending, silent(Unknown::ConnectionLost), Success),
        ("12", Pending, silent(Unknown::Unreadable), Success),
        ("13", Pending, http(500), Success),
        ("14", Pending, http(302), Success),
        ("15", Pending, against(Contradiction::AgentId), Success),
        ("16", Pending, against(Contradiction::Amount), Success),
        ("17", Pending, against(Contradiction::Number), Success),
        ("18", Pending, against(Contradiction::Status), Success),
        ("19", Success, None, Success),
        ("20", Pending, silent(Unknown::TooLarge), Success),
        ("21", Success, None, Success),
        ("22", Pending, Some(Reason::NoStatus), Success),
        ("23", Pending, silent(Unknown::Unreadable), Success),
        ("30", Failed, None, Failed),
        ("31", Failed, None, Failed),
        ("32", Failed, None, Failed),
        ("33", Failed, None, Failed),
        ("34", Failed, None, Failed),
        ("35", Failed, None, Failed),
        ("36", Failed, None, Failed),
    ]
}

fn number(ending: &str) -> String {
    format!("98765432{ending}")
}

/// Pays the numbers all at once, asks for each a quarter of an hour later, and compares.
fn play(shop: &mut Shop, rows: &[Row]) {
    let begun: Vec<_> = rows.iter().map(|row| (shop.begin(&number(row.0), 20), row)).collect();
    // The first payments may have ended while the last ones were begun.
    let mut ended: Vec<Transaction> = Vec::new();
    for (agent_id, _) in &begun {
        ended.push(shop.wait_ended(*agent_id));
    }
    for (agent_id, (ending, state, reason, _)) in &begun {
        let is = ended.iter().find(|one| one.agent_id == *agent_id).unwrap();
        assert_eq!((is.state(), is.reason()), (*state, reason.as_ref()), "at once: {ending}");
        assert_eq!(shop.books().sends(agent_id.as_str()), 1, "{ending}");
    }
    shop.clock.pass(15 * MINUTE);
    // Galla asks as well, as soon as the first answer has woken it: each is asked once.
    for (agent_id, _) in &begun {
        shop.send(Command::AskStatus(*agent_id));
    }
    for (agent_id, (ending, _, _, in_the_end)) in begun {
        let is = shop.wait_answered(agent_id);
        assert_eq!(is.state(), *in_the_end, "in the end: {ending}");
        assert_eq!(is.times_asked, 1, "{ending}");
        agree(shop, &is);
    }
}

impl Shop {
    /// Waits for the answer to a question, whoever asked it.
    fn wait_answered(&mut self, agent_id: AgentId) -> Transaction {
        while !self.kinds(agent_id).contains(&"status_answer") {
            self.wait_for(|_| Some(()));
        }
        let reader = Reader::open(&self.ledger_file(false)).unwrap();
        reader.transaction(agent_id).unwrap().unwrap()
    }
}

/// The gateway's books say the same of it, or nothing that could be told apart.
fn agree(shop: &Shop, transaction: &Transaction) {
    let entry = shop.books().entry(transaction.agent_id.as_str()).unwrap();
    let agreed: &[State] = match entry.state {
        practice::State::Success => &[State::Success],
        practice::State::Failed => &[State::Failed],
        practice::State::Reversed => &[State::Reversed],
        practice::State::Pending => &[State::Pending],
        practice::State::NotTaken => &[State::Pending, State::Failed],
    };
    assert!(agreed.contains(&transaction.state()), "{transaction:?} and {entry:?}");
}

#[test]
fn the_table_has_every_agreed_number() {
    let listed: BTreeSet<_> = table().iter().map(|row| row.0).collect();
    let agreed: BTreeSet<_> = OUTCOMES.iter().map(|outcome| outcome.ending).collect();
    assert_eq!(listed, agreed);
}

#[test]
fn m3_whatever_the_gateway_does_its_payment_ends_in_the_right_state() {
    let rows: Vec<Row> = table().into_iter().filter(|row| row.0 != "07").collect();
    play(&mut Shop::open(), &rows);
}

#[test]
fn m3_a_gateway_that_never_answers_leaves_it_pending() {
    let rows: Vec<Row> = table().into_iter().filter(|row| row.0 == "07").collect();
    let mut shop = Shop::closed();
    *shop.call.lock().unwrap() = Duration::from_secs(1);
    shop.start();
    play(&mut shop, &rows);
}
