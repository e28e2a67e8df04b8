//! The report of a list that was sent, as a table for a spreadsheet.

use std::io;

use super::list::plain;
use crate::transaction::batch::{Batch, Standing};

/// The report's first line.
const HEADER: [&str; 11] = [
    "line",
    "number",
    "amount_rupees",
    "operator_code",
    "operator",
    "customer_name",
    "state",
    "agent_id",
    "api_trans_id",
    "operator_reference",
    "message",
];

/// What became of each line of a list, in the words of the ledger's own export; `left_out` and
/// `not_begun` for lines that became no transaction.
///
/// # Errors
/// When there is no memory for it.
pub fn report(batch: &Batch) -> io::Result<String> {
    // Everything in quotes: a number is a text, and its zeros are part of it.
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for (place, line) in batch.orders.iter().enumerate() {
        let order = &line.order;
        let begun = batch.begun.get(place).and_then(Option::as_ref);
        let state = match batch.standing(place) {
            Standing::Sent(state) => state.code(),
            Standing::LeftOut => "left_out",
            Standing::Waiting => "not_begun",
        };
        let text = |text: Option<&String>| text.map(|text| plain(text)).unwrap_or_default();
        writer.write_record([
            (place + 1).to_string(),
            plain(&order.number),
            order.amount.to_wire(),
            plain(&order.operator),
            plain(&order.operator_name),
            plain(&order.customer_name),
            state.to_owned(),
            begun.map(|begun| begun.agent_id.to_string()).unwrap_or_default(),
            text(begun.and_then(|begun| begun.api_trans_id.as_ref())),
            text(begun.and_then(|begun| begun.operator_reference.as_ref())),
            text(begun.and_then(|begun| begun.words.as_ref())),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::batch::BatchOrder;
    use crate::transaction::event::Event;
    use crate::transaction::order::Order;
    use crate::transaction::testing::{NOON, begun, recharge, reply_of};

    #[test]
    fn a_report_has_every_line_and_nothing_that_a_spreadsheet_would_run() {
        let Order::Recharge(mut order) = recharge("9876543210", 19_950) else { panic!() };
        order.customer_name = "=1+1".to_owned();
        let line = BatchOrder { order, despite_earlier: false };
        let mut sent = begun("9876543210", 19_950);
        sent.apply(NOON, &Event::Answer { reply: reply_of(&sent, "TXN") });
        let agent_id = sent.agent_id;
        let batch = Batch {
            id: 1,
            at: NOON,
            orders: vec![line; 3].into(),
            begun: vec![Some(sent), None],
            closed: false,
        };
        let report = report(&batch).unwrap();
        let lines: Vec<_> = report.lines().collect();
        let start = r#""9876543210","199.50","PMJ","Jio","'=1+1""#;
        assert_eq!(lines[0], format!("\"{}\"", HEADER.join("\",\"")));
        let first = format!(r#""1",{start},"success","{agent_id}","795873532","","""#);
        assert_eq!(lines[1], first);
        assert_eq!(lines[2], format!(r#""2",{start},"left_out","","","","""#));
        assert_eq!(lines[3], format!(r#""3",{start},"not_begun","","","","""#));
    }
}
