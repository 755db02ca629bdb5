//! What is no document that is read: one table of kinds, each recognised by its content. Magic
//! bytes alone prove nothing where they are letters: a text about PDF may begin with `%PDF-1.4`.

use memchr::memmem;

use super::encoding::{Encoding, could_go_on, is_wide, split_utf_8};

/// A kind of source that is not read.
#[derive(Debug)]
pub struct Foreign {
    /// A stable name in kebab case; what it is called is `foreign.<code>` in the locales.
    pub code: &'static str,
    /// How the names of its files end: lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// What can be done to read it all the same.
    pub remedy: Remedy,
    /// Programs that print its text, the best first, with their arguments; `{}` is the file.
    pub printers: &'static [&'static [&'static str]],
    /// Whether bytes are of this kind.
    is: fn(&[u8]) -> bool,
}

/// What can be done to read a source that is not read as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Save it in a format that is read, with the program it comes from.
    Save,
    /// Convert it to EPUB.
    Convert,
    /// Unpack it.
    Unpack,
    /// Recognise the characters in it.
    Recognise,
    /// Nothing: there is no text in it.
    Nothing,
}

impl Remedy {
    /// Its name in the locales: `remedy.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Convert => "convert",
            Self::Unpack => "unpack",
            Self::Recognise => "recognise",
            Self::Nothing => "nothing",
        }
    }
}

