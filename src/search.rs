//! Floor 5, search: titles and clauses (fuzzy), full text; hits with spans. Knows no typesetting,
//! no tui, and not how hits are shown.

pub mod find;
pub mod fuzzy;
pub mod headings;
pub mod query;
pub mod titles;
