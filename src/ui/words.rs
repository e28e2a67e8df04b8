//! Every sentence on the screen: Fluent messages in English and Hindi, and times as they are spoken.

use std::time::Duration;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

pub use crate::money::Language;
pub use fluent_bundle::FluentValue as Value;

use crate::time::{Day, Moment};

/// The messages of one language, a file for each part of the window.
macro_rules! messages {
    ($language:literal) => {
        [
            include_str!(concat!("../../assets/i18n/", $language, "/common.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/state.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/errors.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/recharge.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/settings.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/payout.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/collect.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/status.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/balance.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/disputes.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/callbacks.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/catalogue.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/wallet.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/daybook.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/statement.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/practice.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/receipt.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/sound.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/pin.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/quick.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/bulk.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/help.ftl")),
        ]
    };
}

static ENGLISH: &[&str] = &messages!("en");
static HINDI: &[&str] = &messages!("hi");

impl Language {
    /// Every language that Galla speaks.
    pub const ALL: [Self; 2] = [Self::English, Self::Hindi];

    /// The code in the settings and of the folder of messages: `en`, `hi`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Hindi => "hi",
        }
    }

    /// The language of a code, or `None` when Galla does not speak it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language's name in itself, for the one who cannot read the other.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Hindi => "हिन्दी",
        }
    }

    /// The first of the computer's languages that Galla speaks, else English.
    #[must_use]
    pub fn from_system() -> Self {
        sys_locale::get_locales()
            .filter_map(|locale| Self::from_code(locale.split(['-', '_']).next()?))
            .next()
            .unwrap_or(Self::English)
    }
}

