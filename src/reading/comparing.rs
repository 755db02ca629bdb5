//! Comparing: which of two texts is the older, what became of one clause over all editions, and
//! what all front ends say of it.

mod inline;

use std::sync::Arc;

use super::Text;
use crate::clause::compare::{ChangeKind, Passage, Row, Status, compare};
use crate::document::PartialDate;
use crate::settings::Locale;
pub use inline::inline;

/// The title of a text and its edition.
pub fn titled(text: &Text) -> String {
    let header = &text.identity.header;
    match header.edition() {
        Some(date) => format!("{} ({date})", header.title),
        None => header.title.clone(),
    }
}

/// The date of the edition that a text is; none before any.
pub fn edition(text: &Text) -> Option<PartialDate> {
    text.identity.header.edition()
}

/// Puts texts in the order of time, if all of them have a date; else they stay as they are.
pub fn in_order<T>(texts: &mut [T], text: impl Fn(&T) -> &Text) {
    if texts.iter().all(|own| edition(text(own)).is_some()) {
        texts.sort_by_key(|own| edition(text(own)));
    }
}

/// The labels of the clauses of some passages; a heading without a number is called by its words.
pub fn labels(text: &Text, passages: &[Passage]) -> String {
    let (document, tree) = (&text.document, &text.tree);
    let label = |passage: &Passage| {
        let clause = tree.get(passage.clause?)?;
        let label = document.words(clause.label);
        let label = label.trim();
        Some(if label.is_empty() {
            clause.heading(document)
        } else {
            label.to_owned()
        })
    };
    let labels: Vec<String> = passages.iter().filter_map(label).collect();
    labels.join(" + ")
}

/// The labels of both sides of a row; once where they are the same.
pub fn both_labels(old: &Text, new: &Text, row: &Row) -> String {
    let (old, new) = (labels(old, &row.old), labels(new, &row.new));
    let is_one = old.is_empty() || new.is_empty() || old == new;
    match (is_one, old.is_empty()) {
        (true, true) => new,
        (true, false) => old,
        (false, _) => format!("{old} → {new}"),
    }
}

/// What became of the clauses of a row, in words.
pub fn status(row: &Row, locale: &Locale) -> String {
    let say = |key: &str| locale.tr(&format!("diff.{key}"), &[]);
    let mut said = Vec::new();
    if row.old.len() > row.new.len() && !row.new.is_empty() {
        said.push(say("merged"));
    } else if row.new.len() > row.old.len() && !row.old.is_empty() {
        said.push(say("split"));
    }
    match row.status() {
        Status::Changed => {}
        status => said.push(say(status.name())),
    }
    match gravest(row) {
        Some(ChangeKind::Words) => said.push(say("changed")),
        Some(kind) => said.push(say(kind.name())),
        None => {}
    }
    said.join(&say("and"))
}

/// Which clauses a row is about and what became of them, in words.
pub fn headline(old: &Text, new: &Text, row: &Row, locale: &Locale) -> String {
    let mut told = vec![both_labels(old, new, row), status(row, locale)];
    told.retain(|own| !own.is_empty());
    told.join(" · ")
}

/// The gravest of the kinds of changes in a row.
fn gravest(row: &Row) -> Option<ChangeKind> {
    ChangeKind::ALL
        .into_iter()
        .find(|kind| row.differs_in(*kind))
}

/// Whether nothing but the form differs in a row.
pub fn is_form_only(row: &Row) -> bool {
    row.status() == Status::Changed && !row.is_reworded() && gravest(row) == Some(ChangeKind::Form)
}

/// How many rows there are of each kind, in words.
pub fn tally<'r>(rows: impl Iterator<Item = &'r Row> + Clone, locale: &Locale) -> String {
    let count = |is: &dyn Fn(&Row) -> bool| rows.clone().filter(|row| is(row)).count().to_string();
    let status = |status| count(&|row: &Row| row.status() == status);
    let numbers = |row: &Row| {
        row.status() == Status::Changed
            && !row.is_reworded()
            && gravest(row) == Some(ChangeKind::Numbers)
    };
    locale.tr(
        "diff.tally",
        &[
            &status(Status::Unchanged),
            &count(&|row| row.status() == Status::Changed && row.is_reworded()),
            &count(&numbers),
            &count(&is_form_only),
            &status(Status::Moved),
            &status(Status::Added),
            &status(Status::Removed),
        ],
    )
}

