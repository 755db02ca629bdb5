//! HTML to Markdown: blocks become paragraphs, headings `#`, tables pipes, metadata front matter.

mod link;

use std::borrow::Cow;
use std::fmt::Write;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::markdown::{Markdown, front_matter};
use link::Links;

/// Whether a text is HTML, judged by its first tag.
///
/// A page without `<html>` begins with an element of the head, or with a block; Markdown may begin
/// with a block too, so the next lines must have no signs of Markdown.
pub(super) fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        // Comments and declarations may come first.
        let skipped = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<?xml") {
            rest.find("?>").map(|end| end + 2)
        } else {
            None
        };
        match skipped.and_then(|skipped| rest.get(skipped..)) {
            Some(after) => rest = after.trim_start(),
            None => break,
        }
    }
    let opening: String = rest.chars().take(15).flat_map(char::to_lowercase).collect();
    let tag = |name: &str| {
        opening
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_whitespace()))
    };
    tag("<!doctype html")
        || opening == "<!doctype html"
        || HEAD.into_iter().any(tag)
        || OPENINGS.into_iter().any(tag) && !rest.lines().take(LINES).any(is_markdown)
}

/// First tags of pages.
const HEAD: [&str; 9] = [
    "<html", "<head", "<body", "<title", "<meta", "<link", "<base", "<style", "<script",
];

/// First tags of fragments of pages, but also of some Markdown.
const OPENINGS: [&str; 20] = [
    "<p",
    "<div",
    "<table",
    "<h1",
    "<h2",
    "<h3",
    "<h4",
    "<h5",
    "<h6",
    "<ul",
    "<ol",
    "<dl",
    "<pre",
    "<center",
    "<article",
    "<section",
    "<main",
    "<header",
    "<blockquote",
    "<font",
];

/// Deepest indent of nested lists.
const DEEPEST: usize = 8;

/// Lines that are searched for signs of Markdown.
const LINES: usize = 40;

/// Whether a line begins with a sign of Markdown.
fn is_markdown(line: &str) -> bool {
    ["# ", "## ", "### ", "- ", "* ", "> ", "```", "| ", "!["]
        .iter()
        .any(|sign| line.starts_with(sign))
}

/// Converts a whole document: front matter, then the body, with its links.
pub(super) fn to_markdown(html: &str) -> Markdown {
    let mut writer = Writer::default();
    writer.take(html);
    let mut markdown = Markdown {
        text: front_matter(&writer.facts),
        links: Vec::new(),
    };
    markdown.append(writer.body());
    markdown
}

/// Converts the body of a part of a book.
pub(super) fn body_to_markdown(html: &str) -> Markdown {
    let mut writer = Writer::default();
    writer.take(html);
    writer.body()
}

