//! Citing: a quotation with where it stands, by a style that is a template.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::clause::{ClauseId, ClauseKind, ClauseTree};
use crate::document::{Document, Header, PartialDate};
use crate::text::{Span, numeral};

/// What a citation can tell; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation(BTreeMap<&'static str, String>);

/// The styles that come with the program, by name.
pub static STYLES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    // A test reads the file; without it there would only be no style.
    toml::from_str(include_str!("../../assets/citations.toml")).unwrap_or_default()
});

/// The style where a person has chosen none.
pub const DEFAULT: &str = "footnote";

impl Citation {
    /// The citation of a clause, or of a whole document, with the words that are quoted.
    pub fn new(
        header: &Header,
        document: &Document,
        tree: &ClauseTree,
        clause: Option<ClauseId>,
        quoted: Span,
    ) -> Self {
        let date = header.dates.first();
        let clauses: String = clause
            .map(|id| tree.path(id))
            .unwrap_or_default()
            .into_iter()
            .filter_map(|id| name(document, tree, id))
            .collect();
        let address = clause.map(|id| tree.address(id).to_string());
        let mut citation = Self::of_header(header);
        citation.set("day", &date.map(PartialDate::chinese).unwrap_or_default());
        citation.set("clause", &clauses);
        citation.set("address", &address.unwrap_or_default());
        citation.set("quote", &one_line(quoted.of(&document.source)));
        citation
    }

    fn of_header(header: &Header) -> Self {
        let date = header.dates.first().map(ToString::to_string);
        let date = date.unwrap_or_default();
        let year: String = date.chars().take_while(|c| *c != '-').collect();
        let mut citation = Self::default();
        citation.set("author", &header.authors.join("，"));
        citation.set("title", &header.title);
        citation.set("date", &date);
        citation.set("year", &year);
        citation.set("collection", &header.collection);
        citation.set("editor", &header.collection_author);
        citation.set("source", &header.origin);
        let key = if header.id.is_empty() {
            format!("{}{year}", header.title)
        } else {
            format!("{}-{year}", header.id)
        };
        let key: String = key
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '-')
            .collect();
        citation.set("key", &key);
        citation
    }

    /// Fills a field in.
    pub fn set(&mut self, field: &'static str, value: &str) {
        self.0.insert(field, value.to_owned());
    }

    /// The citation in the style of a template.
    pub fn in_style(&self, template: &str) -> String {
        let is_bibtex = template.starts_with('@');
        let fill = |field: &str| {
            let value = self.0.get(field).map_or("", String::as_str);
            if is_bibtex && field != "key" {
                escaped(value)
            } else {
                value.to_owned()
            }
        };
        let mut characters = template.chars();
        part(&mut characters, &fill).0
    }
}

/// What a part of a template comes to, up to its closing bracket, and whether every field in it has something.
fn part(template: &mut std::str::Chars<'_>, fill: &impl Fn(&str) -> String) -> (String, bool) {
    let mut text = String::new();
    let mut is_whole = true;
    while let Some(c) = template.next() {
        match c {
            '\\' => text.extend(template.next()),
            '[' => {
                let (inner, is_filled) = part(template, fill);
                if is_filled {
                    text += &inner;
                }
            }
            ']' => break,
            '{' => {
                let field: String = template.by_ref().take_while(|c| *c != '}').collect();
                let value = fill(&field);
                is_whole &= !value.is_empty();
                text += &value;
            }
            c => text.push(c),
        }
    }
    (text, is_whole)
}

/// A value as BibTeX takes it.
fn escaped(value: &str) -> String {
    let mut text = String::new();
    for c in value.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                text.push('\\');
                text.push(c);
            }
            '\\' => text += "\\textbackslash{}",
            '~' => text += "\\textasciitilde{}",
            '^' => text += "\\textasciicircum{}",
            c => text.push(c),
        }
    }
    text
}

/// Where a source breaks its lines says nothing; the words and the space between Latin ones stay.
fn one_line(words: &str) -> String {
    let lines = words.lines().map(str::trim);
    let mut text = String::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_latin(text.chars().next_back()) && is_latin(line.chars().next()) {
            text.push(' ');
        }
        text += line;
    }
    text
}

/// What a clause is called in a citation: its marker without the stop behind it, or its count; headings are not counted upon.
fn name(document: &Document, tree: &ClauseTree, id: ClauseId) -> Option<String> {
    let clause = tree.get(id)?;
    let source = &document.source;
    Some(match clause.kind {
        ClauseKind::Paragraph => format!("第{}款", numeral::write(clause.step.number)),
        _ if clause.label.is_empty() => format!("“{}”", one_line(clause.title.of(source))),
        _ => {
            let label = clause.label.of(source);
            label.trim_end_matches(STOPS).to_owned()
        }
    })
}

const STOPS: [char; 7] = ['、', '．', '.', '，', '：', '\u{3000}', ' '];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: &str, expected: &str) {
        let source = "标题：关于手工业的指示\n日期：1955-4-27\n作者：北京市委\n书籍：汇编_一\n\n正文：\n（一）调查。\n\n（二）整顿：\n\n1、领导\n成分。\n";
        let document = crate::document::parse(source.to_owned());
        let tree = crate::clause::nest(&document);
        let id = tree.ids().last().unwrap();
        let span = tree.get(id).unwrap().span;
        let citation = Citation::new(&document.header, &document, &tree, Some(id), span);
        let template = STYLES.get(style).map_or(style, String::as_str);
        assert_eq!(citation.in_style(template), expected);
    }

    #[test]
    fn styles_are_filled_in_and_leave_out_what_is_not_known() {
        check(
            "gbt7714",
            "北京市委. 关于手工业的指示[A]//汇编_一[G]. 1955-04-27: （二）1.",
        );
        check(
            "footnote",
            "“1、领导成分。”北京市委：《关于手工业的指示》（二）1，1955年4月27日，载《汇编_一》。",
        );
        check(
            "{title}[（{nothing}{title}）][{year}]\\[x\\]",
            "关于手工业的指示1955[x]",
        );
        let document = crate::document::parse("# 甲法\n\n第一条　甲。\n".to_owned());
        let citation = Citation::new(
            &document.header,
            &document,
            &ClauseTree::default(),
            None,
            Span::default(),
        );
        assert_eq!(citation.in_style(&STYLES["footnote"]), "《甲法》。");
    }

    #[test]
    fn bibtex_is_escaped() {
        let document = crate::document::parse("标题：甲_乙&丙{\n\n正文：\n甲\n".to_owned());
        let citation = Citation::of_header(&document.header);
        let text = citation.in_style(&STYLES["bibtex"]);
        assert_eq!(text, "@misc{甲乙丙,\n  title = {甲\\_乙\\&丙\\{}\n}");
    }
}
