//! Pages in the shapes of those of offices, courts, encyclopedias and law portals of several
//! countries. Each begins with a comment that says what must and what must not stand in its text.
//! And annotations that were made when pages were read in another way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use zhangju::clause::nest;
use zhangju::document::rules::Own;
use zhangju::document::{self, Syntax};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What is wrong with what is read of a page, a line each.
fn judge(page: &str) -> Vec<String> {
    let (wanted, _) = page.split_once("-->").expect("a comment");
    let (document, _) =
        document::read(page.as_bytes().into(), None, Syntax::Plain, &Own::default()).unwrap();
    let tree = nest(&document);
    let addresses: Vec<String> = tree.ids().map(|id| tree.address(id).to_string()).collect();
    let read = document.blocks.iter().filter(|block| block.kind.is_read());
    let shown: String = read.map(|block| document.words(block.text)).collect();
    let shown = bare(&shown);
    let mut wrong = Vec::new();
    for line in wanted.lines().skip(1) {
        let (key, value) = line.split_once(": ").expect("a key and a value");
        for value in value.split([',', '|']).map(str::trim) {
            let is_right = match key {
                "title" => document.header.title == value,
                "has" => shown.contains(&bare(value)),
                "lacks" => !shown.contains(&bare(value)),
                "clauses" => addresses.iter().any(|address| address == value),
                other => panic!("{other}"),
            };
            if !is_right {
                let (title, text) = (&document.header.title, &document.source);
                wrong.push(format!("{key}: {value}\n{title}\n{addresses:?}\n{text}"));
            }
        }
    }
    wrong
}

#[test]
fn pages_of_many_makers_show_their_text_and_nothing_else() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            count += 1;
            let page = std::fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            wrong.extend(
                judge(&page)
                    .into_iter()
                    .map(|what| format!("{name} {what}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count >= 30);
}

#[test]
fn annotations_of_a_page_that_was_read_as_markdown_are_found_by_their_words() {
    let folder_of_reader = tempfile::tempdir().unwrap();
    let (config, state) = (
        folder_of_reader.path().join("config"),
        folder_of_reader.path().join("state"),
    );
    let page = folder_of_reader.path().join("章程.html");
    std::fs::copy(folder().join("annotated/章程.html"), &page).unwrap();
    // The log as it was written then, by a device of that time.
    let log = std::fs::read_to_string(folder().join("annotated/2026-11.jsonl")).unwrap();
    let log = log.replace("/home/reader/章程.html", page.to_str().unwrap());
    let device = config.join("annotations/01M8NM90AF81513SE03F0J14D8");
    std::fs::create_dir_all(&device).unwrap();
    std::fs::write(device.join("2026-11.jsonl"), &log).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["marks", "list", page.to_str().unwrap()])
        .env("LC_ALL", "C")
        .env("ZHANGJU_CONFIG_DIR", &config)
        .env("ZHANGJU_STATE_DIR", &state)
        .output()
        .unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(listed.lines().count(), log.lines().count(), "{listed}");
    for line in listed.lines() {
        let anchor = line.split('\t').nth(2).unwrap();
        assert!(matches!(anchor, "exact" | "moved"), "{line}");
    }
}

#[test]
fn each_value_of_a_table_with_merged_cells_stands_behind_the_labels_of_its_column() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("表.html");
    let table = "<table><tr><th rowspan=2>区<th rowspan=2>年<th colspan=2>木器业<tr><th>社数<th>人数\
        <tr><td rowspan=2>东区<td>甲年<td>12<td>34<tr><td>乙年<td><td>56<tr><td colspan=4>西区以下从略</table>";
    std::fs::write(&page, format!("<title>表</title>{table}")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["show", "--width", "60", page.to_str().unwrap()])
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let shown = bare(&shown);
    let first = "东区年甲年木器业社数12木器业人数34";
    let second = "东区年乙年木器业社数木器业人数56西区以下从略";
    assert!(shown.contains(&format!("{first}{second}")), "{shown}");
}
