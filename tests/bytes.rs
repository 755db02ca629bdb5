//! Budgets in bytes: what keys cost on the line, at 120 × 40 on the sample document. Peers are measured by `ttybench` (see the closing
//! notes of the issue): one `j` costs `less` 112 bytes, a program on the stock backend 14,380 with three panes.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod line;

use std::time::Duration;

use line::{Answers, Line};

const LESS: usize = 112;
const STOCK: usize = 14_380;

fn sample(folder: &tempfile::TempDir, answers: Answers) -> Line {
    let line = Line::open(folder.path(), &[], (120, 40), answers);
    line.wait_for("（一）必须十分重视");
    line.settled();
    line
}

/// The mean over keys typed one by one: a line of text costs more than an empty one.
fn mean(line: &Line, key: &str, count: usize) -> usize {
    (0..count).map(|_| line.bytes_of(key)).sum::<usize>() / count
}

#[test]
fn one_line_costs_little_more_than_in_less() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::Some);
    let panes = mean(&line, "j", 8);
    assert!(panes <= STOCK * 12 / 100, "{panes} bytes with three panes");
    line.bytes_of("z");
    let alone = mean(&line, "j", 8);
    assert!(alone <= LESS * 13 / 10, "{alone} bytes alone");
}

#[test]
fn with_margins_panes_cost_no_more_than_twice_the_text_alone() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::All);
    // The same lines, with panes and alone.
    line.bytes_of("z");
    let alone = mean(&line, "j", 8);
    line.bytes_of("z");
    line.bytes_of("gg");
    let panes = mean(&line, "j", 8);
    assert!(
        panes <= 2 * alone,
        "{panes} bytes with panes, {alone} alone"
    );
}

#[test]
fn steps_and_keystrokes_have_budgets() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::Some);
    line.bytes_of("\t");
    let step = mean(&line, "j", 6);
    assert!(step <= 250, "{step} bytes a step in the outline");
    line.bytes_of("\t");
    line.bytes_of("c");
    let stroke = mean(&line, "一", 2);
    assert!(stroke <= 1200, "{stroke} bytes a keystroke in a picker");
}

#[test]
fn a_page_costs_little_more_than_its_text_and_attributes() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::Some);
    line.bytes_of("z");
    // Behind the table of the second page, whose gaps no one could call text.
    line.bytes_of("  ");
    let (mut written, mut text, mut attributes) = (0, 0, 0);
    for _ in 0..4 {
        let (before, shown) = (line.settled(), line.text());
        written += line.bytes_of(" ");
        let now = line.text();
        let changed = now
            .lines()
            .zip(shown.lines())
            .filter(|(now, was)| now != was);
        let changed: Vec<&str> = changed.map(|(now, _)| now.trim_end()).collect();
        assert!(changed.len() > 25, "{now}");
        // The margin is no text, the indent of a paragraph is.
        let indent = |row: &str| row.len() - row.trim_start().len();
        let full = changed.iter().filter(|row| row.len() > 60);
        let margin = full.map(|row| indent(row)).min().unwrap();
        let width = |row: &&str| row.len() - indent(row).min(margin);
        text += changed.iter().map(width).sum::<usize>();
        let raw = String::from_utf8(line.raw.lock().unwrap()[before..].to_vec()).unwrap();
        for sequence in raw.split("\x1b[").skip(1) {
            let length = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            if sequence[length..].starts_with('m') {
                attributes += length + 3;
            }
        }
    }
    let most = (text + attributes) * 105 / 100;
    assert!(
        written <= most,
        "{written} bytes for {text} of text and {attributes} of attributes"
    );
}

#[test]
fn an_idle_reader_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::All);
    let before = line.settled();
    std::thread::sleep(Duration::from_secs(4));
    assert_eq!(line.raw.lock().unwrap().len(), before);
}

#[test]
fn a_terminal_that_answers_nothing_is_drawn_on_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::None);
    line.send("jjj:h3.2\r");
    line.wait_for(" h3.2 ");
}

/// What comes at once is one step, or as few as it is read in: a frame for each key would be tens of megabytes.
#[test]
fn a_burst_is_a_few_frames() {
    let folder = tempfile::tempdir().unwrap();
    let mut line = sample(&folder, Answers::Some);
    let bytes = |keys: &str, end: &str| {
        let before = line.settled();
        line.send(keys);
        line.wait_for(end);
        line.settled() - before
    };
    let down = bytes(&"j".repeat(10_000), "每季向市委作一次综合报告");
    assert!(down <= 100_000, "{down} bytes");
    // A terminal without bracketed paste types what is pasted.
    let typed = bytes(
        &("/".to_owned() + &"条文，".repeat(30_000) + "末"),
        "条文，末",
    );
    assert!(typed <= 100_000, "{typed} bytes");
    line.bytes_of("\x03");
    // No key is lost, and none behind the last one counts.
    line.send(&("k".repeat(3000) + "q" + &"G".repeat(50)));
    assert_eq!(line.end(), 0);
}
