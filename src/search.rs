//! Floor 5, search: titles and clauses (fuzzy), full text; hits with spans. Knows no typesetting,
//! no tui, and not how hits are shown.

pub mod body;
pub mod collocates;
pub mod concordance;
pub mod distant;
pub mod engine;
mod expression;
pub mod facets;
pub mod find;
pub mod folding;
pub mod fuzzy;
pub mod headings;
pub mod histogram;
pub mod inventory;
pub mod local;
pub mod matcher;
pub mod pack;
pub mod parallel;
pub mod push;
pub mod query;
mod row;
pub mod titles;
pub mod united;