/// Writes Markdown tag by tag.
#[derive(Default)]
struct Writer {
    text: String,
    facts: Vec<(&'static str, String)>,
    /// The paragraph that is being written.
    paragraph: String,
    /// Its marker: `## `, `- `.
    mark: String,
    /// Open tags whose text is not shown: scripts, styles, the head.
    hidden: Vec<Vec<u8>>,
    in_title: bool,
    title: String,
    quotations: usize,
    /// For each open list, the number of the next item; `None` for bullets.
    lists: Vec<Option<u32>>,
    /// The cells of the row that is being written.
    row: Option<Vec<String>>,
    /// Rows of the table so far.
    rows: usize,
    preformatted: usize,
    /// Whether the reading of a ruby has no parentheses (`<rp>`) of its own.
    bare_ruby: bool,
    links: Links,
}

/// Tags whose text is not shown.
const HIDDEN: [&[u8]; 8] = [
    b"script",
    b"style",
    b"template",
    b"noscript",
    b"svg",
    b"math",
    b"select",
    b"textarea",
];

/// Block elements: a paragraph ends where they begin and where they end.
const BLOCKS: [&[u8]; 37] = [
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"body",
    b"caption",
    b"center",
    b"dd",
    b"details",
    b"dir",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"hr",
    b"li",
    b"main",
    b"nav",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"summary",
    b"table",
    b"tr",
    b"ul",
];

impl Writer {
    fn take(&mut self, html: &str) {
        let mut emitter = DefaultEmitter::default();
        // Text in `<title>` and `<script>` is no markup.
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
            match token {
                Token::StartTag(tag) => self.open(&tag),
                Token::EndTag(tag) => self.close(&tag.name),
                Token::String(text) => self.write(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        self.end_paragraph();
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() {
            self.facts.insert(0, ("title", title));
        }
    }

    fn body(self) -> Markdown {
        Markdown {
            text: self.text,
            links: self.links.placed,
        }
    }

    fn open(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if HIDDEN.contains(&name) && !tag.self_closing {
            self.hidden.push(name.to_vec());
        }
        if !self.hidden.is_empty() {
            return;
        }
        if BLOCKS.contains(&name) {
            self.end_paragraph();
        }
        match name {
            b"title" => self.in_title = true,
            b"meta" => self.meta(tag),
            b"br" => self.paragraph.push('\n'),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                let level = usize::from(name[1] - b'0');
                self.mark = "#".repeat(level) + " ";
            }
            b"blockquote" => self.quotations += 1,
            b"ul" | b"dir" => self.lists.push(None),
            b"ol" => self.lists.push(Some(number(tag, b"start").unwrap_or(1))),
            b"li" => self.item(number(tag, b"value")),
            b"pre" => self.preformatted += 1,
            b"table" => self.rows = 0,
            b"tr" => self.row = Some(Vec::new()),
            b"td" | b"th" => self.end_cell(),
            b"rp" => self.bare_ruby = false,
            b"ruby" => self.bare_ruby = true,
            b"rt" if self.bare_ruby => self.paragraph.push('（'),
            b"a" => {
                let address = tag.attributes.get(&b"href"[..]);
                let address = address.map(|address| String::from_utf8_lossy(address));
                let address = address.unwrap_or_default();
                self.links.begin(self.paragraph.len(), &address);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        if self.hidden.last().is_some_and(|hidden| hidden == name) {
            self.hidden.pop();
            return;
        }
        if !self.hidden.is_empty() {
            return;
        }
        match name {
            b"title" => self.in_title = false,
            b"td" | b"th" => self.end_cell(),
            b"tr" => self.end_row(),
            b"rt" if self.bare_ruby => self.paragraph.push('）'),
            b"a" => self.links.end(self.paragraph.len()),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.end_paragraph();
            self.mark.clear();
        }
        match name {
            b"blockquote" => self.quotations = self.quotations.saturating_sub(1),
            b"ul" | b"ol" | b"dir" => {
                self.lists.pop();
            }
            b"pre" => self.preformatted = self.preformatted.saturating_sub(1),
            b"table" => self.text.push('\n'),
            _ => {}
        }
    }

    fn meta(&mut self, tag: &StartTag<()>) {
        let value = |key: &[u8]| {
            let value = tag.attributes.get(key);
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        let name = value(b"name")
            .or_else(|| value(b"property"))
            .unwrap_or_default();
        let fact = match name.to_lowercase().as_str() {
            "author" | "dc.creator" | "dcterms.creator" | "article:author" => "author",
            "date"
            | "dc.date"
            | "dcterms.date"
            | "dcterms.created"
            | "article:published_time"
            | "pubdate" => "date",
            "keywords" | "dc.subject" | "article:tag" => "tags",
            "dc.source" | "source" => "source",
            _ => return,
        };
        if let Some(content) = value(b"content").filter(|content| !content.trim().is_empty()) {
            self.facts.push((fact, content));
        }
    }

    fn item(&mut self, value: Option<u32>) {
        // Nested lists are indented.
        let indent = "   ".repeat(self.lists.len().saturating_sub(1).min(DEEPEST));
        let mark = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        };
        self.mark = indent + &mark;
    }

    fn write(&mut self, text: &str) {
        if !self.hidden.is_empty() {
            return;
        }
        if self.in_title {
            self.title += text;
            return;
        }
        if self.preformatted > 0 {
            self.paragraph += text;
            return;
        }
        for c in text.chars() {
            let is_blank = self.paragraph.is_empty() || self.paragraph.ends_with('\n');
            match c {
                '\n' | '\r' if !is_blank => {
                    if self.paragraph.ends_with([' ', BREAK]) {
                        self.paragraph.pop();
                    }
                    self.paragraph.push(BREAK);
                }
                ' ' | '\t' | '\u{c}' if !is_blank && !self.paragraph.ends_with([' ', BREAK]) => {
                    self.paragraph.push(' ');
                }
                ' ' | '\t' | '\u{c}' | '\n' | '\r' => {}
                c => self.paragraph.push(c),
            }
        }
    }

    fn end_cell(&mut self) {
        if self.row.is_none() {
            return self.end_paragraph();
        }
        self.links.end_paragraph(&self.paragraph);
        let cell = joined(&self.paragraph).replace(['\n', '|'], " ");
        let cell = cell.trim().to_owned();
        self.paragraph.clear();
        if let Some(row) = &mut self.row
            && !cell.is_empty()
        {
            row.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(row) = self.row.take().filter(|row| !row.is_empty()) else {
            return self.links.end_block();
        };
        let row_text = format!("| {} |\n", row.join(" | "));
        self.links.place(&row_text, self.text.len());
        self.links.end_block();
        self.text += &row_text;
        if self.rows == 0 {
            let _ = writeln!(self.text, "|{}", " --- |".repeat(row.len()));
        }
        self.rows += 1;
    }

    fn end_paragraph(&mut self) {
        // Paragraphs in a cell become one.
        if self.row.is_some() {
            if !self.paragraph.is_empty() && !self.paragraph.ends_with(' ') {
                self.paragraph.push(' ');
            }
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        self.links.end_paragraph(&paragraph);
        let paragraph = joined(&paragraph);
        let lines: Vec<&str> = paragraph.lines().map(str::trim_end).collect();
        let text = lines.join("\n");
        let text = text.trim_matches(['\n', ' ']);
        if text.is_empty() {
            return self.links.end_block();
        }
        let quotation = "> ".repeat(self.quotations);
        for (index, line) in text.lines().enumerate() {
            self.text += &quotation;
            if index == 0 {
                self.text += &std::mem::take(&mut self.mark);
            }
            self.links.place(line, self.text.len());
            self.text += line;
            self.text.push('\n');
        }
        self.links.end_block();
        self.text.push('\n');
    }
}

/// A line break of the source, to be resolved: a space, or nothing between CJK characters.
const BREAK: char = '\u{1f}';

/// A paragraph with the line breaks of its source resolved.
fn joined(text: &str) -> Cow<'_, str> {
    if !text.contains(BREAK) {
        return Cow::Borrowed(text);
    }
    let is_solid = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}'))
    };
    let mut made = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != BREAK {
            made.push(c);
        } else if !is_solid(made.chars().next_back()) || !is_solid(rest.peek().copied()) {
            made.push(' ');
        }
    }
    Cow::Owned(made)
}

fn number(tag: &StartTag<()>, key: &[u8]) -> Option<u32> {
    let value = tag.attributes.get(key)?;
    String::from_utf8_lossy(value).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(to_markdown(html).text, expected, "{html}");
    }

