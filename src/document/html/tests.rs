//! Pages and what is read of them.

use super::*;
use crate::document::budget::DEEPEST;
use crate::document::{BlockKind, Link, LinkTarget, MarkupKind, RowKind};

fn read(html: &str) -> Transcript {
    super::read(html.to_owned(), &Budget::whole())
}

fn check(html: &str, expected: &str) {
    assert_eq!(read(html).text, expected, "{html}");
}

/// Checks the passages: a word for the kind of each, and its words.
fn check_kinds(html: &str, expected: &[&str]) {
    let read = read(html);
    let passages = read.structure.passages.iter().map(|passage| {
        let kind = match &passage.kind {
            BlockKind::Heading { level } => format!("h{level}"),
            kind => kind.name().unwrap_or("").to_owned(),
        };
        format!("{kind} {}", passage.text.of(&read.text))
    });
    assert_eq!(passages.collect::<Vec<_>>(), expected, "{html}");
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
        "第一章 总则\n\n第一条　为了\n规范。\n\n",
    );
    check("<div>一<div>二</div>三</div>", "一\n\n二\n\n三\n\n");
    check_kinds(
        "<h2>章</h2><blockquote><p>引文</p></blockquote>文<pre><code>if</code></pre>",
        &["h2 章", "quotation 引文", "paragraph 文", "verbatim if"],
    );
    check_kinds(
        "<blockquote><p>第一条 整页缩进。</p><blockquote>引</blockquote></blockquote>",
        &["paragraph 第一条 整页缩进。", "quotation 引"],
    );
    check(
        "<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>",
        "3. 甲\n\n4. 乙\n\n• 丙\n\n",
    );
    check(
        "<ol><li>甲<ol><li>子</ol><li>乙<ul><li>丑</ul></ol>",
        "1. 甲\n\n   1. 子\n\n2. 乙\n\n   • 丑\n\n",
    );
    check("<pre>a\n  b</pre>", "a\n  b\n\n");
    check("手工\n    业 and\n more", "手工业 and more\n\n");
    check("&lt;p&gt; &nbsp;&#20013;", "<p> \u{a0}中\n\n");
}

#[test]
fn readings_stand_behind_the_words_that_they_are_of() {
    let check = |html: &str, expected: &[(&str, &str)], shown: &str| {
        let document = crate::document::decode(format!("<title>题</title><p>{html}").as_bytes());
        let document = document.document(crate::document::Syntax::Plain);
        let readings = document.markup.iter();
        let readings = readings.filter(|markup| markup.kind == MarkupKind::Reading);
        let found: Vec<_> = readings
            .map(|markup| {
                let before = Span::new(0, markup.span.start).of(&document.source);
                let base = before.chars().next_back().map_or(0, char::len_utf8);
                let base = before.get(before.len() - base..).unwrap();
                (base, markup.span.of(&document.source))
            })
            .collect();
        assert_eq!(found, expected, "{html}");
        assert_eq!(document.words(document.blocks[0].text), shown, "{html}");
    };
    check(
        "<ruby>漢<rt>かん</rt></ruby>",
        &[("漢", "かん")],
        "漢（かん）",
    );
    check(
        "<ruby>甲<rt>きのえ</rt></ruby><ruby>乙<rt>きのと</rt></ruby>",
        &[("甲", "きのえ"), ("乙", "きのと")],
        "甲（きのえ）乙（きのと）",
    );
    // Printed parentheses are for those who see no ruby.
    check(
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</ruby>を",
        &[("漢", "かん"), ("字", "じ")],
        "漢（かん）字（じ）を",
    );
    check(
        "<ruby><rb>方<rb>法<rt>ほう<rt>ほう</ruby>",
        &[("方", "ほう"), ("法", "ほう")],
        "方（ほう）法（ほう）",
    );
    check(
        "<ruby>方法<rt>ほう</rt><rt>ほう</rt></ruby>",
        &[("方", "ほう"), ("法", "ほう")],
        "方（ほう）法（ほう）",
    );
    check(
        "<ruby><rb>大</rb><rb>人</rb><rt>おとな</rt></ruby>",
        &[("人", "おとな")],
        "大人（おとな）",
    );
    check(
        "<ruby>無<rt> </rt></ruby>い<ruby>全<rt></ruby>",
        &[],
        "無い全",
    );
    check(
        "<ruby>\n 注\n <rt>\n zhù\n </rt>\n</ruby>\n音",
        &[("注", "zhù")],
        "注（zhù）音",
    );
}

