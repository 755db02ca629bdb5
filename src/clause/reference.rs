//! References: finds where a text mentions a clause, its own or another document's
//! (本法第十五条第二款, 前款, 《…》第三条), and resolves it.

use super::tradition::Tradition;
use super::{ClauseId, ClauseKind, ClauseTree};
use crate::document::{BlockKind, Document, Issue};
use crate::text::numbering::Insertion;
use crate::text::{Span, numeral};
use foldhash::HashMap;

/// A mention of a clause, a document or a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The words that refer.
    pub span: Span,
    /// What they refer to.
    pub target: Target,
}

/// The target of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A clause of this document.
    Clause(ClauseId),
    /// The first and the last of several clauses of this document.
    Range(ClauseId, ClauseId),
    /// Another document by its title, and the clause as the text names it; empty for none.
    Document {
        /// Without 《》.
        title: String,
        /// For example `第三条第二款`.
        clause: String,
    },
    /// The text of a note of this document or, from a note, the mark that calls it.
    Note(Span),
    /// A clause that this document should contain but does not.
    Nothing,
}

/// The references of a document in text order, without overlaps.
pub fn find(document: &Document, tree: &ClauseTree) -> Vec<Reference> {
    let mut numbered: HashMap<(u32, Insertion), Vec<ClauseId>> = HashMap::default();
    for (id, clause) in tree.ids().zip(&tree.clauses) {
        numbered
            .entry((clause.step.number, clause.step.insertion))
            .or_default()
            .push(id);
    }
    let mut finder = Finder {
        source: document.plain(),
        tree,
        found: Vec::new(),
        has_articles: tree
            .clauses
            .iter()
            .any(|clause| clause.kind == ClauseKind::Article),
        tradition: Tradition::of(document.plain()),
        numbered,
    };
    for block in &document.blocks {
        if matches!(
            block.kind,
            BlockKind::Paragraph
                | BlockKind::Heading { .. }
                | BlockKind::Note
                | BlockKind::Quotation
        ) {
            finder.block(block.text);
        }
    }
    let mut found = finder.found;
    if !document.notes.is_empty() {
        found.extend(notes(document));
        found.sort_by_key(|reference| reference.span);
        // 〔2〕 inside a reference to a law's title belongs to the title.
        let mut end = 0;
        found.retain(|reference| {
            let is_free = end <= reference.span.start;
            end = end.max(reference.span.end);
            is_free
        });
    }
    found
}

/// References from the marks that call notes to the notes, and back from their labels.
fn notes(document: &Document) -> impl Iterator<Item = Reference> {
    document.notes.iter().flat_map(|note| {
        let calls = note.calls.iter().map(|&span| Reference {
            span,
            target: Target::Note(note.text),
        });
        let back = note.calls.first().map(|&call| Reference {
            span: note.label,
            target: Target::Note(call),
        });
        calls.chain(back)
    })
}

/// The references to a clause or to anything below it.
pub fn to<'r>(references: &'r [Reference], tree: &ClauseTree, id: ClauseId) -> Vec<&'r Reference> {
    let Some(span) = tree.get(id).map(|clause| clause.span) else {
        return Vec::new();
    };
    let start = |id: ClauseId| tree.get(id).map_or(usize::MAX, |clause| clause.span.start);
    references
        .iter()
        .filter(|reference| match reference.target {
            Target::Clause(target) => span.contains(start(target)),
            Target::Range(first, last) => start(first) < span.end && span.start <= start(last),
            Target::Document { .. } | Target::Note(_) | Target::Nothing => false,
        })
        .collect()
}

/// An issue for each dangling reference.
pub fn issues(references: &[Reference], source: &str) -> Vec<Issue> {
    let dangling = references
        .iter()
        .filter(|reference| reference.target == Target::Nothing);
    dangling
        .map(|reference| Issue {
            code: "dangling-reference",
            span: reference.span,
            details: vec![reference.span.of(source).to_owned()],
        })
        .collect()
}

/// One component of a reference: 第十五条, 第二款.
#[derive(Clone, Copy, Debug)]
struct Component {
    unit: Unit,
    number: u32,
    insertion: Insertion,
}

