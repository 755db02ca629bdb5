//! Tests of reading Word documents, from parts written by hand.

use super::*;
use crate::document::Syntax;
use crate::document::container::pack;
use crate::document::parse::parse_stated;
use crate::document::rules::Own;
use crate::document::word::picture;
use crate::document::{BlockKind, LinkTarget, MarkupKind, decode, head};

fn read(bytes: &[u8]) -> Option<Transcript> {
    super::read(bytes, &Budget::whole())
}

fn summarize(bytes: &[u8]) -> Option<Summary> {
    super::summarize(bytes, &Budget::catalog())
}

const ROOT: &str = "<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/>\
    <Relationship Id='r2' Type='http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties' Target='docProps/core.xml'/></Relationships>";

const STYLES: &str = "<w:styles><w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
    <w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style>\
    <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/><w:basedOn w:val='1'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='q'><w:name w:val='Quote'/></w:style>\
    <w:style w:type='character' w:styleId='h'><w:name w:val='hidden'/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";

/// The document of a body, with other parts: by their names, or by their paths.
fn document(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let namespaces = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";
    let main = format!("<w:document {namespaces}><w:body>{body}</w:body></w:document>");
    let mut relations = String::from(
        "<Relationships><Relationship Id='s' Type='x/styles' Target='styles.xml'/>\
         <Relationship Id='web' Type='x/hyperlink' Target='https://a.example/甲' TargetMode='External'/>",
    );
    let mut packed = vec![
        ("_rels/.rels".to_owned(), ROOT.to_owned()),
        ("word/document.xml".to_owned(), main),
    ];
    if parts.iter().all(|(name, _)| *name != "word/styles.xml") {
        packed.push(("word/styles.xml".to_owned(), STYLES.to_owned()));
    }
    for (name, text) in parts {
        if name.contains('/') {
            packed.push(((*name).to_owned(), (*text).to_owned()));
            continue;
        }
        let target =
            format!("<Relationship Id='{name}' Type='x/{name}' Target='/word/{name}.xml'/>");
        relations += &target;
        packed.push((format!("word/{name}.xml"), (*text).to_owned()));
    }
    relations += "</Relationships>";
    packed.push(("word/_rels/document.xml.rels".to_owned(), relations));
    let parts = packed.iter();
    let parts: Vec<_> = parts
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    pack(&parts)
}

fn transcript(body: &str, parts: &[(&str, &str)]) -> Transcript {
    read(&document(body, parts)).unwrap()
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(picture(&transcript(body, &[])), expected);
}

/// A paragraph of a style, with more properties.
fn p(style: &str, properties: &str, words: &str) -> String {
    let style = format!("<w:pStyle w:val='{style}'/>");
    format!("<w:p><w:pPr>{style}{properties}</w:pPr>{}</w:p>", r(words))
}

fn r(words: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>")
}

fn level(at: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
    )
}

/// Lists 1, 2 … of these levels.
fn numbering(lists: &[&[String]]) -> String {
    let mut text = String::from("<w:numbering>");
    for (levels, id) in lists.iter().zip(1..) {
        let levels = levels.concat();
        text += &format!("<w:abstractNum w:abstractNumId='{id}'>{levels}</w:abstractNum>");
    }
    for (_, id) in lists.iter().zip(1..) {
        text += &format!("<w:num w:numId='{id}'><w:abstractNumId w:val='{id}'/></w:num>");
    }
    text + "</w:numbering>"
}

fn number(list: u32, level: usize) -> String {
    format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>")
}

