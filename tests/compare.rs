//! Comparing by clauses, held against a second, simple implementation: all pairs of neighbouring
//! editions among the statutes, where they are at hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod needs;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use zhangju::annotation::{Finder, SourceRef, Target};
use zhangju::clause::ClauseKind;
use zhangju::clause::compare::{Comparison, Passage, Status, compare};
use zhangju::document::{decode, parse};
use zhangju::library::Source;
use zhangju::reading::Text;
use zhangju::text::Span;

/// A text as all front ends open it.
fn text(source: &str) -> Text {
    let document = parse(source.to_owned());
    let source = Source::Memory("statute.md".to_owned(), Vec::new().into());
    Text::of(document, "UTF-8", &source.into())
}

/// The number of an article as it is printed, if a passage is one.
fn article(text: &Text, passage: &Passage) -> Option<String> {
    let clause = text.tree.get(passage.clause?)?;
    let label = clause.label.of(&text.document.source);
    (clause.kind == ClauseKind::Article).then(|| bare(label))
}

fn bare(text: &str) -> String {
    let is_seen = |c: &char| !c.is_whitespace() && *c != '\u{200b}';
    text.chars().filter(is_seen).collect()
}

fn is_numeral(c: char) -> bool {
    "零〇一二三四五六七八九十百千".contains(c)
}

/// The articles of a statute by a scan of its lines: number, and text without blanks. Only where
/// each number is there once.
fn articles(source: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with('#') {
            is_open = false;
            continue;
        }
        let number = line.strip_prefix('第').and_then(|rest| {
            let (number, rest) = rest.split_once('条')?;
            // In one of the statutes: 第二百七十一 条法庭对证据…
            let is_apart = number.ends_with(' ');
            let number = number.trim_end();
            let is_number = !number.is_empty() && number.chars().all(is_numeral);
            let (inserted, rest) = match rest.strip_prefix('之') {
                Some(after) => {
                    let end = after.find(|c| !is_numeral(c)).unwrap_or(after.len());
                    (format!("之{}", &after[..end]), &after[end..])
                }
                None => (String::new(), rest),
            };
            let ends = rest.starts_with([' ', '\u{3000}']);
            (is_number && (ends || is_apart)).then(|| (format!("第{number}条{inserted}"), rest))
        });
        match number {
            Some((number, rest)) => {
                is_open = true;
                found.push((number, bare(rest)));
            }
            None if is_open => {
                let (_, text) = found.last_mut().unwrap();
                text.push_str(&bare(line));
            }
            None => {}
        }
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (number, _) in &found {
        *counts.entry(number.clone()).or_default() += 1;
    }
    found.retain(|(number, _)| counts[number] == 1);
    found
}

type Pairs = HashMap<(char, char), usize>;

/// The pairs of neighbouring letters of a text.
fn pairs(text: &str) -> Pairs {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs = Pairs::new();
    for pair in letters.windows(2) {
        *pairs.entry((pair[0], pair[1])).or_default() += 1;
    }
    pairs
}

/// Dice's coefficient of two texts.
fn dice(a: &Pairs, b: &Pairs) -> f64 {
    let common: usize = a
        .iter()
        .map(|(pair, count)| count.min(b.get(pair).unwrap_or(&0)))
        .sum();
    2.0 * common as f64 / (a.values().sum::<usize>() + b.values().sum::<usize>()).max(1) as f64
}

