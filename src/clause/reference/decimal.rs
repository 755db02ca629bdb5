//! References of standards, which call a clause by its number alone: 按 4.2.1 a) 执行, 见 B.2.

use foldhash::HashMap;

use crate::clause::marker::{Form, read_by};
use crate::clause::{ClauseId, ClauseKind, ClauseTree};
use crate::document::Document;
use crate::text::fold::fold_char;

/// The clauses of a document by their decimal numbers.
pub(super) struct Decimals<'d> {
    document: &'d Document,
    tree: &'d ClauseTree,
    by_number: HashMap<String, ClauseId>,
}

/// The characters that such a number may start with.
pub(super) const STARTS: [&str; 36] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C", "D", "E", "F", "G", "H", "I",
    "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z",
];

/// Words before and behind the number of a clause, which those of a measure do not have.
const BEFORE: [&str; 24] = [
    "按", "按照", "依照", "依据", "根据", "符合", "满足", "见", "與", "与", "和", "或", "、", "至",
    "由", "除", "第", "（", "see", "with", "Section", "Sections", "Clause", "Clauses",
];
const BEHIND: [&str; 10] = [
    "的规定",
    "规定",
    "的要求",
    "要求",
    "条",
    "所述",
    "给出",
    "中",
    "执行",
    "进行",
];

impl<'d> Decimals<'d> {
    pub fn new(document: &'d Document, tree: &'d ClauseTree) -> Self {
        let plain = document.plain();
        let numbered = tree.ids().filter_map(|id| {
            let clause = tree.get(id)?;
            let label = clause.label.of(plain).trim_end_matches('.');
            let is_item = matches!(clause.kind, ClauseKind::Item | ClauseKind::Subparagraph);
            let is_one = is_item && label.contains(['.', '．']);
            // Section 1.1 is called by its number too.
            let number = label.rsplit(' ').next()?;
            is_one.then(|| (number.chars().map(width).collect(), id))
        });
        Self {
            document,
            tree,
            by_number: numbered.collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.by_number.is_empty()
    }

    /// The clause whose number stands at byte `at` of a text, with the letters of items behind it,
    /// and the length of all. `is_listed` where it follows another.
    pub fn find(&self, words: &str, at: usize, is_listed: bool) -> Option<(usize, ClauseId)> {
        let (before, rest) = words.split_at_checked(at)?;
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '．' | '０'..='９');
        // GB/T 1.1 is another standard.
        let is_name = before
            .trim_end()
            .ends_with(|c: char| c.is_ascii_uppercase());
        if is_name || before.ends_with(|c: char| is_part(c) || "-—–/".contains(c)) {
            return None;
        }
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        if rest.get(end..)?.starts_with(['-', '—', '–']) {
            return None;
        }
        let number = rest.get(..end)?.trim_end_matches(['.', '．']);
        let key: String = number.chars().map(width).collect();
        let id = *self.by_number.get(&key)?;
        let (length, id) = self.items(rest, number.len(), id);
        let behind = rest.get(length..)?;
        // A.2 and 4.2.1 are no measures, 3.5 may be one.
        let is_sure = is_listed
            || length > number.len()
            || key.starts_with(|c: char| c.is_ascii_uppercase())
            || key.matches('.').count() > 1;
        let is_told = || {
            let before = before.trim_end();
            BEFORE.iter().any(|word| before.ends_with(word))
                || BEHIND
                    .iter()
                    .any(|word| behind.trim_start().starts_with(word))
        };
        let measures = |c: char| "%％℃°‰倍米元吨克升年月日天秒万亿".contains(c);
        let is_measure = behind.trim_start().starts_with(measures);
        (!is_measure && (is_sure || is_told())).then_some((length, id))
    }

    /// Follows the items behind a number that is `length` bytes long: a) 2).
    fn items(&self, rest: &str, mut length: usize, mut id: ClauseId) -> (usize, ClauseId) {
        while let Some(behind) = rest.get(length..)
            && let item = behind.trim_start_matches(' ')
            && let Some(marker) = read_by(self.document.numbering, item, 0)
            && matches!(
                marker.form,
                Form::LatinHalfParen
                    | Form::ArabicHalfParen
                    | Form::LatinParen
                    | Form::RomanParen
                    | Form::ArabicParen
            )
            && let Some(below) = self.below(id, marker.label.of(item))
        {
            length = rest.len() - item.len() + marker.label.len();
            id = below;
        }
        (length, id)
    }

    /// The item right below a clause that has a label.
    fn below(&self, id: ClauseId, label: &str) -> Option<ClauseId> {
        let plain = self.document.plain();
        let end = self.tree.get(id)?.span.end;
        let ids = (id.0 + 1..).map(ClauseId);
        let clauses = ids.map_while(|id| Some((id, self.tree.get(id)?)));
        let mut inside = clauses.take_while(|(_, clause)| clause.span.start < end);
        let is_one = |label_of: &str| label_of.chars().map(width).eq(label.chars().map(width));
        let found = inside
            .find(|(_, clause)| clause.parent == Some(id) && is_one(clause.label.of(plain)))?;
        Some(found.0)
    }
}

/// Half-width forms, with capitals kept.
fn width(c: char) -> char {
    match c {
        '．' => '.',
        '０'..='９' | '（' | '）' => fold_char(c),
        _ => c,
    }
}
