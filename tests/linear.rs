//! Reading line by line: lines in, lines out, nothing drawn.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::io::Write;
use std::process::{Command, Stdio};

/// What the program says to some lines, and its exit code.
fn read(folder: &tempfile::TempDir, arguments: &[&str], lines: &str) -> (String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(arguments)
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .env("LC_ALL", "zh_CN.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text, output.status.code().unwrap())
}

#[test]
fn the_path_comes_first_and_then_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let (text, code) = read(&folder, &["--linear"], "四（2）\n\n-\nq\n");
    assert_eq!(code, 0);
    let lines: Vec<&str> = text.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with("4.2  "))
        .unwrap();
    assert_eq!(
        lines[at],
        "4.2  （四）北京市委报告中所举第三十四缝纫合作社的情况 > （2）根据他们改造的程度与合作社的巩固情况和需要"
    );
    assert!(
        lines[at + 1]
            .starts_with("（2）根据他们改造的程度与合作社的巩固情况和需要，可分别吸收他们入社；")
    );
    assert!(lines[at + 2].starts_with("4.3  "), "{}", lines[at + 2]);
    assert_eq!(lines[at + 4], lines[at]);
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn commands_of_an_input_method_are_commands_and_the_place_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (text, _) = read(&folder, &["--linear"], "／逃亡\nｍ\n：h3.2\nｑ\n");
    assert!(text.contains("已加书签"), "{text}");
    assert!(text.lines().last().unwrap().starts_with("第二，"), "{text}");
    let (again, _) = read(&folder, &["--linear"], "");
    assert!(
        again.lines().nth(1).unwrap().starts_with("h3.2  "),
        "{again}"
    );
    let config = folder.path().join("config/annotations");
    assert!(config.is_dir());
}

#[test]
fn without_a_terminal_a_named_document_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    std::fs::write(&path, "# 甲法\n\n第一条 手工业。\n").unwrap();
    let (text, code) = read(&folder, &[path.to_str().unwrap()], "");
    assert_eq!(code, 0);
    assert!(
        text.contains("甲法") && text.contains("第一条") && !text.contains('\u{1b}'),
        "{text}"
    );
    let (text, code) = read(&folder, &["--linear", "/nowhere.md"], "");
    assert_eq!((text.as_str(), code), ("", 2));
}
