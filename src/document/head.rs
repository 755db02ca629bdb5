//! The first bytes of a source to its header: what the catalog needs, at a fraction of the cost of
//! parsing.

use super::budget::Budget;
use super::decode::decode_by;
use super::foreign;
use super::format::{self, FORMATS, Format};
use super::header::{archive, front_matter};
use super::parse::parse_ruled;
use super::rules::Own;
use super::{Header, Syntax, encoding};

/// Bytes of a document that are read for its header and title at first.
pub const HEAD: usize = 16 << 10;

/// Bytes of the body that are searched for title and dates where the header lacks them.
const OPENING: usize = 3 << 10;

/// What the head of a source tells of the document.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The header; its title may be empty.
    pub header: Header,
    /// Whether the header goes on after the bytes that were read.
    pub is_cut: bool,
    /// Length in characters of the bytes that were read; for a container an estimate of the whole.
    pub characters: usize,
}

/// Reads the header of a source from its first bytes; `named` is the syntax that its name promises,
/// `own` are a person's own rules.
pub fn head(bytes: &[u8], named: Syntax, own: &Own) -> Head {
    head_by(FORMATS, bytes, named, own)
}

/// Reads the header of a source of one of these formats.
pub(super) fn head_by(formats: &[Format], bytes: &[u8], named: Syntax, own: &Own) -> Head {
    let budget = Budget::catalog();
    let containers = format::containers(formats, bytes);
    if !containers.is_empty() {
        let mut readers = containers.iter();
        let summary = readers.find_map(|(_, container)| (container.summarize)(bytes, &budget));
        let summary = summary.unwrap_or_default();
        return Head {
            header: summary.header,
            is_cut: false,
            characters: summary.characters,
        };
    }
    // The head may end within a character: that is still UTF-8.
    let (whole, tail) = encoding::split_utf_8(bytes);
    match encoding::utf_8(whole) {
        Some(text) if encoding::could_go_on(tail) && is_plain(formats, &text) => {
            of_text(&text, named, own)
        }
        _ => {
            let decoded = decode_by(formats, bytes.into(), None, &budget);
            if decoded.structure.is_none() {
                return of_text(&decoded.text, named, own);
            }
            Head {
                characters: decoded.text.chars().count(),
                header: decoded.document(named).header,
                is_cut: false,
            }
        }
    }
}

/// Whether UTF-8 text is read, and needs no decoding or conversion.
fn is_plain(formats: &[Format], text: &str) -> bool {
    !text.starts_with('\u{feff}')
        // ESC: ISO-2022-JP switches character sets with it.
        && memchr::memchr2(0, 0x1b, text.as_bytes()).is_none()
        && encoding::is_unified(text)
        && foreign::recognise(text.as_bytes(), None).is_none()
        && format::converter(formats, text).is_none()
}

fn of_text(text: &str, named: Syntax, own: &Own) -> Head {
    Head {
        characters: text.chars().count(),
        ..opening(text, named, own)
    }
}

fn opening(text: &str, named: Syntax, own: &Own) -> Head {
    let mut issues = Vec::new();
    if let Some(opening) = archive::read(text, &mut issues) {
        let is_cut = opening.body_label.is_empty();
        let header = opening.header;
        if is_cut || header.is_complete() {
            return Head {
                header,
                is_cut,
                characters: 0,
            };
        }
        let body = text.get(opening.body_label.end..).unwrap_or("");
        let length = opening.body_label.end + opening_length(body);
        return whole(text, length, named, own);
    }
    match front_matter::read(text, &mut issues) {
        Some((header, _)) if header.is_complete() => Head {
            header,
            ..Head::default()
        },
        Some((_, span)) => {
            let body = text.get(span.end..).unwrap_or("");
            whole(text, span.end + opening_length(body), named, own)
        }
        None => Head {
            is_cut: front_matter::is_begun(text),
            ..whole(text, opening_length(text), named, own)
        },
    }
}

