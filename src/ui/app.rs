//! The window: the rail, the top bar, the tab in the middle, the last transactions at the right.

mod help;
mod rehearsal;
mod ways;

use std::ops::RangeInclusive;
use std::sync::Arc;

use egui::{Context, Event, Frame, Margin, Panel, TextStyle, Ui, ViewportCommand};

use super::balance::BalancePage;
use super::bulk::BulkPage;
use super::catalogue::{self, CataloguePage};
use super::collect::Collect;
use super::commands::{Go, TABS, Tab, TabRow};
use super::day_book::DayBook;
use super::disputes::DisputesPage;
use super::hearing::Hearing;
use super::help::Help;
use super::pay::PayTab;
use super::pin::{Cover, PinSheet};
use super::quick::Quick;
use super::receipt::Receipts;
use super::settings_page::SettingsPage;
use super::shop::{Line, Shop};
use super::status::StatusPage;
use super::theme::{self, colors, size, space};
use super::tone::tone_word;
use super::top_bar;
use super::tour::{Thing, Tour};
use super::widgets::{Icon, Weight, band, empty, notice, rail_hint, rail_hint_height, rail_item};
use super::words::{Language, Value, Words};
use super::{
    faults, fonts, keys, order_words, payout, practice_page, recent, recharge, sentences, wallet,
};
use crate::counter::{Command, Door, PinState, Update};
use crate::ids::AgentId;
use crate::settings::Settings;
use crate::time::Clock;
use crate::transaction::{Service, Transaction};

/// The size of a new window, in points: it fits a screen of 1366 by 768.
pub const WINDOW: [f32; 2] = [1280.0, 700.0];

/// The smallest window in which nothing is cut off, in points.
pub const SMALLEST_WINDOW: [f32; 2] = [1024.0, 600.0];

/// How wide a texture is at most, in pixels, less than any graphics card's limit: a wider one has
/// more room for letters than they ever fill, and each of its bytes costs memory three times.
const TEXTURE_SIDE: usize = 2 * 1024;

/// What is least in the smallest window and most in one that is not narrower than a new one, in
/// points: what stands around the middle gives way to it.
fn roomy(width: f32, least_to_most: RangeInclusive<f32>) -> f32 {
    let [smallest, _] = SMALLEST_WINDOW;
    let [new, _] = WINDOW;
    egui::remap_clamp(width, smallest..=new, least_to_most).round()
}

/// The whole window.
pub struct App {
    shop: Shop,
    settings: Settings,
    tab: Tab,
    /// How many pending transactions have ended since Status was last looked at.
    news: u64,
    hearing: Hearing,
    recharge: PayTab<recharge::Form>,
    payout: PayTab<payout::Form>,
    wallet: PayTab<wallet::Form>,
    collect: Collect,
    status: StatusPage,
    balance: BalancePage,
    disputes: DisputesPage,
    day_book: DayBook,
    settings_page: SettingsPage,
    catalogue: CataloguePage,
    receipts: Receipts,
    cover: Cover,
    pin_sheet: PinSheet,
    bulk: BulkPage,
    quick: Quick,
    help: Help,
    tour: Tour,
}

impl App {
    /// A window on a counter. Dresses the context in the settings' theme and fonts.
    #[must_use]
    pub fn new(ctx: &Context, line: Line, clock: Arc<dyn Clock>, settings: Settings) -> Self {
        fonts::install(ctx);
        let mut shop = Shop::new(line, clock, Words::new(language(&settings)));
        shop.work_by(&settings);
        let settings_page = SettingsPage::new(&settings);
        let app = Self {
            shop,
            settings,
            tab: Tab::Recharge,
            news: 0,
            hearing: Hearing::default(),
            recharge: PayTab::default(),
            payout: PayTab::default(),
            wallet: PayTab::default(),
            collect: Collect::default(),
            status: StatusPage::default(),
            balance: BalancePage::default(),
            disputes: DisputesPage::default(),
            day_book: DayBook::default(),
            settings_page,
            catalogue: CataloguePage::default(),
            receipts: Receipts::default(),
            cover: Cover::default(),
            pin_sheet: PinSheet::default(),
            bulk: BulkPage::default(),
            quick: Quick::default(),
            help: Help::default(),
            tour: Tour::default(),
        };
        app.dress(ctx);
        app
    }