#[test]
fn what_is_not_read_and_what_is_said_of_the_document() {
    check(
        "<!doctype html><html><head><title>某  法 &amp; 例</title><meta name=author content=某人><style>p{}</style><script>if (a<b) '<p>'</script></head><body><p>文</body></html>",
        "文\n\n",
    );
    let facts = read("<title>某  法 &amp; 例</title><meta name=author content=某人>文")
        .structure
        .facts;
    let facts: Vec<(&str, &str)> = facts
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    assert_eq!(facts, [("title", "某 法 & 例"), ("author", "某人")]);
    check(
        "<svg><style>x</style><metadata>y</metadata></svg>文",
        "文\n\n",
    );
}

#[test]
fn links_lead_from_their_words_and_the_text_is_the_same_without_them() {
    let check = |html: &str, expected: &[(&str, &str)]| {
        let Transcript {
            text, structure, ..
        } = read(html);
        let web = |link: &Link| match &link.target {
            LinkTarget::Web(address) => address.clone(),
            LinkTarget::Place(_) => String::new(),
        };
        let links = structure.links.iter();
        let found: Vec<_> = links
            .map(|link| (link.words.of(&text), web(link)))
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(words, to)| (*words, &**to)).collect();
        assert_eq!(found, expected, "{html}: {text:?}");
        // Without the links the text is the same.
        let bare = html.replace("<a ", "<i ").replace("</a>", "</i>");
        assert_eq!(read(&bare).text, text);
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
        &[("乙\n丙", "https://a.example")],
    );
    check(
        "<table><tr><th>年</th></tr><tr><td>一|二</td><td><p>三</p><a href='https://a.example'>四|五</a></td><td><a href='https://b.example'>六</a></td></tr></table>",
        &[("四|五", "https://a.example"), ("六", "https://b.example")],
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
fn tables_are_lines_with_tabs() {
    check(
        "<table><tr><th>年</th><th>数</th></tr><tr><td><p>1954</p><p>年</p></td><td>3|4</td></tr></table>后",
        "年\t数\n1954 年\t3|4\n\n后\n\n",
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
        read(html);
    }
    check("<td>甲</td>", "甲\n\n");
    let deep = "<div>".repeat(100_000) + "文";
    check(&deep, "文\n\n");
    // The end of an element that is too deep to be kept ends none around it.
    let deep = "<div>".repeat(DEEPEST - 1) + "<b><b>甲</b>乙</b>丙";
    let read = read(&deep);
    let strong = read.structure.markup.iter();
    let strong: Vec<_> = strong.map(|markup| markup.span.of(&read.text)).collect();
    assert_eq!(strong, ["甲乙"]);
    // What ends a line has nothing of what is elsewhere.
    check("<div hidden>隐</div><p>甲</br>乙", "甲\n乙\n\n");
}

/// Checks what is shown of a page: its passages, one behind the other.
fn check_shown(html: &str, expected: &str) {
    let text = read(html).text;
    let shown: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(shown.join(" "), expected, "{html}");
}

#[test]
fn what_serves_the_site_is_no_text() {
    let text = "<p>第一条　为了方便读者借阅本馆所藏图书，制定本办法。</p>";
    let shown = "第一条 为了方便读者借阅本馆所藏图书，制定本办法。";
    for around in [
        "<nav><a href=/>首页</a></nav>",
        "<header><p>某站</p></header>",
        "<footer>版权</footer>",
        "<aside>推荐</aside>",
        "<div hidden>弹窗</div>",
        "<div style='color:red; DISPLAY : none !important'>隐</div>",
        "<p style='visibility:hidden'>隐</p>",
        "<div role=navigation>目录</div>",
        "<ul class='top_nav clearfix'><li>首页</ul>",
        "<div id=BreadcrumbNav>您的位置：首页</div>",
        "<div class=page-footer>备案号</div>",
        "<span class=noprint>打印</span>",
        "<span class='sr-only'>跳过</span>",
        "<button>收起</button><select><option>甲</select><textarea>乙</textarea>",
        "<template><p>模板</template><noscript>请开启</noscript><iframe>框</iframe>",
    ] {
        check_shown(&format!("{around}{text}"), shown);
        check_shown(&format!("{text}{around}"), shown);
    }
}

#[test]
fn a_page_may_leave_out_tags_and_a_part_of_a_book_is_xml() {
    check_shown("<head><title>题</title><p>甲。", "甲。");
    check_shown("<html><head><title>题</title>甲。", "甲。");
    let mut book = Transcript::default();
    transcribe(
        "<html><head><title/><script src='x'/></head><body><nav>目录</nav><p>甲。</p></body></html>"
            .to_owned(),
        &mut book,
        &Budget::whole(),
    );
    assert_eq!(book.text, "目录\n\n甲。\n\n");
}

#[test]
fn what_belongs_to_the_text_stays_whatever_its_name() {
    check_shown(
        "<article><header><h1>办法</h1><p>通过</p></header><p>甲。</p><footer>某馆</footer></article>",
        "办法 通过 甲。 某馆",
    );
    check_shown("<p style='display:block'>甲。", "甲。");
    check_shown(
        "<div class=header><p>全文都在这里面，并不是站点的页首。</div>完",
        "全文都在这里面，并不是站点的页首。 完",
    );
    check_shown(
        "<title>某办法 - 某站</title><div class=header><h1>某办法</h1>某会通过</div><p>第一条　很长很长很长很长很长的话。",
        "某办法 某会通过 第一条 很长很长很长很长很长的话。",
    );
    check_shown(
        "<div class=article-header>题</div><p>文章的内容在这里。",
        "题 文章的内容在这里。",
    );
    check_shown(
        "<form action=x><p>整页都在表单里。</form>",
        "整页都在表单里。",
    );
}

#[test]
fn the_element_that_holds_the_text_is_the_text() {
    check_shown(
        "<div>站名</div><main><p>甲。</p></main><div>相关</div>",
        "甲。",
    );
    // Notes that its marks lead to are text, too.
    check_shown(
        "<div>站名</div><main><p>甲<a href=#n>[1]</a>。</p></main><div><p id=n>[1] 注。</div>",
        "甲[1]。 [1] 注。",
    );
    check_shown("<main></main><p>甲。", "甲。");
    check_shown("<main>甲。</main><main>乙。</main>丙", "甲。 乙。 丙");
}

#[test]
fn the_title_is_that_of_the_text() {
    let check = |html: &str, expected: &str| {
        let facts = read(html).structure.facts;
        let title = facts.iter().find(|(name, _)| *name == "title");
        assert_eq!(title.map_or("", |(_, title)| title), expected, "{html}");
    };
    check(
        "<title>办法_文件_某县政府</title><meta name=ArticleTitle content=办法><p>文",
        "办法",
    );
    check(
        "<title>窗</title><meta property=og:title content='规则'><meta property=og:site_name content=某站>文",
        "规则",
    );
    check(
        "<title>规则 - 某站</title><meta property=og:title content=某站><meta property=og:site_name content=某站>文",
        "规则",
    );
    check(
        "<title>憲章 - 维基文库，自由的图书馆</title><h1>憲章</h1>文",
        "憲章",
    );
    check(
        "<title>某县人民政府</title><h1>某某办法</h1><p>文",
        "某某办法",
    );
    check(
        "<title>某县政务网 - 某办法</title><header><h2>某县政务网</h2></header><h1>某办法</h1><p>文",
        "某办法",
    );
    check(
        "<title>某法 - 某局</title><p>第一条 甲。</p><p>某局</p>",
        "某法 - 某局",
    );
    check(
        "<title>某法-资料库</title><table><tr><th>名称<td>某法<tr><th>文号<td>一</table>",
        "某法",
    );
    check("<title>某法_某网</title><p>某法</p><p>文", "某法");
    check(
        "<title>某法（2001年） | 法律门户</title><p>第一条",
        "某法（2001年）",
    );
    // No heading of a part, no heading among several, and no name of a person.
    check("<title>某法</title><h1>第一章 总则</h1>", "某法");
    let far = "<p>文。</p>".repeat(50);
    check(
        &format!("<title>文集</title><h1>甲</h1>{far}<h1>乙</h1>"),
        "文集",
    );
    check("<title>甲－乙之争</title><p>文", "甲－乙之争");
    check("<p>文", "");
    check("<svg><title>图</title></svg><p>文", "");
}

/// Checks the notes: the words of the marks, the label and the text of each.
fn check_notes(html: &str, expected: &[(&[&str], &str, &str)]) {
    let document =
        crate::document::decode(html.as_bytes()).document(crate::document::Syntax::Plain);
    let notes = document.notes.iter();
    let words = |span: Span| span.of(&document.source).to_owned();
    let found: Vec<_> = notes
        .map(|note| {
            let calls: Vec<String> = note.calls.iter().map(|call| words(*call)).collect();
            (calls, words(note.label), words(note.text))
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(calls, label, text)| {
            let calls: Vec<String> = calls.iter().map(|call| (*call).to_owned()).collect();
            (calls, (*label).to_owned(), (*text).to_owned())
        })
        .collect();
    assert_eq!(found, expected, "{html}: {}", document.source);
    let footnotes = document.blocks.iter();
    let footnotes = footnotes.filter(|block| block.kind == BlockKind::Footnote);
    assert!(footnotes.count() >= expected.len(), "{html}");
}

#[test]
fn links_say_which_note_a_mark_calls() {
    let page = |body: &str| format!("<title>题</title><h1>题</h1>{body}");
    // A wiki: arrows back, one note called twice.
    check_notes(
        &page(
            "<p>甲。<sup><a href='#n1'>[1]</a></sup>乙。<sup><a href='#n1'>[1]</a></sup></p><ol><li id=n1><span class=mw-cite-backlink>^ <a href='#r1'>1.0</a></span> 县志。</ol>",
        ),
        &[(&["[1]", "[1]"], "1.", "1. 县志。")],
    );
    // An office program: both marks are anchors and links.
    check_notes(
        &page(
            "<p>甲<a href='#_ftn1' name='_ftnref1'>[1]</a>乙。</p><hr><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 见前。</p><p>续。</p>",
        ),
        &[(&["[1]"], "[1]", "[1] 见前。")],
    );
    // Numbers that begin again with each chapter.
    check_notes(
        &page(
            "<h2>一</h2><p>甲<a href=#a1 id=ra>1</a>。</p><h2>二</h2><p>乙<a href=#b1 id=rb>1</a>。</p><h2>注</h2><p id=a1><a href=#ra>1</a> 甲注。<p id=b1><a href=#rb>1</a> 乙注。",
        ),
        &[(&["1"], "1", "1 甲注。"), (&["1"], "1", "1 乙注。")],
    );
    // A note of two paragraphs that is not shown, and one in the foot of the page.
    check_notes(
        &page(
            "<p>旧时的渡口<a href=#x><sup>*</sup></a>在城西三里，今已废<a role=doc-noteref href=#y>注</a>。</p><div hidden><div id=x><p>一。</p><p>二。</p></div></div><footer><p id=y>注：三。</p><p>版权</p></footer>",
        ),
        &[(&["*"], "", "一。\n\n二。"), (&["注"], "", "注：三。")],
    );
}

#[test]
fn links_that_are_no_marks_of_notes_call_none() {
    for body in [
        // Contents and the way back to them.
        "<p><a href=#c1 id=t1>第一章</a></p><h2 id=c1><a href=#t1>第一章</a></h2><p>文。",
        "<ul id=t><li><a href=#p1>一</a></ul><p id=p1>第一条 甲。<a href=#t>返回</a></p>",
        "<p>见<a href='#p2'>第二条</a>。</p><p id=p2>第二条 乙。",
        "<p><a href=#1>1</a> <a href=#2>2</a></p><h2 id=1>一</h2><h2 id=2>二</h2>",
        "<p>回<a href=#top>↑</a></p>",
    ] {
        check_notes(&format!("<title>题</title><h1 id=top>题</h1>{body}"), &[]);
    }
}

#[test]
fn links_inside_the_page_lead_to_places() {
    let Transcript {
        text, structure, ..
    } = read(
        "<p><a href='#%E7%94%B2'>往甲</a><a href=#none>无</a></p><p>乙</p><h2 id=甲>　甲</h2>",
    );
    let places = structure.links.iter().map(|link| {
        let LinkTarget::Place(place) = link.target else {
            panic!("a place");
        };
        (link.words.of(&text), text.get(place..).unwrap())
    });
    assert_eq!(places.collect::<Vec<_>>(), [("往甲", "甲\n\n")]);
}

#[test]
fn tables_keep_the_places_of_their_cells() {
    let check = |html: &str, columns: usize, expected: &[&[&str]]| {
        let read = read(html);
        let tables = read.structure.passages.iter();
        let mut table = tables.filter_map(|passage| match &passage.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        });
        let table = table.next_back().expect(html);
        let rows: Vec<Vec<&str>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.of(&read.text)).collect())
            .collect();
        assert_eq!(rows, expected, "{html}");
        assert_eq!(table.columns, columns, "{html}");
    };
    check(
        "<table><tr><th>社<th>一月<th>二月<tr><td>甲<td><td>3<tr><td>乙<td>4<td>&nbsp;</table>",
        3,
        &[&["社", "一月", "二月"], &["甲", "", "3"], &["乙", "4"]],
    );
    // Spans in both directions; a value stands at each of its places.
    check(
        "<table><tr><th rowspan=2>区<th colspan=2>木器<tr><th>社<th>人<tr><td rowspan=9>东<td>1<td>2<tr><td>3<td>4</table>",
        3,
        &[
            &["区", "木器", "木器"],
            &["区", "社", "人"],
            &["东", "1", "2"],
            &["东", "3", "4"],
        ],
    );
    // A column in which no cell begins is none; a row across the table is a group.
    check(
        "<table><tr><td colspan=7>甲组<tr><td colspan=6>一<td>二</table>",
        2,
        &[&["甲组"], &["一", "二"]],
    );
    // A form to be filled in.
    check(
        "<table border=1><tr><td>姓名<td><tr><td>住址<td></table>",
        2,
        &[&["姓名"], &["住址"]],
    );
}

