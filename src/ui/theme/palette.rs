//! Every colour of the window, light and dark; no other file has any.

use egui::Color32;

/// What a state feels like. Always shown with its icon and its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// On its way.
    Sending,
    /// It went through.
    Success,
    /// Nobody knows yet.
    Pending,
    /// It did not go through.
    Failed,
    /// It never left this machine.
    NotSent,
    /// It had gone through, and was taken back.
    Reversed,
    /// The agent said how it ended.
    Settled,
}

impl Tone {
    /// Every tone, in the order of a transaction's life.
    pub const ALL: [Self; 7] = [
        Self::Sending,
        Self::Success,
        Self::Pending,
        Self::Failed,
        Self::NotSent,
        Self::Reversed,
        Self::Settled,
    ];

    /// The id of the message that says the state in a word or two.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Sending => "state-sending",
            Self::Success => "state-success",
            Self::Pending => "state-pending",
            Self::Failed => "state-failed",
            Self::NotSent => "state-not-sent",
            Self::Reversed => "state-reversed",
            Self::Settled => "state-settled",
        }
    }
}

/// A text colour and the ground it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Text, icons and lines.
    pub fg: Color32,
    /// The ground.
    pub bg: Color32,
}

/// The colours of one theme.
#[derive(Debug)]
pub struct Colors {
    /// The ground of the window.
    pub window: Color32,
    /// The ground of the rail and the bars.
    pub bar: Color32,
    /// The ground of cards, fields and tiles.
    pub card: Color32,
    /// A tile or a quiet button under the pointer.
    pub hover: Color32,
    /// A line that parts, and says nothing.
    pub border: Color32,
    /// The line around what can be typed in or pressed.
    pub outline: Color32,
    /// What is read.
    pub text: Color32,
    /// What stands beside it.
    pub weak: Color32,
    /// The one accent: focus, links, what is chosen.
    pub accent: Color32,
    /// The main button.
    pub main: Pair,
    /// The main button under the pointer.
    pub main_hover: Color32,
    /// What is chosen, and what informs.
    pub soft: Pair,
    /// The band of the practice counter.
    pub practice: Pair,
    pub(super) veil: Color32,
    pub(super) shadow: Color32,
    sending: Pair,
    success: Pair,
    pending: Pair,
    failed: Pair,
    not_sent: Pair,
    reversed: Pair,
    settled: Pair,
}

impl Colors {
    /// The colours of a state.
    #[must_use]
    pub const fn tone(&self, tone: Tone) -> Pair {
        match tone {
            Tone::Sending => self.sending,
            Tone::Success => self.success,
            Tone::Pending => self.pending,
            Tone::Failed => self.failed,
            Tone::NotSent => self.not_sent,
            Tone::Reversed => self.reversed,
            Tone::Settled => self.settled,
        }
    }
}

const fn rgb(code: u32) -> Color32 {
    let [_, red, green, blue] = code.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const fn pair(fg: u32, bg: u32) -> Pair {
    Pair { fg: rgb(fg), bg: rgb(bg) }
}

pub(super) static LIGHT: Colors = Colors {
    window: rgb(0xF3F4F8),
    bar: rgb(0xFAFBFD),
    card: rgb(0xFFFFFF),
    hover: rgb(0xEDEFF5),
    border: rgb(0xDDE1EA),
    outline: rgb(0x878FA0),
    text: rgb(0x161A23),
    weak: rgb(0x545C6C),
    accent: rgb(0x2A4BC4),
    main: pair(0xFFFFFF, 0x2A4BC4),
    main_hover: rgb(0x213DA6),
    soft: pair(0x2140AE, 0xE6EBFB),
    practice: pair(0x2B2000, 0xFFD35C),
    veil: Color32::from_black_alpha(110),
    shadow: Color32::from_black_alpha(48),
    sending: pair(0x2140AE, 0xE6EBFB),
    success: pair(0x0A6430, 0xDCF3E4),
    pending: pair(0x824600, 0xFDEBCA),
    failed: pair(0xAE1D19, 0xFCE4E2),
    not_sent: pair(0x48505F, 0xE6E8EE),
    reversed: pair(0x67299E, 0xF0E4FB),
    settled: pair(0x075D6D, 0xD8F0F4),
};

pub(super) static DARK: Colors = Colors {
    window: rgb(0x11141B),
    bar: rgb(0x151922),
    card: rgb(0x1A1E27),
    hover: rgb(0x242A36),
    border: rgb(0x2B313E),
    outline: rgb(0x6D7689),
    text: rgb(0xE9ECF3),
    weak: rgb(0xA3ACBD),
    accent: rgb(0x93A8FF),
    main: pair(0x0D1330, 0x93A8FF),
    main_hover: rgb(0xADBDFF),
    soft: pair(0xBCC9FF, 0x232D52),
    practice: pair(0xFFE3A0, 0x4A3808),
    veil: Color32::from_black_alpha(150),
    shadow: Color32::from_black_alpha(48),
    sending: pair(0xBCC9FF, 0x232D52),
    success: pair(0x86E2A8, 0x123420),
    pending: pair(0xFFCB70, 0x3A2A0A),
    failed: pair(0xFFA39B, 0x46201E),
    not_sent: pair(0xBFC7D5, 0x2C323E),
    reversed: pair(0xD6B4FF, 0x35234E),
    settled: pair(0x82DCEB, 0x0F353E),
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2 defines them.
    fn contrast(one: Color32, other: Color32) -> f64 {
        let luminance = |color: Color32| {
            let linear = |channel: u8| {
                let channel = f64::from(channel) / 255.0;
                if channel <= 0.04045 {
                    channel / 12.92
                } else {
                    ((channel + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn the_contrast_is_reckoned_as_wcag_does() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.001);
        assert!((contrast(rgb(0x767676), Color32::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        for (name, colors) in [("light", &LIGHT), ("dark", &DARK)] {
            let grounds = [colors.window, colors.bar, colors.card, colors.hover];
            let mut pairs = vec![
                (colors.main.fg, colors.main.bg),
                (colors.main.fg, colors.main_hover),
                (colors.soft.fg, colors.soft.bg),
                (colors.text, colors.soft.bg),
                (colors.weak, colors.soft.bg),
                (colors.practice.fg, colors.practice.bg),
            ];
            for ground in grounds {
                pairs.extend([colors.text, colors.weak, colors.accent].map(|text| (text, ground)));
            }
            for tone in Tone::ALL {
                let tone = colors.tone(tone);
                pairs.extend([(tone.fg, tone.bg), (colors.text, tone.bg)]);
                pairs.extend([(tone.fg, colors.card), (tone.fg, colors.window)]);
            }
            for (text, ground) in pairs {
                let found = contrast(text, ground);
                assert!(found >= 4.5, "{name}: {text:?} on {ground:?} has only {found:.2}");
            }
        }
    }

    #[test]
    fn what_can_be_pressed_stands_out_from_its_card() {
        for colors in [&LIGHT, &DARK] {
            for line in [colors.outline, colors.accent] {
                assert!(contrast(line, colors.card) >= 3.0, "{line:?}");
            }
        }
    }

    #[test]
    fn no_two_states_look_the_same() {
        for colors in [&LIGHT, &DARK] {
            for (at, one) in Tone::ALL.iter().enumerate() {
                for other in &Tone::ALL[..at] {
                    assert_ne!(colors.tone(*one), colors.tone(*other), "{one:?} and {other:?}");
                }
            }
        }
    }
}