/// Neighbouring editions: statutes of one title in the order of the dates in their names.
fn neighbours(what: &str) -> Vec<[PathBuf; 2]> {
    let mut titled: BTreeMap<String, Vec<(String, PathBuf)>> = BTreeMap::new();
    for path in needs::statutes(what) {
        let source = decode::decode(&std::fs::read(&path).unwrap()).text;
        let title = source.lines().find_map(|line| line.strip_prefix("# "));
        let Some(title) = title.map(bare) else {
            continue;
        };
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let date = name
            .rsplit_once('(')
            .map_or("", |(_, date)| date)
            .to_owned();
        titled.entry(title).or_default().push((date, path));
    }
    let mut pairs = Vec::new();
    for (title, mut editions) in titled {
        // Seven of its books; amendments are works of their own.
        if title == "中华人民共和国民法典" || title.contains("宪法修正案") {
            continue;
        }
        editions.sort();
        for pair in editions.windows(2) {
            pairs.push([pair[0].1.clone(), pair[1].1.clone()]);
        }
    }
    pairs
}

#[derive(Debug, Default)]
struct Counts {
    pairs: usize,
    articles: usize,
    same: usize,
    alike: usize,
    moved: usize,
}

/// Checks one pair against the simple implementation.
fn check(name: &str, old: &str, new: &str, counts: &mut Counts) {
    let (first, second) = (text(old), text(new));
    let Comparison { rows } = compare(first.side(), second.side());
    let (mine, theirs) = (articles(old), articles(new));
    let old_texts: HashMap<&str, &str> = mine.iter().map(|(n, t)| (&**n, &**t)).collect();
    let new_texts: HashMap<&str, &str> = theirs.iter().map(|(n, t)| (&**n, &**t)).collect();
    let mut partner: HashMap<String, Vec<String>> = HashMap::new();
    let mut kept = Vec::new();
    for row in &rows {
        let olds: Vec<String> = row
            .old
            .iter()
            .filter_map(|own| article(&first, own))
            .collect();
        let news: Vec<String> = row
            .new
            .iter()
            .filter_map(|own| article(&second, own))
            .collect();
        if row.status() == Status::Unchanged
            && let ([a], [b]) = (olds.as_slice(), news.as_slice())
            && let (Some(a), Some(b)) = (old_texts.get(&**a), new_texts.get(&**b))
        {
            assert_eq!(a, b, "{name}: called unchanged");
        }
        for old in olds {
            partner.entry(old).or_default().extend(news.iter().cloned());
        }
        if let (Some(old), Some(new)) = (row.old.first(), row.new.first()) {
            kept.push((old.span.start, new.span.start, row.is_moved));
        }
    }
    // What was not moved is in order; what was moved is not.
    let still: Vec<usize> = kept.iter().filter(|own| !own.2).map(|own| own.0).collect();
    assert!(still.is_sorted(), "{name}");
    for moved in kept.iter().filter(|own| own.2) {
        let crosses = |own: &&(usize, usize, bool)| (own.0 < moved.0) != (own.1 < moved.1);
        assert!(
            kept.iter().any(|own| crosses(&own)),
            "{name}: moved {moved:?}"
        );
        counts.moved += 1;
    }
    let only = |texts: &[(String, String)], text: &str| {
        let mut same = texts.iter().filter(|(_, own)| own == text);
        same.next()
            .filter(|_| same.next().is_none())
            .map(|(number, _)| number.clone())
    };
    let mut changed = Vec::new();
    for (number, text) in &mine {
        counts.articles += 1;
        if only(&mine, text).is_none() {
            continue;
        }
        match only(&theirs, text) {
            Some(same) => {
                counts.same += 1;
                let found = partner.get(number).cloned().unwrap_or_default();
                assert!(
                    found.contains(&same),
                    "{name}: {number} is {same}, not {found:?}"
                );
            }
            None if theirs.iter().all(|(_, own)| own != text) => changed.push((number, text)),
            None => {}
        }
    }
    // Two that are alike, and each the likest of the other by far, are one.
    let left: Vec<&(String, String)> = theirs
        .iter()
        .filter(|(_, text)| mine.iter().all(|(_, own)| own != text))
        .collect();
    let others: Vec<Pairs> = left.iter().map(|(_, text)| pairs(text)).collect();
    let table: Vec<Vec<f64>> = changed
        .iter()
        .map(|(_, text)| {
            let own = pairs(text);
            others.iter().map(|other| dice(&own, other)).collect()
        })
        .collect();
    for (row, (number, _)) in changed.iter().enumerate() {
        for (column, (other, _)) in left.iter().enumerate() {
            let likeness = table[row][column];
            let next = |likeness: f64| likeness - 0.05;
            let is_likest = (0..left.len()).all(|c| c == column || table[row][c] < next(likeness))
                && (0..changed.len()).all(|r| r == row || table[r][column] < next(likeness));
            if likeness >= 0.55 && is_likest {
                counts.alike += 1;
                let found = partner.get(*number).cloned().unwrap_or_default();
                assert!(
                    found.contains(other),
                    "{name}: {number} is {other} ({likeness:.2}), not {found:?}"
                );
            }
        }
    }
}

