//! The generator of shapes: what an input may be made of, nested, repeated and packed in every way.
//! A shape is told by its numbers alone, so that one that fails can be made again.

use std::fmt;
use std::io::Write;

/// A format, and the parts that its inputs are made of.
pub struct Format {
    /// How the names of its files end.
    pub extension: &'static str,
    /// What an element begins and ends with; what is in it stands between.
    elements: &'static [(&'static str, &'static str)],
    /// Words in it.
    leaf: &'static str,
    /// What makes a source of a body.
    wrap: fn(String) -> Vec<u8>,
    /// Whether a source of it may be packed.
    is_packed: bool,
}

/// An input: elements of a format inside each other, side by side, and all that again.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Index of the format in [`FORMATS`].
    pub format: usize,
    /// Index of the outer element, and of the one inside it; they alternate.
    pub elements: (usize, usize),
    /// How deeply elements are nested.
    pub depth: usize,
    /// How often the words stand in each element.
    pub breadth: usize,
    /// How often all of it is repeated.
    pub repetition: usize,
    /// Whether elements are ended.
    pub is_closed: bool,
    /// 0 for none, 1 for gzip, 2 for Zstandard.
    pub packing: usize,
}

impl Shape {
    /// The shape of a number, of about so many bytes at most.
    pub fn of(number: u64, size: usize) -> Self {
        let mut dice = Dice(number);
        let format = dice.below(FORMATS.len());
        let own = &FORMATS[format];
        let elements = (
            dice.below(own.elements.len()),
            dice.below(own.elements.len()),
        );
        let (open, close) = own.elements[elements.0];
        // The sizes themselves are even on a logarithmic scale, and so is how they are divided.
        let size = size >> dice.below(4);
        let part = |dice: &mut Dice, room: usize| match dice.below(4) {
            0 => 1,
            1 => room.max(1),
            _ => 1 << dice.below(room.max(2).ilog2() as usize + 1),
        };
        let unit = open.len() + close.len() + own.leaf.len();
        let depth = part(&mut dice, size / unit);
        let breadth = part(&mut dice, size / unit / depth);
        let each = depth * (open.len() + close.len() + breadth * own.leaf.len());
        Self {
            format,
            elements,
            depth,
            breadth,
            repetition: (size / each.max(1)).max(1),
            is_closed: dice.below(4) > 0,
            packing: dice.below(3),
        }
    }

    /// The name of its file.
    pub fn name(&self) -> String {
        let format = &FORMATS[self.format];
        let packing = if format.is_packed { self.packing } else { 0 };
        format!("形.{}{}", format.extension, ["", ".gz", ".zst"][packing])
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let format = &FORMATS[self.format];
        let levels = || (0..self.depth).map(|level| self.element(level));
        let words = format.leaf.repeat(self.breadth);
        let mut one = String::new();
        for (open, _) in levels() {
            one += open;
            one += &words;
        }
        if self.is_closed {
            let ends: Vec<&str> = levels().map(|(_, close)| close).collect();
            one.extend(ends.into_iter().rev());
        }
        let bytes = (format.wrap)(one.repeat(self.repetition));
        match self.packing {
            1 if format.is_packed => gzip(&bytes),
            2 if format.is_packed => ruzstd::encoding::compress_to_vec(
                bytes.as_slice(),
                ruzstd::encoding::CompressionLevel::Fastest,
            ),
            _ => bytes,
        }
    }

    fn element(&self, level: usize) -> (&'static str, &'static str) {
        let (outer, inner) = self.elements;
        FORMATS[self.format].elements[if level.is_multiple_of(2) {
            outer
        } else {
            inner
        }]
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (outer, inner) = (self.element(0).0.trim(), self.element(1).0.trim());
        let (depth, breadth, repetition) = (self.depth, self.breadth, self.repetition);
        let open = if self.is_closed { "" } else { ", left open" };
        write!(
            f,
            "{}: {outer} {inner}, {depth} deep, {breadth} wide, {repetition} times{open}",
            self.name()
        )
    }
}

