//! Searching a library: the same hits as a second, obvious implementation finds, from the sources
//! and from packs; packs that are killed, damaged, deleted, written by two at once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

#[allow(dead_code, reason = "other tests use the rest of it")]
mod archive;
#[path = "search/asked.rs"]
mod asked;
mod needs;
#[path = "search/obvious.rs"]
mod obvious;
#[path = "search/questions.rs"]
mod questions;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use archive::catalog;
use asked::found;
use obvious::Texts;
use questions::Questions;
use zhangju::library::Catalog;
use zhangju::search::engine::{Engine, Request};
use zhangju::search::local::Local;
use zhangju::search::pack::{self, Packs};
use zhangju::search::query::Query;
use zhangju::text::fold::Rung;

/// Draws queries from the documents below a folder, and compares what is found.
fn compare(root: &Path, count: usize, seed: u64) {
    let cache = tempfile::tempdir().unwrap();
    let catalog = catalog(root);
    pack::refresh(cache.path(), root, &catalog, &|| true, &mut |_, _| {}).unwrap();
    let packs = Packs::open(cache.path(), &[root.to_owned()], &catalog);
    let packed = Local::with(&catalog, &packs);
    let plain = Local::new(&catalog);
    let texts = Texts::read(&catalog);
    let bodies = texts.bodies();
    let mut questions = Questions::new(seed);
    let (mut hits, mut second) = (0, 0);
    for index in 0..count {
        let question = questions.draw(&texts);
        let typed = question.to_string();
        let query = Query::parse(&typed, &|_| None).unwrap_or_else(|wrong| {
            panic!("{typed}: {wrong:?}");
        });
        let expected = texts.find(&question);
        let found_packed = found(&packed, &query);
        let differ = |engine: &str, other: &BTreeSet<(u32, usize, usize)>| {
            let more: Vec<_> = other.difference(&expected.1).take(3).collect();
            let less: Vec<_> = expected.1.difference(other).take(3).collect();
            let words = |place: &&&(u32, usize, usize)| texts.words(***place);
            panic!(
                "{typed} ({engine}): {} for {}; too many {more:?} {:?}, missing {less:?} {:?}",
                other.len(),
                expected.1.len(),
                more.iter().map(|place| words(&place)).collect::<Vec<_>>(),
                less.iter().map(|place| words(&place)).collect::<Vec<_>>(),
            );
        };
        if found_packed.1 != expected.1 {
            differ("packed", &found_packed.1);
        }
        let found_read = Texts::matched(&bodies, &query);
        if found_read.1 != expected.1 {
            differ("read", &found_read.1);
        }
        if !expected.1.is_empty() {
            assert_eq!(
                (found_packed.0, found_read.0),
                (expected.0, expected.0),
                "{typed}"
            );
        }
        if index % 100 == 0 {
            assert_eq!(found(&plain, &query), found_packed, "{typed}");
        }
        hits += expected.1.len();
        second += usize::from(!expected.1.is_empty() && expected.0 == Rung::Unpointed);
    }
    assert!(
        hits > count && second > count / 50,
        "{hits} hits, {second} without points"
    );
}

#[test]
fn two_thousand_queries_find_what_the_obvious_way_finds() {
    let root = tempfile::tempdir().unwrap();
    archive::write(root.path(), 300);
    questions::disturb(root.path());
    compare(root.path(), 2000, 1);
}

/// Run by hand: five minutes in a release build.
#[test]
#[ignore = "all statutes: run by hand"]
fn in_all_statutes_the_same_is_found() {
    let Some(shared) = needs::shared("search in all statutes") else {
        return;
    };
    compare(&shared.join("corpora/laws"), 2000, 2);
}

/// A library and its cache.
struct Library {
    folder: tempfile::TempDir,
}

impl Library {
    fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        archive::write(&folder.path().join("library"), count);
        Self { folder }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn refresh(&self, catalog: &Catalog) {
        pack::refresh(
            &self.cache(),
            &self.root(),
            catalog,
            &|| true,
            &mut |_, _| {},
        )
        .unwrap();
    }

    /// Hits of a query, and how many documents were read from their sources for it.
    fn hits(&self, catalog: &Catalog, typed: &str) -> (usize, usize) {
        let packs = Packs::open(&self.cache(), &[self.root()], catalog);
        hits(&Local::with(catalog, &packs), typed)
    }

    fn segments(&self) -> Vec<PathBuf> {
        let mut segments = Vec::new();
        for folder in std::fs::read_dir(self.cache().join("pack"))
            .into_iter()
            .flatten()
        {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                segments.push(file.unwrap().path());
            }
        }
        segments.sort();
        segments
    }
}

