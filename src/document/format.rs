//! The formats of documents, one entry each. Decoding, the head for the catalog and the scan of a
//! library ask this table and know no format themselves.

use super::budget::Budget;
use super::encoding;
use super::packing::{PACKINGS, is_packed};
use super::summary::Summary;
use super::syntax::Syntax;
use super::transcript::Transcript;
use super::word::{docx, odt};
use super::{epub, html};

/// A format of documents.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What it is called in messages.
    pub name: &'static str,
    /// How the names of its files end: lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// How its sources are recognised and read.
    pub(super) reader: Reader,
}

/// How the sources of a format are recognised and read. Names decide which files of a folder are
/// documents, and whether a text is taken for Markdown; what else a source is, what is in it
/// decides.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reader {
    /// Text that the parser reads as it stands, and the markup that its name promises.
    Text(Syntax),
    /// Text in other markup, read into a transcript.
    Converted(Converter),
    /// An archive of several parts. Its directory stands at its end, so that it is always read
    /// whole.
    Container(Container),
}

/// The reader of a format that is text in other markup.
#[derive(Clone, Copy, Debug)]
pub(super) struct Converter {
    /// Whether a decoded text looks like this format.
    pub is: fn(&str) -> bool,
    /// Reads a text that does. Cannot fail.
    pub read: fn(String, &Budget) -> Transcript,
}

/// The reader of a format that is a container: an archive of several parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Container {
    /// What its bytes begin with; several formats may share one.
    pub magic: &'static [&'static [u8]],
    /// Reads the container; `None` if it is damaged or of another format.
    pub read: fn(&[u8], &Budget) -> Option<Transcript>,
    /// Reads only what the catalog wants; `None` as for `read`.
    pub summarize: fn(&[u8], &Budget) -> Option<Summary>,
}

/// What a ZIP archive begins with, and one without any part.
const ZIP: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06"];

/// The formats that are read, in the order in which they are tried.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        extensions: &["txt", "text"],
        reader: Reader::Text(Syntax::Plain),
    },
    Format {
        name: "Markdown",
        extensions: &["md", "markdown"],
        reader: Reader::Text(Syntax::Markdown),
    },
    Format {
        name: "HTML",
        extensions: &["html", "htm", "xhtml"],
        reader: Reader::Converted(Converter {
            is: html::is_html,
            read: html::read,
        }),
    },
    Format {
        name: "Word",
        extensions: &["docx", "docm"],
        reader: Reader::Container(Container {
            magic: ZIP,
            read: docx::read,
            summarize: docx::summarize,
        }),
    },
    Format {
        name: "OpenDocument",
        extensions: &["odt"],
        reader: Reader::Container(Container {
            magic: ZIP,
            read: odt::read,
            summarize: odt::summarize,
        }),
    },
    Format {
        name: "flat OpenDocument",
        extensions: &["fodt"],
        reader: Reader::Converted(Converter {
            is: odt::is_flat,
            read: odt::read_flat,
        }),
    },
    Format {
        name: "EPUB",
        extensions: &["epub"],
        reader: Reader::Container(Container {
            magic: ZIP,
            read: epub::read,
            summarize: epub::summarize,
        }),
    },
];

impl Format {
    /// The format of a file by its name, which may also end in the extension of a packing.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        named(FORMATS, name)
    }

    /// Whether the first bytes of a source tell nothing without the last, so that even its head for
    /// the catalog needs all of it.
    pub fn is_read_whole(&self) -> bool {
        matches!(self.reader, Reader::Container(_))
    }

    /// The markup that the name of a file of this format promises, if it is a text.
    pub fn syntax(&self) -> Syntax {
        match self.reader {
            Reader::Text(syntax) => syntax,
            Reader::Converted(_) | Reader::Container(_) => Syntax::Plain,
        }
    }

    fn is_called(&self, extension: &str) -> bool {
        let mut known = self.extensions.iter();
        known.any(|known| known.eq_ignore_ascii_case(extension))
    }
}

/// The format of a file by its name. A packed file is known by its beginning: of formats that are
/// read whole none is packed.
pub(super) fn named<'a>(formats: &'a [Format], name: &str) -> Option<&'a Format> {
    let (stem, extension) = split(name)?;
    let mut packings = PACKINGS.iter();
    if packings.any(|packing| packing.extension.eq_ignore_ascii_case(extension)) {
        let (_, inner) = split(stem)?;
        let mut packed = formats.iter().filter(|format| !format.is_read_whole());
        return packed.find(|format| format.is_called(inner));
    }
    formats.iter().find(|format| format.is_called(extension))
}

/// A name without its extension, and the extension; a name that begins with its only dot has none.
fn split(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())
}

/// The readers for a container that begins like this, with the names of their formats; empty if no
/// container does.
pub(super) fn containers<'a>(
    formats: &'a [Format],
    bytes: &[u8],
) -> Vec<(&'static str, &'a Container)> {
    let containers = formats.iter().filter_map(|format| match &format.reader {
        Reader::Container(container) => Some((format.name, container)),
        Reader::Text(_) | Reader::Converted(_) => None,
    });
    let begins =
        |(_, container): &(_, &Container)| container.magic.iter().any(|m| bytes.starts_with(m));
    containers.filter(begins).collect()
}

