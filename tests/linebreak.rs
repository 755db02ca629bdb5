//! Line breaking as laws, over whole documents: at every measure, under both width policies, at
//! every level of prohibition.
//!
//! `cargo test --release --test linebreak -- --ignored` goes through every statute at every
//! measure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod needs;

use std::path::Path;
use std::sync::Arc;

use zhangju::clause::{ClauseTree, nest};
use zhangju::document::{BlockKind, Document, decode, parse};
use zhangju::text::kinsoku::{Hanging, Level};
use zhangju::text::{Ambiguous, Span, width};
use zhangju::typeset::{Composition, Fill, Galley, Line, Measure, Pieces, Writing};

const SAMPLE: &str = include_str!("../seeds/000_9e09b61c7e3c8cf0.txt");

/// Every measure that is asked for.
const MEASURES: std::ops::RangeInclusive<usize> = 10..=120;

/// Marks that no line may start with, and those that none may end with, by CLREQ 3.1.3 and GB/T
/// 15834; written down apart from the program's own table.
const NO_START: &str = "，。、；：！？）》〉」』】〕”’％·～/々";
const NO_END: &str = "（《〈「『【〔“‘";

/// A document that is read, with what it is set of.
struct Set {
    name: String,
    document: Document,
    tree: ClauseTree,
    pieces: Arc<Pieces>,
}

impl Set {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let document = parse(decode::decode(bytes).text);
        let tree = nest(&document);
        let pieces = Arc::new(Pieces::new(&document, &tree));
        Self {
            name: name.to_owned(),
            document,
            tree,
            pieces,
        }
    }

    /// Sets the document and holds every line of running text against the laws.
    fn check(&self, measure: Measure) {
        let mut galley = Galley::new(Arc::clone(&self.pieces), measure);
        for piece in 0..self.pieces.len() {
            let lines = galley.set(&self.document, &self.tree, piece).to_vec();
            let block = self.pieces.block_of(&self.document, piece).unwrap();
            let context = || {
                let text = self.pieces.text(&self.document, piece);
                format!(
                    "{}, {measure:?}: {}",
                    self.name,
                    text.of(&self.document.source)
                )
            };
            let mut at = self.pieces.span(&self.document, piece).start;
            for line in &lines {
                assert_eq!(line.span.start, at, "{}", context());
                at = line.span.end;
                self.check_width(line, measure, &context);
            }
            assert_eq!(
                at,
                self.pieces.span(&self.document, piece).end,
                "{}",
                context()
            );
            if matches!(block.kind, BlockKind::Table(_)) {
                continue;
            }
            self.check_nothing_lost(&lines, self.pieces.text(&self.document, piece), &context);
            let shown: Vec<String> = lines
                .iter()
                .map(|line| self.shown(line, measure.ambiguous))
                .collect();
            if matches!(block.kind, BlockKind::Signature | BlockKind::Verse) {
                // Their lines are those of the source.
                continue;
            }
            for pair in shown.windows(2) {
                let [before, after] = pair else {
                    unreachable!()
                };
                check_break(before, after, measure, &context);
            }
        }
    }

    fn shown(&self, line: &Line, ambiguous: Ambiguous) -> String {
        line.text(&self.document.source, ambiguous)
            .trim()
            .to_owned()
    }

    fn check_width(&self, line: &Line, measure: Measure, context: &impl Fn() -> String) {
        let glyphs: Vec<_> = line
            .glyphs(&self.document.source, measure.ambiguous)
            .filter(|placed| placed.glyph.columns > 0)
            .collect();
        let end = |placed: &zhangju::typeset::Placed<'_>| placed.column + placed.glyph.columns;
        let Some((last, others)) = glyphs.split_last() else {
            return;
        };
        // One cluster alone cannot be helped.
        if others.is_empty() {
            return;
        }
        let hangs = measure
            .composition
            .hanging
            .takes(last.glyph.shown.chars().next().unwrap());
        let margin = if hangs {
            measure.composition.margin(Writing::Horizontal)
        } else {
            0
        };
        assert!(end(last) <= measure.columns + margin, "{}", context());
        // Only one mark hangs.
        assert!(
            others.iter().all(|placed| end(placed) <= measure.columns),
            "{}",
            context()
        );
    }

    /// Every visible character is drawn once, in order; what is not drawn is white space, or signs
    /// of markup and quotation.
    fn check_nothing_lost(&self, lines: &[Line], text: Span, context: &impl Fn() -> String) {
        let source = &self.document.source;
        let mut at = text.start;
        for placed in lines
            .iter()
            .flat_map(|line| line.glyphs(source, Ambiguous::Narrow))
        {
            if !placed.in_source {
                continue;
            }
            assert!(placed.glyph.offset >= at, "drawn twice: {}", context());
            self.check_skipped(Span::new(at, placed.glyph.offset), context);
            at = placed.glyph.offset + placed.glyph.len;
        }
        self.check_skipped(Span::new(at, text.end.max(at)), context);
    }

    fn check_skipped(&self, span: Span, context: &impl Fn() -> String) {
        let is_sign = |at: usize| {
            let mut markup = self.document.markup.iter();
            markup.any(|markup| markup.span.contains(at))
        };
        for (offset, c) in span.of(&self.document.source).char_indices() {
            assert!(
                c.is_whitespace() || c == '>' || is_sign(span.start + offset),
                "{c} is lost: {}",
                context()
            );
        }
    }
}

