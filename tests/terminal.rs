//! Fitting in: what terminals say of themselves is made use of, and nothing waits for it.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod line;

use line::{Answers, Line};

fn sample(folder: &tempfile::TempDir, answers: Answers, environment: &[(&str, &str)]) -> Line {
    let line = Line::open_with(folder.path(), &[], (120, 40), answers, environment);
    line.wait_for("（一）必须十分重视");
    line.settled();
    line
}

fn raw(line: &Line) -> String {
    String::from_utf8_lossy(&line.raw.lock().unwrap()).into_owned()
}

#[test]
fn ambiguous_characters_are_as_wide_as_the_terminal_shows_them() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::Wide, &[]);
    // Box drawing would be two columns wide: the rules are ASCII.
    line.wait_for("|");
    assert!(!line.text().contains('│'), "{}", line.text());
    // A person's setting goes before what is measured.
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("config")).unwrap();
    let settings = "ambiguous-width = \"narrow\"\n";
    std::fs::write(folder.path().join("config/config.toml"), settings).unwrap();
    let line = sample(&folder, Answers::Wide, &[]);
    assert!(line.text().contains('│'), "{}", line.text());
}

#[test]
fn colours_and_signs_are_those_that_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let coloured = |written: &str| written.contains("35m") || written.contains("95m");
    let many = raw(&sample(&folder, Answers::All, &[]));
    assert!(coloured(&many));
    let none = raw(&sample(&folder, Answers::All, &[("NO_COLOR", "1")]));
    assert!(!coloured(&none));
    let mono = raw(&sample(&folder, Answers::None, &[("TERM", "vt220")]));
    assert!(!coloured(&mono));
    // An old terminal is asked nothing that it would print.
    assert!(!mono.contains("$p") && !mono.contains("\x1b]"), "{mono:?}");
    let line = Line::open_with(
        folder.path(),
        &[],
        (120, 40),
        Answers::None,
        &[("LC_ALL", "C")],
    );
    line.wait_for("Library");
    assert!(!line.text().contains('│'), "{}", line.text());
}

#[test]
fn the_mouse_is_handed_over_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::Some, &[]);
    let mode = || line.screen.lock().unwrap().screen().mouse_protocol_mode();
    assert_eq!(mode(), vt100::MouseProtocolMode::ButtonMotion);
    line.send("@");
    line.wait_for("鼠标归终端");
    assert_eq!(mode(), vt100::MouseProtocolMode::None);
    line.send("@");
    line.wait_for("鼠标归本程序");
    assert_eq!(mode(), vt100::MouseProtocolMode::ButtonMotion);
}

/// What a terminal of old does not know it prints.
#[test]
fn nothing_is_copied_to_a_terminal_that_would_print_it() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::None, &[("TERM", "vt220")]);
    line.send(":4.2\r");
    line.wait_for("（四）（2）  ");
    line.send("y");
    line.wait_for("vt220");
    assert!(!raw(&line).contains("\x1b]52"));
    // The doctor's words are whole, however narrow the screen is.
    let folder = tempfile::tempdir().unwrap();
    let line = Line::open(folder.path(), &[], (20, 24), Answers::Some);
    line.settled();
    line.send("D");
    line.wait_for("xterm-256color");
    line.wait_for("UTF-8（zh_CN.");
    line.wait_for("    UTF-8）");
}

#[test]
fn an_input_method_is_no_hindrance() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::Some, &[]);
    line.send("：");
    line.send("四（2）\r");
    line.wait_for("（四）（2）  ");
    // What it commits where nothing is typed is told.
    line.send("手");
    line.wait_for("输入法开着：手");
    line.send("／");
    line.send("手工业");
    line.wait_for("/手工业");
    line.send("\x03");
    line.send("：四（2）\r");
    line.wait_for("（四）（2）  ");
    line.send("］");
    line.wait_for("（四）（3）  ");
    // So are the words of commands.
    line.send("：１００％\r");
    line.wait_for("更好地节约原材料");
    line.send("：ｔｏｇｇｌｅ－ｍｏｕｓｅ\r");
    line.wait_for("鼠标归终端");
}

