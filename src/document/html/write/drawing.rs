//! Drawings (SVG 2, 5.8 and 11): their titles and descriptions as those of a picture, and the words
//! that they show.

use super::{Blank, Writer};

impl Writer<'_, '_> {
    pub(super) fn drawing(&mut self, at: usize) {
        let outer = self.drawing;
        self.drawing = outer.or(Some(self.to.passage().is_empty()));
        self.children(at);
        self.drawing = outer;
    }

    /// Writes the title or the description of a drawing or of a part of it.
    pub(super) fn caption(&mut self, at: usize) {
        let words = self.page.all_text(at);
        self.part();
        self.pictured(&words);
        self.part();
    }

    /// Writes words that a drawing shows. An element of this name outside of drawings is none.
    pub(super) fn lettering(&mut self, at: usize) {
        self.part();
        self.children(at);
        self.part();
    }

    /// Parts words of a drawing from others: lines of their own, unless it stands in a line of
    /// text.
    fn part(&mut self) {
        match self.drawing {
            Some(true) => self.end_passage(),
            Some(false) => self.blank(Blank::Space),
            None => {}
        }
    }
}
