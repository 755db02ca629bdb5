//! The headless command line: what it prints, how it ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const SAMPLE: &str = "seeds/000_9e09b61c7e3c8cf0.txt";

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C")
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes it.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "something was written"
    );
    output
}

/// Standard output, standard error, exit code.
fn told(arguments: &[&str], input: &[u8]) -> (String, String, i32) {
    let output = run(arguments, input);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code().unwrap(),
    )
}

#[test]
fn an_empty_path_is_named_as_such() {
    for command in [
        &[""][..],
        &["outline", ""],
        &["show", ""],
        &["check", ""],
        &["--linear", ""],
    ] {
        let (_, error, code) = told(command, b"");
        assert!(error.contains("empty path"), "{command:?}: {error}");
        assert_eq!(
            (error.lines().count(), code),
            (1, 2),
            "{command:?}: {error}"
        );
    }
}

#[test]
fn the_outline_is_that_of_the_list_made_by_hand() {
    let (out, _, code) = told(&["outline", SAMPLE, "--format", "json"], b"");
    let found: Value = serde_json::from_str(&out).unwrap();
    let gold: Vec<Value> = serde_json::from_str(include_str!("seed-outline.json")).unwrap();
    let clauses = found["clauses"].as_array().unwrap();
    assert_eq!((code, clauses.len()), (0, 32));
    let source =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE)).unwrap();
    for (clause, gold) in clauses.iter().zip(&gold) {
        for field in ["address", "parent", "depth", "kind", "label"] {
            assert_eq!(clause[field], gold[field], "{}", gold["address"]);
        }
        let [start, end] = [0, 1].map(|at| clause["span"][at].as_u64().unwrap() as usize);
        let text = &source[start..end];
        let shown = if gold["label"] == "" {
            clause["title"].as_str().unwrap()
        } else {
            gold["label"].as_str().unwrap()
        };
        assert!(
            text.trim_start_matches(['#', ' ']).starts_with(shown),
            "{shown}: {text}"
        );
        let line = source[..start].matches('\n').count() + 1;
        assert_eq!(clause["line"], line);
    }
    assert_eq!(
        found["document"]["dates"],
        serde_json::json!(["1955-04-27"])
    );
    assert_eq!(found["path"], SAMPLE);
}

#[test]
fn the_head_of_a_document_is_told_whole() {
    let text = "id: 0123456789\n标题：报告\n日期：1955-4-0,1956-1-2\n是否是时间段：true\n作者：甲\n来源：某报\n标签：\n书籍：汇编\n书籍作者：乙,丙\n\n正文：\n一、甲。\n\n二、乙。\n";
    let (out, _, _) = told(&["outline", "--format", "json", "-"], text.as_bytes());
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    let expected = serde_json::json!({
        "id": "0123456789", "title": "报告", "authors": ["甲"], "tags": [],
        "dates": ["1955-04", "1956-01-02"], "dates_printed": ["1955-4-0", "1956-1-2"],
        "is_range": true, "edition": "1956-01-02", "source": "某报",
        "collection": "汇编", "collection_authors": ["乙", "丙"],
    });
    assert_eq!(found["document"], expected);
}

#[test]
fn the_name_of_a_file_dates_a_text_whose_head_lacks_an_amendment() {
    let folder = tempfile::tempdir().unwrap();
    let edition = |name: &str| {
        let path = folder.path().join(name);
        let text = "# 船法\n\n1993年12月29日 某会议通过\n\n第一条 甲。\n";
        std::fs::write(&path, text).unwrap();
        let (out, _, _) = told(
            &["outline", "--format", "json", path.to_str().unwrap()],
            b"",
        );
        let found: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(
            found["document"]["dates"],
            serde_json::json!(["1993-12-29"])
        );
        found["document"]["edition"].as_str().unwrap().to_owned()
    };
    assert_eq!(edition("船法(2018-10-26).md"), "2018-10-26");
    assert_eq!(edition("船法(1994-01-20).md"), "1993-12-29");
    assert_eq!(edition("船法(1990-01-01).md"), "1993-12-29");
}

