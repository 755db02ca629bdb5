//! What clauses are called: the level of each by the tradition of its text, its label in a
//! citation.

mod afar;

pub use afar::Afar;

use super::marker::{Form, Marker, candidate, last_number, read_by};
use super::{Clause, ClauseId, ClauseKind, ClauseTree};
use crate::document::Document;
use crate::text::Span;
use crate::text::numbering::{Convention, Level, Order};
use crate::text::numeral;
use crate::text::one_line::join_lines;

/// Marks behind a printed number that a citation leaves out.
const STOPS: [char; 8] = ['、', '．', '.', '，', '：', ':', '\u{3000}', ' '];

/// Marks at the end of words that others are counted below.
const LEADS: [char; 9] = ['：', ':', '，', ',', '。', '；', ';', '—', '︰'];

/// The names of the clauses of one document.
#[derive(Clone, Copy, Debug)]
pub struct Names<'d> {
    document: &'d Document,
    tree: &'d ClauseTree,
    convention: Convention,
}

/// The label of a paragraph that is counted and not numbered: 第二款, 第2項, 제2항.
pub fn counted(document: &Document, number: u32) -> String {
    document.convention().counted(number)
}

impl<'d> Names<'d> {
    /// The names in a document.
    pub fn new(document: &'d Document, tree: &'d ClauseTree) -> Self {
        Self {
            document,
            tree,
            convention: document.convention(),
        }
    }

    /// The marker of a clause, as it is printed.
    fn marker(&self, clause: &Clause) -> Option<Marker> {
        // What follows decides some forms; no marker is longer, in bytes.
        const LONGEST: usize = 80;
        let plain = self.document.plain();
        let mut end = plain.len().min(clause.label.end + LONGEST);
        while !plain.is_char_boundary(end) {
            end -= 1;
        }
        let words = plain.get(clause.label.start..end)?;
        let numbering = self.document.numbering;
        let line = words.lines().next().unwrap_or(words);
        let weak = || candidate(numbering, line, 0).map(|(marker, _)| marker);
        let marker = read_by(numbering, words, 0).or_else(weak)?;
        let other = || {
            marker
                .otherwise(words)
                .filter(|it| it.number == clause.step.number)
        };
        if marker.number == clause.step.number {
            Some(marker)
        } else {
            other().or(Some(marker))
        }
    }

    /// The form of the marker of a clause, if it has one.
    pub fn form(&self, id: ClauseId) -> Option<Form> {
        let clause = self
            .tree
            .get(id)
            .filter(|clause| !clause.label.is_empty())?;
        Some(self.marker(clause)?.form)
    }

    /// The last number that a clause stands for, where it is several: 5 of 第三条至第五条.
    pub fn last_number(&self, id: ClauseId) -> Option<u32> {
        last_number(self.tree.get(id)?.label.of(self.document.plain()))
    }

    /// The level of a clause: that of a unit of its tradition. Items count from 1 below an article
    /// or a paragraph; `None` for headings.
    pub fn level(&self, id: ClauseId) -> Option<Level> {
        let clause = self.tree.get(id)?;
        Some(match clause.kind {
            ClauseKind::Heading => return None,
            ClauseKind::Part => Level::Part,
            ClauseKind::Subpart => Level::Subpart,
            ClauseKind::Chapter => Level::Chapter,
            ClauseKind::Section => Level::Section,
            ClauseKind::Article => Level::Article,
            ClauseKind::Paragraph => Level::Paragraph,
            ClauseKind::Annex => Level::Annex,
            ClauseKind::Schedule => Level::Schedule,
            ClauseKind::Figure => Level::Figure,
            ClauseKind::Subparagraph | ClauseKind::Item => self.item(clause),
        })
    }

