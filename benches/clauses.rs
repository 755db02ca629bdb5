//! Parsing and nesting, compared with the time to validate the same bytes as UTF-8. Run with `cargo
//! bench`.

mod corpus;

use std::hint::black_box;
use std::time::{Duration, Instant};

use zhangju::clause::nest;
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
    let clauses: usize = documents
        .iter()
        .map(|document| nest(document).clauses.len())
        .sum();
    println!(
        "{name}: {} texts, {:.1} MB, {clauses} clauses; parse {:.0} MB/s, nest {:.0} MB/s, both {:.0} MB/s; {:.1} times the check of UTF-8",
        texts.len(),
        bytes as f64 / 1e6,
        megabytes_per_second(bytes, parsing),
        megabytes_per_second(bytes, nesting),
        megabytes_per_second(bytes, parsing + nesting),
        (parsing + nesting).as_secs_f64() / floor.as_secs_f64(),
    );
}

fn main() {
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
