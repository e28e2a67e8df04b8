//! The card of the settings about what is heard.

use egui::Ui;

use super::hearing::say_received;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Chooser, heading, weak};
use super::words::Language;
use crate::money::Paise;
use crate::settings::{Settings, SpeechLanguage};
use crate::sound::{Signal, Sound};

/// The amount that is said when the agent tries it.
const TRIED: Paise = Paise::from_paise(2_000);

/// Draws the card, and changes the settings.
pub fn ui(ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
    let words = &shop.words;
    ui.spacing_mut().item_spacing.y = space::M;
    ui.take_available_width();
    heading(ui, &words.say("sound-title"));
    weak(ui, &words.say("sound-explained"));
    ui.checkbox(&mut settings.sound.signals, words.say("sound-signals"));
    ui.checkbox(&mut settings.sound.speech, words.say("sound-speech"));
    let languages = [SpeechLanguage::Window, SpeechLanguage::English, SpeechLanguage::Hindi];
    let window = words.say("sound-as-window");
    let names = [&window, Language::English.own_name(), Language::Hindi.own_name()];
    let mut chosen = languages.iter().position(|one| *one == settings.sound.language);
    let label = words.say("sound-language");
    Chooser::pills(&label, &names).show(ui, &mut chosen);
    if let Some(language) = chosen.and_then(|at| languages.get(at)) {
        settings.sound.language = *language;
    }
    let label = words.say("sound-try");
    if ui.add(Button::secondary(&label)).clicked() {
        let said = settings.sound.speech.then(|| say_received(TRIED, false, shop, settings));
        let signal = settings.sound.signals.then_some(Signal::Success);
        shop.play(Sound { signal, said });
    }
}
