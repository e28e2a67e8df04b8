//! Transactions as CSV or XLSX for a spreadsheet or as JSON for a script, written as they are read.

mod rows;
pub mod tables;
mod xlsx;

use std::io::{self, Write};
use std::ops::ControlFlow;

use serde::Serialize;
use serde_json::Value;

use self::rows::{Part, Rows};
use super::error::LedgerError;
use super::reader::Reader;
use crate::time::{Day, Moment};
use crate::transaction::order::mask_account;
use crate::transaction::{Order, State, Transaction};

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, with a byte-order mark so that spreadsheets read Hindi.
    Csv,
    /// One array of objects.
    Json,
    /// A workbook whose amounts are numbers and whose times are times.
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// How the name of a file of it ends.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }
}

/// One transaction of an export. The names of the fields are the CSV's header.
#[derive(Debug, Default, Serialize)]
struct Line {
    agent_id: String,
    /// India Standard Time.
    time: String,
    service: &'static str,
    category: &'static str,
    /// The number recharged; of a bank account the last four digits.
    number: String,
    operator_code: String,
    operator: String,
    circle: String,
    ifsc: String,
    bank: String,
    transfer_mode: &'static str,
    customer_mobile: String,
    customer_name: String,
    amount_rupees: String,
    amount_paise: i64,
    state: &'static str,
    reason: String,
    needs_attention: bool,
    api_trans_id: String,
    operator_reference: String,
    status_code: String,
    message: String,
    /// India Standard Time of the newest event.
    changed: String,
    #[serde(skip)]
    at: Moment,
    #[serde(skip)]
    changed_at: Moment,
}

/// Which transactions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Every one.
    All,
    /// Those begun from one day to another, both included.
    Days(Day, Day),
}

/// How an export ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is written: so many transactions.
    Whole(u64),
    /// It was broken off; what is written is worth nothing.
    Cancelled,
}

/// Told how many transactions are written so far, now and then; a break ends the export.
pub type Watch<'a> = &'a mut dyn FnMut(u64) -> ControlFlow<()>;

/// Writes transactions, oldest first. Times are India Standard Time with its offset, amounts
/// stand in rupees (`199.00`) and in paise. Needs the same memory whatever the size.
///
/// # Errors
/// When the ledger cannot be read or `out` cannot be written.
pub fn export(
    reader: &Reader,
    span: Span,
    format: Format,
    out: &mut dyn Write,
    watch: Watch<'_>,
) -> Result<Ended, LedgerError> {
    let mut rows = Rows { written: 0, watch };
    let done = match format {
        Format::Csv => csv(reader, span, out, &mut rows),
        Format::Json => json(reader, span, out, &mut rows),
        Format::Xlsx => xlsx::write(reader, span, out, &mut rows),
    };
    match done {
        Ok(()) => Ok(Ended::Whole(rows.written)),
        Err(Stop::Cancelled) => Ok(Ended::Cancelled),
        Err(Stop::Ledger(error)) => Err(error),
    }
}

/// Why an export stops before its end.
enum Stop {
    Ledger(LedgerError),
    Cancelled,
}

impl<E: Into<LedgerError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Ledger(error.into())
    }
}

fn csv(reader: &Reader, span: Span, out: &mut dyn Write, rows: &mut Rows<'_>) -> Result<(), Stop> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv_form().from_writer(&mut *out);
    writer.write_record(HEADER).map_err(csv_failed)?;
    writer.flush()?;
    drop(writer);
    let ready = |part: Part<'_>| {
        let mut writer = csv_form().from_writer(Vec::new());
        for transaction in part {
            let mut line = Line::of(transaction?)?;
            line.defuse();
            writer.serialize(&line).map_err(csv_failed)?;
        }
        writer.into_inner().map_err(|error| LedgerError::Io(error.into_error()))
    };
    rows.each(reader, span, ready, |text| Ok(out.write_all(&text)?))?;
    Ok(out.flush()?)
}

/// Everything in quotes: a number is a text, and its zeros are part of it.
fn csv_form() -> csv::WriterBuilder {
    let mut form = csv::WriterBuilder::new();
    form.quote_style(csv::QuoteStyle::Always).has_headers(false).terminator(csv::Terminator::CRLF);
    form
}

fn csv_failed(error: csv::Error) -> LedgerError {
    io::Error::from(error).into()
}

