//! Pages and what is read of them.

use super::*;
use crate::document::{BlockKind, Link, LinkTarget, MarkupKind};

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
        let document = document.document();
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
        let whole = Span::new(0, document.source.len());
        assert_eq!(document.words(whole).trim_end(), shown, "{html}");
    };
    check(
        "<ruby>漢<rt>かん</rt></ruby>",
        &[("漢", "かん")],
        "漢（かん）",
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
    check("<svg><title>x</title><text>y</text></svg>文", "文\n\n");
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
}