#[test]
fn a_wide_row_takes_no_places_in_narrow_ones_below_it() {
    let narrow = "<tr><td>乙".repeat(1100);
    let read = read(&format!(
        "<table><tr><td colspan=1000>甲<td>一{narrow}<tr><td rowspan=2>东<td>1<tr><td>2</table>"
    ));
    let BlockKind::Table(table) = &read.structure.passages[0].kind else {
        panic!("no table");
    };
    let last = table.rows.last().unwrap().cells.iter();
    let last: Vec<_> = last.map(|cell| cell.of(&read.text)).collect();
    // What spans rows still does.
    assert_eq!(last, ["东", "2"]);
}

#[test]
fn the_head_of_a_table_is_what_is_marked_as_one() {
    use RowKind::{Data, Head};
    let check = |html: &str, expected: &[RowKind]| {
        let read = read(html);
        let mut tables = read.structure.passages.iter();
        let kinds = tables.find_map(|passage| match &passage.kind {
            BlockKind::Table(table) => Some(table.rows.iter().map(|row| row.kind).collect()),
            _ => None,
        });
        let kinds: Vec<_> = kinds.expect(html);
        assert_eq!(kinds, expected, "{html}");
    };
    let rows = "<tr><td>东河<td>31<tr><td>西山<td>20";
    check(
        &format!("<table><thead><tr><td>县<td>亩<tbody>{rows}</table>"),
        &[Head, Data, Data],
    );
    check(
        &format!("<table><tbody><tr><th>县<th>亩{rows}</table>"),
        &[Head, Data, Data],
    );
    // Without any marks, a first row of labels is one: words over each column.
    check(
        &format!("<table><tr><td>县<td>亩{rows}</table>"),
        &[Head, Data, Data],
    );
    for first in ["<td>县", "<td>县：<td>亩", "<td>县<td>1955", "<td>县<td>"] {
        check(&format!("<table><tr>{first}{rows}</table>"), &[Data; 3]);
    }
    // Labels of rows alone are no head.
    check(
        "<table><tr><th>东河<td>31<tr><th>西山<td>20</table>",
        &[Data, Data],
    );
}