fn hits(engine: &dyn Engine, typed: &str) -> (usize, usize) {
    let query = Query::parse(typed, &|_| None).unwrap();
    let (_, matcher) = query.ladder().next().unwrap();
    let request = Request {
        matcher: &matcher,
        only: None,
        is_wanted: &|| true,
    };
    let mut hits = 0;
    let extent = engine.counts(&request, &mut |counts, _| {
        hits += counts.iter().map(|count| count.hits).sum::<usize>();
    });
    assert!(extent.is_whole());
    (hits, extent.unpacked)
}

#[test]
fn a_pack_follows_its_library_and_may_be_lost() {
    let library = Library::new(40);
    let before = catalog(&library.root());
    let (all, unpacked) = library.hits(&before, "公布");
    assert!(all > 10 && unpacked == 40);
    library.refresh(&before);
    assert_eq!(library.hits(&before, "公布"), (all, 0));
    assert_eq!(library.segments().len(), 1);
    // Nothing to do.
    library.refresh(&before);
    assert_eq!(library.segments().len(), 1);
    // One changes, one is new, one is gone.
    let paths: Vec<PathBuf> = (0..3)
        .map(|index| library.root().join(archive::document(index).path))
        .collect();
    let text = std::fs::read_to_string(&paths[0]).unwrap();
    let own = text.matches("公布").count();
    std::fs::write(&paths[0], text.replace("公布", "张贴")).unwrap();
    let gone = std::fs::read_to_string(&paths[1])
        .unwrap()
        .matches("公布")
        .count();
    std::fs::remove_file(&paths[1]).unwrap();
    std::fs::write(library.root().join("new.txt"), "新的一篇公布。\n").unwrap();
    let after = catalog(&library.root());
    let now = all - own - gone + 1;
    assert_eq!(library.hits(&after, "公布"), (now, 2));
    library.refresh(&after);
    assert_eq!(library.hits(&after, "公布"), (now, 0));
    assert_eq!(library.segments().len(), 2);
    // A pack that is open outlives its files.
    let packs = Packs::open(&library.cache(), &[library.root()], &after);
    std::fs::remove_dir_all(library.cache()).unwrap();
    assert_eq!(hits(&Local::with(&after, &packs), "公布"), (now, 0));
    assert_eq!(library.hits(&after, "公布"), (now, 40));
}

#[test]
fn what_is_damaged_is_read_from_its_source_and_packed_anew() {
    let library = Library::new(30);
    let catalog = catalog(&library.root());
    library.refresh(&catalog);
    let all = library.hits(&catalog, "公布").0;
    let segment = library.segments().remove(0);
    let bytes = std::fs::read(&segment).unwrap();
    let mut seed = archive::Numbers::new(7);
    for _ in 0..200 {
        let mut damaged = bytes.clone();
        let at = seed.below(damaged.len());
        damaged[at] ^= 1 << seed.below(8);
        if seed.below(4) == 0 {
            damaged.truncate(at);
        }
        std::fs::remove_file(&segment).unwrap();
        std::fs::write(&segment, damaged).unwrap();
        let (found, unpacked) = library.hits(&catalog, "公布");
        assert_eq!(found, all);
        assert!(unpacked > 0);
    }
    library.refresh(&catalog);
    assert_eq!(library.hits(&catalog, "公布"), (all, 0));
}

#[test]
fn a_segment_that_is_worn_is_written_anew() {
    let library = Library::new(40);
    let before = catalog(&library.root());
    library.refresh(&before);
    let first = library.segments();
    for index in 0..12 {
        std::fs::remove_file(library.root().join(archive::document(index).path)).unwrap();
    }
    let after = catalog(&library.root());
    library.refresh(&after);
    let second = library.segments();
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(first, second);
    assert_eq!(library.hits(&after, "公布").1, 0);
}

#[test]
fn two_copies_that_pack_at_once_spoil_nothing() {
    let library = Library::new(60);
    let catalog = catalog(&library.root());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| library.refresh(&catalog));
        }
    });
    let (all, unpacked) = library.hits(&catalog, "公布");
    assert_eq!(unpacked, 0);
    assert_eq!(all, hits(&Local::new(&catalog), "公布").0);
    // What is there twice is put right.
    library.refresh(&catalog);
    assert_eq!(library.segments().len(), 1);
    assert_eq!(library.hits(&catalog, "公布"), (all, 0));
}

#[test]
fn a_question_that_is_no_longer_asked_is_given_up() {
    let library = Library::new(600);
    let catalog = catalog(&library.root());
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let query = Query::parse("公布", &|_| None).unwrap();
    let (_, matcher) = query.ladder().next().unwrap();
    let request = Request {
        matcher: &matcher,
        only: None,
        is_wanted: &|| asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 100,
    };
    let extent = Local::new(&catalog).counts(&request, &mut |_, _| {});
    assert!(extent.is_stopped && !extent.is_whole() && extent.searched <= 100);
    // Packing, too, keeps what it has done.
    let wanted = std::sync::atomic::AtomicUsize::new(0);
    let is_wanted = || wanted.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 200;
    pack::refresh(
        &library.cache(),
        &library.root(),
        &catalog,
        &is_wanted,
        &mut |_, _| {},
    )
    .unwrap();
    let (all, unpacked) = library.hits(&catalog, "公布");
    assert!((1..600).contains(&unpacked), "{unpacked}");
    assert_eq!(all, hits(&Local::new(&catalog), "公布").0);
}

