//! The layout of a pack, written out: who changes it must give it another [`MAGIC`].

use super::segment::{Batch, Segment, Writing};
use super::*;
use crate::clause;
use crate::disk::{Put, Stamp};
use crate::document::parse;
use crate::text::Span;

fn record(source: &str) -> Record {
    let document = parse(source.to_owned());
    Record::new(&document, &clause::nest(&document))
}

#[test]
fn the_layout_of_a_record_stays() {
    let record = record("甲\n\n乙　丙\n");
    assert_eq!(record.text, "甲\n乙丙\n");
    let mentions = [0];
    let marks = [0];
    let paragraphs = [2, 3 << 1, 6 << 1];
    let units = [2, 0, 0, 4, 0];
    // Opens a paragraph; opens one, with line ends before it; blanks before it.
    let runs = [1, 0, 3, 1 | 4, 2, 2, 3, 8, 3, 3];
    let about = [&mentions[..], &marks, &paragraphs, &units, &runs].concat();
    assert_eq!(record.about, about);
}

#[test]
fn the_layout_of_a_segment_stays() {
    let record = Record {
        text: "ab\n".to_owned(),
        about: vec![9, 8],
    };
    let stamp = Stamp {
        length: 300,
        modified: -2,
    };
    let mut batch = Batch::default();
    batch.add(b"d/x", stamp, &record);
    let mut writing = Writing::default();
    assert_eq!(writing.add(batch), b"ab\n\x09\x08");
    let written = writing.finish(b"/r", 7);
    let mut table = b"\x02/r".to_vec();
    table.extend(7_u64.to_le_bytes());
    table.push(1);
    table.extend(b"\x03d/x");
    table.extend([0xac, 2]);
    table.extend((-2_i64).to_le_bytes());
    table.extend([3, 2]);
    table.extend(crc32fast::hash(b"ab\n\x09\x08").to_le_bytes());
    table.extend([3, 10, 1, 97, 1, 98, 1]);
    let footer = [
        &(table.len() as u32).to_le_bytes()[..],
        &crc32fast::hash(&table).to_le_bytes(),
        b"zjpack02",
    ];
    assert_eq!(written, [table.clone(), footer.concat()].concat());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pack");
    disk::write_atomic(&path, &[b"ab\n\x09\x08", &*written].concat()).unwrap();
    let segment = Segment::open(&path).unwrap();
    assert_eq!((&*segment.root, segment.edition), (&b"/r"[..], 7));
    assert_eq!(segment.path(&segment.documents[0]), b"d/x");
    assert_eq!(segment.documents[0].stamp, stamp);
    let view = segment.view(0).unwrap();
    assert_eq!((view.text, view.about), (&b"ab\n"[..], &[9, 8][..]));
    assert_eq!(segment.characters, [('\n', 1), ('a', 1), ('b', 1)]);
}

/// Where words of the joined text stand in the source, and their line.
fn back(source: &str, words: &str) -> (String, usize) {
    let record = record(source);
    let view = View {
        text: record.text.as_bytes(),
        about: &record.about,
    };
    let at = record.text.find(words).unwrap();
    let (_, _, mut way) = view.open().unwrap();
    let (span, line) = way.back(Span::new(at, at + words.len())).unwrap();
    (span.of(source).to_owned(), line)
}

#[test]
fn the_way_back_leads_past_what_was_left_out() {
    let source = "# 录\n\n船　在〔1〕岸\n边，e\u{323}x 与 a\n b。\n\n〔1〕甲。\n";
    for (words, expected, line) in [
        ("录", "录", 1),
        ("船在", "船　在", 3),
        ("在岸", "在〔1〕岸", 3),
        ("岸边", "岸\n边", 3),
        ("ẹ", "e\u{323}", 4),
        ("a b", "a\n b", 4),
        ("b。", "b。", 5),
        ("甲", "甲", 7),
    ] {
        assert_eq!(back(source, words), (expected.to_owned(), line), "{words}");
    }
}

#[test]
fn mentions_of_other_documents_are_kept() {
    let record = record("# 甲法\n\n第一条　依照《乙法》第十五条第二款办理。\n");
    let view = View {
        text: record.text.as_bytes(),
        about: &record.about,
    };
    let mentions = view.mentions();
    let told: Vec<_> = mentions
        .iter()
        .map(|own| (own.title, own.clause, own.address))
        .collect();
    assert_eq!(told, [("乙法", "art15.para2", "art1")]);
}

#[test]
fn bytes_that_are_no_record_are_refused() {
    let record = record("# 题\n\n一、船。\n\n二、桥。\n");
    for length in 0..record.about.len() {
        let view = View {
            text: record.text.as_bytes(),
            about: &record.about[..length],
        };
        // Nothing panics; what is cut short has no way back to its end.
        if let Some((_, _, mut way)) = view.open() {
            let _ = way.back(Span::new(0, record.text.len()));
        }
    }
    let mut bytes = Vec::new();
    bytes.number(usize::MAX >> 2);
    let view = View {
        text: b"",
        about: &bytes,
    };
    assert!(view.open().is_none() && view.mentions().is_empty());
}
