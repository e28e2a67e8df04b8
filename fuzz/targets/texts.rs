//! Amounts, callbacks and the shop's lists (M8, M12, api.md 1.6).

use galla::catalogue::Catalogue;
use galla::money::{Language, Paise, in_words};
use galla::transaction::evidence::read_claim;
use galla::transaction::load::read_return;
use galla::transaction::{Category, Claim, Verdict};
use url::form_urlencoded;

use super::{NUMBER, PAISE, by_grammar, id, load, orders};

/// What is typed or said as an amount.
pub fn amount(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read = text.parse::<Paise>();
    assert_eq!(read.ok().map(Paise::paise), by_grammar(text), "{text:?}");
    let Ok(amount) = read else { return };
    for spelled in [amount.to_wire(), amount.grouped()] {
        assert_eq!(spelled.parse(), Ok(amount), "{spelled}");
    }
    for language in [Language::English, Language::Hindi] {
        assert!(!in_words(amount, language).is_empty());
    }
}

/// The query of a callback, and the fields with which a customer comes back.
pub fn callback_query(bytes: &[u8]) {
    let query = String::from_utf8_lossy(bytes);
    let claim = Claim::from_query(&query);
    let returned = Claim::from_return(&query);
    for claim in [&claim, &returned] {
        let kept = serde_json::to_string(claim).unwrap();
        assert_eq!(&serde_json::from_str::<Claim>(&kept).unwrap(), claim);
        for field in fields(claim) {
            assert!(field.len() <= 4 * 1024 && field.trim() == field, "{field:?}");
        }
    }
    let said: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.into_owned()))
        .collect();
    let of = |wanted: &str| -> Vec<&str> {
        said.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.trim()).collect()
    };
    let names = [
        "status",
        "apitransid",
        "agentid",
        "apimessage",
        "operatorreference",
        "number",
        "amount",
        "datetime",
    ];
    let twice = names.iter().any(|name| of(name).len() > 1);
    let unreadable = names.iter().any(|name| of(name).iter().any(|text| text.contains('\u{fffd}')));
    assert_eq!(claim.doubtful, twice || unreadable, "{query}");
    for order in orders() {
        for known in [None, Some("795873532")] {
            let Ok(verdict) = read_claim(id(), &order, known, &claim) else { continue };
            assert!(!claim.doubtful);
            assert_eq!(of("agentid")[0].to_ascii_uppercase(), id().as_str());
            assert_eq!(by_grammar(of("amount")[0]), Some(PAISE));
            let number = of("number");
            match &order {
                galla::transaction::Order::Recharge(_) => assert_eq!(number, [NUMBER]),
                galla::transaction::Order::Payout(payout) => {
                    assert!(number == [NUMBER] || number == [payout.account.as_str()]);
                }
                _ => {}
            }
            assert!(known.is_none() || of("apitransid") == ["795873532"]);
            let status = of("status")[0].to_ascii_lowercase();
            match verdict {
                Verdict::Success => assert_eq!(status, "success"),
                Verdict::Failed => assert!(["failed", "refunded"].contains(&status.as_str())),
                Verdict::Pending(_) => assert_eq!(status, "pending"),
                other => panic!("a callback says {other:?}"),
            }
        }
    }
    if read_return(&load(), Some("e47"), &returned).is_ok() {
        assert!(!returned.doubtful && ["", "e47"].contains(&returned.api_trans_id.as_str()));
    }
}

fn fields(claim: &Claim) -> [&str; 8] {
    [
        &claim.status,
        &claim.api_trans_id,
        &claim.agent_id,
        &claim.api_message,
        &claim.operator_reference,
        &claim.number,
        &claim.amount,
        &claim.date_time,
    ]
}

/// A list of operators, or of circles.
pub fn catalogue_csv(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Catalogue::from_csv(text, "circle,code\n", false) {
        Ok(catalogue) => list_holds(&catalogue),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match Catalogue::from_csv("category,operator,code\n", text, false) {
        Ok(catalogue) => list_holds(&catalogue),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn list_holds(catalogue: &Catalogue) {
    let written = catalogue.operators_csv().unwrap();
    let circles = catalogue.circles_csv().unwrap();
    let again = Catalogue::from_csv(&written, &circles, false).unwrap();
    assert_eq!(again.operators_csv().unwrap(), written);
    assert_eq!(again.circles_csv().unwrap(), circles);
    for category in Category::ALL {
        let (before, after) = (catalogue.operators(category), again.operators(category));
        assert_eq!(before.len(), after.len());
        for (one, other) in before.iter().zip(after) {
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "it reads back the same");
            assert!(!one.practice && Paise::ZERO <= one.min && one.min <= one.max);
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            assert!(!one.code.is_empty() && one.code.chars().all(plain), "{}", one.code);
            let codes = before.iter().filter(|same| same.code == one.code);
            assert_eq!(codes.count(), 1, "{} is there twice", one.code);
        }
    }
    let cells = csv::Reader::from_reader(written.as_bytes());
    for record in cells.into_records().map(Result::unwrap) {
        assert!(!record.iter().any(|cell| cell.starts_with(['=', '+', '-', '@'])), "{record:?}");
        let pattern = record.get(4).unwrap();
        assert!(regex_lite::Regex::new(pattern).is_ok(), "{pattern} is none by itself");
    }
}
