//! Books: annotations that were made when they were read in another way; parts and words, counted
//! against a second reading.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod needs;

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use zhangju::document::{Syntax, decode};

#[test]
fn annotations_of_a_book_that_was_read_as_markdown_are_found_by_their_words() {
    let given = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/annotated");
    let reader = tempfile::tempdir().unwrap();
    let config = reader.path().join("config");
    let book = reader.path().join("林场.epub");
    std::fs::copy(given.join("林场.epub"), &book).unwrap();
    // The log as it was written then, by a device of that time.
    let log = std::fs::read_to_string(given.join("2026-11.jsonl")).unwrap();
    let log = log.replace("/home/reader/林场.epub", book.to_str().unwrap());
    let device = config.join("annotations/01M8NQGBBNJR1VKEKMSEGNW7NR");
    std::fs::create_dir_all(&device).unwrap();
    std::fs::write(device.join("2026-11.jsonl"), &log).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
        .args(["marks", "list", book.to_str().unwrap()])
        .env("LC_ALL", "C")
        .env("ZHANGJU_CONFIG_DIR", &config)
        .env("ZHANGJU_STATE_DIR", reader.path().join("state"))
        .output()
        .unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(listed.lines().count(), log.lines().count(), "{listed}");
    for line in listed.lines() {
        let anchor = line.split('\t').nth(2).unwrap();
        assert!(matches!(anchor, "exact" | "moved"), "{line}");
    }
}

/// A second, simple reading of a book, against which ours is counted: tags are cut out of the parts
/// of the spine, and nothing else is known.
mod simple {
    use std::collections::HashMap;
    use std::io::{Cursor, Read};

    use regex::Regex;
    use zip::ZipArchive;

    fn all(pattern: &str, text: &str) -> Vec<String> {
        let pattern = Regex::new(pattern).unwrap();
        let found = pattern.captures_iter(text);
        found.map(|found| found[1].to_owned()).collect()
    }

