//! The promise on what is made of an input, held against shapes that a generator makes: no more
//! memory than a small machine has, no more time than a reader waits, and no end of the program.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

#[path = "shapes/mod.rs"]
mod shape;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shape::Shape;

/// Peak memory of reading any document, in KiB.
const MEMORY: u64 = 512 << 10;

/// How long reading may take before it counts as never ending.
const PATIENCE: Duration = Duration::from_secs(120);

/// What reading an input took.
struct Took {
    shape: Shape,
    /// The greatest number of KiB in memory, as far as it can be looked at before the end.
    memory: u64,
    time: Duration,
    /// Why it did not end well.
    fault: Option<String>,
}

/// Reads an input in a process of its own, and looks at it meanwhile.
fn read(folder: &Path, shape: Shape) -> Took {
    let path = folder.join(shape.name());
    std::fs::write(&path, shape.bytes()).unwrap();
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["check", path.to_str().unwrap()])
        .env("ZHANGJU_CONFIG_DIR", folder.join("none"))
        .env("ZHANGJU_STATE_DIR", folder.join("none"))
        .env("ZHANGJU_CACHE_DIR", folder.join("none"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let mut fault = None;
    let ended = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        let about = std::fs::read_to_string(&status).unwrap_or_default();
        let line = about.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        memory = memory.max(kib.unwrap_or(0));
        if start.elapsed() > PATIENCE || memory > 4 * MEMORY {
            let _ = child.kill();
            fault = Some("does not end".to_owned());
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    // 101: a panic; none: a signal.
    if fault.is_none() && !matches!(ended.code(), Some(0..=2)) {
        fault = Some(format!("ended by {ended}"));
    }
    if memory > MEMORY {
        fault = fault.or(Some("takes too much memory".to_owned()));
    }
    std::fs::remove_file(path).unwrap();
    Took {
        shape,
        memory,
        time: start.elapsed(),
        fault,
    }
}

/// Reads inputs, two at a time.
fn read_all(shapes: &[Shape]) -> Vec<Took> {
    let (front, back) = shapes.split_at(shapes.len() / 2);
    let one_by_one = |shapes: &[Shape]| -> Vec<Took> {
        let folder = tempfile::tempdir().unwrap();
        let read = |shape: &Shape| read(folder.path(), *shape);
        shapes.iter().map(read).collect()
    };
    std::thread::scope(|scope| {
        let front = scope.spawn(|| one_by_one(front));
        let back = one_by_one(back);
        front.join().unwrap().into_iter().chain(back).collect()
    })
}

/// How many inputs took how much: powers of two of the unit.
fn histogram(title: &str, unit: &str, values: impl Iterator<Item = u64>) {
    let mut counts = [0; 40];
    for value in values {
        counts[(value + 1).ilog2() as usize] += 1;
    }
    println!("{title}");
    for (power, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        println!(
            "  below {:>8} {unit} {count:>5} {}",
            1_u64 << (power + 1),
            "#".repeat(*count / 8)
        );
    }
}

fn hold(took: &[Took]) {
    let faults: Vec<String> = took
        .iter()
        .filter_map(|took| Some(format!("{}: {}", took.shape, took.fault.as_ref()?)))
        .collect();
    assert!(faults.is_empty(), "{}\n", faults.join("\n"));
}

/// Some of every format, none of them large.
#[test]
fn small_shapes_are_read_within_bounds() {
    let shapes = (0..60).map(|number| Shape::of(number, 1 << 19));
    let shapes: Vec<Shape> = shapes.chain(WORST.map(Shape::from)).collect();
    hold(&read_all(&shapes));
}

/// The shapes that took most when they were large: format, elements, how deep, how wide, how often,
/// packed how. Those that are not packed are not closed either.
const WORST: [[usize; 7]; 10] = [
    [0, 1, 10, 1 << 16, 1, 1, 0],
    [3, 14, 4, 1, 20_000, 2, 0],
    [6, 3, 1, 1, 1, 10_000, 0],
    [2, 9, 1, 90_000, 1, 1, 1],
    [2, 25, 6, 1, 1, 90_000, 2],
    [7, 10, 30, 4096, 1, 10, 1],
    [8, 0, 7, 15_000, 1, 1, 1],
    [1, 3, 5, 1 << 14, 2, 10, 2],
    [6, 0, 1, 32, 400, 3, 0],
    [6, 1, 9, 32, 2, 400, 2],
];

/// By hand, on a release build (`.ci/shapes`): `SHAPES` says how many, else 2,000.
#[test]
#[ignore = "takes an hour"]
fn large_shapes_are_read_within_bounds() {
    let count = std::env::var("SHAPES").map_or(2000, |count| count.parse().unwrap());
    let shapes: Vec<Shape> = (0..count)
        .map(|number| Shape::of(number, 60 << 20))
        .collect();
    let mut took = read_all(&shapes);
    histogram("peak memory", "KiB", took.iter().map(|took| took.memory));
    let times = took.iter().map(|took| took.time.as_millis() as u64);
    histogram("time", "ms", times);
    took.sort_by_key(|took| std::cmp::Reverse((took.fault.is_some(), took.memory)));
    println!("the largest");
    for worst in took.iter().take(10) {
        println!(
            "  {:>8} KiB {:>6} ms {}",
            worst.memory,
            worst.time.as_millis(),
            worst.shape
        );
    }
    took.sort_by_key(|took| std::cmp::Reverse(took.time));
    println!("the slowest");
    for worst in took.iter().take(10) {
        println!(
            "  {:>8} KiB {:>6} ms {}",
            worst.memory,
            worst.time.as_millis(),
            worst.shape
        );
    }
    hold(&took);
}
