//! What a page says of its document: title, authors, dates. The title is that of the text, not the
//! window's with the names of column and site.

use super::page::{Attribute, Page, Tag};
use crate::document::BlockKind;
use crate::document::transcript::Transcript;
use crate::text::numbering::Numbering;
use crate::text::one_line::on_one_line;

/// Passages at the start of the text among which its title may be.
const OPENING: usize = 12;

/// Longest of them in bytes.
const LONGEST: usize = 600;

/// What the elements of the head of a page say.
#[derive(Default)]
struct Said {
    /// The title of the document, by an element that names no site.
    own: String,
    /// The title for those who link to the page.
    shared: String,
    /// The title of the window.
    window: String,
    site: String,
    others: Vec<(&'static str, String)>,
}

/// The facts that a page states.
pub(super) fn find(page: &Page, transcript: &Transcript) -> Vec<(&'static str, String)> {
    let said = read(page);
    let title = title(&said, transcript);
    let title = (!title.is_empty()).then_some(("title", title));
    title.into_iter().chain(said.others).collect()
}

fn read(page: &Page) -> Said {
    let mut said = Said::default();
    for at in 0..page.len() {
        match page.tag(at) {
            Tag::Title if said.window.is_empty() => said.window = on_one_line(&page.all_text(at)),
            Tag::Meta => said.meta(page, at),
            // The title of a picture.
            Tag::Svg => break,
            _ => {}
        }
    }
    said
}

impl Said {
    fn meta(&mut self, page: &Page, at: usize) {
        let name = page.attribute(at, Attribute::Name);
        let name = name.or_else(|| page.attribute(at, Attribute::Property));
        let content = page.attribute(at, Attribute::Content).unwrap_or("");
        if content.trim().is_empty() {
            return;
        }
        let fact = match name.unwrap_or("").to_ascii_lowercase().as_str() {
            "articletitle" | "citation_title" | "dc.title" | "dcterms.title" => {
                return self.own = on_one_line(content);
            }
            "og:title" => return self.shared = on_one_line(content),
            "og:site_name" | "sitename" | "application-name" => {
                return self.site = on_one_line(content);
            }
            "author" | "dc.creator" | "dcterms.creator" | "article:author" => "author",
            "date"
            | "dc.date"
            | "dcterms.date"
            | "dcterms.created"
            | "article:published_time"
            | "pubdate" => "date",
            "keywords" | "dc.subject" | "article:tag" => "tags",
            "dc.source" | "source" | "contentsource" => "source",
            _ => return,
        };
        self.others.push((fact, content.to_owned()));
    }
}

/// The title of the document; empty if only the text can tell.
fn title(said: &Said, transcript: &Transcript) -> String {
    let opening = opening(transcript);
    if !said.own.is_empty() && bare(&said.own) != bare(&said.site) {
        return said.own.clone();
    }
    let is_site = |title: &str| title.is_empty() || bare(title) == bare(&said.site);
    let whole = if is_site(&said.shared) {
        &said.window
    } else {
        &said.shared
    };
    // What stands in the text, too, is its title: headings first.
    let is_heading = |kind: &BlockKind| matches!(kind, BlockKind::Heading { .. });
    let (headings, lines): (Vec<_>, Vec<_>) =
        opening.iter().partition(|(kind, _)| is_heading(kind));
    let named = headings.iter().chain(&lines).find(|(kind, words)| {
        let may_be = words.chars().count() > 1 && !is_site(words) && !names_site(words);
        // Who signs the text may be who runs the site.
        may_be && is_part(whole, words, is_heading(kind))
    });
    if let Some((_, words)) = named {
        return words.clone();
    }
    // Else one heading above all others, unless it only numbers a part.
    let passages = transcript.structure.passages.iter();
    let mut highest = passages.filter(|passage| passage.kind == BlockKind::Heading { level: 1 });
    if let (Some(heading), None) = (highest.next(), highest.next()) {
        let words = on_one_line(heading.text.of(&transcript.text));
        if Numbering::standard().heading(&words).is_none() && !is_site(&words) {
            return words;
        }
    }
    without_site(whole, &said.site)
}

/// The lines at the start of a text among which its title may be, and the cells of its tables, each
/// with the kind of its passage.
fn opening(transcript: &Transcript) -> Vec<(&BlockKind, String)> {
    let passages = transcript.structure.passages.iter();
    let short = passages.filter(|passage| passage.text.len() <= LONGEST);
    let lines = short.take(OPENING).flat_map(|passage| {
        let words = passage.text.of(&transcript.text);
        let is_table = matches!(passage.kind, BlockKind::Table(_));
        let cells = words.split(move |c| is_table && matches!(c, '\t' | '\n'));
        cells.map(|words| (&passage.kind, on_one_line(words)))
    });
    lines.collect()
}

/// Whether words are a whole part of a window's title: at its start or, if they may stand there, at
/// its end.
fn is_part(whole: &str, words: &str, at_end: bool) -> bool {
    let (whole, words) = (bare(whole), bare(words));
    if whole == words {
        return true;
    }
    let behind = whole.strip_prefix(words.as_str());
    let before = whole.strip_suffix(words.as_str());
    behind.is_some_and(|rest| rest.starts_with(is_separator))
        || at_end && before.is_some_and(|rest| rest.ends_with(is_separator))
}

/// Signs between the title of a document and the names of column and site.
fn is_separator(c: char) -> bool {
    "_|｜-－–—»«><~～".contains(c)
}

/// Whether words end as the names of sites do.
pub(super) fn names_site(words: &str) -> bool {
    const SITES: [&str; 12] = [
        "网",
        "網",
        "网站",
        "網站",
        "門戶",
        "门户",
        "文库",
        "文庫",
        "百科",
        "图书馆",
        "政府",
        "資料庫",
    ];
    SITES.iter().any(|end| words.ends_with(end))
}

/// A window's title without the name of the site, and of the column before it.
fn without_site(whole: &str, site: &str) -> String {
    let is_site = |part: &str| {
        let part = part.trim();
        bare(part) == bare(site) || names_site(part)
    };
    for sign in ["_", "|", "｜", " - ", " – ", " — ", "-"] {
        let Some((first, rest)) = whole.split_once(sign) else {
            continue;
        };
        let last = rest.rsplit(sign).next().unwrap_or(rest);
        if is_site(last) && !is_site(first) {
            return first.trim().to_owned();
        }
    }
    if bare(whole) == bare(site) {
        String::new()
    } else {
        whole.to_owned()
    }
}

/// A text without its white space.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