impl From<[usize; 7]> for Shape {
    fn from(numbers: [usize; 7]) -> Self {
        let [format, outer, inner, depth, breadth, repetition, packing] = numbers;
        Self {
            format,
            elements: (outer, inner),
            depth,
            breadth,
            repetition,
            is_closed: packing > 0,
            packing,
        }
    }
}

/// Numbers by chance that are the same everywhere (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % bound as u64) as usize
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::write::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*path, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The elements of pages, in HTML files and in books.
const PAGE: &[(&str, &str)] = &[
    ("<blockquote>", "</blockquote>"),
    ("<ul><li>", "</li></ul>"),
    ("<ol start=9><li value=7>", "</li></ol>"),
    ("<table><tr><td>", "</td></tr></table>"),
    (
        "<table><tr><td>甲</td><td rowspan=0 colspan=900>",
        "</td></tr></table>",
    ),
    ("<tr><th colspan=1000>", "</th></tr>"),
    ("<td>", "</td>"),
    ("<div id=i class='c d'>", "</div>"),
    ("<section id=s epub:type=footnote>", "</section>"),
    ("<article>", "</article>"),
    ("<aside id=n>", "</aside>"),
    ("<p>", "</p>"),
    ("<p><br>", "</p>"),
    ("<h1>", "</h1>"),
    ("<h6 id=h>", "</h6>"),
    ("<b>", "</b>"),
    ("<i>", "</i>"),
    ("<small>", "</small>"),
    ("<code>", "</code>"),
    ("<pre>", "</pre>"),
    ("<span style='display:none'>", "</span>"),
    ("<sup><a href='#n'>1", "</a></sup>"),
    ("<a id=a href='https://a.example/b'>", "</a>"),
    ("<a name=n href='#i'>", "</a>"),
    ("<ruby>漢<rt>", "</rt></ruby>"),
    ("<dl><dt>", "</dt></dl>"),
    ("<details><summary>", "</summary></details>"),
    ("<nav>", "</nav>"),
    ("<img alt=图>", ""),
    ("<x:y z=1>", "</x:y>"),
    ("&amp;&#x4e00;", ""),
    ("<!-- a", "-->"),
];

