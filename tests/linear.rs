//! Reading line by line: lines in, lines out, nothing drawn.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::io::Write;
use std::process::{Child, Command, Stdio};

/// The program, with a pipe at either end.
fn start(folder: &tempfile::TempDir, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(arguments)
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .env("LC_ALL", "zh_CN.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the program says to some lines, and its exit code.
fn read(folder: &tempfile::TempDir, arguments: &[&str], lines: &str) -> (String, i32) {
    let mut child = start(folder, arguments);
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
fn a_text_is_read_in_the_script_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(
        &folder,
        "# 理发店规则\n\n第一条　皇后的头发，见第二条。\n\n第二条　以后。\n",
    );
    let (text, _) = read(&folder, &["--linear", &path], "W\nW\n/頭髮\nY\nW\n");
    let told: Vec<&str> = text.lines().collect();
    let at = |words: &str| told.iter().position(|line| line.contains(words));
    let simplified = at("以简体显示").unwrap();
    let traditional = at("以繁体显示").unwrap();
    assert!(simplified < traditional, "{text}");
    let behind = &told[traditional..];
    assert!(behind[1].contains("理髮店規則"), "{text}");
    // What is found and cited is the text itself.
    let found = behind
        .iter()
        .position(|line| line.contains("“頭髮”第"))
        .unwrap();
    assert!(
        behind[found..]
            .iter()
            .any(|line| line.contains("第一條　皇后的頭髮，見第二條。")),
        "{text}"
    );
    assert!(
        behind[found..]
            .iter()
            .any(|line| line.contains("皇后的头发，见第二条。")),
        "{text}"
    );
    assert!(at("以原文显示").is_some(), "{text}");
    // In the settings, and of a text that is not Chinese.
    let set = ["--linear", "--set", "script=hongkong", &path];
    let (text, _) = read(&folder, &set, "第二\n");
    assert!(text.contains("第二條　以後。"), "{text}");
    let path = written(
        &folder,
        "# 図書館法\n\n第一条　この法律は、図書館の発行を定めるものとする。\n",
    );
    let (text, _) = read(&folder, &["--linear", &path], "W\nW\n");
    assert!(
        text.contains("这一篇不是中文") && !text.contains("發行"),
        "{text}"
    );
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

fn written(folder: &tempfile::TempDir, text: &str) -> String {
    let path = folder.path().join("a.md");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn what_is_found_is_counted_and_each_clause_with_it_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = "# 甲法\n\n第一条　社社。\n\n第二条　无。\n\n第三条　社。\n";
    let path = written(&folder, text);
    let (text, _) = read(&folder, &["--linear", &path], "/社\nn\nn\nN\nb\n第九\n");
    let told: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("“社”第"))
        .collect();
    assert_eq!(told.len(), 4, "{text}");
    let addresses: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("art"))
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        addresses,
        ["art1", "art3", "art1", "art3", "art1"],
        "{text}"
    );
    assert!(told[1].contains('3'), "{told:?}");
    // Every sentence is one: no key of the locales is printed.
    let (text, _) = read(
        &folder,
        &["--linear"],
        "第二\nb\nb\n=\ngd\nY\nl 99\nM 7\ni\n",
    );
    assert!(
        text.contains("可能是这 3 条") && !text.contains("日期："),
        "{text}"
    );
    for key in ["linear.", "goto.", "find.", "annotate.", "refer.", "note."] {
        assert!(!text.lines().any(|line| line.starts_with(key)), "{text}");
    }
}