    fn dress(&self, ctx: &Context) {
        theme::apply(ctx, self.settings.theme, self.settings.text_size);
    }

    /// Draws the window.
    pub fn ui(&mut self, ui: &mut Ui) {
        self.listen(ui.ctx());
        keys::without_held_keys(ui.ctx());
        self.cover.watch(ui.ctx(), &self.shop, &self.settings);
        let mut kept = Vec::new();
        if !self.cover.is_on() {
            self.keys(ui.ctx());
            self.look_around(ui.ctx());
            self.receipts.ui(ui.ctx(), &self.shop, &self.settings);
            kept = self.keys_of_what_lies_over(ui.ctx());
        }
        if self.shop.opened.as_ref().is_some_and(|opened| !opened.live) {
            let text = self.shop.words.say("practice-band");
            let band =
                Panel::top("practice-band").frame(Frame::NONE).show(ui, |ui| band(ui, &text));
            self.tour.place(Thing::Band, self.tab, band.inner.rect);
        }
        if self.cover.is_on() {
            self.pin_sheet = PinSheet::default();
            self.help.give_way();
            self.cover.ui(ui, &self.shop, &self.settings);
        } else {
            self.tabs(ui, kept);
        }
        self.collect.show_to_customer(ui.ctx(), &self.shop, &self.settings.shop_name);
    }

    fn tabs(&mut self, ui: &mut Ui, kept: Vec<Event>) {
        self.pin_sheet.ui(ui.ctx(), &self.shop);
        let bar = Frame::new()
            .fill(colors(ui).bar)
            .inner_margin(Margin::from(egui::vec2(space::M, space::S)));
        let width = ui.available_width();
        let rail = Panel::left("rail").resizable(false);
        rail.exact_size(roomy(width, size::RAIL)).frame(bar).show(ui, |ui| self.rail(ui));
        let wallet = self.tab.wallet();
        Panel::top("top").frame(bar).show(ui, |ui| {
            top_bar::ui(ui, &self.shop, &self.settings, wallet);
        });
        let side = Panel::right("recent").resizable(false);
        side.exact_size(roomy(width, size::SIDE)).frame(bar).show(ui, |ui| self.recent(ui));
        // It lies on the window's own ground (`clear_color`): filling it would draw it twice.
        let middle = Frame::new().inner_margin(roomy(width, space::MIDDLE));
        egui::CentralPanel::no_frame().frame(middle).show(ui, |ui| self.middle(ui));
        self.over(ui.ctx(), kept);
    }

    fn listen(&mut self, ctx: &Context) {
        for update in self.shop.listen() {
            match &update {
                Update::ComeForward => {
                    ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
                    ctx.send_viewport_cmd(ViewportCommand::Focus);
                }
                Update::Opened(opened) => {
                    self.settings_page.opened();
                    self.welcome(opened.live || opened.ledger_trouble.is_some());
                    // Once connected, the next thing is a customer.
                    if opened.live {
                        self.go_to(Tab::Recharge, ctx);
                    }
                }
                Update::Resolved(resolved) => self.resolved(resolved),
                Update::DayStart { unasked: true, .. } => self.begin_day(ctx),
                Update::SettingsInForce(settings) => {
                    self.settings_page = SettingsPage::new(settings);
                    self.work_by(Settings::clone(settings), ctx);
                }
                // Nobody is there to give it.
                Update::PinWanted(_) if self.cover.is_on() => self.shop.ask(Command::Lock),
                // The focus goes back to where it was; what was typed there is still there.
                Update::Unlocked(Door::Window) if pays(self.tab) => self.go_to(self.tab, ctx),
                _ => {}
            }
            if let Some(sound) = self.hearing.hear(&update, &self.shop, &self.settings) {
                self.shop.play(sound);
            }
            self.recharge.hear(&update, &self.shop, ctx);
            self.payout.hear(&update, &self.shop, ctx);
            self.wallet.hear(&update, &self.shop, ctx);
            self.collect.hear(&update, &self.shop, ctx);
            self.status.hear(&update, &self.shop, ctx);
            self.balance.hear(&update, &self.shop, ctx);
            self.disputes.hear(&update, &self.shop, ctx);
            let in_day_book = self.tab == Tab::DayBook;
            self.day_book.hear(&update, &self.shop, ctx, in_day_book);
            self.settings_page.hear(&update, &self.shop);
            self.pin_sheet.hear(&update, ctx);
            self.cover.hear(&update, &self.settings);
            self.catalogue.hear(&update, &self.shop, ctx);
            self.receipts.hear(&update, &self.shop, &self.settings, ctx);
            self.bulk.hear(&update, &self.shop, ctx);
            self.quick.hear(&update, &self.shop, ctx);
            self.tour.hear(&update, self.shop.now());
        }
    }

