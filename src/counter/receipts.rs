//! Receipts: made of what the ledger says now, handed out, and counted, so that the next one is
//! marked as a duplicate.
//!
//! A receipt is written down after it was handed out: what is in the ledger has happened. Where
//! the ledger cannot be written the receipt is given all the same, since the customer waits for
//! it; this run remembers it, and the agent is told that the next run will not.

use std::sync::Arc;

use super::Counter;
use super::desk::Desk;
use super::messages::Update;
use super::paper::{HandedOut, Means, NotHandedOut, drawn, print, save};
use crate::ids::AgentId;
use crate::ledger::LedgerError;
use crate::receipt::shape::Fonts;
use crate::receipt::system::PrintTrouble;
use crate::receipt::{Document, Form, Page, Texts, picture, text};
use crate::settings::Paper;
use crate::transaction::{Event, Handed};

/// By which way a receipt is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptWay {
    /// On paper; as a file where there is no printer.
    Print,
    /// As a PDF in a file.
    Save,
    /// As a picture for the clipboard.
    Picture,
    /// As text for the clipboard.
    Text,
}

/// What became of a receipt.
#[derive(Clone, Debug)]
pub struct ReceiptTold {
    /// Of which transaction.
    pub agent_id: AgentId,
    /// How it was handed out, or why it was not.
    pub result: Result<HandedOut, NotHandedOut>,
    /// Why it could not be written down: after the next start nobody knows of it.
    pub unwritten: Option<Arc<LedgerError>>,
}

impl Counter {
    /// Hands out a receipt, meanwhile, and tells the window.
    pub(super) fn receipt(&self, agent_id: AgentId, texts: Vec<Texts>, way: ReceiptWay) {
        let Some(desk) = self.desk.clone() else { return };
        let means = self.means(self.parts.home.receipts());
        Arc::clone(&desk).run_errand(async move {
            let told = hand_out(&desk, agent_id, &texts, way, &means).await;
            desk.window.tell(Update::Receipt(Box::new(told)));
        });
    }
}

async fn hand_out(
    desk: &Desk,
    agent_id: AgentId,
    texts: &[Texts],
    way: ReceiptWay,
    means: &Means,
) -> ReceiptTold {
    // One after another: a second one, pressed meanwhile, is a duplicate of the first.
    let mut unwritten = desk.receipts.lock().await;
    let told = |result| ReceiptTold { agent_id, result, unwritten: None };
    let found = desk.read(move |reader| reader.transaction(agent_id)).await;
    let transaction = match found {
        Ok(Some(transaction)) => transaction,
        Ok(None) => return told(Err(NotHandedOut::Ledger(None))),
        Err(error) => return told(Err(NotHandedOut::Ledger(Some(Arc::new(error))))),
    };
    let of_this_run = unwritten.get(&agent_id).copied().unwrap_or_default();
    let copy = transaction.receipts.saturating_add(of_this_run).saturating_add(1);
    let receipt = Document::receipt(&transaction, &means.giver, texts, copy, means.practice);
    let result = give(receipt, way, means).await;
    let handed = match &result {
        Ok(HandedOut::Printed) => Handed::Printed,
        Ok(HandedOut::Saved { .. }) => Handed::Saved,
        Ok(HandedOut::Picture(_)) => Handed::Picture,
        Ok(HandedOut::Text(_)) => Handed::Text,
        // It may be on paper, so the next one must not pass for the first.
        Err(NotHandedOut::Print(PrintTrouble::Doubtful)) => Handed::Printed,
        Err(_) => return told(result),
    };
    match desk.append(agent_id, Event::Receipt { handed }).await {
        Ok(changed) => {
            desk.tell_changed(changed).await;
            told(result)
        }
        Err(error) => {
            *unwritten.entry(agent_id).or_default() += 1;
            ReceiptTold { unwritten: Some(Arc::new(error)), ..told(result) }
        }
    }
}

async fn give(
    receipt: Document,
    way: ReceiptWay,
    means: &Means,
) -> Result<HandedOut, NotHandedOut> {
    let form = form(means.settings.paper);
    match way {
        ReceiptWay::Print => print(receipt, form, means).await,
        ReceiptWay::Save => save(receipt, form, means.folder.clone(), false).await,
        ReceiptWay::Text => Ok(HandedOut::Text(text::text(&receipt))),
        ReceiptWay::Picture => {
            let make =
                move |fonts: &Fonts| picture::picture(&Page::of(&receipt, form, fonts), fonts);
            Ok(HandedOut::Picture(Arc::new(drawn(make).await?)))
        }
    }
}

const fn form(paper: Paper) -> Form {
    match paper {
        Paper::A5 => Form::A5,
        Paper::Roll80 => Form::Roll80,
        Paper::Roll58 => Form::Roll58,
    }
}
