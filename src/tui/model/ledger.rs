//! The list of all annotations over all documents: in an order, narrowed by typing.

use std::cmp::Reverse;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::input::Input;
use super::list::List;
use crate::annotation::{Annotation, Motivation, is_readable};
use crate::reading::filtering::Wanted;
use crate::search::fuzzy::Fuzzy;
use crate::search::query::Keywords;
use crate::text::fold::fold;

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// What is typed.
    pub input: Input,
    /// In which order the annotations stand.
    pub order: Order,
    /// Whether what is typed must stand in the words as it is typed, anywhere in them; else a few
    /// of its characters are enough.
    pub by_words: bool,
    /// All annotations, in order; those whose place is not sure first.
    pub all: Vec<Entry>,
    /// The indices of those that match, best first.
    pub shown: Vec<usize>,
    /// Selection and window.
    pub list: List,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// The tag that it stands under; in the order of tags one with several has a row for each.
    pub tag: Option<String>,
}

/// An order of annotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By document and place.
    #[default]
    Document,
    /// The latest first.
    Date,
    /// By tag; those without last.
    Tag,
    /// By colour; those without last.
    Color,
    /// By kind: notes, highlights, bookmarks.
    Kind,
}

impl Order {
    const ALL: [Self; 5] = [
        Self::Document,
        Self::Date,
        Self::Tag,
        Self::Color,
        Self::Kind,
    ];

    /// Its name in the locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Date => "date",
            Self::Tag => "tag",
            Self::Color => "color",
            Self::Kind => "kind",
        }
    }

    /// The one behind it.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|own| *own == self).unwrap_or(0);
        Self::ALL.get(at + 1).copied().unwrap_or_default()
    }
}

impl Ledger {
    /// Takes annotations and puts them in order; `urgency` is greater the less sure a place is.
    pub fn arrange(
        &mut self,
        annotations: &[Arc<Annotation>],
        urgency: impl Fn(&Annotation) -> u8,
    ) {
        let chosen = self.entry(self.list.selected).cloned();
        let order = self.order;
        let mut ranked = Vec::with_capacity(annotations.len());
        for (own, document) in annotations.iter().zip(documents(annotations)) {
            let urgency = urgency(own);
            let mut rank = |tag| {
                ranked.push((standing(own, urgency, (order, tag), document), own, tag));
            };
            match order {
                Order::Tag if own.tags().next().is_some() => own.tags().map(Some).for_each(rank),
                _ => rank(None),
            }
        }
        ranked.sort_unstable_by_key(|(rank, ..)| *rank);
        let entries = ranked.into_iter().map(|(_, own, tag)| Entry {
            annotation: Arc::clone(own),
            tag: tag.map(str::to_owned),
        });
        self.all = entries.collect();
        self.narrow();
        let at = chosen.and_then(|chosen| {
            let is_it = |own: &Entry| own.annotation.id == chosen.annotation.id;
            let mut rows = 0..self.shown.len();
            let same = rows.clone().find(|row| {
                let entry = self.entry(*row);
                entry.is_some_and(|own| is_it(own) && own.tag == chosen.tag)
            });
            same.or_else(|| rows.find(|row| self.entry(*row).is_some_and(is_it)))
        });
        if let Some(at) = at {
            self.list.selected = at;
        }
    }

