//! The probe: questions to the terminal when it is taken over, and what its replies mean. Nothing
//! waits for them: without replies the program writes what every terminal understands.

use super::facts::{Background, TerminalFacts};
use super::input::Answer;
use super::pace;
use crate::text::Ambiguous;
use crate::text::width::cells;

/// Characters of ambiguous width, typical of texts and frames. If the terminal shows all of them in
/// one column, or all in two, it shows the others so as well.
const SAMPLE: &str = "…—“·①→─▌●";

/// What the terminal has replied.
#[derive(Clone, Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a thing that a terminal can or cannot do"
)]
pub struct Probe {
    /// Whether the cursor position after the sample is still to come.
    awaits_cursor: bool,
    /// Columns of the sample.
    pub columns: Option<u16>,
    /// Red, green and blue of the background.
    pub color: Option<(u8, u8, u8)>,
    /// Whether it knows synchronized output (mode 2026).
    pub synchronized: bool,
    /// Whether it knows left and right margins (mode 69).
    pub margins: bool,
    /// Whether text flowed between margins in the test.
    pub flows: bool,
    /// Whether it reports keyboard focus (mode 1004).
    pub focus: bool,
    /// Whether it speaks kitty's keyboard protocol.
    pub keyboard: bool,
}

/// Synchronized output.
const SYNCHRONIZED: u16 = 2026;

/// Left and right margins (DECLRMM).
pub const MARGINS: u16 = 69;

/// Reports of keyboard focus.
pub const FOCUS: u16 = 1004;

/// Tests whether text flows between margins: a text one column longer than their distance, and CR.
/// If it flows, the cursor is at the left margin, one row below. Margins are switched off again;
/// autowrap (mode 7) stays on, as shells expect.
const FLOW: &str = "\x1b[?7h\x1b[?69h\x1b[3;6s\x1b[2;3Hflows\r\x1b[6n\x1b[?69l";

/// Column and row of the cursor then, from 0.
const FLOWED: (u16, u16) = (2, 2);

impl Probe {
    /// The questions. They go in front of a frame that clears the screen, so that what they print
    /// is not seen.
    pub fn ask(&mut self, facts: &TerminalFacts) -> String {
        self.awaits_cursor = true;
        let mut questions = format!("\x1b[H{SAMPLE}\x1b[6n");
        if facts.may_be_asked() {
            questions += "\x1b]11;?\x1b\\";
            for mode in [SYNCHRONIZED, MARGINS, FOCUS] {
                questions += &format!("\x1b[?{mode}$p");
            }
            questions += "\x1b[?u";
        }
        questions + pace::QUESTION
    }

    /// The questions and the test of margins, for a screen that is cleared afterwards. The receipt
    /// is the last reply: after it, no other is missing.
    pub fn ask_on_screen(&mut self, facts: &TerminalFacts) -> String {
        let questions = self.ask(facts);
        if !facts.may_be_asked() {
            return questions;
        }
        let others = questions.trim_end_matches(pace::QUESTION);
        format!("{others}{FLOW}{}", pace::QUESTION)
    }

    /// Takes a reply; whether it says something new.
    pub fn take(&mut self, answer: Answer) -> bool {
        match answer {
            Answer::Cursor(column, _) if self.awaits_cursor => {
                self.awaits_cursor = false;
                self.columns = Some(column);
            }
            Answer::Cursor(column, row) if (column, row) == FLOWED => self.flows = true,
            Answer::Background(r, g, b) => self.color = Some((r, g, b)),
            Answer::Mode(SYNCHRONIZED, known) => self.synchronized = known,
            Answer::Mode(MARGINS, known) => self.margins = known,
            Answer::Mode(FOCUS, known) => self.focus = known,
            Answer::Keyboard => self.keyboard = true,
            Answer::Cursor(..) | Answer::Mode(..) | Answer::Ready => return false,
        }
        true
    }

    /// Width of ambiguous characters, if it is the same for the whole sample.
    pub fn ambiguous(&self) -> Option<Ambiguous> {
        let columns = usize::from(self.columns?);
        [Ambiguous::Narrow, Ambiguous::Wide]
            .into_iter()
            .find(|ambiguous| sample_columns(*ambiguous) == columns)
    }

    /// Whether the terminal shows each byte of UTF-8 as a column of its own.
    pub fn is_bytewise(&self) -> bool {
        self.columns.map(usize::from) == Some(SAMPLE.len())
    }

    /// Whether the background is dark or light.
    pub fn background(&self) -> Option<Background> {
        let (r, g, b) = self.color?;
        // Luma (ITU-R BT.601).
        let luma = (299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b)) / 1000;
        Some(if luma < 128 {
            Background::Dark
        } else {
            Background::Light
        })
    }
}

fn sample_columns(ambiguous: Ambiguous) -> usize {
    SAMPLE
        .chars()
        .map(|c| cells(c.encode_utf8(&mut [0; 4]), ambiguous))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::is_ambiguous;

    #[test]
    fn the_sample_tells_narrow_wide_and_bytes_apart() {
        assert!(SAMPLE.chars().all(is_ambiguous));
        let mut probe = Probe::default();
        assert!(!probe.take(Answer::Cursor(9, 0)), "nothing was asked");
        let mut answer = |columns| {
            let questions = probe.ask(&TerminalFacts::default());
            assert!(questions.ends_with(pace::QUESTION));
            assert!(probe.take(Answer::Cursor(columns, 0)));
            (probe.ambiguous(), probe.is_bytewise())
        };
        assert_eq!(answer(9), (Some(Ambiguous::Narrow), false));
        assert_eq!(answer(18), (Some(Ambiguous::Wide), false));
        assert_eq!(answer(12), (None, false));
        assert_eq!(answer(SAMPLE.len() as u16), (None, true));
    }

    #[test]
    fn text_flows_where_the_cursor_is_at_the_left_margin_a_row_below() {
        let flows = |column, row| {
            let mut probe = Probe::default();
            probe.ask(&TerminalFacts::default());
            probe.take(Answer::Cursor(9, 0));
            probe.take(Answer::Cursor(column, row));
            assert_eq!(probe.ambiguous(), Some(Ambiguous::Narrow));
            probe.flows
        };
        assert!(flows(2, 2));
        // No margins; margins that CR ignores; margins that autowrap ignores.
        assert!(!flows(0, 1));
        assert!(!flows(0, 2));
        assert!(!flows(2, 1));
    }

    #[test]
    fn backgrounds_are_light_or_dark_to_the_eye() {
        let background = |r, g, b| {
            let mut probe = Probe::default();
            probe.take(Answer::Background(r, g, b));
            probe.background()
        };
        assert_eq!(background(0, 43, 54), Some(Background::Dark));
        assert_eq!(background(253, 246, 227), Some(Background::Light));
        assert_eq!(background(0, 0, 255), Some(Background::Dark));
        assert_eq!(Probe::default().background(), None);
    }
}
