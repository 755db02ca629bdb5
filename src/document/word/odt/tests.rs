//! Tests of reading `OpenDocument` texts, from parts written by hand.

use super::*;
use crate::document::Syntax;
use crate::document::container::pack;
use crate::document::rules::Own;
use crate::document::word::picture;
use crate::document::{MarkupKind, decode, head};

fn read(bytes: &[u8]) -> Option<Transcript> {
    super::read(bytes, &Budget::whole())
}

fn summarize(bytes: &[u8]) -> Option<Summary> {
    super::summarize(bytes, &Budget::catalog())
}

const LISTS: &str = "<text:list-style style:name='L'>\
    <text:list-level-style-number text:level='1' style:num-prefix='第' style:num-suffix='条' style:num-format='一, 二, 三, ...'/>\
    <text:list-level-style-number text:level='2' style:num-prefix='（' style:num-suffix='）' style:num-format='一, 二, 三, ...'/>\
    <text:list-level-style-number text:level='3' style:num-suffix='.' style:num-format='1'/></text:list-style>\
    <text:list-style style:name='B'><text:list-level-style-bullet text:level='1' text:bullet-char='•'/></text:list-style>\
    <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>\
    <style:style style:name='N' style:family='paragraph' style:list-style-name=''/>\
    <style:style style:name='R' style:family='paragraph'><style:paragraph-properties fo:text-align='end'/></style:style>\
    <style:style style:name='T1' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
    <style:style style:name='T2' style:family='text'><style:text-properties text:display='none'/></style:style>";

const STYLES: &str = "<office:document-styles><office:styles><text:outline-style style:name='Outline'>\
    <text:outline-level-style text:level='1' style:num-prefix='第' style:num-suffix='章' style:num-format='一, 二, 三, ...'/>\
    <text:outline-level-style text:level='2' style:num-format=''/></text:outline-style></office:styles>\
    <office:master-styles><style:master-page><style:header><text:p>页眉</text:p></style:header></style:master-page></office:master-styles></office:document-styles>";

fn content(body: &str) -> String {
    format!(
        "<office:document-content><office:automatic-styles>{LISTS}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
}

fn document(body: &str) -> Vec<u8> {
    let meta = "<office:document-meta><office:meta><dc:title>模板</dc:title><meta:creation-date>2001-02-03T04:05:06</meta:creation-date></office:meta></office:document-meta>";
    pack(&[
        ("mimetype", MEDIA),
        ("content.xml", content(body).as_bytes()),
        ("styles.xml", STYLES.as_bytes()),
        ("meta.xml", meta.as_bytes()),
    ])
}

fn transcript(body: &str) -> Transcript {
    read(&document(body)).unwrap()
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(picture(&transcript(body)), expected);
}

/// A list with attributes, and an item of it.
fn list(attributes: &str, items: &[&str]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| format!("<text:list-item>{item}</text:list-item>"))
        .collect();
    format!("<text:list {attributes}>{}</text:list>", items.concat())
}

#[test]
fn headings_are_numbered_by_the_outline() {
    check(
        "<text:p text:style-name='P1'>某馆规则</text:p><text:h text:outline-level='1'>总则</text:h><text:h text:outline-level='2'>一节</text:h>\
         <text:h text:outline-level='1' text:style-name='N'>没有号</text:h><text:h text:outline-level='1' text:is-list-header='true'>也没有</text:h>\
         <text:h text:outline-level='1'>附则</text:h><text:p text:style-name='R'>某馆</text:p>",
        "title: 某馆规则\nh2: 第一章 总则\nh3: 一节\nh2: 没有号\nh2: 也没有\nh2: 第二章 附则\n            某馆",
    );
}

#[test]
fn lists_go_on_or_begin_anew() {
    let inner = list("", &["<text:p>甲</text:p>", "<text:p>乙</text:p>"]);
    let first = list(
        "text:style-name='L' xml:id='l1'",
        &[
            "<text:p>一</text:p><text:p>又一款</text:p>",
            &format!("<text:p>二</text:p>{inner}"),
        ],
    );
    let on = list(
        "text:style-name='L' text:continue-numbering='true'",
        &[&format!("<text:p>三</text:p>{inner}")],
    );
    let deep = list(
        "text:style-name='L' text:continue-list='l1'",
        &[&list("", &["<text:p>丙</text:p>"]), "<text:p>四</text:p>"],
    );
    let anew = list("text:style-name='L'", &["<text:p>一</text:p>"]);
    let given = "<text:list text:style-name='L'><text:list-header><text:p>头</text:p></text:list-header>\
        <text:list-item text:start-value='8'><text:p>八</text:p></text:list-item><text:list-item><text:p>九</text:p></text:list-item></text:list>";
    let bullets = list("text:style-name='B'", &["<text:p>点</text:p>"]);
    check(
        &[
            &*first,
            "<text:p>文</text:p>",
            &on,
            &deep,
            &anew,
            given,
            &bullets,
        ]
        .concat(),
        "第一条 一\n又一款\n第二条 二\n（一）甲\n（二）乙\n文\n第三条 三\n（一）甲\n（二）乙\n（三）丙\n第四条 四\n\
         第一条 一\n头\n第八条 八\n第九条 九\n• 点",
    );
    // The second list of an item that holds only lists.
    let twice = list("text:style-name='L'", &[&[inner.as_str(), &inner].concat()]);
    check(&twice, "（一）甲\n（二）乙\n（一）甲\n（二）乙");
}