    fn attribute(tag: &str, name: &str) -> String {
        let found = all(&format!(r#"\s{name}=["']([^"']*)["']"#), tag);
        found.first().cloned().unwrap_or_default()
    }

    /// The letters of a page, without those of its head and of what is hidden; those of an image's
    /// text too. Numbers are those of lists as well.
    pub fn letters(page: &str) -> String {
        let cut = [
            r"(?s)<head\b.*?</head>",
            r"(?s)<li\b[^>]*\bhidden\b.*?</li>",
            r"(?s)<nav\b[^>]*\b(?:page-list|landmarks)\b.*?</nav>",
            r"(?s)<!--.*?-->",
        ];
        let mut page = page.to_owned();
        for pattern in cut {
            page = Regex::new(pattern).unwrap().replace_all(&page, "").into();
        }
        let image = Regex::new(r#"<img\b[^>]*\balt=["']([^"']*)["'][^>]*>"#).unwrap();
        let page = image.replace_all(&page, "$1");
        let page = Regex::new(r"(?s)<[^>]*>").unwrap().replace_all(&page, "");
        page.replace("&amp;", "&")
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect()
    }

    /// What the navigation document calls the parts: headings where the text has none.
    pub fn labels(bytes: &[u8]) -> Vec<String> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        let mut labels = Vec::new();
        for name in names.iter().filter(|name| name.ends_with("nav.xhtml")) {
            let mut text = String::new();
            archive
                .by_name(name)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            let found = all(r"(?s)<(?:a|span)\b[^>]*>(.*?)</(?:a|span)>", &text);
            labels.extend(found.iter().map(|label| letters(label)));
        }
        labels.retain(|label| !label.is_empty());
        labels
    }

    /// The parts of the spine in order: their names, and their texts where they are pages.
    pub fn spine(bytes: &[u8]) -> Vec<(String, Option<String>)> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = |path: &str| {
            let mut text = String::new();
            archive.by_name(path).ok()?.read_to_string(&mut text).ok()?;
            Some(text)
        };
        let container = text("META-INF/container.xml").unwrap();
        let path = attribute(&all("(<rootfile [^>]*>)", &container)[0], "full-path");
        let package = text(&path).unwrap();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let items = all("(?s)(<item [^>]*>)", &package);
        let items: HashMap<String, String> = items
            .iter()
            .map(|item| (attribute(item, "id"), item.clone()))
            .collect();
        let is_page = |item: &str| {
            let href = attribute(item, "href");
            ["html", "xhtml", "svg"].contains(&href.rsplit('.').next().unwrap_or(""))
        };
        let steps = all("(?s)(<itemref [^>]*>)", &package);
        let parts = steps.iter().map(|step| {
            let mut item = &items[&attribute(step, "idref")];
            let own = item;
            for _ in 0..items.len() {
                match items.get(&attribute(item, "fallback")) {
                    Some(fallback) if !is_page(item) => item = fallback,
                    _ => break,
                }
            }
            if !is_page(item) {
                return (attribute(own, "href"), None);
            }
            let href = attribute(item, "href");
            let page = text(format!("{folder}/{href}").trim_start_matches('/'));
            (href, page)
        });
        parts.collect()
    }
}

/// Checks that each part of a book's spine is read once and in order, letter by letter, or named in
/// its place and told of, with nothing between them but labels of the navigation document; behind
/// them stands `more`.
fn check_parts(name: &str, bytes: &[u8], lost: &[&str], more: &str) {
    let document = decode(bytes).document(Syntax::Plain);
    let source: String = document
        .source
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let labels = simple::labels(bytes);
    let (mut at, mut named) = (0, Vec::new());
    for (href, page) in simple::spine(bytes) {
        let file = href.rsplit('/').next().unwrap();
        let mark: String = file.chars().filter(|c| c.is_alphabetic()).collect();
        let page = page.map(|page| simple::letters(&page));
        let is_read = page
            .as_ref()
            .is_some_and(|page| source[at..].contains(page));
        let words = page.filter(|_| is_read).unwrap_or_else(|| {
            named.push(file.to_owned());
            mark
        });
        let found = source[at..].find(&words);
        let found = found.unwrap_or_else(|| panic!("{name}: {href} is not in {source}"));
        let mut between = &source[at..at + found];
        while let Some(rest) = labels
            .iter()
            .find_map(|own| between.strip_prefix(own.as_str()))
        {
            between = rest;
        }
        assert_eq!(between, "", "{name}: before {href}");
        at += found + words.len();
    }
    let told = document.issues.iter();
    let told = told.filter(|issue| issue.code.starts_with("part-")).count();
    assert_eq!(named, lost, "{name}: {}", document.source);
    assert_eq!(told, lost.len(), "{name}: {:?}", document.issues);
    assert_eq!(&source[at..], simple::letters(more), "{name}");
}

#[test]
fn no_part_of_the_books_of_the_w3c_is_lost_in_silence() {
    let Some(shared) = needs::shared("the books of the W3C") else {
        return;
    };
    let folder = shared.join("corpora/world/epub");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        check_parts(&name, &std::fs::read(&path).unwrap(), &[], "");
        count += 1;
    }
    assert!(count >= 8, "{count}");
}

