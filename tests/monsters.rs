//! Monsters: files that nobody wrote on purpose. Each is read, or told in one line what is wrong
//! with it; none takes the program down, and none takes more memory than a small machine has.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Peak memory of reading any document, in KiB.
const MEMORY: u64 = 512 << 10;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhangju"));
    command
        .args(arguments)
        .env("ZHANGJU_CONFIG_DIR", folder.join("none"))
        .env("ZHANGJU_STATE_DIR", folder.join("none"))
        .env("ZHANGJU_CACHE_DIR", folder.join("none"))
        .stdin(Stdio::null());
    command
}

/// Pieces of text one after the other.
fn joined(pieces: impl Iterator<Item = String>) -> String {
    pieces.collect::<Vec<_>>().concat()
}

/// Runs a command to its end; it must end by itself, in good order.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = command(folder, arguments).output().unwrap();
    assert!(
        output.status.code().is_some(),
        "{arguments:?} was ended by a signal"
    );
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    output
}

/// Every way of reading a file.
fn read(folder: &Path, path: &Path) {
    let path = path.to_str().unwrap();
    for arguments in [
        ["outline", "--format", "json", path].as_slice(),
        &["show", "--width", "40", path],
        &["check", path],
    ] {
        let output = run(folder, arguments);
        assert_ne!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// What is told of a file that cannot be read: one line that names it.
fn told(folder: &Path, path: &Path) -> String {
    let output = run(folder, &["outline", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", path.display());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn texts_of_every_bad_shape_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let monsters: [(&str, Vec<u8>); 11] = [
        ("empty.txt", Vec::new()),
        (
            "line.txt",
            format!("长行\n\n{}", "没有换行的一行，".repeat(420_000)).into_bytes(),
        ),
        (
            "marks.txt",
            format!("标\n\ne{}尾\n", "\u{301}".repeat(1_000_000)).into_bytes(),
        ),
        // As a file is left by a power cut.
        (
            "nul.txt",
            ["正文\n".repeat(1000).into_bytes(), vec![0; 1 << 20]].concat(),
        ),
        ("breaks.txt", vec![b'\n'; 1 << 20]),
        ("returns.txt", vec![b'\r'; 1 << 20]),
        ("tabs.txt", vec![b'\t'; 1 << 20]),
        ("joiners.txt", "👩\u{200d}".repeat(20_000).into_bytes()),
        (
            "quotes.md",
            format!("{}深\n\n{}\n", "> ".repeat(1000), "“".repeat(100_000)).into_bytes(),
        ),
        (
            "signs.md",
            // A look for the other end of each of them takes minutes.
            [
                "**", "[", "<b>", "`", "《", "(", "|", "**a *b ", "[a](", "![", "〈",
            ]
            .map(|sign| sign.repeat(50_000) + "\n\n")
            .concat()
            .into_bytes(),
        ),
        (
            "headings.md",
            joined((1..=1000).map(|n| format!("{} 第{n}层\n\n", "#".repeat(n.min(6)))))
                .into_bytes(),
        ),
    ];
    for (name, bytes) in monsters {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(folder.path(), &path);
    }
}

#[test]
fn a_hundred_thousand_clauses_have_addresses_and_more_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("法.md");
    let articles = joined((1..=99_999).map(|n| format!("第{n}条 内容。\n\n")));
    std::fs::write(&path, format!("# 某法\n\n{articles}")).unwrap();
    let output = run(folder.path(), &["outline", path.to_str().unwrap()]);
    let outline = String::from_utf8(output.stdout).unwrap();
    assert_eq!(outline.lines().count(), 100_000);
    assert!(outline.ends_with("第99999条 内容\n"));
    let items = joined((0..100_010).map(|n| format!("{}、内容。\n\n", n % 9 + 1)));
    std::fs::write(&path, format!("# 某文\n\n{items}")).unwrap();
    let output = run(folder.path(), &["outline", path.to_str().unwrap()]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().lines().count(),
        100_001
    );
    let output = run(folder.path(), &["check", path.to_str().unwrap()]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.matches("100000").count(), 1);
}

#[test]
fn what_is_divided_too_often_is_read_to_its_end_and_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, unit, count, told) in [
        ("碎.txt", "行\n\n", 800_000, "1500000"),
        ("号.md", "**甲**乙", 400_000, "1048576"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("大\n\n{}末尾\n", unit.repeat(count))).unwrap();
        let path = path.to_str().unwrap();
        let output = run(folder.path(), &["check", path]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.matches(told).count(), 1, "{name}: {said}");
        let output = run(folder.path(), &["show", path]);
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.ends_with("末尾\n"), "{name}");
    }
}