#[test]
fn what_is_not_shown() {
    let transcript = transcript(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>废</text:p></text:deletion></text:changed-region></text:tracked-changes>\
         <text:p>甲<text:change text:change-id='1'/><office:annotation><text:p>批注</text:p></office:annotation><text:span text:style-name='T2'>隐</text:span>\
         <text:hidden-text text:is-hidden='true'>隐</text:hidden-text><text:change-start/>乙<text:change-end/></text:p>\
         <text:p><text:hidden-paragraph text:is-hidden='true'/>隐</text:p>\
         <text:section text:display='none'><text:p>隐</text:p></text:section><text:section><text:p>节</text:p></text:section>\
         <text:table-of-content><text:table-of-content-source><text:index-title-template>模板</text:index-title-template></text:table-of-content-source>\
         <text:index-body><text:p>目录</text:p></text:index-body></text:table-of-content>",
    );
    assert_eq!(picture(&transcript), "甲乙\n节\n目录");
}

#[test]
fn white_space_ruby_links_and_marked_words() {
    let transcript = transcript(
        "<text:p>\n  甲\n <text:span text:style-name='T1'>乙</text:span><text:s text:c='3'/>丙<text:tab/>丁<text:line-break/>戊</text:p>\
         <text:p><text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう</text:ruby-text></text:ruby>都\
         <text:a xlink:href='https://a.example'>链</text:a><text:a xlink:href='#b'>内</text:a></text:p>",
    );
    assert_eq!(
        picture(&transcript),
        "甲 乙   丙⇥丁\n戊\n東京とうきょう都链内"
    );
    let markup = transcript.structure.markup.iter();
    let marked: Vec<_> = markup
        .filter(|markup| !markup.span.is_empty())
        .map(|markup| (markup.kind, markup.span.of(&transcript.text)))
        .collect();
    assert_eq!(
        marked,
        [
            (MarkupKind::Strong, "乙"),
            (MarkupKind::Reading, "とうきょう")
        ]
    );
    let links = &transcript.structure.links;
    assert_eq!(
        (links.len(), links[0].words.of(&transcript.text)),
        (1, "链")
    );
}

#[test]
fn notes_stand_at_the_end_and_boxes_behind_their_paragraph() {
    let note = |class: &str, mark: &str, words: &str| {
        format!(
            "<text:note text:note-class='{class}'><text:note-citation>{mark}</text:note-citation><text:note-body>{words}</text:note-body></text:note>"
        )
    };
    let item = format!(
        "<text:p>甲{}，<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>乙</text:p>",
        note("footnote", "1", "<text:p>注</text:p><text:p>又</text:p>"),
    );
    let transcript = transcript(
        &(list("text:style-name='L'", &[&item])
            + &format!(
                "<text:p>丙{}<draw:frame><draw:image/><svg:title>图</svg:title><svg:desc>说明</svg:desc></draw:frame></text:p>",
                note("endnote", "ii", "<text:p>尾</text:p>")
            )),
    );
    assert_eq!(
        picture(&transcript),
        "第一条 甲[1]，乙\n框\n丙[ii][图]\nfootnote: [1] 注⏎又\nfootnote: [ii] 尾"
    );
    let calls = transcript.structure.notes.iter().map(|note| note.calls[0]);
    let calls: Vec<_> = calls.map(|call| call.of(&transcript.text)).collect();
    assert_eq!(calls, ["[1]", "[ii]"]);
}

#[test]
fn tables_with_spans_and_repeats() {
    let cell =
        |words: &str| format!("<table:table-cell><text:p>{words}</text:p></table:table-cell>");
    let body = format!(
        "<table:table><table:table-header-rows><table:table-row>{}<table:table-cell table:number-columns-spanned='2'><text:p>值</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>\
         <table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>甲</text:p></table:table-cell>{}{}</table:table-row>\
         <table:table-row table:number-rows-repeated='2'><table:covered-table-cell/><table:table-cell table:number-columns-repeated='2'><text:p>3</text:p></table:table-cell></table:table-row></table:table>",
        cell("项"),
        cell("1"),
        cell("2"),
    );
    check(&body, "table 3/1: 项⇥值⇥⏎甲⇥1⇥2⏎⇥3⇥3⏎⇥3⇥3");
    let many = "<table:table><table:table-row table:number-rows-repeated='4000000000'><table:table-cell table:number-columns-repeated='4000000000'><text:p>甲</text:p></table:table-cell></table:table-row></table:table>";
    assert!(transcript(many).text.len() < 4 << 20);
}

