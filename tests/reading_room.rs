//! The reading room end to end: the real program in a pseudo-terminal, keys in, the screen read
//! back by an independent terminal.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod room;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use room::{PATIENCE, Room};

fn sample(folder: &tempfile::TempDir) -> Room {
    let room = Room::open(folder.path(), &[], (120, 40));
    room.wait_for("上海局、各分局、各省市委：");
    // Frames are written from the top: with the last line the whole is there.
    room.wait_status("? ");
    room
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn the_sample_opens_in_three_panes() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    let rows = room.rows();
    assert!(
        rows[0].contains("中共中央批转北京市委关于手工业社会主义改造工作的两个文件")
            && rows[0].contains("1955年4月27日")
    );
    assert!(rows.iter().any(|row| row.contains("▾ 书库")));
    assert!(rows.iter().any(|row| row.contains("（一）必须十分重视对")));
    // A first start says where to begin; the next key brings the keys.
    room.press("j", "] 下一条");
    room.quit();
    room.wait("the terminal back", Room::is_restored);
    // Nobody has made anything: only the place is remembered.
    assert!(!folder.path().join("config").exists());
}

#[test]
fn keys_that_come_at_once_mean_what_they_mean_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    for (keys, status) in [
        ("G[", "第六  完成"),
        ("ggjjjjjjjjjjjj]", "（三）  加强"),
        ("gg\x06]", "（四）（1）  不要"),
        ("G[gg]", "（一）  必须"),
    ] {
        room.press(keys, status);
    }
}

#[test]
fn what_is_typed_before_the_text_is_there_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    let clause = |n: u32| format!("第{n}条　人民的权利第{n}号，应当受到保护。\n");
    std::fs::write(&path, (1..20_000).map(clause).collect::<String>()).unwrap();
    // Typed while the terminal still takes lines, and while the text is loaded: a letter of either
    // is a key that ends the room.
    for is_late in [false, true] {
        for (keys, status) in [
            (":20\r", "第20条  人民"),
            (":第30条\r]", "第31条  人民"),
            ("/quit\r", "quit"),
            ("/利第77号\r", "利第77号"),
            ("c第400条\r", "第400条  人民"),
            ("G", "第19999条  人民"),
        ] {
            let mut room = Room::open(folder.path(), &[path.to_str().unwrap()], (120, 40));
            if is_late {
                let taken = |room: &Room| {
                    room.raw
                        .lock()
                        .unwrap()
                        .windows(8)
                        .any(|w| w == b"\x1b[?1049h")
                };
                room.wait("the first frame", taken);
            }
            room.type_keys(keys);
            room.wait_status(status);
            room.type_keys("gg");
            room.wait_for("第1条");
            room.quit();
            let _ = std::fs::remove_dir_all(folder.path().join("state"));
        }
    }
}

#[test]
fn clauses_are_walked_and_gone_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press("]", "（一）  必须");
    room.press("]]]]", "（四）（1）  不要");
    room.press("}", "（四）（2）  根据");
    room.press("}}}", "（五）  加强");
    room.press("{", "（四）  北京");
    room.press("[", "（三）  加强");
    room.press(":h3.2.1\r", "第二 一  在");
    room.press(":四(2)\r", "（四）（2）  根据");
    room.press(":第九十\r", "第九十");
    room.press("''", "第二 一  在");
    room.press("\x0f", "（四）（2）  根据");
    room.press("\x0f", "（三）  加强");
    room.press("\t", "（四）（2）  根据");
    room.press("gg", "中共中央批转");
    // Where several clauses fit, they are shown.
    room.type_keys(":第二\r");
    room.wait_for("h3.2");
    room.wait_for("h2.2~2");
    room.escape();
    room.quit();
}

#[test]
fn panes_fold_and_follow() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":4\r", "（四）  北京");
    room.wait("the outline's mark", |room| {
        room.rows().iter().any(|row| row.contains("▌▾ （四）"))
    });
    room.type_keys("\tjh");
    room.wait("the parent", |room| room.status().contains("Enter"));
    room.type_keys("h");
    room.wait("folded", |room| {
        room.rows().iter().any(|row| row.contains("▸ （四）"))
            && !room.text().contains("（1）不要过早地吸收…")
    });
    room.type_keys("l");
    room.wait_for("（1）不要过早地吸收…");
    room.press("zM", "折叠");
    room.wait("all folded", |room| {
        room.text().contains("▸ 中共北京市委关于1954")
    });
    room.escape();
    room.type_keys("o");
    room.wait("no outline", |room| {
        !room.text().contains("▸ 中共北京市委关于1954年手…")
    });
    room.type_keys("z");
    room.wait("the text alone", |room| !room.text().contains("书库"));
    room.type_keys("zo");
    room.wait_for("▾ 书库");
    room.quit();
}

#[test]
fn finding_goes_over_line_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.type_keys("/合作社");
    room.wait_status("1/24");
    room.press("\r", "合作社");
    room.press("n", "（四）  北京");
    room.type_keys("NN");
    room.wait_status("文末");
    room.type_keys("/１９５４年手工业");
    room.wait_status("1/");
    room.escape();
    room.press("/没有这样的字", "未找到");
    room.type_keys("\x03");
    room.wait("the prompt is gone", |room| !room.status().starts_with('/'));
    room.quit();
}