#[test]
fn a_reference_to_a_document_that_is_named_beside_has_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let boats = file(
        "舟.md",
        "# 舟法\n\n第一条　舟依《港法》第二条入港，依《河法》行驶。\n\n第二条　甲。\n",
    );
    let older = file(
        "旧.md",
        "# 港法\n\n1990年1月1日 某会议通过\n\n第一条　旧。\n",
    );
    let newer = file(
        "港.md",
        "# 港法（2020年修正）\n\n2020年1月1日 某会议通过\n\n第一条　新。\n",
    );
    let (out, _, _) = told(
        &["outline", "--format", "json", &boats, &older, &newer],
        b"",
    );
    let found: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let references = found["clauses"][0]["references"].as_array().unwrap();
    let to: Vec<&serde_json::Value> = references.iter().map(|own| &own["to"]).collect();
    assert_eq!(
        to,
        [
            &serde_json::json!({"title": "港法", "path": newer, "address": "art2"}),
            &serde_json::json!({"title": "河法", "path": null, "address": null}),
        ]
    );
}

#[test]
fn a_reference_to_a_document_of_a_library_has_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    let own = file(
        "舟.md",
        "# 舟法\n\n第一条　舟依《港法》第二条入港，依《河法》行驶。\n",
    );
    file(
        "library/旧.md",
        "# 港法\n\n1990年1月1日 某会议通过\n\n第一条　旧。\n",
    );
    let newer = file(
        "library/新.md",
        "# 港法\n\n2020年1月1日 某会议通过\n\n第一条　新。\n",
    );
    let library = folder.path().join("library");
    file(
        "config/config.toml",
        &format!("libraries = [{library:?}]\n"),
    );
    let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["outline", "--format", "json"])
        .arg(own)
        .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
        .env("ZHANGJU_CACHE_DIR", folder.path().join("cache"))
        .output()
        .unwrap();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let references = found["clauses"][0]["references"].as_array().unwrap();
    let paths: Vec<Option<&str>> = references
        .iter()
        .map(|own| own["to"]["path"].as_str())
        .collect();
    assert_eq!(paths, [newer.to_str(), None]);
}

#[test]
fn an_address_of_the_outline_shows_its_clause() {
    let (tree, _, _) = told(&["outline", SAMPLE], b"");
    for line in tree.lines().skip(1) {
        let address = line.split_whitespace().next().unwrap();
        let (out, error, code) = told(&["show", &format!("{SAMPLE}#{address}"), "--raw"], b"");
        assert_eq!((code, error.as_str()), (0, ""), "{address}");
        let label = line.split_whitespace().nth(1).unwrap();
        let label = label.split(['，', '、']).next().unwrap();
        assert!(out.contains(label), "{address}: {out}");
    }
}

#[test]
fn people_type_addresses_their_own_way() {
    let first = |typed: &str| {
        let (out, _, code) = told(&["show", &format!("{SAMPLE}#{typed}"), "--raw"], b"");
        (code, out.chars().take(7).collect::<String>())
    };
    assert_eq!(first("四（2）"), (0, "（2）根据他们".to_owned()));
    assert_eq!(first("四(2)"), (0, "（2）根据他们".to_owned()));
    assert_eq!(first("4.2"), (0, "（2）根据他们".to_owned()));
    assert_eq!(first("第九十九"), (1, String::new()));
    let (_, error, code) = told(&["show", &format!("{SAMPLE}#第二")], b"");
    assert_eq!(code, 1);
    assert!(
        error.contains("h2.2") && error.contains("h3.2") && error.lines().count() == 1,
        "{error}"
    );
}

#[test]
fn show_sets_in_columns_and_raw_is_the_source() {
    let source =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE)).unwrap();
    let (raw, _, _) = told(&["show", SAMPLE, "--raw"], b"");
    assert_eq!(raw, source);
    let (out, _, _) = told(&["show", SAMPLE, "--width", "40"], b"");
    assert!(
        out.lines()
            .all(|line| unicode_width::UnicodeWidthStr::width(line) <= 40)
    );
    assert!(!out.contains('\u{1b}'));
}