#[test]
fn references_lead_back_and_into_other_documents() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let boats = file(
        "舟.md",
        "# 舟法\n\n第一条　舟依港法第二条入港。\n\n第二条　依本法第一条入港的，免费。\n\n第三条　违反第一条的，罚款。\n\n第四条　依《河法》行驶。\n",
    );
    let harbour = file("港.md", "# 港法\n\n第一条　设港。\n\n第二条　舟须入港。\n");
    let (text, _) = read(
        &folder,
        &["--linear", &boats, &harbour],
        "第一条\ngr\ngr 2\n第四条\ngd 1\n第一条\ngd 1\nl 1\n港法第一条\n",
    );
    let lines: Vec<&str> = text.lines().collect();
    for line in [
        "1  art2  第二条 依本法第一条入港的  本法第一条",
        "2  art3  第三条 违反第一条的  第一条",
        "art3  第三条 违反第一条的",
        "书库里没有《河法》",
        "art2  第二条 舟须入港",
        "art1  第一条 设港",
    ] {
        assert!(lines.contains(&line), "no {line} in {text}");
    }
    // Of two editions one is chosen by its number.
    let older = file("港旧.md", "# 港法\n\n1990年1月1日通过\n\n第二条　旧港。\n");
    let (text, _) = read(
        &folder,
        &["--linear", &boats, &harbour, &older],
        "第一条\ngd 1\nl 3\n",
    );
    assert!(text.contains("l 3"), "{text}");
    assert!(text.contains("第二条　旧港。"), "{text}");
}

/// A code in two files: what is typed, and what refers to it, leads to the part that has it.
#[test]
fn a_clause_of_another_part_of_the_work_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let first = file("上.md", "# 渡口法\n\n第一条　设渡。\n\n第二条　免费。\n");
    let second = file("下.md", "# 渡口法\n\n第三条　罚款。\n\n第四条　施行。\n");
    let other = file("舟.md", "# 舟法\n\n第一条　依渡口法第四条办理。\n");
    let lines = "第四条\nl 2\n第九条\nl 3\n第一条\ngd 1\n";
    let (text, _) = read(&folder, &["--linear", &first, &second, &other], lines);
    let lines: Vec<&str> = text.lines().collect();
    for line in ["2  第四条 施行", "第四条　施行。"] {
        assert!(lines.contains(&line), "no {line} in {text}");
    }
    let reached = lines.iter().filter(|line| **line == "第四条　施行。");
    assert_eq!(reached.count(), 2, "{text}");
    assert!(text.contains("“第四条”不在此篇，另有 1 篇有"), "{text}");
    assert!(text.contains("没有“第九条”"), "{text}");
    let lines = "l 2\n第四条\ngr\ngr 1\n";
    let (text, _) = read(&folder, &["--linear", &first, &second, &other], lines);
    for line in [
        "1  第一条《舟法》  第四条",
        "书库 1/1 篇",
        "第一条　依渡口法第四条办理。",
    ] {
        assert!(text.lines().any(|own| own == line), "no {line} in {text}");
    }
}

#[test]
fn a_text_without_clauses_is_read_by_paragraphs() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "昔者。\n\n今者。\n\n来者。\n");
    let (text, _) = read(&folder, &["--linear", &path], "gg\n\n\n-\n");
    let read: Vec<&str> = text.lines().skip(2).collect();
    assert_eq!(read, ["昔者。", "今者。", "来者。", "今者。"], "{text}");
}

#[test]
fn notes_are_written_and_read_by_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(
        &folder,
        "# 甲法\n\n第一条　甲。\n\n第二条　乙：\n（一）丙。\n",
    );
    let (text, _) = read(
        &folder,
        &["--linear", &path],
        "第二条第一项\na\n首行\n末行\n.\n第一条\na 一行写完\ni\nM\nM 2\n",
    );
    assert_eq!(
        text.matches("笔记已存").count() + text.matches("已保存").count(),
        2,
        "{text}"
    );
    let listed: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("首行 末行"))
        .collect();
    assert!(
        listed.len() == 1 && listed[0].starts_with("2  art2.1  "),
        "{text}"
    );
    assert!(text.trim_end().ends_with("（一）丙。"), "{text}");
    // The same store as the reading room's: with what it stands in, and an absolute path.
    let (json, _) = read(&folder, &["marks", "export", "--format", "json"], "");
    assert!(
        json.contains("首行\\n末行") && json.contains("第二条（一）"),
        "{json}"
    );
    assert!(json.contains(&format!("\"path\":\"{path}\"")), "{json}");
}

