//! Tests of the questions: what they answer, and that none of them reads the whole ledger.

use super::*;
use crate::ledger::testing::{Shop, at, id, order};
use crate::transaction::Asker;

fn ids(found: &[Transaction]) -> Vec<AgentId> {
    found.iter().map(|transaction| transaction.agent_id).collect()
}

/// Three transactions: a success, one that nobody knows about, a failure.
fn shop() -> Shop {
    let mut shop = Shop::new();
    shop.recharge(1, "9876543210", 19_900, "Asha Devi");
    shop.answer(1, "TXN");
    shop.recharge(2, "9123456789", 9_900, "");
    shop.answer(2, "TUP");
    shop.recharge(3, "9876543210", 29_900, "");
    shop.answer(3, "ERR");
    shop
}

#[test]
fn recent_goes_from_page_to_page() {
    let mut shop = Shop::new();
    for n in 1..=5 {
        shop.recharge(n, "9876543210", 100, "");
    }
    let reader = shop.ledger.reader().unwrap();
    assert_eq!(ids(&reader.recent(2, None).unwrap()), [id(5), id(4)]);
    assert_eq!(ids(&reader.recent(2, Some(id(4))).unwrap()), [id(3), id(2)]);
    assert_eq!(ids(&reader.recent(2, Some(id(2))).unwrap()), [id(1)]);
    assert_eq!(ids(&reader.recent(2, Some(id(1))).unwrap()), []);
    assert_eq!(ids(&reader.recent(2, Some(id(9))).unwrap()), []);
}

#[test]
fn m5_unresolved_and_sending_are_found_until_they_end() {
    let mut shop = shop();
    shop.recharge(4, "9000000001", 100, "");
    let reader = shop.ledger.reader().unwrap();
    assert_eq!(ids(&reader.unresolved().unwrap()), [id(2), id(4)]);
    assert_eq!(ids(&reader.sending().unwrap()), [id(4)]);
    assert_eq!(reader.pending_count().unwrap(), 1);
    assert_eq!((reader.transaction_count().unwrap(), reader.event_count().unwrap()), (4, 7));
    shop.append(4, &Event::Recovered);
    assert_eq!(ids(&reader.sending().unwrap()), []);
    assert_eq!(reader.pending_count().unwrap(), 2);
    shop.answer(4, "TXN");
    shop.answer(2, "TXN");
    assert_eq!(ids(&reader.unresolved().unwrap()), []);
}

#[test]
fn m6_the_last_question_is_in_the_ledger_after_a_restart() {
    let mut shop = shop();
    shop.ledger.append(id(2), at(3_600), &Event::StatusAsked { by: Asker::Agent }).unwrap();
    let shop = shop.reopen();
    let reader = shop.ledger.reader().unwrap();
    let transaction = reader.transaction(id(2)).unwrap().unwrap();
    assert_eq!(transaction.last_asked, Some(at(3_600)));
    assert_eq!(reader.events(id(2)).unwrap().len(), 3);
}

#[test]
fn m7_what_needs_attention_is_found() {
    let mut shop = shop();
    let reader = shop.ledger.reader().unwrap();
    assert_eq!(ids(&reader.needing_attention().unwrap()), []);
    shop.answer(1, "ERR");
    assert_eq!(ids(&reader.needing_attention().unwrap()), [id(1)]);
}

#[test]
fn m14_the_newest_payment_that_is_repeated_is_found() {
    let mut shop = shop();
    let reader = shop.ledger.reader().unwrap();
    let repeated = |number: &str, paise, seconds| {
        let found = reader.repeated(&order(number, paise, "x"), at(seconds)).unwrap();
        found.map(|transaction| transaction.agent_id)
    };
    assert_eq!(repeated("9876543210", 19_900, 60), Some(id(1)));
    assert_eq!(repeated("9876543210", 19_900, 600), Some(id(1)));
    assert_eq!(repeated("9876543210", 19_900, 601), None, "ten minutes after the success");
    assert_eq!(repeated("9876543210", 29_900, 60), None, "it failed");
    assert_eq!(repeated("9123456789", 9_900, 86_400), Some(id(2)), "it is pending");
    assert_eq!(repeated("9123456789", 9_901, 60), None);
    shop.recharge(4, "9876543210", 19_900, "");
    assert_eq!(repeated("9876543210", 19_900, 86_400), Some(id(4)));
}