#[test]
fn names_of_every_kind_are_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "汉".repeat(85),
        "a\u{1b}[31m\u{7}\n名.txt".to_owned(),
        "-x.txt".to_owned(),
        "名#art1.txt".to_owned(),
        " .txt".to_owned(),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, "# 题\n\n一、正文\n").unwrap();
        read(folder.path(), &path);
    }
}

#[test]
fn what_is_no_document_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.txt");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    let to_itself = folder.path().join("loop.txt");
    std::os::unix::fs::symlink(&to_itself, &to_itself).unwrap();
    let large = folder.path().join("large.txt");
    std::fs::File::create(&large)
        .unwrap()
        .set_len((64 << 20) + 1)
        .unwrap();
    // Full of what is in no text.
    let data = folder.path().join("bytes.txt");
    let bytes: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
    std::fs::write(&data, bytes).unwrap();
    let nothing = folder.path().join("nul.txt");
    let bytes = [vec![0; 1 << 20], "正文".into(), vec![0; 99]].concat();
    std::fs::write(&nothing, bytes).unwrap();
    for path in [
        &fifo,
        &to_itself,
        &large,
        &data,
        &nothing,
        Path::new("/dev/zero"),
        &folder.path().join("missing.txt"),
    ] {
        let said = told(folder.path(), path);
        assert!(
            said.contains(path.file_name().unwrap().to_str().unwrap()),
            "{said}"
        );
    }
    // A folder of them: what can be read is, links that lead round are not followed.
    std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
    std::fs::write(folder.path().join("good.md"), "# 题\n\n一、正文\n").unwrap();
    let output = run(folder.path(), &["outline", folder.path().to_str().unwrap()]);
    let outline = String::from_utf8(output.stdout).unwrap();
    assert_eq!(outline.matches("一、正文").count(), 1, "{outline}");
}

/// The greatest number of KiB that a process had in memory, as far as it can be looked at before it
/// ends.
#[cfg(target_os = "linux")]
fn peak(mut command: Command) -> u64 {
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let about = std::fs::read_to_string(&status).unwrap_or_default();
        let line = about.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().code().is_some());
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn the_largest_documents_fit_into_a_small_machine() {
    let folder = tempfile::tempdir().unwrap();
    for (name, paragraph, commands) in [
        (
            "大.txt",
            "（一）这是一段正文，写得不长不短，为的是凑满一个很大的文件。\n\n",
            ["show", "check"].as_slice(),
        ),
        ("碎.txt", "一行\n\n", &["check"]),
    ] {
        let path = folder.path().join(name);
        let text = paragraph.repeat((64 << 20) / paragraph.len() - 1);
        std::fs::write(&path, format!("大\n\n{text}")).unwrap();
        fits(folder.path(), &path, commands);
    }
}

#[cfg(target_os = "linux")]
fn fits(folder: &Path, path: &Path, commands: &[&str]) {
    let path = path.to_str().unwrap();
    for name in commands {
        let peak = peak(command(folder, &[name, path]));
        assert!(0 < peak && peak < MEMORY, "{name} {path} took {peak} KiB");
    }
}

/// Its cells, all of them, would be 400 million.
#[cfg(target_os = "linux")]
#[test]
fn a_table_takes_the_room_of_the_cells_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.md");
    let columns = 20_000;
    let (head, rule) = ("|甲".repeat(columns), "|-".repeat(columns));
    let rows = "|子|丑|\n".repeat(columns);
    std::fs::write(&path, format!("# 表\n\n{head}|\n{rule}|\n{rows}")).unwrap();
    fits(folder.path(), &path, &["show", "check"]);
}
