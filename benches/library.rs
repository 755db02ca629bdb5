//! The library compared with other programs: scanning with `cat`, ranking with `fzf` and `sk`;
//! starting with many documents compared with few, and its memory. Run with `cargo bench --bench
//! library [DOCUMENTS]`; 100,000 take a minute.
//!
//! Programs that are not installed are left out.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a measurement that meets the unexpected is none"
)]

#[allow(dead_code)]
#[path = "../tests/archive/mod.rs"]
mod archive;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use zhangju::library::same::Same;
use zhangju::library::{Catalog, Librarian, News};
use zhangju::search::query::Keywords;
use zhangju::search::titles::Titles;

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = run();
    (made, start.elapsed())
}

fn best(times: usize, mut run: impl FnMut()) -> Duration {
    (0..times).map(|_| timed(&mut run).1).min().unwrap()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn scan(root: &Path, cache: Option<PathBuf>) -> Catalog {
    let stop = AtomicBool::new(false);
    let mut catalog = Catalog::default();
    let mut tell = |news| {
        if let News::Catalog(told) = news {
            catalog = told;
        }
    };
    let mut librarian = Librarian::new(
        Catalog::default(),
        &[root.to_owned()],
        cache,
        &stop,
        &mut tell,
    );
    librarian.load();
    librarian.refresh();
    catalog
}

fn shell(command: &str, folder: &Path) -> Duration {
    best(5, || {
        let status = Command::new("sh")
            .args(["-c", command])
            .current_dir(folder)
            .status();
        assert!(status.unwrap().success(), "{command}");
    })
}

fn scanning(root: &Path, count: usize) {
    let cat = shell("find . -type f -print0 | xargs -0 cat > /dev/null", root);
    let own = best(5, || assert_eq!(scan(root, None).len(), count));
    println!(
        "first scan: {:.0} ms, cat {:.0} ms: {:.0} % of the speed of cat",
        milliseconds(own),
        milliseconds(cat),
        100.0 * cat.as_secs_f64() / own.as_secs_f64(),
    );
}

const QUERIES: [&str; 12] = [
    "手工业",
    "sgy",
    "shougongye",
    "shou工y",
    "dhx",
    "粮食 1955",
    "水利 指示",
    "chunjiao",
    "zhongyang",
    "银杏 通知",
    "yxgs",
    "小型水利",
];

/// Each query typed key by key: time to the first results and to the whole list.
fn ranking(catalog: &Catalog, titles: &Path) {
    let mut index = Titles::default();
    let ((), built) = timed(|| index.update(catalog));
    let same = Same::default();
    let (mut firsts, mut wholes) = (Vec::new(), Vec::new());
    let mut queries = Vec::new();
    for query in QUERIES {
        for (at, c) in query.char_indices() {
            let typed = &query[..at + c.len_utf8()];
            let start = Instant::now();
            let mut first = None;
            let ranked = index.rank(
                catalog,
                &same,
                &Keywords::parse(typed),
                &|| true,
                &mut |_| {
                    first.get_or_insert_with(|| start.elapsed());
                },
            );
            let whole = start.elapsed();
            firsts.push(first.unwrap_or(whole));
            wholes.push(whole);
            queries.push((whole, typed, ranked.unwrap().len()));
        }
    }
    queries.sort_unstable();
    let (slowest, typed, found) = queries.last().unwrap();
    println!(
        "keystrokes over {} titles: keys of all made in {:.1} ms; first results {:.1} ms, whole list {:.1} ms (medians of {}); the slowest, {typed:?} with {found} results, {:.1} ms",
        catalog.len(),
        milliseconds(built),
        milliseconds(median(firsts)),
        milliseconds(median(wholes)),
        queries.len(),
        milliseconds(*slowest),
    );
    for program in ["fzf", "sk"] {
        let mut times = Vec::new();
        for query in QUERIES {
            let time = best(3, || {
                let input = fs::File::open(titles).unwrap();
                let mut command = Command::new(program);
                command
                    .arg(format!("--filter={query}"))
                    .stdin(input)
                    .stdout(Stdio::null());
                // Finding nothing is not a failure.
                let _ = command.status();
            });
            times.push(time);
        }
        if Command::new(program).arg("--version").output().is_ok() {
            println!(
                "{program} --filter on the same titles: {:.1} ms (median of whole queries, the process and the reading included)",
                milliseconds(median(times))
            );
        }
    }
}

/// The program in a pseudo-terminal.
struct Terminal {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
}

impl Terminal {
    fn open(root: &Path, home: &Path) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_zhangju"));
        command.arg(root);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "zh_CN.UTF-8");
        for name in ["CONFIG", "STATE", "CACHE"] {
            command.env(format!("ZHANGJU_{name}_DIR"), home.join(name));
        }
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            std::num::NonZero::new(40).unwrap(),
            std::num::NonZero::new(120).unwrap(),
            0,
        )));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let to = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0; 1 << 14];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                to.lock().unwrap().process(&bytes[..count]);
            }
        });
        Self {
            child,
            _master: pair.master,
            keys,
            screen,
        }
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn wait(&self, is_so: impl Fn(&str) -> bool) {
        let start = Instant::now();
        while !is_so(&self.text()) {
            assert!(
                start.elapsed() < Duration::from_secs(120),
                "{}",
                self.text()
            );
            thread::sleep(Duration::from_micros(300));
        }
    }

    /// Peak memory in bytes.
    fn peak(&self) -> usize {
        let status = format!("/proc/{}/status", self.child.process_id().unwrap());
        let status = fs::read_to_string(status).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM"));
        let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
        number.unwrap_or(0) << 10
    }

    fn quit(mut self) {
        self.keys.write_all(b"q").unwrap();
        self.child.wait().unwrap();
    }
}

