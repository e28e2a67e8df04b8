//! Pictures of every widget, light and dark, in English and in Hindi, and what keys do to them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use common::{renderer::CpuRenderer, whole_window};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Id, Key, Ui, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, HarnessBuilder};
use galla::money::{Paise, in_words};
use galla::ui::fonts;
use galla::ui::theme::{self, Text, TextSize, ThemeMode, Tone, space};
use galla::ui::widgets::{self, Button, Chooser, Field, Icon, Weight};
use galla::ui::words::{Language, Words};

/// The page of all widgets, and what was done to it.
struct Gallery {
    words: Words,
    number: String,
    amount: String,
    name: String,
    service: Option<usize>,
    operator: Option<usize>,
}

/// Sample sentences: English, Hindi.
const TEXTS: [(&str, &str); 18] = [
    ("Practice counter: no money moves here.", "अभ्यास काउंटर: यहाँ कोई पैसा नहीं कटता।"),
    ("Recharge", "रिचार्ज"),
    ("Settings", "सेटिंग"),
    ("Mobile number", "मोबाइल नंबर"),
    ("Amount", "रकम"),
    ("Customer's name", "ग्राहक का नाम"),
    ("Optional; shown when this number comes again.", "ज़रूरी नहीं; यह नंबर फिर आए तो दिखेगा।"),
    ("This operator takes ₹10 to ₹5,000.", "यह ऑपरेटर ₹10 से ₹5,000 तक लेता है।"),
    ("Operator", "ऑपरेटर"),
    ("Choose the operator of this number.", "इस नंबर का ऑपरेटर चुनें।"),
    ("Service", "सेवा"),
    ("Recharge now", "अभी रिचार्ज करें"),
    ("Change", "बदलें"),
    ("Clear the form", "फ़ॉर्म साफ़ करें"),
    ("The answer did not come. Galla asks again by itself.", "जवाब नहीं आया। गल्ला ख़ुद फिर पूछेगा।"),
    (
        "This token was not accepted. Copy it again from the panel.",
        "यह टोकन स्वीकार नहीं हुआ। पैनल से फिर कॉपी करें।",
    ),
    ("No recharges yet today", "आज अभी कोई रिचार्ज नहीं"),
    ("Type a mobile number to begin.", "शुरू करने के लिए मोबाइल नंबर लिखें।"),
];

const SERVICES: [(&str, &str); 8] = [
    ("Prepaid", "प्रीपेड"),
    ("Postpaid", "पोस्टपेड"),
    ("DTH", "डीटीएच"),
    ("Datacard", "डेटाकार्ड"),
    ("Landline", "लैंडलाइन"),
    ("Electricity", "बिजली"),
    ("Gas", "गैस"),
    ("Insurance", "बीमा"),
];

const OPERATORS: [&str; 6] = ["Airtel", "BSNL", "Jio", "MTNL", "Tata Docomo", "Vi"];

fn number_id() -> Id {
    Id::unique("number")
}

impl Gallery {
    fn new(language: Language) -> Self {
        Self {
            words: Words::new(language),
            number: "9876543210".to_owned(),
            amount: "199".to_owned(),
            name: String::new(),
            service: Some(0),
            operator: Some(2),
        }
    }

