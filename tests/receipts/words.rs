//! What a receipt says: of each state, to whom, and what it never says.

use galla::money::Language;
use galla::receipt::text::text;
use galla::receipt::{Document, Giver, Line, Texts};
use galla::transaction::{Category, Claim, Event, Order, Transaction};

use crate::common::counter::{collection, order, payout, pending, silent, success, transaction_of};
use crate::common::payu;
use crate::making::{after, giver, of_each_kind, plain, recharge, texts};

fn load() -> Transaction {
    let back = "https://shop.example/payu/3f3f3f/success";
    transaction_of(2, payu::load("41", [back; 2]), &[silent()])
}

#[test]
fn m3_only_a_success_says_success() {
    let marks = [
        ("success", "SUCCESS"),
        ("pending", "*** PENDING: not yet confirmed ***"),
        ("failed", "*** FAILED ***"),
        ("failed_owed", "*** FAILED ***"),
        ("not_sent", "*** NOT SENT ***"),
        ("reversed", "*** REVERSED ***"),
        ("reversed_given_back", "*** REVERSED ***"),
        ("settled_succeeded", "*** SUCCEEDED, by the shop's own word ***"),
        ("settled_failed", "*** FAILED, by the shop's own word ***"),
        ("payout", "SUCCESS"),
        ("collection", "*** PENDING: not yet confirmed ***"),
    ];
    for ((name, transaction), (of, mark)) in of_each_kind().into_iter().zip(marks) {
        assert_eq!(name, of);
        let said = text(&plain(&transaction));
        let marked: Vec<&str> =
            said.lines().filter(|line| line.starts_with("***") || *line == "SUCCESS").collect();
        assert_eq!(marked, [mark], "{name}: {said}");
    }
    let sending = text(&plain(&after(&[])));
    assert!(sending.contains("PENDING: not yet confirmed"), "{sending}");
}

#[test]
fn m7_what_it_means_for_the_customers_money_is_said() {
    let means = [
        ("pending", "Nobody knows yet whether it went through. This is no proof of a payment."),
        ("failed", "It did not go through. Nothing is to be paid for it."),
        ("failed_owed", "The money is to be given back to the customer."),
        ("not_sent", "It was never sent. Nothing was debited."),
        ("reversed", "The money is to be given back to the customer."),
        ("reversed_given_back", "The money was given back to the customer."),
        ("settled_failed", "The money is to be given back to the customer."),
    ];
    let all = of_each_kind();
    for (name, sentence) in means {
        let (_, transaction) = all.iter().find(|(of, _)| *of == name).unwrap();
        let said = text(&plain(transaction));
        assert!(said.lines().any(|line| line == sentence), "{name}: {said}");
    }
    let (_, success) = &all[0];
    let said = text(&plain(success));
    assert!(means.iter().all(|(_, sentence)| !said.contains(sentence)), "{said}");
}

#[test]
fn m12_a_success_by_a_call_says_so_until_it_is_confirmed() {
    let begun = after(&[pending()]);
    let claim = Claim {
        agent_id: begun.agent_id.to_string(),
        api_trans_id: "795873532".into(),
        number: "9876543210".into(),
        amount: "199.00".into(),
        status: "Success".into(),
        ..Claim::default()
    };
    let mut called = begun;
    called.apply(called.at, &Event::Callback { claim: Box::new(claim) });
    let said = text(&plain(&called));
    let sentence = "The gateway called and said so; it is not yet confirmed.";
    assert!(said.contains("SUCCESS") && said.contains(sentence), "{said}");
    assert!(!text(&plain(&after(&[success()]))).contains(sentence));
}

#[test]
fn m16_the_shops_own_word_is_not_the_gateways() {
    for (name, transaction) in of_each_kind() {
        let said = text(&plain(&transaction));
        let own = said.contains("The gateway has not confirmed it.");
        assert_eq!(own, name.starts_with("settled"), "{name}: {said}");
        assert!(!said.contains("helpdesk said so"), "the agent's reason is the agent's");
    }
}

