//! Documents as pictures: one line a block, its kind and the text that is read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use zhangju::document::{BlockKind, Document, RowKind, parse};

/// One line a block: kind, then the text; gaps left out.
fn picture(document: &Document) -> String {
    let mut lines = Vec::new();
    for block in &document.blocks {
        let text = block.text.of(&document.source).replace('\n', "⏎");
        let kind = match &block.kind {
            BlockKind::Gap => continue,
            BlockKind::Header => "header".to_owned(),
            BlockKind::Title => "title".to_owned(),
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::Dateline(date) => format!("date {date}"),
            BlockKind::Salutation => "to".to_owned(),
            BlockKind::Signature => "from".to_owned(),
            BlockKind::Note => "note".to_owned(),
            BlockKind::Quotation => "quote".to_owned(),
            BlockKind::Paragraph => "para".to_owned(),
            BlockKind::Description => "about".to_owned(),
            BlockKind::Table(table) => {
                lines.push(format!("table {}", table.columns));
                for row in &table.rows {
                    let mark = match row.kind {
                        RowKind::Head => '=',
                        RowKind::Group => '+',
                        RowKind::Data => ' ',
                    };
                    let cells: Vec<&str> =
                        row.cells.iter().map(|c| c.of(&document.source)).collect();
                    lines.push(format!(" {mark} {}", cells.join(" | ")));
                }
                continue;
            }
        };
        lines.push(format!("{kind}: {text}"));
    }
    for issue in &document.issues {
        lines.push(
            format!("! {} {}", issue.code, issue.details.join(", "))
                .trim_end()
                .to_owned(),
        );
    }
    lines.join("\n")
}

/// Every byte in exactly one block, in order, none empty; the text inside, on character boundaries.
fn assert_partition(document: &Document) {
    let mut at = 0;
    for block in &document.blocks {
        assert_eq!(block.span.start, at);
        assert!(!block.span.is_empty());
        assert!(block.span.covers(block.text), "{block:?}");
        for offset in [block.span.start, block.text.start, block.text.end] {
            assert!(document.source.is_char_boundary(offset));
        }
        if let BlockKind::Table(table) = &block.kind {
            for row in &table.rows {
                assert!(
                    row.cells.len() == table.columns
                        || row.kind == RowKind::Group && row.cells.len() == 1
                );
                for cell in &row.cells {
                    assert!(block.text.covers(*cell) || cell.is_empty());
                    assert!(
                        document.source.is_char_boundary(cell.start)
                            && document.source.is_char_boundary(cell.end)
                    );
                }
            }
        }
        at = block.span.end;
    }
    assert_eq!(at, document.source.len());
}

#[test]
fn dump() {
    for path in std::env::var("ZJ_DUMP")
        .unwrap_or_default()
        .split(':')
        .filter(|p| !p.is_empty())
    {
        let bytes = std::fs::read(path).unwrap();
        let document = parse(zhangju::document::decode(&bytes).text);
        assert_partition(&document);
        println!("{:#?}", document.header);
        for line in picture(&document).lines() {
            println!("{}", line.chars().take(70).collect::<String>());
        }
    }
}