/// Holds the break between two lines against the prohibitions.
fn check_break(before: &str, after: &str, measure: Measure, context: &impl Fn() -> String) {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return;
    };
    let level = measure.composition.level;
    // Lines of marks alone cannot be helped.
    let is_marks = |text: &str| !text.chars().any(char::is_alphanumeric);
    if is_marks(before) || is_marks(after) {
        return;
    }
    // Nor can a letter with its marks that is longer than a line.
    let is_mark = |c: &char| !c.is_alphanumeric();
    let mut letter = before.chars().rev().skip_while(is_mark).skip(1);
    let opening: String = letter.by_ref().take_while(is_mark).collect();
    let closing: String = before.chars().rev().take_while(is_mark).collect();
    let goes_on: String = after.chars().take_while(is_mark).collect();
    let columns = [opening, closing, goes_on]
        .map(|marks| width::columns(&marks, measure.ambiguous))
        .iter()
        .sum::<usize>();
    if columns + 2 > measure.columns {
        return;
    }
    let what = || format!("{before}|{after} in {}", context());
    assert!(
        !(last == first && "—…".contains(first)),
        "split: {}",
        what()
    );
    // What is longer than a line is split: an address, say.
    let length = |characters: &mut dyn Iterator<Item = char>| {
        characters.take_while(char::is_ascii_graphic).count()
    };
    let whole = length(&mut before.chars().rev()) + length(&mut after.chars());
    if last.is_ascii_digit() && whole < measure.columns / 2 {
        assert!(
            !first.is_ascii_digit() && !"％%年月日元".contains(first),
            "{}",
            what()
        );
    }
    if level == Level::None {
        return;
    }
    assert!(!NO_START.contains(first), "starts: {}", what());
    assert!(!NO_END.contains(last), "ends: {}", what());
    if level >= Level::Gb {
        assert!(!"/／".contains(last), "{}", what());
    }
    if level == Level::Strict {
        assert!(!"—…".contains(first), "{}", what());
    }
}

fn measure(columns: usize, ambiguous: Ambiguous, composition: Composition) -> Measure {
    Measure {
        columns,
        ambiguous,
        composition,
        ..Measure::default()
    }
}

/// The choices beside the measure: each once.
fn compositions() -> Vec<Composition> {
    let mut compositions = Vec::new();
    for level in [Level::None, Level::Basic, Level::Gb, Level::Strict] {
        for fill in [Fill::FirstFit, Fill::Optimal] {
            for hanging in [Hanging::None, Hanging::Stops, Hanging::Closing] {
                compositions.push(Composition {
                    level,
                    fill,
                    hanging,
                });
            }
        }
    }
    compositions
}

#[test]
fn the_sample_at_every_measure() {
    let sample = Set::new("the sample", SAMPLE.as_bytes());
    let compositions = compositions();
    for columns in MEASURES {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            sample.check(measure(columns, ambiguous, Composition::default()));
        }
        let composition = compositions[columns % compositions.len()];
        sample.check(measure(columns, Ambiguous::Narrow, composition));
    }
}

#[test]
fn marks_of_all_kinds_at_every_measure() {
    let text = "甲乙丙丁——戊己庚辛……壬癸“子丑寅”卯（辰巳）午未、申酉，戌亥。于1955年4月27日发出３,０００元，占50％又20.5％；见 http://example.org/a-very-long/path/to?query=1&more=2#place 和/或 New York Times。人民々、ー。依第一百二十五条之一、第 3 款“第一”、《毛泽东·选集》～卷终！";
    let set = Set::new("marks", format!("题目\n\n{text}\n").as_bytes());
    for (index, composition) in compositions().into_iter().enumerate() {
        for columns in MEASURES {
            let ambiguous = if (index + columns) % 2 == 0 {
                Ambiguous::Narrow
            } else {
                Ambiguous::Wide
            };
            set.check(measure(columns, ambiguous, composition));
        }
    }
}

fn read(path: &Path) -> Set {
    Set::new(&path.display().to_string(), &std::fs::read(path).unwrap())
}

#[test]
fn some_statutes_at_some_measures() {
    let compositions = compositions();
    for (index, path) in needs::statutes("lines of some statutes")
        .iter()
        .step_by(20)
        .enumerate()
    {
        let set = read(path);
        let columns = MEASURES.start() + index * 37 % MEASURES.count();
        set.check(measure(columns, Ambiguous::Narrow, Composition::default()));
        let composition = compositions[index % compositions.len()];
        set.check(measure(columns, Ambiguous::Wide, composition));
    }
}

#[test]
#[ignore = "takes minutes, and a release build"]
fn every_statute_at_every_measure() {
    let paths = needs::statutes("lines of every statute");
    let compositions = compositions();
    let share = paths.len().div_ceil(2).max(1);
    std::thread::scope(|scope| {
        for paths in paths.chunks(share) {
            let compositions = &compositions;
            scope.spawn(move || {
                for (index, path) in paths.iter().enumerate() {
                    let set = read(path);
                    for columns in MEASURES {
                        set.check(measure(columns, Ambiguous::Narrow, Composition::default()));
                        let composition = compositions[(index + columns) % compositions.len()];
                        set.check(measure(columns, Ambiguous::Wide, composition));
                    }
                }
            });
        }
    });
}
