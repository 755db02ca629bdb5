//! Whose annotations and places are whose: what the first programs kept, in a library that has
//! changed since; and statutes that share titles and dates.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod needs;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zhangju::annotation::{Annotation, Finder, Store};
use zhangju::library::{Catalog, Source};
use zhangju::reading::{Origin, Text};
use zhangju::settings::position::Positions;

/// A library with what the first programs kept of it: version 0.1.0 before it knew editions.
struct Library {
    folder: tempfile::TempDir,
    annotations: Vec<Arc<Annotation>>,
    positions: Positions,
}

const FILES: [&str; 6] = [
    "县/渡口法2001.md",
    "县/渡口法2010.md",
    "甲/序.md",
    "乙/序.md",
    "丙/章程.md",
    "丁/章程.md",
];

impl Library {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading");
        for file in FILES {
            let to = folder.path().join(file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(kept.join("library").join(file), to).unwrap();
        }
        let root = folder.path().to_str().unwrap();
        let copy = |name: &str, to: &str| {
            let lines = fs::read_to_string(kept.join(name)).unwrap();
            let to = folder.path().join(to);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, lines.replace("/fixture", root)).unwrap();
        };
        copy("annotations.jsonl", ".config/annotations/a/2026-11.jsonl");
        copy("positions.jsonl", ".state/positions.jsonl");
        let (config, state) = (folder.path().join(".config"), folder.path().join(".state"));
        let annotations = Store::open(&config, &state).annotations();
        assert_eq!(annotations.len(), 5);
        let positions = Positions::read(&state).0;
        Self {
            folder,
            annotations,
            positions,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn rename(&self, from: &str, to: &str) {
        let to = self.path(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.path(from), to).unwrap();
    }

    fn edit(&self, name: &str, words: &str, others: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(words));
        fs::write(self.path(name), text.replace(words, others)).unwrap();
    }

    /// The notes and the place of a document beside these others: the notes that stand where they
    /// were made, and the first character of the words at the place.
    fn of(&self, name: &str, beside: &[&str]) -> String {
        let mut catalog = Catalog::default();
        let mut read = |name: &str| catalog.read(Source::File(self.path(name))).unwrap();
        let id = read(name);
        for other in beside {
            read(other);
        }
        let origin = Origin::of_entry(catalog.get(id).unwrap(), None);
        let text = Text::open(&origin, &self.annotations, &catalog).unwrap();
        let finder = Finder::new(&text.document.source);
        let mut notes = String::new();
        for own in text.own(&self.annotations, &catalog) {
            let span = finder.find(&own.target).span().unwrap();
            assert_eq!(span.of(&text.document.source), own.quote());
            notes += own.note();
            notes += " ";
        }
        let left = text.left(&self.positions).map(|left| {
            let here = left.bytes(&text.document.source).1;
            text.document.source[here..].chars().nth(4).unwrap()
        });
        notes + &left.map_or_else(String::new, String::from)
    }
}

#[test]
fn what_the_first_programs_kept_is_found_where_it_was() {
    let library = Library::new();
    for (name, expected) in [
        ("县/渡口法2001.md", "旧本三条 牲"),
        ("县/渡口法2010.md", "新本五条 牲"),
        ("甲/序.md", "甲序 乱"),
        ("乙/序.md", "乙序 山"),
        // The same text twice: its notes are there twice, its place once.
        ("丙/章程.md", "丙章程 私"),
        ("丁/章程.md", "丙章程 私"),
    ] {
        let beside: Vec<&str> = FILES.into_iter().filter(|own| *own != name).collect();
        assert_eq!(library.of(name, &beside), expected, "{name}");
    }
}

#[test]
fn a_file_that_was_moved_or_renamed_keeps_what_was_kept() {
    let library = Library::new();
    library.rename("县/渡口法2001.md", "库/旧/渡口法2001.md");
    library.rename("县/渡口法2010.md", "县/a.md");
    library.rename("甲/序.md", "甲/前言.md");
    for (name, beside, expected) in [
        ("库/旧/渡口法2001.md", &["县/a.md"][..], "旧本三条 牲"),
        ("县/a.md", &["库/旧/渡口法2001.md"], "新本五条 牲"),
        ("甲/前言.md", &["乙/序.md"], "甲序 乱"),
    ] {
        assert_eq!(library.of(name, beside), expected, "{name}");
    }
}

#[test]
fn a_file_that_was_retitled_or_corrected_keeps_what_was_kept() {
    let library = Library::new();
    library.edit("县/渡口法2001.md", "# 渡口法", "# 渡口管理法");
    library.edit("县/渡口法2010.md", "灯灭即返", "灯灭则返");
    library.edit("甲/序.md", "成于", "作于");
    let all = ["县/渡口法2001.md", "县/渡口法2010.md"];
    assert_eq!(library.of(all[1], &all[..1]), "新本五条 牲");
    assert_eq!(library.of("甲/序.md", &["乙/序.md"]), "甲序 乱");
    // It is known by another name: its place is lost, its notes are not.
    assert_eq!(library.of(all[0], &[]).trim(), "旧本三条");
}

#[test]
fn statutes_of_one_title_and_date_share_nothing() {
    let mut catalog = Catalog::default();
    let mut titled: HashMap<String, Vec<PathBuf>> = HashMap::new();
    for file in needs::statutes("statutes of one title and date") {
        let facts = Source::File(file.clone()).facts(catalog.filters()).unwrap();
        titled.entry(facts.header.key()).or_default().push(file);
    }
    if titled.is_empty() {
        return;
    }
    titled.retain(|_, files| files.len() > 1);
    let shared: Vec<PathBuf> = titled.into_values().flatten().collect();
    assert!(shared.len() > 100, "{}", shared.len());
    for file in &shared {
        catalog.read(Source::File(file.clone())).unwrap();
    }
    let texts = catalog.iter().map(|(_, entry)| {
        let origin = Origin::of_entry(entry, None);
        Text::open(&origin, &[], &catalog).unwrap()
    });
    let texts: Vec<Text> = texts.collect();
    let mut positions = Positions::default();
    let mut annotations = Vec::new();
    for text in &texts {
        let length = text.document.source.len();
        let words = (length / 2..length).find_map(|at| text.words(at)).unwrap();
        positions.take(text.position(words.start, words.start));
        let target = text.target(words);
        annotations.push(Arc::new(Annotation::bookmark(target, None)));
    }
    let mut crossed = Vec::new();
    for (text, made) in texts.iter().zip(&annotations) {
        let own = text.own(&annotations, &catalog);
        assert!(own.iter().any(|own| Arc::ptr_eq(own, made)));
        let others = own
            .iter()
            .filter(|own| own.target.source.sha256 != text.sha256());
        crossed.extend(others.map(|own| own.target.source.path.clone()));
        let left = text.left(&positions).unwrap();
        assert_eq!(left.sha256, text.sha256());
    }
    assert!(crossed.is_empty(), "{crossed:?}");
}