#[test]
fn tables_that_lay_the_page_out_are_unfolded() {
    check_kinds(
        "<table><tr><td><font>规程</font></td></tr><tr><td><p>第一条 甲。</p><p>第二条 乙。</p></td></tr></table>",
        &[
            "paragraph 规程",
            "paragraph 第一条 甲。",
            "paragraph 第二条 乙。",
        ],
    );
    check_kinds(
        "<table><tr><td>目录<br>首页</td><td><h1>规程</h1><p>第一条 甲。</p></td></tr></table>",
        &["paragraph 目录\n首页", "h1 规程", "paragraph 第一条 甲。"],
    );
    check_kinds(
        "<table><tr><td>左</td><td><table><tr><th>甲<th>乙<tr><td>1<td>2</table></td></tr></table>",
        &["paragraph 左", "table 甲\t乙\n1\t2"],
    );
    // What stands behind the last cell does not fill it.
    let paragraph = "渡口的船每日往返三次。".repeat(12);
    check_kinds(
        &format!("<table><tr><td>{paragraph}<td></table><img alt=船>"),
        &[&format!("paragraph {paragraph}"), "paragraph [船]"],
    );
    check_kinds(
        "<table role=presentation><tr><td>甲<td>乙</table>",
        &["paragraph 甲", "paragraph 乙"],
    );
    check_kinds(
        "<table><caption>表一</caption><tr><th>年<th>数<tr><td>甲<td>1</table>",
        &["paragraph 表一", "table 年\t数\n甲\t1"],
    );
}