/// The unit that a component counts, largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Part,
    Chapter,
    Section,
    Article,
    Paragraph,
    Item,
    Subitem,
}

impl Unit {
    fn of(c: char, tradition: Tradition) -> Option<Self> {
        Some(match (c, tradition) {
            ('编' | '編', _) => Self::Part,
            ('章', _) => Self::Chapter,
            ('节' | '節', _) => Self::Section,
            ('条' | '條', _) => Self::Article,
            ('款', Tradition::Kuan) | ('項', Tradition::Xiang) => Self::Paragraph,
            ('款' | '号' | '號', Tradition::Xiang) | ('项' | '項', Tradition::Kuan) => {
                Self::Item
            }
            ('目', _) => Self::Subitem,
            _ => return None,
        })
    }

    fn fits(self, kind: ClauseKind) -> bool {
        match self {
            Self::Part => matches!(kind, ClauseKind::Part | ClauseKind::Subpart),
            Self::Chapter => kind == ClauseKind::Chapter,
            Self::Section => kind == ClauseKind::Section,
            Self::Article => kind == ClauseKind::Article,
            Self::Paragraph => kind == ClauseKind::Paragraph,
            Self::Item | Self::Subitem => {
                matches!(kind, ClauseKind::Subparagraph | ClauseKind::Item)
            }
        }
    }
}

/// Where a reference starts.
#[derive(Clone, Debug)]
enum Origin {
    /// This document: 本法, 本条例, or nothing.
    Own {
        /// Whether the text names itself, as with 本法.
        is_said: bool,
    },
    /// Another document: 《…》, or a law by its name.
    Other(String),
    /// A clause that is already resolved: 前款, 本条.
    Clause(ClauseId),
}

struct Finder<'d> {
    source: &'d str,
    tree: &'d ClauseTree,
    found: Vec<Reference>,
    has_articles: bool,
    tradition: Tradition,
    /// The clauses by number and insertion.
    numbered: HashMap<(u32, Insertion), Vec<ClauseId>>,
}

/// The previous reference, which 第一款、第三款 and 第十条至第十二条 continue.
struct Before {
    end: usize,
    origin: Origin,
    components: Vec<Component>,
}

