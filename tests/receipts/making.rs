//! Receipts for the tests: transactions that became something, and the words to say it with.

use std::path::Path;
use std::process::Command;

use galla::money::Language;
use galla::receipt::shape::Fonts;
use galla::receipt::{Document, Form, Giver, Texts, pdf};
use galla::transaction::{Event, Order, Transaction};
use galla::ui::words::Words;

use crate::common::counter::{
    collection, failed, later_failed, not_sent, order, payout, pending, silent, success,
    transaction_of,
};

/// The shop of these tests.
pub fn giver() -> Giver {
    Giver {
        name: "Asha Telecom".into(),
        address: "Shop 4, Nehru Market, Station Road, Jaipur 302006".into(),
        gstin: "27AAPFU0939F1ZV".into(),
        footer: "Thank you! धन्यवाद!".into(),
    }
}

/// The words of these languages.
pub fn texts(languages: &[Language]) -> Vec<Texts> {
    let of = |language: &Language| {
        let words = Words::new(*language);
        Texts::of(*language, |id| words.say(id))
    };
    languages.iter().map(of).collect()
}

pub fn recharge() -> Order {
    Order::Recharge(order("9876543210", "Jio", 199))
}

/// A recharge with these things having happened to it.
pub fn after(events: &[Event]) -> Transaction {
    transaction_of(3, recharge(), events)
}

/// One transaction of each kind that a receipt tells apart, with its name.
pub fn of_each_kind() -> Vec<(&'static str, Transaction)> {
    let settled = |succeeded| Event::Settled { succeeded, reason: "helpdesk said so".into() };
    vec![
        ("success", after(&[success()])),
        ("pending", after(&[pending()])),
        ("failed", after(&[failed()])),
        ("failed_owed", after(&[silent(), later_failed()])),
        ("not_sent", after(&[not_sent()])),
        ("reversed", after(&[success(), later_failed()])),
        ("reversed_given_back", after(&[success(), later_failed(), Event::GivenBack])),
        ("settled_succeeded", after(&[silent(), settled(true)])),
        ("settled_failed", after(&[silent(), settled(false)])),
        ("payout", transaction_of(5, payout(25_000), &[success()])),
        ("collection", transaction_of(4, collection(750, "sari for Meena"), &[pending()])),
    ]
}

/// The first receipt of a live counter, in English.
pub fn plain(transaction: &Transaction) -> Document {
    Document::receipt(transaction, &giver(), &texts(&[Language::English]), 1, false)
}

/// A receipt as a PDF.
pub fn document(receipt: &Document, form: Form) -> Vec<u8> {
    let fonts = Fonts::load().unwrap();
    pdf::pdf(receipt, &receipt.pages(form, &fonts), &fonts).unwrap()
}

/// What another program reads out of a PDF, lines one under the other.
pub fn read_back(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("receipt.pdf");
    std::fs::write(&file, pdf).unwrap();
    let read =
        run(Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&file).arg("-"));
    String::from_utf8(read).unwrap()
}

/// The first page of a PDF as another program draws it, so many pixels wide.
pub fn drawn(pdf: &[u8], width: usize) -> image::GrayImage {
    drawn_page(pdf, 1, width)
}

/// A page of a PDF, counted from 1, as another program draws it, so many pixels wide.
pub fn drawn_page(pdf: &[u8], page: usize, width: usize) -> image::GrayImage {
    let folder = tempfile::tempdir().unwrap();
    let (file, picture) = (folder.path().join("receipt.pdf"), folder.path().join("picture"));
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new("pdftoppm");
    let page = page.to_string();
    command.args(["-png", "-singlefile", "-f", &page, "-scale-to-y", "-1", "-scale-to-x"]);
    run(command.arg(width.to_string()).arg(&file).arg(&picture));
    open(&picture.with_extension("png"))
}

fn open(file: &Path) -> image::GrayImage {
    image::open(file).unwrap().into_luma8()
}

fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("poppler-utils are installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// How many blocks of a few pixels differ clearly between two pictures of one size: renderers
/// differ at the edges of letters, and not in what stands where.
pub fn blocks_apart(one: &image::GrayImage, other: &image::GrayImage) -> usize {
    const SIDE: u32 = 12;
    const CLEARLY: u32 = 48;
    let (width, height) = (one.width().min(other.width()), one.height().min(other.height()));
    let light = |picture: &image::GrayImage, left: u32, top: u32| {
        let pixels = (0..SIDE * SIDE).map(|at| (left + at % SIDE, top + at / SIDE));
        pixels.map(|(x, y)| u32::from(picture.get_pixel(x, y)[0])).sum::<u32>() / (SIDE * SIDE)
    };
    let corners = (0..height / SIDE).flat_map(|y| (0..width / SIDE).map(move |x| (x, y)));
    corners
        .filter(|(x, y)| {
            let (left, top) = (x * SIDE, y * SIDE);
            light(one, left, top).abs_diff(light(other, left, top)) > CLEARLY
        })
        .count()
}