    /// A new day comes before the first customer; while one is served it waits, marked on the rail.
    fn begin_day(&mut self, ctx: &Context) {
        self.day_book.begin_day();
        let busy = ctx.memory(|memory| memory.top_modal_layer().is_some()) || self.tour.is_taken();
        if self.tab == Tab::Recharge && self.recharge.is_untouched() && !busy {
            self.go_to(Tab::DayBook, ctx);
        }
    }

    /// A pending transaction has ended while the agent, perhaps, looked elsewhere.
    fn resolved(&mut self, resolved: &Transaction) {
        self.news += u64::from(self.tab != Tab::Status);
        if self.settings.notifications {
            let words = &self.shop.words;
            let order = &resolved.order;
            let values = [
                ("title", Value::from(order_words::masked_title(words, order))),
                ("way", Value::from(order_words::way(words, order))),
                ("state", Value::from(tone_word(words, resolved.state()))),
            ];
            self.shop.notify(order.amount().to_string(), words.say_with("notify-body", &values));
        }
    }

    fn keys(&mut self, ctx: &Context) {
        if ctx.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        if let Some(row) = keys::tab_taken(ctx).filter(|row| self.shows(row)) {
            self.go_to(row.tab, ctx);
        }
        self.keys_of_help_and_tour(ctx);
        if self.tab == Tab::DayBook {
            self.day_book.take_keys(ctx, &self.shop, &self.settings.receipts);
        }
        self.receipts.keys(ctx, self.looking_at(), &self.shop, &self.settings);
        self.short_ways(ctx);
        let free = ctx.memory(|memory| memory.focused().is_none());
        if free && self.tab == Tab::Recharge {
            let digits = ctx.input_mut(|input| keys::take_digits(&mut input.events));
            if !digits.is_empty() {
                self.recharge.begin_with(&digits, ctx);
            }
        }
    }

    fn go_to(&mut self, tab: Tab, ctx: &Context) {
        if is_of_settings(self.tab) && !is_of_settings(tab) && self.shop.pin != PinState::Off {
            self.shop.ask(Command::Lock);
        }
        self.tab = tab;
        match tab {
            Tab::Recharge => self.recharge.come_back(ctx),
            Tab::Payout => self.payout.come_back(ctx),
            Tab::Wallet => self.wallet.come_back(ctx),
            Tab::Collect => self.collect.come_back(ctx),
            Tab::Status => {
                self.news = 0;
                self.status.come_back(ctx, &self.shop);
            }
            Tab::Balance => self.balance.come_back(ctx, &self.shop),
            Tab::Disputes => self.disputes.come_back(ctx, &self.shop),
            Tab::DayBook => self.day_book.come_back(ctx, &self.shop),
            Tab::Settings => self.settings_page.come_back(&self.shop),
            Tab::Catalogue => self.catalogue.come_back(),
            Tab::Bulk => self.bulk.come_back(),
            Tab::Practice => {}
        }
    }

