//! Typesetting whole documents, compared in the same run with others that break the same text into
//! lines: a plain composition of unicode-linebreak, unicode-segmentation and unicode-width, and
//! textwrap. Run with `cargo bench --bench typeset`.

mod corpus;

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;
use zhangju::clause::{ClauseTree, nest};
use zhangju::document::{BlockKind, Document, parse};
use zhangju::text::Ambiguous;
use zhangju::typeset::{Composition, Fill, Galley, Measure, Pieces};

/// Line length in columns: 40 hanzi.
const COLUMNS: usize = 80;

/// The best time of each run; they alternate, so that all meet the same conditions.
fn best<const N: usize>(runs: [&dyn Fn(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..9 {
        for (run, best) in runs.iter().zip(&mut best) {
            let start = Instant::now();
            run();
            *best = start.elapsed().min(*best);
        }
    }
    best
}

/// First-fit lines of a text as byte ranges, as a simple composition of the three crates makes
/// them.
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

    fn galley(&self, columns: usize, fill: Fill) -> Galley {
        let measure = Measure {
            columns,
            composition: Composition {
                fill,
                ..Composition::default()
            },
            ..Measure::default()
        };
        Galley::new(Arc::clone(&self.pieces), measure)
    }

    /// Columns left empty by each line except the last of a paragraph.
    fn spare(&self, columns: usize, fill: Fill, into: &mut Vec<usize>) {
        let mut galley = self.galley(columns, fill);
        for piece in 0..self.pieces.len() {
            let block = self.pieces.block_of(&self.document, piece);
            if block.is_none_or(|block| block.kind != BlockKind::Paragraph) {
                continue;
            }
            let lines = galley.set(&self.document, &self.tree, piece);
            for line in lines.iter().rev().skip(1) {
                let last = line.glyphs(&self.document.source, Ambiguous::Narrow).last();
                let end = last.map_or(0, |placed| placed.column + placed.glyph.columns);
                into.push(columns.saturating_sub(end));
            }
        }
    }

    /// Sets all lines of the document; returns their number.
    fn lines(&self, fill: Fill) -> usize {
        let mut galley = self.galley(COLUMNS, fill);
        (0..self.pieces.len())
            .map(|piece| galley.set(&self.document, &self.tree, piece).len())
            .sum()
    }

    /// The text that is read, paragraph by paragraph.
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        let pieces = 0..self.pieces.len();
        pieces.map(|piece| {
            let span = self.pieces.text(&self.document, piece);
            span.of(&self.document.source)
        })
    }
}

/// Reports how even the right edge is.
fn report_raggedness(sets: &[Set], columns: usize, fill: Fill) {
    let mut spare = Vec::new();
    for set in sets {
        set.spare(columns, fill, &mut spare);
    }
    let count = spare.len().max(1) as f64;
    let squares: usize = spare.iter().map(|spare| spare * spare).sum();
    let share = |more: usize| {
        let lines = spare.iter().filter(|spare| **spare > more).count();
        100.0 * lines as f64 / count
    };
    println!(
        "{fill:?} at {columns} columns: {} lines, {:.2} columns empty in the root of the mean square, more than 2 in {:.2} %, more than 6 in {:.2} %, most {}",
        spare.len(),
        (squares as f64 / count).sqrt(),
        share(2),
        share(6),
        spare.iter().max().unwrap_or(&0)
    );
}

fn main() {
    let corpus = corpus::texts();
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
        for set in &sets {
            black_box(set.lines(fill));
        }
    };
    // Keeps the lines of a document until all of it is set, as our galley does.
    let plain = || {
        for set in &sets {
            black_box(set.paragraphs().map(plain_composition).collect::<Vec<_>>());
        }
    };
    let options = textwrap::Options::new(COLUMNS).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let textwrap = || {
        for set in &sets {
            let wrap = |text| textwrap::wrap(text, &options);
            black_box(set.paragraphs().map(wrap).collect::<Vec<_>>());
        }
    };
    let [optimal, first_fit, plain, textwrap] = best([
        &|| ours(Fill::Optimal),
        &|| ours(Fill::FirstFit),
        &plain,
        &textwrap,
    ]);
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
    for columns in [40, 64, 80] {
        for fill in [Fill::Optimal, Fill::FirstFit] {
            report_raggedness(&sets, columns, fill);
        }
    }
}
