//! `zhangju marks` and `cite` as programs and people use them: what they take, print and answer,
//! and that strange input stays what it is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const LAW: &str =
    "# 甲法\n\n第一条　为了规范手工业，制定本法。\n\n第二条　合作社的领导成分由社员选举产生。\n";

/// A reader with a statute.
struct Reader {
    folder: tempfile::TempDir,
    law: PathBuf,
}

impl Reader {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let law = folder.path().join("law.md");
        std::fs::write(&law, LAW).unwrap();
        Self { folder, law }
    }

    /// Standard output, standard error, exit code.
    fn tell(&self, arguments: &[&str]) -> (String, String, i32) {
        let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("LC_ALL", "C")
            .env("ZHANGJU_CONFIG_DIR", self.folder.path().join("config"))
            .env("ZHANGJU_STATE_DIR", self.folder.path().join("state"))
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            text(output.stdout),
            text(output.stderr),
            output.status.code().unwrap(),
        )
    }

    /// What is printed by a command that finds something and complains of nothing.
    fn told(&self, arguments: &[&str]) -> String {
        let (printed, complaint, status) = self.tell(arguments);
        assert_eq!(
            (complaint.as_str(), status),
            ("", 0),
            "{arguments:?}: {printed}"
        );
        printed
    }

    fn add(&self, options: &[&str]) -> String {
        let arguments = [&["marks", "add", "law.md#art2"], options].concat();
        self.told(&arguments).trim().to_owned()
    }

    /// The columns of the only line of a list.
    fn listed(&self, arguments: &[&str]) -> Vec<String> {
        let printed = self.told(&[&["marks", "list"], arguments].concat());
        assert_eq!(printed.lines().count(), 1, "{printed}");
        let line = printed.trim_end_matches('\n');
        line.split('\t').map(str::to_owned).collect()
    }
}