/// The words of one language, with English where a word is missing.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    english: Option<FluentBundle<FluentResource>>,
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let english = (language != Language::English).then(|| bundle(Language::English));
        Self { language, bundle: bundle(language), english }
    }

    /// The language that is spoken.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// A message without variables.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// A message with its variables. A message that no language has shows its id.
    #[must_use]
    pub fn say_with(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let values: FluentArgs<'_> =
            values.iter().map(|(name, value)| (*name, value.clone())).collect();
        std::iter::once(&self.bundle)
            .chain(&self.english)
            .find_map(|bundle| {
                let pattern = bundle.get_message(id)?.value()?;
                let mut problems = Vec::new();
                let text = bundle.format_pattern(pattern, Some(&values), &mut problems);
                Some(text.into_owned())
            })
            .unwrap_or_else(|| id.to_owned())
    }

    /// A moment as the agent says it: `2:45 pm, today`, `21 Nov, 2:45 pm`, `21 Nov 2025, 2:45 pm`.
    #[must_use]
    pub fn time(&self, moment: Moment, now: Moment) -> String {
        let clock = ("clock", Value::from(self.clock(moment)));
        let (day, today) = (moment.day(), now.day());
        if day == today {
            return self.say_with("time-today", &[clock]);
        }
        if day == today.before() {
            return self.say_with("time-yesterday", &[clock]);
        }
        let (year, month, day) = day.ymd();
        let date = [
            clock,
            ("day", Value::from(day)),
            ("month", Value::from(self.say_with("month-name", &[("month", Value::from(month))]))),
            ("year", Value::from(year.to_string())),
        ];
        let id = if year == today.ymd().0 { "time-this-year" } else { "time-other-year" };
        self.say_with(id, &date)
    }

    /// A day: `today`, `yesterday`, `21 Nov`, `21 Nov 2025`.
    #[must_use]
    pub fn day(&self, day: Day, today: Day) -> String {
        if day == today {
            self.say("days-today")
        } else if day == today.before() {
            self.say("days-yesterday")
        } else if day.ymd().0 == today.ymd().0 {
            self.dated("date-this-year", day)
        } else {
            self.date(day)
        }
    }

    /// A day by its date: `21 Nov 2026`.
    #[must_use]
    pub fn date(&self, day: Day) -> String {
        self.dated("date", day)
    }

    fn dated(&self, id: &str, day: Day) -> String {
        let (year, month, day) = day.ymd();
        let month = self.say_with("month-name", &[("month", Value::from(month))]);
        let values = [
            ("day", Value::from(day)),
            ("month", Value::from(month)),
            ("year", Value::from(year.to_string())),
        ];
        self.say_with(id, &values)
    }

    /// The time of day alone: `2:45 pm`.
    #[must_use]
    pub fn clock(&self, moment: Moment) -> String {
        let (hour, minute) = moment.hour_minute();
        let part = match hour {
            0..4 => "before-dawn",
            4..12 => "morning",
            12..16 => "noon",
            16..20 => "evening",
            _ => "night",
        };
        let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
        let clock = format!("{hour}:{minute:02}");
        self.say_with("time-clock", &[("clock", Value::from(clock)), ("part", Value::from(part))])
    }

    /// How long ago something was, as roughly as it matters: `just now`, `5 min ago`.
    #[must_use]
    pub fn ago(&self, passed: Duration) -> String {
        let minutes = passed.as_secs() / 60;
        let (id, count) = match minutes {
            0 => ("ago-now", 0),
            1..60 => ("ago-minutes", minutes),
            60..1440 => ("ago-hours", minutes / 60),
            _ => ("ago-days", minutes / 1440),
        };
        self.say_with(id, &[("count", Value::from(count))])
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let (messages, id) = match language {
        Language::English => (ENGLISH, "en-IN"),
        Language::Hindi => (HINDI, "hi-IN"),
    };
    let mut bundle =
        FluentBundle::new_concurrent(vec![id.parse::<LanguageIdentifier>().unwrap_or_default()]);
    // The marks that isolate a value would end up in what the agent copies.
    bundle.set_use_isolating(false);
    for text in messages {
        // What is wrong in a file is left out here, and refused by tests/words.rs.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(part, _)| part);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Moment {
        let day = Day::from_ymd(year, month, day).unwrap();
        Moment::from_ist_parts(day, hour, minute, 7).unwrap()
    }

    #[test]
    fn times_are_said_as_the_agent_says_them() {
        let now = at(2026, 11, 23, 18, 0);
        let table = [
            (at(2026, 11, 23, 14, 45), "2:45 pm, today", "दोपहर 2:45, आज"),
            (at(2026, 11, 23, 0, 5), "12:05 am, today", "रात 12:05, आज"),
            (at(2026, 11, 23, 9, 0), "9:00 am, today", "सुबह 9:00, आज"),
            (at(2026, 11, 22, 19, 30), "7:30 pm, yesterday", "शाम 7:30, कल"),
            (at(2026, 11, 21, 12, 0), "21 Nov, 12:00 pm", "21 नवंबर, दोपहर 12:00"),
            (at(2025, 5, 1, 23, 59), "1 May 2025, 11:59 pm", "1 मई 2025, रात 11:59"),
        ];
        let (english, hindi) = (Words::new(Language::English), Words::new(Language::Hindi));
        for (moment, in_english, in_hindi) in table {
            assert_eq!(english.time(moment, now), in_english);
            assert_eq!(hindi.time(moment, now), in_hindi);
        }
    }

    #[test]
    fn ages_are_said_roughly() {
        let (english, hindi) = (Words::new(Language::English), Words::new(Language::Hindi));
        let table = [
            (59, "just now", "अभी-अभी"),
            (60, "1 min ago", "1 मिनट पहले"),
            (3_599, "59 min ago", "59 मिनट पहले"),
            (3_600, "1 hour ago", "1 घंटा पहले"),
            (7_200, "2 hours ago", "2 घंटे पहले"),
            (86_400, "1 day ago", "1 दिन पहले"),
            (200_000, "2 days ago", "2 दिन पहले"),
        ];
        for (seconds, in_english, in_hindi) in table {
            assert_eq!(english.ago(Duration::from_secs(seconds)), in_english);
            assert_eq!(hindi.ago(Duration::from_secs(seconds)), in_hindi);
        }
    }

    #[test]
    fn a_word_that_nobody_has_shows_its_id() {
        let words = Words::new(Language::Hindi);
        let id = "no-such-word";
        assert_eq!(words.say(id), id);
    }

    #[test]
    fn languages_are_known_by_their_codes() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        assert_eq!(Language::from_code("ta"), None);
    }
}
