//! Monsters: files that nobody wrote on purpose. Each is read, or told in one line what is wrong
//! with it; none takes the program down, and none takes more memory than a small machine has.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Peak memory of reading any document, in KiB.
const MEMORY: u64 = 512 << 10;

/// The program under test: `ZHANGJU_PROGRAM`, else the one that was built with this test.
fn program() -> String {
    let built = || env!("CARGO_BIN_EXE_zhangju").to_owned();
    std::env::var("ZHANGJU_PROGRAM").unwrap_or_else(|_| built())
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command
        .args(arguments)
        .env("ZHANGJU_CONFIG_DIR", folder.join("none"))
        .env("ZHANGJU_STATE_DIR", folder.join("none"))
        .env("ZHANGJU_CACHE_DIR", folder.join("none"))
        .stdin(Stdio::null());
    command
}

/// Pieces of text one after the other.
fn joined(pieces: impl Iterator<Item = String>) -> String {
    pieces.collect::<Vec<_>>().concat()
}

/// Runs a command to its end; it must end by itself, in good order.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = command(folder, arguments).output().unwrap();
    assert!(
        output.status.code().is_some(),
        "{arguments:?} was ended by a signal"
    );
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    output
}

/// Every way of reading a file.
fn read(folder: &Path, path: &Path) {
    let path = path.to_str().unwrap();
    for arguments in [
        ["outline", "--format", "json", path].as_slice(),
        &["show", "--width", "40", path],
        &["check", path],
    ] {
        let output = run(folder, arguments);
        assert_ne!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// What is told of a file that cannot be read: one line that names it.
fn told(folder: &Path, path: &Path) -> String {
    let output = run(folder, &["outline", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", path.display());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn texts_of_every_bad_shape_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let monsters: [(&str, Vec<u8>); 11] = [
        ("empty.txt", Vec::new()),
        (
            "line.txt",
            format!("长行\n\n{}", "没有换行的一行，".repeat(420_000)).into_bytes(),
        ),
        (
            "marks.txt",
            format!("标\n\ne{}尾\n", "\u{301}".repeat(1_000_000)).into_bytes(),
        ),
        // As a file is left by a power cut.
        (
            "nul.txt",
            ["正文\n".repeat(1000).into_bytes(), vec![0; 1 << 20]].concat(),
        ),
        ("breaks.txt", vec![b'\n'; 1 << 20]),
        ("returns.txt", vec![b'\r'; 1 << 20]),
        ("tabs.txt", vec![b'\t'; 1 << 20]),
        ("joiners.txt", "👩\u{200d}".repeat(20_000).into_bytes()),
        (
            "quotes.md",
            format!("{}深\n\n{}\n", "> ".repeat(1000), "“".repeat(100_000)).into_bytes(),
        ),
        (
            "signs.md",
            // A look for the other end of each of them takes minutes.
            [
                "**", "[", "<b>", "`", "《", "(", "|", "**a *b ", "[a](", "![", "〈",
            ]
            .map(|sign| sign.repeat(50_000) + "\n\n")
            .concat()
            .into_bytes(),
        ),
        (
            "headings.md",
            joined((1..=1000).map(|n| format!("{} 第{n}层\n\n", "#".repeat(n.min(6)))))
                .into_bytes(),
        ),
    ];
    for (name, bytes) in monsters {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(folder.path(), &path);
    }
}

#[test]
fn a_hundred_thousand_clauses_have_addresses_and_more_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("法.md");
    let articles = joined((1..=99_999).map(|n| format!("第{n}条 内容。\n\n")));
    std::fs::write(&path, format!("# 某法\n\n{articles}")).unwrap();
    let output = run(folder.path(), &["outline", path.to_str().unwrap()]);
    let outline = String::from_utf8(output.stdout).unwrap();
    assert_eq!(outline.lines().count(), 100_000);
    assert!(outline.ends_with("第99999条 内容\n"));
    let items = joined((0..100_010).map(|n| format!("{}、内容。\n\n", n % 9 + 1)));
    std::fs::write(&path, format!("# 某文\n\n{items}")).unwrap();
    let output = run(folder.path(), &["outline", path.to_str().unwrap()]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().lines().count(),
        100_001
    );
    let output = run(folder.path(), &["check", path.to_str().unwrap()]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.matches("100000").count(), 1);
}

#[test]
fn what_is_divided_too_often_is_read_to_its_end_and_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, unit, count, told) in [
        ("碎.txt", "行\n\n", 800_000, "1200000"),
        ("号.md", "**甲**乙", 400_000, "1048576"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("大\n\n{}末尾\n", unit.repeat(count))).unwrap();
        let path = path.to_str().unwrap();
        let output = run(folder.path(), &["check", path]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.matches(told).count(), 1, "{name}: {said}");
        let output = run(folder.path(), &["show", path]);
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.ends_with("末尾\n"), "{name}");
    }
}