#[test]
fn lists_are_numbered_as_browsers_number_them() {
    check(
        "<ol type=a><li>甲<li value=7>乙<li>丙</ol><ol reversed><li>丁<li>戊</ol>",
        "1. 甲\n\n7. 乙\n\n8. 丙\n\n2. 丁\n\n1. 戊\n\n",
    );
    // What prints its own numbers, or wants none, gets none.
    check(
        "<ol><li>（一）甲<li>（二）乙</ol><ul><li>第一条 丙</ul><ol style='list-style:none'><li>丁</ol>",
        "（一）甲\n\n（二）乙\n\n第一条 丙\n\n丁\n\n",
    );
    check(
        "<dl><dt>法<dd>国家的<dd>法律<dt>令</dl>",
        "法\n\n国家的\n\n法律\n\n令\n\n",
    );
}

#[test]
fn an_image_stands_for_its_words() {
    check(
        "文<img alt='⿰木兆' src=a>字<img alt=''><img src=b><img alt='图 一.PNG'>。",
        "文[⿰木兆]字。\n\n",
    );
}

#[test]
fn markup_is_said_of_each_passage() {
    let read = read(
        "<b>甲<p>乙<i>丙</i></p></b><p><small>小</small></p><p>大<small>小</small></p><ol><li><b>丁</b>戊</ol>",
    );
    let markup = read.structure.markup.iter();
    let found: Vec<_> = markup
        .map(|markup| (markup.span.of(&read.text), markup.kind))
        .collect();
    assert_eq!(
        found,
        [
            ("甲", MarkupKind::Strong),
            ("丙", MarkupKind::Emphasis),
            ("乙丙", MarkupKind::Strong),
            ("小", MarkupKind::Commentary),
            // Without the number of the item.
            ("丁", MarkupKind::Strong),
        ]
    );
}

