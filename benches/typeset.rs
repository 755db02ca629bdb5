//! Typesetting whole documents against others that make lines of the same text in the same run: the plain composition of unicode-linebreak,
//! unicode-segmentation and unicode-width, and textwrap. Run with `cargo bench --bench typeset`.
//!
//! Reads the statutes of a folder named by `ZHANGJU_SHARED` (its `corpora/laws`) where there is one, else the sample, repeated.

use std::hint::black_box;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;
use zhangju::clause::{ClauseTree, nest};
use zhangju::document::{Document, parse};
use zhangju::typeset::{Composition, Fill, Galley, Measure, Pieces};

/// Columns of a line: 40 hanzi.
const COLUMNS: usize = 80;

/// The best of several runs: what the machine can do.
fn best(mut run: impl FnMut()) -> Duration {
    let time = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..5).map(|_| time(&mut run)).min().unwrap_or_default()
}

fn texts(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            texts(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            into.extend(std::fs::read_to_string(path));
        }
    }
}

/// Lines of a text, first fit, as anyone would write it with the three crates: byte ranges.
fn plain_composition(text: &str) -> Vec<Range<usize>> {
    let mut breaks = unicode_linebreak::linebreaks(text)
        .map(|(at, _)| at)
        .peekable();
    let mut lines = Vec::new();
    let (mut start, mut used, mut last) = (0, 0, None);
    for (at, cluster) in text.grapheme_indices(true) {
        while breaks.next_if(|&offset| offset < at).is_some() {}
        if breaks.next_if_eq(&at).is_some() {
            last = Some((at, used));
        }
        let columns = cluster.width();
        if used + columns > COLUMNS && cluster != " " && at > start {
            let (end, before) = last.take().unwrap_or((at, used));
            lines.push(start..end);
            (start, used) = (end, used - before);
        }
        used += columns;
    }
    lines.push(start..text.len());
    lines
}

struct Set {
    document: Document,
    tree: ClauseTree,
    pieces: Arc<Pieces>,
}

impl Set {
    fn new(text: &str) -> Self {
        let document = parse(text.to_owned());
        let tree = nest(&document);
        let pieces = Arc::new(Pieces::new(&document, &tree));
        Self {
            document,
            tree,
            pieces,
        }
    }

    /// All lines of the document; how many.
    fn lines(&self, fill: Fill) -> usize {
        let measure = Measure {
            columns: COLUMNS,
            composition: Composition {
                fill,
                ..Composition::default()
            },
            ..Measure::default()
        };
        let mut galley = Galley::new(Arc::clone(&self.pieces), measure);
        (0..self.pieces.len())
            .map(|piece| galley.set(&self.document, &self.tree, piece).len())
            .sum()
    }

    /// What is read, paragraph by paragraph.
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        let pieces = 0..self.pieces.len();
        pieces.map(|piece| {
            let span = self.pieces.text(&self.document, piece);
            span.of(&self.document.source)
        })
    }
}

fn main() {
    let mut corpus = Vec::new();
    if let Some(shared) = std::env::var_os("ZHANGJU_SHARED") {
        texts(&Path::new(&shared).join("corpora/laws"), &mut corpus);
    }
    if corpus.is_empty() {
        corpus = vec![include_str!("../seeds/000_9e09b61c7e3c8cf0.txt").to_owned(); 200];
    }
    let sets: Vec<Set> = corpus.iter().map(|text| Set::new(text)).collect();
    let bytes: usize = sets
        .iter()
        .flat_map(|set| set.paragraphs().map(str::len))
        .sum();
    let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{} texts, {:.1} MB of paragraphs",
        sets.len(),
        bytes as f64 / 1e6
    );
    let ours = |fill| {
        best(|| {
            for set in &sets {
                black_box(set.lines(fill));
            }
        })
    };
    let theirs = |lines: &dyn Fn(&str) -> usize| {
        best(|| {
            for set in &sets {
                for text in set.paragraphs() {
                    black_box(lines(text));
                }
            }
        })
    };
    let first_fit = ours(Fill::FirstFit);
    let optimal = ours(Fill::Optimal);
    let plain = theirs(&|text| plain_composition(text).len());
    let options = textwrap::Options::new(COLUMNS).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let textwrap = theirs(&|text| textwrap::wrap(text, &options).len());
    for (name, time) in [
        ("zhangju, optimal paragraphs", optimal),
        ("zhangju, first fit", first_fit),
        ("unicode-linebreak, -segmentation, -width", plain),
        ("textwrap", textwrap),
    ] {
        println!(
            "{name}: {:.0} MB/s; zhangju by default is {:.2} times as fast",
            rate(time),
            time.as_secs_f64() / optimal.as_secs_f64()
        );
    }
}
