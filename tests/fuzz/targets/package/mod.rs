//! A package of parts, and what holds for the document that is read from it.

use std::io::{Cursor, Write};

use zhangju::document::rules::Own;
use zhangju::document::{BlockKind, Document, Syntax, decode, head};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Reads a package of these parts.
pub fn read(parts: &[(&str, &str)]) -> Document {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, text) in parts {
        writer.start_file(*path, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    head(&bytes, Syntax::Plain, &Own::default());
    decode(&bytes).document(Syntax::Plain)
}

/// Blocks are a partition of the text; all that is said of it lies within, in order.
pub fn hold(document: &Document) {
    let source = &document.source;
    let mut at = 0;
    for block in &document.blocks {
        assert_eq!(block.span.start, at);
        assert!(block.span.covers(block.text) && source.get(block.text.start..block.text.end).is_some());
        at = block.span.end;
        if let BlockKind::Table(table) = &block.kind {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                assert!(block.text.covers(*cell) && source.get(cell.start..cell.end).is_some());
            }
        }
    }
    assert_eq!(at, source.len());
    assert!(document.markup.is_sorted_by_key(|markup| markup.span.start));
    let markup = document.markup.iter().map(|markup| markup.span);
    let links = document.links.iter().map(|link| link.words);
    let notes = document.notes.iter().flat_map(|note| [note.label, note.text].into_iter().chain(note.calls.clone()));
    for span in markup.chain(links).chain(notes) {
        assert!(source.get(span.start..span.end).is_some());
    }
}