    /// Whether a clause is of a level. Most clauses are told by their kind alone.
    pub fn is(&self, id: ClauseId, level: Level) -> bool {
        let Some(clause) = self.tree.get(id) else {
            return false;
        };
        let is_item = matches!(clause.kind, ClauseKind::Subparagraph | ClauseKind::Item);
        let may_be = !is_item || level > Level::Article || self.prints_sections();
        may_be && self.level(id) == Some(level)
    }

    /// Whether a clause is what the text is cited by: an article, in the laws of England a section.
    pub fn is_article(&self, id: ClauseId) -> bool {
        self.is(id, Level::Article) || self.prints_sections() && self.is(id, Level::Section)
    }

    /// Whether articles or sections bear no unit, as in ordinances: 2.
    fn prints_sections(&self) -> bool {
        self.convention.tradition.order == Order::Around
    }

    /// The level of a numbered item, by what it stands in and by its form.
    fn item(&self, clause: &Clause) -> Level {
        let tradition = self.convention.tradition;
        let form = self.marker(clause).map(|marker| marker.form);
        let is = |level| form.is_some_and(|form| tradition.prints(level, form));
        let above = clause.parent.and_then(|id| self.level(id));
        match above {
            Some(Level::Item(depth)) => Level::Item(depth + 1),
            // A treaty numbers its paragraphs, and so do the laws of Vietnam.
            Some(Level::Article)
                if is(Level::Paragraph)
                    && !self.counts_paragraphs(clause.parent)
                    && !(is(Level::Item(1)) && self.leads_in(clause.parent)) =>
            {
                Level::Paragraph
            }
            // Subsection (1) of an English section.
            Some(Level::Section) if is(Level::Paragraph) && self.prints_sections() => {
                Level::Paragraph
            }
            Some(Level::Article | Level::Paragraph) => Level::Item(1),
            // The sections of an ordinance bear no unit: 2.
            _ if is(Level::Article) => Level::Article,
            _ if is(Level::Section) => Level::Section,
            _ if is(Level::Paragraph) && self.is_supplement(clause.parent) => Level::Paragraph,
            _ if is(Level::Item(0)) => Level::Item(0),
            _ => Level::Item(1),
        }
    }

    /// Whether the paragraphs of an article are clauses: it has several.
    pub fn has_paragraphs(&self, article: ClauseId) -> bool {
        let first = ClauseId(article.0 + 1);
        let is_below = self
            .tree
            .get(first)
            .is_some_and(|first| first.parent == Some(article));
        is_below && self.level(first) == Some(Level::Paragraph)
    }

    /// Whether an article counts its paragraphs, which bear no marker.
    fn counts_paragraphs(&self, article: Option<ClauseId>) -> bool {
        let first = article.and_then(|id| self.tree.get(ClauseId(id.0 + 1)));
        first.is_some_and(|first| first.parent == article && first.kind == ClauseKind::Paragraph)
    }

    /// Whether words of an article lead in what is numbered below it: 有下列情形之一的：
    fn leads_in(&self, article: Option<ClauseId>) -> bool {
        let clause = |id| self.tree.get(id);
        let below = article.and_then(|id| Some((clause(id)?, clause(ClauseId(id.0 + 1))?)));
        let words = below.map(|(article, first)| {
            let words = Span::new(article.label.end, first.span.start);
            words.of(self.document.plain())
        });
        words.is_some_and(is_lead_in)
    }

    /// Whether a clause of an article that has neither may be called by this level as well as by
    /// its own: its marker prints both.
    pub fn may_be(&self, id: ClauseId, level: Level) -> bool {
        let other = match self.level(id) {
            Some(Level::Paragraph) => Level::Item(1),
            Some(Level::Item(1)) => Level::Paragraph,
            _ => return false,
        };
        let parent = self.tree.get(id).and_then(|clause| clause.parent);
        let is_below = parent.is_some_and(|id| self.is(id, Level::Article));
        let tradition = self.convention.tradition;
        let prints = || {
            self.form(id)
                .is_some_and(|form| tradition.prints(level, form))
        };
        level == other && is_below && prints()
    }

