//! What a receipt looks like: the PDF drawn by another program, the picture, and the dots.

use galla::money::{Language, Paise};
use galla::receipt::picture::picture;
use galla::receipt::shape::Fonts;
use galla::receipt::{Document, Form, Giver, Line, Page};
use galla::transaction::{Order, Transaction};
use image::{GrayImage, RgbaImage};

use crate::common::counter::{later_failed, order, payout, success, transaction_of};
use crate::making::{
    after, blocks_apart, document, drawn, giver, of_each_kind, plain, read_back, texts,
};

/// In both languages, as a duplicate, of practice: everything that can stand on a receipt.
fn full(transaction: &Transaction, giver: &Giver) -> Document {
    Document::receipt(transaction, giver, &texts(&Language::ALL), 2, true)
}

fn long() -> (Transaction, Giver) {
    let Order::Payout(mut payout) = payout(1) else { panic!("a payout") };
    payout.beneficiary_name = "श्रीमती सुनीता देवी विश्वकर्मा Vishwakarma-Raghunathan".into();
    payout.bank = "The Jammu and Kashmir Grameen Cooperative Bank Limited".into();
    payout.amount = Paise::from_paise(9_999_999_999_999);
    let giver = Giver {
        name: "आशा टेलीकॉम, मोबाइल रिपेयरिंग एवं इलेक्ट्रॉनिक्स सर्विस सेंटर, पुराना बस अड्डा".into(),
        address: "Aaa".repeat(53),
        footer: "बिका हुआ माल वापस नहीं होगा। ".repeat(5),
        ..giver()
    };
    (transaction_of(5, Order::Payout(payout), &[success(), later_failed()]), giver)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of a line as they stand on paper, one after the other.
fn texts_of(line: &Line) -> Vec<String> {
    match line {
        Line::Name(text)
        | Line::Small(text)
        | Line::Heading(text)
        | Line::State(text)
        | Line::Note(text)
        | Line::Amount(text)
        | Line::Band(text) => vec![text.clone()],
        Line::Framed(texts) => texts.clone(),
        Line::Fact { label, value } => vec![format!("{label} {value}")],
        Line::Rule | Line::Table(_) => Vec::new(),
    }
}

#[test]
fn the_text_of_every_form_is_read_back_in_both_languages() {
    let (reversed, payout) =
        (after(&[success(), later_failed()]), transaction_of(5, payout(25_000), &[success()]));
    for (form, transaction) in Form::ALL.into_iter().zip([&payout, &payout, &reversed, &payout]) {
        let receipt = full(transaction, &giver());
        let read = words(&read_back(&document(&receipt, form)));
        for text in receipt.lines.iter().flat_map(texts_of) {
            assert!(read.contains(&words(&text)), "{form:?}: {text:?} in {read}");
        }
        assert!(read.contains("डुप्लीकेट · प्रति 2") && read.contains("₹"), "{read}");
    }
}

#[test]
fn every_state_is_read_back_from_its_pdf() {
    for (name, transaction) in of_each_kind().into_iter().take(6) {
        let receipt = plain(&transaction);
        let read = words(&read_back(&document(&receipt, Form::Roll58)));
        for text in receipt.lines.iter().flat_map(texts_of) {
            assert!(read.contains(&words(&text)), "{name}: {text:?} in {read}");
        }
        assert_eq!(read.contains("SUCCESS"), name == "success", "{name}: {read}");
        assert!(!read.contains("DUPLICATE") && !read.contains("PRACTICE"), "{name}: {read}");
    }
}

#[test]
fn the_same_receipt_is_the_same_file_whenever_it_is_made() {
    let receipt = full(&after(&[success()]), &giver());
    let (one, other) = (document(&receipt, Form::Roll80), document(&receipt, Form::Roll80));
    assert!(one == other, "nothing of the day it was made on is in it");
    for date in [&b"CreationDate"[..], b"ModDate"] {
        assert!(!one.windows(date.len()).any(|window| window == date));
    }
}

#[test]
fn nothing_leaves_the_paper_however_long_the_names_are() {
    let fonts = Fonts::load().unwrap();
    let (transaction, giver) = long();
    for form in Form::ALL {
        let page = Page::of(&full(&transaction, &giver), form, &fonts);
        let (left, right) = (page.margin - 0.1, page.width - page.margin + 0.1);
        for placed in &page.letters {
            let end = placed.x + placed.run.width() * placed.size;
            assert!(placed.x >= left && end <= right, "{form:?}: {:?}", placed.run.text);
            assert!(placed.y > 0.0 && placed.y < page.height, "{form:?}: {:?}", placed.run.text);
        }
        for bar in &page.bars {
            assert!(bar.x >= left && bar.x + bar.width <= right, "{form:?}: {bar:?}");
        }
        let all: String = page.letters.iter().map(|placed| placed.run.text.as_str()).collect();
        assert!(all.contains("₹99,99,99,99,999.99"), "an amount is never broken: {all}");
    }
    let page = Page::of(&full(&after(&[success()]), &self::giver()), Form::A5, &fonts);
    assert!((page.height - 595.3).abs() < 0.1, "what is usual fits on a sheet of A5");
}

#[test]
fn another_program_draws_the_pdf_as_galla_draws_the_picture() {
    let fonts = Fonts::load().unwrap();
    for form in [Form::A5, Form::Roll58] {
        let receipt = full(&after(&[success(), later_failed()]), &giver());
        let picture = picture(&Page::of(&receipt, form, &fonts), &fonts).unwrap();
        let theirs = drawn(&document(&receipt, form), picture.width);
        let ours: Vec<u8> = picture.rgba.chunks(4).map(|pixel| pixel[0]).collect();
        let (width, height) = (picture.width as u32, picture.height as u32);
        let ours = GrayImage::from_raw(width, height, ours).unwrap();
        assert!(theirs.height().abs_diff(height) <= 1);
        assert_eq!(blocks_apart(&ours, &theirs), 0, "{form:?}");
    }
}

#[test]
fn every_kind_of_receipt_looks_as_it_did() {
    let fonts = Fonts::load().unwrap();
    let all = of_each_kind();
    let of = |name: &str| all.iter().find(|(of, _)| *of == name).unwrap().1.clone();
    let (english, hindi) = (texts(&[Language::English]), texts(&[Language::Hindi]));
    let both = texts(&Language::ALL);
    let (long, long_giver) = long();
    let scenes = [
        (
            "success_a5_en",
            Form::A5,
            Document::receipt(&of("success"), &giver(), &english, 1, false),
        ),
        (
            "pending_80_hi",
            Form::Roll80,
            Document::receipt(&of("pending"), &giver(), &hindi, 1, false),
        ),
        (
            "payout_80_en",
            Form::Roll80,
            Document::receipt(&of("payout"), &giver(), &english, 3, false),
        ),
        (
            "not_sent_58_en",
            Form::Roll58,
            Document::receipt(&of("not_sent"), &giver(), &english, 1, true),
        ),
        (
            "owed_58_hi",
            Form::Roll58,
            Document::receipt(&of("failed_owed"), &giver(), &hindi, 1, false),
        ),
        ("long_58_both", Form::Roll58, Document::receipt(&long, &long_giver, &both, 2, true)),
    ];
    let mut results = egui_kittest::SnapshotResults::new();
    for (name, form, receipt) in scenes {
        let picture = picture(&Page::of(&receipt, form, &fonts), &fonts).unwrap();
        let (width, height) = (picture.width as u32, picture.height as u32);
        let image = RgbaImage::from_raw(width, height, picture.rgba).unwrap();
        results.add(egui_kittest::try_image_snapshot(&image, format!("receipt_{name}")));
    }
}

#[test]
fn letters_of_no_shipped_script_cost_no_receipt() {
    let mut order = order("9876543210", "ஜியோ 📱", 10);
    order.customer_name.clear();
    let transaction = transaction_of(1, Order::Recharge(order), &[success()]);
    let read = read_back(&document(&plain(&transaction), Form::Roll80));
    assert!(read.contains("98765 43210"), "{read}");
}