#[test]
fn lines_that_are_broken_on_purpose_are_paragraphs_or_verse() {
    let kinds = |html: &str| -> Vec<String> {
        let document =
            crate::document::decode(html.as_bytes()).document(crate::document::Syntax::Plain);
        let blocks = document.blocks.iter();
        let read = blocks.filter_map(|block| Some((block.kind.name()?, block.text)));
        let words = |span: Span| span.of(&document.source).replace('\n', "/");
        read.map(|(kind, text)| format!("{kind} {}", words(text)))
            .collect()
    };
    assert_eq!(
        kinds(
            "<title>题</title>　　第一条　下列各项：<br>　　（一）甲；<br>　　（二）乙。<br><br># 号<br>"
        ),
        [
            "paragraph 第一条　下列各项：",
            "paragraph （一）甲；",
            "paragraph （二）乙。",
            "paragraph # 号"
        ]
    );
    assert_eq!(
        kinds(
            "<title>题</title><p>床前明月光，<br>疑是地上霜。<br>举头望明月，<br>低头思故乡。</p>"
        ),
        ["verse 床前明月光，/疑是地上霜。/举头望明月，/低头思故乡。"]
    );
}

#[test]
fn bombs_stay_small() {
    let cells = "<tr><td colspan=1000 rowspan=60000>甲".repeat(3000);
    assert!(read(&format!("<table>{cells}</table>")).text.len() < 100_000);
    let spans = format!(
        "<table>{}</table>",
        "<tr><td rowspan=65534 colspan=1000>甲<td>乙".repeat(5000)
    );
    assert!(read(&spans).text.len() < 4_000_000);
    for soup in [
        "<table><tr><td>",
        "<b>",
        "<ruby>",
        "<ul><li>",
        "<a href=#x>",
        "<blockquote>",
        "</p>",
    ] {
        read(&soup.repeat(50_000));
    }
    let page = format!("{}<p id=x>文", "<p><a href=#x>[1]</a>甲".repeat(20_000));
    read(&page);
    let marks = |name: &str, to: &str| format!("<a href=#{to} name={name}>1</a>").repeat(10_000);
    read(&format!(
        "<p>甲{}</p><p>1 {}</p>",
        marks("x", "y"),
        marks("y", "x")
    ));
}