    fn go(&mut self, go: Go, ctx: &Context) {
        match go {
            Go::Tab(tab) => self.go_to(tab, ctx),
            Go::Card(agent_id) => self.look_at(agent_id),
            Go::Story(agent_id) => {
                self.go_to(Tab::Status, ctx);
                self.status.look_at(agent_id, &self.shop);
            }
            Go::Again(agent_id) => self.again(agent_id, ctx),
            Go::Dispute(agent_id) => {
                self.go_to(Tab::Disputes, ctx);
                self.disputes.begin_with(agent_id);
            }
            Go::Receipt(agent_id) => self.receipts.open(agent_id),
        }
        ctx.request_repaint();
    }

    /// Shows the card of a transaction on the tab of its service.
    fn look_at(&mut self, agent_id: AgentId) {
        let Some(transaction) = self.shop.transaction(agent_id) else { return };
        match transaction.order.service() {
            Service::Recharge => {
                self.tab = Tab::Recharge;
                self.recharge.look_at(agent_id);
            }
            Service::Payout => {
                self.tab = Tab::Payout;
                self.payout.look_at(agent_id);
            }
            Service::WalletLoad => {
                self.tab = Tab::Wallet;
                self.wallet.look_at(agent_id);
            }
            Service::Collection => {
                self.tab = Tab::Collect;
                self.collect.look_at(agent_id);
            }
        }
    }

    /// What a practice number does is of no use on a live counter.
    fn shows(&self, row: &TabRow) -> bool {
        row.tab != Tab::Practice || !self.shop.is_live()
    }

    fn rail(&mut self, ui: &mut Ui) {
        // In the smallest window everything still stands on the rail, a little closer.
        let rows = TABS.len() as f32 * (size::SMALL_TARGET + space::XS);
        let title = ui.text_style_height(&TextStyle::Heading) + space::XS;
        let room = ui.available_height() - title - rows - rail_hint_height(ui);
        let is_wide = room >= space::L + space::XS;
        ui.spacing_mut().item_spacing.y = if is_wide { space::XS } else { space::XS / 2.0 };
        theme_title(ui, &self.shop.words.say("galla"));
        ui.add_space(if is_wide { space::L } else { 0.0 });
        for row in &TABS {
            if row.tab == Tab::Settings {
                // The settings stand at the foot.
                let between = ui.spacing().item_spacing.y;
                let foot = size::SMALL_TARGET + between + rail_hint_height(ui);
                ui.add_space((ui.available_height() - foot).max(0.0));
            }
            if !self.shows(row) {
                continue;
            }
            let word = self.shop.words.say(row.word);
            let marked = self.mark(row.tab, &word);
            // What is reached from the settings is a part of them.
            let chosen = self.tab == row.tab
                || (self.tab == Tab::Catalogue && row.tab == Tab::Settings)
                || (self.tab == Tab::Bulk && row.tab == Tab::Recharge);
            let item = rail_item(ui, row.icon, &word, row.key.name(), chosen, marked.as_deref());
            self.tour.place(Thing::Rail(row.tab), self.tab, item.rect);
            if item.clicked() {
                self.go_to(row.tab, ui.ctx());
            }
        }
        if rail_hint(ui, &self.shop.words.say("help-short"), keys::HELP.name).clicked() {
            self.help.open(ui.ctx());
        }
    }

    /// What the mark beside a tab says, where something new is behind it.
    fn mark(&self, tab: Tab, word: &str) -> Option<String> {
        let values = [("tab", Value::from(word)), ("count", Value::from(self.news))];
        let say = |id| Some(self.shop.words.say_with(id, &values));
        match tab {
            Tab::Status if self.news > 0 => say("tab-news"),
            Tab::DayBook if self.day_book.awaits_start() => say("day-waits"),
            _ => None,
        }
    }

    fn recent(&mut self, ui: &mut Ui) {
        let selected = self.looking_at();
        let ways = Panel::bottom("ways").frame(Frame::NONE).show_separator_line(false);
        let wish = ways.show(ui, |ui| self.quick.ways_ui(ui, &self.shop)).inner;
        self.tour_ui(ui);
        if let Some(agent_id) = recent::ui(ui, &self.shop, selected) {
            self.look_at(agent_id);
        }
        if let Some(wish) = wish {
            self.wish(wish, ui.ctx());
        }
    }

