//! Pages of documents of any size: time that a reader waits once a document is open, compared with
//! setting all of it. Run with `cargo bench --bench scale`.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zhangju::clause::{ClauseTree, nest};
use zhangju::document::{Document, parse};
use zhangju::typeset::{Galley, Measure, Pieces, count_rows};

/// The sample, 45 KB.
const SAMPLE: &str = include_str!("../seeds/000_9e09b61c7e3c8cf0.txt");

/// Rows of a page.
const ROWS: usize = 40;

/// Duration of a frame at 60 per second.
const FRAME: Duration = Duration::from_millis(16);

/// Generates documents in the archive format from a fixed seed: paragraphs of 12 to 200 hanzi, with
/// headings and numbered items among them.
struct Writer(u64);

impl Writer {
    fn below(&mut self, limit: u64) -> u64 {
        // Knuth's MMIX generator.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn paragraph(&mut self, into: &mut String) {
        for _ in 0..=self.below(12) {
            for _ in 0..4 + self.below(12) {
                let hanzi = 0x4e00 + self.below(0x4000) as u32;
                into.extend(char::from_u32(hanzi));
            }
            into.push(if self.below(4) == 0 { '。' } else { '，' });
        }
        into.pop();
        into.push_str("。\n\n");
    }

    fn document(&mut self, bytes: usize) -> String {
        let mut text = String::from("id: 0123456789\n标题：长篇\n日期：1955-4-0\n\n正文：\n");
        let mut number = 0;
        while text.len() < bytes {
            number += 1;
            match number % 40 {
                0 => text += &format!("## 第{}部分\n\n", number / 40),
                n if n % 5 == 0 => text += &format!("（{}）", n / 5),
                _ => {}
            }
            self.paragraph(&mut text);
        }
        text + "描述：\n"
    }
}

struct Open {
    document: Document,
    tree: ClauseTree,
    pieces: Arc<Pieces>,
}

impl Open {
    fn new(text: String) -> Self {
        let document = parse(text);
        let tree = nest(&document);
        let pieces = Arc::new(Pieces::new(&document, &tree));
        Self {
            document,
            tree,
            pieces,
        }
    }

    /// Sets a page from byte `offset` on, as a jump or a resize does.
    fn page(&self, offset: usize, measure: Measure) -> usize {
        let mut galley = Galley::new(Arc::clone(&self.pieces), measure);
        let mut rows = 0;
        let mut piece = self.pieces.at(&self.document, offset);
        while rows < ROWS && piece < self.pieces.len() {
            rows += galley.set(&self.document, &self.tree, piece).len() + galley.gap(piece);
            piece += 1;
        }
        rows
    }
}

/// The median time of several runs.
fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..11)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn report(name: &str, text: String) {
    let bytes = text.len();
    let start = Instant::now();
    let open = Open::new(text);
    let opening = start.elapsed();
    let measure = Measure::default();
    let narrow = Measure {
        columns: 60,
        ..measure
    };
    let start = Instant::now();
    let rows: usize = count_rows(&open.document, &open.tree, &open.pieces, measure)
        .iter()
        .sum();
    let eager = start.elapsed();
    println!(
        "{name}: {:.1} MB, {} pieces, {rows} rows; parse, nest and divide {opening:.1?}; all of it set {eager:.1?}",
        bytes as f64 / 1e6,
        open.pieces.len(),
    );
    for (place, offset) in [("start", 0), ("middle", bytes / 2), ("end", bytes - 1)] {
        let page = median(|| {
            black_box(open.page(offset, measure));
        });
        // A resize sets the same page under another measure.
        let resize = median(|| {
            black_box(open.page(offset, narrow));
        });
        println!(
            "  {place}: a page {page:.1?}, {:.0} times less than all of it; a resize {resize:.1?}, {:.1} % of a frame",
            eager.as_secs_f64() / page.as_secs_f64(),
            100.0 * resize.as_secs_f64() / FRAME.as_secs_f64(),
        );
    }
}

fn main() {
    report("the sample", SAMPLE.to_owned());
    report("2.6 MB", Writer(1).document(2_600_000));
    report("64 MB", Writer(2).document(64_000_000));
    let mut line = Writer(3).document(10_000_000).replace("\n\n", "");
    line.insert_str(0, "一行\n\n");
    report("10 MB on one line", line);
}