impl Finder<'_> {
    /// The components at the start of a text, and their length in bytes.
    fn components(&self, text: &str) -> (Vec<Component>, usize) {
        components(text, self.tradition)
    }

    fn block(&mut self, text: Span) {
        let words = text.of(self.source);
        let mut before: Option<Before> = None;
        let mut at = 0;
        while let Some(next) = words
            .get(at..)
            .and_then(|rest| rest.find(['第', '前', '本', '《', '附']))
        {
            at += next;
            match self.reference(words, at, text.start, before.as_ref()) {
                Some((length, origin, components)) => {
                    let span = Span::new(text.start + at, text.start + at + length);
                    before = Some(self.take(span, origin, components, before));
                    at += length;
                }
                None => {
                    at += words
                        .get(at..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(1, char::len_utf8);
                }
            }
        }
    }

    /// Parses a reference at byte `at` of a block's `words`: length in bytes, origin, components.
    /// `offset` is the offset of the block in the source.
    fn reference(
        &self,
        words: &str,
        at: usize,
        offset: usize,
        before: Option<&Before>,
    ) -> Option<(usize, Origin, Vec<Component>)> {
        let rest = words.get(at..)?;
        let here = offset + at;
        match rest.chars().next()? {
            '《' => {
                let (title, length) = title(rest)?;
                let (components, more) = self.components(rest.get(length..)?);
                Some((length + more, Origin::Other(title), components))
            }
            '本' => {
                let length = own_name(rest)?;
                let (components, more) = self.components(rest.get(length..)?);
                if !components.is_empty() {
                    return Some((length + more, Origin::Own { is_said: true }, components));
                }
                self.relative(rest, here)
            }
            '前' => self.relative(rest, here),
            '附' => {
                let lead = ["附件", "附录", "附表"]
                    .iter()
                    .find(|lead| rest.starts_with(**lead))?
                    .len();
                let (number, length) = number(rest.get(lead..)?)?;
                let annex = |id: &ClauseId| {
                    self.tree.get(*id).is_some_and(|clause| {
                        clause.kind == ClauseKind::Annex
                            && clause.step.number == number
                            && clause.span.start != here
                    })
                };
                let id = self.tree.ids().find(annex)?;
                Some((lead + length, Origin::Clause(id), Vec::new()))
            }
            _ => {
                let (components, length) = self.components(rest);
                let first = components.first()?;
                // 昭和二十五年法律第一号 is the number of a law.
                let numbers_law = |words: &str| words.ends_with(['律', '令', '則', '示']);
                if first.unit == Unit::Item && words.get(..at).is_some_and(numbers_law) {
                    return None;
                }
                // The marker of a clause is no reference to it.
                let is_label = self
                    .tree
                    .at(here)
                    .and_then(|id| self.tree.get(id))
                    .is_some_and(|clause| clause.label.contains(here));
                if is_label {
                    return None;
                }
                let origin =
                    match before.filter(|before| is_joint(words.get(before.end - offset..at))) {
                        Some(before) => before.origin.clone(),
                        None => match law_before(words.get(..at)?) {
                            Some(name) => Origin::Other(name),
                            None => Origin::Own { is_said: false },
                        },
                    };
                // An article, a paragraph or an item may belong to any law; it counts as a
                // reference only if this document has articles.
                let may_be = self.has_articles || first.unit < Unit::Article;
                may_be.then_some((length, origin, components))
            }
        }
    }

    /// Parses 前款, 前条第二款, 本条, 本章.
    fn relative(&self, rest: &str, here: usize) -> Option<(usize, Origin, Vec<Component>)> {
        let mut characters = rest.chars();
        let first = characters.next()?;
        let unit = Unit::of(characters.next()?, self.tradition)?;
        let length = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
        let id = self.tree.at(here)?;
        let own = self.tree.path(id).into_iter().rfind(|id| {
            self.tree
                .get(*id)
                .is_some_and(|clause| unit.fits(clause.kind))
        });
        let target = if first == '本' {
            // 本条 alone is not worth a link, only with components after it.
            own?
        } else {
            self.previous(own, id, unit)?
        };
        let (components, more) = self.components(rest.get(length..)?);
        if first == '本' && components.is_empty() && unit >= Unit::Article {
            return None;
        }
        Some((length + more, Origin::Clause(target), components))
    }

    /// The previous clause of a unit: for 款 in the same article, for 条 anywhere.
    fn previous(&self, own: Option<ClauseId>, here: ClauseId, unit: Unit) -> Option<ClauseId> {
        let before = own.unwrap_or(here);
        let parent = self.tree.get(before)?.parent;
        let mut all = (0..before.0).rev().map(ClauseId);
        all.find(|&id| {
            self.tree.get(id).is_some_and(|clause| {
                unit.fits(clause.kind)
                    && (unit <= Unit::Article || clause.parent == parent || own.is_none())
            })
        })
    }

    fn take(
        &mut self,
        span: Span,
        origin: Origin,
        components: Vec<Component>,
        before: Option<Before>,
    ) -> Before {
        let inherited = before.filter(|before| is_joint(self.source.get(before.end..span.start)));
        // 第十条第一款、第三款: the larger components are not repeated.
        let mut whole = Vec::new();
        if let (Some(before), Some(first)) = (&inherited, components.first()) {
            whole.extend(
                before
                    .components
                    .iter()
                    .copied()
                    .take_while(|component| component.unit < first.unit),
            );
        }
        whole.extend(&components);
        let target = match &origin {
            Origin::Other(title) => {
                let clause = whole.iter().map(|component| say(*component)).collect();
                Some(Target::Document {
                    title: title.clone(),
                    clause,
                })
            }
            Origin::Clause(id) => self.below(Some(*id), &whole).map(Target::Clause),
            Origin::Own { is_said } => match self.own(span.start, &whole) {
                Some(id) => Some(Target::Clause(id)),
                // A bare number may belong to another document, so only an explicit reference can
                // dangle.
                None if *is_said && self.has_articles => Some(Target::Nothing),
                None => None,
            },
        };
        let joint = inherited
            .as_ref()
            .and_then(|before| self.source.get(before.end..span.start));
        let is_range = matches!(joint, Some("至" | "到"));
        self.push(span, target, is_range);
        Before {
            end: span.end,
            origin,
            components: whole,
        }
    }

    fn push(&mut self, span: Span, target: Option<Target>, is_range: bool) {
        let Some(target) = target else { return };
        if is_range
            && let (
                Some(Reference {
                    target: Target::Clause(first),
                    span: start,
                }),
                Target::Clause(last),
            ) = (self.found.last(), &target)
        {
            let (first, last, start) = (*first, *last, start.start);
            self.found.pop();
            self.found.push(Reference {
                span: Span::new(start, span.end),
                target: Target::Range(first, last),
            });
            return;
        }
        self.found.push(Reference { span, target });
    }

    /// The clause that components lead to, from the top of the document or from the current
    /// article.
    fn own(&self, here: usize, components: &[Component]) -> Option<ClauseId> {
        let first = components.first()?;
        let present = self.tree.at(here);
        if first.unit > Unit::Article {
            // 第二款 belongs to the current article, 第（一）项 to the current paragraph or
            // article.
            let path = present.map(|id| self.tree.path(id))?;
            return path
                .into_iter()
                .rev()
                .find_map(|id| self.below(Some(id), components));
        }
        // The statute that contains the current clause takes precedence.
        let base = present.and_then(|id| {
            let path = self.tree.path(id);
            path.into_iter()
                .rev()
                .find_map(|id| {
                    self.tree
                        .get(id)
                        .filter(|clause| clause.kind == ClauseKind::Article)
                })
                .and_then(|article| article.base)
        });
        let numbered = self.numbered.get(&(first.number, first.insertion))?;
        let kind = |id: &&ClauseId| {
            self.tree
                .get(**id)
                .is_some_and(|clause| first.unit.fits(clause.kind))
        };
        let of_base = |id: &&ClauseId| {
            self.tree
                .get(**id)
                .is_some_and(|clause| clause.base == base)
        };
        let found = || numbered.iter().filter(kind);
        let start = found().find(of_base).or_else(|| found().next()).copied()?;
        self.below(Some(start), components.get(1..)?)
    }

    /// The clause that components lead to from the clause `from`.
    fn below(&self, from: Option<ClauseId>, components: &[Component]) -> Option<ClauseId> {
        let mut at = from?;
        for component in components {
            let clause = self.tree.get(at)?;
            let (span, is_article) = (clause.span, clause.kind == ClauseKind::Article);
            let fits = |id: &ClauseId| {
                self.tree.get(*id).is_some_and(|clause| {
                    component.unit.fits(clause.kind)
                        && clause.step.number == component.number
                        && clause.step.insertion == component.insertion
                })
            };
            let inside = (at.0 + 1..).map(ClauseId).take_while(|id| {
                self.tree
                    .get(*id)
                    .is_some_and(|clause| clause.span.start < span.end)
            });
            at = match inside.into_iter().find(fits) {
                Some(id) => id,
                // An article with a single paragraph stands for its first.
                None if component.unit == Unit::Paragraph
                    && component.number == 1
                    && is_article =>
                {
                    at
                }
                None => return None,
            };
        }
        Some(at)
    }
}