#[test]
fn names_of_every_kind_are_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "汉".repeat(85),
        "a\u{1b}[31m\u{7}\n名.txt".to_owned(),
        "-x.txt".to_owned(),
        "名#art1.txt".to_owned(),
        " .txt".to_owned(),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, "# 题\n\n一、正文\n").unwrap();
        read(folder.path(), &path);
    }
}

#[test]
fn what_is_no_document_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.txt");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    let to_itself = folder.path().join("loop.txt");
    std::os::unix::fs::symlink(&to_itself, &to_itself).unwrap();
    let large = folder.path().join("large.txt");
    std::fs::File::create(&large)
        .unwrap()
        .set_len((64 << 20) + 1)
        .unwrap();
    // Full of what is in no text.
    let data = folder.path().join("bytes.txt");
    let bytes: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
    std::fs::write(&data, bytes).unwrap();
    let nothing = folder.path().join("nul.txt");
    let bytes = [vec![0; 1 << 20], "正文".into(), vec![0; 99]].concat();
    std::fs::write(&nothing, bytes).unwrap();
    for path in [
        &fifo,
        &to_itself,
        &large,
        &data,
        &nothing,
        Path::new("/dev/zero"),
        &folder.path().join("missing.txt"),
    ] {
        let said = told(folder.path(), path);
        assert!(
            said.contains(path.file_name().unwrap().to_str().unwrap()),
            "{said}"
        );
    }
    // A folder of them: what can be read is, links that lead round are not followed.
    std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
    std::fs::write(folder.path().join("good.md"), "# 题\n\n一、正文\n").unwrap();
    let output = run(folder.path(), &["outline", folder.path().to_str().unwrap()]);
    let outline = String::from_utf8(output.stdout).unwrap();
    assert_eq!(outline.matches("一、正文").count(), 1, "{outline}");
}

/// The greatest number of KiB that a process had in memory, as far as it can be looked at before it
/// ends.
#[cfg(target_os = "linux")]
fn peak(mut command: Command) -> u64 {
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let about = std::fs::read_to_string(&status).unwrap_or_default();
        let line = about.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().code().is_some());
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn the_largest_documents_fit_into_a_small_machine() {
    let folder = tempfile::tempdir().unwrap();
    for (name, paragraph, commands) in [
        (
            "大.txt",
            "（一）这是一段正文，写得不长不短，为的是凑满一个很大的文件。\n\n",
            ["show", "check"].as_slice(),
        ),
        ("碎.txt", "一行\n\n", &["check"]),
    ] {
        let path = folder.path().join(name);
        let text = paragraph.repeat((64 << 20) / paragraph.len() - 1);
        std::fs::write(&path, format!("大\n\n{text}")).unwrap();
        fits(folder.path(), &path, commands);
    }
}

/// Twice as large as anything that is unpacked or converted.
#[cfg(target_os = "linux")]
#[test]
fn a_text_of_any_size_is_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("巨.txt");
    let paragraph = "这一段写得不长不短，一行接着一行，为的是凑满一个谁也读不完的文件。\n";
    let text = paragraph.repeat((130 << 20) / paragraph.len());
    std::fs::write(&path, format!("第一条 开头。\n\n{text}\n第二条 末尾。\n")).unwrap();
    let output = run(folder.path(), &["outline", path.to_str().unwrap()]);
    let outline = String::from_utf8(output.stdout).unwrap();
    assert!(
        outline.contains("第一条") && outline.ends_with("第二条 末尾\n"),
        "{outline}"
    );
    fits(folder.path(), &path, &["outline"]);
}

#[cfg(target_os = "linux")]
fn fits(folder: &Path, path: &Path, commands: &[&str]) {
    let path = path.to_str().unwrap();
    for name in commands {
        // What ends before it was looked at is run again.
        let mut peaks = (0..100).map(|_| peak(command(folder, &[name, path])));
        let peak = peaks.find(|peak| *peak > 0).expect("a look at it");
        assert!(peak < MEMORY, "{name} {path} took {peak} KiB");
    }
}