#[test]
fn show_sets_in_the_script_that_is_set_and_what_programs_read_is_the_source() {
    let text = "# 渡口规则\n\n第一条　皇后的头发，干净。\n".as_bytes();
    let shown = |arguments: &[&str]| {
        let (out, error, code) = told(&[&["show", "-"], arguments].concat(), text);
        assert_eq!((code, error.as_str()), (0, ""), "{arguments:?}");
        out
    };
    assert!(shown(&[]).contains("皇后的头发，干净"));
    let set = ["--set", "script=traditional"];
    let out = shown(&set);
    assert!(
        out.contains("渡口規則") && out.contains("第一條　皇后的頭髮，乾淨"),
        "{out}"
    );
    for exact in [&["--raw"][..], &["--format", "json"]] {
        let out = shown(&[&set, exact].concat());
        assert!(out.contains("皇后的头发，干净"), "{out}");
    }
    let (_, error, code) = told(&["show", "-", "--set", "script=cursive"], text);
    assert!(
        code != 0 && error.lines().count() == 1 && error.contains("script"),
        "{error}"
    );
}

#[test]
fn standard_input_is_a_document() {
    let text =
        "# 某法\n\n第一条　为了规范，制定本法。\n\n第二条　本法适用于：\n（一）甲；\n（二）乙。\n";
    let (out, _, code) = told(&["outline", "-"], text.as_bytes());
    assert_eq!(code, 0);
    assert!(out.contains("art2.2"), "{out}");
    let (out, _, _) = told(&["show", "-#第二条第二项"], text.as_bytes());
    assert_eq!(out.trim(), "（二）乙。");
}

#[test]
fn bad_input_is_told_in_one_line_and_the_rest_goes_on() {
    let (out, error, code) = told(&["outline", "missing.txt", SAMPLE], b"");
    assert_eq!(code, 2);
    assert!(
        error.starts_with("zhangju: cannot read missing.txt") && error.lines().count() == 1,
        "{error}"
    );
    assert!(out.contains("h3.6"));
    let (_, error, code) = told(&["show", "src"], b"");
    assert_eq!(
        (code, error.as_str()),
        (2, "zhangju: cannot read src: it is a folder\n")
    );
    let (out, error, code) = told(&["outline", "-"], b"");
    assert_eq!((code, error.as_str()), (1, ""), "{out}");
    let (_, error, code) = told(&[], b"");
    assert_eq!((code, error.lines().count()), (2, 1), "{error}");
    let (out, _, code) = told(&["show", "-"], b"\xff\xfe\x80\0\x1b[2J\xc2\x9b31m");
    assert_eq!(code, 0, "{out}");
}

#[test]
fn a_file_named_beside_its_own_folder_is_there_once() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["甲.txt", "乙.txt"] {
        std::fs::write(folder.path().join(name), "第一条　渡船。\n").unwrap();
    }
    let root = folder.path().to_str().unwrap();
    let named = format!("{root}/甲.txt");
    let (found, _, _) = told(&["search", "渡船", root, &named], b"");
    assert_eq!(found.matches("甲.txt").count(), 1, "{found}");
}