/// A book: its package document below `OPS`, with a container that leads to it, and other files.
fn book(package: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path='OPS/package.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let parts = [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("OPS/package.opf", package),
    ];
    // A later file of a name replaces an earlier one.
    let is_given = |path: &str| files.iter().any(|(own, _)| *own == path);
    let parts = parts.iter().filter(|(path, _)| !is_given(path));
    for (path, text) in parts.chain(files) {
        writer.start_file(*path, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A package of these items, of which those with an id that begins with `p` are in the spine.
fn package(items: &str, more: &str) -> String {
    let ids = items
        .split("id='")
        .skip(1)
        .filter_map(|rest| rest.split('\'').next());
    let steps = ids.filter(|id| id.starts_with('p'));
    let spine: Vec<String> = steps.map(|id| format!("<itemref idref='{id}'/>")).collect();
    format!(
        "<package version='3.0'><metadata><dc:title>样书</dc:title></metadata><manifest>{items}</manifest><spine>{}</spine>{more}</package>",
        spine.concat()
    )
}

const XHTML: &str = "media-type='application/xhtml+xml'";

fn page(body: &str) -> String {
    format!("<html xmlns:epub='x'><head><title>页题</title></head><body>{body}</body></html>")
}

/// Books in the shapes of the tests of the W3C and of the samples of the IDPF.
#[test]
fn no_part_of_a_book_of_any_shape_is_lost_in_silence() {
    // Fixed layout, with words at places of their own; media overlays.
    let items = format!(
        "<item id='p1' href='1.xhtml' {XHTML} media-overlay='o' properties='rendition:layout-pre-paginated'/><item id='p2' href='2.xhtml' {XHTML}/>\
         <item id='o' href='1.smil' media-type='application/smil+xml'/><item id='m' href='1.mp3' media-type='audio/mpeg'/>"
    );
    let first = page(
        "<div style='position:absolute;left:9px'><span id='w1'>山</span><span id='w2'>路</span></div><div style='position:absolute'>弯弯</div><img src='1.jpg' alt='一座桥'/>",
    );
    let files = [
        ("OPS/1.xhtml", first.as_str()),
        ("OPS/2.xhtml", "<html><body><p>桥头有店</p></body></html>"),
        (
            "OPS/1.smil",
            "<smil><body><par><text src='1.xhtml#w1'/><audio src='1.mp3'/></par></body></smil>",
        ),
    ];
    check_parts("fixed", &book(&package(&items, ""), &files), &[], "");

    // Several renditions of one book: the first that a container names is read.
    let renditions = "<container><rootfiles><rootfile full-path='OPS/package.opf' media-type='application/oebps-package+xml' rendition:layout='reflowable'/>\
        <rootfile full-path='FXL/package.opf' media-type='application/oebps-package+xml' rendition:layout='pre-paginated'/></rootfiles></container>";
    let items = format!("<item id='p1' href='a.xhtml' {XHTML}/>");
    let files = [
        ("META-INF/container.xml", renditions),
        ("OPS/a.xhtml", "<html><body><p>流式的一版</p></body></html>"),
        ("FXL/package.opf", "<package/>"),
    ];
    check_parts("renditions", &book(&package(&items, ""), &files), &[], "");

    // An obfuscated font, an encrypted part, a part on the web, one that is not there.
    let encryption = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/><CipherData><CipherReference URI='OPS/f.otf'/></CipherData></EncryptedData>\
        <EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/><CipherData><CipherReference URI='OPS/b.xhtml'/></CipherData></EncryptedData></encryption>";
    let items = format!(
        "<item id='p1' href='a.xhtml' {XHTML} properties='remote-resources'/><item id='p2' href='b.xhtml' {XHTML}/><item id='p3' href='https://a.example/c.xhtml' {XHTML}/>\
         <item id='p4' href='d.xhtml' {XHTML}/><item id='p5' href='e.xhtml' {XHTML}/><item id='f' href='f.otf' media-type='font/otf'/>"
    );
    let remote = page(
        "<p>听<audio src='https://a.example/1.mp3'>不能放</audio>雨</p><img src='https://a.example/1.png' alt='云'/>",
    )
    .replace("不能放", "");
    let files = [
        ("META-INF/encryption.xml", encryption),
        ("OPS/a.xhtml", &remote),
        ("OPS/b.xhtml", "\u{1}\u{2}乱码"),
        ("OPS/e.xhtml", "<html><body><p>雨停了</p></body></html>"),
        ("OPS/f.otf", "x"),
    ];
    let lost = ["b.xhtml", "c.xhtml", "d.xhtml"];
    check_parts("encrypted", &book(&package(&items, ""), &files), &lost, "");

    // Contents in contents, with a list of pages and landmarks; the navigation document is a part.
    let items = format!(
        "<item id='p0' href='nav.xhtml' {XHTML} properties='nav'/><item id='p1' href='a.xhtml' {XHTML}/><item id='p2' href='b.xhtml' {XHTML}/>"
    );
    let navigation = page(
        "<nav epub:type='toc'><h1>目次</h1><ol><li><span>上卷</span><ol><li><a href='a.xhtml'>春耕</a><ol><li><a href='a.xhtml#s'>选种</a></li></ol></li></ol></li>\
         <li><a href='b.xhtml'>秋收</a></li></ol></nav><nav epub:type='page-list'><ol><li><a href='a.xhtml#s'>7</a></li></ol></nav>\
         <nav epub:type='landmarks'><ol><li><a href='a.xhtml'>正文</a></li></ol></nav>",
    );
    let files = [
        ("OPS/nav.xhtml", navigation.as_str()),
        (
            "OPS/a.xhtml",
            "<html><body><h1>春耕</h1><p>犁地。</p><h2 id='s'>选种</h2><p>拣谷。</p></body></html>",
        ),
        ("OPS/b.xhtml", "<html><body><p>割稻。</p></body></html>"),
    ];
    check_parts("navs", &book(&package(&items, ""), &files), &[], "");

    // A drawing in the spine, and chains of fallbacks, one of which leads nowhere.
    let items = format!(
        "<item id='p1' href='a.svg' media-type='image/svg+xml'/><item id='p2' href='b.pdf' media-type='application/pdf' fallback='c'/>\
         <item id='c' href='c.psd' media-type='image/x-psd' fallback='d'/><item id='d' href='d.xhtml' {XHTML}/><item id='p3' href='e.pdf' media-type='application/pdf' fallback='g'/>\
         <item id='g' href='g.psd' media-type='image/x-psd' fallback='p3'/>"
    );
    let files = [
        (
            "OPS/a.svg",
            "<svg><title>封面</title><g><text>四时</text><text>农<tspan>事</tspan></text></g></svg>",
        ),
        ("OPS/b.pdf", "x"),
        ("OPS/d.xhtml", "<html><body><p>代替的一页</p></body></html>"),
    ];
    let chain = book(&package(&items, ""), &files);
    let document = decode(&chain).document(Syntax::Plain);
    assert_eq!(
        document.source,
        "[封面]\n\n四时\n\n农事\n\n代替的一页\n\n[e.pdf]\n\n"
    );
    assert_eq!(document.issues.len(), 1);

    // Bindings, a switch, what is shown in a frame, and notes that are no part of the spine.
    let items = format!(
        "<item id='p1' href='a.xhtml' {XHTML}/><item id='h' href='handler.xhtml' {XHTML} properties='scripted'/><item id='s' href='s.xml' media-type='application/x-slides'/>\
         <item id='f' href='f.xhtml' {XHTML}/><item id='n' href='n.xhtml' {XHTML}/>"
    );
    let bindings =
        "<bindings><mediaType handler='h' media-type='application/x-slides'/></bindings>";
    let body = page(
        "<object data='s.xml' type='application/x-slides'><p>幻灯的说明</p></object><epub:switch><epub:case required-namespace='x'><math/></epub:case><epub:default>面积是长乘宽</epub:default></epub:switch>\
         <iframe src='f.xhtml'></iframe><p>稻<a epub:type='noteref' href='n.xhtml#n1'>注</a>熟</p>",
    );
    let files = [
        ("OPS/a.xhtml", body.as_str()),
        ("OPS/handler.xhtml", "<html><body>装置</body></html>"),
        ("OPS/f.xhtml", "<html><body><p>框里的话</p></body></html>"),
        (
            "OPS/n.xhtml",
            "<html><body><aside epub:type='footnote' id='n1'>早稻</aside></body></html>",
        ),
    ];
    let bound = book(&package(&items, bindings), &files);
    check_parts("bindings", &bound, &[], "框里的话 早稻");
}