/// Parses only the beginning of a text, for its title and dates.
fn whole(text: &str, length: usize, named: Syntax, own: &Own) -> Head {
    let opening = text.get(..length).unwrap_or(text).to_owned();
    Head {
        header: parse_ruled(opening, named, own).header,
        ..Head::default()
    }
}

/// Where the opening of a body ends: after the information block of a statute and the history that
/// may go on below it, else after a few paragraphs.
fn opening_length(body: &str) -> usize {
    const INFORMATION: &str = "<!-- INFO END -->";
    if let Some(at) = body.find(INFORMATION) {
        let mut end = at + INFORMATION.len();
        let last = end + OPENING;
        let below = body.get(end..).unwrap_or("");
        // A heading or a sentence begins the text.
        for line in below.split_inclusive('\n') {
            if line.starts_with('#') || end >= last {
                break;
            }
            end += line.len();
            if line.contains('。') {
                break;
            }
        }
        return end;
    }
    let length = body.len().min(OPENING);
    let tail = body.as_bytes().get(length..).unwrap_or(&[]);
    length + memchr::memchr(b'\n', tail).unwrap_or(tail.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse::parse_named;

    #[test]
    fn the_head_says_what_the_whole_says() {
        let long = "正文。\n\n".repeat(3000);
        for text in [
            format!(
                "id: 0123456789\n标题：指示\n日期：1955-4-0,1956-1-2\n是否是时间段：true\n作者：甲,乙\n来源：\n标签：工业\n书籍：文集\n书籍作者：\n\n正文：\n\n{long}"
            ),
            format!(
                "id: 0123456789\n标题：指示\n日期：\n\n正文：\n\n# 指示\n\n（1955年4月27日）\n\n{long}"
            ),
            format!(
                "# 某法\n\n1979年7月1日 第五届会议通过\n\n1997年3月14日 修订\n\n<!-- INFO END -->\n\n{long}"
            ),
            format!(
                "# 某规定\n\n<!-- INFO END -->\n\n（2001年2月6日某会第8次会议通过，根据2020年12月23日某会第9次会议修正）\n\n## 第一章 总则\n\n{long}"
            ),
            format!(
                "# 某规定\n\n2009年11月9日 某会\n\n<!-- INFO END -->\n\n第15次会议通过，自2011年1月1日起施行）\n\n为了办事，2012年起照此办理。\n\n{long}"
            ),
            format!("---\ntitle: 文\ndate: 2020-01-02\ntags: [a, b]\n---\n\n{long}"),
            format!("---\ntags: [a, b]\n---\n\n# 题\n\n{long}"),
            format!("+++\ntitle = \"文\"\ndate = 2020-01-02\ntags = [\"a\", \"b\"]\n+++\n\n{long}"),
            format!("某某指示\n\n一九五五年三月十日\n\n{long}"),
            // Whether these are Markdown, the catalog and the room must see alike.
            format!("# 某社记事\n\n{long}"),
            format!("__某社__记事\n\n## 人\n\n{long}## 船\n\n文。\n"),
            format!("某社记事\n1955-3-10\n# 三号\n\n{long}"),
            format!("{long}## 人\n\n三人。\n\n## 船\n\n二只。\n"),
            long.clone(),
            String::new(),
        ] {
            for named in [Syntax::Plain, Syntax::Markdown] {
                let mut cut = text.len().min(HEAD);
                while !text.is_char_boundary(cut) {
                    cut += 1;
                }
                let whole = parse_named(text.clone(), named).header;
                let head = head(text.get(..cut).unwrap().as_bytes(), named, &Own::default());
                assert_eq!(head.header, whole, "{}", text.get(..60).unwrap_or(&text));
                assert!(!head.is_cut);
                assert_eq!(head.characters, text.get(..cut).unwrap().chars().count());
            }
        }
        let opening = "id: 0123456789\n标题：指示\n标签：一,二".as_bytes();
        assert!(head(opening, Syntax::Plain, &Own::default()).is_cut);
    }
}