    /// Shows what matches what is typed.
    pub fn narrow(&mut self) {
        let wanted = Wanted::parse(&self.input.text());
        self.list = List::default();
        let all = self.all.iter().enumerate();
        let all = all.map(|(index, entry)| (index, &entry.annotation));
        let taken = all.filter(|(_, annotation)| wanted.takes(annotation));
        let indices = |found: &mut dyn Iterator<Item = (usize, &Arc<Annotation>)>| {
            found.map(|(index, _)| index).collect::<Vec<_>>()
        };
        self.shown = if wanted.words.is_empty() {
            indices(&mut taken.into_iter())
        } else if self.by_words {
            let terms: Vec<String> = wanted.words.split(' ').map(fold).collect();
            let matches = |annotation: &Annotation| {
                let words = fold(&words(annotation));
                terms.iter().all(|term| words.contains(term))
            };
            indices(&mut taken.filter(|(_, annotation)| matches(annotation)))
        } else {
            let taken = indices(&mut taken.into_iter());
            let own = taken.iter().filter_map(|index| self.all.get(*index));
            let words: Vec<String> = own.map(|own| words(&own.annotation)).collect();
            let fuzzy = Fuzzy::new(&Keywords::terms(&wanted.words));
            let ranked = fuzzy.rank(words.iter().map(String::as_str)).into_iter();
            ranked.filter_map(|at| taken.get(at).copied()).collect()
        };
    }

    /// The chosen annotation.
    pub fn chosen(&self) -> Option<&Arc<Annotation>> {
        self.row(self.list.selected)
    }

    /// What stands in a row.
    pub fn entry(&self, row: usize) -> Option<&Entry> {
        self.shown.get(row).and_then(|index| self.all.get(*index))
    }

    /// The annotation of a row.
    pub fn row(&self, row: usize) -> Option<&Arc<Annotation>> {
        self.entry(row).map(|entry| &entry.annotation)
    }

    /// The annotations that are shown, each once.
    pub fn listed(&self) -> Vec<Arc<Annotation>> {
        let mut seen = HashSet::default();
        let rows = (0..self.shown.len()).filter_map(|row| self.row(row));
        rows.filter(|own| seen.insert(own.id.as_str()))
            .cloned()
            .collect()
    }
}

/// Whether the list has an annotation: what is meant for people, bindings, and corrections of the
/// outline.
pub fn is_listed(annotation: &Annotation) -> bool {
    is_readable(annotation) || annotation.bound().is_some() || annotation.corrects().is_some()
}

/// Everything about an annotation that may be looked for.
fn words(annotation: &Annotation) -> String {
    let tags: Vec<&str> = annotation.tags().collect();
    let mark = annotation.mark.map(String::from).unwrap_or_default();
    [
        annotation.quote(),
        annotation.note(),
        &tags.join(" "),
        &annotation.target.source.title,
        &annotation.color,
        &mark,
    ]
    .join(" ")
}

/// What annotations are compared by: how unsure a place is; what the order says, as a number, a
/// text, or a text from behind; document and place. Where there is no text none is compared: some
/// processors take longer for two empty ones than for a sentence.
type Rank<'a> = (
    Reverse<u8>,
    (u8, Option<&'a str>, Reverse<Option<&'a str>>),
    (usize, usize),
);

/// Of every annotation the number of its document, in the order of title, id and date: many
/// annotations share few documents, and numbers are compared sooner than texts.
fn documents(annotations: &[Arc<Annotation>]) -> Vec<usize> {
    let mut numbers: HashMap<[&str; 3], usize> = HashMap::default();
    let found: Vec<usize> = annotations
        .iter()
        .map(|annotation| {
            let source = &annotation.target.source;
            let next = numbers.len();
            let name = [&*source.title, &*source.id, &*source.date];
            *numbers.entry(name).or_insert(next)
        })
        .collect();
    let mut sorted: Vec<_> = numbers.into_iter().collect();
    sorted.sort_unstable();
    let mut places = vec![0; sorted.len()];
    for (place, (_, number)) in sorted.into_iter().enumerate() {
        if let Some(own) = places.get_mut(number) {
            *own = place;
        }
    }
    let place = |number| places.get(number).copied().unwrap_or_default();
    found.into_iter().map(place).collect()
}