#[test]
fn pickers_rank_and_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.type_keys("c");
    room.wait_for("条款 32/32");
    room.type_keys("劳动者协会");
    room.wait_for("条款 1/32");
    room.press("\r", "第五  1955");
    room.type_keys("p");
    room.wait_for("文档 4/4");
    room.type_keys("\r");
    room.quit();
}

#[test]
fn annotations_do_not_depend_on_the_file_of_reading_positions() {
    let folder = tempfile::tempdir().unwrap();
    // Neither root nor anybody else reads a folder as a file, or writes to it.
    std::fs::create_dir_all(folder.path().join("state/positions.jsonl")).unwrap();
    let mut room = Room::open(folder.path(), &[], (120, 40));
    room.wait_status("positions.jsonl");
    room.press("]]]m", "已加书签");
    room.quit();
    let logs = files(&folder.path().join("config/annotations"));
    let log = logs
        .iter()
        .find(|log| log.extension().is_some_and(|end| end == "jsonl"));
    let text = std::fs::read_to_string(log.unwrap()).unwrap();
    assert!(text.contains("bookmarking"), "{text}");
    // The place is kept beside it.
    let room = Room::open(folder.path(), &[], (120, 40));
    room.wait_status("positions.jsonl");
    assert!(!files(&folder.path().join("state")).is_empty());
}

#[test]
fn bookmarks_marks_and_places_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":h3.2\r", "第二  在整顿");
    room.press("m", "已加书签");
    room.press(":h2.1~2.1\r", "第一 一  普遍");
    room.press("ma", "标记 a");
    room.press(":4.3\r", "（四）（3）  ");
    room.quit();
    room.wait("the terminal back", Room::is_restored);
    assert!(
        files(&folder.path().join("config"))
            .iter()
            .any(|path| path.extension().is_some_and(|name| name == "jsonl"))
    );

    let mut room = Room::open(folder.path(), &[], (100, 30));
    room.wait_status("（四）（3）  ");
    room.wait_for("2 处批注");
    room.press("'a", "第一 一  普遍");
    room.type_keys("M");
    room.wait_for("批注 2/2");
    room.type_keys("整顿和办好");
    room.wait_for("批注 1/2");
    room.press("\r", "第二  在整顿");
    room.type_keys("M");
    room.wait_for("批注 2/2");
    room.type_keys("整顿和办好");
    room.wait_for("批注 1/2");
    room.type_keys("\x1b[3~");
    room.wait_for("批注 0/1");
    room.escape();
    room.quit();

    let mut room = Room::open(folder.path(), &[], (100, 30));
    room.wait_status("第二  在整顿");
    // Annotations are read behind the first frame.
    room.wait_for("1 处批注");
    room.type_keys("M");
    room.wait_for("批注 1/1");
    room.escape();
    room.quit();
}

#[test]
fn sizes_change_and_the_place_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":h3.2\r", "第二  在整顿");
    for (columns, rows) in [(20, 5), (200, 60), (1, 1), (60, 3), (40, 20), (120, 40)] {
        room.resize(columns, rows);
        if columns >= 20 {
            room.wait_status("第二  在整顿");
        }
    }
    room.wait_for("第二，在整顿和办好现有合作组织的基础上");
    // A storm that ends with the size it began with: the screen has to be drawn anew all the same.
    for (columns, rows) in [(90, 30), (20, 5), (1, 1), (120, 40)]
        .into_iter()
        .cycle()
        .take(40)
    {
        room.resize_at_once(columns, rows);
    }
    room.wait_for("第二，在整顿和办好现有合作组织的基础上");
    thread::sleep(Duration::from_millis(300));
    room.resize(20, 5);
    room.wait_status("第二  在整顿");
    room.press("]", "第二 一");
    room.type_keys("\t");
    room.escape();
    room.quit();
}

#[test]
fn the_mouse_scrolls_focuses_and_jumps() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    let row = room
        .rows()
        .iter()
        .position(|row| row.contains("（四）北京市委报告中…"))
        .unwrap();
    room.type_keys(&format!("\x1b[<0;108;{}M\x1b[<0;108;{}m", row + 1, row + 1));
    room.wait_status("（四）  北京");
    let top = room.rows()[3].clone();
    room.type_keys("\x1b[<65;50;20M");
    room.wait("scrolled", |room| room.rows()[3] != top);
    room.quit();
}

#[test]
fn signals_give_the_terminal_back_and_keep_the_place() {
    for name in ["TERM", "INT"] {
        let folder = tempfile::tempdir().unwrap();
        let mut room = sample(&folder);
        room.press(":h3.2\r", "第二  在整顿");
        room.signal(name);
        room.end();
        room.wait("the terminal back", Room::is_restored);
        let room = Room::open(folder.path(), &[], (120, 40));
        room.wait_status("第二  在整顿");
    }
}

