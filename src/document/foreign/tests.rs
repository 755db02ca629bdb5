//! Tests of what is not read: a source of each kind, and texts that look like one.

use super::*;
use crate::document::rules::Own;
use crate::document::{Syntax, decode, decode_as, encoding, head};

fn found(bytes: &[u8]) -> Option<&'static str> {
    recognise(bytes, None).map(|kind| kind.code)
}

const PDF: &str = "%PDF-1.6\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << >>\nstartxref\n51\n%%EOF\n";

/// A compound file with a stream of this name.
fn compound(stream: &str) -> Vec<u8> {
    let name = stream.encode_utf16().chain([0]);
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend([0; 504]);
    bytes.extend(name.flat_map(u16::to_le_bytes));
    bytes
}

/// An archive with one part.
fn zip(name: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0".to_vec();
    bytes.extend([0; 16]);
    bytes.extend((name.len() as u32).to_le_bytes());
    bytes.extend(name.as_bytes());
    bytes.extend("内容".as_bytes());
    bytes
}

#[test]
fn each_kind_is_known_by_its_content() {
    let mut kindle = vec![0; 60];
    kindle.extend(b"BOOKMOBI");
    let mut tar = b"a.txt".to_vec();
    tar.resize(257, 0);
    tar.extend(b"ustar\x0000");
    let cut = [
        b"%PDF-1.4\r%\xe2\xe3\xcf\xd3\r\n12 0 obj<</Length 8>>stream\r\n\x01\x02\x13\0".as_slice(),
    ];
    for (code, bytes) in [
        ("pdf", PDF.as_bytes()),
        ("pdf", cut[0]),
        ("postscript", b"%!PS-Adobe-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"),
        ("rtf", br"{\rtf1\ansi\deff0 {\fonttbl {\f0 Song;}}\f0 a\par}"),
        ("rtf", b"{\\rtf1\\ansi\r\n\\'d2\\'bb\\par\r\n}\r\n\0"),
        (
            "web-archive",
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"x\"\r\n\r\n--x\r\n",
        ),
        ("word", &compound("WordDocument")),
        ("excel", &compound("Workbook")),
        ("excel", &compound("Book")),
        ("powerpoint", &compound("PowerPoint Document")),
        ("hwp", &compound("\u{5}HwpSummaryInformation")),
        ("office", &compound("Bookman")),
        ("spreadsheet", &zip("xl/workbook.xml")),
        ("spreadsheet", &zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
        ("slides", &zip("ppt/presentation.xml")),
        ("zip", &zip("甲.txt")),
        ("archive", b"Rar!\x1a\x07\x01\0"),
        ("archive", b"BZh91AY&SY\x12"),
        ("archive", &tar),
        ("kindle", &kindle),
        ("chm", b"ITSF\x03\0\0\0"),
        ("caj", b"CAJ\0\x01\x02"),
        ("djvu", b"AT&TFORM\0\0\x10\0DJVM"),
        ("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("picture", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("picture", b"GIF89a\x10\0\x10\0\x80\0\0"),
        ("picture", b"BM\x36\x04\0\0\0\0\0\0\x36\0\0\0"),
        ("picture", b"II*\0\x08\0\0\0"),
        ("picture", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("picture", b"\0\0\0\x18ftypheic\0\0\0\0"),
        (
            "drawing",
            b"<?xml version=\"1.0\"?>\n<!-- x -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"><path/></svg>\n",
        ),
        ("recording", b"ID3\x04\0\0\0\0"),
        ("recording", b"\0\0\0\x18ftypisom\0\0\0\0"),
        ("data", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"),
        ("data", &[0; 100]),
    ] {
        assert_eq!(found(bytes), Some(code), "{:?}", String::from_utf8_lossy(bytes));
        let decoded = decode(bytes);
        assert_eq!(decoded.foreign.map(|kind| kind.code), Some(code));
        assert_eq!((decoded.text.as_str(), decoded.issues.len()), ("", 0));
        assert_eq!(head(bytes, Syntax::Plain, &Own::default()).header.title, "", "{code}");
    }
}

#[test]
fn a_text_that_looks_like_another_kind_is_a_text() {
    let nul = format!("{}\0{}", "第一条　本法。\n".repeat(20), "第二条　附则。\n");
    let paths = "史部/二十四史/卷之一百二十三.txt\0".repeat(9);
    for text in [
        "%PDF-1.4 与 {\\rtf1 的开头\n",
        "%PDF-1.7\n\n这一行是版本，其下是 1 0 obj，末尾是 startxref。\n",
        "%PDF-1.7\n1 0 obj\n对象如此开头，文件以 startxref 结尾。\n",
        "%PDF-1.0 至 %PDF-1.7\n1 0 obj\n是对象的开头。末尾两行：\nstartxref\n51\n",
        "{\\rtf1\\ansi 是富文本的开头，\\par 是段落。\n",
        "{\\rtf1} 与 {\\rtf}\n",
        "%!PS-Adobe-3.0\n这是页面描述语言。\n",
        "GIF89a 与 GIF87a 之别\n",
        "BM 是位图的开头\n",
        "PK 是压缩文件的开头\n",
        "Rar! 与 7z 是压缩文件\n",
        "MZ 与 \u{7f}ELF 是程序\n",
        "ID3 标签\n",
        "CAJ 与 HN 是知网的格式\n",
        "RIFF 头后有 WAVE\n",
        "ITSF 是编译的帮助\n",
        "AT&TFORM 后有 DJVU\n",
        "MIME-Version: 1.0 是邮件头\n",
        "<svg> 元素画图\n",
        "<?xml version=\"1.0\"?>\n<p>先画 <svg xmlns=\"http://www.w3.org/2000/svg\"></svg></p>\n",
        &nul,
        &paths,
        "第\0一\0条\0　\0甲\0、\0乙\0、\0丙\0。\n",
        "",
        "\0",
    ] {
        assert_eq!(found(text.as_bytes()), None, "{text}");
        assert!(decode(text.as_bytes()).foreign.is_none());
    }
}

#[test]
fn letters_with_a_control_character_behind_them_are_data() {
    let chm = |byte| [b"ITSF".as_slice(), &[byte]].concat();
    for control in [0, 0x08, 0x0e, 0x1a, 0x1c, 0x1f, 0x7f] {
        assert_eq!(found(&chm(control)), Some("chm"), "{control:#x}");
    }
    for blank in *b"\t\n\x0b\x0c\r\x1b " {
        assert_eq!(found(&chm(blank)), None, "{blank:#x}");
    }
}

#[test]
fn rich_text_that_is_cut_short_is_known_by_its_many_commands() {
    let rich = |commands: usize, end: &str| format!("{{\\rtf1{}甲{end}", "\\b".repeat(commands));
    assert_eq!(found(rich(1, "}").as_bytes()), Some("rtf"));
    assert_eq!(found(rich(12, "").as_bytes()), Some("rtf"));
    assert_eq!(found(rich(11, "").as_bytes()), None);
}

#[test]
fn text_in_an_encoding_with_nuls_is_a_text() {
    let text = "Article 1\nThese rules apply.\n第一条　适用。\n";
    let units = |bytes_of: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes_of).collect();
    let wide: Vec<u8> = text
        .chars()
        .flat_map(|c| (c as u32).to_le_bytes())
        .collect();
    let marked = [&[0xff, 0xfe, 0, 0], wide.as_slice()].concat();
    let texts: [Vec<u8>; 3] = [units(u16::to_le_bytes), units(u16::to_be_bytes), marked];
    for bytes in texts {
        assert_eq!(found(&bytes), None);
        assert_eq!(decode(&bytes).text, text);
    }
    // What the reader takes for text is shown as such.
    let data = [0, 1, 2, 3, 0, 1, 2, 3, 0x41, 0];
    assert_eq!(found(&data), Some("data"));
    let asked = decode_as(&data, encoding("utf-16le").unwrap());
    assert!(asked.foreign.is_none() && !asked.text.is_empty());
    let asked = decode_as(PDF.as_bytes(), encoding("gbk").unwrap());
    assert!(asked.foreign.is_some());
}

#[test]
fn a_damaged_book_is_none_of_the_other_kinds() {
    for name in ["META-INF/container.xml", "word/document.xml"] {
        assert_eq!(found(&zip(name)), None);
        assert_eq!(decode(&zip(name)).issues[0].code, "no-book");
    }
}

#[test]
fn what_is_packed_is_recognised_within() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(PDF.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    assert_eq!(decode(&packed).foreign.map(|kind| kind.code), Some("pdf"));
    assert_eq!(
        head(&packed, Syntax::Plain, &Own::default()).header.title,
        ""
    );
}

#[test]
fn every_printer_is_given_the_file() {
    for kind in &KINDS {
        for printer in kind.printers {
            assert!(printer.contains(&"{}"), "{}", kind.code);
            assert!(!kind.extensions.is_empty());
        }
        let lower = |name: &&str| {
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        assert!(kind.extensions.iter().all(lower));
    }
}