/// Whether two texts are no editions of one: hardly any of their passages are alike.
pub fn are_unrelated<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> bool {
    // One of so many rows.
    const FEW: usize = 6;
    let is_alike = |row: &&Row| !row.old.is_empty() && !row.new.is_empty();
    FEW * rows.clone().filter(is_alike).count() < rows.count()
}

/// What became of the clause at a byte offset of one of some editions, in the order of time: for
/// each step from one edition to the next its index and the row that the clause is in, as far back
/// and as far on as it is found.
pub fn history(editions: &[Arc<Text>], of: usize, at: usize) -> Vec<(usize, Row)> {
    let step = |older: usize, is_there: &dyn Fn(&Row) -> bool| {
        let (old, new) = (editions.get(older)?, editions.get(older + 1)?);
        let rows = compare(old.side(), new.side()).rows;
        rows.into_iter().find(is_there)
    };
    let has = |passages: &[Passage], at: usize| passages.iter().any(|own| own.span.contains(at));
    let mut steps = Vec::new();
    let mut place = Some(at);
    for older in (0..of).rev() {
        let Some(at) = place else { break };
        let row = step(older, &|row| has(&row.new, at));
        place = row
            .as_ref()
            .and_then(|row| Some(row.old.first()?.span.start));
        steps.extend(row.map(|row| (older, row)));
    }
    steps.reverse();
    let mut place = Some(at);
    for older in of..editions.len().saturating_sub(1) {
        let Some(at) = place else { break };
        let row = step(older, &|row| has(&row.old, at));
        place = row
            .as_ref()
            .and_then(|row| Some(row.new.first()?.span.start));
        steps.extend(row.map(|row| (older, row)));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Source;

    fn text(articles: &[&str]) -> Arc<Text> {
        let source = format!("# 渡口法\n\n{}\n", articles.join("\n\n"));
        let document = crate::document::parse(source);
        let source = Source::File("/a.md".into());
        Arc::new(Text::of(document, "UTF-8", &source.into()))
    }

    /// What became of the clause that has some words in one of three editions.
    fn check(of: usize, words: &str, expected: &[&str]) {
        let ferry = "第一条　渡口归县，由渡工看守，昼夜不得离人。";
        let editions = [
            text(&[ferry, "第二条　夜间渡河须悬灯两盏，一在船头。"]),
            text(&[
                ferry,
                "第二条　遇大雾停航，何时复航由船长决定。",
                "第三条　夜间渡河须悬灯三盏，一在船头。",
            ]),
            text(&[
                "第一条　遇大雾停航，何时复航由船长决定。",
                "第二条　夜间渡河须悬灯三盏，一在船头。",
            ]),
        ];
        let at = editions[of].document.source.find(words).unwrap();
        let locale = Locale::of(crate::settings::Language::SimplifiedChinese);
        let steps = history(&editions, of, at).into_iter().map(|(older, row)| {
            let labels = both_labels(&editions[older], &editions[older + 1], &row);
            format!("{older} {labels} {}", status(&row, &locale))
        });
        assert_eq!(steps.collect::<Vec<_>>(), expected, "{words} of {of}");
    }

    #[test]
    fn a_clause_is_followed_through_its_editions() {
        let lamps = ["0 第二条 → 第三条 修改", "1 第三条 → 第二条 未变"];
        for of in 0..3 {
            check(of, "悬灯", &lamps);
        }
        check(1, "大雾", &["0 第二条 新增", "1 第二条 → 第一条 未变"]);
        check(1, "渡口归县", &["0 第一条 未变", "1 第一条 删去"]);
        check(0, "渡口归县", &["0 第一条 未变", "1 第一条 删去"]);
    }
}
