//! Any parts make a Word document that is read without a panic: body, styles, numbering, footnotes.
#![no_main]

mod package;

use libfuzzer_sys::fuzz_target;

const ROOT: &str = "<r><Relationship Type='x/officeDocument' Target='w/d.xml'/></r>";
const PARTS: &str = "<r><Relationship Type='x/styles' Target='s.xml'/><Relationship Type='x/numbering' Target='n.xml'/><Relationship Type='x/footnotes' Target='f.xml'/></r>";

fuzz_target!(|parts: (&str, &str, &str, &str)| {
    let (body, styles, numbering, footnotes) = parts;
    let body = format!("<w:document><w:body>{body}");
    package::hold(&package::read(&[
        ("_rels/.rels", ROOT),
        ("w/_rels/d.xml.rels", PARTS),
        ("w/d.xml", &body),
        ("w/s.xml", styles),
        ("w/n.xml", numbering),
        ("w/f.xml", footnotes),
    ]));
});