#[test]
fn a_hang_up_keeps_what_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":h3.2\r", "第二  在整顿");
    room.press("m", "已加书签");
    room.signal("HUP");
    room.end();
    let mut room = Room::open(folder.path(), &[], (120, 40));
    room.wait_status("第二  在整顿");
    // Annotations are read behind the first frame.
    room.wait_for("1 处批注");
    room.type_keys("M");
    room.wait_for("批注 1/1");
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("恶\u{1b}]0;x\u{7}.txt");
    let text = "标题\u{1b}[2J\n\n一、甲\u{9b}31m乙\u{202e}丙\u{7f}\u{7}\n\n二、\u{1b}]52;c;eA==\u{7}丁\u{2066}\r\n";
    std::fs::write(&path, text).unwrap();
    let mut room = Room::open(folder.path(), &[path.to_str().unwrap()], (80, 24));
    room.wait_for("⟦9B⟧31m乙⟦RLO⟧丙␡␇");
    room.press("]m", "已加书签");
    room.type_keys("M");
    room.wait_for("批注");
    room.escape();
    room.quit();
    let raw = String::from_utf8_lossy(&room.raw.lock().unwrap()).into_owned();
    for hostile in [
        "\u{1b}]0;",
        "\u{1b}]52",
        "\u{9b}",
        "\u{202e}",
        "\u{2066}",
        "\u{7}",
        "\u{7f}",
    ] {
        assert!(!raw.contains(hostile), "{hostile:?} reached the terminal");
    }
}

#[test]
fn a_clause_is_copied_to_the_clipboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":4.1\r", "（四）（1）  ");
    room.press("y", "剪贴板");
    room.wait("the sequence", |room| {
        let raw = String::from_utf8_lossy(&room.raw.lock().unwrap()).into_owned();
        raw.contains("\u{1b}]52;c;77yIMe+8ieS4jeimgei/h+aXqeWcsOWQuOaUt")
    });
    room.quit();
}

#[test]
fn files_folders_and_what_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("法");
    std::fs::create_dir(&library).unwrap();
    std::fs::write(
        library.join("甲法.md"),
        "# 甲法\n\n第一条　甲。\n\n第二条　甲二。\n",
    )
    .unwrap();
    std::fs::write(library.join("乙法.md"), "# 乙法\n\n第一条　乙。\n").unwrap();
    std::fs::write(library.join("空.txt"), "").unwrap();
    let mut room = Room::open(folder.path(), &[library.to_str().unwrap()], (100, 30));
    room.wait_for("甲法");
    room.type_keys("p");
    room.wait_for("文档 3/3");
    room.type_keys("甲");
    room.wait_for("文档 1/3");
    room.type_keys("\r");
    room.wait("the document", |room| room.rows()[0].contains("甲法"));
    room.press("]]", "第二条  ");
    std::fs::remove_file(library.join("乙法.md")).unwrap();
    room.type_keys("p乙\r");
    room.wait_status("乙法.md");
    room.press("]", "最后");
    room.quit();
    let target = format!("{}#第二条", library.join("甲法.md").display());
    let mut room = Room::open(folder.path(), &[&target], (100, 30));
    room.wait_status("第二条  ");
    room.quit();
}

#[test]
fn what_is_not_read_is_told_in_its_place_and_a_filter_ends_with_the_room() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("a.pdf");
    std::fs::write(&pdf, "%PDF-1.4\n1 0 obj\nxref\n0 1\nstartxref\n18\n%%EOF\n").unwrap();
    std::fs::write(folder.path().join("b.md"), "# 乙法\n\n第一条　乙。\n").unwrap();
    let all = [pdf.to_str().unwrap(), folder.path().to_str().unwrap()];
    let mut room = Room::open(folder.path(), &all, (120, 30));
    room.wait_for("无法读取");
    assert!(!room.text().contains("startxref"), "{}", room.text());
    room.wait_for("乙法");
    room.quit();
    // A filter that never ends, and what it has started.
    let (began, alive) = (folder.path().join("began"), folder.path().join("alive"));
    let script = format!(
        "(sleep 3; touch {1}) & touch {0}; sleep 300",
        began.display(),
        alive.display()
    );
    let settings = format!("[filters]\npdf = [\"sh\", \"-c\", \"{script}\", \"{{}}\"]\n");
    std::fs::create_dir_all(folder.path().join("config")).unwrap();
    std::fs::write(folder.path().join("config/config.toml"), settings).unwrap();
    let mut room = Room::open(folder.path(), &all, (120, 30));
    room.wait("the filter", |_| began.exists());
    room.quit();
    thread::sleep(Duration::from_secs(4));
    assert!(!alive.exists());
}

#[test]
fn references_are_followed_previewed_and_traced_back() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("法");
    std::fs::create_dir(&library).unwrap();
    let law = "# 甲法\n\n第一条　为了规范，制定本法。\n\n第二条　下列情形：\n\n（一）木；\n\n（二）水。\n\n第三条　有第二条第（二）项情形的，依照《中华人民共和国乙法》第二条处理。\n\n第四条　有前条情形的除外。\n";
    std::fs::write(library.join("甲法.md"), law).unwrap();
    std::fs::write(
        library.join("乙法(2020-01-01).md"),
        "# 中华人民共和国乙法\n\n第一条　火。\n\n第二条　土。\n",
    )
    .unwrap();
    let first = library.join("甲法.md");
    let mut room = Room::open(
        folder.path(),
        &[first.to_str().unwrap(), library.to_str().unwrap()],
        (100, 30),
    );
    room.wait("both documents", |room| {
        room.text().contains("乙法") && room.rows()[0].contains("甲法")
    });
    room.press(":第四条\r", "第四条  ");
    room.press("gd", "第三条  ");
    room.press("\x0f", "第四条  ");
    room.type_keys("K");
    room.wait_for("所引条款");
    room.type_keys("K");
    room.wait("the sheet closed", |room| !room.text().contains("所引条款"));
    // Two references: they are listed.
    room.press(":第三条\r", "第三条  ");
    room.type_keys("gd");
    room.wait_for("所引条款 2/2");
    room.press("\r", "第二条第二项  水");
    room.type_keys("gr");
    room.wait_for("引用此条者 1/1");
    room.press("\r", "第三条  ");
    // The place is in the reference itself: that one is followed.
    room.press("gd", "第二条第二项  水");
    room.press(":第三条\r", "第三条  ");
    room.type_keys("gd");
    room.wait_for("所引条款 2/2");
    room.type_keys("乙法");
    room.wait_for("所引条款 1/2");
    room.type_keys("\r");
    room.wait("the other document", |room| {
        room.rows()[0].contains("乙法") && room.status().contains("第二条  ")
    });
    room.type_keys("\x0f");
    room.wait("back", |room| {
        room.rows()[0].contains("甲法") && room.status().contains("第三条  ")
    });
    room.quit();
}