#[test]
fn a_flat_document_is_the_same_in_one_file() {
    let flat = format!(
        "<?xml version='1.0'?>\n<office:document office:mimetype='application/vnd.oasis.opendocument.text'><office:meta><dc:title>模板</dc:title></office:meta>{LISTS}<office:body><office:text>{}</office:text></office:body></office:document>",
        list("text:style-name='L'", &["<text:p>甲。</text:p>"])
    );
    let document = decode(flat.as_bytes()).document(Syntax::Plain);
    assert_eq!(document.source, "第一条 甲。\n\n");
    assert_eq!(document.header.title, "模板");
    assert!(!is_flat(
        "<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.spreadsheet'/>"
    ));
    assert!(!is_flat("某某 <office:document/>") && !is_flat(""));
}

#[test]
fn what_is_no_text_is_none() {
    let body = content("<text:p>甲</text:p>");
    for parts in [
        [
            (
                "mimetype",
                &b"application/vnd.oasis.opendocument.spreadsheet"[..],
            ),
            ("content.xml", body.as_bytes()),
        ],
        [("mimetype", MEDIA), ("content.xml", b"\x93\x01encrypted")],
        [("mimetype", MEDIA), ("other.xml", body.as_bytes())],
    ] {
        assert!(read(&pack(&parts)).is_none() && summarize(&pack(&parts)).is_none());
    }
}

#[test]
fn the_catalog_knows_what_the_text_says() {
    for (body, title, date) in [
        (
            "<text:p text:style-name='Title'>某馆规则</text:p><text:p>（2019年3月5日）</text:p>",
            "某馆规则",
            "2019-03-05",
        ),
        ("<text:p>第一条　甲。</text:p>", "模板", "2001-02-03"),
    ] {
        let bytes = document(body);
        let document = decode(&bytes).document(Syntax::Plain);
        assert_eq!(document.header.title, title);
        assert_eq!(document.header.dates[0].date.to_string(), date);
        assert_eq!(
            head(&bytes, Syntax::Plain, &Own::default()).header,
            document.header
        );
    }
    // A body behind many styles.
    let styles = "<style:style style:name='X' style:family='text'/>".repeat(OPENING / 40);
    let long =
        content("<text:p>乙</text:p>").replace("<office:body>", &format!("{styles}<office:body>"));
    let bytes = pack(&[("mimetype", MEDIA), ("content.xml", long.as_bytes())]);
    assert_eq!(
        head(&bytes, Syntax::Plain, &Own::default()).header.title,
        "乙"
    );
}

#[test]
fn bombs_are_read_in_linear_time() {
    const DEEP: usize = 100_000;
    for (open, close) in [
        (
            "<table:table><table:table-row><table:table-cell>",
            "</table:table-cell></table:table-row></table:table>",
        ),
        (
            "<text:list><text:list-item>",
            "</text:list-item></text:list>",
        ),
        ("<text:p>", "</text:p>"),
        (
            "<text:p><draw:frame><draw:text-box>",
            "</draw:text-box></draw:frame></text:p>",
        ),
        (
            "<text:p><text:note><text:note-citation>1</text:note-citation><text:note-body>",
            "</text:note-body></text:note></text:p>",
        ),
        ("<text:section>", "</text:section>"),
    ] {
        let body =
            open.repeat(DEEP) + "<text:p>甲</text:p>" + &close.repeat(DEEP) + "<text:p>乙</text:p>";
        let shown = transcript(&body);
        assert!(shown.text.contains('乙'), "{open}");
    }
}

#[test]
fn bookmarks_are_what_links_lead_to() {
    let transcript = transcript(
        "<text:p>见<text:a xlink:href='#%E4%BB%93'>仓库</text:a>与<text:bookmark-ref text:ref-name='船' text:reference-format='text'>船</text:bookmark-ref>。</text:p>\
         <text:p/><text:p><text:bookmark-start text:name='仓'/>仓库<text:bookmark-end text:name='仓'/>两间。</text:p>\
         <text:p>木<text:reference-mark text:name='船'/>船一只，<text:a xlink:href='#无'>无处可去</text:a>。</text:p>",
    );
    let text = &transcript.text;
    let links = transcript.structure.links.iter();
    let links: Vec<(&str, &str)> = links
        .map(|link| {
            let crate::document::LinkTarget::Place(at) = link.target else {
                panic!("{link:?}")
            };
            let to = crate::text::Span::new(at, text.len()).of(text);
            (link.words.of(text), to.lines().next().unwrap())
        })
        .collect();
    assert_eq!(
        links,
        [("仓库", "仓库两间。"), ("船", "船一只，无处可去。")]
    );
}
