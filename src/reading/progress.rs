//! How far a reader is in a text: in percent, and in the clauses that it is made of.

use super::Text;
use crate::clause::ClauseId;
use crate::clause::name::Names;
use crate::text::Span;

/// Which of the clauses beside it one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What they all stand in, as it is printed: 第三章; empty where that has no number.
    pub around: String,
    /// Which it is, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

impl Text {
    /// How much is read before a byte offset: whole percents, or tenths of the first one, since a
    /// page of a long text is less.
    pub fn percent(&self, at: usize) -> String {
        let read = self.read();
        let length = read.len().max(1);
        let tenths = at.saturating_sub(read.start).min(length) * 1000 / length;
        match tenths {
            1..10 => format!("0.{tenths}"),
            tenths => (tenths / 10).to_string(),
        }
    }

    /// The byte offset before which so many percent are read.
    pub fn at_percent(&self, percent: usize) -> usize {
        let (source, read) = (&self.document.source, self.read());
        let mut at = read.start + read.len() * percent.min(100) / 100;
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// What is read, from its first byte to its last.
    fn read(&self) -> Span {
        let blocks = self.document.blocks.iter();
        let mut read = blocks.filter(|block| block.kind.is_read());
        let first = read.next().map_or(Span::default(), |block| block.span);
        let last = read.next_back().map_or(first, |block| block.span);
        Span::new(first.start, last.end)
    }

    /// The clause that a reader counts by, among those beside it: the article, the item of an
    /// essay, the chapter of a novel.
    pub fn step(&self, id: ClauseId) -> Option<Step> {
        let path = self.tree.path(id);
        let from = Names::new(&self.document, &self.tree).counted_from(&path);
        let at = from.min(path.len().checked_sub(1)?);
        let own = *path.get(at)?;
        let around = at.checked_sub(1).and_then(|above| path.get(above)).copied();
        let beside = self.tree.children(around);
        let label = around.and_then(|id| self.tree.get(id));
        let label = label.map_or("".into(), |clause| self.document.words(clause.label));
        Some(Step {
            around: label.trim().to_owned(),
            number: beside.iter().position(|id| *id == own)? + 1,
            count: beside.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::library::Source;

    fn text(source: &str) -> Text {
        let origin = Source::Memory("渡口.txt".into(), source.as_bytes().into()).into();
        Text::of(parse(source.to_owned()), "UTF-8", &origin)
    }

    #[test]
    fn percent_leads_back_to_where_it_was_told() {
        let text = text(&format!("渡口志\n\n{}\n", "渡船往来。".repeat(2000)));
        assert_eq!(text.percent(0), "0");
        assert_eq!(text.percent(text.document.source.len()), "100");
        assert_eq!(text.percent(text.at_percent(50)), "49");
        assert_eq!(text.percent(100), "0.3");
    }

    /// Checks what the clause with an address is among those beside it.
    fn check(source: &str, address: &str, expected: (&str, usize, usize)) {
        let text = text(source);
        let id = text.tree.resolve(&address.parse().unwrap()).unwrap();
        let step = text.step(id).unwrap();
        assert_eq!(
            (&*step.around, step.number, step.count),
            expected,
            "{address}"
        );
    }

    const STATUTE: &str = "渡口法\n\n第一章 总则\n\n第一条 渡口归县。\n\n第二章 渡船\n\n第二条 渡船应当：\n\n（一）坚固；\n\n（二）备桨。\n\n违反前款的，不得渡人。\n\n第三条 渡工有证。\n";
    const NOVEL: &str =
        "渡口记\n\n第一回 南渡\n\n船来。\n\n第二回 北渡\n\n船去。\n\n第三回 归渡\n\n船回。\n";
    const ESSAY: &str = "# 渡口论\n\n一、南渡\n\n（一）船\n\n（二）桨\n\n二、北渡\n";

    #[test]
    fn a_reader_counts_articles_within_their_chapter_and_chapters_of_a_novel() {
        check(STATUTE, "art1", ("第一章", 1, 1));
        check(STATUTE, "art2.para1.2", ("第二章", 1, 2));
        check(STATUTE, "art3", ("第二章", 2, 2));
        check(STATUTE, "ch2", ("", 2, 2));
        check(NOVEL, "ch2", ("", 2, 3));
        check(ESSAY, "1.2", ("", 1, 2));
    }
}
