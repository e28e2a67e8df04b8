//! What one frame of the window costs while an answer is awaited: every tab, a key pressed in each frame.
//!
//! Run it with `cargo bench --bench frame`; no display is needed. A frame is the layout and
//! the tessellation of the whole window at 1366 by 768 points, on one thread, which is its
//! CPU time; what the graphics card does with it is not in it.

use std::error::Error;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};
use galla::catalogue::Catalogue;
use galla::counter::{Board, Opened, Update};
use galla::ids::AgentId;
use galla::money::Paise;
use galla::settings::Settings;
use galla::time::{Clock, Moment, SystemClock};
use galla::transaction::{Category, Order, RechargeOrder, Transaction};
use galla::ui::{App, Line, fonts};
use tokio::sync::mpsc::unbounded_channel;

/// How many frames are measured on each tab.
const FRAMES: usize = 500;

/// The keys of the tabs, with their names.
const TABS: [(Key, &str); 8] = [
    (Key::F1, "Recharge"),
    (Key::F2, "Payout"),
    (Key::F3, "UPI QR"),
    (Key::F4, "Status"),
    (Key::F5, "Balance"),
    (Key::F6, "Disputes"),
    (Key::F9, "Practice"),
    (Key::F10, "Settings"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let clock = SystemClock::new();
    let (updates, heard) = channel();
    let (commands, _asked) = unbounded_channel();
    updates.send(Update::Opened(Opened {
        live: false,
        catalogue: Arc::new(Catalogue::practice()),
        ledger_trouble: None,
        keyring_trouble: None,
        catalogue_trouble: None,
        token_in_memory: false,
    }))?;
    let recent: Vec<_> =
        (0..30).map(|at| awaited(clock.now(), at)).collect::<Option<_>>().ok_or("no order")?;
    updates.send(Update::Board(Board { recent, unresolved: 30, ..Board::default() }))?;
    let line = Line {
        commands,
        updates: heard,
        notify: Box::new(|_, _| {}),
        sound: Box::new(|_| {}),
        choose_file: Box::new(|_, _, _| {}),
    };
    let ctx = Context::default();
    fonts::install(&ctx);
    let mut settings = Settings::default();
    settings.language = Some("en".to_owned());
    settings.tour_seen = true;
    let mut app = App::new(&ctx, line, Arc::new(clock), settings);
    for _ in 0..5 {
        frame(&ctx, &mut app, Vec::new());
    }
    println!("{:<10} {:>8} {:>8} {:>8}", "tab", "median", "p99", "longest");
    for (key, name) in TABS {
        frame(&ctx, &mut app, press(key));
        let mut times: Vec<_> = (0..FRAMES)
            .map(|at| {
                frame(&ctx, &mut app, if at % 12 == 11 { press(Key::Backspace) } else { digit(at) })
            })
            .collect();
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        let longest = times.last().copied().unwrap_or_default();
        println!("{name:<10} {:>8.2?} {:>8.2?} {longest:>8.2?}", at(50), at(99));
    }
    Ok(())
}

/// Draws one frame with these events and says how long it took.
fn frame(ctx: &Context, app: &mut App, events: Vec<Event>) -> Duration {
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(1366.0, 768.0));
    let input = RawInput { screen_rect: Some(screen), events, ..RawInput::default() };
    let begun = Instant::now();
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    let drawn = ctx.tessellate(output.shapes, output.pixels_per_point);
    let took = begun.elapsed();
    // No graphics card is here to take the glyphs.
    output.textures_delta.clear();
    std::hint::black_box(drawn);
    took
}

fn press(key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    vec![event(true), event(false)]
}

fn digit(at: usize) -> Vec<Event> {
    vec![Event::Text((at % 10).to_string())]
}

/// A payment on its way.
fn awaited(now: Moment, at: u64) -> Option<Transaction> {
    let order = Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: format!("98765432{at:02}"),
        operator: "PMJ".to_owned(),
        operator_name: "Jio".to_owned(),
        circle: "0".to_owned(),
        amount: Paise::from_rupees(199)?,
        optionals: Default::default(),
        customer_name: "Meena".to_owned(),
    });
    Some(Transaction::begin(AgentId::from_parts(now, at), order, now))
}
