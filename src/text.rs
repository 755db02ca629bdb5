//! Floor 0, pure text: spans, grapheme clusters, columns, numerals, the table of numbering,
//! folding, pinyin. Knows no files, documents, time or environment.

pub mod counting;
pub mod display;
pub mod fold;
pub mod grapheme;
pub mod hanzi;
pub mod kinsoku;
pub mod linebreak;
pub mod mistyped;
pub mod nearest;
pub mod numbering;
pub mod numeral;
pub mod one_line;
pub mod pinyin;
pub mod said;
pub mod script;
pub mod sieve;
pub mod span;
pub mod width;
pub mod word;
pub mod wrap;

pub use said::Said;
pub use span::Span;
pub use width::Ambiguous;
