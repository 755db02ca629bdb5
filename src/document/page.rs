//! Pages of the print that a text was taken from: where each begins, and what it is called.

use compact_str::CompactString;

use super::Document;
use crate::text::Span;
use crate::text::one_line::on_one_line;

/// The beginning of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where the text of the page before it ends: in front of its mark, where the source has one.
    pub before: usize,
    /// Where its own text begins.
    pub at: usize,
    /// Its name (`003-4a`, `p0279a05`, `xii`), which is not shown.
    pub label: CompactString,
}

impl Page {
    /// A page that a source names beside its text, without what is only there to be spoken
    /// (`Page 12.`, `第12页`); `None` if nothing is left of the name.
    pub(super) fn named(at: usize, name: &str) -> Option<Self> {
        let name = on_one_line(name);
        let spoken = name.get(..SPOKEN.len());
        let is_spoken = spoken.is_some_and(|start| start.eq_ignore_ascii_case(SPOKEN));
        let number = name.get(SPOKEN.len()..).filter(|_| is_spoken);
        let label = number.unwrap_or(&name).trim_start_matches('第');
        let label = label.trim_end_matches(['.', '页', '頁', '쪽']).trim();
        (!label.is_empty()).then(|| Self {
            before: at,
            at,
            label: CompactString::from(label),
        })
    }
}

/// What readers of screens say before the number of a page.
const SPOKEN: &str = "page ";

impl Document {
    /// The text of the page that a person names: by its whole name, or without what stands before
    /// its number (`279a` for `p0279a`), or without the line at its end (`p0279a` for `p0279a05`).
    pub fn page(&self, typed: &str) -> Option<Span> {
        let typed = typed.trim().to_ascii_lowercase();
        let number = bare(&typed);
        if !number.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let label = |page: &Page| page.label.to_ascii_lowercase();
        let is_named = |page: &Page| {
            let label = label(page);
            let last = label.rsplit('-').next().unwrap_or("");
            label == typed || bare(&label) == number || bare(last) == number
        };
        // p0279a is the page of p0279a01; 279 would be that of too many.
        let has_side = number.ends_with(|c: char| c.is_ascii_lowercase());
        let is_line = |page: &Page| {
            let label = label(page);
            let line = bare(&label).strip_prefix(number).filter(|_| has_side);
            line.is_some_and(|line| line.bytes().all(|b| b.is_ascii_digit()))
        };
        let first = self.pages.iter().position(is_named);
        let (first, is_same): (usize, &dyn Fn(&Page) -> bool) = match first {
            Some(first) => (first, &is_named),
            None => (self.pages.iter().position(is_line)?, &is_line),
        };
        let pages = self.pages.get(first..)?;
        let start = pages.first()?.at;
        let next = pages.iter().find(|page| !is_same(page));
        let end = next.map_or(self.source.len(), |next| next.before);
        Some(Span::new(start, end))
    }

    /// The name of the page on which a byte stands.
    pub fn page_at(&self, offset: usize) -> Option<&str> {
        let after = self.pages.partition_point(|page| page.at <= offset);
        let page = self.pages.get(after.checked_sub(1)?)?;
        Some(&page.label)
    }
}

/// A name of a page from its number on: `p0279a` and `p. 279a` are 279a.
fn bare(name: &str) -> &str {
    let number = name.strip_prefix('p').unwrap_or(name);
    number.trim_start_matches(['.', ' ', '0'])
}