#[test]
fn the_outline_is_corrected_and_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("文.md");
    let source = "# 文\n\n一、子。\n\n二、丑。\n\n说明文字，未编号。\n\n三、寅。\n";
    std::fs::write(&path, source).unwrap();
    let mut room = Room::open(folder.path(), &[path.to_str().unwrap()], (100, 30));
    room.wait_for("说明文字");
    room.press(":二\r", "二  ");
    room.type_keys("\t");
    room.press("L", "提纲已改");
    room.wait("a level lower", |room| {
        room.status().contains("提纲") && room.rows().iter().any(|row| row.contains("▾ 一、"))
    });
    room.press("L", "无可更改");
    room.escape();
    room.press("j", "一 二  ");
    room.quit();
    let mut room = Room::open(folder.path(), &[path.to_str().unwrap()], (100, 30));
    room.wait_status("一 二  ");
    room.quit();
    // The text may change: the correction knows its place by its words. The command line knows it
    // too.
    std::fs::write(&path, source.replace("# 文\n\n", "# 文\n\n按语。\n\n")).unwrap();
    let outline = std::process::Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["outline", path.to_str().unwrap()])
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .output()
        .unwrap();
    let outline = String::from_utf8(outline.stdout).unwrap();
    assert!(outline.contains("\n1.2    二、丑"), "{outline}");
    assert_eq!(
        std::fs::read_to_string(&path)
            .unwrap()
            .matches("按语")
            .count(),
        1
    );
}

#[test]
fn lines_run_downwards_and_back_and_the_place_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":h3.2\r", "第二  在整顿");
    room.press("w", "竖排");
    room.wait("a column of text", |room| {
        // Each row of the screen shows a character of every column: marks stand in their vertical
        // forms.
        let text = room.rows().split_last().unwrap().1.join("");
        text.contains('︒') && !text.contains('。')
    });
    // Lines follow each other to the left.
    room.press("]", "第二 一  在");
    room.press("\x1b[D\x1b[D\x1b[D", "第二 一  在");
    room.press("\x1b[C\x1b[C\x1b[C", "第二 一  在");
    room.press("[", "第二  在整顿");
    for (columns, rows) in [(20, 5), (200, 60), (40, 20), (120, 40)] {
        room.resize(columns, rows);
        room.wait_status("第二  在整顿");
    }
    room.press("w", "横排");
    room.press("\x0c", "第二  在整顿");
    room.wait("lines of text", |room| !room.text().contains('︒'));
    room.quit();
}

#[test]
fn a_wide_screen_has_two_columns_of_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.resize(200, 40);
    room.type_keys("z");
    room.wait("the text alone", |room| !room.text().contains("书库"));
    // The salutation at the top of the first column, the third item at the top of the second.
    room.wait("two columns", |room| {
        let rows = room.rows();
        let at = |row: &str, text: &str| row.find(text).map(|at| row[..at].chars().count());
        let first = rows.iter().find_map(|row| at(row, "上海局、各分局"));
        let second = rows.iter().find_map(|row| at(row, "（五）加强党的领导"));
        matches!((first, second), (Some(first), Some(second)) if first + 40 < second)
    });
    room.press("|", "一栏");
    room.wait("one column", |room| {
        !room.text().contains("（五）加强党的领导")
    });
    room.press("|", "两栏");
    room.wait_for("（五）加强党的领导");
    room.press("|", "随宽度");
    room.quit();
}

#[test]
fn notes_are_jumped_to_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("文.md");
    let filler = "这里是一段正文，写得长些，好让注释落在另一页上。\n\n".repeat(60);
    let source = format!(
        "# 文\n\n开头的话〔1〕。\n\n{filler}结尾的话〔2〕。\n\n〔1〕第一个注。\n\n〔2〕第二个注。\n"
    );
    std::fs::write(&path, source).unwrap();
    let mut room = Room::open(folder.path(), &[path.to_str().unwrap()], (100, 20));
    room.wait_for("开头的话〔1〕");
    room.press("/开头\r", "");
    room.escape();
    room.type_keys("K");
    room.wait_for("第一个注。");
    room.escape();
    room.wait("the sheet closed", |room| !room.text().contains("第一个注"));
    room.type_keys("gd");
    room.wait_for("第二个注");
    room.type_keys("\x0f");
    room.wait_for("开头的话〔1〕");
    room.type_keys("gn");
    room.wait_for("注释 2/2");
    room.type_keys("第二\r");
    room.wait_for("结尾的话〔2〕");
    // From a note back to its mark.
    room.type_keys("/第一个注\r");
    room.wait_for("第一个注");
    room.type_keys("gd");
    room.wait_for("开头的话〔1〕");
    room.quit();
}

