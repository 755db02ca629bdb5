//! Citing: a quotation with its location, formatted by a template.

mod template;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use template::Template;

use crate::clause::name::Names;
use crate::clause::{ClauseId, ClauseTree};
use crate::document::{Document, Header};
use crate::text::Span;
use crate::text::one_line::join_lines;

/// The values for a citation by field; unknown ones are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation(BTreeMap<&'static str, String>);

/// The built-in styles, by name.
pub static STYLES: LazyLock<BTreeMap<String, Template>> = LazyLock::new(|| {
    // A test parses the file, so the fallback is never used.
    toml::from_str(include_str!("../../assets/citations.toml")).unwrap_or_default()
});

/// The style used unless a person chooses another.
pub const DEFAULT: &str = "footnote";

impl Citation {
    /// The citation of a clause, or of the whole document, with the quoted text.
    pub fn new(
        header: &Header,
        document: &Document,
        tree: &ClauseTree,
        clause: Option<ClauseId>,
        quoted: Span,
    ) -> Self {
        let date = document.header.cited_date();
        let clauses = clause.map_or_else(String::new, |id| path(document, tree, id));
        let address = clause.map(|id| tree.address(id).to_string());
        let mut citation = Self::of_header(header);
        citation.set("day", &date.map(|own| own.chinese()).unwrap_or_default());
        citation.set("clause", &clauses);
        citation.set("address", &address.unwrap_or_default());
        citation.set("page", document.page_at(quoted.start).unwrap_or(""));
        citation.set("quote", &join_lines(document.words(quoted).trim()));
        citation
    }

    fn of_header(header: &Header) -> Self {
        let date = header.cited_date().map(|own| own.date.to_string());
        let date = date.unwrap_or_default();
        let year: String = date.chars().take_while(|c| *c != '-').collect();
        let mut citation = Self::default();
        citation.set("author", &header.authors.join("，"));
        // GB/T 7714-2015, 8.1.2: the first three of more than three authors.
        let most = header.authors.len().min(3);
        let first = header.authors.get(..most).unwrap_or_default().join(", ");
        let others = if header.authors.len() > most {
            ", 等"
        } else {
            ""
        };
        citation.set("authors", &(first + others));
        citation.set("names", &header.authors.join(" and "));
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

    /// Sets a field.
    pub fn set(&mut self, field: &'static str, value: &str) {
        self.0.insert(field, value.to_owned());
    }

    /// Formats the citation with a template.
    pub fn in_style(&self, template: &Template) -> String {
        template.fill(|field| self.0.get(field).cloned().unwrap_or_default())
    }
}

/// Where a clause stands, as a citation of its tradition says it (`（四）（2）`, `第二条第一款`).
pub fn path(document: &Document, tree: &ClauseTree, id: ClauseId) -> String {
    Names::new(document, tree).citation(id)
}

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
        let template = STYLES.get(style).cloned();
        let template = template.unwrap_or_else(|| Template::try_from(style.to_owned()).unwrap());
        assert_eq!(citation.in_style(&template), expected);
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
            "{title}[（{source}{title}）][{year}]\\[x\\]",
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
    fn bibtex_is_escaped_and_its_authors_are_told_apart() {
        let source = "标题：甲_乙&丙{\n作者：某甲,某乙\n\n正文：\n甲\n";
        let document = crate::document::parse(source.to_owned());
        let citation = Citation::of_header(&document.header);
        let text = citation.in_style(&STYLES["bibtex"]);
        let expected = "@misc{甲乙丙,\n  title = {甲\\_乙\\&丙\\textbraceleft{}},\n  author = {某甲 and 某乙}\n}";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_statute_is_cited_by_its_edition() {
        let check = |head: &[&str], day: &str| {
            let head = head.join("\n\n");
            let source = format!("# 渡口法\n\n{head}\n\n第一条　渡口归县。\n");
            let document = crate::document::parse(source);
            let tree = crate::clause::nest(&document);
            let id = tree.ids().next();
            let citation = Citation::new(&document.header, &document, &tree, id, Span::default());
            let text = citation.in_style(&STYLES["footnote"]);
            assert_eq!(text, format!("《渡口法》第一条，{day}。"));
        };
        let passed = "2001年2月3日 某会议通过";
        let in_force = "2019年6月1日起施行";
        check(
            &[passed, "2019年5月6日 某会议修正", in_force],
            "2019年5月6日",
        );
        // Passed again, it was amended; promulgated, it was not, nor passed by another body.
        check(
            &[
                passed,
                "2019年5月6日 某会议通过",
                "2019年5月20日 某院公布",
                in_force,
            ],
            "2019年5月6日",
        );
        check(&[passed, "2001年3月1日 某院公布"], "2001年2月3日");
        check(&[passed, "2001年5月1日 另一会议通过"], "2001年2月3日");
    }

    #[test]
    fn reference_managers_read_each_author_for_itself() {
        let source = "标题：甲\"乙\\\n作者：某甲,某乙\n日期：1955-4-27\n\n正文：\n甲\n";
        let document = crate::document::parse(source.to_owned());
        let citation = Citation::of_header(&document.header);
        let csl: serde_json::Value =
            serde_json::from_str(&citation.in_style(&STYLES["csl-json"])).unwrap();
        let expected = serde_json::json!({
            "id": "甲乙1955", "type": "document", "title": "甲\"乙\\",
            "author": [{"literal": "某甲"}, {"literal": "某乙"}], "issued": {"raw": "1955-04-27"},
        });
        assert_eq!(csl, expected);
        let ris = citation.in_style(&STYLES["ris"]);
        let expected = "TY  - GEN\nTI  - 甲\"乙\\\nAU  - 某甲\nAU  - 某乙\nPY  - 1955\n\
                        DA  - 1955-04-27\nER  - ";
        assert_eq!(ris, expected);
    }

    /// GB/T 7714-2015, 8.1.2: 著作方式相同的责任者超过3个时，只著录前3个责任者，其后加“, 等”.
    #[test]
    fn gbt7714_names_three_authors_at_most() {
        let check = |authors: &[&str], expected: &str| {
            let header = Header {
                title: "纪要".into(),
                authors: authors.iter().map(|&author| author.to_owned()).collect(),
                ..Header::default()
            };
            let citation = Citation::of_header(&header);
            assert_eq!(citation.in_style(&STYLES["gbt7714"]), expected);
        };
        check(&["甲", "乙", "丙"], "甲, 乙, 丙. 纪要[A].");
        check(&["甲", "乙", "丙", "丁"], "甲, 乙, 丙, 等. 纪要[A].");
    }
}