#[test]
fn headings_titles_and_quotations_by_style() {
    let body = [
        p("T", "", "某局"),
        p("T", "", "考勤规定"),
        p("1", "", "总则"),
        p("2", "", "目的"),
        p("2", "", "第一条　为了记录出勤，制定本规定。"),
        p("1", "<w:outlineLvl w:val='9'/>", "不是标题"),
        p("a", "<w:outlineLvl w:val='2'/>", "是标题"),
        p("q", "", "引文"),
        p("a", "<w:jc w:val='right'/>", "某局"),
        p("T", "", "另一规定"),
    ];
    let transcript = transcript(&body.concat(), &[]);
    assert_eq!(
        picture(&transcript),
        "title: 某局\ntitle: 考勤规定\nh2: 总则\nh3: 目的\n第一条　为了记录出勤，制定本规定。\n不是标题\nh4: 是标题\n\
         quotation: 引文\n            某局\nh1: 另一规定"
    );
    let text = transcript.text;
    let document = parse_stated(text, transcript.structure);
    assert_eq!(document.header.title, "某局考勤规定");
}

#[test]
fn a_lone_first_heading_is_the_highest() {
    let paragraph = p("a", "", "文。");
    let first = p("1", "", "记") + &p("2", "", "一") + &paragraph;
    check(&first, "h1: 记\nh3: 一\n文。");
    let two = p("1", "", "记") + &paragraph + &p("1", "", "又记");
    check(&two, "h2: 记\n文。\nh2: 又记");
}

#[test]
fn articles_run_through_chapters_that_a_style_numbers() {
    let chapter = level(
        0,
        "chineseCountingThousand",
        "第%1章",
        "<w:pStyle w:val='1'/>",
    );
    let lists = numbering(&[
        &[chapter],
        &[
            level(
                0,
                "chineseCountingThousand",
                "第%1条",
                "<w:suff w:val='space'/>",
            ),
            level(1, "chineseCountingThousand", "（%2）", ""),
            level(2, "decimal", "%3.", ""),
        ],
    ]);
    let styles = STYLES.replace(
        "<w:outlineLvl w:val='0'/>",
        "<w:numPr><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='0'/>",
    );
    let body = [
        p("1", "", "总则"),
        p("a", &number(2, 0), "甲："),
        p("a", &number(2, 1), "乙："),
        p("a", &number(2, 2), "丙；"),
        p("a", &number(2, 2), "丁。"),
        p("a", "", "另起一款。"),
        p("1", "", "附则"),
        p("1", &number(0, 0), "没有号"),
        p("a", &number(2, 0), "戊："),
        p("a", &number(2, 1), "己。"),
    ];
    let parts = [("numbering", &*lists), ("word/styles.xml", &*styles)];
    assert_eq!(
        picture(&transcript(&body.concat(), &parts)),
        "h2: 第一章 总则\n第一条 甲：\n（一）乙：\n      1. 丙；\n      2. 丁。\n另起一款。\nh2: 第二章 附则\nh2: 没有号\n第二条 戊：\n（一）己。"
    );
}

#[test]
fn bullets_and_empty_numbered_paragraphs() {
    let lists = numbering(&[
        &[
            level(0, "bullet", "\u{f0b7}", ""),
            level(1, "bullet", "o", ""),
        ],
        &[level(0, "decimal", "%1", "")],
    ]);
    let cell = |words: &str| {
        format!(
            "<w:tc><w:p><w:pPr>{}</w:pPr></w:p></w:tc><w:tc>{}</w:tc>",
            number(2, 0),
            p("a", "", words)
        )
    };
    let body = p("a", &number(1, 0), "甲")
        + &p("a", &number(1, 1), "乙")
        + &format!(
            "<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
            cell("丙"),
            cell("丁")
        );
    let shown = picture(&transcript(&body, &[("numbering", &lists)]));
    assert_eq!(shown, "• 甲\n   • 乙\ntable 2/0: 1⇥丙⏎2⇥丁");
}

