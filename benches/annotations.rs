//! Opening the list of 20,000 annotations in the real program, compared with opening a static
//! sheet, the help: both take a key, a frame and the way through a terminal. Saving one more where
//! there are 100,000, compared with appending as many bytes to a file and syncing it. What is
//! compared alternates in one run. Run with `cargo bench --bench annotations`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that meets the unexpected ends"
)]

use std::io::Write;
use std::time::{Duration, Instant};

use zhangju::annotation::{Annotation, Color, SourceRef, Store, Target};
use zhangju::text::Span;

#[path = "../tests/room/mod.rs"]
mod room;

use room::Room;

/// Number of annotations.
const COUNT: usize = 20_000;

/// Number of documents.
const DOCUMENTS: usize = 500;

/// How often each sheet is opened.
const ROUNDS: usize = 21;

/// A typical annotation of one of many documents: a sentence, often with a note or a tag.
fn annotation(number: usize) -> Annotation {
    let document = number % DOCUMENTS;
    let source = SourceRef {
        id: format!("{document:010x}"),
        title: format!("第{document}号文件"),
        date: "1955-04-27".into(),
        ..SourceRef::default()
    };
    let text = format!("前文。第{number}处批注所在的这一句话有二十来个字。后文。");
    let span = Span::new("前文。".len(), text.len() - "后文。".len());
    let target = Target::new(source, &text, span, None);
    let mut annotation = Annotation::highlight(target, Color::ALL[number % 5]);
    if number.is_multiple_of(3) {
        annotation.set_note(&format!("第{number}条笔记。"));
    }
    if number.is_multiple_of(7) {
        annotation.set_tags(&[format!("类{}", number % 40)]);
    }
    annotation
}

/// Time from a key press to the first sign of the sheet on the screen.
fn opening(room: &mut Room, key: &str, shown: &str) -> Duration {
    let start = Instant::now();
    room.type_keys(key);
    while !room.text().contains(shown) {
        assert!(start.elapsed() < room::PATIENCE, "{shown} never came");
        std::thread::sleep(Duration::from_micros(200));
    }
    start.elapsed()
}

fn close(room: &mut Room, shown: &str) {
    room.escape();
    room.wait("the sheet closed", |room| !room.text().contains(shown));
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Number of annotations where one more is saved.
const MANY: usize = 100_000;

/// How often one is saved.
const SAVES: usize = 101;

fn saving() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Store::open(&folder.path().join("config"), &folder.path().join("state"));
    open().put_all((0..MANY).map(annotation)).unwrap();
    let start = Instant::now();
    let mut store = open();
    let opened = start.elapsed();
    assert_eq!(store.annotations().len(), MANY);
    let line = zhangju::annotation::line(&annotation(1)) + "\n";
    let mut log = std::fs::File::create(folder.path().join("bare")).unwrap();
    let (mut bare, mut saved) = (Vec::new(), Vec::new());
    for number in 0..SAVES {
        let start = Instant::now();
        log.write_all(line.as_bytes()).unwrap();
        log.sync_data().unwrap();
        bare.push(start.elapsed());
        let one = annotation(number);
        let start = Instant::now();
        store.put(one).1.unwrap();
        store.reload();
        saved.push(start.elapsed());
    }
    println!(
        "one more than {MANY}, which were read in {opened:.1?}: {:.1?}; appended and synced: {:.1?}; {:.1} times",
        median(saved.clone()),
        median(bare.clone()),
        median(saved).as_secs_f64() / median(bare).as_secs_f64()
    );
}

fn main() {
    saving();
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("config"), &folder.path().join("state"));
    store.put_all((0..COUNT).map(annotation)).unwrap();
    let mut room = Room::open(folder.path(), &[], (120, 40));
    let list = format!("{COUNT}/{COUNT}");
    // The greeting of a first start stands where the hints will.
    room.wait_status("按键");
    // Wait until the logs are read, which happens after the first frame.
    room.type_keys("M");
    room.wait_for(&list);
    close(&mut room, &list);
    let (mut help, mut opened) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        help.push(opening(&mut room, "?", "按键"));
        close(&mut room, "按键");
        opened.push(opening(&mut room, "M", &list));
        close(&mut room, &list);
    }
    let least = |times: &[Duration]| times.iter().min().copied().unwrap_or_default();
    println!(
        "the list of {COUNT} annotations: {:.1?} (best {:.1?}); the help: {:.1?} (best {:.1?}); {:.1} times",
        median(opened.clone()),
        least(&opened),
        median(help.clone()),
        least(&help),
        median(opened).as_secs_f64() / median(help).as_secs_f64()
    );
}
