//! Any parts make a book that is read without a panic: package, contents, pages.
#![no_main]

mod package;

use libfuzzer_sys::fuzz_target;

const CONTAINER: &str = "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>";
const ITEMS: &str = "<item id='n' href='n.xhtml' properties='nav'/><item id='x' href='x.ncx' media-type='application/x-dtbncx+xml'/><item id='a' href='a.xhtml'/><item id='b' href='b.svg' media-type='image/svg+xml'/>";

fuzz_target!(|parts: (&str, &str, &str, &str, &str)| {
    let (package, navigation, ncx, page, picture) = parts;
    let package = format!("<package><manifest>{ITEMS}</manifest><spine><itemref idref='a'/><itemref idref='b'/></spine>{package}");
    let navigation = format!("<nav epub:type='toc'><ol>{navigation}");
    let ncx = format!("<ncx><navMap>{ncx}");
    let page = format!("<html><body>{page}");
    let picture = format!("<svg>{picture}");
    package::hold(&package::read(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("b.opf", &package),
        ("n.xhtml", &navigation),
        ("x.ncx", &ncx),
        ("a.xhtml", &page),
        ("b.svg", &picture),
    ]));
});
