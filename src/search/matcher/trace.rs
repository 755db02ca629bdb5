//! What a text must have where a query has hits, said so that a server can tell which paragraphs
//! to send: words in a row, on a rung of the folding.

use super::element::Element;
use super::pattern::Pattern;
use super::{Choice, Matcher, Near};
use crate::search::expression;
use crate::text::fold::{Rung, fold};
use crate::text::hanzi;

/// What stands in a paragraph where a word does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// On which rung. On [`Rung::Exact`] the parts are folded nevertheless, and marks of notes and
    /// readings may stand among them.
    pub rung: Rung,
    /// What stands there, one behind the other.
    pub parts: Vec<String>,
}

/// What stands in a paragraph where one of some words does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// One of these; `None` where nothing is known of it.
    pub any: Option<Vec<Trace>>,
    /// Whether the paragraph is a note.
    pub is_note: bool,
}

/// What is known of the texts that have hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traces {
    /// A text with hits has a paragraph for each.
    pub required: Vec<Sign>,
    /// Paragraphs with these matter, too.
    pub others: Vec<Sign>,
    /// All that a hit is, if it is nothing but this: each place where it stands, from the left.
    pub direct: Option<Trace>,
}

impl Matcher {
    /// What is known of the texts that have hits.
    pub fn traces(&self) -> Traces {
        let signs = |near: &Near, is_note: bool| {
            let others = near.others.iter().map(|own| &own.choice);
            let choices = std::iter::once(&near.first).chain(others);
            let signs = choices.map(|choice| choice.sign(is_note));
            signs.collect::<Vec<_>>()
        };
        let texts = self.terms.iter().flat_map(|near| signs(near, false));
        let notes = self.notes.iter().flat_map(|near| signs(near, true));
        Traces {
            required: texts.chain(notes).collect(),
            others: self
                .without
                .iter()
                .flat_map(|near| signs(near, false))
                .collect(),
            direct: self.directly(),
        }
    }

    /// The one word that is looked for, if that is all.
    fn directly(&self) -> Option<Trace> {
        let ([near], [], []) = (&*self.terms, &*self.without, &*self.notes) else {
            return None;
        };
        let [Pattern::Elements(rung, elements)] = &*near.first.0 else {
            return None;
        };
        let [Element::Literal(written)] = &**elements else {
            return None;
        };
        let is_all = near.others.is_empty() && *rung != Rung::Exact;
        is_all.then(|| Trace {
            rung: *rung,
            parts: vec![written.folded.clone()],
        })
    }
}

impl Choice {
    fn sign(&self, is_note: bool) -> Sign {
        let traces = self.0.iter().filter(|pattern| !pattern.is_empty());
        Sign {
            any: traces.map(Pattern::trace).collect(),
            is_note,
        }
    }
}

impl Pattern {
    /// Whether nothing can be a hit.
    fn is_empty(&self) -> bool {
        matches!(self, Self::Elements(_, elements) if elements.is_empty())
    }

    fn trace(&self) -> Option<Trace> {
        let (rung, elements) = match self {
            Self::Elements(rung, elements) => (rung, elements),
            Self::Expression(own) => {
                let parts = expression::certain(own.as_ref()?.as_str());
                let rung = Rung::Written;
                return (!parts.is_empty()).then_some(Trace { rung, parts });
            }
        };
        let mut parts = Vec::new();
        for element in elements {
            match element {
                Element::Literal(written) if *rung == Rung::Exact => {
                    parts.extend(certain(&written.folded));
                }
                Element::Literal(written) => parts.push(written.folded.clone()),
                Element::Any | Element::Gap | Element::Number(..) | Element::Pinyin(_) => {}
            }
        }
        let rung = *rung;
        (!parts.is_empty()).then_some(Trace { rung, parts })
    }
}

/// The stretches of a word as it stands that fold by themselves, whatever stands beside them.
fn certain(word: &str) -> impl Iterator<Item = String> {
    let is_hanzi = |c: char| hanzi::leading(c.encode_utf8(&mut [0; 4])) > 0;
    let is_certain = move |c: char| c.is_ascii_alphanumeric() || is_hanzi(c);
    let stretches = word.split(move |c| !is_certain(c));
    stretches.filter(|own| !own.is_empty()).map(fold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Query;

    /// What a query leaves: required signs, then others, on its first rung.
    fn check(typed: &str, expected: &str) {
        let query = Query::parse(typed, &|_| None).unwrap();
        let (_, matcher) = query.ladder().next().unwrap();
        let traces = matcher.traces();
        let said = |sign: &Sign| {
            let any = sign.any.as_ref().map_or("?".to_owned(), |any| {
                let any = any.iter().map(|own| own.parts.join("…"));
                any.collect::<Vec<_>>().join("|")
            });
            any + if sign.is_note { "!" } else { "" }
        };
        let list = |signs: &[Sign]| signs.iter().map(said).collect::<Vec<_>>().join(" ");
        let direct = traces
            .direct
            .map_or(String::new(), |own| own.parts.concat());
        let found = [list(&traces.required), list(&traces.others), direct].join(" / ");
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn what_must_stand_in_a_paragraph() {
        check("手工業", "手工业 /  / 手工业");
        check("甲 乙 -丙", "甲 乙 / 丙 / ");
        check("甲|乙丙", "甲|乙丙 /  / ");
        check("甲 ~9 乙", "甲 乙 /  / ");
        check("毛?东*西", "毛…东…西 /  / ");
        check("第15条", "第…条 /  / ");
        check("=發", "发 /  / ");
        check("\"甲、 ABC乙\"", "甲…abc乙 /  / ");
        check("注:甲", "甲! /  / ");
        check("/甲.(乙+丙|丁)?戊{2}/", "甲…戊 /  / ");
        check("/第一條A/", "第一条 /  / ");
        check("/甲|乙/", "? /  / ");
        // Of these nothing is known.
        check("甲|/[乙丙]./", "? /  / ");
        check("py:shou", "? /  / ");
        check("\"、。\"", "? /  / ");
    }
}