/// What the logs of annotations have in them.
fn kept(folder: &Path) -> String {
    let logs = files(&folder.join("config"));
    let logs = logs
        .iter()
        .filter(|path| path.extension().is_some_and(|name| name == "jsonl"));
    logs.map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

const LAW: &str = "# 甲法\n\n第一条　为了规范手工业合作社的整顿工作，制定本法。\n\n第二条　合作社的领导成分由社员大会选举产生，任期二年。\n\n第三条　合作社的公共积累不得分给私人，违者由主管机关责令退还。\n\n第四条　本法自公布之日起施行。\n";

#[test]
fn a_note_is_in_its_place_after_the_file_was_edited_and_an_orphan_is_attached_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("甲法.md");
    std::fs::write(&path, LAW).unwrap();
    let target = path.to_str().unwrap();
    let mut room = Room::open(folder.path(), &[target], (100, 30));
    room.wait_for("第四条");
    // Select by characters and by a sentence, highlight, and write a note on it.
    room.press("/领导成分\r", "领导成分");
    room.type_keys("v)");
    room.wait_status("另一端");
    room.press("Hg", "已标绿");
    room.type_keys("a");
    room.wait_for("C-c 留作草稿");
    room.type_keys("选举之意，\r见第三条。");
    room.wait_for("见第三条。");
    room.escape();
    room.wait_status("笔记已保存");
    // A clause, by clauses, in another colour.
    room.press(":第三条\r", "第三条  ");
    room.type_keys("V");
    room.press("Hr", "已标红");
    // Taken back, and done again.
    room.press("u", "已撤销");
    room.press("\x12", "已重做");
    room.quit();
    assert_eq!(
        kept(folder.path())
            .matches("领导成分由社员大会选举产生")
            .count()
            % 2,
        0
    );

    // Another program puts words above, changes the punctuation, and takes the third article away.
    let edited = LAW
        .replace(
            "# 甲法\n\n",
            "# 甲法\n\n（按语：此法曾经修订，今从新本。）\n\n",
        )
        .replace("产生，任期二年", "产生、任期二年")
        .replace(
            "第三条　合作社的公共积累不得分给私人，违者由主管机关责令退还。\n\n",
            "第三条　社员退社自由，应当事先告知本社。\n\n",
        );
    std::fs::write(&path, &edited).unwrap();
    let mut room = Room::open(folder.path(), &[target], (100, 30));
    room.wait_for("社员退社自由");
    room.type_keys("M");
    room.wait_for("批注 2/2");
    room.wait("the orphan first", |room| {
        let rows = room.rows();
        let orphan = rows.iter().position(|row| row.contains("[失所]"));
        let note = rows.iter().position(|row| row.contains("选举之意"));
        orphan.zip(note).is_some_and(|(orphan, note)| orphan < note)
    });
    // The other is where its words are.
    room.type_keys("选举\r");
    room.wait_status("第二条  ");
    room.type_keys("i");
    room.wait_for("> 领导成分由社员大会选举产生");
    room.escape();
    room.type_keys("M");
    room.wait_for("[失所]");
    room.type_keys("\r");
    room.wait_for("找不到此处");
    room.type_keys("\r");
    room.wait_status("重挂");
    room.type_keys("/退社自由\rv");
    room.press("\r", "已挂上");
    room.quit();

    let listed = std::process::Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["marks", "list", target])
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let rows: Vec<&str> = listed.lines().collect();
    assert_eq!(rows.len(), 2, "{listed}");
    assert!(
        rows[0].contains("\tmoved\t") && rows[0].contains("选举之意， 见第三条。"),
        "{listed}"
    );
    assert!(
        rows[1].contains("\texact\t") && rows[1].contains("退社自由"),
        "{listed}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);
}

#[test]
fn a_half_written_note_outlasts_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":4.1\r", "（四）（1）  ");
    room.type_keys("a");
    room.wait_for("C-c 留作草稿");
    room.type_keys("写到一半");
    room.wait_for("写到一半");
    // It is on the disk within a second.
    let start = Instant::now();
    let is_kept = || {
        let drafts = files(&folder.path().join("state/drafts"));
        // A file that is being written has another name.
        let mut drafts = drafts
            .iter()
            .filter(|path| path.extension().is_some_and(|name| name == "json"));
        drafts.any(|path| std::fs::read_to_string(path).unwrap().contains("写到一半"))
    };
    while !is_kept() {
        assert!(start.elapsed() < PATIENCE, "no draft");
        thread::sleep(Duration::from_millis(10));
    }
    room.signal("KILL");
    room.end();
    let mut room = Room::open(folder.path(), &[], (120, 40));
    room.wait_for("1 条笔记没有写完");
    room.type_keys("M");
    room.wait_for("[草稿]");
    room.type_keys("\r");
    room.wait_for("写到一半");
    room.type_keys("，写完");
    room.wait_for("写到一半，写完");
    room.escape();
    room.wait_status("笔记已保存");
    room.quit();
    assert!(kept(folder.path()).contains("写到一半，写完"));
    assert!(files(&folder.path().join("state/drafts")).is_empty());
}

