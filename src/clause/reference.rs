//! References: where a text speaks of a clause, its own or another document's (本法第十五条第二款, 前款, 《…》第三条), and which it means.

use super::tradition::Tradition;
use super::{ClauseId, ClauseKind, ClauseTree};
use crate::document::{BlockKind, Document, Issue};
use crate::text::{Span, numeral};
use foldhash::HashMap;

/// A place of the text that speaks of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The words.
    pub span: Span,
    /// What they mean.
    pub target: Target,
}

/// What a reference means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A clause of this document.
    Clause(ClauseId),
    /// The clauses of this document from one to another.
    Range(ClauseId, ClauseId),
    /// Another document, by its title, and a clause of it as the text says it; empty for none.
    Document {
        /// Without 《》.
        title: String,
        /// `第三条第二款`
        clause: String,
    },
    /// A note of this document, or from a note the mark that calls it.
    Note(Span),
    /// A clause that this document should have and has not.
    Nothing,
}

/// The references of a document, in order of place; none overlap.
pub fn find(document: &Document, tree: &ClauseTree) -> Vec<Reference> {
    let mut numbered: HashMap<(u32, u32), Vec<ClauseId>> = HashMap::default();
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
        // 〔2〕 inside a reference to a law's title stays the title's.
        let mut end = 0;
        found.retain(|reference| {
            let is_free = end <= reference.span.start;
            end = end.max(reference.span.end);
            is_free
        });
    }
    found
}

/// The marks that call notes, and the marks of the notes, which lead back.
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

/// The references that mean a clause or something below it.
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

/// The dangling ones, as oddities.
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

/// A step of a reference: 第十五条, 第二款.
#[derive(Clone, Copy, Debug)]
struct Step {
    unit: Unit,
    number: u32,
    insertion: u32,
}

/// What a step counts, the larger first.
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

/// Where a reference starts from.
#[derive(Clone, Debug)]
enum Origin {
    /// 本法, 本条例, or nothing.
    Own {
        /// Whether the text says that it means itself.
        is_said: bool,
    },
    /// 《…》, or a law by its name.
    Other(String),
    /// 前款, 本条: a clause found already.
    Clause(ClauseId),
}

struct Finder<'d> {
    source: &'d str,
    tree: &'d ClauseTree,
    found: Vec<Reference>,
    has_articles: bool,
    tradition: Tradition,
    /// The clauses of each number and insertion.
    numbered: HashMap<(u32, u32), Vec<ClauseId>>,
}

/// What the reference before said, for 第一款、第三款 and 第十条至第十二条.
struct Before {
    end: usize,
    origin: Origin,
    steps: Vec<Step>,
}