#[test]
fn neighbouring_editions_of_statutes() {
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for [old, new] in neighbours("comparing neighbouring editions") {
        let read = |path: &PathBuf| decode::decode(&std::fs::read(path).unwrap()).text;
        let (first, second) = (read(&old), read(&new));
        let bodies = [articles(&first), articles(&second)];
        if bodies[0] == bodies[1] {
            continue;
        }
        counts.pairs += 1;
        let name = new.file_name().unwrap().to_string_lossy().into_owned();
        let result = std::panic::catch_unwind(|| {
            let mut counts = Counts::default();
            check(&name, &first, &second, &mut counts);
            counts
        });
        match result {
            Ok(own) => {
                counts.articles += own.articles;
                counts.same += own.same;
                counts.alike += own.alike;
                counts.moved += own.moved;
            }
            Err(_) => failures.push(name),
        }
    }
    println!("{counts:?}");
    assert!(failures.is_empty(), "{failures:?}");
}

/// A sentence of an article, long enough to be known again.
fn sentence(article: &str) -> Option<&str> {
    let mut sentences = article.split_inclusive(['。', '；']);
    sentences.find(|sentence| (12..60).contains(&sentence.chars().count()))
}

#[test]
fn notes_on_one_edition_are_found_in_the_next() {
    let (mut right, mut said, mut wrong, mut there) = (0, 0, Vec::new(), 0);
    for [old, new] in neighbours("notes over editions") {
        let read = |path: &PathBuf| decode::decode(&std::fs::read(path).unwrap()).text;
        let (first, second) = (read(&old), read(&new));
        let (mine, theirs) = (articles(&first), articles(&second));
        if mine == theirs {
            continue;
        }
        let finder = Finder::new(&second);
        // Four notes a pair, spread over the text.
        let step = mine.len().div_ceil(4).max(1);
        for (number, text) in mine.iter().step_by(step) {
            let Some(quote) = sentence(text) else {
                continue;
            };
            // In some the source has blanks within the sentence.
            let Some(at) = first.find(quote) else {
                continue;
            };
            let span = Span::new(at, at + quote.len());
            let target = Target::new(SourceRef::default(), &first, span, None);
            let homes: Vec<&String> = theirs
                .iter()
                .filter(|(_, own)| own.contains(quote))
                .map(|(number, _)| number)
                .collect();
            there += usize::from(homes.len() == 1);
            let anchor = finder.find(&target);
            if anchor.is_open() {
                said += 1;
                continue;
            }
            let found = anchor.span().unwrap();
            // The article that the place is in: the last number before it.
            let before = articles(&second[..found.end]);
            let home = before.last().map(|(number, _)| number);
            if homes.is_empty() || home.is_some_and(|home| homes.contains(&home)) {
                right += 1;
            } else {
                wrong.push(format!("{}: {number} {quote} in {home:?}", new.display()));
            }
        }
    }
    if right + said == 0 {
        return;
    }
    println!(
        "{right} right, {said} said, {} wrong; the words of {there} stand in one article",
        wrong.len()
    );
    assert!(right + said + wrong.len() >= 200);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(right * 100 >= there * 99, "{right} of {there}");
}
