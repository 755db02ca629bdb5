//! What a document says of itself: the fields of the archive format, of front matter, or what stands in their place.

use super::PartialDate;

/// The metadata of a document. Absent fields are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Ten hex digits in the archive format; empty where the source has none.
    pub id: String,
    /// The title; never empty after parsing a source that has any text.
    pub title: String,
    /// Its dates, in order.
    pub dates: Vec<PartialDate>,
    /// Whether the first and last date bound a range.
    pub is_period: bool,
    /// Authors.
    pub authors: Vec<String>,
    /// Where the text was taken from (来源).
    pub origin: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Book or collection (书籍).
    pub collection: String,
    /// Its author or editor (书籍作者).
    pub collection_author: String,
    /// Fields this program does not know, as they stand.
    pub other: Vec<(String, String)>,
}
