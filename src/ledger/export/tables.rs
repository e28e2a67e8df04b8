//! Tables for a spreadsheet, one under the other: what each cell is stays what it is.

use std::io::Write;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::xlsx::{Styles, failed, rupees, time};
use super::{csv_failed, csv_form, harmless};
use crate::ledger::LedgerError;
use crate::tables::{Cell, Row, Table};

/// How wide the columns of the workbook are, in characters: a name, a moment, an amount.
const WIDTH: f64 = 26.0;

/// Writes tables as CSV, with the mark by which spreadsheets read Hindi: amounts in rupees
/// (`199.00`), moments in India Standard Time with its offset, an empty line between two tables.
///
/// # Errors
/// When `out` cannot be written.
pub fn csv(tables: &[Table], out: &mut dyn Write) -> Result<(), LedgerError> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv_form().flexible(true).from_writer(out);
    let text = |text: &String| harmless(text.clone());
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            write(&mut writer, [String::new()])?;
        }
        if !table.title.is_empty() {
            write(&mut writer, [text(&table.title)])?;
        }
        if !table.head.is_empty() {
            write(&mut writer, table.head.iter().map(text))?;
        }
        for row in &table.rows {
            write(&mut writer, row.cells.iter().map(spelled))?;
        }
        for note in &table.notes {
            write(&mut writer, [text(note)])?;
        }
    }
    Ok(writer.flush()?)
}

fn write<W: Write>(
    writer: &mut csv::Writer<W>,
    cells: impl IntoIterator<Item = String>,
) -> Result<(), LedgerError> {
    writer.write_record(cells).map_err(csv_failed)
}

/// A cell of a CSV. An amount may begin with a minus; a text that does might be run.
fn spelled(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Unknown => String::new(),
        Cell::Text(text) => harmless(text.clone()),
        Cell::Count(count) => count.to_string(),
        Cell::Amount(amount) => amount.to_wire(),
        Cell::Percent(percent) => format!("{percent}%"),
        Cell::At(at) => at.to_ist_rfc3339(),
        Cell::Day(day) => day.to_string(),
    }
}

/// Writes tables as a workbook of one sheet, whose amounts are numbers and whose moments are
/// times.
///
/// # Errors
/// When `out` cannot be written.
pub fn xlsx(tables: &[Table], out: &mut dyn Write) -> Result<(), LedgerError> {
    let mut workbook = Workbook::new();
    put_all(workbook.add_worksheet(), tables).map_err(failed)?;
    out.write_all(&workbook.save_to_buffer().map_err(failed)?)?;
    Ok(out.flush()?)
}

fn put_all(sheet: &mut Worksheet, tables: &[Table]) -> Result<(), XlsxError> {
    let styles = Styles::new();
    let plain = Format::new();
    let widest = tables.iter().flat_map(|table| &table.rows).map(|row| row.cells.len()).max();
    for at in 0..u16::try_from(widest.unwrap_or_default()).unwrap_or(u16::MAX) {
        sheet.set_column_width(at, WIDTH)?;
    }
    let mut line = 0;
    for table in tables {
        if !table.title.is_empty() {
            sheet.write_string_with_format(line, 0, &table.title, &styles.head)?;
            line += 1;
        }
        if !table.head.is_empty() {
            for (at, name) in (0_u16..).zip(&table.head) {
                sheet.write_string_with_format(line, at, name, &styles.head)?;
            }
            line += 1;
        }
        for row in &table.rows {
            put_row(sheet, line, row, &styles)?;
            line += 1;
        }
        for note in &table.notes {
            sheet.write_string_with_format(line, 0, note, &plain)?;
            line += 1;
        }
        line += 1;
    }
    Ok(())
}

/// A text is written as a text, so that nothing in it is run.
fn put_row(sheet: &mut Worksheet, line: u32, row: &Row, styles: &Styles) -> Result<(), XlsxError> {
    for (at, cell) in (0_u16..).zip(&row.cells) {
        match cell {
            Cell::Empty | Cell::Unknown => {}
            Cell::Text(text) if row.strong => {
                sheet.write_string_with_format(line, at, text, &styles.head)?;
            }
            Cell::Text(text) => {
                sheet.write_string(line, at, text)?;
            }
            // No shop has more than a float counts exactly.
            Cell::Count(count) => {
                sheet.write_number(line, at, *count as f64)?;
            }
            Cell::Amount(amount) => rupees(sheet, line, at, amount.paise(), styles)?,
            Cell::Percent(percent) => {
                sheet.write_number_with_format(
                    line,
                    at,
                    *percent as f64 / 100.0,
                    &styles.percent,
                )?;
            }
            Cell::At(moment) => time(sheet, line, at, moment.seconds(), &styles.time)?,
            Cell::Day(day) => time(sheet, line, at, day.start().seconds(), &styles.day)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::ledger::testing::NOON;
    use crate::money::Paise;

    fn tables() -> Vec<Table> {
        let facts = vec![
            Row::fact("=1+1", Cell::Amount(Paise::from_paise(-19_905))),
            Row::fact("आशा, देवी", Cell::At(NOON)),
            Row::fact("day", Cell::Day(NOON.day())),
            Row::fact("most", Cell::Amount(Paise::from_paise(i64::MAX))),
            Row::fact("unknown", Cell::Unknown),
        ];
        let rows = vec![Row { cells: vec![Cell::Count(1_234), Cell::Percent(97)], strong: true }];
        let second = Table {
            title: "-Second".into(),
            head: vec!["@count".into(), "rate".into()],
            rows,
            notes: vec!["+2 more".into()],
            ..Table::default()
        };
        vec![Table { rows: facts, ..Table::default() }, second]
    }

    #[test]
    fn a_spreadsheet_reads_hindi_and_runs_no_text_and_a_minus_stays_a_number() {
        let mut out = Vec::new();
        csv(&tables(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        let expected = [
            "\"'=1+1\",\"-199.05\"",
            "\"आशा, देवी\",\"2026-11-23T12:00:00+05:30\"",
            "\"day\",\"2026-11-23\"",
            "\"most\",\"92233720368547758.07\"",
            "\"unknown\",\"\"",
            "\"\"",
            "\"'-Second\"",
            "\"'@count\",\"rate\"",
            "\"1234\",\"97%\"",
            "\"'+2 more\"",
            "",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn m8_a_workbook_has_numbers_and_times_and_loses_no_paisa() {
        let mut out = Vec::new();
        xlsx(&tables(), &mut out).unwrap();
        let mut book = Xlsx::new(std::io::Cursor::new(out)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
        let text = |text: &str| Data::String(text.into());
        assert_eq!(rows[0], [text("=1+1"), Data::Float(-199.05)]);
        let Data::DateTime(at) = rows[1][1] else { panic!("{:?}", rows[1]) };
        assert_eq!(at.to_ymd_hms_milli(), (2026, 11, 23, 12, 0, 0, 0));
        let Data::DateTime(day) = rows[2][1] else { panic!("{:?}", rows[2]) };
        assert_eq!(day.to_ymd_hms_milli(), (2026, 11, 23, 0, 0, 0, 0));
        assert_eq!(rows[3][1], text("92233720368547758.07"));
        assert_eq!(rows[4][1], Data::Empty);
        assert_eq!(rows[6][0], text("-Second"));
        assert_eq!(rows[8], [Data::Float(1_234.0), Data::Float(0.97)]);
        assert_eq!(rows[9][0], text("+2 more"));
    }
}