#[test]
fn a_line_too_long_is_passed_over_and_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n");
    let long = "长".repeat(100_000);
    let (text, code) = read(&folder, &["--linear", &path], &format!("{long}\n第一条\n"));
    assert_eq!(code, 0);
    assert!(
        text.len() < 1000 && text.contains("太长") && text.contains("第一条　甲。"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_and_a_closed_pipe_keep_the_place() {
    use std::io::{BufRead, BufReader};

    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n\n第二条　乙。\n");
    let start = |out: Stdio| {
        Command::new(env!("CARGO_BIN_EXE_zhangju"))
            .args(["--linear", &path])
            .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
            .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
            .stdin(Stdio::piped())
            .stdout(out)
            .spawn()
            .unwrap()
    };
    let mut child = start(Stdio::piped());
    child
        .stdin
        .as_mut()
        .unwrap()
        .write_all("第二条\n".as_bytes())
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let read = lines
        .map(Result::unwrap)
        .find(|line| line == "第二条　乙。");
    assert!(read.is_some());
    // What is read is written before the next line is waited for; the interrupt is sent until it
    // is.
    let id = child.id().to_string();
    let status = loop {
        Command::new("sh")
            .args(["-c", "kill -INT $0", &id])
            .status()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
    };
    assert_eq!(status.code(), Some(130));
    let (text, _) = self::read(&folder, &["--linear", &path], "");
    assert!(text.contains("art2  "), "{text}");
    // Nobody hears any more.
    let mut child = start(Stdio::piped());
    drop(child.stdout.take());
    child
        .stdin
        .take()
        .unwrap()
        .write_all("第一条\n".as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_annotated_can_be_listed_changed_removed_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲社甲社。\n\n第二条　乙。\n");
    // By line: a bookmark and its tags, words in red, a note that is written anew, and what is
    // removed comes back.
    let lines = "第一条\nm\n# 手工业，1955\nH r 社\na 初稿\ni\ne 2 定稿\nx\nx 3\nu\nr\nu\n#3 要\n#1 －1955 年\n";
    let (text, code) = read(&folder, &["--linear", &path], lines);
    assert_eq!(code, 0);
    for said in [
        "已加书签",
        "标签：手工业 1955",
        "已标红",
        "笔记：初稿",
        "此处有 3 处",
        "已删除：社，u 撤销",
        "已撤销：社",
        "已重做：社",
        "标签：要",
        "标签：手工业 年",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let (text, _) = read(&folder, &["--linear", &path], "M\n");
    let listed: Vec<&str> = text.lines().filter(|line| line.contains("  art")).collect();
    assert_eq!(
        listed,
        [
            "1  art1  书签  第一条 甲社甲社  标签：手工业 年",
            "2  art1  第一条 甲社甲社  笔记：定稿",
            "3  art1  红  社  标签：要",
        ],
        "{text}"
    );
    // The same again takes a bookmark and a highlight away; nothing is taken back that another
    // session did.
    let (text, _) = read(
        &folder,
        &["--linear", &path],
        "第一条\nm\nH r 社\nu\nu\nu\n",
    );
    assert!(
        text.contains("已删除") && text.contains("已去标色"),
        "{text}"
    );
    assert!(text.trim_end().ends_with("没有可撤销的"), "{text}");
    // Words that are not there, numbers that were not said, and a clause with nothing on it.
    let (text, _) = read(
        &folder,
        &["--linear", &path],
        "第二条\nH 丙\nx 4\nx\ne\n#\n",
    );
    assert!(text.contains("本条没有这些字"), "{text}");
    assert!(text.contains("没有这一号，共 0 号"), "{text}");
    assert_eq!(text.matches("此条没有批注").count(), 3, "{text}");
}

/// A bookmark at the second article, made before the title was edited; and that it is no clause.
#[test]
fn what_was_annotated_before_the_title_was_edited_is_the_texts_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n\n第二条　乙。\n");
    read(&folder, &["--linear", &path], "第二条\nm\n");
    let export = ["marks", "export", "--format", "json"];
    let (bookmark, _) = read(&folder, &export, "");
    let body = r#""body":[{"type":"TextualBody","purpose":"editing","value":"unmake"}],"id":"1"#;
    let correction = bookmark
        .replace("bookmarking", "editing")
        .replace("\"id\":\"0", body);
    assert!(correction.contains("unmake"), "{correction}");
    let (_, code) = read(&folder, &["marks", "import", "-"], &correction);
    assert_eq!(code, 0);
    written(&folder, "# 乙法\n\n第一条　甲。\n\n第二条　乙。\n");
    let (text, _) = read(&folder, &["--linear", &path], "M\n");
    assert!(text.contains("1  art1  书签  第二条 乙"), "{text}");
    let (text, code) = read(&folder, &["marks", "list", &path], "");
    assert!(
        text.contains("moved") && text.contains("第二条 乙"),
        "{text}"
    );
    assert_eq!((text.lines().count(), code), (1, 0));
    let (text, _) = read(&folder, &["outline", &path], "");
    assert!(text.contains("art1") && !text.contains("art2"), "{text}");
    // Of another document it is not.
    let other = folder.path().join("b.md");
    std::fs::write(&other, "# 乙法\n\n第二条　丙。\n").unwrap();
    let (text, code) = read(&folder, &["marks", "list", other.to_str().unwrap()], "");
    assert_eq!((text.as_str(), code), ("", 1));
}

#[test]
fn a_clause_is_cited_in_the_style_that_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n");
    let cite = |setting: &str| {
        std::fs::create_dir_all(folder.path().join("config")).unwrap();
        std::fs::write(folder.path().join("config/config.toml"), setting).unwrap();
        read(&folder, &["--linear", &path], "第一条\nY\n").0
    };
    assert!(cite("citation = \"gbt7714\"\n").contains("甲法[A]"));
    let own = "citation = \"own\"\n[citations]\nown = \"{title}=={quote}\"\n";
    assert!(cite(own).contains("甲法==第一条"));
    assert!(cite("citation = \"none\"\n").contains("none"));
    assert!(cite("").contains("《甲法》"));
}

#[cfg(unix)]
#[test]
fn a_note_that_is_cut_off_is_a_draft_and_gone_on_with() {
    use std::io::{BufRead, BufReader};

    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n");
    let drafts = folder.path().join("state/drafts");
    let mut child = start(&folder, &["--linear", &path]);
    let stdin = child.stdin.as_mut().unwrap();
    stdin.write_all("第一条\na\n首行\n".as_bytes()).unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("写笔记")));
    // Whatever ends it, and when: what was read is on the disk.
    let is_whole = |file: std::io::Result<std::fs::DirEntry>| {
        file.unwrap()
            .path()
            .extension()
            .is_some_and(|end| end == "json")
    };
    while !std::fs::read_dir(&drafts).is_ok_and(|mut files| files.any(is_whole)) {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (text, _) = read(&folder, &["--linear", &path], "M\ne 1\n末行\n.\nM\n");
    assert!(text.contains("1 条笔记没有写完"), "{text}");
    assert!(text.contains("1  [草稿]  第一条 甲  笔记：首行"), "{text}");
    assert!(text.contains("笔记：首行 末行"), "{text}");
    assert_eq!(std::fs::read_dir(&drafts).unwrap().count(), 0);
}

#[test]
fn all_documents_are_searched_and_one_opened_at_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    std::fs::create_dir(&library).unwrap();
    let write = |name: &str, text: &str| std::fs::write(library.join(name), text).unwrap();
    write("a.md", "# 甲法\n\n第一条　无。\n");
    write(
        "b.md",
        "# 乙法\n\n第一条　无。\n\n第二条　手工業社，手工业。\n",
    );
    write("c.md", "# 丙法\n\n第三条　手工业者。\n");
    let (text, _) = read(
        &folder,
        &["--linear", library.to_str().unwrap()],
        "s 手工业\ns 2\nm\ns 1\n=\ns 无此词\ns\ns 手工业 -社\ns 手工业|\ns 标题:丙\ns 1\n=\n",
    );
    let said: Vec<&str> = text.lines().collect();
    for line in [
        "1  乙法  第二条  2 处：第二条手工業社，手工业。",
        "2  丙法  第三条  1 处：第三条手工业者。",
        "“手工业”见于 3 篇中的 2 篇；s 1 打开第一篇",
        "乙法：第 2 条，共 2 条，60%",
        // A filter alone finds documents.
        "1  丙法",
        "“标题:丙”见于 3 篇中的 1 篇；s 1 打开第一篇",
    ] {
        assert!(said.contains(&line), "{line} in {text}");
    }
    assert!(text.contains("不见于 3 篇"), "{text}");
    // It is the language of all searches.
    assert!(text.contains("“手工业 -社”见于 3 篇中的 1 篇"), "{text}");
    assert!(text.contains("检索式第 4 字"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_full_disk_does_not_take_is_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n");
    // No file may grow at all: nothing can be kept, and the words are said once more.
    let script = "ulimit -f 0; printf '第一条\\na 有话\\n' | \"$0\" --linear \"$1\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_zhangju"), &path])
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .env("LC_ALL", "zh_CN.UTF-8")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let left = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("未能保存"), "{said} {left}");
    assert!(left.contains("有话"), "{said} {left}");
}