/// Whether the text between two references joins them to one list.
fn is_joint(between: Option<&str>) -> bool {
    matches!(
        between,
        Some("、" | "和" | "或" | "或者" | "及" | "以及" | "与" | "至" | "到" | "，" | "")
    )
}

/// The length in bytes of 本法 or 本条例; at least of 本, which a unit may follow (本条).
fn own_name(rest: &str) -> Option<usize> {
    const NAMES: [&str; 14] = [
        "本法",
        "本条例",
        "本规定",
        "本办法",
        "本解释",
        "本决定",
        "本规则",
        "本细则",
        "本章程",
        "本通知",
        "本意见",
        "本准则",
        "本规范",
        "本",
    ];
    NAMES
        .iter()
        .find(|name| rest.starts_with(**name))
        .map(|name| name.len())
}

/// A title in 《》, nested ones included, and its length in bytes.
fn title(rest: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 240;
    let mut depth = 0;
    for (at, c) in rest.char_indices().take_while(|(at, _)| *at < LONGEST) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            let inner = rest.get('《'.len_utf8()..at)?;
            return (!inner.trim().is_empty())
                .then(|| (inner.trim().to_owned(), at + c.len_utf8()));
        }
    }
    None
}

/// A law named without 《》 directly before 第: 依照刑法第二百条. Not if it refers to this document
/// or an earlier one (本, 该, 此).
fn law_before(words: &str) -> Option<String> {
    const ENDS: [&str; 4] = ["法", "条例", "宪法", "办法"];
    const LONGEST: usize = 24;
    if !ENDS.iter().any(|end| words.ends_with(end)) {
        return None;
    }
    let stops = |c: char| {
        !('\u{4e00}'..='\u{9fff}').contains(&c)
            || "照据按违反适用的和或与及对依由在符合".contains(c)
    };
    let name: Vec<char> = words
        .chars()
        .rev()
        .take(LONGEST)
        .take_while(|c| !stops(*c))
        .collect();
    let name: String = name.into_iter().rev().collect();
    let is_own = name.contains(['本', '该', '此']) || name.chars().count() < 2;
    (!is_own).then_some(name)
}