fn standing<'a>(
    annotation: &'a Annotation,
    urgency: u8,
    (order, tag): (Order, Option<&'a str>),
    document: usize,
) -> Rank<'a> {
    let by = match order {
        Order::Document => (0, None, Reverse(None)),
        // The latest first.
        Order::Date => (0, None, Reverse(Some(annotation.modified.as_str()))),
        Order::Tag => (u8::from(tag.is_none()), tag, Reverse(None)),
        Order::Color => {
            let color = annotation.color().map_or(9, |color| color as u8);
            (color, None, Reverse(None))
        }
        Order::Kind => {
            let kind = match annotation.motivation {
                Motivation::Commenting => 0,
                Motivation::Highlighting => 1,
                Motivation::Bookmarking => 2,
                Motivation::Linking => 3,
                Motivation::Editing | Motivation::Searching => 4,
            };
            (kind, None, Reverse(None))
        }
    };
    let start = annotation.target.position().map_or(0, |own| own.start);
    (Reverse(urgency), by, (document, start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Color, SourceRef, Target};
    use crate::text::Span;

    fn annotation(title: &str, words: &str, at: usize) -> Annotation {
        let source = SourceRef {
            title: title.to_owned(),
            ..SourceRef::default()
        };
        let text = format!("{}{words}", "前".repeat(at));
        let span = Span::new(3 * at, text.len());
        let mut annotation =
            Annotation::highlight(Target::new(source, &text, span, None), Color::Red);
        annotation.id = format!("{title}{at}");
        annotation
    }

    fn check(ledger: &Ledger, expected: &[&str]) {
        let rows: Vec<&str> = (0..ledger.shown.len())
            .map(|row| ledger.row(row).unwrap().quote())
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn those_without_a_place_come_first_and_every_order_is_one() {
        let mut note = annotation("乙", "合作社", 1);
        note.set_note("關於領導");
        note.color = "green".into();
        note.modified = "2026-11-24".into();
        let mut tagged = annotation("甲", "手工业", 9);
        tagged.set_tags(&["要".into()]);
        tagged.modified = "2026-11-23".into();
        let lost = annotation("丙", "附则", 3);
        let all: Vec<Arc<Annotation>> = [note, tagged, annotation("甲", "总则", 2), lost]
            .into_iter()
            .map(Arc::new)
            .collect();
        let mut ledger = Ledger::default();
        let urgency = |own: &Annotation| u8::from(own.quote() == "附则");
        let arrange = |ledger: &mut Ledger, expected: &[&str]| {
            ledger.arrange(&all, urgency);
            check(ledger, expected);
            ledger.order = ledger.order.next();
        };
        arrange(&mut ledger, &["附则", "合作社", "总则", "手工业"]);
        arrange(&mut ledger, &["附则", "合作社", "手工业", "总则"]);
        arrange(&mut ledger, &["附则", "手工业", "合作社", "总则"]);
        arrange(&mut ledger, &["附则", "合作社", "总则", "手工业"]);
        arrange(&mut ledger, &["附则", "合作社", "总则", "手工业"]);
        assert_eq!(ledger.order, Order::Document);
        // One with two tags stands under each, and is one annotation all the same.
        let mut twice = (*all[2]).clone();
        twice.set_tags(&["乡".into(), "要".into()]);
        let two = [Arc::clone(&all[1]), Arc::new(twice)];
        let mut by_tag = Ledger {
            order: Order::Tag,
            ..Ledger::default()
        };
        by_tag.arrange(&two, |_| 0);
        check(&by_tag, &["总则", "总则", "手工业"]);
        assert_eq!(by_tag.listed().len(), 2);
        by_tag.list.selected = 1;
        by_tag.arrange(&two, |_| 0);
        assert_eq!(by_tag.list.selected, 1);
        ledger.input.insert("关于领导");
        ledger.by_words = true;
        ledger.narrow();
        check(&ledger, &["合作社"]);
        ledger.input.erase_all();
        ledger.input.insert("手业");
        ledger.narrow();
        check(&ledger, &[]);
        ledger.by_words = false;
        ledger.narrow();
        check(&ledger, &["手工业"]);
    }
}