#[test]
fn what_is_kept_already_is_called_saved_only_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n");
    let annotations = folder.path().join("config/annotations");
    std::fs::create_dir(folder.path().join("config")).unwrap();
    // Where the logs should be is a file: nothing can be saved, whoever runs the test.
    std::fs::write(&annotations, "").unwrap();
    let (text, _) = read(
        &folder,
        &["--linear", &path],
        "第一条\na 有话\ne 有话\n# 类\n# 类\nm\n",
    );
    for word in ["笔记已保存", "标签：", "已加书签"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    assert_eq!(text.matches("未能保存").count(), 5, "{text}");
    std::fs::remove_file(&annotations).unwrap();
    let (text, _) = read(
        &folder,
        &["--linear", &path],
        "第一条\nM\ne 1 有话\n#1 类\n",
    );
    assert!(
        text.contains("笔记已保存") && text.contains("标签：类"),
        "{text}"
    );
}

#[test]
fn annotations_do_not_depend_on_the_file_of_reading_positions() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "# 甲法\n\n第一条　甲。\n\n第二条　乙。\n");
    // Neither root nor anybody else reads a folder as a file, or writes to it.
    std::fs::create_dir_all(folder.path().join("state/positions.jsonl")).unwrap();
    let (text, code) = read(&folder, &["--linear", &path], "第二条\nm\n");
    assert!(text.contains("已加书签") && code == 0, "{text}");
    let (text, _) = read(&folder, &["--linear", &path], "M\n=\n");
    assert!(text.contains("书签") && text.contains("第 2 条"), "{text}");
}

