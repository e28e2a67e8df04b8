//! What a receipt printer is sent, decoded back into a picture and compared with the PDF.

use galla::money::Language;
use galla::receipt::escpos::bytes;
use galla::receipt::picture::dots;
use galla::receipt::shape::Fonts;
use galla::receipt::{Document, Form, Page};
use image::{GrayImage, Luma};

use crate::common::counter::{later_failed, success};
use crate::making::{after, blocks_apart, document, drawn, giver, texts};

/// What an ESC/POS printer makes of bytes, as the manufacturers' manuals have it: the picture,
/// and how often it cuts.
pub fn printed(bytes: &[u8]) -> (GrayImage, usize) {
    let (mut rows, mut width, mut cuts) = (Vec::new(), 0, 0);
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => break,
            [0x1B, b'@', rest @ ..] | [0x1B, b't' | b'd', _, rest @ ..] => rest,
            [0x1D, b'v', b'0', 0, low, high, rows_low, rows_high, rest @ ..] => {
                let row = usize::from(*low) + 256 * usize::from(*high);
                let count = usize::from(*rows_low) + 256 * usize::from(*rows_high);
                let (raster, rest) = rest.split_at(row * count);
                rows.extend(raster.chunks(row).map(<[u8]>::to_vec));
                width = row * 8;
                rest
            }
            [0x1D, b'V', 65 | 66, _, rest @ ..] | [0x1D, b'V', _, rest @ ..] => {
                cuts += 1;
                rest
            }
            other => panic!("not ESC/POS: {:x?}", &other[..other.len().min(16)]),
        };
    }
    let picture = GrayImage::from_fn(width as u32, rows.len() as u32, |x, y| {
        let (x, y) = (x as usize, y as usize);
        let black = rows[y][x / 8] & (0x80 >> (x % 8)) != 0;
        Luma([if black { 0 } else { 255 }])
    });
    (picture, cuts)
}

fn cropped(picture: &GrayImage, left: u32, width: u32) -> GrayImage {
    image::imageops::crop_imm(picture, left, 0, width, picture.height()).to_image()
}

#[test]
fn what_the_printer_makes_is_what_the_pdf_shows() {
    let fonts = Fonts::load().unwrap();
    for (form, paper, reach) in [(Form::Roll80, 640, 576), (Form::Roll58, 464, 384)] {
        let receipt = Document::receipt(
            &after(&[success(), later_failed()]),
            &giver(),
            &texts(&Language::ALL),
            2,
            false,
        );
        let dots = dots(&receipt.pages(form, &fonts), &fonts).unwrap();
        let (printed, cuts) = printed(&bytes(&dots));
        assert_eq!((printed.width(), cuts), (reach, 1), "{form:?}");
        let pdf = drawn(&document(&receipt, form), paper);
        let pdf = cropped(&pdf, (paper as u32 - reach) / 2, reach);
        assert!(printed.height().abs_diff(pdf.height()) <= 1);
        assert_eq!(blocks_apart(&printed, &pdf), 0, "{form:?}");
    }
}

#[test]
fn practice_is_seen_on_a_roll_too() {
    let fonts = Fonts::load().unwrap();
    let black = |practice| {
        let receipt = Document::receipt(
            &after(&[success()]),
            &giver(),
            &texts(&[Language::English]),
            1,
            practice,
        );
        let mut page = Page::of(&receipt, Form::Roll58, &fonts);
        // Only what is written across: the lines are of another length.
        page.letters.clear();
        page.bars.clear();
        let dots = dots(&[page], &fonts).unwrap();
        dots.bytes.iter().map(|byte| byte.count_ones()).sum::<u32>()
    };
    assert_eq!(black(false), 0);
    assert!(black(true) > 1_000, "its letters are dotted");
}