    #[test]
    fn a_page_is_told_from_markdown_that_begins_with_a_tag() {
        for (text, is) in [
            ("<title>渡口</title><p>一", true),
            ("<p>没有题目<table><tr><td>甲", true),
            ("<!-- 甲 -->\n<H2 class=x>章</H2>", true),
            ("<meta charset=gbk>\n# 号", true),
            ("<p align=\"center\"><img></p>\n\n# 法\n", false),
            ("<div>\n\n- 甲\n", false),
            ("<甲>、<乙>", false),
            ("<pre-1955>", false),
            ("<!-- INFO END -->\n第一条 甲。\n", false),
        ] {
            assert_eq!(is_html(text), is, "{text}");
        }
    }

    #[test]
    fn blocks_headings_lists_and_quotations() {
        check("<p>甲<p>乙", "甲\n\n乙\n\n");
        check(
            "<h2>第一章 <b>总则</b></h2>\n<p>第一条　为了<br>规范。</p>",
            "## 第一章 总则\n\n第一条　为了\n规范。\n\n",
        );
        check("<div>一<div>二</div>三</div>", "一\n\n二\n\n三\n\n");
        check("<blockquote><p>引文</p></blockquote>文", "> 引文\n\n文\n\n");
        check(
            "<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>",
            "3. 甲\n\n4. 乙\n\n- 丙\n\n",
        );
        check(
            "<ol><li>甲<ol><li>子</ol><li>乙<ul><li>丑</ul></ol>",
            "1. 甲\n\n   1. 子\n\n2. 乙\n\n   - 丑\n\n",
        );
        check("<pre>a\n  b</pre>", "a\n  b\n\n");
        check("手工\n    业 and\n more", "手工业 and more\n\n");
        check("&lt;p&gt; &nbsp;&#20013;", "<p> \u{a0}中\n\n");
        check("<ruby>漢<rt>かん</rt></ruby>", "漢（かん）\n\n");
        check(
            "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
            "漢(かん)\n\n",
        );
    }