    fn pick(&self, (english, hindi): (&'static str, &'static str)) -> &'static str {
        if self.words.language() == Language::English { english } else { hindi }
    }

    fn ui(&mut self, ui: &mut Ui) {
        let texts = TEXTS.map(|text| self.pick(text));
        let colors = theme::colors(ui);
        let bar = egui::Frame::new().fill(colors.bar);
        egui::Panel::top("band")
            .frame(egui::Frame::NONE)
            .show(ui, |ui| widgets::band(ui, texts[0]));
        egui::Panel::left("rail")
            .frame(bar.inner_margin(space::M))
            .exact_size(*theme::size::RAIL.end())
            .resizable(false)
            .show(ui, |ui| {
                widgets::rail_item(ui, Icon::Phone, texts[1], "F1", true, Some("new"));
                widgets::rail_item(ui, Icon::Gear, texts[2], "F9", false, None);
                ui.horizontal_wrapped(|ui| {
                    for icon in Icon::ALL {
                        icon.show(ui, 24.0, colors.text);
                    }
                });
                for tone in Tone::ALL {
                    widgets::badge(ui, tone, &self.words.say(tone.message_id()));
                }
                widgets::empty(ui, Icon::Search, texts[16], texts[17]);
            });
        egui::Panel::right("side")
            .frame(bar.inner_margin(space::L))
            .exact_size(*theme::size::SIDE.end())
            .resizable(false)
            .show(ui, |ui| self.side(ui, &texts));
        let page = egui::Frame::new().fill(colors.window).inner_margin(space::L);
        egui::CentralPanel::default().frame(page).show(ui, |ui| {
            widgets::card(ui, |ui| self.form(ui, &texts));
        });
    }

    fn form(&mut self, ui: &mut Ui, texts: &[&str; 18]) {
        ui.heading(texts[1]);
        ui.add_space(space::S);
        let services = SERVICES.map(|service| self.pick(service));
        Chooser::pills(texts[10], &services).show(ui, &mut self.service);
        ui.add(Field::new(texts[3], &mut self.number).id(number_id()).large().grouped());
        let error = self.operator.is_none().then_some(texts[9]);
        Chooser::tiles(texts[8], &OPERATORS, 3).error(error).show(ui, &mut self.operator);
        ui.spacing_mut().item_spacing.x = space::L;
        ui.columns(2, |columns| {
            let amount = Field::amount(texts[4], &mut self.amount).error(Some(texts[7]));
            columns[0].add(amount);
            let name = Field::new(texts[5], &mut self.name).hint("Asha Devi").note(texts[6]);
            columns[1].add(name);
        });
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            ui.add(Button::primary(texts[11]).key("Enter").icon(Icon::Phone));
            ui.add(Button::secondary(texts[12]).key("Esc"));
            ui.add(Button::quiet(texts[13]));
        });
    }

    fn side(&self, ui: &mut Ui, texts: &[&str; 18]) {
        let amount = Paise::from_paise(12_345_650);
        widgets::card(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                widgets::state_mark(ui, Tone::Success);
                ui.vertical(|ui| {
                    ui.heading(self.words.say(Tone::Success.message_id()));
                    widgets::weak(ui, &self.words.ago(Duration::from_secs(300)));
                });
            });
            widgets::money(ui, amount, Text::Result);
            widgets::money(ui, Paise::from_paise(19_900), Text::Body);
            widgets::money(ui, Paise::from_paise(111_111), Text::Body);
            widgets::fact(ui, "AgentID", "6FHBXVZZZZZZZZ", Text::Body);
            widgets::strong(ui, &widgets::group_number("9876543210"));
            widgets::weak(ui, &in_words(amount, self.words.language()));
        });
        ui.add_space(space::S);
        widgets::notice(ui, Weight::Info, texts[6]);
        widgets::notice(ui, Weight::Warning, texts[14]);
        widgets::notice(ui, Weight::Error, texts[15]);
        ui.horizontal(|ui| {
            widgets::key_chip(ui, "F1");
            widgets::strong(ui, texts[1]);
            ui.add_enabled(false, Button::quiet(texts[12]));
        });
    }
}

fn builder<State>(theme: egui::Theme, text_size: TextSize) -> HarnessBuilder<State> {
    Harness::builder()
        .with_size(vec2(1366.0, 768.0))
        .with_theme(theme)
        .renderer(CpuRenderer::default())
        .with_context_setup(move |ctx| {
            fonts::install(ctx);
            theme::apply(ctx, ThemeMode::System, text_size);
        })
}

fn gallery(theme: egui::Theme, language: Language) -> Harness<'static, Gallery> {
    builder(theme, TextSize::Normal).build_ui_state(
        |ui, page: &mut Gallery| whole_window(ui, |ui| page.ui(ui)),
        Gallery::new(language),
    )
}

/// Takes a picture with the focus on the widget of a name.
fn picture(name: &str, theme: egui::Theme, language: Language, focus: &str) {
    let mut page = gallery(theme, language);
    page.get_by_label(focus).focus();
    page.run();
    page.snapshot(name);
}

#[test]
fn light_english() {
    picture("look_light_en", egui::Theme::Light, Language::English, "Mobile number");
}

#[test]
fn light_hindi() {
    picture("look_light_hi", egui::Theme::Light, Language::Hindi, "अभी रिचार्ज करें");
}

#[test]
fn dark_english() {
    picture("look_dark_en", egui::Theme::Dark, Language::English, "Operator");
}

#[test]
fn dark_hindi() {
    picture("look_dark_hi", egui::Theme::Dark, Language::Hindi, "सेटिंग");
}