#[test]
fn two_copies_see_each_other_and_are_still_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = sample(&folder);
    let mut other = sample(&folder);
    other.press(":h3.2\r", "第二  在整顿");
    one.press(":h3.2\r", "第二  在整顿");
    one.press("m", "已加书签");
    other.wait("the other's bookmark", |room| {
        room.rows()[0].contains("1 处批注")
    });
    // Looking for what others write says nothing to the terminal.
    thread::sleep(Duration::from_millis(300));
    let written = other.raw.lock().unwrap().len();
    thread::sleep(Duration::from_millis(2500));
    assert_eq!(other.raw.lock().unwrap().len(), written);
    other.press("m", "已删除");
    one.wait("the bookmark gone", |room| {
        !room.rows()[0].contains("处批注")
    });
    one.quit();
    other.quit();
}

#[test]
fn a_note_that_two_copies_write_at_once_is_told_of_and_nothing_else_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = sample(&folder);
    one.press(":4.1\r", "（四）（1）  ");
    one.type_keys("a");
    one.wait_for("C-c 留作草稿");
    one.type_keys("初稿");
    one.wait_for("初稿");
    one.escape();
    one.wait_status("笔记已保存");
    // While it is written at further here, another copy rewrites and files it.
    one.type_keys("a");
    one.wait_for("C-c 留作草稿");
    one.type_keys("，此处续写");
    one.wait_for("此处续写");
    let marks = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_zhangju"))
            .arg("marks")
            .args(arguments)
            .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
            .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let id = marks(&["list"]).split('\t').next().unwrap().to_owned();
    marks(&["edit", &id, "--note", "彼处另写", "--tag", "两 词"]);
    // Seen at the next look, and with it a bookmark made after it, which shows that it was.
    marks(&["add", "seeds/000_9e09b61c7e3c8cf0.txt#h3.2"]);
    one.wait("the other copy's", |room| {
        room.rows()[0].contains("2 处批注")
    });
    one.escape();
    one.wait_status("另一处同时改过");
    one.type_keys("#");
    one.wait_status("两 词");
    one.type_keys(" 丙\r");
    one.wait_status("丙");
    one.quit();
    let listed = marks(&["list"]);
    assert!(listed.contains("\t初稿，此处续写\t#两 词 #丙"), "{listed}");
    assert!(marks(&["history", &id]).contains("彼处另写"));
}

#[test]
fn a_lane_that_is_full_says_that_there_are_more_notes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("law.md");
    let articles = (1..=30).map(|number| format!("第{number}条　合作社。\n\n"));
    std::fs::write(&path, format!("# 甲法\n\n{}", articles.collect::<String>())).unwrap();
    let target = path.to_str().unwrap();
    let open = |count: usize| {
        for number in 1..=count {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_zhangju"))
                .args(["marks", "add", &format!("{target}#art{number}")])
                .args(["--note", "甲注\n乙注"])
                .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
                .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
        }
        let mut room = Room::open(folder.path(), &[target], (160, 30));
        room.wait_for("第2条");
        room.type_keys("z");
        room.wait_for("乙注");
        room
    };
    let is_full = |room: &Room| room.rows().iter().any(|row| row.trim_end().ends_with('…'));
    // Articles stand in every second row, and notes take two and one of air.
    let mut room = open(3);
    assert!(!is_full(&room), "{}", room.text());
    room.quit();
    let mut room = open(12);
    room.wait("that there are more", is_full);
    room.quit();
}

#[test]
fn notes_stand_above_lines_that_run_downwards() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path(), &[], (100, 60));
    room.wait_for("上海局、各分局、各省市委：");
    room.press(":2\r", "（二）  ");
    room.type_keys("a");
    room.wait_for("C-c 留作草稿");
    room.type_keys("甲（乙），共12条：须再查核原件与各区所存副本。\r另段");
    room.wait_for("另段");
    room.escape();
    room.wait_status("笔记已保存");
    room.press("w", "竖排");
    // Downwards in the forms of vertical setting, two digits in one row; what has no room goes on
    // to the left, and so does a paragraph.
    let spelled = |room: &Room| -> Vec<String> {
        let screen = room.screen.lock().unwrap();
        let cell = |row, column| screen.screen().cell(row, column).map(vt100::Cell::contents);
        let down = |column| (0..19).filter_map(|row| cell(row, column)).collect();
        (0..100).map(down).collect()
    };
    let at = |columns: &[String], words: &str| columns.iter().position(|own| own.contains(words));
    room.wait("the note above its line", |room| {
        at(&spelled(room), "甲︵乙︶︐共").is_some()
    });
    let columns = spelled(&room);
    let first = at(&columns, "甲︵乙︶︐共").unwrap();
    assert!(columns[first].contains("条︓须再查核"), "{columns:?}");
    assert_eq!(at(&columns, "另段"), Some(first - 6), "{columns:?}");
    room.quit();
}

