//! Files of Word and `OpenDocument` that `LibreOffice` makes: a text of `tests/word`, a flat
//! document with automatic numbers, reads like the plain text beside it, whatever it was saved as.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets the unexpected fails"
)]

mod needs;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use zhangju::clause::nest;
use zhangju::document::rules::Own;
use zhangju::document::{BlockKind, Document, Syntax, decode, head};

/// The addresses and labels of all clauses.
fn outline(document: &Document) -> Vec<String> {
    let tree = nest(document);
    let clause = |id| {
        let label = tree
            .get(id)
            .map_or("", |clause| clause.label.of(&document.source));
        format!("{} {label}", tree.address(id))
    };
    tree.ids().map(clause).collect()
}

/// The words that are read, without white space.
fn words(document: &Document) -> String {
    let read = document.blocks.iter().filter(|block| block.kind.is_read());
    let words = read.flat_map(|block| block.text.of(&document.source).split_whitespace());
    words.collect()
}

/// How many blocks are notes, and how many are tables.
fn kinds(document: &Document) -> (usize, usize) {
    let count = |is: fn(&BlockKind) -> bool| document.blocks.iter().filter(|b| is(&b.kind)).count();
    (
        count(|kind| *kind == BlockKind::Footnote),
        count(|kind| matches!(kind, BlockKind::Table(_))),
    )
}

#[track_caller]
fn check(plain: &Document, bytes: &[u8], (notes, tables): (usize, usize), name: &str) {
    let document = decode(bytes).document(Syntax::Plain);
    assert_eq!(outline(&document), outline(plain), "{name}");
    assert_eq!(words(&document), words(plain), "{name}");
    assert_eq!(kinds(&document), (notes, tables), "{name}");
    assert_eq!(document.notes.len(), notes, "{name}");
    assert!(
        document.notes.iter().all(|note| note.calls.len() == 1),
        "{name}"
    );
    assert_eq!(document.header.title, plain.header.title, "{name}");
    assert_eq!(document.issues, [], "{name}");
    assert_eq!(
        head(bytes, Syntax::Plain, &Own::default()).header,
        document.header,
        "{name}"
    );
}

/// The documents, with how many notes and tables each has.
const DOCUMENTS: [(&str, (usize, usize)); 2] = [("statute", (1, 1)), ("contract", (1, 0))];

fn plain(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/word");
    let bytes = fs::read(path.join(name).with_extension("txt")).unwrap();
    decode(&bytes).document(Syntax::Plain)
}

#[test]
fn a_flat_document_reads_as_its_text() {
    for (name, counts) in DOCUMENTS {
        let path = format!("{}/tests/word/{name}.fodt", env!("CARGO_MANIFEST_DIR"));
        check(&plain(name), &fs::read(path).unwrap(), counts, name);
    }
}

#[test]
#[ignore = "needs LibreOffice, which .ci/run installs"]
fn what_libreoffice_saves_reads_as_its_text() {
    let runs = Command::new("soffice")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if runs.is_err() {
        return needs::skip("files made by LibreOffice", "needs libreoffice-writer");
    }
    let folder = tempfile::tempdir().unwrap();
    for (format, extension) in [
        ("docx", "docx"),
        ("docx:MS Word 2007 XML", "docx"),
        ("odt", "odt"),
    ] {
        for (name, counts) in DOCUMENTS {
            let source = format!("{}/tests/word/{name}.fodt", env!("CARGO_MANIFEST_DIR"));
            let profile = format!(
                "-env:UserInstallation=file://{}/profile",
                folder.path().display()
            );
            let status = Command::new("soffice")
                .args([&profile, "--headless", "--convert-to", format, "--outdir"])
                .arg(folder.path())
                .arg(source)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert!(status.success(), "soffice cannot convert {name}");
            let path = folder.path().join(name).with_extension(extension);
            check(
                &plain(name),
                &fs::read(path).unwrap(),
                counts,
                &format!("{name}: {format}"),
            );
        }
    }
}
