//! Tests of cutting: the blocks of Markdown and of plain text.

use crate::document::parse::parse_named;
use crate::document::syntax::Syntax;
use crate::document::{BlockKind, Document};

/// The blocks that are read, with their kinds and words; cells are separated by `|`.
fn blocks(document: &Document) -> Vec<String> {
    let read = document.blocks.iter().filter(|block| block.kind.is_read());
    let words = |block: &crate::document::Block| match &block.kind {
        BlockKind::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells = row.cells.iter().map(|cell| document.words(*cell));
                cells.collect::<Vec<_>>().join("|")
            });
            rows.collect::<Vec<_>>().join("/")
        }
        _ => document.words(block.text).into_owned(),
    };
    read.map(|block| format!("{} {}", block.kind.name().unwrap_or(""), words(block)))
        .collect()
}

fn check(markdown: &str, expected: &[&str]) {
    let document = parse_named(format!("# 题\n\n{markdown}\n"), Syntax::Markdown);
    let found = blocks(&document);
    assert_eq!(found.get(1..).unwrap(), expected, "{markdown}");
    let whole: usize = document.blocks.iter().map(|block| block.span.len()).sum();
    assert_eq!(whole, document.source.len(), "{markdown}");
}

#[test]
fn html_divides_lines() {
    check(
        "<p align=\"right\">某某社渡务处说明。</p>\n<p>船到。</p>",
        &["paragraph 某某社渡务处说明。", "paragraph 船到。"],
    );
    check(
        "甲船先行，乙船后行。<br>&emsp;&emsp;（一）甲船；<BR/>（二）乙船。",
        &[
            "paragraph 甲船先行，乙船后行。",
            "paragraph （一）甲船；",
            "paragraph （二）乙船。",
        ],
    );
    check(
        "江上有船<br>船上无人<br>\n\n文。",
        &["verse 江上有船", "verse 船上无人", "paragraph 文。"],
    );
    check("<h2>渡资</h2>\n\n文。", &["heading 渡资", "paragraph 文。"]);
    check(
        "<center>\n\n## 渡资\n\n</center>\n\n文。",
        &["heading 渡资", "paragraph 文。"],
    );
    check("<a id=\"x\"></a>\n\n&nbsp;\n\n文。", &["paragraph 文。"]);
    check(
        "<script>\nlet a;\n\nlet b;\n</script>\n文。",
        &["paragraph 文。"],
    );
    check("<pre>\n甲 <b>乙\n</pre>", &["verbatim 甲 <b>乙\n"]);
    check("写作`<br>`为换行。", &["paragraph 写作<br>为换行。"]);
}

#[test]
fn anchors_stand_before_numbers() {
    let text = "## <a id=\"c1\"></a>第一章 渡口\n\n<span id=x>第一条</span> 文。";
    let document = parse_named(text.to_owned(), Syntax::Markdown);
    let texts: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| block.kind.is_read())
        .map(|block| block.text.of(&document.source))
        .collect();
    assert_eq!(texts, ["第一章 渡口", "第一条</span> 文。"]);
}

#[test]
fn tables_need_no_pipes_around_them() {
    check(
        "船名 | 人数\n:--|--:\n甲 | 三\n乙\\|丙 | 五\n\n文。",
        &["table 船名|人数/甲|三/乙|丙|五", "paragraph 文。"],
    );
    check(
        "甲 | 乙\n\n丙 | 丁",
        &["paragraph 甲 | 乙", "paragraph 丙 | 丁"],
    );
    check("甲 | 乙\n---", &["heading 甲 | 乙"]);
    check(
        "文。\n<table><tr><th>船<th>数<tr><td>甲<br>乙<td>**三**</table>\n文。",
        &["paragraph 文。", "table 船|数/甲 乙|三", "paragraph 文。"],
    );
    check("<table>未完", &["paragraph 未完"]);
}

#[test]
fn a_line_break_is_a_space() {
    check(
        "依章程第二条和\n第三条的规定\n办理。",
        &["paragraph 依章程第二条和\n第三条的规定\n办理。"],
    );
    check(
        "符合前款第\n（二）项的，\n从其规定。",
        &["paragraph 符合前款第\n（二）项的，\n从其规定。"],
    );
    check(
        "其中\n（二）项由乙办。",
        &["paragraph 其中\n（二）项由乙办。"],
    );
    // Not even behind a sentence, where lines end within sentences.
    check(
        "先到的船先\n走。后到的船后走。\n都走了。",
        &["paragraph 先到的船先\n走。后到的船后走。\n都走了。"],
    );
    check(
        "渡船共有\n三、四只，依照前列\n（二）所设的站",
        &["paragraph 渡船共有\n三、四只，依照前列\n（二）所设的站"],
    );
    // Items, dates and indented lines stand alone.
    check("一、甲\n二、乙", &["paragraph 一、甲", "paragraph 二、乙"]);
    check(
        "分为两种情形：\n（一）甲；\n（二）乙。",
        &[
            "paragraph 分为两种情形：",
            "paragraph （一）甲；",
            "paragraph （二）乙。",
        ],
    );
    // An inner list ends where the outer one goes on.
    check(
        "1. 东渡\n   - 船五\n   - 夫十\n2. 西渡\n   - 船三",
        &[
            "paragraph 1. 东渡",
            "paragraph - 船五",
            "paragraph - 夫十",
            "paragraph 2. 西渡",
            "paragraph - 船三",
        ],
    );
    check(
        "- 依照渡口章程第\n  二、三条的规定",
        &["paragraph - 依照渡口章程第\n  二、三条的规定"],
    );
    check(
        "甲渡口的船先到乙渡口，再到丙\n　　丁渡口的船先到戊渡口，再到己",
        &[
            "paragraph 甲渡口的船先到乙渡口，再到丙",
            "paragraph 丁渡口的船先到戊渡口，再到己",
        ],
    );
    // Where all lines end with sentences, they are paragraphs, as many write them.
    check(
        "甲渡口的船先到先走，不等人。\n乙渡口的船后到，在岸边等着。\n都走了以后，两渡口的人再开会。",
        &[
            "paragraph 甲渡口的船先到先走，不等人。",
            "paragraph 乙渡口的船后到，在岸边等着。",
            "paragraph 都走了以后，两渡口的人再开会。",
        ],
    );
}

