//! Annotations that were made when books were read in another way.
#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::path::Path;
use std::process::Command;

#[test]
fn annotations_of_a_book_that_was_read_as_markdown_are_found_by_their_words() {
    let given = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/annotated");
    let reader = tempfile::tempdir().unwrap();
    let config = reader.path().join("config");
    let book = reader.path().join("林场.epub");
    std::fs::copy(given.join("林场.epub"), &book).unwrap();
    // The log as it was written then, by a device of that time.
    let log = std::fs::read_to_string(given.join("2026-11.jsonl")).unwrap();
    let log = log.replace("/home/reader/林场.epub", book.to_str().unwrap());
    let device = config.join("annotations/01M8NQGBBNJR1VKEKMSEGNW7NR");
    std::fs::create_dir_all(&device).unwrap();
    std::fs::write(device.join("2026-11.jsonl"), &log).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["marks", "list", book.to_str().unwrap()])
        .env("LC_ALL", "C")
        .env("ZHANGJU_CONFIG_DIR", &config)
        .env("ZHANGJU_STATE_DIR", reader.path().join("state"))
        .output()
        .unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(listed.lines().count(), log.lines().count(), "{listed}");
    for line in listed.lines() {
        let anchor = line.split('\t').nth(2).unwrap();
        assert!(matches!(anchor, "exact" | "moved"), "{line}");
    }
}