#[test]
fn marks_of_pages_are_no_text() {
    let page = "<p>渡口在<span epub:type='pagebreak' id='p2' title='2'></span>村东。</p><div role='doc-pagebreak' aria-label=' Page 3. '></div>\
        <p>船夫<span role='doc-pagebreak'>iv</span>姓<span epub:type='pagebreak' hidden title='5'/>何。</p>\
        <section epub:type='pagebreak'><p>这一段虽在分页的元素里，却是正文，不能丢。</p></section><p title='9'>完。</p>";
    let mut transcript = Transcript::default();
    let places = transcribe(page.to_owned(), &mut transcript, &Budget::whole());
    let text = &transcript.text;
    assert_eq!(
        *text,
        "渡口在村东。\n\n船夫姓何。\n\n这一段虽在分页的元素里，却是正文，不能丢。\n\n完。\n\n"
    );
    let behind = |at: usize| Span::new(at, text.len()).of(text).chars().next();
    let pages = transcript.structure.pages.iter();
    let pages: Vec<_> = pages
        .map(|page| (page.label.as_str(), behind(page.at).unwrap()))
        .collect();
    assert_eq!(pages, [("2", '村'), ("3", '船'), ("iv", '姓'), ("5", '何')]);
    assert_eq!(places.anchors[0].0, "p2");
    let document = crate::document::decode(format!("<html>{page}").as_bytes());
    let document = document.document(crate::document::Syntax::Plain);
    let words = |typed| Some(document.page(typed)?.of(&document.source).trim());
    assert_eq!(words("IV"), None);
    assert_eq!(words("2"), Some("村东。"));
    assert_eq!(words("5").unwrap().chars().next(), Some('何'));
}