/// The kinds that are known, in the order in which they are tried.
pub const KINDS: [Foreign; 21] = [
    Foreign {
        code: "pdf",
        extensions: &["pdf"],
        remedy: Remedy::Save,
        printers: &[
            &["pdftotext", "-layout", "{}", "-"],
            &["mutool", "draw", "-F", "text", "{}"],
        ],
        is: is_pdf,
    },
    Foreign {
        code: "postscript",
        extensions: &["ps", "eps"],
        remedy: Remedy::Save,
        printers: &[&["ps2ascii", "{}"]],
        is: is_postscript,
    },
    Foreign {
        code: "rtf",
        extensions: &["rtf"],
        remedy: Remedy::Save,
        printers: &[
            &["pandoc", "-f", "rtf", "-t", "markdown", "--wrap=none", "{}"],
            &["soffice", "--headless", "--cat", "{}"],
        ],
        is: is_rtf,
    },
    Foreign {
        code: "web-archive",
        extensions: &["mht", "mhtml"],
        remedy: Remedy::Save,
        printers: &[],
        is: is_web_archive,
    },
    Foreign {
        code: "word",
        extensions: &["doc", "dot", "wps"],
        remedy: Remedy::Save,
        printers: &[
            &["antiword", "{}"],
            &["catdoc", "{}"],
            &["soffice", "--headless", "--cat", "{}"],
        ],
        is: |bytes| is_compound(bytes, &["WordDocument"]),
    },
    Foreign {
        code: "excel",
        extensions: &["xls", "et"],
        remedy: Remedy::Save,
        printers: &[&["xls2csv", "{}"]],
        is: |bytes| is_compound(bytes, &["Workbook", "Book"]),
    },
    Foreign {
        code: "powerpoint",
        extensions: &["ppt", "dps"],
        remedy: Remedy::Save,
        printers: &[&["catppt", "{}"]],
        is: |bytes| is_compound(bytes, &["PowerPoint Document"]),
    },
    Foreign {
        code: "hwp",
        extensions: &["hwp"],
        remedy: Remedy::Save,
        printers: &[&["hwp5txt", "{}"]],
        is: |bytes| {
            bytes.starts_with(b"HWP Document File V") && has_controls(bytes)
                || is_compound(bytes, &["HwpSummaryInformation"])
        },
    },
    Foreign {
        code: "office",
        extensions: &["pub", "vsd", "msg"],
        remedy: Remedy::Save,
        printers: &[],
        is: |bytes| is_compound(bytes, &[""]),
    },
    Foreign {
        code: "spreadsheet",
        extensions: &["xlsx", "xlsm", "ods"],
        remedy: Remedy::Save,
        printers: &[&["xlsx2csv", "{}"]],
        is: |bytes| is_zip_with(bytes, &["xl/workbook", "opendocument.spreadsheet"]),
    },
    Foreign {
        code: "slides",
        extensions: &["pptx", "odp"],
        remedy: Remedy::Save,
        printers: &[],
        is: |bytes| is_zip_with(bytes, &["ppt/presentation", "opendocument.presentation"]),
    },
    Foreign {
        code: "zip",
        extensions: &["zip", "jar", "cbz"],
        remedy: Remedy::Unpack,
        printers: &[],
        is: |bytes| is_zip(bytes) && !is_zip_with(bytes, &BOOKS),
    },
    Foreign {
        code: "archive",
        extensions: &["tar", "rar", "7z", "xz", "bz2", "tgz", "cab"],
        remedy: Remedy::Unpack,
        printers: &[],
        is: is_archive,
    },
    Foreign {
        code: "kindle",
        extensions: &["mobi", "azw", "azw3", "prc", "pdb"],
        remedy: Remedy::Convert,
        printers: &[],
        is: |bytes| {
            let kinds: [&[u8]; 3] = [b"BOOKMOBI", b"TEXtREAd", b"PNRdPPrs"];
            kinds.contains(&bytes.get(60..68).unwrap_or(b"")) && has_controls(bytes)
        },
    },
    Foreign {
        code: "chm",
        extensions: &["chm"],
        remedy: Remedy::Convert,
        printers: &[],
        is: |bytes| bytes.starts_with(b"ITSF") && has_controls(bytes),
    },
    Foreign {
        code: "caj",
        extensions: &["caj", "kdh", "nh"],
        remedy: Remedy::Save,
        printers: &[],
        is: |bytes| {
            let kinds: [&[u8]; 3] = [b"CAJ\0", b"HN\0\0", b"KDH "];
            begins_with(bytes, &kinds) && has_controls(bytes)
        },
    },
    Foreign {
        code: "djvu",
        extensions: &["djvu", "djv"],
        remedy: Remedy::Recognise,
        printers: &[&["djvutxt", "{}"]],
        is: |bytes| bytes.starts_with(b"AT&TFORM") && bytes.get(12..15) == Some(b"DJV"),
    },
    Foreign {
        code: "picture",
        extensions: &[
            "png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp", "webp", "heic", "avif",
        ],
        remedy: Remedy::Recognise,
        printers: &[&["tesseract", "{}", "-", "-l", "chi_sim"]],
        is: is_picture,
    },
    Foreign {
        code: "drawing",
        extensions: &["svg"],
        remedy: Remedy::Nothing,
        printers: &[],
        is: is_drawing,
    },
    Foreign {
        code: "recording",
        extensions: &["mp3", "mp4", "m4a", "ogg", "flac", "wav", "avi", "mkv"],
        remedy: Remedy::Nothing,
        printers: &[],
        is: is_recording,
    },
    Foreign {
        code: "data",
        extensions: &[],
        remedy: Remedy::Nothing,
        printers: &[],
        is: is_data,
    },
];

/// The kind of a source that no reader of a container could read; `None` if it is taken for text.
/// An encoding that the reader has asked for says that data are text.
pub(super) fn recognise(bytes: &[u8], asked: Option<Encoding>) -> Option<&'static Foreign> {
    KINDS
        .iter()
        .filter(|kind| asked.is_none() || kind.code != "data")
        .find(|kind| (kind.is)(bytes))
}

/// Bytes at the beginning that are looked at.
const SAMPLE: usize = 4 << 10;

/// Bytes at the end that are looked at.
const TAIL: usize = 1 << 10;

fn sample(bytes: &[u8]) -> &[u8] {
    bytes.get(..SAMPLE).unwrap_or(bytes)
}

fn tail(bytes: &[u8]) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or(&[])
}

fn begins_with(bytes: &[u8], magic: &[&[u8]]) -> bool {
    magic.iter().any(|magic| bytes.starts_with(magic))
}

fn has(bytes: &[u8], words: &str) -> bool {
    memmem::find(bytes, words.as_bytes()).is_some()
}

/// A control character that no text has: neither white space nor ESC, by which old Japanese mail
/// switches.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

fn has_controls(bytes: &[u8]) -> bool {
    sample(bytes).iter().any(|byte| is_control(*byte))
}