#[test]
fn a_query_that_the_shell_took_apart_is_told_to_be_quoted() {
    let desk = Desk::new(&[("a.md", "# 甲\n\n乙。\n")], "");
    let (_, error, code) = desk.told(&["search", "乙", "标签:水利", "at:2019"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("zhangju search '乙 标签:水利 at:2019'\n"),
        "{error}"
    );
    // One of them is a file: the other is misspelt.
    let (_, error, _) = desk.told(&["search", "乙", "a.md", "b.md"]);
    assert!(!error.contains("zhangju search"), "{error}");
}

#[test]
fn a_filter_alone_finds_documents() {
    let dated =
        |title: &str, dates: &str| format!("标题：{title}\n日期：{dates}\n\n正文：\n\n渡船。\n");
    let (ferry, bridge) = (
        dated("渡口志", "1955-4-27, 1962"),
        dated("木桥志", "1957-1-2"),
    );
    let desk = Desk::new(&[("a.txt", &ferry), ("b.txt", &bridge)], "");
    let (out, _, code) = desk.told(&["search", "日期:1960..", "a.txt", "b.txt"]);
    assert_eq!((code, out.as_str()), (0, "a.txt\t1962\t渡口志\n"));
    let (out, _, _) = desk.told(&["search", "标题:志", ".", "--by-year", "--format", "tsv"]);
    let rows: Vec<Vec<&str>> = out.lines().map(|row| row.split('\t').collect()).collect();
    let counted: Vec<(&str, &str)> = rows.iter().map(|row| (row[0], row[2])).collect();
    assert_eq!(counted, [("1955", "1"), ("1957", "1")]);
    let (out, _, _) = desk.told(&["search", "渡船 日期:1960..", "a.txt", "--format", "json"]);
    assert!(out.contains(r#""date":"1962""#), "{out}");
    let (out, _, code) = desk.told(&["search", "标题:县志", "a.txt"]);
    assert_eq!((code, out.as_str()), (1, ""));
}

/// A folder with files in it, and where a person keeps settings.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(files: &[(&str, &str)], settings: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = desk.0.path().join("texts").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let config = desk.0.path().join("config");
        std::fs::create_dir_all(&config).unwrap();
        std::fs::write(config.join("config.toml"), settings).unwrap();
        desk
    }

    /// Standard output, standard error, exit code of a command in the folder of the files.
    fn told(&self, arguments: &[&str]) -> (String, String, i32) {
        let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
            .args(arguments)
            .current_dir(self.0.path().join("texts"))
            .env("LC_ALL", "C")
            .env("ZHANGJU_CONFIG_DIR", self.0.path().join("config"))
            .env("ZHANGJU_STATE_DIR", self.0.path().join("state"))
            .env("ZHANGJU_CACHE_DIR", self.0.path().join("cache"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (text(output.stdout), text(output.stderr), code)
    }
}

const PDF: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << >>\nstartxref\n50\n%%EOF\n";

#[test]
fn what_is_no_document_is_refused_in_one_line() {
    let desk = Desk::new(
        &[
            ("a.pdf", PDF),
            ("b.txt", PDF),
            ("c.rtf", "{\\rtf1\\ansi\\par}"),
        ],
        "",
    );
    for name in ["a.pdf", "b.txt", "c.rtf"] {
        for command in [
            ["outline", name].as_slice(),
            &["show", name],
            &["show", "--raw", name],
            &["show", &format!("{name}#1")],
            &["check", name],
            &["cite", name],
            &["marks", "add", name],
            &["marks", "list", name],
            &["--linear", name],
            &[name],
        ] {
            let (out, error, code) = desk.told(command);
            assert_eq!((out.as_str(), code), ("", 2), "{command:?}: {error}");
            let is_line = error.lines().count() == 1 && error.contains(name);
            assert!(
                is_line && error.contains("is not read"),
                "{command:?}: {error}"
            );
            assert!(!error.contains("obj") && !error.contains("rtf1"), "{error}");
        }
    }
    // The others are read.
    let desk = Desk::new(&[("a.txt", PDF), ("b.txt", "第一条　甲。\n")], "");
    let (out, error, code) = desk.told(&["outline", "."]);
    assert!(out.contains("art1") && code == 2, "{error}");
}

#[cfg(unix)]
#[test]
fn a_filter_makes_a_document_of_a_file() {
    let settings = "[filters]\npdf = [\"sed\", \"1d\", \"{}\"]\nx = [\"sleep\", \"{}\"]\n";
    let files = [
        (
            "a.PDF",
            "%PDF-1.4\n某规则\n\n第一条　甲。\n\n第二条　乙。\n",
        ),
        ("b.x", "x"),
    ];
    let desk = Desk::new(&files, settings);
    let (out, error, _) = desk.told(&["outline", "a.PDF", "--format", "json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (found["path"].as_str(), error.as_str()),
        (Some("a.PDF"), "")
    );
    assert_eq!(found["document"]["title"], "某规则");
    assert_eq!(found["clauses"][1]["address"], "art2");
    // Its annotations are its own, by its name and by its words.
    let (id, error, code) = desk.told(&["marks", "add", "a.PDF#第二条", "--note", "记"]);
    assert_eq!(code, 0, "{error}");
    let (list, _, _) = desk.told(&["marks", "list", "a.PDF"]);
    assert!(list.contains(id.trim()) && list.contains("exact"), "{list}");
    // In a folder beside others; a filter that fails is told.
    let (out, error, code) = desk.told(&["outline", "."]);
    assert!(out.contains("art2") && code == 2, "{out}");
    assert!(
        error.contains("b.x: sleep: ") && error.lines().count() == 1,
        "{error}"
    );
    // A wrong filter is told with its line, and none is used then.
    let desk = Desk::new(&files, "[filters]\npdf = [\"sed\"]\n");
    let (_, error, _) = desk.told(&["show", "a.PDF"]);
    assert!(
        error.contains("config.toml: line 2: ") && error.contains("{}"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_command_that_is_ended_ends_its_filter() {
    let desk = Desk::new(
        &[("a.pdf", PDF)],
        "[filters]\npdf = [\"sh\", \"-c\", \"touch began; sleep 2; touch ended\", \"{}\"]\n",
    );
    let at = |name| desk.0.path().join("texts").join(name);
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["show", "a.pdf"])
        .current_dir(desk.0.path().join("texts"))
        .env("ZHANGJU_CONFIG_DIR", desk.0.path().join("config"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while !at("began").exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let status = child.wait().unwrap();
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    assert_eq!(signal, Some(2));
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert!(!at("ended").exists());
}

#[test]
fn a_folder_says_what_was_left_out() {
    let files = ["a.pdf", "b.pdf", "c/d.JPG", "e", ".git/f.png"].map(|name| (name, "x"));
    let desk = Desk::new(&files, "");
    let why = "zhangju: .: no document among 4 files: 2 .pdf, 1 other, 1 .jpg\n";
    for (command, ends) in [("outline", 1), ("check", 1), ("show", 2), ("cite", 2)] {
        let (out, error, code) = desk.told(&[command, "."]);
        assert_eq!(
            (out.as_str(), error.as_str(), code),
            ("", why, ends),
            "{command}"
        );
    }
    // What is kept of a library tells it, too.
    let texts = desk.0.path().join("texts");
    assert_eq!(desk.told(&["library", "add", "."]).2, 0);
    let line = format!(
        "{}\t0\tleft out: 2 .pdf, 1 other, 1 .jpg\n",
        texts.display()
    );
    assert_eq!(desk.told(&["library", "refresh"]).0, line);
    assert_eq!(desk.told(&["library", "list"]).0, line);
    std::fs::remove_file(texts.join("a.pdf")).unwrap();
    std::fs::write(texts.join("b.txt"), "甲").unwrap();
    let line = line
        .replace("\t0\t", "\t1\t")
        .replace("2 .pdf, 1 other, 1 .jpg", "1 other, 1 .jpg, 1 .pdf");
    assert_eq!(desk.told(&["library", "refresh"]).0, line);
    assert_eq!(desk.told(&["library", "list"]).0, line);
    let (_, error, code) = desk.told(&["outline", ".", "missing.txt"]);
    assert!(code == 2 && !error.contains("no document"), "{error}");
}

#[test]
fn oddities_are_listed_with_their_lines() {
    let odd = "一、甲\n\n二、乙\n\n五、丙\n".as_bytes();
    let (out, _, code) = told(&["check", "-"], odd);
    assert_eq!(code, 1);
    assert!(out.starts_with("-:5: "), "{out}");
    let (out, _, code) = told(&["check", "-", "--format", "json"], odd);
    let issue: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&issue["line"], &issue["address"], code),
        (&5.into(), &"5".into(), 1)
    );
    // Nothing odd is success.
    let (out, _, code) = told(&["check", SAMPLE], b"");
    assert_eq!((out.as_str(), code), ("", 0));
}

#[test]
fn rules_are_listed_shown_and_tried() {
    let (out, _, code) = told(&["rules"], b"");
    assert!(
        out.contains("mandoku\t") && out.contains("judgment\t"),
        "{out}"
    );
    assert_eq!(code, 0);
    let (out, _, code) = told(&["rules", "show", "diary"], b"");
    assert!(out.contains("[diary]") && code == 0, "{out}");
    let (out, err, code) = told(&["rules", "show", "nothing"], b"");
    assert!(
        out.is_empty() && err.contains("nothing") && code == 1,
        "{err}"
    );
    let judgment = "某法院判決\n\n主文\n\n駁回。\n".as_bytes();
    let (out, _, code) = told(&["rules", "try", "-"], judgment);
    assert_eq!(out, "3\tjudgment:8\theading 主文\n");
    assert_eq!(code, 0);
    let (out, _, code) = told(&["rules", "try", "-"], "某文\n".as_bytes());
    assert_eq!((out.as_str(), code), ("", 1));
    let page = "<html><body><p>主文</p></body></html>".as_bytes();
    let (out, err, code) = told(&["rules", "try", "-"], page);
    assert!(
        out.is_empty() && err.contains("plain text") && code == 2,
        "{err}"
    );
}

#[test]
fn a_rule_that_is_wrong_is_named_with_its_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join(".zhangju-rules.toml");
    std::fs::write(
        &rules,
        "[own]\n[[own.rule]]\nline = '§(?<heading>.*)'\n[[own.rule]]\nline = '('\n",
    )
    .unwrap();
    let text = folder.path().join("甲.txt");
    std::fs::write(&text, "甲\n\n§一\n\n乙。\n").unwrap();
    let text = text.to_str().unwrap();
    let (out, _, _) = told(&["outline", text], b"");
    assert!(out.contains("h1  一"), "{out}");
    let (out, _, code) = told(&["check", text], b"");
    assert!(
        out.contains(".zhangju-rules.toml, line 5: ") && code == 1,
        "{out}"
    );
    let (out, err, code) = told(&["rules", "try", text], b"");
    assert!(
        out.starts_with("3\town:3\theading 一") && code == 0,
        "{out}"
    );
    assert!(err.contains("line 5"), "{err}");
    let said = |set: &str| told(&["check", text, "--set", set], b"").0;
    let chinese = said("language=zh");
    assert!(chinese.contains("第 5 行：( 没有收尾"), "{chinese}");
    std::fs::write(&rules, "[own]\n[[own.rule]]\nline = §\n").unwrap();
    let chinese = said("language=zh-Hant");
    assert!(chinese.contains("第 3 行：文字要寫在引號裡"), "{chinese}");
}

#[test]
fn a_page_of_the_print_is_a_place() {
    let text = "# -*- mode: mandoku-view; -*-\n#+TITLE: 甲經\n<pb:KR9z0001_X_001-1a>¶\n* 上¶\n一二三¶\n<pb:KR9z0001_X_001-1b>¶\n四五六¶\n".as_bytes();
    let (out, _, code) = told(&["show", "-#001-1b"], text);
    assert_eq!((out.trim(), code), ("四五六", 0));
    let (out, _, _) = told(&["show", "-#1a"], text);
    assert!(out.contains("一二三") && !out.contains('四'), "{out}");
    let (out, _, _) = told(&["cite", "-#h1", "--style", "gbt7714"], text);
    assert_eq!(out.trim(), "甲經[A]: “上”: 001-1a.");
    let (_, err, code) = told(&["show", "-#001-9b"], text);
    assert!(err.contains("no clause 001-9b") && code == 1, "{err}");
}

#[test]
fn references_are_listed_with_the_clause_that_makes_them() {
    let law = "# 某规定\n\n第一条 甲。\n\n第二条 禁止：\n\n（一）乙；\n\n（二）丙。\n\n第三条 依照本规定第二条第一、二项和《丁法》第四条第二款办理。\n";
    let (out, _, _) = told(&["outline", "-", "--format", "json"], law.as_bytes());
    let outline: serde_json::Value = serde_json::from_str(&out).unwrap();
    let clauses = outline["clauses"].as_array().unwrap();
    let third = clauses
        .iter()
        .find(|clause| clause["address"] == "art3")
        .unwrap();
    let found: Vec<String> = third["references"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| {
            format!(
                "{} {} {}",
                own["text"], own["to"]["title"], own["to"]["address"]
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            r#""本规定第二条第一、二项" null "art2.1""#,
            r#""本规定第二条第一、二项" null "art2.2""#,
            r#""《丁法》第四条第二款" "丁法" "art4.para2""#,
        ]
    );
    let (out, _, code) = told(&["show", "-#art2..art3", "--raw"], law.as_bytes());
    assert!(
        out.starts_with("第二条") && out.trim().ends_with("办理。") && code == 0,
        "{out}"
    );
    let (_, error, code) = told(&["show", "-#art3..art1"], law.as_bytes());
    assert!(error.contains("art3..art1") && code == 1, "{error}");
    let (out, _, _) = told(&["show", "-#art2", "--format", "json"], law.as_bytes());
    let blocks: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<String> = blocks
        .iter()
        .map(|block| format!("{} {} {}", block["role"], block["text"], block["address"]))
        .collect();
    assert_eq!(
        told,
        [
            r#""paragraph" "第二条 禁止：" "art2""#,
            r#""paragraph" "（一）乙；" "art2.1""#,
            r#""paragraph" "（二）丙。" "art2.2""#,
        ]
    );
}

/// A name that is no text is a name all the same.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_names() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;

    let folder = tempfile::tempdir().unwrap();
    // 合 in GB18030.
    let name = OsStr::from_bytes(b"\xba\xcf%.md");
    std::fs::write(
        folder.path().join(name),
        "# 甲法\n\n一、甲\n\n二、乙\n\n五、丙\n",
    )
    .unwrap();
    let clause = OsString::from_iter([name, OsStr::new("#五")]);
    let told = |arguments: &[&OsStr]| {
        let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
            .args(arguments)
            .current_dir(folder.path())
            .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
            .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
            .output()
            .unwrap();
        // `check` has something to tell.
        let code = i32::from(arguments.first() == Some(&OsStr::new("check")));
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {output:?}"
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let word = OsStr::new;
    assert!(told(&[word("outline"), name]).contains("五、丙"));
    assert!(told(&[word("check"), name]).starts_with("\u{fffd}\u{fffd}%.md:7: "));
    assert_eq!(told(&[word("show"), &clause]).trim(), "五、丙");
    assert_eq!(told(&[&clause]).trim(), "五、丙");
    assert!(told(&[word("cite"), &clause]).contains("《甲法》五"));
    told(&[word("marks"), word("add"), &clause]);
    assert!(told(&[word("marks"), word("list"), name]).contains("《甲法》五"));
    // JSON has no bytes: a second member has them all.
    for path in [name, word(".")] {
        let json = told(&[word("outline"), path, word("--format"), word("json")]);
        // Annotations come with a file that says what they are.
        let json = json.lines().find(|line| line.contains("path_bytes"));
        let json: Value = serde_json::from_str(json.unwrap()).unwrap();
        let bytes = json["path_bytes"].as_str().unwrap();
        assert!(bytes.ends_with("%BA%CF%25.md"), "{bytes}");
    }
    let (json, ..) = self::told(&["outline", SAMPLE, "--format", "json"], b"");
    assert!(!json.contains("path_bytes"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["show", SAMPLE])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stderr, b"");
}

#[test]
fn help_and_version_are_there() {
    let (out, _, code) = told(&["--version"], b"");
    // Behind it stands the commit, where the sources are in a repository.
    let version = concat!("zhangju ", env!("CARGO_PKG_VERSION"));
    assert_eq!((out.trim().starts_with(version), code), (true, 0), "{out}");
    let (out, _, code) = told(&["--help"], b"");
    assert_eq!(code, 0);
    for word in ["outline", "show", "check", "ADDRESS"] {
        assert!(out.contains(word), "{word}");
    }
}

const OLD_RULES: &str =
    "# 渡口规则\n\n第一条　渡船每日开行六班。\n\n第二条　过渡者按人交付船资，牲畜加倍。\n";
const NEW_RULES: &str = "# 渡口规则\n\n第一条　渡船每日开行八班。\n\n第二条　夜间渡河须悬灯两盏。\n\n\
                         第三条　过渡者按人交付船资，牲畜加倍。\n";

/// Two editions as files; what `diff` prints of them in a format, and how it ends.
fn compared(arguments: &[&str]) -> (String, i32) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (old, new) = (file("old.md", OLD_RULES), file("new.md", NEW_RULES));
    let arguments: Vec<&str> = ["diff", &old, &new]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    let (out, error, code) = told(&arguments, b"");
    assert_eq!(error, "");
    (out, code)
}

#[test]
fn two_editions_are_compared_by_clauses() {
    let (out, code) = compared(&["--format", "json"]);
    let rows: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let address = |side: &str| row[side]["address"].as_str().unwrap_or("-");
            (
                row["status"].as_str().unwrap(),
                address("old"),
                address("new"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("unchanged", "-", "-"),
            ("changed", "art1", "art1"),
            ("added", "-", "art2"),
            ("unchanged", "art2", "art3"),
        ]
    );
    assert_eq!(code, 0);
    assert_eq!(rows[3]["similarity"], 1.0);
    assert_eq!(rows[3]["old"]["label"], "第二条");
    assert_eq!(rows[1]["differs"], serde_json::json!(["words"]));
    let span = rows[3]["new"]["span"].as_array().unwrap();
    let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
    assert!(NEW_RULES[start as usize..end as usize].starts_with("第三条"));
    let (out, code) = compared(&[]);
    assert!(
        out.contains("第一条　渡船每日开行[-六-]{+八+}班。"),
        "{out}"
    );
    assert!(!out.contains("牲畜"), "{out}");
    assert_eq!(code, 0);
    let (out, _) = compared(&["--format", "markdown"]);
    assert!(
        out.contains(
            "| 第一条　渡船每日开行<del>六</del>班。 | 第一条　渡船每日开行<ins>八</ins>班。 |"
        ),
        "{out}"
    );
    let (out, _) = compared(&["--format", "html"]);
    assert!(out.contains("<tr class=\"unchanged\"><td>第二条　过渡者按人交付船资，牲畜加倍。</td><td>第三条　过渡者"), "{out}");
    assert!(
        out.starts_with("<!DOCTYPE html>") && out.ends_with("</html>\n"),
        "{out}"
    );
}

#[test]
fn what_does_not_differ_ends_with_1_and_what_cannot_be_read_with_2() {
    let (out, _, code) = told(&["diff", SAMPLE, SAMPLE], b"");
    assert_eq!((out.lines().count(), code), (4, 1), "{out}");
    let (out, error, code) = told(&["diff", SAMPLE, "nowhere.txt"], b"");
    assert_eq!(
        (out.as_str(), error.lines().count(), code),
        ("", 1, 2),
        "{error}"
    );
    assert!(error.contains("nowhere.txt"), "{error}");
    // Another form of the same words is found, unless only words are asked for.
    let other = "# 渡口规则\n\n第一条　渡船每日开行六班,遇雾停航。\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.md");
    std::fs::write(&path, other.replace(',', "，")).unwrap();
    let path = path.to_str().unwrap();
    let (_, _, code) = told(&["diff", path, "-"], other.as_bytes());
    assert_eq!(code, 0);
    let (_, _, code) = told(&["diff", path, "-", "--words"], other.as_bytes());
    assert_eq!(code, 1);
}