/// Whether text and tree are on the screen.
fn is_usable(text: &str) -> bool {
    text.contains('。') && (text.contains('▸') || text.contains('▾'))
}

fn memory(root: &Path, home: &Path, count: usize, titles: usize) {
    for start in ["first scan", "second start"] {
        let terminal = Terminal::open(root, home);
        terminal.wait(|text| is_usable(text) && !text.contains("正在编目"));
        // Includes work done when idle.
        thread::sleep(Duration::from_millis(1500));
        let peak = terminal.peak();
        println!(
            "memory, {start}: peak {:.1} MB, {} bytes a document above the titles and 30 MB",
            peak as f64 / 1e6,
            (peak as i64 - titles as i64 - 30_000_000) / count as i64,
        );
        terminal.quit();
    }
}

fn starting(root: &Path, home: &Path) -> Duration {
    let times = (0..9).map(|_| {
        let start = Instant::now();
        let terminal = Terminal::open(root, home);
        terminal.wait(is_usable);
        let time = start.elapsed();
        terminal.quit();
        time
    });
    median(times.collect())
}

fn main() {
    let count = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let folder = tempfile::tempdir().unwrap();
    let (root, small) = (folder.path().join("many"), folder.path().join("few"));
    let (home, small_home) = (folder.path().join("home"), folder.path().join("small-home"));
    archive::write(&root, count);
    archive::write(&small, 10);
    scanning(&root, count);
    let catalog = scan(&root, None);
    let names: Vec<String> = (0..count)
        .map(|index| archive::document(index).title)
        .collect();
    let titles = folder.path().join("titles");
    fs::write(&titles, names.join("\n")).unwrap();
    let bytes = names.iter().map(String::len).sum();
    ranking(&catalog, &titles);
    memory(&root, &home, count, bytes);
    let _ = starting(&small, &small_home);
    let (few, many) = (starting(&small, &small_home), starting(&root, &home));
    println!(
        "second start to text and tree: {:.1} ms with {count} documents, {:.1} ms with 10: {:.2} times",
        milliseconds(many),
        milliseconds(few),
        many.as_secs_f64() / few.as_secs_f64(),
    );
}
