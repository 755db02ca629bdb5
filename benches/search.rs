//! Searching a hundred thousand documents: the first page, counts with the histogram, packing, and
//! memory; against `rg -F -c` over the same files. Run with `cargo bench --bench search [FOLDER]`;
//! without a folder the documents are generated.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "a measurement that meets the unexpected is none"
)]

#[allow(dead_code)]
#[path = "../tests/archive/mod.rs"]
mod archive;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use zhangju::library::Catalog;
use zhangju::search::engine::{Engine, Page, Request};
use zhangju::search::histogram::{Grain, bars};
use zhangju::search::local::Local;
use zhangju::search::pack::{self, Packs};
use zhangju::search::query::Query;

const DOCUMENTS: usize = 100_000;
const QUERIES: usize = 200;

fn main() {
    let generated = tempfile::tempdir().expect("a folder");
    let given = std::env::args().skip(1).find(|own| !own.starts_with("--"));
    let root = given.map_or_else(
        || {
            write(generated.path());
            generated.path().to_owned()
        },
        PathBuf::from,
    );
    let cache = tempfile::tempdir().expect("a folder");
    let catalog = archive::catalog(&root);
    let bytes: u64 = catalog.iter().map(|(_, entry)| entry.stamp().length).sum();
    let megabytes = bytes as f64 / 1e6;
    println!("{} documents, {megabytes:.0} MB", catalog.len());

    let before = anonymous();
    let (peak, time) = watched(|| {
        pack::refresh(cache.path(), &root, &catalog, &|| true, &mut |_, _| {}).expect("a pack");
    });
    println!(
        "packing: {:.1} s, {:.0} MB/s, {} MB more of memory",
        time.as_secs_f64(),
        megabytes / time.as_secs_f64(),
        peak.saturating_sub(before) >> 20
    );
    let started = Instant::now();
    let packs = Packs::open(cache.path(), std::slice::from_ref(&root), &catalog);
    println!("opening: {} ms", started.elapsed().as_millis());

    let words = words(&catalog);
    let engine = Local::with(&catalog, &packs);
    let before = anonymous();
    let mut first = Vec::new();
    let mut counts = Vec::new();
    let (peak, _) = watched(|| {
        for round in 0..2 {
            for word in &words {
                let page = page(&engine, word);
                let count = counted(&catalog, &engine, word);
                // The first round reads the pack from the disk.
                if round == 1 {
                    first.push(page);
                    counts.push(count);
                }
            }
        }
    });
    report("first page", &mut first);
    report("counts and histogram", &mut counts);
    println!(
        "searching: {} MB more of memory",
        peak.saturating_sub(before) >> 20
    );

    let mut peer: Vec<Duration> = words
        .iter()
        .take(20)
        .filter_map(|word| rg(&root, word))
        .collect();
    if peer.is_empty() {
        println!("SKIPPED: no rg");
        return;
    }
    report("rg -F -c", &mut peer);
    let ratio = median(&mut peer).as_secs_f64() / median(&mut first).as_secs_f64();
    println!("first page: {ratio:.0} times as fast as rg -F -c");
}

/// Writes the documents of the generator, each with a paragraph of three others: 210 MB in all.
fn write(folder: &Path) {
    for index in 0..DOCUMENTS {
        let own = archive::document(index);
        let others = (1..=3).map(|round| archive::document(index + round * DOCUMENTS));
        let mut more = String::new();
        for other in others {
            let mut lines = other.text.lines();
            more += lines
                .find_map(|line| line.strip_prefix("一、"))
                .unwrap_or("");
            more += "\n\n";
        }
        more += "描述：";
        let path = folder.join(&own.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, own.text.replacen("描述：", &more, 1)).expect("a file");
    }
}

/// Words of one to eight characters, drawn from the texts.
fn words(catalog: &Catalog) -> Vec<String> {
    let mut numbers = archive::Numbers::new(1);
    let mut words = Vec::new();
    let ids: Vec<_> = catalog.iter().map(|(id, _)| id).collect();
    while words.len() < QUERIES {
        let entry = catalog
            .get(ids[numbers.below(ids.len())])
            .expect("an entry");
        let Ok((document, _)) = entry.source().document(None, catalog.filters()) else {
            continue;
        };
        let hanzi = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        let rows: Vec<&str> = document.source.split(|c| !hanzi(&c)).collect();
        let row: Vec<char> = rows[numbers.below(rows.len())].chars().collect();
        let length = numbers.below(8) + 1;
        if row.len() >= length {
            let start = numbers.below(row.len() - length + 1);
            words.push(row[start..start + length].iter().collect());
        }
    }
    words
}

fn asked<T>(word: &str, ask: impl FnOnce(&Request<'_>) -> T) -> Duration {
    let started = Instant::now();
    let query = Query::parse(word, &|_| None).expect("a query");
    let (_, matcher) = query.ladder().next().expect("a rung");
    let request = Request {
        matcher: &matcher,
        only: None,
        is_wanted: &|| true,
    };
    ask(&request);
    started.elapsed()
}

fn page(engine: &dyn Engine, word: &str) -> Duration {
    asked(word, |request| {
        let page = Page {
            after: None,
            limit: 50,
            around: 40,
            is_named: false,
        };
        engine.passages(request, page, &mut |_| {});
    })
}

fn counted(catalog: &Catalog, engine: &dyn Engine, word: &str) -> Duration {
    asked(word, |request| {
        let mut counts = Vec::new();
        engine.counts(request, &mut |some, _| counts.extend_from_slice(some));
        bars(catalog, request, &counts, Grain::Year)
    })
}

fn rg(root: &Path, word: &str) -> Option<Duration> {
    let started = Instant::now();
    let output = Command::new("rg")
        .args(["-F", "-c", word])
        .arg(root)
        .output();
    output.ok().map(|_| started.elapsed())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn report(name: &str, times: &mut [Duration]) {
    let middle = median(times).as_secs_f64() * 1e3;
    let late = times[times.len() * 95 / 100].as_secs_f64() * 1e3;
    let worst = times[times.len() - 1].as_secs_f64() * 1e3;
    println!("{name}: median {middle:.1} ms, 95 % {late:.1} ms, worst {worst:.1} ms");
}

/// Anonymous memory of the process, in bytes.
fn anonymous() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) << 10
}

/// Does something; the most anonymous memory meanwhile, and how long it took.
fn watched(work: impl FnOnce()) -> (u64, Duration) {
    let (peak, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let started = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                peak.fetch_max(anonymous(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        work();
        is_over.store(true, Ordering::Relaxed);
    });
    (peak.into_inner(), started.elapsed())
}