fn json(reader: &Reader, span: Span, out: &mut dyn Write, rows: &mut Rows<'_>) -> Result<(), Stop> {
    let ready = |part: Part<'_>| {
        let mut text = Vec::new();
        for transaction in part {
            text.extend_from_slice(b",\n");
            serde_json::to_writer(&mut text, &Line::of(transaction?)?).map_err(io::Error::from)?;
        }
        Ok(text)
    };
    let mut begun = false;
    rows.each(reader, span, ready, |text| {
        // The first one has nothing before it.
        let text = if begun { text.as_slice() } else { text.get(1..).unwrap_or_default() };
        if !std::mem::replace(&mut begun, true) {
            out.write_all(b"[")?;
        }
        Ok(out.write_all(text)?)
    })?;
    out.write_all(if begun { b"\n]\n" } else { b"[]\n" })?;
    Ok(out.flush()?)
}

/// The CSV's first line; there even when no transaction is.
const HEADER: [&str; 23] = [
    "agent_id",
    "time",
    "service",
    "category",
    "number",
    "operator_code",
    "operator",
    "circle",
    "ifsc",
    "bank",
    "transfer_mode",
    "customer_mobile",
    "customer_name",
    "amount_rupees",
    "amount_paise",
    "state",
    "reason",
    "needs_attention",
    "api_trans_id",
    "operator_reference",
    "status_code",
    "message",
    "changed",
];

impl Line {
    /// A transaction's line, its texts moved and not copied: an export has a million of them.
    fn of(transaction: Transaction) -> Result<Self, LedgerError> {
        let order = &transaction.order;
        let line = Self {
            agent_id: transaction.agent_id.to_string(),
            time: transaction.at.to_ist_rfc3339(),
            service: order.service().code(),
            customer_name: order.name().into_owned(),
            amount_rupees: order.amount().to_wire(),
            amount_paise: order.amount().paise(),
            state: transaction.state().code(),
            reason: reason(&transaction)?,
            needs_attention: transaction.needs_attention(),
            api_trans_id: transaction.api_trans_id.unwrap_or_default(),
            operator_reference: transaction.operator_reference.unwrap_or_default(),
            status_code: transaction.code.unwrap_or_default(),
            message: transaction.words.unwrap_or_default(),
            changed: transaction.changed.to_ist_rfc3339(),
            at: transaction.at,
            changed_at: transaction.changed,
            ..Self::default()
        };
        Ok(match transaction.order {
            Order::Recharge(recharge) => Self {
                category: recharge.category.code(),
                number: recharge.number,
                operator_code: recharge.operator,
                operator: recharge.operator_name,
                circle: recharge.circle,
                ..line
            },
            Order::Payout(payout) => Self {
                number: mask_account(&payout.account),
                ifsc: payout.ifsc,
                bank: payout.bank,
                transfer_mode: payout.mode.code(),
                customer_mobile: payout.mobile,
                ..line
            },
            Order::Collection(_) => line,
            Order::WalletLoad(wallet) => Self { number: wallet.mobile, ..line },
        })
    }

