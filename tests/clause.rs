//! The clause tree against lists from outside: the sample document's 32 clauses, and, where they are at hand, the articles of 1,396 statutes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::path::PathBuf;

use serde::Deserialize;
use zhangju::clause::{ClauseKind, ClauseTree, nest};
use zhangju::document::{Document, decode, parse};

#[derive(Deserialize)]
struct Gold {
    address: String,
    parent: Option<String>,
    depth: u16,
    kind: String,
    label: String,
    lead: String,
}

fn read(text: &str) -> (Document, ClauseTree) {
    let document = parse(decode::decode(text.as_bytes()).text);
    let tree = nest(&document);
    (document, tree)
}

#[test]
fn the_sample_has_exactly_its_32_clauses() {
    let gold: Vec<Gold> = serde_json::from_str(include_str!("seed-outline.json")).unwrap();
    let (document, tree) = read(include_str!("../seeds/000_9e09b61c7e3c8cf0.txt"));
    let found: Vec<String> = tree.ids().map(|id| tree.address(id).to_string()).collect();
    let expected: Vec<String> = gold.iter().map(|clause| clause.address.clone()).collect();
    assert_eq!(found, expected);
    for (id, gold) in tree.ids().zip(&gold) {
        let clause = tree.get(id).unwrap();
        assert_eq!(
            clause.parent.map(|id| tree.address(id).to_string()),
            gold.parent,
            "{}",
            gold.address
        );
        assert_eq!(
            (clause.depth, clause.kind.name()),
            (gold.depth, gold.kind.as_str()),
            "{}",
            gold.address
        );
        assert_eq!(clause.label.of(&document.source), gold.label);
        let title = clause.title.of(&document.source);
        assert!(
            title.starts_with(&gold.lead) || gold.lead.starts_with(title),
            "{title} {}",
            gold.lead
        );
    }
}

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("ZHANGJU_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    folder.is_dir().then_some(folder)
}

/// Right, wrong (missing or under another parent) and extra articles of a statute.
fn compare(tree: &ClauseTree, gold: &[(String, String)]) -> (usize, Vec<String>, Vec<String>) {
    let division = |id| {
        let path = tree.path(id);
        let kinds = [
            ClauseKind::Part,
            ClauseKind::Subpart,
            ClauseKind::Chapter,
            ClauseKind::Section,
        ];
        let found = path
            .into_iter()
            .rfind(|id| kinds.contains(&tree.get(*id).unwrap().kind));
        found.map_or_else(String::new, |id| tree.address(id).to_string())
    };
    let articles = tree
        .ids()
        .filter(|id| tree.get(*id).unwrap().kind == ClauseKind::Article);
    let found: Vec<(String, String)> = articles
        .map(|id| (tree.address(id).to_string(), division(id)))
        .collect();
    let wrong: Vec<String> = gold
        .iter()
        .filter(|pair| !found.contains(pair))
        .map(|pair| format!("{pair:?}"))
        .collect();
    let extra: Vec<String> = found
        .iter()
        .filter(|(address, _)| !gold.iter().any(|(known, _)| known == address))
        .map(|pair| format!("{pair:?}"))
        .collect();
    (gold.len() - wrong.len(), wrong, extra)
}

fn corpus(change: impl Fn(String) -> String) -> (usize, usize, usize) {
    let Some(shared) = shared() else {
        return (1, 0, 0);
    };
    let gold: std::collections::BTreeMap<String, Vec<(String, String)>> =
        serde_json::from_slice(&std::fs::read(shared.join("gold/laws-articles.json")).unwrap())
            .unwrap();
    let (mut right, mut wrong, mut extra) = (0, 0, 0);
    for (path, gold) in &gold {
        let bytes = std::fs::read(shared.join("corpora/laws").join(path)).unwrap();
        let (_, tree) = read(&change(decode::decode(&bytes).text));
        let (r, w, e) = compare(&tree, gold);
        if !w.is_empty() || !e.is_empty() {
            println!(
                "{path}: wrong {} {:?} extra {} {:?}",
                w.len(),
                w.iter().take(3).collect::<Vec<_>>(),
                e.len(),
                e.iter().take(3).collect::<Vec<_>>()
            );
        }
        right += r;
        wrong += w.len();
        extra += e.len();
    }
    println!("right {right} wrong {wrong} extra {extra}");
    (right, wrong, extra)
}

#[test]
fn the_articles_of_the_statutes() {
    let (right, wrong, extra) = corpus(|text| text);
    let total = right + wrong;
    assert!(right * 1000 >= total * 999, "right {right} of {total}");
    assert!(extra * 2000 <= total, "extra {extra} of {total}");
}

#[test]
fn the_articles_of_the_statutes_as_plain_text_with_a_table_of_contents() {
    let (right, wrong, extra) = corpus(|text| {
        let heading = |line: &&str| line.starts_with("##");
        let contents: Vec<String> = text
            .lines()
            .filter(heading)
            .map(|line| line.trim_start_matches(['#', ' ']).to_owned())
            .collect();
        let plain: Vec<&str> = text
            .lines()
            .map(|line| line.trim_start_matches('#').trim_start())
            .collect();
        let (title, rest) = plain.split_first().unwrap();
        if contents.is_empty() {
            plain.join("\n")
        } else {
            format!(
                "{title}\n\n目录\n\n{}\n{}",
                contents.join("\n"),
                rest.join("\n")
            )
        }
    });
    let total = right + wrong;
    assert!(right * 1000 >= total * 995, "right {right} of {total}");
    assert!(extra * 2000 <= total, "extra {extra} of {total}");
}