/// The components at the start of a text, in descending units, and their length in bytes.
fn components(text: &str, tradition: Tradition) -> (Vec<Component>, usize) {
    let mut components: Vec<Component> = Vec::new();
    let mut at = 0;
    while let Some((component, length)) = text.get(at..).and_then(|rest| component(rest, tradition))
    {
        if components
            .last()
            .is_some_and(|last| last.unit >= component.unit)
        {
            break;
        }
        components.push(component);
        at += length;
    }
    (components, at)
}

/// Parses 第十五条, 第十七条之一, 第（三）项, 第2款.
fn component(text: &str, tradition: Tradition) -> Option<(Component, usize)> {
    let rest = text.strip_prefix('第')?;
    let open = rest.strip_prefix(['（', '(']);
    let (value, length) = number(open.unwrap_or(rest))?;
    let mut at = text.len() - open.unwrap_or(rest).len() + length;
    if open.is_some() {
        at += text
            .get(at..)?
            .chars()
            .next()
            .filter(|c| matches!(c, '）' | ')'))?
            .len_utf8();
    }
    let c = text.get(at..)?.chars().next()?;
    let unit = Unit::of(c, tradition)?;
    at += c.len_utf8();
    let mut insertion = Insertion::NONE;
    if unit == Unit::Article
        && let Some(tail) = text
            .get(at..)
            .and_then(|rest| rest.strip_prefix(['之', 'の']))
        && let Some((inserted, length)) = number(tail)
    {
        insertion = Insertion::new(inserted as u16);
        at += '之'.len_utf8() + length;
    }
    // Excludes words that go on: 第三条战线, 第一项目, 第四节课.
    let next = text.get(at..)?.chars().next();
    let goes_on = next.is_some_and(|next| {
        matches!(
            (c, next),
            ('条' | '條', '战' | '路' | '线' | '例' | '件' | '约')
                | ('项', '目')
                | ('目', '标' | '的' | '前' | '录')
                | ('节', '课' | '点' | '目')
                | ('章', '程')
        )
    });
    (!goes_on).then_some((
        Component {
            unit,
            number: value,
            insertion,
        },
        at,
    ))
}

/// The numeral at the start of a text, and its length in bytes.
fn number(text: &str) -> Option<(u32, usize)> {
    let length = text
        .chars()
        .take(12)
        .take_while(|c| numeral::is_digit(*c))
        .map(char::len_utf8)
        .sum();
    numeral::parse(text.get(..length)?)
        .filter(|_| length > 0)
        .map(|value| (value, length))
}

fn say(component: Component) -> String {
    let unit = match component.unit {
        Unit::Part => "编",
        Unit::Chapter => "章",
        Unit::Section => "节",
        Unit::Article => "条",
        Unit::Paragraph => "款",
        Unit::Item => "项",
        Unit::Subitem => "目",
    };
    let numbers = component.insertion.numbers();
    let insertion: String = numbers
        .map(|number| format!("之{}", numeral::write(number)))
        .collect();
    format!("第{}{unit}{insertion}", numeral::write(component.number))
}

#[cfg(test)]
mod tests;
