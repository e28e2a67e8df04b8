//! Transactions as a workbook: amounts are numbers and times are times, so that a spreadsheet can work with them.

use std::io::{self, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::super::error::LedgerError;
use super::super::reader::Reader;
use super::{HEADER, Line, Part, Rows, Span, Stop};
use crate::money::Paise;

/// The most rows that a sheet holds, the head among them.
const SHEET: u32 = 1_048_576;

/// The greatest number that a spreadsheet keeps to the last digit.
const EXACT: i64 = 1 << 53;

/// How wide a column is, in characters.
const WIDTH: f64 = 18.0;

/// Writes the workbook; a new sheet begins where one is full.
pub(super) fn write(
    reader: &Reader,
    span: Span,
    out: &mut dyn Write,
    rows: &mut Rows<'_>,
) -> Result<(), Stop> {
    let mut workbook = Workbook::new();
    let styles = Styles::new();
    let (mut row, mut sheets) = (SHEET, 0_usize);
    let ready = |part: Part<'_>| {
        part.map(|transaction| Line::of(transaction?)).collect::<Result<Vec<_>, _>>()
    };
    rows.each(reader, span, ready, |lines| {
        for line in lines {
            if row >= SHEET {
                begin(&mut workbook, &styles).map_err(failed)?;
                (row, sheets) = (1, sheets + 1);
            }
            let sheet = workbook.worksheet_from_index(sheets - 1).map_err(failed)?;
            line.put(sheet, row, &styles).map_err(failed)?;
            row += 1;
        }
        Ok(())
    })?;
    if sheets == 0 {
        begin(&mut workbook, &styles).map_err(failed)?;
    }
    // The parts of a workbook are written one after another, so it is put together apart.
    let mut whole = tempfile::tempfile()?;
    workbook.save_to_writer(&whole).map_err(failed)?;
    io::Seek::rewind(&mut whole)?;
    io::copy(&mut whole, out)?;
    Ok(out.flush()?)
}

pub(super) fn failed(error: XlsxError) -> LedgerError {
    LedgerError::Io(match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    })
}

/// How cells look.
pub(super) struct Styles {
    pub head: Format,
    pub time: Format,
    pub day: Format,
    pub percent: Format,
    rupees: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            time: Format::new().set_num_format("dd-mm-yyyy hh:mm:ss"),
            day: Format::new().set_num_format("dd-mm-yyyy"),
            percent: Format::new().set_num_format("0%"),
            rupees: Format::new().set_num_format("#,##0.00"),
        }
    }
}

/// Begins a sheet with its head, which stays in sight.
fn begin(workbook: &mut Workbook, styles: &Styles) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for (at, name) in (0_u16..).zip(HEADER) {
        sheet.set_column_width(at, WIDTH)?;
        sheet.write_string_with_format(0, at, name, &styles.head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

impl Line {
    /// Puts the line into a row. A text is written as a text, so that nothing in it is run.
    fn put(&self, sheet: &mut Worksheet, row: u32, styles: &Styles) -> Result<(), XlsxError> {
        let cells = [
            self.agent_id.as_str(),
            "",
            self.service,
            self.category,
            &self.number,
            &self.operator_code,
            &self.operator,
            &self.circle,
            &self.ifsc,
            &self.bank,
            self.transfer_mode,
            &self.customer_mobile,
            &self.customer_name,
            "",
            "",
            self.state,
            &self.reason,
            if self.needs_attention { "yes" } else { "" },
            &self.api_trans_id,
            &self.operator_reference,
            &self.status_code,
            &self.message,
            "",
        ];
        for (at, text) in (0_u16..).zip(cells) {
            match HEADER.get(usize::from(at)).copied() {
                Some("time") => time(sheet, row, at, self.at.seconds(), &styles.time)?,
                Some("changed") => time(sheet, row, at, self.changed_at.seconds(), &styles.time)?,
                Some("amount_rupees") => rupees(sheet, row, at, self.amount_paise, styles)?,
                Some("amount_paise") => paise(sheet, row, at, self.amount_paise)?,
                _ if text.is_empty() => {}
                _ => {
                    sheet.write_string(row, at, text)?;
                }
            }
        }
        Ok(())
    }
}

/// A spreadsheet's time has no zone: it is the wall's in India.
pub(super) fn time(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    seconds: i64,
    style: &Format,
) -> Result<(), XlsxError> {
    let wall = ExcelDateTime::from_timestamp(seconds.saturating_add(crate::time::IST_SECONDS))?;
    sheet.write_datetime_with_format(row, at, &wall, style)?;
    Ok(())
}

/// A spreadsheet knows no other numbers than floats; one that would lose a paisa stays a text (M8).
pub(super) fn rupees(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    paise: i64,
    styles: &Styles,
) -> Result<(), XlsxError> {
    if paise.abs() < EXACT {
        sheet.write_number_with_format(row, at, paise as f64 / 100.0, &styles.rupees)?;
    } else {
        sheet.write_string(row, at, Paise::from_paise(paise).to_wire())?;
    }
    Ok(())
}

fn paise(sheet: &mut Worksheet, row: u32, at: u16, paise: i64) -> Result<(), XlsxError> {
    if paise.abs() < EXACT {
        sheet.write_number(row, at, paise as f64)?;
    } else {
        sheet.write_string(row, at, paise.to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx};
    use std::io::Cursor;
    use std::ops::ControlFlow;

    use super::super::{Format, Span, export};
    use super::*;
    use crate::ledger::testing::Shop;

    fn sheet(shop: &Shop) -> Vec<Vec<Data>> {
        let mut out = Vec::new();
        let whole = &mut |_| ControlFlow::Continue(());
        export(&shop.ledger.reader().unwrap(), Span::All, Format::Xlsx, &mut out, whole).unwrap();
        let mut book = Xlsx::new(Cursor::new(out)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        sheet.rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn m8_amounts_are_numbers_times_are_times_and_nothing_is_run() {
        let mut shop = Shop::new();
        shop.recharge(1, "0012345678", 19_905, "=1+1");
        shop.answer(1, "TXN");
        shop.recharge(2, "9876543210", i64::MAX, "आशा");
        let rows = sheet(&shop);
        let column = |name: &str| HEADER.iter().position(|head| *head == name).unwrap();
        let cell = |row: usize, name: &str| rows[row][column(name)].clone();
        assert_eq!(rows.len(), 3);
        assert_eq!(cell(0, "state"), Data::String("state".into()));
        assert_eq!(cell(1, "amount_rupees"), Data::Float(199.05));
        assert_eq!(cell(1, "amount_paise"), Data::Float(19_905.0));
        assert_eq!(cell(1, "number"), Data::String("0012345678".into()), "zeros stay");
        assert_eq!(cell(1, "customer_name"), Data::String("=1+1".into()), "a text, no formula");
        let Data::DateTime(time) = cell(1, "time") else { panic!("{:?}", cell(1, "time")) };
        // 2026-11-23 12:00:01 by the wall in India.
        let (_, _, _, hour, minute, second, _) = time.to_ymd_hms_milli();
        assert_eq!((hour, minute, second), (12, 0, 1));
        let most = Data::String("92233720368547758.07".into());
        assert_eq!(cell(2, "amount_rupees"), most, "no paisa is lost to a float");
        assert_eq!(cell(2, "customer_name"), Data::String("आशा".into()));
    }

    #[test]
    fn an_empty_ledger_gives_a_head() {
        assert_eq!(sheet(&Shop::new()).len(), 1);
    }
}
