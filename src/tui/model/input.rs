//! A line of text being typed, edited by grapheme clusters.

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::action::Action;

/// Longest text of an input in bytes; what there is no room for is left out.
const LONGEST: usize = 16 << 10;

/// A one-line input with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    before: String,
    after: String,
    /// Whether nobody has looked yet at what was typed last.
    is_changed: bool,
    /// Whether all of it is only offered, as selected text is: typing or erasing replaces it,
    /// moving the cursor takes it as it stands.
    is_offered: bool,
}

impl Input {
    /// An input that holds `text`, the cursor at its end.
    pub fn with(text: &str) -> Self {
        Self {
            before: text.to_owned(),
            ..Self::default()
        }
    }

    /// An input that offers `text`.
    pub fn offering(text: &str) -> Self {
        Self {
            is_offered: true,
            ..Self::with(text)
        }
    }

    /// Whether what it holds is only offered.
    pub fn is_offered(&self) -> bool {
        self.is_offered
    }

    /// Does an action that edits; nothing for any other.
    pub fn edit(&mut self, action: &Action) {
        match action {
            Action::Type(text) => self.insert(text),
            Action::EraseBack => {
                self.erase_back();
            }
            Action::EraseForward => self.erase_forward(),
            Action::EraseWord => self.erase_word(),
            Action::EraseAll => self.erase_all(),
            Action::CursorLeft => self.left(),
            Action::CursorRight => self.right(),
            Action::CursorHome => self.home(),
            Action::CursorEnd => self.end(),
            _ => {}
        }
    }

    /// All of the text.
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// What stands before the cursor.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// What stands behind the cursor.
    pub fn after(&self) -> &str {
        &self.after
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Whether the text was edited since this was asked last: keys come faster than what is typed
    /// can be acted upon.
    pub fn take_change(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// Types at the cursor. Line breaks become spaces: an input has one line.
    pub fn insert(&mut self, text: &str) {
        self.decline();
        self.is_changed = true;
        let mut room = LONGEST.saturating_sub(self.before.len() + self.after.len());
        let fitting = text.chars().take_while(|c| {
            let fits = c.len_utf8() <= room;
            room = room.saturating_sub(c.len_utf8());
            fits
        });
        self.before
            .extend(fitting.map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
    }

    /// Erases the cluster before the cursor; false where there is none.
    pub fn erase_back(&mut self) -> bool {
        if self.decline() {
            return true;
        }
        let Some((at, _)) = self.before.grapheme_indices(true).next_back() else {
            return false;
        };
        self.before.truncate(at);
        self.is_changed = true;
        true
    }

    /// Erases the cluster behind the cursor.
    pub fn erase_forward(&mut self) {
        if self.decline() {
            return;
        }
        if let Some(cluster) = self.after.graphemes(true).next() {
            self.after.drain(..cluster.len());
            self.is_changed = true;
        }
    }

    /// Erases back to the start of the word before the cursor.
    pub fn erase_word(&mut self) {
        if self.decline() {
            return;
        }
        let kept = self.before.trim_end();
        let at = kept
            .split_word_bound_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
        self.before.truncate(at);
        self.is_changed = true;
    }

    /// Erases what is only offered; false where nothing is.
    fn decline(&mut self) -> bool {
        let is_offered = self.is_offered;
        if is_offered {
            self.erase_all();
        }
        is_offered
    }

    /// Erases everything.
    pub fn erase_all(&mut self) {
        *self = Self {
            is_changed: true,
            ..Self::default()
        };
    }

    /// Moves the cursor one cluster left.
    pub fn left(&mut self) {
        self.is_offered = false;
        if let Some((at, _)) = self.before.grapheme_indices(true).next_back() {
            let moved = self.before.split_off(at);
            self.after.insert_str(0, &moved);
        }
    }

    /// Moves the cursor one cluster right.
    pub fn right(&mut self) {
        self.is_offered = false;
        if let Some(cluster) = self.after.graphemes(true).next() {
            let length = cluster.len();
            self.before.extend(self.after.drain(..length));
        }
    }

    /// Moves the cursor to the start.
    pub fn home(&mut self) {
        self.is_offered = false;
        self.after.insert_str(0, &std::mem::take(&mut self.before));
    }

    /// Moves the cursor to the end.
    pub fn end(&mut self) {
        self.is_offered = false;
        self.before.push_str(&std::mem::take(&mut self.after));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edit: impl Fn(&mut Input), expected: &str) {
        let mut input = Input::with("手工 社\u{20dd}x");
        edit(&mut input);
        assert_eq!(format!("{}|{}", input.before(), input.after()), expected);
    }

    #[test]
    fn edits_go_by_clusters_and_words() {
        check(
            |i| {
                i.erase_back();
                i.erase_back();
            },
            "手工 |",
        );
        check(
            |i| {
                i.left();
                i.left();
                i.erase_forward();
            },
            "手工 |x",
        );
        check(
            |i| {
                i.home();
                i.insert("合\n作");
            },
            "合 作|手工 社\u{20dd}x",
        );
        check(
            |i| {
                i.home();
                i.right();
                i.erase_word();
            },
            "|工 社\u{20dd}x",
        );
        check(Input::erase_all, "|");
        check(
            |i| {
                i.left();
                i.end();
            },
            "手工 社\u{20dd}x|",
        );
    }

    #[test]
    fn what_is_offered_is_replaced_by_typing_and_kept_by_moving() {
        let offered = |edit: fn(&mut Input)| {
            let mut input = Input::offering("a.txt");
            edit(&mut input);
            assert!(!input.is_offered());
            format!("{}|{}", input.before(), input.after())
        };
        assert_eq!(offered(|i| i.insert("b")), "b|");
        let twice = |i: &mut Input| {
            i.insert("b");
            i.insert("c");
        };
        assert_eq!(offered(twice), "bc|");
        assert_eq!(offered(|i| assert!(i.erase_back())), "|");
        assert_eq!(offered(Input::erase_forward), "|");
        assert_eq!(offered(Input::erase_word), "|");
        assert_eq!(offered(Input::end), "a.txt|");
        let longer = |i: &mut Input| {
            i.end();
            i.insert("x");
        };
        assert_eq!(offered(longer), "a.txtx|");
        let shorter = |i: &mut Input| {
            i.right();
            i.erase_back();
        };
        assert_eq!(offered(shorter), "a.tx|");
        assert_eq!(offered(Input::left), "a.tx|t");
        assert_eq!(offered(Input::home), "|a.txt");
    }

    #[test]
    fn what_there_is_no_room_for_is_left_out() {
        let mut input = Input::with("甲");
        input.left();
        for _ in 0..3 * LONGEST {
            input.insert("x");
        }
        assert_eq!(input.before().len() + input.after().len(), LONGEST);
        input.erase_back();
        input.insert(&"文".repeat(LONGEST));
        assert_eq!(input.text().len(), LONGEST - 1);
        assert_eq!(input.after(), "甲");
    }
}