#[test]
fn notes_are_no_paragraphs_of_what_is_above() {
    check(
        "第一条 文[^甲]。\n\n[^甲]: 一段，\n  续行。\n\n    二段。\n\n第二条 文。",
        &[
            "paragraph 第一条 文[甲]。",
            "footnote [甲] 一段，\n  续行。",
            "footnote 二段。",
            "paragraph 第二条 文。",
        ],
    );
    check(
        "[^1]: 甲。\n第一条 文[^1]。",
        &["footnote [1] 甲。", "paragraph 第一条 文[1]。"],
    );
    check("文[^2]。", &["paragraph 文[^2]。"]);
    let text = "[^a]: 甲。\n\n    乙。\n\n文[^A]与[^a]。";
    let document = parse_named(text.to_owned(), Syntax::Markdown);
    assert_eq!(document.notes.len(), 1);
    assert_eq!(document.notes[0].text.of(text), "[^a]: 甲。\n\n    乙。");
    assert_eq!(document.notes[0].calls.len(), 2);
}

#[test]
fn definitions_are_not_shown() {
    check(
        "[某法]: https://a.example\n[b]: <x y> '题'\n文。",
        &["paragraph 文。"],
    );
    check(
        "[注]: 见下。\n\n文。",
        &["paragraph [注]: 见下。", "paragraph 文。"],
    );
}

#[test]
fn indented_code_is_no_indented_paragraph() {
    check(
        "样式写作如下：\n\n    a = **1**;\n\n    b = 2;\n\n文。",
        &[
            "paragraph 样式写作如下：",
            "verbatim     a = **1**;\n\n    b = 2;\n",
            "paragraph 文。",
        ],
    );
    check(
        "    第一条 文。\n\n    渡口。",
        &["paragraph 第一条 文。", "paragraph 渡口。"],
    );
    check(
        "- 甲\n\n    a = 1\n\n文。",
        &["paragraph - 甲", "paragraph a = 1", "paragraph 文。"],
    );
}

#[test]
fn what_a_wrapped_line_breaks_off_goes_on_below_it() {
    let check = |text: &str| {
        let document = parse_named(format!("题\n\n{text}"), Syntax::Plain);
        let found = blocks(&document);
        let expected: Vec<String> = text
            .split("\n\n")
            .map(|one| format!("paragraph {}", one.trim_end()))
            .collect();
        assert_eq!(found.get(1..).unwrap(), expected, "{text}");
    };
    // Latin lines end within a word of the edge, which may be a long one.
    check(
        "The superintendent of navigation determines the characteristics of\n\
         every ferry, together with the responsibilities of municipalities,\n\
         neighbourhoods and transportation undertakings, whose\n\
         representatives communicate extraordinary circumstances,\n\
         particularly accidents, interruptions or recommendations\n\
         concerning passengers, immediately afterwards to the\n\
         administration.\n",
    );
    // A number that did not fit on the line is no item, where empty lines part the paragraphs.
    check(
        "渡口的船只由管理处按年登记并在船头漆上号码\n\
         船主应当在每年开春以前把船送到船坞检查一次\n\
         检查的费用由管理处与船主各出一半而逾期不送\n\
         检查的船只在补送检查以前一律不得在渡口载客\n\
         或者载货，违者罚款。\n\n\
         每只渡船所载的人和货的重量合计起来不得超过\n\
         3.5 吨，并且在大风大雾和夜间要比平日再减去\n\
         一半。\n",
    );
}

#[test]
fn plain_text_has_no_markdown() {
    let text = "船单\n\n甲\n____\n# 三号\n> 背面\n\n~~~\n乙 | 丙\n--|--\n\n[a]: b\n\n----\n\n*丁*<b>与&nbsp;`戊`\n";
    let document = parse_named(text.to_owned(), Syntax::Plain);
    let found = blocks(&document).join("\n");
    for words in [
        "____",
        "# 三号",
        "> 背面",
        "~~~",
        "--|--",
        "[a]: b",
        "*丁*<b>与&nbsp;`戊`",
    ] {
        assert!(found.contains(words), "{words}: {found}");
    }
}