#[test]
fn tracked_changes_are_shown_as_accepted() {
    let lists = numbering(&[&[level(0, "decimal", "第%1条", "")]]);
    let gone = "<w:rPr><w:del w:id='1'/></w:rPr>";
    let deleted = |words: &str| format!("<w:del><w:r><w:delText>{words}</w:delText></w:r></w:del>");
    let numbered = number(1, 0);
    let body = format!(
        "<w:p><w:pPr>{numbered}</w:pPr>{}{}<w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>\
         <w:p><w:pPr>{numbered}{gone}</w:pPr>{}</w:p>\
         <w:p><w:pPr>{numbered}{gone}</w:pPr>{}</w:p><w:p><w:pPr>{numbered}</w:pPr>{}</w:p>\
         <w:p><w:pPr><w:pPrChange><w:pPr>{numbered}</w:pPr></w:pPrChange></w:pPr>{}</w:p>\
         <w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>\
         <w:tr><w:trPr><w:del w:id='2'/></w:trPr><w:tc>{}</w:tc></w:tr>\
         <w:tr><w:tc>{}</w:tc><w:tc><w:tcPr><w:cellDel w:id='3'/></w:tcPr>{}</w:tc></w:tr></w:tbl>",
        r("甲"),
        deleted("废"),
        r("新"),
        r("移"),
        r("移"),
        deleted("整段废"),
        r("前半"),
        r("后半"),
        r("无号"),
        p("a", "", "子"),
        p("a", "", "丑"),
        p("a", "", "废行"),
        p("a", "", "寅"),
        p("a", "", "废格"),
    );
    let shown = picture(&transcript(&body, &[("numbering", &lists)]));
    assert_eq!(
        shown,
        "第1条 甲新移\n第2条 前半后半\n无号\ntable 2/0: 子⇥丑⏎寅"
    );
}

#[test]
fn fields_show_their_results() {
    let sign = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let (begin, separate, end) = (sign("begin"), sign("separate"), sign("end"));
    let code = |code: &str| format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
    let body = format!(
        "<w:p>{}{begin}{}{begin}{}{end}{separate}{}{end}{}</w:p>\
         <w:p>{begin}{}{separate}{}{end}<w:fldSimple w:instr='PAGE'>{}</w:fldSimple></w:p>\
         <w:p>{}{begin}{}{}</w:p><w:p>{}</w:p>\
         <w:p><w:hyperlink r:id='web'>{}</w:hyperlink><w:hyperlink r:id='none'>{}</w:hyperlink></w:p>",
        r("见第"),
        code(" PAGEREF "),
        code(" SEQ "),
        r("3"),
        r("页"),
        code(" HYPERLINK &quot;http://b.example&quot; \\h "),
        r("链接"),
        r("4"),
        r("甲"),
        code(" TOC"),
        r("看不见"),
        r("乙"),
        r("丙"),
        r("丁"),
    );
    let transcript = transcript(&body, &[]);
    assert_eq!(picture(&transcript), "见第3页\n链接4\n甲\n乙\n丙丁");
    let web = |address: &str| LinkTarget::Web(address.to_owned());
    let links = transcript.structure.links.iter();
    let links: Vec<_> = links
        .map(|link| (link.words.of(&transcript.text), link.target.clone()))
        .collect();
    assert_eq!(
        links,
        [
            ("链接", web("http://b.example")),
            ("丙", web("https://a.example/甲"))
        ]
    );
}