/// Whether a source that begins like this is text that the parser reads as it stands: what is made
/// of it is little more than itself.
pub(super) fn is_plain(formats: &[Format], beginning: &[u8]) -> bool {
    let text = || encoding::transcode(beginning.into(), None).text;
    !is_packed(beginning)
        && containers(formats, beginning).is_empty()
        && converter(formats, &text()).is_none()
}

/// The converter for a text that looks like other markup; `None` if the parser reads it as it
/// stands.
pub(super) fn converter<'a>(formats: &'a [Format], text: &str) -> Option<&'a Converter> {
    formats.iter().find_map(|format| match &format.reader {
        Reader::Converted(converter) if (converter.is)(text) => Some(converter),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::decode::decode_by;
    use crate::document::head::head_by;
    use crate::document::rules::Own;
    use crate::document::{BlockKind, Header};

    /// An archive that begins with `ODD1` and a text that begins with `%odd`; their rest is the
    /// title.
    const INVENTED: [Format; 2] = [
        Format {
            name: "Odd archive",
            extensions: &["odda"],
            reader: Reader::Container(Container {
                magic: &[b"ODD1"],
                read: |bytes, _| {
                    let mut transcript = Transcript::default();
                    transcript.write(std::str::from_utf8(bytes.get(4..)?).ok()?);
                    transcript.end_passage(BlockKind::Title);
                    Some(transcript)
                },
                summarize: |bytes, _| {
                    let title = std::str::from_utf8(bytes.get(4..)?).ok()?;
                    Some(Summary {
                        header: Header {
                            title: title.to_owned(),
                            ..Header::default()
                        },
                        characters: 7,
                    })
                },
            }),
        },
        Format {
            name: "Odd text",
            extensions: &["odd", "oddity"],
            reader: Reader::Converted(Converter {
                is: |text| text.starts_with("%odd "),
                read: |text, _| {
                    let mut transcript = Transcript::default();
                    transcript.write(text.strip_prefix("%odd ").unwrap_or(&text));
                    transcript.end_passage(BlockKind::Title);
                    transcript
                },
            }),
        },
    ];

    #[test]
    fn an_entry_is_all_that_a_format_needs() {
        let formats = [FORMATS, &INVENTED].concat();
        let decode_by = |formats: &[Format], bytes: &'static [u8]| {
            crate::document::decode::decode_by(formats, bytes.into(), None, &Budget::whole())
        };
        let text = |bytes| decode_by(&formats, bytes).text;
        assert_eq!(text("ODD1甲".as_bytes()), "甲\n\n");
        assert_eq!(text("%odd 乙\n".as_bytes()), "乙\n\n");
        let head = |bytes| head_by(&formats, bytes, Syntax::Plain, &Own::default());
        assert_eq!(head("ODD1甲".as_bytes()).header.title, "甲");
        assert_eq!(head("ODD1甲".as_bytes()).characters, 7);
        assert_eq!(head("%odd 乙\n".as_bytes()).header.title, "乙");
        let name = |name| named(&formats, name).map(|format| format.name);
        assert_eq!(name("a.odda"), Some("Odd archive"));
        assert_eq!(name("a.Oddity.zst"), Some("Odd text"));
        assert_eq!(name("a.odda.zst"), None);
        // Without its entry nothing knows it.
        assert_eq!(decode_by(FORMATS, b"%odd x").text, "%odd x");
        assert!(named(FORMATS, "a.odd").is_none());
    }

    #[test]
    fn formats_that_share_their_magic_bytes_are_tried_in_turn() {
        let refusing = Format {
            name: "Refusing",
            extensions: &[],
            reader: Reader::Container(Container {
                magic: &[b"ODD"],
                read: |_, _| None,
                summarize: |_, _| None,
            }),
        };
        let [odd, _] = INVENTED;
        let decode = |bytes: &'static [u8]| {
            decode_by(&[refusing, odd], bytes.into(), None, &Budget::whole())
        };
        let decoded = decode(b"ODD1x");
        assert_eq!((decoded.text.as_str(), decoded.issues.len()), ("x\n\n", 0));
        let head = head_by(&[refusing, odd], b"ODD1x", Syntax::Plain, &Own::default());
        assert_eq!(head.header.title, "x");
        let decoded = decode(b"ODD1\xff");
        assert_eq!(decoded.text, "");
        assert_eq!(decoded.issues[0].code, "no-book");
        assert_eq!(decoded.issues[0].details, ["Refusing, Odd archive"]);
    }

    #[test]
    fn extensions_are_lower_case_and_of_one_format() {
        let all = FORMATS.iter().flat_map(|format| format.extensions);
        let packings = PACKINGS.iter().map(|packing| packing.extension);
        let mut all: Vec<&str> = all.copied().chain(packings).collect();
        assert!(
            all.iter()
                .all(|extension| *extension == extension.to_lowercase())
        );
        let length = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), length);
    }
}
