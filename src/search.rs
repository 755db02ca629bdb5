//! Floor 5, search: titles and clauses (fuzzy), full text; hits with spans; knows no typesetting, tui or how hits are shown.

pub mod find;
pub mod fuzzy;
pub mod headings;
pub mod query;
pub mod titles;