#[test]
fn notes_are_paired_by_their_ids() {
    let call = |kind: &str, id: &str, more: &str| {
        format!("<w:r><w:{kind}Reference w:id='{id}'{more}/></w:r>")
    };
    let foot = format!(
        "<w:footnotes><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
         <w:footnote w:id='1'><w:p><w:r><w:footnoteRef/></w:r>{}</w:p><w:p>{}</w:p></w:footnote>\
         <w:footnote w:id='5'><w:p>{}</w:p></w:footnote><w:footnote w:id='7'><w:p>{}</w:p></w:footnote></w:footnotes>",
        r(" 注甲。"),
        r("又一段。"),
        r("没有人叫"),
        r("注乙。"),
    );
    let end = format!(
        "<w:endnotes><w:endnote w:id='1'><w:p>{}</w:p></w:endnote></w:endnotes>",
        r("尾注。")
    );
    let body = format!(
        "<w:p>{}{}{}{}{}</w:p><w:p>{}{}</w:p>",
        r("甲"),
        call("footnote", "1", ""),
        r("乙"),
        call("endnote", "1", ""),
        call("footnote", "9", ""),
        r("丙"),
        call("footnote", "7", ""),
    );
    let settings = "<w:settings><w:footnotePr><w:numFmt w:val='decimalEnclosedCircle'/></w:footnotePr></w:settings>";
    let parts = [
        ("footnotes", &*foot),
        ("endnotes", &*end),
        ("settings", settings),
    ];
    let transcript = transcript(&body, &parts);
    assert_eq!(
        picture(&transcript),
        "甲①乙[i]②\n丙③\nfootnote: ① 注甲。⏎又一段。\nfootnote: ③ 注乙。\nfootnote: [i] 尾注。"
    );
    let text = &transcript.text;
    let notes = transcript.structure.notes.iter();
    let notes: Vec<_> = notes
        .map(|note| {
            (
                note.label.of(text),
                note.calls
                    .iter()
                    .map(|call| call.of(text))
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        notes,
        [("①", vec!["①"]), ("③", vec!["③"]), ("[i]", vec!["[i]"])]
    );
}

#[test]
fn tables_with_merged_cells_and_tables_in_tables() {
    let cell = |properties: &str, words: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            p("a", "", words)
        )
    };
    let rows = [
        [
            "<w:trPr><w:tblHeader/></w:trPr>".to_owned(),
            cell("", "项"),
            cell("<w:gridSpan w:val='2'/>", "值"),
        ],
        [
            cell("<w:vMerge w:val='restart'/>", "甲"),
            cell("", "1"),
            cell("", "2"),
        ],
        [
            cell("<w:vMerge/>", "看不见"),
            cell("", ""),
            format!(
                "<w:tc><w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/></w:tc>",
                cell("", "3"),
                cell("", "4")
            ),
        ],
        [
            "<w:trPr><w:gridBefore w:val='1'/></w:trPr>".to_owned(),
            cell("", "5"),
            String::new(),
        ],
    ];
    let rows = rows
        .map(|row| format!("<w:tr>{}</w:tr>", row.concat()))
        .concat();
    check(
        &format!("<w:tbl>{rows}</w:tbl>"),
        "table 3/1: 项⇥值⇥⏎甲⇥1⇥2⏎⇥⇥3 4⏎⇥5",
    );
    let frame = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        cell("", "一"),
        p("1", "", "二")
    );
    check(&frame, "一\nh2: 二");
}

#[test]
fn text_boxes_once_and_images_by_their_words() {
    let content = |words: &str| format!("<w:txbxContent>{}</w:txbxContent>", p("a", "", words));
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:docPr id='1' name='文本框 1' descr='框'/><wps:txbx>{}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>\
         <w:p>{}<w:r><w:drawing><wp:docPr id='2' name='图片 2' descr='渡口&#10;全景'/></w:drawing></w:r><w:r><w:drawing><wp:docPr id='3' name='图片 3'/></w:drawing></w:r></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Fallback><w:pict><v:shape><v:textpath string='艺术字'/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        content("框中"),
        content("框中"),
        r("框外"),
        r("图"),
    );
    check(&body, "框外\n框中\n图[渡口 全景]\n艺术字");
}