#[test]
fn a_note_is_written_in_ones_own_editor() {
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("my editor");
    std::fs::write(
        &editor,
        "#!/bin/sh\nread key < /dev/tty\nprintf '外面写的：%s' \"$key\" > \"$1\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let line = format!("'{}'", editor.display());
    let mut room = Room::open_with(folder.path(), &[], (120, 40), &[("VISUAL", &line)]);
    room.wait_status("? ");
    room.press(":4.1\r", "（四）（1）  ");
    room.type_keys("A");
    room.wait("the terminal lent", |room| {
        !room.screen.lock().unwrap().screen().alternate_screen()
    });
    // The keys are the editor's now, and the reading room's again when it ends.
    thread::sleep(Duration::from_millis(300));
    room.type_keys("qqq\n");
    room.wait_status("笔记已保存");
    room.press("]", "（四）（2）  ");
    room.quit();
    assert!(kept(folder.path()).contains("外面写的：qqq"));
}

#[test]
fn what_stood_in_an_editor_when_the_program_was_killed_is_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let editor = "sh -c 'printf 写到一半 > $0; echo editing; exec sleep 2'";
    let mut room = Room::open_with(folder.path(), &[], (120, 40), &[("EDITOR", editor)]);
    room.wait_status("? ");
    room.press(":4.1\r", "（四）（1）  ");
    room.type_keys("A");
    room.wait_for("editing");
    let ended = room.process();
    room.signal("KILL");
    room.end();
    // One that was too long for a note, or of a program that made no draft for it.
    let other = format!("note-{ended}-1.md");
    std::fs::write(folder.path().join("state").join(&other), "从前").unwrap();
    let mut room = Room::open(folder.path(), &[], (200, 40));
    room.wait_status("编辑器留下的笔记");
    room.wait_status(&other);
    room.type_keys("M");
    room.wait_for("[草稿]");
    room.type_keys("\r");
    room.wait_for("C-c 留作草稿");
    // Looked at and set aside it is a draft still; looked at and closed, a note.
    room.type_keys("\x03");
    room.wait_status("留作草稿");
    room.type_keys("M");
    room.wait_for("[草稿]");
    room.type_keys("\r");
    room.wait_for("C-c 留作草稿");
    room.escape();
    room.wait_status("笔记已保存");
    room.quit();
    assert!(kept(folder.path()).contains("写到一半"));
    let notes = files(&folder.path().join("state"));
    let notes = notes
        .iter()
        .filter(|path| path.extension().is_some_and(|name| name == "md"));
    assert_eq!(
        notes.collect::<Vec<_>>(),
        [&folder.path().join("state").join(other)]
    );
}

#[test]
fn the_mouse_selects_and_a_selection_is_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("甲法.md");
    std::fs::write(&path, LAW).unwrap();
    let mut room = Room::open(folder.path(), &[path.to_str().unwrap()], (100, 30));
    room.wait_for("第四条");
    let row = room
        .rows()
        .iter()
        .position(|row| row.contains("领导成分"))
        .unwrap();
    let line = room.rows()[row].clone();
    let column = line
        .chars()
        .take_while(|c| *c != '领')
        .map(|c| {
            if c.is_ascii() || "│▌".contains(c) {
                1
            } else {
                2
            }
        })
        .sum::<usize>()
        + 1;
    let (y, end) = (row + 1, column + 6);
    room.type_keys(&format!(
        "\x1b[<0;{column};{y}M\x1b[<32;{};{y}M\x1b[<32;{end};{y}M\x1b[<0;{end};{y}m",
        column + 3
    ));
    room.wait_status("Esc");
    room.press("y", "选文");
    room.wait("the words", |room| {
        let raw = String::from_utf8_lossy(&room.raw.lock().unwrap()).into_owned();
        // 领导成分
        raw.contains("\u{1b}]52;c;6aKG5a+85oiQ5YiG\u{7}")
    });
    room.quit();
}

#[test]
fn a_resize_keeps_the_place_to_the_character() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = sample(&folder);
    room.press(":h3.2.1\r", "第二 一  在");
    // The text of the page, without what stands beside it.
    let page = |room: &Room| -> Vec<String> {
        let rows = room.rows();
        let text = rows.iter().filter_map(|row| row.split('│').nth(1));
        text.map(|row| row.replace('▌', " ").trim().to_owned())
            .collect()
    };
    let before = page(&room);
    room.type_keys("jjjjjjj");
    room.wait("seven rows down", |room| page(room)[..20] == before[7..27]);
    // What is told on the status line is told behind the whole of that page.
    room.press("\x07", "版面");
    let before = page(&room);
    for (columns, rows) in [(57, 17), (200, 60), (33, 9), (120, 40)] {
        room.resize(columns, rows);
    }
    room.wait("the same page", |room| page(room) == before);
    room.quit();
}

/// A library of some documents about boats, in the settings.
fn boats(folder: &Path) -> PathBuf {
    let library = folder.join("library");
    std::fs::create_dir_all(folder.join("config")).unwrap();
    std::fs::create_dir_all(&library).unwrap();
    for (name, date, text) in [
        (
            "a",
            "1954-4-1",
            "第一条　县里有渡船三只。\n\n第二条　木桥一座。\n",
        ),
        (
            "b",
            "1955-5-2",
            "第一条　旧渡船修好了。\n\n第二条　新渡船造好了。\n",
        ),
        ("c", "1955-8-3", "第一条　渡船每日一班。\n"),
        ("d", "", "第一条　没有船。\n"),
    ] {
        let text = format!("标题：文{name}\n日期：{date}\n标签：水运\n\n正文：\n\n{text}");
        std::fs::write(library.join(format!("{name}.txt")), text).unwrap();
    }
    let settings = format!("libraries = [{:?}]\n", library.to_str().unwrap());
    std::fs::write(folder.join("config/config.toml"), settings).unwrap();
    library
}

