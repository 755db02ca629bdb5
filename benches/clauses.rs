//! Parsing, nesting and finding references, compared with the time to validate the same bytes as
//! UTF-8. Run with `cargo bench --bench clauses`; without `ZHANGJU_SHARED`, the folder that holds
//! `corpora/laws`, the sample is the corpus.
//!
//! To see whether a change made it slower, build this bench at the commit before (`cargo bench
//! --no-run --bench clauses` names the program in `target/release/deps`), copy that program away
//! and run `ZHANGJU_BEFORE=/path/to/it cargo bench --bench clauses` at the commit after: both run
//! in turn on the same corpus, and the best of each is printed side by side.

mod corpus;

use std::ffi::OsStr;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use zhangju::clause::{nest, reference};
use zhangju::document::parse;

/// The best time of several runs: what the machine can do.
fn best(mut run: impl FnMut()) -> Duration {
    let time = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..5).map(|_| time(&mut run)).min().unwrap_or_default()
}

fn megabytes_per_second(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

fn report(name: &str, texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let floor = best(|| {
        for text in texts {
            black_box(std::str::from_utf8(text.as_bytes()).is_ok());
        }
    });
    let parsing = best(|| {
        for text in texts {
            black_box(parse(text.clone()).blocks.len());
        }
    });
    let documents: Vec<_> = texts.iter().map(|text| parse(text.clone())).collect();
    let nesting = best(|| {
        for document in &documents {
            black_box(nest(document).clauses.len());
        }
    });
    let trees: Vec<_> = documents.iter().map(nest).collect();
    let clauses: usize = trees.iter().map(|tree| tree.clauses.len()).sum();
    let referring = best(|| {
        for (document, tree) in documents.iter().zip(&trees) {
            black_box(reference::find(document, tree).len());
        }
    });
    println!(
        "{name}: {} texts, {:.1} MB, {clauses} clauses; parse {:.0} MB/s, nest {:.0} MB/s, both {:.0} MB/s; {:.1} times the check of UTF-8; references {:.0} MB/s",
        texts.len(),
        bytes as f64 / 1e6,
        megabytes_per_second(bytes, parsing),
        megabytes_per_second(bytes, nesting),
        megabytes_per_second(bytes, parsing + nesting),
        (parsing + nesting).as_secs_f64() / floor.as_secs_f64(),
        megabytes_per_second(bytes, referring),
    );
}

/// What a program of this bench prints: for each corpus its name, and the speeds of the steps.
fn speeds(program: &OsStr) -> Vec<(String, Vec<f64>)> {
    let output = Command::new(program).env_remove(BEFORE).output();
    let output = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let speed = |line: &str, step: &str| {
        let (_, behind) = line.split_once(step)?;
        behind.split_whitespace().next()?.parse().ok()
    };
    let corpus = |line: &str| {
        let (name, _) = line.split_once(": ")?;
        let speeds = STEPS.iter().map_while(|step| speed(line, step));
        Some((name.to_owned(), speeds.collect()))
    };
    output
        .unwrap_or_default()
        .lines()
        .filter_map(corpus)
        .collect()
}

/// The steps whose speeds are compared. Earlier programs print the first only.
const STEPS: [&str; 3] = ["parse ", "nest ", "references "];

/// The variable that names an earlier program of this bench.
const BEFORE: &str = "ZHANGJU_BEFORE";

/// Runs an earlier program and this one in turn, and prints the best of each side by side.
fn beside(before: &OsStr) {
    const ROUNDS: usize = 3;
    let Ok(now) = std::env::current_exe() else {
        return;
    };
    let mut best: [Vec<(String, Vec<f64>)>; 2] = Default::default();
    for _ in 0..ROUNDS {
        for (best, program) in best.iter_mut().zip([before, now.as_os_str()]) {
            let found = speeds(program);
            if best.is_empty() {
                *best = found;
                continue;
            }
            for ((_, best), (_, found)) in best.iter_mut().zip(found) {
                for (best, found) in best.iter_mut().zip(found) {
                    *best = best.max(found);
                }
            }
        }
    }
    let [before, now] = best;
    for ((name, before), (_, now)) in before.iter().zip(&now) {
        println!("{name}:");
        for (step, (before, now)) in STEPS.iter().zip(before.iter().zip(now)) {
            let ratio = before / now;
            println!(
                "  {step:11} {before:4} MB/s before, {now:4} MB/s now: {ratio:.2} of the time"
            );
        }
    }
}

fn main() {
    if let Some(before) = std::env::var_os(BEFORE) {
        return beside(&before);
    }
    let corpus = corpus::texts();
    report("corpus", &corpus);
    let whole = corpus.concat();
    let cut = |length: usize| {
        let mut length = length.min(whole.len());
        while !whole.is_char_boundary(length) {
            length -= 1;
        }
        whole.get(..length).unwrap_or("").to_owned()
    };
    let large = vec![cut(20_000_000)];
    let small = vec![cut(2_000_000); 10];
    report("one of 20 MB", &large);
    report("ten of 2 MB", &small);
    let items: Vec<String> = (1..1000).map(|item| format!("{item}．款项\n\n")).collect();
    let chapter = |number: usize| format!("## 章 {number}\n\n") + &items.concat();
    let million: String = (0..1000).map(chapter).collect();
    report("a million clauses", &[million]);
}