    #[test]
    fn what_is_not_read_and_what_is_said_of_the_document() {
        check(
            "<!doctype html><html><head><title>某  法 &amp; 例</title><meta name=author content=某人><style>p{}</style><script>if (a<b) '<p>'</script></head><body><p>文</body></html>",
            "---\ntitle: 某 法 & 例\nauthor: 某人\n---\n\n文\n\n",
        );
        check("<svg><title>x</title><text>y</text></svg>文", "文\n\n");
    }

    #[test]
    fn links_lead_from_their_words_and_the_text_is_the_same_without_them() {
        let check = |html: &str, expected: &[(&str, &str)]| {
            let Markdown { text, links } = to_markdown(html);
            let found: Vec<_> = links
                .iter()
                .map(|link| (link.words.of(&text), link.address.as_str()))
                .collect();
            assert_eq!(found, expected, "{html}: {text:?}");
            // Without the links the text is the same.
            let bare = html.replace("<a ", "<i ").replace("</a>", "</i>");
            let links = Vec::new();
            assert_eq!(to_markdown(&bare), Markdown { text, links });
        };
        check(
            "<title>甲</title><p>见 <a href='https://a.example/?x=1&amp;y'> 某\n法 </a> 与<a href=\"http://b.example\">乙</a>。",
            &[
                ("某法", "https://a.example/?x=1&y"),
                ("乙", "http://b.example"),
            ],
        );
        // Places inside the page, mail and scripts are text.
        check(
            "<a href=#x>一</a><a href='/y'>二</a><a href='javascript:z'>三</a><a name=q>四</a><a href='mailto:a@b'>五</a>",
            &[],
        );
        check(
            "<a href='HTTPS://A.example'></a>文<a href='https://a.example'><img></a>",
            &[],
        );
        check(
            "<blockquote><ol><li>甲<a href='https://a.example'>乙<br>丙</a>丁</ol></blockquote>",
            &[("乙\n> 丙", "https://a.example")],
        );
        check(
            "<table><tr><th>年</th></tr><tr><td>一|二</td><td><p>三</p><a href='https://a.example'>四|五</a></td><td><a href='https://b.example'>六</a></td></tr></table>",
            &[("四 五", "https://a.example"), ("六", "https://b.example")],
        );
        // One that is never ended, and one around blocks.
        check(
            "<a href='https://a.example'><h2>章</h2><p>甲</p></a><a href='https://b.example'>乙<p>丙",
            &[
                ("章", "https://a.example"),
                ("甲", "https://a.example"),
                ("乙", "https://b.example"),
                ("丙", "https://b.example"),
            ],
        );
    }

    #[test]
    fn tables_are_pipes() {
        check(
            "<table><tr><th>年</th><th>数</th></tr><tr><td><p>1954</p><p>年</p></td><td>3|4</td></tr></table>后",
            "| 年 | 数 |\n| --- | --- |\n| 1954 年 | 3 4 |\n\n后\n\n",
        );
    }

    #[test]
    fn html_is_known_by_its_first_tag() {
        for html in [
            "<!DOCTYPE html>\n<p>",
            "\u{feff} <HTML lang=zh>",
            "<?xml version='1.0'?>\n<!-- x --><html xmlns=''>",
            "<body>",
        ] {
            assert!(is_html(html), "{html}");
        }
        for other in [
            "",
            "# 文",
            "<!-- INFO END -->\n文",
            "<htmlx>",
            "<!-- <html>",
        ] {
            assert!(!is_html(other), "{other}");
        }
    }

    #[test]
    fn no_tag_soup_is_too_wild() {
        for html in [
            "<",
            "</",
            "<p",
            "<a href='",
            "</p></p></ul></tr></td>",
            "<table><td>甲",
            "<script>",
            "<title>题",
            "<li>甲</ol><li>乙",
        ] {
            to_markdown(html);
        }
        check("<td>甲</td>", "甲\n\n");
        let deep = "<div>".repeat(100_000) + "文";
        check(&deep, "文\n\n");
    }
}