/// The lines of some bytes that are not empty, without white space at their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let lines = lines.map(<[u8]>::trim_ascii);
    lines.filter(|line| !line.is_empty())
}

fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// `%PDF-1.7` alone on the first line, below it an object (`1 0 obj`), and either the place of the
/// table of objects at the end, or bytes that are no text.
fn is_pdf(bytes: &[u8]) -> bool {
    let is_version = |line: &[u8]| {
        let version = line.strip_prefix(b"%PDF-").unwrap_or(b"");
        version.len() == 3
            && version.first().is_some_and(u8::is_ascii_digit)
            && version.last().is_some_and(u8::is_ascii_digit)
    };
    let is_object = |line: &[u8]| {
        let mut words = line.split(|byte| *byte == b' ');
        let is_numbered =
            words.next().is_some_and(is_number) && words.next().is_some_and(is_number);
        is_numbered && words.next().is_some_and(|word| word.starts_with(b"obj"))
    };
    let has_table = || {
        let mut end = lines(tail(bytes)).skip_while(|line| *line != b"startxref");
        end.nth(1).is_some_and(is_number)
    };
    let mut head = lines(sample(bytes));
    head.next().is_some_and(is_version)
        && head.any(is_object)
        && (has_table() || has_controls(bytes))
}

/// `%!PS-Adobe-3.0` alone on the first line, and a comment of its structure below it.
fn is_postscript(bytes: &[u8]) -> bool {
    // The header of a preview for other programs.
    if bytes.starts_with(b"\xc5\xd0\xd3\xc6") {
        return true;
    }
    let mut head = lines(sample(bytes));
    let is_version = |line: &[u8]| line.starts_with(b"%!PS") && line.is_ascii();
    let is_comment = |line: &[u8]| line.starts_with(b"%%") && line.is_ascii();
    head.next().is_some_and(is_version) && head.next().is_some_and(is_comment)
}

/// `{\rtf1`, at once followed by more commands, and nothing behind its last brace.
fn is_rtf(bytes: &[u8]) -> bool {
    const HEADER: usize = 256;
    let header = bytes.get(..HEADER).unwrap_or(bytes);
    let Some(rest) = header.strip_prefix(b"{\\rtf") else {
        return false;
    };
    let rest = rest.trim_ascii_start();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = rest.get(digits..).unwrap_or(&[]).trim_ascii_start();
    let commands = rest
        .windows(2)
        .filter(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphabetic());
    let commands = commands.count();
    let is_blank = |byte: u8| byte == 0 || byte.is_ascii_whitespace();
    let is_closed = tail(bytes).iter().rfind(|byte| !is_blank(**byte)) == Some(&b'}');
    begins_with(rest, &[b"\\", b"{"]) && (is_closed && commands >= 1 || commands >= 12)
}

/// The header of a mail whose parts belong together, which is how browsers save pages.
fn is_web_archive(bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    let is_field = |line: &[u8]| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or(b"");
        name.len() < line.len() && name.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-')
    };
    let fields = [
        "MIME-Version: 1.0",
        "Content-Type: multipart/related",
        "boundary=",
    ];
    lines(sample).next().is_some_and(is_field) && fields.iter().all(|field| has(sample, field))
}