#[test]
fn a_drawing_says_its_titles_and_its_words() {
    let drawing = "<svg><title>水位图</title><desc>三年的水位</desc><defs><text>样</text></defs>\
        <g><text x='1'>最<tspan>高</tspan></text><rect/><text>最低</text></g><image alt='河'/></svg>";
    check(
        &format!("<p>见图：</p>{drawing}<p>完。</p>"),
        "见图：\n\n[水位图]\n\n[三年的水位]\n\n最高\n\n最低\n\n[河]\n\n完。\n\n",
    );
    check(
        &format!("<p>见{drawing}。</p>"),
        "见 [水位图] [三年的水位] 最高 最低 [河]。\n\n",
    );
    check(
        "<p>甲<svg aria-hidden='true'><title>箭头</title></svg><svg><title>a.svg</title><path/></svg>乙</p>",
        "甲 乙\n\n",
    );
    // Elsewhere an element of that name is nothing special.
    check("<title>题</title><p>甲<text>乙</text>丙</p>", "甲乙丙\n\n");
}

#[test]
fn formulas_are_written_on_one_line() {
    for (formula, line) in [
        ("<mi>x</mi><mo>=</mo>\n <mn>2</mn>", "x=2"),
        (
            "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mrow><mn>2</mn></mrow></mfrac>",
            "(a+b)/2",
        ),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^2"),
        (
            "<msubsup><mi>x</mi><mi>i</mi><mrow><mi>n</mi><mo>-</mo><mn>1</mn></mrow></msubsup>",
            "x_i^(n-1)",
        ),
        (
            "<msup><msup><mi>x</mi><mn>2</mn></msup><mn>3</mn></msup>",
            "(x^2)^3",
        ),
        ("<msqrt><mi>x</mi></msqrt>", "√x"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "√[3]x"),
        (
            "<mi>sin</mi><mo>&#x2061;</mo><mn>2</mn><mo>&#x2062;</mo><mi>x</mi>",
            "sin 2x",
        ),
        (
            "<semantics><mi>y</mi><annotation>\\upsilon</annotation></semantics><mphantom><mi>z</mi></mphantom>",
            "y",
        ),
        (
            "<mfenced open='|' close='|'><mi>a</mi><mi>b</mi></mfenced>",
            "|a,b|",
        ),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
            "1, 2; 3",
        ),
    ] {
        check(
            &format!("<p>令<math>{formula}</math>，则</p>"),
            &format!("令{line}，则\n\n"),
        );
    }
}

#[test]
fn what_stands_for_an_object_is_read() {
    check(
        "<p>甲</p><object data='a.swf'><param name='b'/><p>代替的话。</p></object><iframe src='c.html'>框</iframe><p>乙</p>",
        "甲\n\n代替的话。\n\n乙\n\n",
    );
}