/// The program, with directories of its own.
fn program(library: &Library) -> std::process::Command {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_zhangju"));
    program
        .env("LC_ALL", "C.UTF-8")
        .env("ZHANGJU_CONFIG_DIR", library.folder.path().join("config"))
        .env("ZHANGJU_STATE_DIR", library.folder.path().join("state"))
        .env("ZHANGJU_CACHE_DIR", library.cache());
    program
}

fn told(program: &mut std::process::Command) -> (String, String, Option<i32>) {
    let output = program.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code(),
    )
}

/// Kills the packing of a library again and again; what is there then is always right.
fn killed(times: usize, documents: usize) {
    let library = Library::new(documents);
    let added = told(
        program(&library)
            .args(["library", "add"])
            .arg(library.root()),
    );
    assert_eq!(added.2, Some(0), "{}", added.1);
    let catalog = catalog(&library.root());
    let all = hits(&Local::new(&catalog), "公布").0;
    let mut numbers = archive::Numbers::new(3);
    for _ in 0..times {
        let mut packing = program(&library);
        let mut packing = packing
            .args(["library", "refresh", "--pack"])
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(numbers.below(1500) as u64));
        packing.kill().unwrap();
        packing.wait().unwrap();
        assert_eq!(library.hits(&catalog, "公布").0, all);
        if numbers.below(4) == 0 {
            for segment in library.segments() {
                std::fs::remove_file(segment).unwrap();
            }
        }
    }
    let packed = told(program(&library).args(["library", "refresh", "--pack"]));
    assert_eq!(packed.2, Some(0), "{}", packed.1);
    assert_eq!(library.hits(&catalog, "公布"), (all, 0));
    let (out, error, code) = told(program(&library).args(["search", "公布", "--format", "json"]));
    assert_eq!((out.lines().count(), code), (all, Some(0)), "{error}");
    assert!(!error.contains("library refresh"), "{error}");
}

#[test]
fn packing_that_is_killed_spoils_nothing() {
    killed(4, 400);
}

/// Run by hand: some minutes.
#[test]
#[ignore = "fifty kills: run by hand"]
fn packing_that_is_killed_fifty_times_spoils_nothing() {
    killed(50, 5000);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_documents_are_read() {
    let library = Library::new(300);
    told(
        program(&library)
            .args(["library", "add"])
            .arg(library.root()),
    );
    assert_eq!(
        told(program(&library).args(["library", "refresh"])).2,
        Some(0)
    );
    // No file may grow beyond 64 KiB, which the catalog has passed already.
    let script = "trap '' XFSZ; ulimit -f 128; exec \"$0\" library refresh --pack";
    let mut full = std::process::Command::new("bash");
    full.args(["-c", script, env!("CARGO_BIN_EXE_zhangju")]);
    for (name, value) in program(&library).get_envs() {
        full.env(name, value.unwrap());
    }
    let (_, error, code) = told(&mut full);
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("cannot write"), "{error}");
    let (out, error, code) = told(program(&library).args(["search", "公布"]));
    assert_eq!(code, Some(0), "{error}");
    assert!(
        out.lines().count() > 100 && error.contains("300"),
        "{error}"
    );
}

#[test]
fn the_command_prints_years_and_what_stands_near() {
    let library = Library::new(200);
    let root = library.root();
    let catalog = catalog(&root);
    let all = hits(&Local::new(&catalog), "公布").0;
    let (out, _, code) = told(
        program(&library)
            .args(["search", "公布", "--by-year", "--format", "json"])
            .arg(&root),
    );
    let rows: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let sum: u64 = rows.iter().map(|row| row["hits"].as_u64().unwrap()).sum();
    assert_eq!((sum, code), (all as u64, Some(0)));
    let characters: u64 = rows
        .iter()
        .map(|row| row["characters"].as_u64().unwrap())
        .sum();
    let kept: u64 = catalog
        .iter()
        .map(|(_, entry)| u64::from(entry.characters()))
        .sum();
    assert_eq!(characters, kept);
    let (out, ..) = told(
        program(&library)
            .args(["search", "公布", "--collocates", "--format", "json"])
            .arg(&root),
    );
    assert!(out.lines().count() > 2, "{out}");
    let (left, ..) = told(
        program(&library)
            .args(["search", "公布", "--sort", "left", "--limit", "20"])
            .arg(&root),
    );
    assert_eq!(left.lines().count(), 20);
}
