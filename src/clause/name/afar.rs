//! What the clauses of a text are called whose tree is not at hand, only its words and where each
//! address begins in them, as a pack keeps them.

use std::cell::OnceCell;

use super::{STOPS, is_lead_in, letters};
use crate::clause::marker::{Form, Marker, read_by};
use crate::clause::{ClauseAddress, Step, StepKind};
use crate::text::numbering::{Convention, Insertion, Level, Numbering, Order};

/// The clauses of such a text.
#[derive(Debug)]
pub struct Afar<'t> {
    text: &'t str,
    /// Where each stretch of a clause begins, with the address of the clause.
    starts: &'t [(usize, &'t str)],
    convention: OnceCell<Convention>,
}

impl<'t> Afar<'t> {
    /// The clauses of a text, by where each stretch of one begins, in order.
    pub fn new(text: &'t str, starts: &'t [(usize, &'t str)]) -> Self {
        Self {
            text,
            starts,
            convention: OnceCell::new(),
        }
    }

    /// The place of the clause of an address, as [`Self::place`] has it.
    pub fn place_of(&self, address: &str) -> String {
        let at = self.starts.iter().position(|(_, own)| *own == address);
        at.map_or_else(|| address.to_owned(), |at| self.place(at))
    }

    /// Where the clause of a stretch stands below the heading around it: 第二条第一款第三项, as
    /// [`super::Names::place`] has it where the tree is there. Empty for a heading without a number
    /// and for no clause; the address where its words do not show what it says.
    pub fn place(&self, at: usize) -> String {
        let Some((_, address)) = self.starts.get(at) else {
            return String::new();
        };
        let parsed: Option<ClauseAddress> = address.parse().ok();
        let said = parsed.and_then(|address| self.said(at, &address.steps));
        said.unwrap_or_else(|| (*address).to_owned())
    }

    fn said(&self, at: usize, steps: &[Step]) -> Option<String> {
        let kind = |step: &Step| step.kind;
        let article = steps
            .iter()
            .rposition(|step| kind(step) == StepKind::Article);
        let is_around = |step: &Step| kind(step) <= StepKind::Section;
        let from = match (article, steps.iter().rposition(is_around)) {
            (Some(article), _) => article,
            // A division is called by its number where nothing is below it.
            (None, Some(last)) if last + 1 == steps.len() => {
                last + usize::from(steps.last().map(kind) == Some(StepKind::Heading))
            }
            (None, around) => around.map_or(0, |around| around + 1),
        };
        let mut parts: Vec<String> = Vec::new();
        let mut depth = 0;
        for (index, step) in steps.iter().enumerate().skip(from) {
            if step.kind == StepKind::Paragraph {
                parts.push(self.convention().counted(step.number));
                continue;
            }
            let opening = self.opening(at, steps.get(..=index)?)?;
            let is_own =
                |own: &Marker| (own.number, own.insertion) == (step.number, step.insertion);
            // Without the blank behind it, 第二条 may be read as prose: 第二条路.
            let marker = read_by(Numbering::standard(), opening, 0).filter(is_own);
            let printed = marker.map(|own| own.label.of(opening).trim_end_matches(STOPS));
            depth += u8::from(step.kind == StepKind::Item);
            let is_item = step.kind == StepKind::Item && article.is_some();
            let named = match division(step.kind) {
                Some(level) if printed.is_none() => self.division(level, step),
                None if is_item => {
                    let article = steps.get(..=article.unwrap_or(0))?;
                    let form = marker.map(|own| own.form);
                    let is_paragraph = depth == 1 && self.is_paragraph(at, article, form);
                    depth -= u8::from(is_paragraph);
                    let level = if is_paragraph {
                        Level::Paragraph
                    } else {
                        Level::Item(depth)
                    };
                    self.unit(level, step, printed.unwrap_or(""))
                }
                _ => None,
            };
            parts.push(named.or_else(|| printed.map(compact))?);
        }
        if parts.len() > 1 && self.convention().tradition.order == Order::Outward {
            parts.reverse();
            return Some(parts.join(" "));
        }
        let is_word = |c: char| c.is_alphanumeric();
        let joined = parts.into_iter().reduce(|above, part| {
            let runs_on =
                article.is_none() && above.ends_with(is_word) && part.starts_with(is_word);
            above + if runs_on { " " } else { "" } + &part
        });
        Some(joined.unwrap_or_default())
    }

    /// Whether what is numbered so below an article is a paragraph, as in a treaty.
    fn is_paragraph(&self, at: usize, article: &[Step], form: Option<Form>) -> bool {
        let tradition = self.convention().tradition;
        let prints = |level| form.is_some_and(|form| tradition.prints(level, form));
        prints(Level::Paragraph) && !(prints(Level::Item(1)) && self.leads_in(at, article))
    }

    /// A division or an article by the name of its unit: 第二条之一, 第2A條.
    fn division(&self, level: Level, step: &Step) -> Option<String> {
        let convention = self.convention();
        if convention.tradition.inserts.is_ascii() {
            return self.unit(level, step, "");
        }
        let insertion = Insertion::NONE;
        let label = self.unit(level, &Step { insertion, ..*step }, "")?;
        Some(label + &convention.write_insertion(step.insertion))
    }

    /// A number by the name of its unit, if its tradition names it; letters as they are printed.
    fn unit(&self, level: Level, step: &Step, printed: &str) -> Option<String> {
        let convention = self.convention();
        let unit = convention.tradition.unit(level);
        let unit = unit.filter(|unit| !unit.behind.is_empty())?;
        if unit.is_lettered && printed.is_empty() {
            return None;
        }
        let number = if unit.is_lettered {
            letters(printed)
        } else {
            convention.write(step.number) + &convention.write_insertion(step.insertion)
        };
        Some(convention.label(unit, &number))
    }

    /// Whether words of an article lead in what is numbered below it.
    fn leads_in(&self, at: usize, article: &[Step]) -> bool {
        let first = self.first(at, article);
        let words = first.and_then(|first| {
            let (start, own) = self.starts.get(first)?;
            let mut below = self.starts.iter().skip(first);
            let (end, _) = below.find(|(_, other)| other != own)?;
            self.text.get(*start..*end)
        });
        words.is_some_and(is_lead_in)
    }

    /// The words with which the clause of some steps begins.
    fn opening(&self, at: usize, steps: &[Step]) -> Option<&'t str> {
        let (start, _) = self.starts.get(self.first(at, steps)?)?;
        self.text.get(*start..).map(str::trim_start)
    }

    /// The first stretch of the clause of some steps and of what is below it, going back from one
    /// of them.
    fn first(&self, at: usize, steps: &[Step]) -> Option<usize> {
        let steps = steps.to_vec();
        let address = ClauseAddress { steps }.to_string();
        let is_within = |own: &str| {
            let rest = own.strip_prefix(&address);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let before = self.starts.get(..=at)?.iter().rev();
        let within = before.take_while(|(_, own)| is_within(own)).count();
        (at + 1).checked_sub(within).filter(|_| within > 0)
    }

    fn convention(&self) -> Convention {
        *self
            .convention
            .get_or_init(|| Numbering::standard().convention(self.text))
    }
}

/// The level of a division or an article.
fn division(kind: StepKind) -> Option<Level> {
    Some(match kind {
        StepKind::Part => Level::Part,
        StepKind::Subpart => Level::Subpart,
        StepKind::Chapter => Level::Chapter,
        StepKind::Section => Level::Section,
        StepKind::Article => Level::Article,
        _ => return None,
    })
}

/// Without the blanks of 第 184 條.
fn compact(label: &str) -> String {
    if label.starts_with(|c: char| c >= '\u{2e80}') {
        label.chars().filter(|c| !c.is_whitespace()).collect()
    } else {
        label.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::name::Names;
    use crate::clause::nest;
    use crate::document::parse;

    /// Checks that clauses are called from afar what they are called where the tree is there.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let document = parse(text.to_owned());
        let tree = nest(&document);
        let names = Names::new(&document, &tree);
        let addresses: Vec<String> = tree.ids().map(|id| tree.address(id).to_string()).collect();
        let starts = tree.clauses.iter().zip(&addresses);
        let starts: Vec<(usize, &str)> = starts
            .map(|(clause, address)| (clause.span.start, &**address))
            .collect();
        let afar = Afar::new(&document.source, &starts);
        // As a pack has it: without blanks.
        let is_kept = |c: char| c == '\n' || !c.is_whitespace();
        let joined: String = document.source.chars().filter(|c| is_kept(*c)).collect();
        let moved: Vec<(usize, &str)> = starts
            .iter()
            .map(|(start, address)| {
                let before = document.source.get(..*start).unwrap().chars();
                let kept: usize = before.filter(|c| is_kept(*c)).map(char::len_utf8).sum();
                (kept, *address)
            })
            .collect();
        let packed = Afar::new(&joined, &moved);
        for (at, id) in tree.ids().enumerate() {
            let place = afar.place(at);
            let own = expected
                .iter()
                .find(|(address, _)| *address == addresses[at]);
            let (address, expected) = own.unwrap_or_else(|| panic!("{}: {place}", addresses[at]));
            assert_eq!(place, *expected, "{address}");
            assert_eq!(packed.place(at), *expected, "{address} without blanks");
            assert_eq!(place, names.place(id), "{address} by its tree");
        }
    }

    #[test]
    fn a_clause_is_called_as_the_document_calls_it() {
        check(
            "某规定\n\n第一章 总则\n\n第一条 甲。\n\n第二条 有下列情形之一的：\n\n（一）子：\n\n1．天；\n\n（二）丑。\n\n违反前款的，处罚。\n\n第二条之一 乙。\n",
            &[
                ("ch1", "第一章"),
                ("art1", "第一条"),
                ("art2", "第二条"),
                ("art2.para1", "第二条第一款"),
                ("art2.para1.1", "第二条第一款第一项"),
                ("art2.para1.1.1", "第二条第一款第一项第一目"),
                ("art2.para1.2", "第二条第一款第二项"),
                ("art2.para2", "第二条第二款"),
                ("art2-1", "第二条之一"),
            ],
        );
        check(
            "某甲法\n\n第 7 條\n有下列情形之一者，免稅：\n一、甲。\n二、有下列情形：\n（一）子。\n（二）丑。\n前項各款，由主管機關認定。\n",
            &[
                ("art7", "第7條"),
                ("art7.para1", "第7條第1項"),
                ("art7.para1.1", "第7條第1項第1款"),
                ("art7.para1.2", "第7條第1項第2款"),
                ("art7.para1.2.1", "第7條第1項第2款第1目"),
                ("art7.para1.2.2", "第7條第1項第2款第2目"),
                ("art7.para2", "第7條第2項"),
            ],
        );
        check(
            "某合作社章程\n\n第一条 任务：\n\n一、供应；\n\n二、推销。\n\n第二条 义务\n\n1. 遵守章程。\n\n2. 交纳股金：\n\n（一）现金；\n\n（二）实物。\n",
            &[
                ("art1", "第一条"),
                ("art1.1", "第一条第一项"),
                ("art1.2", "第一条第二项"),
                ("art2", "第二条"),
                ("art2.1", "第二条第一款"),
                ("art2.2", "第二条第二款"),
                ("art2.2.1", "第二条第二款第一项"),
                ("art2.2.2", "第二条第二款第二项"),
            ],
        );
        check(
            "# 报告\n\n## 手工业\n\n第一，甲：\n\n（1）子。\n\n（2）丑。\n\n第二，乙。\n",
            &[
                ("h1", ""),
                ("h1.1", "第一"),
                ("h1.1.1", "第一（1）"),
                ("h1.1.2", "第一（2）"),
                ("h1.2", "第二"),
            ],
        );
        check(
            "# 汇编\n\n## 渡口规则\n\n### 第一章 总则\n\n第一条 甲。\n\n## 桥梁规则\n\n### 第一章 总则\n\n第一条 乙。\n",
            &[
                ("h1", ""),
                ("ch1", "第一章"),
                ("art1", "第一条"),
                ("h2", ""),
                ("h2.ch1", "第一章"),
                ("h2.art1", "第一条"),
            ],
        );
    }
}
