//! The card of the settings about receipts: what stands on them, their paper, and the printer.

use egui::Ui;

use crate::receipt::escpos::is_address;
use crate::settings::{
    Paper, PrinterWay, ReceiptLanguage, ReceiptSettings, Settings, well_formed_gstin,
};
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Chooser, Field, heading, weak};
use crate::ui::words::Words;

/// The longest address and the longest last line.
const LONGEST: usize = 160;

/// The card: what is typed and not yet kept.
pub struct ReceiptCard {
    typed: ReceiptSettings,
    wrong_gstin: bool,
    wrong_network: bool,
}

impl ReceiptCard {
    /// The card of the settings as they are.
    pub fn new(settings: &Settings) -> Self {
        Self { typed: settings.receipts.clone(), wrong_gstin: false, wrong_network: false }
    }

    /// Draws the card, and changes the settings.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        let kept = &mut settings.receipts;
        ui.spacing_mut().item_spacing.y = space::M;
        heading(ui, &words.say("receipts-title"));
        weak(ui, &words.say("receipts-explained"));
        let typed = &mut self.typed;
        text(ui, &words.say("receipts-address"), "", &mut typed.address, &mut kept.address);
        self.gstin_ui(ui, words, kept);
        let typed = &mut self.typed;
        text(ui, &words.say("receipts-footer"), "", &mut typed.footer, &mut kept.footer);
        looks_ui(ui, words, kept);
        self.printer_ui(ui, words, kept);
        let (label, note) = (words.say("receipts-folder"), words.say("receipts-folder-note"));
        text(ui, &label, &note, &mut self.typed.folder, &mut kept.folder);
        ui.checkbox(&mut kept.print_by_itself, words.say("receipts-by-itself"));
    }

    fn gstin_ui(&mut self, ui: &mut Ui, words: &Words, kept: &mut ReceiptSettings) {
        let error = self.wrong_gstin.then(|| words.say("receipts-gstin-wrong"));
        let (label, note) = (words.say("receipts-gstin"), words.say("receipts-gstin-note"));
        let field = Field::new(&label, &mut self.typed.gstin).limit(20).note(&note);
        let field = ui.add(field.error(error.as_deref()));
        if field.changed() {
            self.wrong_gstin = false;
        }
        if field.lost_focus() {
            match well_formed_gstin(&self.typed.gstin) {
                Some(gstin) => {
                    self.typed.gstin.clone_from(&gstin);
                    kept.gstin = gstin;
                }
                None if self.typed.gstin.trim().is_empty() => kept.gstin.clear(),
                None => self.wrong_gstin = true,
            }
        }
    }

    fn printer_ui(&mut self, ui: &mut Ui, words: &Words, kept: &mut ReceiptSettings) {
        let ways = [
            (PrinterWay::System, "receipts-printer-system"),
            (PrinterWay::Network, "receipts-printer-network"),
            (PrinterWay::Device, "receipts-printer-device"),
            (PrinterWay::None, "receipts-printer-none"),
        ]
        .map(|(way, id)| (way, words.say(id)));
        choose(ui, &words.say("receipts-printer"), &ways, &mut kept.printer);
        let typed = &mut self.typed;
        match kept.printer {
            PrinterWay::System => {
                let (label, note) =
                    (words.say("receipts-system-name"), words.say("receipts-system-note"));
                text(ui, &label, &note, &mut typed.system_printer, &mut kept.system_printer);
            }
            PrinterWay::Network => self.network_ui(ui, words, kept),
            PrinterWay::Device => {
                let (label, note) =
                    (words.say("receipts-device-place"), words.say("receipts-device-note"));
                text(ui, &label, &note, &mut typed.device_printer, &mut kept.device_printer);
            }
            PrinterWay::None => {
                weak(ui, &words.say("receipts-none-note"));
            }
        }
    }

    fn network_ui(&mut self, ui: &mut Ui, words: &Words, kept: &mut ReceiptSettings) {
        let error = self.wrong_network.then(|| words.say("receipts-network-wrong"));
        let (label, note) =
            (words.say("receipts-network-place"), words.say("receipts-network-note"));
        let field = Field::new(&label, &mut self.typed.network_printer).limit(100).note(&note);
        let field = ui.add(field.error(error.as_deref()));
        if field.changed() {
            self.wrong_network = false;
        }
        if field.lost_focus() {
            let typed = self.typed.network_printer.trim();
            self.wrong_network = !typed.is_empty() && !is_address(typed);
            if !self.wrong_network {
                typed.clone_into(&mut kept.network_printer);
            }
        }
    }
}

fn looks_ui(ui: &mut Ui, words: &Words, kept: &mut ReceiptSettings) {
    let papers = [
        (Paper::Roll80, words.say("receipts-paper-80")),
        (Paper::Roll58, words.say("receipts-paper-58")),
        (Paper::A5, "A5".to_owned()),
    ];
    let languages = [
        (ReceiptLanguage::Window, words.say("receipts-language-window")),
        (ReceiptLanguage::English, words.say("receipts-language-english")),
        (ReceiptLanguage::Hindi, words.say("receipts-language-hindi")),
        (ReceiptLanguage::Both, words.say("receipts-language-both")),
    ];
    choose(ui, &words.say("receipts-paper"), &papers, &mut kept.paper);
    choose(ui, &words.say("receipts-language"), &languages, &mut kept.language);
}

/// A text that is kept when its field is left.
fn text(ui: &mut Ui, label: &str, note: &str, typed: &mut String, kept: &mut String) {
    if ui.add(Field::new(label, typed).limit(LONGEST).note(note)).lost_focus() {
        typed.trim().clone_into(kept);
    }
}

fn choose<T: Copy + PartialEq, const N: usize>(
    ui: &mut Ui,
    label: &str,
    choices: &[(T, String); N],
    value: &mut T,
) {
    let names = choices.each_ref().map(|(_, name)| name.as_str());
    // By an id of its own: the card above has a choice of a language too.
    let id = egui::Id::unique(("receipts", label));
    let mut chosen = choices.iter().position(|(one, _)| one == value);
    Chooser::pills(label, &names).id(id).show(ui, &mut chosen);
    if let Some((one, _)) = chosen.and_then(|at| choices.get(at)) {
        *value = *one;
    }
}
