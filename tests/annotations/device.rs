//! A device of a reader: a folder with the configuration, which holds the annotations, and the
//! state; and what two devices that were synchronised must have.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What is annotated, the same on every device.
const LAW: &str =
    "# 甲法\n\n第一条　为了规范手工业，制定本法。\n\n第二条　合作社的领导成分由社员选举产生。\n";

pub struct Device {
    folder: PathBuf,
    law: PathBuf,
}

impl Device {
    /// The device of a name, which may have been there before. All below one folder read the same
    /// law.
    pub fn new(work: &Path, name: &str) -> Self {
        let law = work.join("law.md");
        if !law.exists() {
            std::fs::write(&law, LAW).unwrap();
        }
        let folder = work.join(name);
        Self { folder, law }
    }

    pub fn config(&self) -> PathBuf {
        self.folder.join("c")
    }

    pub fn annotations(&self) -> PathBuf {
        self.config().join("annotations")
    }

    /// The logs, and nothing else that may lie beside them.
    pub fn logs(&self) -> Vec<PathBuf> {
        let logs = files(&self.annotations());
        let is_log = |path: &PathBuf| path.extension().is_some_and(|name| name == "jsonl");
        logs.into_iter().filter(is_log).collect()
    }

    /// `zhangju marks …` here, run by another program where one is named.
    pub fn marks_under(&self, runner: &[&str], arguments: &[&str]) -> Command {
        let program = program();
        let words = [runner, &[&program, "marks"], arguments].concat();
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .env("ZHANGJU_CONFIG_DIR", self.config())
            .env("ZHANGJU_STATE_DIR", self.folder.join("s"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn marks(&self, arguments: &[&str]) -> Command {
        self.marks_under(&[], arguments)
    }

    /// A note on the second article.
    pub fn adding_under(&self, runner: &[&str], note: &str) -> Command {
        let clause = format!("{}#art2", self.law.display());
        self.marks_under(runner, &["add", &clause, "--note", note])
    }

    pub fn adding(&self, note: &str) -> Command {
        self.adding_under(&[], note)
    }

    /// Adds a note; returns its id.
    pub fn add(&self, note: &str) -> String {
        done(self.adding(note)).trim().to_owned()
    }

    pub fn edit(&self, id: &str, note: &str) {
        done(self.marks(&["edit", id, "--note", note]));
    }

    pub fn delete(&self, id: &str) {
        done(self.marks(&["delete", id]));
    }

    /// The list, a row of columns for each annotation. That there is none is told by the exit code
    /// and no failure.
    fn listed(&self) -> Vec<Vec<String>> {
        let output = self.marks(&["list"]).output().unwrap();
        let rows = String::from_utf8(output.stdout).unwrap();
        let columns = |row: &str| row.split('\t').map(str::to_owned).collect();
        rows.lines().map(columns).collect()
    }

    /// The notes by their ids.
    pub fn by_id(&self) -> Vec<(String, String)> {
        let rows = self.listed().into_iter();
        rows.map(|row| (row[0].clone(), row[6].clone())).collect()
    }

    /// The notes, sorted.
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.by_id().into_iter().map(|(_, note)| note).collect();
        notes.sort();
        notes
    }

    /// What two devices must see alike: everything but how a place was found.
    fn view(&self) -> Vec<Vec<String>> {
        let mut rows = self.listed();
        for row in &mut rows {
            row.remove(2);
        }
        rows
    }

    /// Makes this device the namesake of another.
    pub fn take_name_of(&self, other: &Self) {
        let (from, to) = (other.folder.join("s"), self.folder.join("s"));
        std::fs::create_dir_all(&to).unwrap();
        std::fs::copy(from.join("device.toml"), to.join("device.toml")).unwrap();
    }
}

/// The program under test: `ZHANGJU_PROGRAM`, else the one that was built with this test.
fn program() -> String {
    let built = || env!("CARGO_BIN_EXE_zhangju").to_owned();
    std::env::var("ZHANGJU_PROGRAM").unwrap_or_else(|_| built())
}

/// What a command printed; it must end well.
pub fn done(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", told(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What was said of a failure.
pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Two notes that two devices quarrel about.
pub struct Quarrel {
    /// Deleted on one, and edited on the other afterwards.
    pub revived: String,
    /// Edited on one, and deleted on the other afterwards.
    pub deleted: String,
}

impl Quarrel {
    pub const ROUNDS: usize = 3;

    /// The two notes, which both devices must hear of before they disagree.
    pub fn prepare(one: &Device, round: usize) -> Self {
        let note = format!("争{round}");
        Self {
            revived: one.add(&note),
            deleted: one.add(&note),
        }
    }

    /// What the two do while neither hears of the other: both add, and each edits what the other
    /// deletes. Returns what is to be there when they have heard: what was added, and of the two
    /// notes the one whose edit came last.
    pub fn fight(&self, one: &Device, other: &Device, round: usize) -> [String; 3] {
        let kept = [
            format!("甲{round}"),
            format!("乙{round}"),
            format!("后改{round}"),
        ];
        one.add(&kept[0]);
        other.add(&kept[1]);
        one.delete(&self.revived);
        other.edit(&self.revived, &kept[2]);
        one.edit(&self.deleted, &format!("先改{round}"));
        other.delete(&self.deleted);
        kept
    }

    /// Both see the same, and these notes; what a deletion took from sight is in the history on
    /// both.
    pub fn check_settled(&self, name: &str, one: &Device, other: &Device, notes: &[String]) {
        assert_eq!(
            one.view(),
            other.view(),
            "{name}: the two do not see the same"
        );
        assert_eq!(
            one.notes(),
            sorted(notes),
            "{name}: notes lost, or too many"
        );
        for device in [one, other] {
            let history = done(device.marks(&["history", &self.deleted]));
            assert!(
                history.contains("先改"),
                "{name}: the history of a deleted note is lost"
            );
            done(device.marks(&["check"]));
        }
    }
}

pub fn sorted(notes: &[String]) -> Vec<String> {
    let mut notes = notes.to_vec();
    notes.sort();
    notes
}
