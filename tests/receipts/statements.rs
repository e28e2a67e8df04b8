//! The closing statement: what it says, on how many pages, and what is read back of it.

use galla::ledger::export::tables;
use galla::money::Language;
use galla::receipt::escpos::bytes;
use galla::receipt::picture::{dots, picture};
use galla::receipt::shape::Fonts;
use galla::receipt::statement::Closing;
use galla::receipt::text::text;
use galla::receipt::{Document, Form, Giver, Line, Statement};
use galla::tables::{Cell, Table};
use image::RgbaImage;

use crate::common::closing::{busy, empty, endless, many};
use crate::making::{blocks_apart, document, drawn_page, giver, read_back, texts};
use crate::printers::printed;

fn of(closing: &Closing, languages: &[Language]) -> Statement {
    Statement::of(closing, &giver(), &texts(languages), false)
}

fn english(closing: &Closing) -> String {
    text(&of(closing, &[Language::English]).document)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that a document says, cell by cell.
fn said(document: &Document) -> Vec<String> {
    let mut said = Vec::new();
    for line in &document.lines {
        match line {
            Line::Name(text) | Line::Small(text) | Line::Heading(text) | Line::Band(text) => {
                said.push(text.clone());
            }
            Line::Table(Table { title, head, rows, notes, .. }) => {
                // What the first cell of a row is, it says itself where rows are stacked.
                let head = head.iter().skip(1);
                said.extend([title].into_iter().chain(head).chain(notes).cloned());
                said.extend(rows.iter().flat_map(|row| &row.cells).map(Cell::on_paper));
            }
            _ => {}
        }
    }
    said
}

#[test]
fn a_day_is_said_from_the_wallets_to_what_is_open() {
    let said = english(&busy());
    for line in [
        "Asha Telecom",
        "GSTIN 27AAPFU0939F1ZV",
        "Closing statement",
        "Day: 23/11/2026",
        "Begun: 23/11/2026 12:00:00 AM",
        "Closed (drawer counted): 23/11/2026 02:45:00 PM",
        "Statement made (IST): 23/11/2026 02:45:00 PM",
        "== Wallets ==",
        "Opening: ₹50,000.00",
        "Taken out: -₹1,245.00",
        "Come back: ₹99.00",
        "Should hold: ₹48,854.00",
        "Held at the close: ₹48,655.00",
        "Difference: -₹199.00",
        "== Cash in the drawer ==",
        "At the opening: ₹2,000.00",
        "Taken from customers: ₹16,736.00",
        "Given back: -₹199.00",
        "Should lie in it: ₹18,537.00",
        "Counted: ₹18,437.00",
        "Difference: -₹100.00",
        "State · Number · Amount",
        "Success · 95 · ₹1,42,861.00",
        "Not sent · 1 · ₹199.00",
        "Reversed · 1 · ₹99.00",
        "Settled by agent: failed · 1 · ₹49.00",
        "Operator · Success · Amount · Pending · Failed, reversed · Rate · Earned",
        "Jio · Mobile prepaid · 55 · ₹80,821.00 · 1 · 1 · 98% · ₹2,020.52",
        "Together · 95 · ₹1,42,861.00 · 3 · 3 · 96% · ₹3,571.52",
    ] {
        assert!(said.lines().any(|one| one == line), "{line}: {said}");
    }
    let open = &busy().open[0];
    let line = format!(
        "{} · {} · 91234 56780 · Jio · Pending · ₹199.00",
        open.agent_id,
        open.at.to_pgpe()
    );
    assert!(said.contains(&line), "{line}: {said}");
    assert!(said.contains("Sunita Devi ••••4567 · Payout · Pending · ₹25,000.00"), "{said}");
    assert!(said.contains("Together: 3 ·  ·  ·  ·  · ₹25,398.00"), "{said}");
    assert!(said.contains("99887 76655 · Jio · Reversed · ₹199.00"), "{said}");
}

#[test]
fn a_wallet_that_was_never_read_before_is_held_against_nothing() {
    let said = english(&busy());
    let upi: Vec<&str> = said.lines().skip_while(|line| *line != "UPI").take(6).collect();
    let expected = [
        "UPI",
        "Opening: –",
        "Should hold: –",
        "Held at the close: ₹310.00",
        "Read at: 23/11/2026 02:45:00 PM",
    ];
    assert_eq!(upi[..5], expected);
    assert_eq!(upi[5], "Difference: –");
}

#[test]
fn an_empty_day_says_that_there_was_nothing() {
    let said = english(&empty());
    assert_eq!(said.matches("\nNone").count(), 4, "{said}");
    for line in ["Begun: –", "Closed (drawer counted): –", "Counted: –", "Should lie in it: ₹0.00"]
    {
        assert!(said.lines().any(|one| one == line), "{line}: {said}");
    }
}

#[test]
fn a_longer_period_has_two_days_and_no_drawer() {
    let day = busy();
    let from = day.from.days_before(6);
    let week = Closing { from, begun: None, drawer: None, ..day };
    let statement = of(&week, &[Language::English]);
    assert_eq!(statement.document.name, "closing-2026-11-17-2026-11-23");
    let said = text(&statement.document);
    assert!(said.contains("First day: 17/11/2026\nLast day: 23/11/2026"), "{said}");
    assert!(!said.contains("drawer"), "{said}");
    assert_eq!(of(&busy(), &[Language::English]).document.name, "closing-2026-11-23");
}

#[test]
fn m8_what_is_named_is_bounded_and_what_does_not_fit_is_said() {
    let said = english(&endless());
    let named = said.matches("98765 43210").count();
    assert_eq!(named, 43, "forty that are open, and three");
    assert!(said.contains("and 4960 more, not named here"), "{said}");
    assert!(said.contains("Together · 3,00,000 · More than fits"), "{said}");
    assert!(said.contains("₹92,23,37,20,36,85,47,758.07"), "{said}");
    let mut most = busy();
    most.open = endless().open;
    for one in &mut most.open {
        if let galla::transaction::Order::Recharge(order) = &mut one.order {
            order.amount = galla::money::Paise::from_paise(i64::MAX);
        }
    }
    assert!(english(&most).contains("Together: 5000 ·  ·  ·  ·  · More than fits"));
}

#[test]
fn practice_is_marked_on_paper_and_in_a_spreadsheet() {
    let practice = Statement::of(&busy(), &giver(), &texts(&[Language::Hindi]), true);
    assert_eq!(practice.document.across.as_deref(), Some("अभ्यास"));
    assert!(text(&practice.document).starts_with("*** अभ्यास: असली पैसा नहीं ***"));
    let mut csv = Vec::new();
    tables::csv(&practice.tables, &mut csv).unwrap();
    assert!(String::from_utf8(csv).unwrap().contains("\"अभ्यास: असली पैसा नहीं\""));
    let live = of(&busy(), &[Language::English]);
    assert!(live.document.across.is_none() && !english(&busy()).contains("PRACTICE"));
    let fonts = Fonts::load().unwrap();
    let pages = Statement::of(&endless(), &giver(), &texts(&[Language::English]), true);
    let pages = pages.document.pages(Form::A4, &fonts);
    assert!(pages.len() > 2 && pages.iter().all(|page| !page.across.is_empty()));
}

#[test]
fn everything_is_read_back_in_both_languages_in_every_form() {
    for form in Form::ALL {
        for languages in [&[Language::English][..], &[Language::Hindi], &Language::ALL] {
            let statement = of(&busy(), languages);
            let pdf = document(&statement.document, form);
            let read = words(&read_back(&pdf)).replace(' ', "");
            for text in said(&statement.document) {
                for word in text.split_whitespace() {
                    assert!(read.contains(word), "{form:?}: {word:?} of {text:?} in {read}");
                }
            }
        }
    }
}

#[test]
fn pages_are_counted_and_each_says_whose_it_is_and_what_its_columns_are() {
    let statement = of(&many(), &[Language::English]);
    let read = read_back(&document(&statement.document, Form::A4));
    let pages: Vec<&str> = read.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    let count = pages.len();
    assert_eq!(count, 3);
    for (number, page) in (1..).zip(&pages) {
        let page = words(page);
        assert!(page.ends_with(&format!("page {number} of {count}")), "{page}");
        let begins = page.starts_with("Asha Telecom · Closing statement · 23/11/2026");
        assert_eq!(begins, number > 1, "{page}");
    }
    let heads = read.matches("AgentID").count();
    assert_eq!(heads, 3, "a list of two pages, and a list of one");
    let few = read_back(&document(&of(&busy(), &[Language::English]).document, Form::A4));
    assert!(words(&few).contains("page 1 of"), "{few}");
}

#[test]
fn nothing_leaves_the_paper_nor_lies_over_another_line() {
    let fonts = Fonts::load().unwrap();
    let giver = Giver {
        name: "आशा टेलीकॉम, मोबाइल रिपेयरिंग एवं इलेक्ट्रॉनिक्स सर्विस सेंटर, पुराना बस अड्डा".into(),
        address: "Aaa".repeat(53),
        ..giver()
    };
    for closing in [many(), empty(), endless()] {
        let statement = Statement::of(&closing, &giver, &texts(&Language::ALL), true);
        for form in [Form::A4, Form::Roll58] {
            for page in statement.document.pages(form, &fonts) {
                let (left, right) = (page.margin - 0.1, page.width - page.margin + 0.1);
                for placed in &page.letters {
                    let end = placed.x + placed.run.width() * placed.size;
                    let text = &placed.run.text;
                    assert!(placed.x >= left && end <= right, "{form:?}: {text:?}");
                    assert!(placed.y <= page.height - page.margin * 0.5, "{form:?}: {text:?}");
                }
                if form == Form::A4 {
                    assert!((page.height - 841.9).abs() < 0.1, "a sheet is a sheet");
                }
            }
        }
    }
}

#[test]
fn figures_stand_under_figures_and_never_break() {
    let fonts = Fonts::load().unwrap();
    let statement = of(&busy(), &[Language::English]);
    let pages = statement.document.pages(Form::A4, &fonts);
    let right_of = |text: &str| {
        let mut letters = pages.iter().flat_map(|page| &page.letters);
        let found = letters.find(|placed| placed.run.text.ends_with(text)).unwrap();
        found.x + found.run.width() * found.size
    };
    let [jio, airtel] = ["80,821.00", "62,040.00"].map(right_of);
    assert!((jio - airtel).abs() < 0.1, "{jio} {airtel}");
    let statement = of(&endless(), &Language::ALL);
    for form in [Form::A4, Form::Roll58] {
        let read = read_back(&document(&statement.document, form));
        assert!(read.contains("92,23,37,20,36,85,47,758.07"), "{form:?}");
    }
}

#[test]
fn every_kind_of_statement_looks_as_it_did() {
    let scenes = [
        ("a4_en", Form::A4, 1, of(&busy(), &[Language::English])),
        ("a4_hi", Form::A4, 1, of(&busy(), &[Language::Hindi])),
        ("many_a4_en", Form::A4, 2, of(&many(), &[Language::English])),
        ("roll80_hi", Form::Roll80, 1, of(&busy(), &[Language::Hindi])),
        ("empty_a5_en", Form::A5, 1, of(&empty(), &[Language::English])),
    ];
    let fonts = Fonts::load().unwrap();
    let mut results = egui_kittest::SnapshotResults::new();
    for (name, form, number, statement) in scenes {
        let page = statement.document.pages(form, &fonts).remove(number - 1);
        let ours = picture(&page, &fonts).unwrap();
        let theirs = drawn_page(&document(&statement.document, form), number, ours.width);
        let (width, height) = (ours.width as u32, ours.height as u32);
        let image = RgbaImage::from_raw(width, height, ours.rgba).unwrap();
        let gray = image::DynamicImage::ImageRgba8(image.clone()).into_luma8();
        assert_eq!(blocks_apart(&gray, &theirs), 0, "{name}: as poppler draws it");
        results.add(egui_kittest::try_image_snapshot(&image, format!("statement_{name}")));
    }
}

#[test]
fn the_roll_of_a_long_statement_is_printed_in_one_piece() {
    let fonts = Fonts::load().unwrap();
    let pages = of(&endless(), &Language::ALL).document.pages(Form::Roll58, &fonts);
    assert!(pages.len() > 1);
    let (printed, cuts) = printed(&bytes(&dots(&pages, &fonts).unwrap()));
    assert_eq!((printed.width(), cuts), (384, 1));
    let height: f32 = pages.iter().map(|page| page.height).sum();
    let rows = height * 8.0 * 25.4 / 72.0;
    assert!((printed.height() as f32 - rows).abs() <= pages.len() as f32);
}