/// A library with an ordinance in two editions and a commentary on it.
fn editions(folder: &tempfile::TempDir) -> [String; 4] {
    let library = folder.path().join("library");
    std::fs::create_dir_all(&library).unwrap();
    let old = "# 渡口条例\n\n2001年2月3日 县议会通过\n\n第一条　渡口归县，由渡工看守，昼夜不得离人。\n\n\
        第二条　渡船每日开行六班，遇大雾停航。\n\n第三条　夜间渡河须悬灯两盏，一在船头。\n";
    let new = old
        .replace("通过\n", "通过\n\n2010年5月6日 县议会修正\n")
        .replace("六班", "八班");
    let notes = "# 渡口条例释义\n\n第一条　县者官也，渡工者役夫也。\n\n第二条　六班自卯至酉。\n";
    let texts = [("a.md", old), ("b.md", &*new), ("c.md", notes)];
    let paths = texts.map(|(name, text)| {
        let path = library.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    });
    let [a, b, c] = paths;
    [library.to_str().unwrap().to_owned(), a, b, c]
}

#[test]
fn a_text_is_compared_with_other_editions() {
    let folder = tempfile::tempdir().unwrap();
    let [_, a, b, c] = editions(&folder);
    let (text, _) = read(
        &folder,
        &["--linear", &a, &b, &c],
        "gD\ngD 2\n第二条\ngH\ngN\ngN\ngD 7\ngD 2\n",
    );
    let said: Vec<&str> = text.lines().collect();
    for line in [
        "--- 渡口条例 (2001-02-03)",
        "+++ 渡口条例 (2010-05-06)",
        "第二条 · 修改",
        "第二条　渡船每日开行[-六-]{+八+}班，遇大雾停航。",
        "2001-02-03 → 2010-05-06",
        "这是书库中最新的版本",
        "没有这一篇，共 3 篇",
    ] {
        let is_said = said.iter().any(|own| own.trim_start_matches("> ") == line);
        assert!(is_said, "{line} in {text}");
    }
    assert!(text.contains(&format!("2  2010-05-06  {b}")), "{text}");
    // The clause at which the reader was is read in the newest edition.
    assert!(text.contains("渡船每日开行八班"), "{text}");
    // Texts that are no editions of one stand beside each other by their addresses.
    let (text, _) = read(&folder, &["--linear", &a, &c], "gD\ngD 2\ngH\n");
    assert_eq!(
        text.matches("书库中没有这部法的其他版本").count(),
        2,
        "{text}"
    );
    let first = text.find("- 第一条　渡口归县").unwrap();
    assert!(text[first..].contains("+ 第一条　县者官也"), "{text}");
}

