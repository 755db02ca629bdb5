//! Articles: their captions, their paragraphs (款), which most texts do not number, and the items
//! that contain articles.

use super::division::is_one_of;
use super::{Nesting, Open, Shape};
use crate::clause::marker::{Form, Marker, leading};
use crate::clause::{ClauseId, ClauseKind, Step, StepKind};
use crate::document::{Block, BlockKind};
use crate::text::Span;
use crate::text::numbering::{Insertion, Level};

impl Nesting<'_> {
    /// Index of the innermost open article in the stack of open clauses.
    pub(super) fn article(&self) -> Option<usize> {
        let is_article = |open: &Open| open.form == Shape::Marked(Form::Article);
        self.open.iter().rposition(is_article)
    }

    /// Turns a Western section into part of an article if it directly follows the article's bare
    /// number (Section 1.) or continues such a series. Other sections contain articles.
    pub(super) fn section_of_article(&self, marker: Marker) -> Marker {
        let section = Marker {
            form: Form::SectionOfArticle,
            ..marker
        };
        let last = self.article().and_then(|at| self.open.get(at));
        let is_bare = last.is_some_and(|open| {
            open.id + 1 == self.clauses.len()
                && self
                    .clauses
                    .get(open.id)
                    .is_some_and(|article| article.title.is_empty())
        });
        let is_within = marker.number == 1 && is_bare || self.continues(&section);
        let is_western = marker.label.of(self.source).is_ascii();
        if marker.form == Form::Section && is_western && is_within {
            section
        } else {
            marker
        }
    }

    /// Whether 第一款 is an article, as in old treaties: only if the last article, if any, is
    /// called 款 too.
    pub(super) fn is_article(&self, marker: &Marker) -> bool {
        let is_old = |words: &str| words.ends_with('款');
        let mut articles = self
            .clauses
            .iter()
            .rev()
            .filter(|clause| clause.kind == ClauseKind::Article);
        !is_old(marker.label.of(self.source))
            || articles
                .next()
                .is_none_or(|last| is_old(last.label.of(self.source)))
    }

    /// Whether a numbered paragraph is the next one of the open article, whose first may be
    /// unnumbered.
    pub(super) fn counts_on(&self, marker: &Marker) -> bool {
        let article = self.article().and_then(|at| self.open.get(at));
        article.is_some_and(|article| {
            let key = (
                Some(ClauseId(article.id as u32)),
                StepKind::Paragraph,
                0,
                Insertion::NONE,
            );
            let count = self.occurrences.get(&key).copied().unwrap_or(0);
            marker.number == count + 1
        })
    }

    /// Whether a marker numbers a paragraph of the open article: ２ in Japan, ② in Korea.
    pub(super) fn numbers_paragraph(&self, marker: &Marker) -> bool {
        let by_tradition = || {
            let unit = self.document.convention().tradition.unit(Level::Paragraph);
            unit.is_some_and(|unit| unit.printed.contains(&Form::Circled))
        };
        match marker.form {
            Form::WideDigit => true,
            Form::Circled => self.counts_on(marker) && by_tradition(),
            _ => false,
        }
    }

    /// Whether an item contains articles, as in judicial interpretations: a line without a stop
    /// (一、一般规定) followed by an article.
    pub(super) fn heads_articles(&self, marker: &Marker, text: Span) -> bool {
        const LONGEST: usize = 40;
        let is_line = |words: &str| {
            words.chars().take(LONGEST + 1).count() <= LONGEST
                && !words.contains(['。', '；', '：', '，', ';', ':', '\n'])
        };
        // Japanese and Korean items end without a stop, so they cannot be told from headings.
        let is_item = matches!(marker.form, Form::WideHan | Form::Katakana | Form::Hangul);
        if is_item || !is_line(text.of(self.source)) {
            return false;
        }
        // Not an item of the open article, even if it is its last.
        if let Some(article) = self.article() {
            let inside = self.open.get(article..).unwrap_or_default();
            let goes_on = inside
                .iter()
                .any(|open| open.form == Shape::Marked(marker.form));
            let before = Span::new(0, marker.label.start).of(self.source).trim_end();
            if goes_on || before.ends_with(['：', ':']) {
                return false;
            }
        }
        let is_gap = |block: &&Block| block.kind == BlockKind::Gap;
        let mut ahead = self.ahead.iter().filter(|block| !is_gap(block)).take(3);
        ahead
            .find_map(|block| {
                let words = block.text.of(self.source);
                let is_read =
                    matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. });
                match leading(words, 0).filter(|_| is_read).map(|next| next.form) {
                    // A Korean item ends without a stop, so it cannot be told from a heading.
                    Some(Form::Article) => Some(!words.starts_with('제')),
                    // A list.
                    Some(form) if form == marker.form => Some(false),
                    // Nested groups.
                    Some(form) if Shape::Marked(form).rank().is_none() && is_line(words) => None,
                    _ => Some(false),
                }
            })
            .unwrap_or(false)
    }

    /// The title of an article in parentheses on the line above, as in Japanese statutes.
    pub(super) fn caption(&self) -> Option<Span> {
        const LONGEST: usize = 120;
        let (above, before) = self.before.split_last()?;
        let words = above.text.of(self.source);
        let inner = words.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
        let is_title = words.len() <= LONGEST
            && !inner.contains(['。', '（', '）', '(', ')'])
            && !inner.contains(char::is_numeric)
            && !is_one_of(inner, &["刪除", "删除", "削除", "略", "삭제"]);
        // The line below a bare 第 3 條 is its text.
        let is_text = before.last().is_some_and(|block| {
            let words = block.text.of(self.source);
            leading(words, 0).is_some_and(|marker| marker.label.len() == words.len())
        });
        (is_title && !is_text).then_some(above.text)
    }

    /// Opens the first 款 of an article; [`Nesting::finish`] removes it if it stays the only one.
    /// If a first item directly follows the label or a parenthesized title (제2조(정의) ①), opens
    /// the item instead and returns its marker.
    pub(super) fn article_text(&mut self, marker: Marker, text: Span) -> Option<Marker> {
        let rest = Span::new(marker.label.end, text.end);
        let words = rest.of(self.source);
        let titled = self
            .titled(rest)
            .map(|title| Span::new(title.end, text.end).of(self.source));
        for behind in [Some(words), titled].into_iter().flatten() {
            let behind = behind.trim_start();
            let item = leading(behind, text.end - behind.len());
            if let Some(item) =
                item.filter(|item| item.number == 1 && Shape::Marked(item.form).rank().is_none())
            {
                self.marked(item, Span::new(item.label.start, text.end), None);
                return Some(item);
            }
        }
        // In Điều 1. Phạm vi điều chỉnh and 第三条 争议解决 the rest of the line is a title; the
        // text is below.
        let is_title = marker.label.of(self.source).ends_with('.')
            && !words.ends_with(['.', ';', ':', '?', '!', '。', '；', '：'])
            || self.is_title_line(words);
        let blank = words.len() - words.trim_start().len();
        if blank < words.len() && !is_title {
            let start = rest.start + blank;
            self.count_paragraph(Span::new(start, text.end), Span::new(start, start));
        }
        None
    }

    /// Whether the text after an article's number is a title: short, without a stop, followed by
    /// text.
    fn is_title_line(&self, words: &str) -> bool {
        const LONGEST: usize = 20;
        // The cheapest test first: this runs for every article.
        words.chars().take(LONGEST + 1).count() <= LONGEST
            && !words.contains(|c: char| "。；：，、！？“”.;:,".contains(c))
            && self.has_text_below()
    }

    /// Whether the next block is text or an item that ends with a stop.
    fn has_text_below(&self) -> bool {
        let is_gap = |block: &&Block| block.kind == BlockKind::Gap;
        let next = self.ahead.iter().find(|block| !is_gap(block));
        next.is_some_and(|block| {
            let words = block.text.of(self.source);
            let marker = leading(words, 0);
            block.kind == BlockKind::Paragraph
                && words.ends_with(['。', '：', '；'])
                // 限期 / 3 個月。 is one line, wrongly broken.
                && (marker.is_some() || words.starts_with(char::is_alphabetic))
                && marker.is_none_or(|marker| Shape::Marked(marker.form).rank().is_none())
        })
    }

    /// A paragraph without a marker: in an article a 款, elsewhere part of the clause above.
    pub(super) fn unmarked(&mut self, text: Span) {
        if let Some(unnamed) = self.unnamed {
            self.name(unnamed, text);
        }
        if let Some(at) = self.article() {
            if is_testimonium(text.of(self.source)) {
                return self.open.truncate(at);
            }
            let inside = self.open.get(at..).unwrap_or_default();
            let in_section = |open: &Open| open.form == Shape::Marked(Form::SectionOfArticle);
            if inside.iter().any(in_section) || self.series_goes_on(at) {
                // A paragraph between two items of one series continues the first.
                return;
            }
            self.open.truncate(at + 1);
            self.count_paragraph(text, Span::new(text.start, text.start));
        }
    }

    /// Makes the line below an untitled division (附件1) its title.
    pub(super) fn name(&mut self, unnamed: usize, text: Span) {
        const LONGEST: usize = 60;
        let words = text.of(self.source);
        let is_name = words.chars().take(LONGEST + 1).count() <= LONGEST
            && !words.contains(['。', '；', '，', '：', '\n'])
            && !words.ends_with(['.', ';', ':', ',']);
        let clause = self.clauses.get_mut(unnamed).filter(|_| is_name);
        // An article takes the start of its text as title, whatever its length.
        if let Some(clause) = clause.filter(|clause| clause.kind != ClauseKind::Article) {
            clause.title = text;
        }
    }

    /// Whether the next marked block continues a series of items that is open in the article at
    /// index `article`.
    pub(super) fn series_goes_on(&self, article: usize) -> bool {
        const FARTHEST: usize = 12;
        let items = self.open.get(article + 1..).unwrap_or_default();
        if items.iter().all(|open| open.form == Shape::Paragraph) {
            return false;
        }
        for block in self.ahead.iter().take(FARTHEST) {
            match block.kind {
                BlockKind::Gap | BlockKind::Table(_) | BlockKind::Note => {}
                BlockKind::Paragraph => {
                    let Some(marker) = leading(block.text.of(self.source), block.text.start) else {
                        continue;
                    };
                    let goes_on = |open: &Open| {
                        open.form == Shape::Marked(marker.form)
                            && marker.number == open.number.saturating_add(1)
                    };
                    return items.iter().any(goes_on);
                }
                _ => return false,
            }
        }
        false
    }

    /// Opens the next paragraph (款) of an article. `label` is empty unless the paragraph is
    /// numbered.
    pub(super) fn count_paragraph(&mut self, text: Span, label: Span) {
        let parent = self.parent();
        let count = self
            .occurrences
            .entry((parent, StepKind::Paragraph, 0, Insertion::NONE))
            .or_insert(0);
        *count += 1;
        let step = Step {
            kind: StepKind::Paragraph,
            number: *count,
            insertion: Insertion::NONE,
            occurrence: 1,
        };
        let title = self.lead(Span::new(label.end, text.end), false);
        // An article whose text starts below its number takes its lead as title.
        let article = parent.and_then(|id| self.clauses.get_mut(id.index()));
        if let Some(article) = article.filter(|article| article.title.is_empty()) {
            article.title = title;
        }
        self.push(
            ClauseKind::Paragraph,
            (label, title),
            text.start,
            (step, parent),
        );
        self.opened(Shape::Paragraph, step.number, None);
    }
}

/// Whether a paragraph is the testimonium of a treaty, which follows the last article and is not
/// part of it.
fn is_testimonium(words: &str) -> bool {
    const OPENINGS: [&str; 4] = [
        "IN WITNESS WHEREOF",
        "In witness whereof",
        "DONE at",
        "Done at",
    ];
    let has = |all: &[&str]| all.iter().any(|word| words.contains(word));
    OPENINGS.iter().any(|opening| words.starts_with(opening))
        || words.starts_with("为此") && has(&["签字", "签署"])
        || words.starts_with('本')
            && has(&["签订", "签署"])
            && has(&["一式", "两份", "同等效力", "同样效力", "同一作准"])
}
