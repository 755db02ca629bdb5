//! What the properties of a file say of its document. Programs fill them in, and templates are
//! copied with them: the text goes before.

use super::xml::{Node, Xml};
use crate::document::Structure;

/// Names that programs give to whoever uses them.
const NOBODY: [&str; 12] = [
    "administrator",
    "admin",
    "user",
    "owner",
    "unknown",
    "windows user",
    "windows 用户",
    "microsoft office user",
    "微软用户",
    "用户",
    "lenovo",
    "python-docx",
];

/// Reads `docProps/core.xml` or `meta.xml` into the structure of a document.
pub(super) fn read(text: &str, structure: &mut Structure) {
    let (mut title, mut author, mut date) = (String::new(), String::new(), String::new());
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "title" => title = xml.words(),
            "created" | "creation-date" => date = xml.words(),
            // OpenDocument calls the creator of the last version so.
            "creator" if author.is_empty() => author = xml.words(),
            "initial-creator" => author = xml.words(),
            _ => {}
        }
    }
    let author = author.trim();
    if !author.is_empty() && !NOBODY.contains(&author.to_lowercase().as_str()) {
        structure.facts.push(("author", author.to_owned()));
    }
    for (name, value) in [("title", title), ("date", date)] {
        if !value.trim().is_empty() {
            structure.claims.push((name, value.trim().to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_only_claimed_and_nobody_is_no_author() {
        let mut structure = Structure::default();
        let core = "<cp:coreProperties><dc:title> 某规定 </dc:title><dc:creator>某局</dc:creator>\
            <dcterms:created>2023-05-01T08:00:00Z</dcterms:created></cp:coreProperties>";
        read(core, &mut structure);
        assert_eq!(structure.facts, [("author", "某局".to_owned())]);
        let claims = [
            ("title", "某规定".to_owned()),
            ("date", "2023-05-01T08:00:00Z".to_owned()),
        ];
        assert_eq!(structure.claims, claims);
        let mut structure = Structure::default();
        let meta = "<office:meta><dc:creator>乙</dc:creator><meta:initial-creator>User</meta:initial-creator></office:meta>";
        read(meta, &mut structure);
        assert_eq!((structure.facts.len(), structure.claims.len()), (0, 0));
    }
}
