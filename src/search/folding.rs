//! What made a hit: how its words differ in the source from what was typed.

/// A difference that was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folding {
    /// Another script, variant, width or case: 業 for 业, Ａ for a.
    Writing,
    /// Blanks between characters.
    Blanks,
    /// Marks of notes, readings.
    Marks,
    /// Punctuation.
    Points,
    /// A number in other numerals: 十五 for 15.
    Number,
    /// A date in another form.
    Date,
}

impl Folding {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::Writing,
        Self::Blanks,
        Self::Marks,
        Self::Points,
        Self::Number,
        Self::Date,
    ];

    /// Its name in JSON; its sentence is `folding.<name>` in the locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Writing => "writing",
            Self::Blanks => "blanks",
            Self::Marks => "marks",
            Self::Points => "points",
            Self::Number => "number",
            Self::Date => "date",
        }
    }
}

/// The differences of one hit, or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Foldings(u8);

impl Foldings {
    /// Adds a difference.
    pub fn add(&mut self, folding: Folding) {
        self.0 |= 1 << folding as u8;
    }

    /// Adds those of another hit.
    pub fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether nothing was passed over.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The differences, in order.
    pub fn iter(self) -> impl Iterator<Item = Folding> {
        let has = move |folding: &Folding| self.0 & 1 << *folding as u8 != 0;
        Folding::ALL.into_iter().filter(has)
    }
}