#[test]
fn the_library_is_searched_narrowed_walked_noted_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    boats(folder.path());
    let mut room = Room::open(folder.path(), &[], (100, 30));
    room.wait_for("木桥一座");
    room.type_keys("g/");
    room.wait_for("札记");
    room.type_keys("渡船");
    room.wait_for("4 处 3 篇 · 4 行");
    room.type_keys("\rh");
    room.wait_for("每百万字");
    // The second year, and nothing else.
    room.type_keys("ji");
    room.wait_for("渡船 日期:1955");
    room.wait_for("3 处 2 篇");
    // Files are listed as they were scanned, which is any order.
    room.type_keys("t");
    room.wait_for("3 行 · 按日期");
    room.type_keys("\r");
    room.wait_for("第 1 行，共 3 行");
    room.wait_for("旧渡船修好了。");
    room.press("n", "第 2 行，共 3 行");
    room.press("n", "第 3 行，共 3 行");
    room.wait_for("渡船每日一班。");
    room.press("n", "最后一处");
    room.press("N", "第 2 行");
    room.wait_for("新渡船造好了。");
    // The note is written, the mark of the hit and the count beside its clause stand.
    room.type_keys("a");
    room.wait_for("C-g 外部编辑器");
    room.type_keys("看此处\x13");
    room.wait_status("笔记已保存");
    room.type_keys("\x0f");
    room.wait_for("3 处 2 篇");
    let path = folder.path().join("渡船.md");
    room.type_keys("e");
    room.wait_for(".tsv .json .md");
    room.type_keys(&format!("\x15{}\r", path.display()));
    room.wait_for("已写入");
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written.lines().count(), 3, "{written}");
    assert!(
        written.contains("旧**渡船**修好了。（《文b》，1955-05-02"),
        "{written}"
    );
    room.type_keys("s");
    room.wait_for("@名字");
    room.type_keys("水\r");
    room.wait_for("@水");
    room.escape();
    room.quit();
    let records = kept(folder.path());
    assert!(records.contains("看此处"), "{records}");
    let searches = records.matches("\"motivation\":\"searching\"").count();
    // What was typed, three places, and the one with a name.
    assert_eq!(searches, 5, "{records}");
    // Another room knows what is saved.
    let mut room = Room::open(folder.path(), &[], (100, 30));
    room.wait_for("木桥一座");
    room.type_keys("g/@水");
    room.wait_for("3 处 2 篇");
}

#[test]
fn who_refers_to_a_clause_is_looked_for_in_the_library() {
    let folder = tempfile::tempdir().unwrap();
    let library = boats(folder.path());
    let law = "# 渡口法\n\n第一条　渡口归县。\n\n第二条　渡船须牢固。\n";
    std::fs::write(library.join("0.md"), law).unwrap();
    let text = "标题：通知\n日期：1999-1-1\n\n正文：\n\n依照《渡口法》第二条修船。\n";
    std::fs::write(library.join("n.txt"), text).unwrap();
    let mut room = Room::open(folder.path(), &[], (100, 30));
    room.wait_for("书库");
    let cache = folder.path().join("cache");
    room.wait("a pack", |_| !files(&cache.join("pack")).is_empty());
    room.type_keys("p");
    room.wait_for("── 文档");
    room.type_keys("渡口法");
    room.wait_for("── 文档 1/6");
    room.type_keys("\r");
    room.wait("the law alone", |room| {
        room.rows()[0].contains("渡口法") && !room.text().contains("Enter 前往")
    });
    room.press("]]", "第二条  ");
    room.type_keys("gr");
    room.wait_for("书库 5/5 篇");
    room.wait_for("《通知》");
    room.type_keys("\r");
    room.wait_for("第二条修船");
    // And back: what the notice means is shown where it is read.
    room.type_keys("K");
    room.wait_for("渡船须牢固。");
    room.wait_for("共 6 篇");
}

#[test]
fn a_room_whose_cache_is_deleted_searches_on() {
    let folder = tempfile::tempdir().unwrap();
    let library = boats(folder.path());
    let mut room = Room::open(folder.path(), &[], (100, 30));
    room.wait_for("木桥一座");
    let cache = folder.path().join("cache");
    let is_packed = |_: &Room| {
        files(&cache.join("pack"))
            .iter()
            .any(|path| path.extension().is_some_and(|own| own == "pack"))
    };
    room.wait("a pack", is_packed);
    room.type_keys("g/渡船");
    room.wait_for("4 处 3 篇");
    std::fs::remove_dir_all(&cache).unwrap();
    room.type_keys("\x15每日");
    room.wait_for("1 处 1 篇");
    // A file that changes is read, and packed another time.
    room.escape();
    std::fs::write(
        library.join("d.txt"),
        "标题：新文\n\n正文：\n\n渡船来了。\n",
    )
    .unwrap();
    room.wait_for("新文");
    room.type_keys("g/没有");
    room.wait_for("没有相符的");
    room.type_keys("\x15来了");
    room.wait_for("1 处 1 篇");
    room.escape();
    room.quit();
}