#[test]
fn a_sheet_in_large_hindi() {
    let texts = TEXTS.map(|(_, hindi)| hindi);
    let mut window = builder(egui::Theme::Light, TextSize::Large).build_ui(|ui| {
        let window = ui.ctx().content_rect();
        ui.painter().with_clip_rect(window).rect_filled(window, 0.0, theme::colors(ui).window);
        let sheet = widgets::sheet(ui.ctx(), Id::unique("sheet"), |ui| {
            ui.spacing_mut().item_spacing.y = space::L;
            ui.heading(texts[11]);
            widgets::fact(ui, texts[3], &widgets::group_number("9876543210"), Text::Result);
            widgets::fact(ui, texts[8], "Tata Docomo", Text::Heading);
            widgets::money(ui, Paise::from_paise(19_900), Text::Result);
            widgets::notice(ui, Weight::Warning, texts[14]);
            ui.horizontal(|ui| ui.add(Button::primary(texts[1]).key("Enter").wide()));
        });
        assert!(!sheet.should_close());
    });
    window.snapshot("look_sheet_large_hi");
}

#[test]
fn a_chooser_is_worked_by_keys() {
    let mut page = gallery(egui::Theme::Light, Language::English);
    page.get_by_label("Operator").focus();
    page.run();
    let arrows = [
        (Key::ArrowRight, 3),
        (Key::ArrowUp, 0),
        (Key::ArrowLeft, 0),
        (Key::ArrowDown, 3),
        (Key::ArrowDown, 3),
    ];
    for (key, chosen) in arrows {
        page.key_press(key);
        page.run();
        assert_eq!(page.state().operator, Some(chosen), "{key:?}");
    }
    let letters = [("t", 4), ("T", 4), ("a", 0), ("x", 0), ("3", 0)];
    for (letter, chosen) in letters {
        page.event(egui::Event::Text(letter.to_owned()));
        page.run();
        assert_eq!(page.state().operator, Some(chosen), "{letter}");
    }
}

#[test]
fn a_chooser_with_digits_is_worked_by_digits() {
    let mut chosen = None;
    let mut page = builder(egui::Theme::Light, TextSize::Normal).build_ui_state(
        |ui, chosen| {
            let choices = ["Prepaid", "Postpaid"];
            if Chooser::tiles("Service", &choices, 2).digits().show(ui, chosen).changed() {
                assert!(chosen.is_some());
            }
        },
        &mut chosen,
    );
    page.get_by_label("Service").focus();
    page.run();
    for (digit, expected) in [("2", Some(1)), ("0", Some(1)), ("3", Some(1)), ("1", Some(0))] {
        page.event(egui::Event::Text(digit.to_owned()));
        page.run();
        assert_eq!(**page.state(), expected, "{digit}");
    }
}

#[test]
fn a_tile_is_chosen_by_the_mouse_and_tab_leaves_the_chooser() {
    let mut page = gallery(egui::Theme::Light, Language::English);
    page.get_by_label("BSNL").click();
    page.run();
    assert_eq!(page.state().operator, Some(1));
    assert!(page.get_by_label("Operator").is_focused());
    page.key_press(Key::Tab);
    page.run();
    assert!(page.get_by_label("Amount").is_focused());
}

#[test]
fn enter_in_a_field_goes_on_and_its_error_can_be_heard() {
    let mut text = String::new();
    let mut entered = false;
    let mut page = builder(egui::Theme::Light, TextSize::Normal).build_ui(|ui| {
        let error = Some("Type ten digits.");
        entered |= widgets::entered(&ui.add(Field::new("Number", &mut text).error(error)));
    });
    let field = page.get_by_role_and_label(Role::TextInput, "Number");
    assert_eq!(field.accesskit_node().data().description(), Some("Type ten digits."));
    field.focus();
    field.type_text("98");
    page.run();
    page.key_press(Key::Enter);
    page.run();
    drop(page);
    assert!(entered);
    assert_eq!(text, "98");
}

/// Without kittest, which has its own way with what moves.
#[test]
fn a_window_that_nobody_touches_draws_no_frames() {
    let ctx = egui::Context::default();
    fonts::install(&ctx);
    theme::apply(&ctx, ThemeMode::Dark, TextSize::Normal);
    let mut page = Gallery::new(Language::English);
    let mut delay = Duration::ZERO;
    for second in 0..6 {
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(1366.0, 768.0))),
            time: Some(f64::from(second)),
            ..egui::RawInput::default()
        };
        let mut output = ctx.run_ui(input, |ui| page.ui(ui));
        output.textures_delta.clear();
        delay = output.viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        if second == 1 {
            ctx.memory_mut(|memory| memory.request_focus(number_id()));
        }
    }
    assert!(ctx.memory(|memory| memory.has_focus(number_id())));
    assert_eq!(delay, Duration::MAX);
}
