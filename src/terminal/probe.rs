//! The probe: what the terminal is asked when it is taken over, and what its answers say. Nothing waits for them: a terminal that
//! answers nothing is written to in the same time, by what is sure of all of them.

use super::facts::{Background, TerminalFacts};
use super::input::Answer;
use super::pace;
use crate::text::Ambiguous;
use crate::text::width::cells;

/// Characters of ambiguous width from every corner of a text and of the frame: where they are one column each, or two, the others
/// are so too.
const SAMPLE: &str = "…—“·①→─▌●";

/// What the terminal has said.
#[derive(Clone, Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a thing that a terminal can or cannot do"
)]
pub struct Probe {
    /// Whether the place of the cursor behind the sample is still to come.
    awaits_cursor: bool,
    /// The columns of the sample.
    pub columns: Option<u16>,
    /// Red, green and blue of its background.
    pub color: Option<(u8, u8, u8)>,
    /// Whether it knows synchronized output (mode 2026).
    pub synchronized: bool,
    /// Whether it knows left and right margins (mode 69).
    pub margins: bool,
    /// Whether text was seen to flow between them.
    pub flows: bool,
    /// Whether it reports that its window has the keyboard (mode 1004).
    pub focus: bool,
    /// Whether it speaks kitty's keyboard protocol.
    pub keyboard: bool,
}

/// Synchronized output.
const SYNCHRONIZED: u16 = 2026;

/// Left and right margins (DECLRMM).
pub const MARGINS: u16 = 69;

/// Reports of the keyboard's coming and going.
pub const FOCUS: u16 = 1004;

/// Text that is one column longer than the row between two margins, and CR: where text flows between them it leaves the cursor at the left
/// one, a row below. The mode is what `margins` tells; autowrap (mode 7) is what shells count on as well, and stays.
const FLOW: &str = "\x1b[?7h\x1b[?69h\x1b[3;6s\x1b[2;3Hflows\r\x1b[6n\x1b[?69l";

/// The column and the row of the cursor then, from nought.
const FLOWED: (u16, u16) = (2, 2);

impl Probe {
    /// The questions. They go in front of a frame that clears the screen: what one of them may leave there is not seen.
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

    /// The questions, and behind them whether text flows between margins: for a screen that is cleared then. The receipt is the last
    /// answer all the same: whoever has heard it has heard all.
    pub fn ask_on_screen(&mut self, facts: &TerminalFacts) -> String {
        let questions = self.ask(facts);
        if !facts.may_be_asked() {
            return questions;
        }
        let others = questions.trim_end_matches(pace::QUESTION);
        format!("{others}{FLOW}{}", pace::QUESTION)
    }

    /// Takes an answer; whether it says something new.
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

    /// How wide characters of ambiguous width are, where all of the sample are the same.
    pub fn ambiguous(&self) -> Option<Ambiguous> {
        let columns = usize::from(self.columns?);
        [Ambiguous::Narrow, Ambiguous::Wide]
            .into_iter()
            .find(|ambiguous| sample_columns(*ambiguous) == columns)
    }

    /// Whether the terminal takes UTF-8 for single bytes: then each of them was a column.
    pub fn is_bytewise(&self) -> bool {
        self.columns.map(usize::from) == Some(SAMPLE.len())
    }

    /// Whether the background is light, as it says.
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
        // No margins; margins that CR does not know; margins that full rows do not know.
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