/// A compound file of Microsoft's with a stream of one of these names.
fn is_compound(bytes: &[u8], streams: &[&str]) -> bool {
    let is_named = |stream: &&str| {
        let name = stream.encode_utf16().chain([0]);
        let name: Vec<u8> = name.flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") && streams.iter().any(is_named)
}

/// Names in an archive that is a document of a format that is read, if a damaged one.
const BOOKS: [&str; 4] = [
    "META-INF/container.xml",
    "application/epub+zip",
    "word/document.xml",
    "opendocument.text",
];

/// A ZIP archive: the header of its first part, or the end of an empty one.
fn is_zip(bytes: &[u8]) -> bool {
    let is_method = |method: &[u8]| matches!(method, [0 | 8 | 9 | 12 | 14 | 93 | 95 | 99, 0]);
    bytes.starts_with(b"PK\x03\x04") && bytes.len() >= 30 && bytes.get(8..10).is_some_and(is_method)
        || bytes.starts_with(b"PK\x05\x06") && bytes.len() >= 22
}

/// A ZIP archive with one of these names of parts, or of media types, in it.
fn is_zip_with(bytes: &[u8], names: &[&str]) -> bool {
    is_zip(bytes) && names.iter().any(|name| has(bytes, name))
}

fn is_archive(bytes: &[u8]) -> bool {
    let magic: [&[u8]; 5] = [
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\xfd7zXZ\0",
        b"MSCF\0\0\0\0",
        b"\x1f\x9d",
    ];
    let is_bzip2 = || bytes.starts_with(b"BZh") && bytes.get(4..10) == Some(b"1AY&SY");
    let is_tar = || bytes.get(257..262) == Some(b"ustar") && has_controls(bytes);
    begins_with(bytes, &magic) || is_bzip2() || is_tar()
}

fn is_picture(bytes: &[u8]) -> bool {
    let magic: [&[u8]; 8] = [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xdb",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xe1",
        b"\xff\xd8\xff\xee",
        b"II*\0",
        b"MM\0*",
        b"\0\0\0\x0cjP  ",
    ];
    let is_gif = || begins_with(bytes, &[b"GIF87a", b"GIF89a"]) && has_controls(bytes);
    // Four reserved bytes, and the length of the header behind them.
    let is_bmp = || bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    let is_webp = || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let brands: [&[u8]; 4] = [b"heic", b"heix", b"mif1", b"avif"];
    let is_heic = || is_brand(bytes, |brand| brands.contains(&brand));
    begins_with(bytes, &magic) || is_gif() || is_bmp() || is_webp() || is_heic()
}

/// A file of the ISO's media format (MP4 and its kin) of some brand.
fn is_brand(bytes: &[u8], is: impl FnOnce(&[u8]) -> bool) -> bool {
    bytes.first() == Some(&0)
        && bytes.get(4..8) == Some(b"ftyp")
        && bytes.get(8..12).is_some_and(is)
}

/// XML whose outermost element is a drawing.
fn is_drawing(bytes: &[u8]) -> bool {
    const NAMESPACE: &str = "http://www.w3.org/2000/svg";
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = start.trim_ascii_start();
    let is_element = |start: &[u8]| {
        let at = memmem::find(sample(start), b"<svg");
        at.is_some_and(|at| {
            // Nothing but declarations and comments before it.
            let before = start.get(..at).unwrap_or(&[]).trim_ascii();
            before.is_empty() || before.starts_with(b"<") && before.ends_with(b">")
        })
    };
    begins_with(start, &[b"<svg", b"<?xml", b"<!"])
        && is_element(start)
        && has(sample(start), NAMESPACE)
        && tail(bytes).trim_ascii_end().ends_with(b"</svg>")
}

fn is_recording(bytes: &[u8]) -> bool {
    let magic: [&[u8]; 6] = [
        b"ID3\x02",
        b"ID3\x03",
        b"ID3\x04",
        b"OggS\0",
        b"fLaC\0",
        b"\x1a\x45\xdf\xa3",
    ];
    let is_riff = || {
        let kind = bytes.get(8..12).unwrap_or(b"");
        bytes.starts_with(b"RIFF") && (kind == b"WAVE" || kind == b"AVI ")
    };
    begins_with(bytes, &magic) || is_riff() || is_brand(bytes, |_| true)
}

/// Bytes with NULs that are text in no encoding: data are full of control characters, of which a
/// text may have some, in UTF-8 even many. A damaged book is none.
fn is_data(bytes: &[u8]) -> bool {
    const SOME: usize = 8;
    let sample = sample(bytes);
    let is_book = begins_with(bytes, &[b"PK\x03\x04", b"PK\x05\x06"]);
    if is_book || memchr::memchr(0, sample).is_none() {
        return false;
    }
    let controls = sample.iter().filter(|byte| is_control(**byte)).count();
    let (_, rest) = split_utf_8(sample);
    let share = if could_go_on(rest) { 2 } else { 32 };
    controls >= SOME && share * controls >= sample.len() && !is_wide(sample)
}

#[cfg(test)]
mod tests;