#[test]
fn m8_the_amount_is_said_in_figures_and_in_words() {
    let order = Order::Recharge({
        let mut order = order("9876543210", "Jio", 1);
        order.amount = galla::money::Paise::from_paise(12_345_650);
        order
    });
    let transaction = transaction_of(3, order, &[success()]);
    let receipt = Document::receipt(&transaction, &giver(), &texts(&Language::ALL), 1, false);
    let said = text(&receipt);
    for line in [
        "₹1,23,456.50",
        "one lakh twenty-three thousand four hundred fifty-six rupees and fifty paise",
        "एक लाख तेईस हज़ार चार सौ छप्पन रुपये पचास पैसे",
    ] {
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
}

#[test]
fn the_customer_finds_what_they_need_to_complain() {
    let said = text(&plain(&after(&[success()])));
    for line in [
        "Asha Telecom",
        "Shop 4, Nehru Market, Station Road, Jaipur 302006",
        "GSTIN 27AAPFU0939F1ZV",
        "Service: Mobile prepaid",
        "Operator: Jio",
        "Number: 98765 43210",
        "Time: 23/11/2026 02:42:00 PM IST",
        "Operator reference: TR33153682",
        "Transaction: 795873532",
        "Thank you! धन्यवाद!",
    ] {
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
    let id = format!("AgentID: {}", after(&[success()]).agent_id);
    assert!(said.contains(&id), "{said}");
}

#[test]
fn an_account_is_masked_and_the_agents_own_notes_stay_the_agents() {
    let paid = text(&plain(&transaction_of(5, payout(25_000), &[success()])));
    assert!(paid.contains("Account: ••••4567") && !paid.contains("501001234567"), "{paid}");
    assert!(paid.contains("Beneficiary: Sunita Devi"), "{paid}");
    let noted = text(&plain(&after(&[success(), Event::Note { text: "pays late".into() }])));
    assert!(!noted.contains("pays late") && !noted.contains("Meena"), "{noted}");
    let asked = transaction_of(4, collection(750, "sari for Meena"), &[pending()]);
    assert!(!text(&plain(&asked)).contains("sari"));
}

#[test]
fn m10_a_wallet_loads_way_back_holds_a_secret_and_is_not_on_its_receipt() {
    let said = text(&plain(&load()));
    assert!(said.contains("Customer: Asha Devi"), "{said}");
    for secret in ["3f3f3f", "shop.example"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn the_first_is_no_duplicate_and_every_other_one_is() {
    let transaction = after(&[success()]);
    let copy =
        |copy| Document::receipt(&transaction, &giver(), &texts(&[Language::English]), copy, false);
    assert!(!text(&copy(1)).contains("DUPLICATE"));
    assert_eq!(copy(1).name, transaction.agent_id.to_string());
    for number in [2, 3, 70] {
        let receipt = copy(number);
        assert!(text(&receipt).contains(&format!("*** DUPLICATE · copy {number} ***")));
        assert_eq!(receipt.name, format!("{}-{number}", transaction.agent_id));
    }
}

#[test]
fn practice_is_marked_in_every_form_of_it() {
    let practice =
        Document::receipt(&after(&[success()]), &giver(), &texts(&[Language::Hindi]), 1, true);
    assert_eq!(practice.across.as_deref(), Some("अभ्यास"));
    assert!(text(&practice).starts_with("*** अभ्यास: असली पैसा नहीं ***"));
    let live = plain(&after(&[success()]));
    assert!(live.across.is_none() && !text(&live).contains("PRACTICE"));
}

#[test]
fn a_shop_that_says_nothing_of_itself_still_gives_a_receipt() {
    let transaction = after(&[success()]);
    let bare =
        Document::receipt(&transaction, &Giver::default(), &texts(&[Language::English]), 1, false);
    assert_eq!(bare.lines.first(), Some(&Line::Heading("Receipt".into())));
    assert!(text(&bare).ends_with(&transaction.agent_id.to_string()));
}

/// Every message that is said is among those that the window hands over: none comes out empty.
#[test]
fn no_word_is_missing_whatever_the_transaction_is() {
    let ids = [Language::English, Language::Hindi]
        .map(|language| Texts::of(language, |id| format!("{}:{id}", language.code())));
    let mut all: Vec<Transaction> =
        of_each_kind().into_iter().map(|(_, transaction)| transaction).collect();
    all.push(load());
    for category in Category::ALL {
        let Order::Recharge(mut order) = recharge() else { panic!("a recharge") };
        order.category = category;
        all.push(transaction_of(3, Order::Recharge(order), &[success()]));
    }
    for transaction in all {
        let said = text(&Document::receipt(&transaction, &giver(), &ids, 2, true));
        for line in said.lines() {
            let halves: Vec<&str> = line.split([':', '/']).map(str::trim).collect();
            assert!(halves.iter().all(|half| !half.is_empty()) || line.is_empty(), "{line:?}");
            assert!(!line.contains("***  ***"), "{line:?}");
        }
    }
}