impl Finder<'_> {
    /// The steps at the start of a text, and their bytes.
    fn steps(&self, text: &str) -> (Vec<Step>, usize) {
        steps(text, self.tradition)
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
                Some((length, origin, steps)) => {
                    let span = Span::new(text.start + at, text.start + at + length);
                    before = Some(self.take(span, origin, steps, before));
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

    /// Reads a reference at a place of a block: its length, where it starts from, its steps.
    fn reference(
        &self,
        words: &str,
        at: usize,
        offset: usize,
        before: Option<&Before>,
    ) -> Option<(usize, Origin, Vec<Step>)> {
        let rest = words.get(at..)?;
        let here = offset + at;
        match rest.chars().next()? {
            '《' => {
                let (title, length) = title(rest)?;
                let (steps, more) = self.steps(rest.get(length..)?);
                Some((length + more, Origin::Other(title), steps))
            }
            '本' => {
                let length = own_name(rest)?;
                let (steps, more) = self.steps(rest.get(length..)?);
                if !steps.is_empty() {
                    return Some((length + more, Origin::Own { is_said: true }, steps));
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
                let (steps, length) = self.steps(rest);
                let first = steps.first()?;
                // 昭和二十五年法律第一号 is the number of a law.
                let numbers_law = |words: &str| words.ends_with(['律', '令', '則', '示']);
                if first.unit == Unit::Item && words.get(..at).is_some_and(numbers_law) {
                    return None;
                }
                // The marker of a clause speaks of nothing but itself.
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
                // A chapter, a paragraph or an item may be of any book; it is a reference where this one has such.
                let may_be = self.has_articles || first.unit < Unit::Article;
                may_be.then_some((length, origin, steps))
            }
        }
    }

    /// 前款, 前条第二款, 本条, 本章.
    fn relative(&self, rest: &str, here: usize) -> Option<(usize, Origin, Vec<Step>)> {
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
            // 本条 of an article is worth no link, but for what comes behind it.
            own?
        } else {
            self.previous(own, id, unit)?
        };
        let (steps, more) = self.steps(rest.get(length..)?);
        if first == '本' && steps.is_empty() && unit >= Unit::Article {
            return None;
        }
        Some((length + more, Origin::Clause(target), steps))
    }

    /// The clause of a unit before the present one: for 款 that in the same article, for 条 the article before.
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
        steps: Vec<Step>,
        before: Option<Before>,
    ) -> Before {
        let inherited = before.filter(|before| is_joint(self.source.get(before.end..span.start)));
        // 第十条第一款、第三款: what is not said again is meant again.
        let mut whole = Vec::new();
        if let (Some(before), Some(first)) = (&inherited, steps.first()) {
            whole.extend(
                before
                    .steps
                    .iter()
                    .copied()
                    .take_while(|step| step.unit < first.unit),
            );
        }
        whole.extend(&steps);
        let target = match &origin {
            Origin::Other(title) => {
                let clause = whole.iter().map(|step| say(*step)).collect();
                Some(Target::Document {
                    title: title.clone(),
                    clause,
                })
            }
            Origin::Clause(id) => self.below(Some(*id), &whole).map(Target::Clause),
            Origin::Own { is_said } => match self.own(span.start, &whole) {
                Some(id) => Some(Target::Clause(id)),
                // Only what the document should have is missed: a bare number may be another's.
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
            steps: whole,
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

    /// The clause of this document that steps from its top, or from the present article, lead to.
    fn own(&self, here: usize, steps: &[Step]) -> Option<ClauseId> {
        let first = steps.first()?;
        let present = self.tree.at(here);
        if first.unit > Unit::Article {
            // 第二款 is one of this article, 第（一）项 one of this paragraph or article.
            let path = present.map(|id| self.tree.path(id))?;
            return path
                .into_iter()
                .rev()
                .find_map(|id| self.below(Some(id), steps));
        }
        // The statute that the present clause belongs to goes first.
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
        self.below(Some(start), steps.get(1..)?)
    }

    /// The clause that steps lead to from one of this document.
    fn below(&self, from: Option<ClauseId>, steps: &[Step]) -> Option<ClauseId> {
        let mut at = from?;
        for step in steps {
            let clause = self.tree.get(at)?;
            let (span, is_article) = (clause.span, clause.kind == ClauseKind::Article);
            let fits = |id: &ClauseId| {
                self.tree.get(*id).is_some_and(|clause| {
                    step.unit.fits(clause.kind)
                        && clause.step.number == step.number
                        && clause.step.insertion == step.insertion
                })
            };
            let inside = (at.0 + 1..).map(ClauseId).take_while(|id| {
                self.tree
                    .get(*id)
                    .is_some_and(|clause| clause.span.start < span.end)
            });
            at = match inside.into_iter().find(fits) {
                Some(id) => id,
                // An article of one paragraph is its first.
                None if step.unit == Unit::Paragraph && step.number == 1 && is_article => at,
                None => return None,
            };
        }
        Some(at)
    }
}

/// Whether what stands between two references makes them one list.
fn is_joint(between: Option<&str>) -> bool {
    matches!(
        between,
        Some("、" | "和" | "或" | "或者" | "及" | "以及" | "与" | "至" | "到" | "，" | "")
    )
}

/// 本法, 本条例: the length; at least 本 and one character, which may be a unit (本条).
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

/// A title between 《》, the inner ones of it included.
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

/// A law named without 《》 right before 第: 依照刑法第二百条. Not one that the text calls its own, or 该.
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

/// The steps at the start of a text, ever smaller, and their length.
fn steps(text: &str, tradition: Tradition) -> (Vec<Step>, usize) {
    let mut steps: Vec<Step> = Vec::new();
    let mut at = 0;
    while let Some((step, length)) = text.get(at..).and_then(|rest| step(rest, tradition)) {
        if steps.last().is_some_and(|last| last.unit >= step.unit) {
            break;
        }
        steps.push(step);
        at += length;
    }
    (steps, at)
}

/// 第十五条, 第十七条之一, 第（三）项, 第2款.
fn step(text: &str, tradition: Tradition) -> Option<(Step, usize)> {
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
    let mut insertion = 0;
    if unit == Unit::Article
        && let Some(tail) = text
            .get(at..)
            .and_then(|rest| rest.strip_prefix(['之', 'の']))
        && let Some((inserted, length)) = number(tail)
    {
        insertion = inserted;
        at += '之'.len_utf8() + length;
    }
    // 第三条战线, 第一项目, 第四节课: the unit must end there.
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
        Step {
            unit,
            number: value,
            insertion,
        },
        at,
    ))
}

/// The numeral at the start of a text, and its length.
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

fn say(step: Step) -> String {
    let unit = match step.unit {
        Unit::Part => "编",
        Unit::Chapter => "章",
        Unit::Section => "节",
        Unit::Article => "条",
        Unit::Paragraph => "款",
        Unit::Item => "项",
        Unit::Subitem => "目",
    };
    let insertion = if step.insertion > 0 {
        format!("之{}", numeral::write(step.insertion))
    } else {
        String::new()
    };
    format!("第{}{unit}{insertion}", numeral::write(step.number))
}

#[cfg(test)]
mod tests;