/// Its cells, all of them, would be 400 million.
#[cfg(target_os = "linux")]
#[test]
fn a_table_takes_the_room_of_the_cells_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.md");
    let columns = 20_000;
    let (head, rule) = ("|甲".repeat(columns), "|-".repeat(columns));
    let rows = "|子|丑|\n".repeat(columns);
    std::fs::write(&path, format!("# 表\n\n{head}|\n{rule}|\n{rows}")).unwrap();
    fits(folder.path(), &path, &["show", "check"]);
}

/// A package of these parts, deflated or stored.
#[cfg(target_os = "linux")]
fn package(parts: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    for (path, bytes) in parts {
        writer.start_file(*path, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(target_os = "linux")]
fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What stands in front of a part of each format and its name. The rest may be cut off anywhere.
#[cfg(target_os = "linux")]
#[derive(Clone, Copy)]
enum Bomb {
    Html,
    Book,
    Word,
    OpenDocument,
    FlatOpenDocument,
}

#[cfg(target_os = "linux")]
impl Bomb {
    const ALL: [Self; 5] = [
        Self::Html,
        Self::Book,
        Self::Word,
        Self::OpenDocument,
        Self::FlatOpenDocument,
    ];

    /// The files, bare and packed, of a text in this format; `before` stands in front of its first
    /// element.
    fn files(self, before: &str, text: &str) -> Vec<(&'static str, Vec<u8>)> {
        let is_single = matches!(self, Self::Html | Self::FlatOpenDocument);
        let (bare, packed, root) = match self {
            Self::Html => ("b.html", "b.html.gz", "<html>"),
            Self::FlatOpenDocument => (
                "b.fodt",
                "b.fodt.gz",
                "<office:document office:mimetype='application/vnd.oasis.opendocument.text'>",
            ),
            Self::Book => ("stored.epub", "b.epub", "<html>"),
            Self::Word => ("stored.docx", "b.docx", "<w:document>"),
            Self::OpenDocument => ("stored.odt", "b.odt", "<office:document-content>"),
        };
        let text = format!("{before}{root}{text}");
        if is_single {
            let packed = (packed, gzip(text.as_bytes()));
            return vec![(bare, text.into_bytes()), packed];
        }
        let media = "application/vnd.oasis.opendocument.text";
        let container = "<container><rootfile full-path='b.opf'/></container>";
        let spine = "<package><manifest><item id='a' href='a.html'/></manifest><spine><itemref idref='a'/></spine></package>";
        let parts: Vec<(&str, &str)> = match self {
            Self::Book => vec![
                ("META-INF/container.xml", container),
                ("b.opf", spine),
                ("a.html", &text),
            ],
            Self::Word => vec![("word/document.xml", &text)],
            _ => vec![("mimetype", media), ("content.xml", &text)],
        };
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(path, text)| (*path, text.as_bytes()))
            .collect();
        vec![
            (bare, package(&parts, zip::CompressionMethod::Stored)),
            (packed, package(&parts, zip::CompressionMethod::Deflated)),
        ]
    }

    /// Reads the files, one after the other.
    fn fits(self, before: &str, text: &str) {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in self.files(before, text) {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            fits(folder.path(), &path, &["check"]);
            std::fs::remove_file(path).unwrap();
        }
    }
}

/// 21 million elements that hold nothing: more than are kept.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes without optimisation; .ci/run has it on the release build"]
fn bare_paragraphs_without_end_fit_into_a_small_machine() {
    let paragraphs = "<p>".repeat(21_000_000);
    for bomb in Bomb::ALL {
        bomb.fits("", &paragraphs);
    }
}

/// A hundred million letters from a hundred.
#[cfg(target_os = "linux")]
#[test]
fn entities_of_entities_are_not_read() {
    let mut entities = String::from("<!DOCTYPE x [<!ENTITY a '一二三四五六七八九十'>");
    for (name, of) in ('b'..='j').zip('a'..) {
        let references = format!("&{of};").repeat(10);
        entities += &format!("<!ENTITY {name} '{references}'>");
    }
    for bomb in Bomb::ALL {
        bomb.fits(&format!("{entities}]>"), "<p>&j;</p>");
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes without optimisation; .ci/run has it on the release build"]
fn what_is_nested_without_end_fits_into_a_small_machine() {
    const DEEP: usize = 100_000;
    for (bomb, element) in [
        (Bomb::Html, "<div>甲"),
        (Bomb::Html, "<ul><li>甲"),
        (Bomb::Html, "<table><tr><td>甲"),
        (Bomb::Html, "<svg><title>甲</title>"),
        (Bomb::Html, "<math><msup><mi>甲</mi>"),
        (Bomb::Book, "<blockquote><ol><li>甲"),
        (Bomb::Word, "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t>"),
        (Bomb::Word, "<w:p><w:r><w:txbxContent><w:p>"),
        (Bomb::OpenDocument, "<text:list><text:list-item><text:p>甲"),
        (
            Bomb::OpenDocument,
            "<table:table><table:table-row><table:table-cell><text:p>甲",
        ),
        (
            Bomb::FlatOpenDocument,
            "<text:section><text:p><text:span>甲",
        ),
    ] {
        bomb.fits("", &element.repeat(DEEP));
    }
}

/// A million cells that are there, and as many that attributes claim.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes without optimisation; .ci/run has it on the release build"]
fn a_million_cells_fit_into_a_small_machine() {
    const SIDE: usize = 1000;
    let table = |start: &str, cell: &str, end: &str, close: &str| {
        let row = format!("{start}{}{end}", cell.repeat(SIDE));
        row.repeat(SIDE) + close
    };
    let html = format!("<table>{}", table("<tr>", "<td>甲", "", "</table>"));
    for bomb in [Bomb::Html, Bomb::Book] {
        bomb.fits("", &html);
    }
    let spans = "<tr><td rowspan=65534 colspan=1000>甲".repeat(SIDE);
    Bomb::Html.fits("", &format!("<table>{spans}</table>"));
    let word = table(
        "<w:tr>",
        "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>",
        "</w:tr>",
        "</w:tbl>",
    );
    Bomb::Word.fits("", &format!("<w:tbl>{word}"));
    let cell = "<table:table-cell><text:p>甲</text:p></table:table-cell>";
    let row = ("<table:table-row>", "</table:table-row>");
    let open = table(row.0, cell, row.1, "</table:table>");
    for bomb in [Bomb::OpenDocument, Bomb::FlatOpenDocument] {
        bomb.fits("", &format!("<table:table>{open}"));
    }
    let claimed = "<table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='1000000'><text:p>甲</text:p></table:table-cell></table:table-row>";
    Bomb::OpenDocument.fits("", &format!("<table:table>{claimed}</table:table>"));
}

/// A few hundred KiB that unpack to far more than a source may have, in one part and in many.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes without optimisation; .ci/run has it on the release build"]
fn what_unpacks_without_end_fits_into_a_small_machine() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<p>甲</p>".repeat(26 << 20).into_bytes();
    let opf = |parts: usize| {
        let items = joined((0..parts).map(|at| format!("<item id='p{at}' href='{at}.html'/>")));
        let spine = joined((0..parts).map(|at| format!("<itemref idref='p{at}'/>")));
        format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
    };
    for (name, parts, length) in [("one.epub", 1, page.len()), ("many.epub", 300, 1 << 20)] {
        let opf = opf(parts);
        let names: Vec<String> = (0..parts).map(|at| format!("{at}.html")).collect();
        let mut files: Vec<(&str, &[u8])> = vec![("b.opf", opf.as_bytes())];
        files.extend(names.iter().map(|name| (name.as_str(), &page[..length])));
        let path = folder.path().join(name);
        std::fs::write(&path, package(&files, zip::CompressionMethod::Deflated)).unwrap();
        fits(folder.path(), &path, &["check"]);
    }
    for (name, part) in [("b.docx", "word/document.xml"), ("b.odt", "content.xml")] {
        let media: &[u8] = b"application/vnd.oasis.opendocument.text";
        let files = [("mimetype", media), (part, &page)];
        let path = folder.path().join(name);
        std::fs::write(&path, package(&files, zip::CompressionMethod::Deflated)).unwrap();
        // It is no document at all without its first element, or one that is cut.
        let peak = peak(command(folder.path(), &["check", path.to_str().unwrap()]));
        assert!(peak < MEMORY, "{name} took {peak} KiB");
    }
    for name in ["b.html.gz", "b.txt.gz"] {
        let path = folder.path().join(name);
        std::fs::write(&path, gzip(&page)).unwrap();
        fits(folder.path(), &path, &["check"]);
    }
}