/// The rows of a table (RFC 4180).
fn table(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(c) = characters.next() {
        match c {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            '"' => is_quoted = !is_quoted,
            c if is_quoted => cell.push(c),
            ',' => row.push(std::mem::take(&mut cell)),
            '\r' => assert_eq!(characters.peek(), Some(&'\n')),
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!is_quoted && row.is_empty() && cell.is_empty(), "{text}");
    rows
}

#[test]
fn an_annotation_is_made_changed_and_deleted_by_its_id() {
    let reader = Reader::new();
    let (printed, complaint, status) = reader.tell(&["marks", "list"]);
    assert_eq!((printed.as_str(), complaint.as_str(), status), ("", "", 1));
    let id = reader.add(&["--quote", "领导成分", "--note", "注", "--color", "red"]);
    let columns = reader.listed(&["law.md"]);
    assert_eq!(columns[0], id);
    assert_eq!(
        columns[2..],
        ["exact", "note", "《甲法》第二条", "领导成分", "注"]
    );
    assert_eq!(
        reader.told(&["marks", "edit", &id, "--tag", "两 词", "--tag", "乙"]),
        ""
    );
    let columns = reader.listed(&[]);
    assert_eq!(columns[2], "-");
    assert_eq!(columns[6..], ["注", "#两 词 #乙"]);
    reader.told(&["marks", "edit", &id, "--tag", "", "--note", ""]);
    let columns = reader.listed(&["--color", "red"]);
    assert_eq!(columns[3..], ["red", "《甲法》第二条", "领导成分"]);
    reader.told(&["marks", "edit", &id, "--color", "blue", "--note", "再注"]);
    assert_eq!(
        reader
            .told(&["marks", "history", &id])
            .matches("领导成分")
            .count(),
        4
    );
    reader.told(&["marks", "delete", &id]);
    assert_eq!(reader.tell(&["marks", "list"]).2, 1);
    let history = reader.told(&["marks", "history", &id]);
    assert!(
        history.contains("再注") && history.ends_with("deleted\n"),
        "{history}"
    );
    for gone in [
        &["marks", "delete", id.as_str()] as &[&str],
        &["marks", "edit", &id, "--note", "x"],
        &["marks", "history", "nobody"],
    ] {
        let (_, complaint, status) = reader.tell(gone);
        assert_eq!((complaint.lines().count(), status), (1, 1), "{complaint}");
    }
    for wrong in [
        &["marks", "edit", id.as_str()] as &[&str],
        &["marks", "edit", &id, "--color", "pink"],
        &["marks", "import", "nowhere.json"],
        &["marks", "add", "law.md#art2", "--quote", "不在其中"],
        &["marks", "export", "--format", "xml"],
    ] {
        assert_eq!(reader.tell(wrong).2, 2, "{wrong:?}");
    }
}

#[test]
fn an_item_is_named_with_what_it_stands_in() {
    let reader = Reader::new();
    let law = LAW.replace(
        "社员选举产生。",
        "下列方式产生：\n（一）选举；\n（二）推举。",
    );
    std::fs::write(&reader.law, law).unwrap();
    reader.told(&["marks", "add", "law.md#art2.2"]);
    assert_eq!(reader.listed(&[])[4], "《甲法》第二条（二）");
    assert!(
        reader
            .told(&["marks", "export"])
            .contains("——《甲法》第二条（二） · `art2.2`")
    );
}

#[test]
fn exported_lines_say_where_each_stands_and_are_read_back_without_it() {
    let reader = Reader::new();
    reader.add(&["--quote", "领导成分", "--note", "注"]);
    let anchor = |printed: &str| -> Value {
        let line: Value = serde_json::from_str(printed).unwrap();
        assert_eq!((&line["v"], &line["op"]), (&1.into(), &"put".into()));
        line["anchor"].clone()
    };
    let export = |arguments: &[&str]| {
        reader.told(&[&["marks", "export", "--format", "json"], arguments].concat())
    };
    assert_eq!(anchor(&export(&[])), Value::Null);
    let exported = export(&["law.md"]);
    assert_eq!(anchor(&exported), "exact");
    std::fs::write(
        &reader.law,
        LAW.replace("第一条", "第零条　总则。\n\n第一条"),
    )
    .unwrap();
    assert_eq!(anchor(&export(&["law.md"])), "moved");
    std::fs::write(&reader.law, "# 甲法\n\n第一条　全文另拟，与前不同。\n").unwrap();
    assert_eq!(anchor(&export(&["law.md"])), "orphan");
    let other = Reader::new();
    std::fs::write(other.folder.path().join("exported"), &exported).unwrap();
    let taken = |words: &str| assert_eq!(other.told(&["marks", "import", "exported"]), words);
    taken("1 new, 0 there already, 0 skipped\n");
    taken("0 new, 1 there already, 0 skipped\n");
    assert_eq!(
        other.told(&["marks", "export", "--format", "json"]),
        export(&[])
    );
}

#[test]
fn whatever_a_note_holds_it_comes_back_from_every_export() {
    let reader = Reader::new();
    let note = "逗,号 \"引\" 号\r\n二行\t\u{1b}[31m红\u{1b}[0m \u{7} 😀👨‍👩‍👧 \u{202e}反";
    let long = "长".repeat(30_000);
    reader.add(&[
        "--quote",
        "领导成分",
        "--note",
        note,
        "--tag",
        "两 词",
        "--tag",
        "a,b",
    ]);
    reader.add(&["--note", &long]);
    let rows = table(&reader.told(&["marks", "export", "--format", "csv"]));
    // The columns of Readwise's import, in its order.
    assert_eq!(
        rows[0].join(","),
        "Highlight,Title,Author,URL,Note,Location,Date"
    );
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.len() == 7));
    let row = rows.iter().find(|row| row[0] == "领导成分").unwrap();
    assert_eq!(
        (row[1].as_str(), row[4].as_str()),
        ("甲法", format!(".两_词 .a,b\n{note}").as_str())
    );
    for format in ["jsonld", "json"] {
        let exported = reader.told(&["marks", "export", "--format", format]);
        let other = Reader::new();
        std::fs::write(other.folder.path().join("exported"), exported).unwrap();
        other.told(&["marks", "import", "exported"]);
        let lines = other.told(&["marks", "export", "--format", "json"]);
        let values: Vec<String> = lines
            .lines()
            .flat_map(|line| {
                let line: Value = serde_json::from_str(line).unwrap();
                let bodies = line["body"].as_array().unwrap().clone();
                bodies
                    .into_iter()
                    .map(|body| body["value"].as_str().unwrap().to_owned())
            })
            .collect();
        for expected in [note, &long, "两 词", "a,b"] {
            assert!(values.iter().any(|value| value == expected), "{format}");
        }
    }
}

#[test]
fn a_binding_is_listed_of_both_its_texts_and_comes_back_from_its_exports() {
    let reader = Reader::new();
    let notes = reader.folder.path().join("notes.md");
    std::fs::write(&notes, "# 甲法释义\n\n第一条　手工业者，以手为业也。\n").unwrap();
    let [law, notes] = [&reader.law, &notes].map(|path| path.to_str().unwrap());
    let source = |title: &str, path: &str| serde_json::json!({"title": title, "path": path});
    // As the reading room writes it.
    let record = serde_json::json!({
        "v": 1, "op": "put", "id": "01KA0000000000000000000001", "rev": "01KA0000000000000000000002",
        "device": "a", "motivation": "linking", "created": "2026-11-23T06:33:00+08:00",
        "target": {"source": source("甲法", law), "selector": []},
        "body": [{"type": "SpecificResource", "purpose": "linking", "source": source("甲法释义", notes)}],
    });
    let taken = reader.folder.path().join("taken.jsonl");
    std::fs::write(&taken, record.to_string() + "\n").unwrap();
    reader.told(&["marks", "import", taken.to_str().unwrap()]);
    let row = |arguments: &[&str]| {
        let told = reader.told(arguments);
        let fields = told.trim_end().split('\t').map(str::to_owned);
        fields.collect::<Vec<_>>()
    };
    for arguments in [
        &["marks", "list"][..],
        &["marks", "list", law],
        &["marks", "list", notes],
    ] {
        let row = row(arguments);
        assert_eq!(
            (row[3].as_str(), row[5].as_str()),
            ("bound", "∥《甲法释义》"),
            "{row:?}"
        );
    }
    let written = reader.told(&["marks", "export", law]);
    assert!(written.contains("——《甲法》 · ∥《甲法释义》"), "{written}");
    for format in ["json", "jsonld"] {
        let exported = reader.told(&["marks", "export", "--format", format]);
        let other = Reader::new();
        let file = other.folder.path().join("exported");
        std::fs::write(&file, exported).unwrap();
        other.told(&["marks", "import", file.to_str().unwrap()]);
        let told = other.told(&["marks", "list"]);
        assert!(
            told.contains("bound") && told.contains("∥《甲法释义》"),
            "{format}: {told}"
        );
    }
}