#[test]
fn what_was_noted_in_another_edition_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let [_, a, b, _] = editions(&folder);
    read(&folder, &["--linear", &a], "第三条\na 灯油谁出\n");
    let (text, _) = read(&folder, &["--linear", &b], "go\n第三条\ngO\ngO\ni\n");
    assert!(text.contains("art3  灯油谁出  2001-02-03"), "{text}");
    assert_eq!(text.matches("取用了 1 条").count(), 2, "{text}");
    // Taken over twice, it is one.
    assert!(
        text.contains("1  art3") && !text.contains("2  art3"),
        "{text}"
    );
}

#[test]
fn a_binding_outlives_a_kill_a_move_and_another_title_and_is_taken_back() {
    use std::io::{BufRead, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let [library, a, _, c] = editions(&folder);
    let mut child = start(&folder, &["--linear", &a, &c]);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all("gB 2\n".as_bytes()).unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // Once it is said to be so, nothing that happens takes it away.
    assert!(lines.any(|line| line.unwrap().contains("已与《渡口条例释义》绑定")));
    child.kill().unwrap();
    child.wait().unwrap();
    let moved = |name: &str| format!("{library}/{name}.md");
    let (a, c) = {
        let (to_a, to_c) = (moved("条例"), moved("释义"));
        std::fs::rename(&a, &to_a).unwrap();
        std::fs::rename(&c, &to_c).unwrap();
        (to_a, to_c)
    };
    let (text, _) = read(
        &folder,
        &["--linear", &a, &c],
        "第二条\ngb\n第三条\ngb\nM\n",
    );
    assert!(text.contains("与《渡口条例释义》绑定：gb 对读"), "{text}");
    assert!(text.contains("六班自卯至酉"), "{text}");
    assert!(text.contains("《渡口条例释义》没有这一条"), "{text}");
    assert!(
        text.contains("1  [绑定]  《渡口条例》∥《渡口条例释义》"),
        "{text}"
    );
    // Parted, bound again where it stands now, and found under another title.
    let (text, _) = read(
        &folder,
        &["--linear", &c, &a],
        "gB 2\ngb\nu\ngb\ngB 2\ngB 2\n",
    );
    assert!(
        text.contains("解除绑定") && text.contains("此文没有绑定的文档"),
        "{text}"
    );
    assert!(text.contains("已撤销：渡口条例释义"), "{text}");
    let notes = std::fs::read_to_string(&c).unwrap();
    std::fs::write(&c, notes.replace("# 渡口条例释义", "# 渡口条例疏")).unwrap();
    for paths in [[&c, &a], [&a, &c]] {
        let (text, _) = read(&folder, &["--linear", paths[0], paths[1]], "第一条\ngb\n");
        assert!(text.contains("绑定：gb 对读"), "{text}");
        assert!(
            text.contains("县者官也") && text.contains("渡口归县"),
            "{text}"
        );
    }
}

#[test]
fn a_binding_that_cannot_be_kept_is_not_called_one() {
    let folder = tempfile::tempdir().unwrap();
    let [_, a, _, c] = editions(&folder);
    std::fs::create_dir(folder.path().join("config")).unwrap();
    // Where the logs should be is a file: nothing can be saved, whoever runs the test.
    std::fs::write(folder.path().join("config/annotations"), "").unwrap();
    let (text, _) = read(&folder, &["--linear", &a, &c], "gB 2\n");
    assert!(
        text.contains("未能保存") && !text.contains("绑定"),
        "{text}"
    );
}