    fn middle(&mut self, ui: &mut Ui) {
        if faults::ui(ui, &self.shop) {
            self.shop.put_faults_away();
        }
        let Some(opened) = &self.shop.opened else {
            empty(ui, Icon::Clock, &self.shop.words.say("opening"), "");
            return;
        };
        if let Some(error) = &opened.ledger_trouble {
            notice(ui, Weight::Error, &sentences::ledger(&self.shop.words, error));
            ui.add_space(space::L);
        }
        if let Some(error) = &opened.catalogue_trouble {
            let sentence = catalogue::trouble(&self.shop.words, error);
            notice(ui, Weight::Warning, &sentence);
            ui.add_space(space::L);
        }
        if let Some(Err(sentence)) = &self.shop.settings_kept {
            notice(ui, Weight::Warning, sentence);
            ui.add_space(space::L);
        }
        self.above(ui);
        let shop = &mut self.shop;
        let go = match self.tab {
            Tab::Recharge => self.recharge.ui(ui, shop),
            Tab::Payout => self.payout.ui(ui, shop),
            Tab::Wallet => self.wallet.ui(ui, shop),
            Tab::Collect => self.collect.ui(ui, shop),
            Tab::Status => self.status.ui(ui, shop),
            Tab::Balance => self.balance.ui(ui, shop),
            Tab::Disputes => self.disputes.ui(ui, shop),
            Tab::DayBook => self.day_book.ui(ui, shop, &self.settings.receipts),
            Tab::Practice => {
                if practice_page::ui(ui, shop) {
                    self.tour.begin(shop.now());
                }
                None
            }
            Tab::Settings => {
                if let Some(changed) = self.settings_page.ui(ui, shop, &self.settings) {
                    self.change(changed, ui.ctx());
                }
                if self.settings_page.wants_lock() {
                    self.cover.lock(&self.shop);
                    ui.ctx().request_repaint();
                }
                self.settings_page.go.take()
            }
            Tab::Catalogue => self.catalogue.ui(ui, shop),
            Tab::Bulk => self.bulk.ui(ui, shop),
        };
        if let Some(go) = go {
            self.go(go, ui.ctx());
        }
    }

    fn change(&mut self, settings: Settings, ctx: &Context) {
        self.shop.change_settings(settings.clone());
        self.work_by(settings, ctx);
    }

    fn work_by(&mut self, settings: Settings, ctx: &Context) {
        if language(&settings) != self.shop.words.language() {
            self.shop.words = Words::new(language(&settings));
        }
        self.shop.work_by(&settings);
        self.settings = settings;
        self.dress(ctx);
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, _ctx: &Context, input: &mut egui::RawInput) {
        input.max_texture_side = input.max_texture_side.map(|side| side.min(TEXTURE_SIDE));
    }

    /// The ground on which everything lies: where graphics are software, each pixel that is
    /// filled once more takes its time.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    /// A minimized window draws nothing, and must hear all the same that it is called forward.
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.listen(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        // Of the frame before: this one is not drawn yet.
        if let Some(seconds) = frame.info().cpu_usage {
            let cpu_ms = seconds * 1_000.0;
            tracing::trace!(target: "galla::frame", cpu_ms, "a frame was drawn");
        }
        Self::ui(self, ui);
    }
}

/// Whether a tab is a part of the settings.
const fn is_of_settings(tab: Tab) -> bool {
    matches!(tab, Tab::Settings | Tab::Catalogue)
}

/// Whether a tab has a form of a payment or a request.
const fn pays(tab: Tab) -> bool {
    matches!(tab, Tab::Recharge | Tab::Payout | Tab::Wallet | Tab::Collect)
}

/// The language of the settings, or the computer's.
fn language(settings: &Settings) -> Language {
    let chosen = settings.language.as_deref().and_then(Language::from_code);
    chosen.unwrap_or_else(Language::from_system)
}

fn theme_title(ui: &mut Ui, title: &str) {
    let font = theme::strong_font(ui, theme::Text::Heading);
    ui.label(egui::RichText::new(title).font(font).color(colors(ui).accent));
}
