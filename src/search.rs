//! Floor 5, search: titles and clauses (fuzzy), full text; hits with spans. Knows no typesetting,
//! no tui, and not how hits are shown.

pub mod body;
pub mod engine;
mod expression;
pub mod find;
pub mod folding;
pub mod fuzzy;
pub mod headings;
mod hidden;
pub mod matcher;
pub mod query;
pub mod scan;
pub mod titles;