/// Every format that is read.
pub const FORMATS: &[Format] = &[
    Format {
        extension: "txt",
        elements: &[
            ("（一）", "\n"),
            ("第一条 ", "\n\n"),
            ("一、", "。"),
            ("1.1 ", "\n"),
            ("“", "”"),
            ("《", "》"),
            ("二〇〇一年一月一日", "\n"),
            ("甲\t", "\n"),
            ("　　", "\n"),
            ("附件：", "\n"),
            ("正文：\n", "描述：\n"),
            ("a\u{301}\u{200d}👩", ""),
            ("\u{202e}\u{feff}", "\u{2028}"),
            ("〔1〕", "\n〔1〕 注\n"),
            ("\r", "\r\n"),
        ],
        leaf: "字",
        wrap: String::into_bytes,
        is_packed: true,
    },
    Format {
        extension: "md",
        elements: &[
            ("> ", "\n"),
            ("- ", "\n"),
            ("  1. ", "\n"),
            ("# ", "\n\n"),
            ("**", "**"),
            ("*a **b ", "* "),
            ("[", "](https://a.example)"),
            ("![", "]"),
            ("[^1]", "\n[^1]: 注\n"),
            ("`", "`"),
            ("```\n", "\n```\n"),
            ("|甲|", "乙|\n"),
            ("|甲|乙|\n|-|-|\n|丙", "|\n"),
            ("<b>", "</b>"),
            ("<table><tr><td>", "</td></tr></table>\n"),
            ("~~", "~~"),
            ("\\", "&amp;"),
            ("<!--", "-->"),
        ],
        leaf: "字 ",
        wrap: |body| format!("# 题\n\n{body}").into_bytes(),
        is_packed: true,
    },
    Format {
        extension: "html",
        elements: PAGE,
        leaf: "字",
        wrap: |body| format!("<!doctype html><title>题</title><body>{body}").into_bytes(),
        is_packed: true,
    },
    Format {
        extension: "docx",
        elements: &[
            ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
            (
                "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='900'/></w:tcPr>",
                "</w:tc></w:tr></w:tbl>",
            ),
            ("<w:tr><w:tc>", "</w:tc></w:tr>"),
            ("<w:p>", "</w:p>"),
            (
                "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>",
                "</w:p>",
            ),
            (
                "<w:p><w:pPr><w:pStyle w:val='1'/><w:outlineLvl w:val='0'/></w:pPr>",
                "</w:p>",
            ),
            ("<w:r><w:rPr><w:b/></w:rPr>", "</w:r>"),
            ("<w:hyperlink w:anchor='a'>", "</w:hyperlink>"),
            ("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", ""),
            ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
            ("<w:r><w:txbxContent>", "</w:txbxContent></w:r>"),
            ("<w:ruby><w:rt>", "</w:rt><w:rubyBase/></w:ruby>"),
            ("<w:r><w:br/><w:tab/></w:r>", ""),
            ("<w:r><w:footnoteReference w:id='1'/></w:r>", ""),
            (
                "<mc:AlternateContent><mc:Choice>",
                "</mc:Choice></mc:AlternateContent>",
            ),
        ],
        leaf: "<w:p><w:r><w:t>字</w:t></w:r></w:p>",
        wrap: |body| {
            let main = format!("<w:document><w:body>{body}</w:body></w:document>");
            archive(&[("word/document.xml", main.as_bytes())])
        },
        is_packed: false,
    },
    Format {
        extension: "docx",
        elements: &[
            (
                "<w:style w:styleId='a'><w:basedOn w:val='b'/>",
                "</w:style>",
            ),
            (
                "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'>",
                "</w:lvl></w:abstractNum>",
            ),
            (
                "<w:num w:numId='1'><w:abstractNumId w:val='1'/>",
                "</w:num>",
            ),
            ("<w:footnote w:id='1'><w:p>", "</w:p></w:footnote>"),
        ],
        leaf: "<w:t>字</w:t>",
        wrap: |body| {
            let relation = |kind: &str| {
                format!("<Relationship Id='{kind}' Type='x/{kind}' Target='{kind}.xml'/>")
            };
            let kinds = ["styles", "numbering", "settings", "footnotes"];
            let relations = kinds.map(relation).concat();
            let relations = format!("<Relationships>{relations}</Relationships>");
            let main = "<w:document><w:body><w:p><w:r><w:t>字</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p></w:body></w:document>";
            let part = format!("<w:part>{body}</w:part>");
            archive(&[
                ("word/document.xml", main.as_bytes()),
                ("word/_rels/document.xml.rels", relations.as_bytes()),
                ("word/styles.xml", part.as_bytes()),
                ("word/numbering.xml", part.as_bytes()),
                ("word/settings.xml", part.as_bytes()),
                ("word/footnotes.xml", part.as_bytes()),
            ])
        },
        is_packed: false,
    },
    Format {
        extension: "odt",
        elements: ODF,
        leaf: "<text:p>字</text:p>",
        wrap: |body| archive(&[("content.xml", odf(&body, "content").as_bytes())]),
        is_packed: false,
    },
    Format {
        extension: "fodt",
        elements: ODF,
        leaf: "<text:p>字</text:p>",
        wrap: |body| odf(&body, "").into_bytes(),
        is_packed: true,
    },
    Format {
        extension: "epub",
        elements: PAGE,
        leaf: "字",
        wrap: |body| {
            let page = format!("<html><body>{body}</body></html>");
            book(
                "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>",
                "<itemref idref='a'/>",
                "",
                &page,
            )
        },
        is_packed: false,
    },
    // The package document: what it lists, and what it says of the book.
    Format {
        extension: "epub",
        elements: &[
            (
                "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>",
                "",
            ),
            (
                "<item id='b' href='b.xhtml' fallback='b' media-type='text/x'/>",
                "",
            ),
            ("<itemref idref='a'/>", ""),
            ("<itemref idref='b'/>", ""),
            ("<a x='1'>", "</a>"),
            ("<dc:creator id='c'>", "</dc:creator>"),
            ("<meta refines='#c' property='role'>", "</meta>"),
            ("<dc:title>", "</dc:title>"),
        ],
        leaf: "字",
        wrap: |body| book(&body, &body, &body, "<html><body><p>字</p></body></html>"),
        is_packed: false,
    },
    // The contents of a book, and where its package document is said to be.
    Format {
        extension: "epub",
        elements: &[
            ("<ol><li><a href='a.xhtml#i'>", "</a></li></ol>"),
            ("<li><a href='a.xhtml'>", "</a></li>"),
            ("<li><span>", "</span></li>"),
            (
                "<rootfile full-path='b.opf' media-type='application/oebps-package+xml'/>",
                "",
            ),
            ("<nav>", "</nav>"),
            ("<a>", "</a>"),
        ],
        leaf: "字",
        wrap: |body| {
            let contents =
                format!("<html><body><nav epub:type='toc'><ol>{body}</ol></nav></body></html>");
            let package = "<package><metadata><dc:title>题</dc:title></metadata><manifest><item id='n' href='n.xhtml' properties='nav' media-type='application/xhtml+xml'/><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>";
            let container = format!(
                "<container><rootfiles>{body}<rootfile full-path='p.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
            );
            archive(&[
                ("META-INF/container.xml", container.as_bytes()),
                ("p.opf", package.as_bytes()),
                ("n.xhtml", contents.as_bytes()),
                (
                    "a.xhtml",
                    b"<html><body><p id='i'>\xe5\xad\x97</p></body></html>",
                ),
            ])
        },
        is_packed: false,
    },
];

