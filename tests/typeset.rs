//! Typesetting as laws, on generated and on real text: nothing lost, nothing too wide, no mark where none may stand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::sync::Arc;

use proptest::prelude::*;
use zhangju::clause::{ClauseTree, nest};
use zhangju::document::{BlockKind, Document, decode, parse};
use zhangju::text::{Ambiguous, Span, width};
use zhangju::typeset::{Galley, Measure, Pieces};

const SAMPLE: &str = include_str!("../seeds/000_9e09b61c7e3c8cf0.txt");

/// Marks that no line may start with, and those that none may end with: CLREQ 3.1.3, its basic level, written down apart from
/// the program's own table.
const NO_START: &str = "，。、；：！？）》〉」』】〕”’％";
const NO_END: &str = "（《〈「『【〔“‘";

fn read(text: &str) -> (Document, ClauseTree) {
    let document = parse(decode::decode(text.as_bytes()).text);
    let tree = nest(&document);
    (document, tree)
}

fn galley(document: &Document, tree: &ClauseTree, measure: Measure) -> Galley {
    Galley::new(Arc::new(Pieces::new(document, tree)), measure)
}

/// Every line of a document, with its text and whether it belongs to a table.
fn check(text: &str, columns: usize, ambiguous: Ambiguous) {
    let (document, tree) = read(text);
    let measure = Measure {
        columns,
        ambiguous,
        ..Measure::default()
    };
    let mut galley = galley(&document, &tree, measure);
    for (index, block) in document.blocks.iter().enumerate() {
        let is_table = matches!(block.kind, BlockKind::Table(_));
        let lines = galley.block(&document, &tree, index);
        if !block.kind.is_read() {
            assert!(lines.is_empty());
            continue;
        }
        // The lines concatenate to the block.
        let mut at = block.span.start;
        for line in &lines {
            assert_eq!(
                line.span.start,
                at,
                "at {columns} columns in {:?}",
                block.text.of(&document.source)
            );
            at = line.span.end;
        }
        assert!(lines.is_empty() || at == block.span.end);
        // Every visible character of the block is drawn once, in order.
        if !is_table {
            let drawn: String = lines
                .iter()
                .flat_map(|line| line.glyphs(&document.source, ambiguous).collect::<Vec<_>>())
                .filter(|placed| placed.in_source)
                .map(|placed| {
                    Span::new(placed.glyph.offset, placed.glyph.offset + placed.glyph.len)
                        .of(&document.source)
                        .to_owned()
                })
                .collect();
            let bare = |text: &str| {
                text.chars()
                    .filter(|c| !c.is_whitespace() && *c != '>')
                    .collect::<String>()
            };
            assert_eq!(bare(&drawn), bare(block.text.of(&document.source)));
        }
        let count = lines.len();
        for (index, line) in lines.iter().enumerate() {
            let text = line.text(&document.source, ambiguous);
            let glyphs: Vec<_> = line.glyphs(&document.source, ambiguous).collect();
            let end = glyphs
                .iter()
                .map(|placed| placed.column + placed.glyph.columns)
                .max()
                .unwrap_or(0);
            let widest = glyphs
                .iter()
                .map(|placed| placed.glyph.columns)
                .max()
                .unwrap_or(0);
            assert!(
                end <= columns.max(widest),
                "{end} columns in {columns}: {text}"
            );
            // One cluster alone, and marks that nothing else stands between, cannot be helped.
            let marks = |text: &str| {
                text.chars()
                    .all(|c| NO_START.contains(c) || NO_END.contains(c) || !c.is_alphanumeric())
            };
            if is_table || columns < 12 || marks(&text) {
                continue;
            }
            let text = text.trim();
            if index > 0 {
                assert!(
                    !text.starts_with(|c| NO_START.contains(c)),
                    "{columns}: {text}"
                );
            }
            if index + 1 < count {
                assert!(!text.ends_with(|c| NO_END.contains(c)), "{columns}: {text}");
            }
        }
    }
}

#[test]
fn the_sample_at_every_width() {
    for columns in 2..=90 {
        check(SAMPLE, columns, Ambiguous::Narrow);
    }
    for columns in [20, 40, 80] {
        check(SAMPLE, columns, Ambiguous::Wide);
    }
}

#[test]
fn the_recovered_table_stands_in_columns() {
    let (document, tree) = read(SAMPLE);
    let block = document
        .blocks
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Table(_)))
        .unwrap();
    let BlockKind::Table(table) = &document.blocks[block].kind else {
        unreachable!()
    };
    assert_eq!((table.columns, table.rows.len()), (6, 15));
    let measure = Measure {
        columns: 100,
        ..Measure::default()
    };
    let lines = galley(&document, &tree, measure).block(&document, &tree, block);
    // With room enough every row has one line, and the numbers of a column end in one column.
    let ends: Vec<usize> = lines
        .iter()
        .filter(|line| line.runs.len() == 6)
        .map(|line| {
            let last = line.runs.last().unwrap();
            let text = line.text(&document.source, Ambiguous::Narrow);
            assert!(last.column < 100);
            width::columns(&text, Ambiguous::Narrow)
        })
        .collect();
    assert_eq!(ends.len(), 12, "a head and eleven rows of values");
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{ends:?}");
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[一-龥]{1,6}",
        2 => "[a-zA-Z]{1,9}",
        1 => "[0-9]{1,6}(\\.[0-9]{1,2})?(年|元|％|公里)?",
        2 => prop::sample::select(vec!["，", "。", "、", "；", "：", "！", "？", "（", "）", "《", "》", "“", "”", "——", "……", "·", " ", "\n", "\t"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["第十五条", "（一）", "e\u{301}", "\u{200d}", "\u{1b}", "か\u{3099}", "👩\u{200d}👧", "\u{202e}", "葛\u{e0100}", "한글"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_at_any_width(text in pieces(), columns in 1usize..60) {
        check(&text, columns, Ambiguous::Narrow);
    }

    #[test]
    fn a_galley_does_not_depend_on_the_order_it_is_asked_in(text in pieces(), columns in 4usize..60) {
        let (document, tree) = read(&text);
        let measure = Measure { columns, ..Measure::default() };
        let (mut forward, mut backward) = (galley(&document, &tree, measure), galley(&document, &tree, measure));
        let pieces = forward.pieces.len();
        for piece in 0..pieces {
            forward.set(&document, &tree, piece);
        }
        for piece in (0..pieces).rev() {
            backward.set(&document, &tree, piece);
        }
        for piece in 0..pieces {
            prop_assert_eq!(forward.lines(piece), backward.lines(piece));
        }
    }
}