    /// Puts the texts that others gave us so that no spreadsheet runs them.
    fn defuse(&mut self) {
        for text in [
            &mut self.number,
            &mut self.operator_code,
            &mut self.operator,
            &mut self.circle,
            &mut self.ifsc,
            &mut self.bank,
            &mut self.customer_mobile,
            &mut self.customer_name,
            &mut self.reason,
            &mut self.api_trans_id,
            &mut self.operator_reference,
            &mut self.status_code,
            &mut self.message,
        ] {
            *text = harmless(std::mem::take(text));
        }
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(mut text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        text.insert(0, '\'');
    }
    text
}

/// Why a transaction is in its state, in the ledger's words: `no_answer timed_out`.
fn reason(transaction: &Transaction) -> Result<String, LedgerError> {
    let words = match transaction.state() {
        State::Pending => serde_json::to_value(transaction.reason()),
        State::NotSent => serde_json::to_value(transaction.not_sent()),
        State::SettledSucceeded | State::SettledFailed => {
            serde_json::to_value(transaction.settled_reason())
        }
        _ => Ok(Value::Null),
    };
    let mut words = words.map_err(io::Error::from)?;
    let mut flat = Vec::new();
    // The kind of reason comes first, its details after it.
    if let Some(why) = words.get_mut("why").map(Value::take) {
        flatten(&why, &mut flat);
    }
    flatten(&words, &mut flat);
    Ok(flat.join(" "))
}

fn flatten(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => words.push(value.to_string()),
        Value::String(text) => words.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| flatten(value, words)),
        Value::Object(fields) => fields.values().for_each(|value| flatten(value, words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::Shop;
    use crate::transaction::{Event, Reply, Unknown};

    fn exported(shop: &Shop, format: Format) -> String {
        let mut out = Vec::new();
        let go_on = &mut |_| ControlFlow::Continue(());
        export(&shop.ledger.reader().unwrap(), Span::All, format, &mut out, go_on).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn shop() -> Shop {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "आशा, देवी");
        shop.answer(1, "TXN");
        shop.recharge(2, "0012345678", 5, "=HYPERLINK(\"http://127.0.0.1\")");
        let cause = Unknown::HttpStatus { status: 502 };
        shop.append(2, &Event::Answer { reply: Reply::Unknown { cause } });
        shop
    }

    #[test]
    fn a_spreadsheet_reads_hindi_and_runs_nothing() {
        let text = exported(&shop(), Format::Csv);
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut lines = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(lines.headers().unwrap(), HEADER.as_slice());
        let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        let cell = |row: usize, name: &str| {
            rows[row].get(HEADER.iter().position(|header| *header == name).unwrap()).unwrap()
        };
        assert_eq!(cell(0, "time"), "2026-11-23T12:00:01+05:30");
        assert_eq!(cell(0, "customer_name"), "आशा, देवी");
        assert_eq!(cell(0, "amount_rupees"), "199.00");
        assert_eq!(cell(0, "amount_paise"), "19900");
        assert_eq!(cell(0, "state"), "success");
        assert_eq!(cell(0, "reason"), "");
        assert_eq!(cell(1, "number"), "0012345678");
        assert_eq!(cell(1, "customer_name"), "'=HYPERLINK(\"http://127.0.0.1\")");
        assert_eq!(cell(1, "amount_rupees"), "0.05");
        assert_eq!(cell(1, "state"), "pending");
        assert_eq!(cell(1, "reason"), "no_answer http_status 502");
        assert!(text.contains("\"0012345678\""), "a number is a quoted text");
    }

    #[test]
    fn a_script_reads_the_same_as_json() {
        let shop = shop();
        let values: Vec<Value> = serde_json::from_str(&exported(&shop, Format::Json)).unwrap();
        assert_eq!(values.len(), 2);
        assert_eq!(values[0]["amount_paise"], 19_900);
        assert_eq!(values[0]["number"], "9876543210");
        assert_eq!(values[1]["customer_name"], "=HYPERLINK(\"http://127.0.0.1\")");
        let mut names: Vec<&str> =
            values[0].as_object().unwrap().keys().map(String::as_str).collect();
        let mut header = HEADER;
        names.sort_unstable();
        header.sort_unstable();
        assert_eq!(names, header);
    }

    #[test]
    fn an_empty_ledger_gives_a_header_and_an_empty_array() {
        let shop = Shop::new();
        assert_eq!(exported(&shop, Format::Csv).lines().count(), 1);
        assert_eq!(exported(&shop, Format::Json), "[]\n");
    }

    #[test]
    fn a_span_is_of_its_days_only_and_an_export_can_be_broken_off() {
        let mut shop = shop();
        for n in 0..1_000 {
            shop.recharge(90_000 + n, "9876543211", 100, "");
        }
        let reader = shop.ledger.reader().unwrap();
        let today = crate::ledger::testing::NOON.day();
        let mut out = Vec::new();
        let mut go_on = |_| ControlFlow::Continue(());
        let days = Span::Days(today, today);
        let ended = export(&reader, days, Format::Csv, &mut out, &mut go_on).unwrap();
        assert_eq!(ended, Ended::Whole(2));
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 3);
        let mut told = Vec::new();
        let mut stop = |written| {
            told.push(written);
            ControlFlow::Break(())
        };
        let ended = export(&reader, Span::All, Format::Json, &mut Vec::new(), &mut stop).unwrap();
        assert_eq!((ended, told), (Ended::Cancelled, vec![1_000]));
    }
}