#[test]
fn a_number_remembers_its_operator_amount_and_customer() {
    let mut shop = shop();
    let reader = shop.ledger.reader().unwrap();
    let remembered = reader.remembered("9876543210").unwrap().unwrap();
    assert_eq!(remembered.customer_name, "Asha Devi");
    assert_eq!(remembered.amount.paise(), 19_900, "the newest one failed");
    assert_eq!((remembered.operator.as_str(), remembered.circle.as_str()), ("PMJ", "0"));
    shop.recharge(4, "9876543210", 23_900, "");
    let remembered = reader.remembered("9876543210").unwrap().unwrap();
    assert_eq!(
        (remembered.amount.paise(), remembered.customer_name.as_str()),
        (23_900, "Asha Devi")
    );
    shop.recharge(5, "9876543210", 23_900, "आशा");
    assert_eq!(reader.remembered("9876543210").unwrap().unwrap().customer_name, "आशा");
    assert_eq!(reader.remembered("987654321").unwrap(), None);
}

#[test]
fn search_finds_by_the_beginning_of_each_thing() {
    let mut shop = shop();
    shop.recharge(4, "AB12345", 100, "आशा  Kumari");
    let reader = shop.ledger.reader().unwrap();
    let search = |text: &str| ids(&reader.search(text, 10).unwrap());
    assert_eq!(search("9876543210"), [id(3), id(1)]);
    assert_eq!(search("+91 98765-43210"), [id(3), id(1)]);
    assert_eq!(search("098765 43210"), [id(3), id(1)]);
    assert_eq!(search("98765"), [id(3), id(1)]);
    assert_eq!(search("9123"), [id(2)]);
    assert_eq!(search("ab123"), [id(4)]);
    assert_eq!(search(&id(2).to_string().to_lowercase()), [id(2)]);
    assert_eq!(search("7958735"), [id(3), id(2), id(1)], "by APITransID");
    assert_eq!(search(" ASHA  d"), [id(1)]);
    assert_eq!(search("आशा k"), [id(4)]);
    assert_eq!(search("Devi"), []);
    assert_eq!(search("  "), []);
    assert_eq!(search("%"), []);
    assert_eq!(reader.search("9", 1).unwrap().len(), 1);
    shop.recharge(5, "98765432109", 100, "");
    assert_eq!(ids(&reader.search("9876543210", 1).unwrap()), [id(3)], "the whole number first");
    assert_eq!(ids(&reader.search("9876543210", 9).unwrap()), [id(5), id(3), id(1)]);
}

#[test]
fn search_finds_an_operators_reference_in_small_letters() {
    let mut shop = Shop::new();
    let transaction = shop.recharge(1, "9876543210", 100, "");
    let mut reply = crate::transaction::testing::reply_of(&transaction, "TXN");
    if let crate::transaction::Reply::Answer(answer) = &mut reply {
        answer.data.operator_reference = Some("BR000A7".into());
    }
    shop.append(1, &Event::Answer { reply });
    let reader = shop.ledger.reader().unwrap();
    assert_eq!(ids(&reader.search("br000a", 10).unwrap()), [id(1)]);
}

#[test]
fn a_reader_cannot_write() {
    let shop = shop();
    let reader = shop.ledger.reader().unwrap();
    let error = reader.connection.execute("DELETE FROM totals", []).unwrap_err();
    assert!(matches!(LedgerError::from(error), LedgerError::ReadOnly));
}

#[test]
fn no_question_reads_the_whole_ledger() {
    let shop = shop();
    let reader = shop.ledger.reader().unwrap();
    let mut asked = search::QUESTIONS.to_vec();
    asked.extend([UNRESOLVED, SENDING, ATTENTION, REPEATED, REMEMBERED, NAMED, PENDING]);
    asked.extend([
        totals::TOTALS,
        totals::UNRESOLVED_IN,
        day::PERIOD,
        day::BETWEEN,
        day::CLOSING,
        day::NEWEST,
        day::FIRST,
        day::BEGUN_BEFORE,
        day::BEGUN_SINCE,
    ]);
    for sql in asked {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let mut statement = reader.connection.prepare(&sql).unwrap();
        let count = statement.parameter_count();
        let nothing = std::iter::repeat_n("", count);
        let plan: Vec<String> = statement
            .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(plan.iter().any(|step| step.starts_with("SEARCH")), "{sql}: {plan:?}");
        assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{sql}: {plan:?}");
        let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE"));
        assert!(!sorts || !sql.contains("LIMIT ?3"), "{sql}: {plan:?}");
    }
}