#[test]
fn a_citation_is_in_the_style_that_is_named_and_a_wrong_one_is_told() {
    let reader = Reader::new();
    let cite = |style: &str| reader.told(&["cite", "law.md#art2", "--style", style]);
    assert_eq!(
        cite("footnote"),
        "“第二条　合作社的领导成分由社员选举产生。”《甲法》第二条。\n"
    );
    assert_eq!(cite("gbt7714"), "甲法[A]: 第二条.\n");
    let (_, complaint, status) = reader.tell(&["cite", "law.md", "--style", "chicago"]);
    assert!(status == 2 && complaint.contains("gbt7714"), "{complaint}");
    assert_eq!(reader.tell(&["cite", "law.md#art9"]).2, 1);
    assert_eq!(reader.tell(&["cite", "nowhere.md"]).2, 2);
    let settings = |text: &str| {
        let folder: &Path = &reader.folder.path().join("config");
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("config.toml"), text).unwrap();
    };
    settings("citation = \"own\"\n[citations]\nown = \"{title}，{clause}[（{author}）]\"\n");
    assert_eq!(reader.told(&["cite", "law.md#art2"]), "甲法，第二条\n");
    settings("[citations]\nown = \"{titel}\"\n");
    let (_, complaint, _) = reader.tell(&["cite", "law.md#art2", "--style", "own"]);
    let first = complaint.lines().next().unwrap();
    assert!(
        first.contains("config.toml: line 2") && first.contains("titel"),
        "{complaint}"
    );
}

/// What a program that read no eras wrote of `港.txt`: to it the document had no date.
const OLD_LOG: &str = r#"{"v":1,"op":"put","motivation":"commenting","target":{"source":{"title":"港湾条例","path":"/旧/港.txt","sha256":"944e5f68ea5460097c7901dc5feda4bbec87dc45ee5411d83b509f3d1afa50b1"},"clause":{"address":"art2","label":"第二条","start":35},"selector":[{"exact":"第二条　舟は港に入る","prefix":"港湾条例\n\n平成10年3月27日\n条例第5号\n\n第一条　港を置く。\n\n","suffix":"。\n","type":"TextQuoteSelector"},{"start":35,"end":45,"type":"TextPositionSelector"}]},"id":"01M8NK1F9RQY2WX6B5B3W2XDMS","rev":"01M8NK1F9R78E4WN75A81RVD21","device":"01M8NK1F9SRYBCXX7PXCT7V3AQ","created":"2026-11-30T06:42:24+00:00","modified":"2026-11-30T06:42:24+00:00","body":[{"type":"TextualBody","purpose":"commenting","format":"text/markdown","value":"舟"}]}
"#;

#[test]
fn notes_of_documents_that_had_no_date_once_are_still_theirs() {
    let reader = Reader::new();
    let device = reader
        .folder
        .path()
        .join("config/annotations/01M8NK1F9SRYBCXX7PXCT7V3AQ");
    std::fs::create_dir_all(&device).unwrap();
    std::fs::write(device.join("2026-11.jsonl"), OLD_LOG).unwrap();
    // The document was moved, and an article added.
    let path = reader.folder.path().join("港.txt");
    let text = "港湾条例\n\n平成10年3月27日\n条例第5号\n\n第一条　港を置く。\n\n第二条　舟は港に入る。\n\n第三条　岸を築く。\n";
    std::fs::write(path, text).unwrap();
    let document = reader.told(&["outline", "--format", "json", "港.txt"]);
    assert!(
        document.contains("\"dates\":[\"1998-03-27\"]"),
        "{document}"
    );
    let exported = reader.told(&["marks", "export", "--format", "json", "港.txt"]);
    let record: Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(record["anchor"], "exact");
    // What is written now is known to the program of then, too.
    let id = reader.told(&["marks", "add", "港.txt#art1", "--note", "港"]);
    let exported = reader.told(&["marks", "export", "--format", "json", "港.txt"]);
    let own = exported.lines().find(|line| line.contains(id.trim()));
    let own: Value = serde_json::from_str(own.unwrap()).unwrap();
    assert_eq!(own["target"]["source"]["title"], "港湾条例");
    assert_eq!(own["target"]["source"]["date"], Value::Null);
}