/// The elements of `OpenDocument`, packed or flat.
const ODF: &[(&str, &str)] = &[
    (
        "<text:list><text:list-item>",
        "</text:list-item></text:list>",
    ),
    (
        "<table:table><table:table-row><table:table-cell>",
        "</table:table-cell></table:table-row></table:table>",
    ),
    (
        "<table:table><table:table-row table:number-rows-repeated='900'><table:table-cell table:number-columns-repeated='900'>",
        "</table:table-cell></table:table-row></table:table>",
    ),
    ("<text:section>", "</text:section>"),
    ("<text:p>", "</text:p>"),
    ("<text:h text:outline-level='1'>", "</text:h>"),
    ("<text:span text:style-name='b'>", "</text:span>"),
    ("<text:a xlink:href='https://a.example'>", "</text:a>"),
    ("<text:s text:c='99999'/>", ""),
    (
        "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>",
        "</text:note-body></text:note>",
    ),
    (
        "<draw:frame><draw:text-box>",
        "</draw:text-box></draw:frame>",
    ),
    (
        "<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>",
        "</text:ruby-text></text:ruby>",
    ),
    ("<text:tracked-changes>", "</text:tracked-changes>"),
];

fn odf(body: &str, kind: &str) -> String {
    let root = if kind.is_empty() {
        "office:document office:mimetype='application/vnd.oasis.opendocument.text'"
    } else {
        "office:document-content"
    };
    let end = root.split(' ').next().unwrap();
    format!(
        "<?xml version='1.0'?><{root} xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:text>{body}</office:text></office:body></{end}>"
    )
}

fn book(manifest: &str, spine: &str, metadata: &str, page: &str) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path='p.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
    let package = format!(
        "<package><metadata><dc:title>题</dc:title>{metadata}</metadata><manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    archive(&[
        ("META-INF/container.xml", container.as_bytes()),
        ("p.opf", package.as_bytes()),
        ("a.xhtml", page.as_bytes()),
    ])
}