#[test]
fn answers_and_pastes_are_no_keys() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::All, &[]);
    let before = line.text();
    // Late, repeated, and never asked for; each holds letters that are keys.
    line.send("\x1b]11;rgb:1111/2222/3333\x07\x1b[?62;4;22c\x1bP>|qqq(1)\x1b\\\x1b[>41;390;0c\x1b[3;9R\x1b[?997;1n");
    line.send("\x1b[200~qqq:quit\r\x1b[201~");
    line.wait_for("粘贴的文字在此无处可去");
    let page = |text: &str| text.rsplit_once('\n').unwrap().0.to_owned();
    assert_eq!(page(&line.text()), page(&before));
    line.send("]");
    line.wait_for("（一）  ");
}

#[test]
fn the_doctor_has_a_page_in_the_reading_room() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::All, &[]);
    line.send("D");
    line.wait_for("检查");
    line.wait_for("xterm-256color");
    line.wait_for("往返");
    line.wait_for("zh_CN.UTF-8");
    // Where things are kept, and how they are, as in the command.
    line.wait_for("存下的书目");
    line.wait_for(folder.path().join("config").to_str().unwrap());
    line.send("q");
    line.settled();
    assert!(!line.text().contains("往返"));
}

/// In letters that every character set has.
#[test]
fn a_locale_of_another_character_set_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let locale = [("LC_ALL", "zh_CN.GB18030")];
    let line = Line::open_with(folder.path(), &[], (120, 40), Answers::None, &locale);
    line.wait_for("the locale says GB18030");
}

#[test]
fn addresses_are_links_where_the_terminal_may_take_them() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("文.md");
    std::fs::write(
        &text,
        "# 题\n\n见[某法](https://example.org/法)与https://example.net/a。\n",
    )
    .unwrap();
    let opened = |answers, environment: &[(&str, &str)]| {
        let path = text.to_str().unwrap();
        let line = Line::open_with(folder.path(), &[path], (120, 40), answers, environment);
        line.wait_for("某法与https://example.net/a。");
        line.settled();
        raw(&line)
    };
    let written = opened(Answers::All, &[]);
    // The words, and nothing else: an address is closed before anything that is no part of it.
    assert!(
        written.contains("\x1b]8;;https://example.org/%E6%B3%95\x1b\\"),
        "{written:?}"
    );
    assert!(
        written.contains("\x1b]8;;https://example.net/a\x1b\\https://example.net/a\x1b]8;;\x1b\\"),
        "{written:?}"
    );
    // A page's links lead where they led, and stand in no text.
    let page = folder.path().join("页.html");
    std::fs::write(&page, "<html><body><h1>题</h1><p>见<a href='https://example.org/p?a=1&amp;b'>某\n规定</a>与<a href='#x'>下文</a>。</p>").unwrap();
    let line = Line::open(
        folder.path(),
        &[page.to_str().unwrap()],
        (120, 40),
        Answers::All,
    );
    line.wait_for("见某规定与下文。");
    line.settled();
    assert!(raw(&line).contains("\x1b]8;;https://example.org/p?a=1&b\x1b\\某规定\x1b]8;;\x1b\\"));
    for environment in [
        [("TERM", "linux")],
        [("TERM", "screen")],
        [("TERM", "vt220")],
    ] {
        let written = opened(Answers::None, &environment);
        assert!(!written.contains("\x1b]8"), "{written:?}");
    }
}

#[test]
fn what_others_wrote_is_shown_at_once_though_the_reader_is_away() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::All, &[]);
    assert!(raw(&line).contains("\x1b[?1004h"));
    // The window loses the keyboard; the system tells of what others have written.
    line.send("\x1b[O");
    let mut other = sample(&folder, Answers::All, &[]);
    other.send("m");
    other.wait_for("1 处批注");
    other.send("q");
    other.end();
    line.wait_for("1 处批注");
}

#[test]
fn a_terminal_that_does_not_answer_for_focus_is_not_told_to_report_it() {
    let folder = tempfile::tempdir().unwrap();
    let line = sample(&folder, Answers::Some, &[]);
    assert!(!raw(&line).contains("\x1b[?1004h"));
}