#[test]
fn signs_breaks_ruby_and_hidden_words() {
    let body = format!(
        "<w:p>{}<w:r><w:tab/><w:sym w:font='Wingdings' w:char='F0FE'/><w:noBreakHyphen/><w:softHyphen/></w:r><w:r><w:br/></w:r>{}</w:p>\
         <w:p><w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>{}</w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:rStyle w:val='h'/></w:rPr><w:t>隐</w:t></w:r>\
         <w:r><w:rPr><w:rStyle w:val='h'/><w:vanish w:val='0'/></w:rPr><w:t>  显 </w:t></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val='1'/><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>",
        r("甲"),
        r("乙"),
        r("とうきょう"),
        r("東京"),
        r("都"),
        r("第一节"),
        r("接排的话。"),
    );
    let transcript = transcript(&body, &[]);
    assert_eq!(
        picture(&transcript),
        "甲⇥☑-\n乙\n東京とうきょう都\n显\n第一节接排的话。"
    );
    let readings = transcript.structure.markup.iter();
    let mut readings = readings.filter(|markup| markup.kind == MarkupKind::Reading);
    assert_eq!(
        readings.next().unwrap().span.of(&transcript.text),
        "とうきょう"
    );
}

#[test]
fn strict_namespaces_other_prefixes_and_wide_parts() {
    let root = ROOT
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        .replace("word/document.xml", "/文/main.xml");
    let main = "<?xml version='1.0' encoding='UTF-16'?><document xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'><body><p><r><t>甲</t></r></p></body></document>";
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(main.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let bytes = pack(&[("_rels/.rels", root.as_bytes()), ("文/main.xml", &wide)]);
    assert_eq!(picture(&read(&bytes).unwrap()), "甲");
}

#[test]
fn other_packages_are_none() {
    let workbook = ROOT.replace("word/document", "xl/workbook");
    let bytes = pack(&[
        ("_rels/.rels", workbook.as_bytes()),
        ("xl/workbook.xml", b"<workbook/>"),
    ]);
    assert!(read(&bytes).is_none() && summarize(&bytes).is_none());
    assert!(read(&pack(&[("a.txt", b"x")])).is_none());
    let whole = document(&p("a", "", "甲"), &[]);
    // Of a cut archive what is whole is read.
    for length in 0..whole.len() {
        if let Some(cut) = read(whole.get(..length).unwrap()) {
            assert_eq!(picture(&cut), "甲");
        }
    }
}

#[test]
fn the_text_goes_before_the_properties_of_the_file() {
    let core = "<c><dc:title>模板</dc:title><dc:creator>某局</dc:creator><dcterms:created>2001-02-03T04:05:06Z</dcterms:created></c>";
    let with = |body: &str| document(body, &[("docProps/core.xml", core)]);
    for (body, title, date) in [
        (
            p("T", "", "用水规定") + &p("a", "", "（2019年3月5日公布）"),
            "用水规定",
            "2019-03-05",
        ),
        (
            p("a", "", "用水规定") + &p("a", "", "第一条　甲。"),
            "用水规定",
            "2001-02-03",
        ),
        (
            p("a", "", "第一条　甲。") + &p("a", "", "第二条　乙。"),
            "模板",
            "2001-02-03",
        ),
        (
            p("a", "", "某局") + &p("1", "", "模　板") + &p("1", "", "甲"),
            "模板",
            "2001-02-03",
        ),
    ] {
        let bytes = with(&body);
        let document = decode(&bytes).document(Syntax::Plain);
        assert_eq!(document.header.title, title);
        let dates: Vec<String> = document
            .header
            .dates
            .iter()
            .map(|own| own.date.to_string())
            .collect();
        assert_eq!(dates, [date]);
        assert_eq!(document.header.authors, ["某局"]);
        let head = head(&bytes, Syntax::Plain, &Own::default());
        assert_eq!(head.header, document.header);
        assert_eq!(head.characters, document.source.chars().count());
    }
}

#[test]
fn a_damaged_document_shows_what_was_read() {
    let root = ROOT.as_bytes();
    for (main, shown) in [
        (
            "<w:document><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>乙",
            "甲\n乙",
        ),
        ("<w:document><w:body><w:p><w:r><w:t>甲<", "甲"),
        (
            "<w:document><w:body><w:p><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>乙",
            "乙",
        ),
    ] {
        let transcript = read(&pack(&[
            ("_rels/.rels", root),
            ("word/document.xml", main.as_bytes()),
        ]))
        .unwrap();
        assert_eq!(picture(&transcript), shown);
        assert_eq!(transcript.issues[0].code, "cut-short");
    }
}

#[test]
fn bombs_are_read_in_linear_time() {
    const DEEP: usize = 100_000;
    for (open, close) in [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p>", "</w:p>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
        ("<w:hyperlink r:id='web'>", "</w:hyperlink>"),
        (
            "<mc:AlternateContent><mc:Choice>",
            "</mc:Choice></mc:AlternateContent>",
        ),
    ] {
        let body = open.repeat(DEEP) + &p("a", "", "甲") + &close.repeat(DEEP);
        let shown = transcript(&body, &[]);
        assert_eq!(shown.text.trim(), "甲", "{open}");
    }
    let rows = "<w:tr><w:tc><w:p/></w:tc><w:tc><w:tcPr><w:gridSpan w:val='4000000000'/></w:tcPr><w:p/></w:tc></w:tr>".repeat(10_000);
    let wide = transcript(
        &format!(
            "<w:tbl>{rows}<w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
            p("a", "", "甲")
        ),
        &[],
    );
    let BlockKind::Table(table) = &wide.structure.passages[0].kind else {
        panic!("no table");
    };
    let cells: usize = table.rows.iter().map(|row| row.cells.len()).sum();
    assert!(cells < 400_000, "{cells}");
}

#[test]
fn bookmarks_are_what_links_lead_to() {
    let bookmark = |name: &str| {
        format!("<w:bookmarkStart w:id='1' w:name='{name}'/><w:bookmarkEnd w:id='1'/>")
    };
    let sign = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let field = |instruction: &str, words: &str| {
        let code = format!("<w:r><w:instrText>{instruction}</w:instrText></w:r>");
        let (begin, separate, end) = (sign("begin"), sign("separate"), sign("end"));
        format!("{begin}{code}{separate}{}{end}", r(words))
    };
    let numbered = number(1, 0);
    let levels = [level(
        0,
        "chineseCounting",
        "第%1条　",
        "<w:suff w:val='nothing'/>",
    )];
    let lists = numbering(&[&levels]);
    let body = [
        format!(
            "<w:p><w:hyperlink w:anchor='仓'>{}</w:hyperlink></w:p>",
            r("看仓库")
        ),
        format!(
            "<w:p>{}{}{}</w:p>",
            r("依"),
            field(" REF 船 \\h ", "船的那条"),
            r("办理。")
        ),
        format!(
            "<w:p>{}<w:fldSimple w:instr=' HYPERLINK \\l &quot;注 一&quot; \\o &quot;提示&quot; '>{}</w:fldSimple>{}</w:p>",
            r("又见"),
            r("附言"),
            field("REF 没有", "无处可去")
        ),
        bookmark("仓"),
        format!("<w:p><w:pPr>{numbered}</w:pPr>{}</w:p>", r("仓库。")),
        format!(
            "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}{}</w:p></w:tc></w:tr></w:tbl>",
            r("表"),
            bookmark("船"),
            r("船只")
        ),
        format!(
            "<w:p>{}{}{}</w:p>",
            r("末尾"),
            bookmark("注 一"),
            r("附言。")
        ),
    ];
    let transcript = transcript(&body.concat(), &[("numbering", &lists)]);
    let text = &transcript.text;
    let links = transcript.structure.links.iter();
    let links: Vec<(&str, &str)> = links
        .map(|link| {
            let LinkTarget::Place(at) = link.target else {
                panic!("{link:?}")
            };
            let to = crate::text::Span::new(at, text.len()).of(text);
            (link.words.of(text), to.split(['\n', '\t']).next().unwrap())
        })
        .collect();
    assert_eq!(
        links,
        [
            ("看仓库", "第一条 仓库。"),
            ("船的那条", "船只"),
            ("附言", "附言。")
        ]
    );
}