    /// Whether a clause is the heading of what stands behind the articles.
    pub fn is_supplement(&self, id: Option<ClauseId>) -> bool {
        id.is_some_and(|id| self.supplement(id).is_some())
    }

    /// The word that heads a supplement: 附則.
    fn supplement(&self, id: ClauseId) -> Option<&'static str> {
        let clause = self.tree.get(id)?;
        let title = clause.title.of(self.document.plain());
        let is_heading = clause.kind == ClauseKind::Heading;
        is_heading.then(|| self.document.numbering.supplement(title))?
    }

    /// Where a clause stands, as a citation of its tradition says it: 第184條第1項第2款,
    /// điểm b khoản 2 Điều 2, 第2(2)(b)條; outside of statutes the markers one behind the other.
    pub fn citation(&self, id: ClauseId) -> String {
        self.said(id, 0, false)
    }

    /// Where a clause stands below the heading or the chapter around it, every unit by its name:
    /// 第二条第一款第三项; empty for a heading without a number.
    pub fn place(&self, id: ClauseId) -> String {
        self.said(id, self.counted_from(&self.tree.path(id)), true)
    }

    /// Where on a path the clauses begin that a text is counted by: at the article; without one
    /// behind the last heading or division, which is counted itself if nothing is below it.
    pub fn counted_from(&self, path: &[ClauseId]) -> usize {
        let is_article = |id: &ClauseId| self.is_article(*id) || self.is_supplement(Some(*id));
        if let Some(article) = path.iter().rposition(is_article) {
            return article;
        }
        let kind = |id: &ClauseId| self.tree.get(*id).map(|clause| clause.kind);
        let is_heading = |id: &ClauseId| kind(id) == Some(ClauseKind::Heading);
        let is_around =
            |id: &ClauseId| is_heading(id) || kind(id).is_some_and(ClauseKind::is_division);
        match path.iter().rposition(is_around) {
            Some(at) if at + 1 == path.len() && !path.last().is_some_and(is_heading) => at,
            Some(at) => at + 1,
            None => 0,
        }
    }

    /// What a clause is called, with all above it from the `from`-th on; `names_units` where a unit
    /// is named even if citations keep its marker.
    fn said(&self, id: ClauseId, from: usize, names_units: bool) -> String {
        let path = self.tree.path(id);
        let order = self.convention.tradition.order;
        if let Some(verse) = self.verse(id).filter(|_| order == Order::Verse) {
            return verse;
        }
        let is_article = |id: &ClauseId| {
            self.level(*id) == Some(Level::Article) || self.is_supplement(Some(*id))
        };
        let article = path.iter().rposition(is_article);
        let mut parts: Vec<String> = Vec::new();
        // The unit behind a section's number, which stands behind all that is in it.
        let mut closing = "";
        for (index, id) in path.iter().copied().enumerate().skip(from) {
            let Some(clause) = self.tree.get(id) else {
                continue;
            };
            let in_article = article.is_some_and(|article| index >= article);
            let marker = self.marker(clause).filter(|_| !clause.label.is_empty());
            let form = marker.map(|marker| marker.form);
            // A.2.1 says all that stands above it.
            if matches!(form, Some(Form::Decimal(_))) {
                let numbers = |id: &ClauseId| {
                    let above = self.tree.get(*id).and_then(|clause| self.marker(clause));
                    above.is_some_and(|above| {
                        matches!(above.form, Form::Decimal(_) | Form::WideDigit)
                            || above.form.is_attached()
                    })
                };
                let above = path
                    .iter()
                    .take(index)
                    .rev()
                    .take_while(|id| numbers(id))
                    .count();
                for id in path.iter().take(index).rev().take(above) {
                    let part = parts.pop().unwrap_or_default();
                    let is_annex = self
                        .tree
                        .get(*id)
                        .is_some_and(|clause| clause.kind.is_attached());
                    let word = part.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                    if is_annex {
                        parts.push(word.to_owned());
                    }
                }
            }
            if in_article && order == Order::Around && index > article.unwrap_or(0) {
                parts.push(self.printed(clause));
                continue;
            }
            let part = self.part(id, clause, in_article, names_units);
            if in_article && order == Order::Around {
                let unit = self.convention.tradition.unit(Level::Article);
                closing = unit
                    .and_then(|unit| unit.behind.first())
                    .copied()
                    .unwrap_or("");
                parts.push(
                    part.strip_suffix(closing)
                        .map_or(part.clone(), ToOwned::to_owned),
                );
                continue;
            }
            parts.push(part);
        }
        if order == Order::Outward {
            parts.reverse();
            return parts.join(" ");
        }
        // 第二，一、: markers without their stops would read as one number.
        let is_word = |c: char| c.is_alphanumeric();
        let joined = parts.into_iter().reduce(|above, part| {
            let runs_on =
                article.is_none() && above.ends_with(is_word) && part.starts_with(is_word);
            let gap = if names_units && runs_on { " " } else { "" };
            above + gap + &part
        });
        joined.unwrap_or_default() + closing
    }

    /// A numbered paragraph of a chapter or of a book: 1:3, 學而 3.
    fn verse(&self, id: ClauseId) -> Option<String> {
        let verse = self.tree.get(id)?;
        let above = self.tree.get(verse.parent?)?;
        let number = verse.step.number_text();
        match (verse.kind, above.kind) {
            (ClauseKind::Item, ClauseKind::Chapter) => {
                Some(format!("{}:{number}", above.step.number_text()))
            }
            (ClauseKind::Item, ClauseKind::Heading) => {
                Some(format!("{} {number}", self.document.words(above.title)))
            }
            _ => None,
        }
    }

    /// What one clause is called.
    fn part(&self, id: ClauseId, clause: &Clause, in_article: bool, names_units: bool) -> String {
        let Convention { tradition, .. } = self.convention;
        if let Some(word) = self.supplement(id) {
            return word.to_owned();
        }
        if clause.kind == ClauseKind::Heading {
            let title = self.document.words(clause.title);
            return format!("“{}”", join_lines(&title));
        }
        let level = self.level(id).filter(|_| in_article);
        let below = level.filter(|level| {
            *level >= Level::Paragraph
                || *level == Level::Article && clause.kind != ClauseKind::Article
        });
        let unit = below.and_then(|level| tradition.unit(level));
        // A number alone does not say what it counts: 二、
        let is_number = || self.printed(clause).chars().all(numeral::is_digit);
        match unit {
            Some(unit)
                if !unit.keeps_marker
                    || !unit.behind.is_empty() && (names_units || is_number()) =>
            {
                let number = if unit.is_lettered {
                    letters(&self.printed(clause))
                } else {
                    let insertion = self.convention.write_insertion(clause.step.insertion);
                    self.convention.write(clause.step.number) + &insertion
                };
                self.convention.label(unit, &number)
            }
            _ if clause.label.is_empty() => counted(self.document, clause.step.number),
            _ => self.printed(clause),
        }
    }

    /// The printed marker without the stop behind it, and without the blanks of 第 184 條.
    fn printed(&self, clause: &Clause) -> String {
        let label = self.document.words(clause.label);
        let label = label.trim_end_matches(STOPS);
        if label.starts_with(|c: char| c >= '\u{2e80}') {
            label.chars().filter(|c| !c.is_whitespace()).collect()
        } else {
            label.to_owned()
        }
    }
}

/// Whether the words between the number of an article and what is numbered below it are a sentence
/// that goes on there, rather than a title or nothing.
fn is_lead_in(words: &str) -> bool {
    words.trim_end().ends_with(LEADS)
}

/// The letters of a marker without its marks: b of b), 나 of 나.
fn letters(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests;
