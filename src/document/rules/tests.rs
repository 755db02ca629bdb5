use super::*;
use crate::document::{Document, Syntax, parse};
use crate::text::Said;

/// Checks what is read of a text: the purpose of each block, and its words.
fn check(text: &str, expected: &[&str]) -> Document {
    let document = parse(text.to_owned());
    let found: Vec<String> = document
        .blocks
        .iter()
        .filter_map(|block| {
            let words = document.words(block.text).replace('\n', "/");
            Some(format!("{} {words}", block.kind.name()?))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
    document
}

/// The text of a page.
fn page(document: &Document, typed: &str) -> Option<String> {
    let span = document.page(typed)?;
    Some(document.words(span).trim().to_owned())
}

#[test]
fn a_text_marks_headings_at_the_starts_of_lines() {
    assert!(is_marked("# 题\n\n## 章\n"));
    for text in ["# 题\n\n一号 # 房\n二号 # 房\n", "#题\n#章\n", "# 题\n"] {
        assert!(!is_marked(text), "{text}");
    }
}

#[test]
fn the_programs_own_rules_are_right() {
    let mut words: Vec<&str> = Vec::new();
    for (name, text) in BUILTIN {
        let (kinds, faults) = load(text);
        assert_eq!(faults, [], "{name}");
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
        assert_eq!(names, [name]);
        assert!(kinds[0].is_by_content() && !kinds[0].about.is_empty());
        for rule in kinds[0].rules() {
            let groups = &rule.pattern.get().unwrap().groups;
            words.extend(groups.iter().map(|(_, word)| word.name()));
            words.extend(rule.is.map(Word::name));
        }
    }
    // No word is there that none of them needs.
    for (name, _) in WORDS {
        assert!(words.contains(&name), "{name}");
    }
}

#[test]
fn a_text_of_mandoku_is_read_as_its_print_has_it() {
    let document = check(
        "# -*- mode: mandoku-view; -*-\n#+DATE: 2015-01-01\n#+TITLE: 問津錄\n#+PROPERTY: ID KR1z0001\n#+PROPERTY: JUAN 2\n<pb:KR1z0001_SBCK_002-1a>¶\n問津錄卷二¶\n¶\n** 2 《問津》\n\n# src: 2.1\n2.1或問津曰(津渡/也從水)¶\n(聿聲古/文作)何在曰在前行可百¶\n<pb:KR1z0001_SBCK_002-1b>¶\n步而止(見/注)¶\n<pb:KR1z0001_SBCK_002-2a>¶\n(又見/疏)乃渡[水*聿]¶\n\n* 論舟¶\n舟者浮也。<pb:KR1z0001_SBCK_002-2b>¶\n#+BEGIN_VERSE\n春水連天碧，\n　孤舟一葉輕。¶\n#+END_VERSE\n",
        &[
            "paragraph 問津錄卷二",
            "heading 問津",
            "paragraph 2.1或問津曰（津渡也從水聿聲古文作）何在曰在前行可百步而止（見注又見疏）乃渡[水*聿]",
            "heading 論舟",
            "paragraph 舟者浮也。",
            "verse 春水連天碧，/　孤舟一葉輕。",
        ],
    );
    assert_eq!(document.header.title, "問津錄");
    assert_eq!(document.header.id, "KR1z0001_SBCK_002");
    assert!(document.header.dates.is_empty());
    assert_eq!(page(&document, "002-1b").unwrap(), "步而止（見注");
    assert_eq!(page(&document, "1B"), page(&document, "002-1b"));
    assert_eq!(page(&document, "9b"), None);
    assert_eq!(
        document.page_at(document.source.find("舟者").unwrap()),
        Some("002-2a")
    );
}

#[test]
fn a_text_that_speaks_of_marks_keeps_them() {
    check(
        "論記號\n\n行末有¶，頁首有<pb:甲_001-1a>。\n\n雙行作(甲/乙)。\n",
        &[
            "title 論記號",
            "paragraph 行末有¶，頁首有<pb:甲_001-1a>。",
            "paragraph 雙行作(甲/乙)。",
        ],
    );
    check(
        "青空文庫の注記\n\n入力者は［＃「霧」に傍点］と書き、［＃改ページ］とも書く。\n\n※［＃「甲」］は外字。\n",
        &[
            "title 青空文庫の注記",
            "paragraph 入力者は［＃「霧」に傍点］と書き、［＃改ページ］とも書く。",
            "paragraph ※［＃「甲」］は外字。",
        ],
    );
    check(
        "表\n\n║甲║乙║\n║丙║丁║\n",
        &["title 表", "paragraph ║甲║乙║", "paragraph ║丙║丁║"],
    );
}

#[test]
fn a_text_of_cbeta_has_its_line_heads_as_pages() {
    let document = check(
        "【經文資訊】某某大藏經第 88 冊 No. 8888《觀舟經》\n【版本記錄】發行日期：2020-01\n【編輯說明】某某編輯\n==================================\nT88n8888_p0279a01║觀舟經卷第一\nT88n8888_p0279a02║　　某朝沙門某譯\nT88n8888_p0279a03║　　觀水品第一之二\nT88n8888_p0279a04║　爾時世尊告諸比丘：「汝等當觀水流不\nT88n8888_p0279b01║住。」\nT88n8888_p0279b02║　　「水流無有住，　　舟行亦復然，\nT88n8888_p0279b03║　　　觀者心不動，　　渡河到彼岸。」\nT88n8888_p0279b04║　諸比丘歡喜。\n",
        &[
            "heading 觀舟經卷第一",
            "paragraph 某朝沙門某譯",
            "heading 觀水品第一之二",
            "paragraph 爾時世尊告諸比丘：「汝等當觀水流不住。」",
            "verse 「水流無有住，　　舟行亦復然，/觀者心不動，　　渡河到彼岸。」",
            "paragraph 諸比丘歡喜。",
        ],
    );
    assert_eq!(document.header.title, "觀舟經");
    assert_eq!(document.header.collection, "某某大藏經第 88 冊 No. 8888");
    assert_eq!(page(&document, "p0279b01").unwrap(), "住。」");
    assert!(page(&document, "279b").unwrap().starts_with("住。」"));
    assert!(
        page(&document, "p0279a")
            .unwrap()
            .ends_with("汝等當觀水流不")
    );
    assert_eq!(page(&document, "279"), None);
}

#[test]
fn who_translated_stands_on_a_line_of_its_own() {
    check(
        "T88n8889_p0001a01║觀渡經\nT88n8889_p0001a02║\nT88n8889_p0001a03║　某朝三藏法師某奉　詔譯\nT88n8889_p0001a04║觀渡菩薩。行深觀渡時。照見舟楫皆\nT88n8889_p0001a05║空。如論師所造\nT88n8889_p0001a06║也。\n",
        &[
            "title 觀渡經",
            "paragraph 某朝三藏法師某奉　詔譯",
            "paragraph 觀渡菩薩。行深觀渡時。照見舟楫皆空。如論師所造也。",
        ],
    );
}

#[test]
fn a_text_of_aozora_shows_none_of_its_notes() {
    let document = check(
        "渡場の朝\n——ある話——\n乙田丙子\n\n-------------------------------------------------------\n【テキスト中に現れる記号について】\n\n《》：ルビ\n-------------------------------------------------------\n\n［＃７字下げ］朝の川《かわ》［＃「朝の川」は大見出し］\n\n　舟《ふね》が｜行き来《ゆきき》する。霧［＃「霧」に傍点］の中を※［＃「口＋禺」、第3水準1-15-9］《ぐう》と鳴く。\n［＃改ページ］\n［＃大見出し］夜［＃大見出し終わり］\n［＃ここから中見出し］\n月と\n舟\n［＃ここで中見出し終わり］\n　月が出た。\n星［＃「星」は同行小見出し］　星も出た。\n\n\n底本：「渡場」某社\n　　　1980（昭和55）年\n入力：某\n",
        &[
            "heading 朝の川（かわ）",
            "paragraph 舟（ふね）が行き来（ゆきき）する。霧の中を※（口＋禺）（ぐう）と鳴く。",
            "heading 夜",
            "heading 月と/舟",
            "paragraph 月が出た。",
            "heading 星",
            "paragraph 星も出た。",
            "description 底本：「渡場」某社/　　　1980（昭和55）年/入力：某",
        ],
    );
    assert_eq!(document.header.title, "渡場の朝");
    assert_eq!(document.header.authors, ["乙田丙子"]);
    let levels: Vec<u8> = document
        .blocks
        .iter()
        .filter_map(|block| match block.kind {
            crate::document::BlockKind::Heading { level } => Some(level),
            _ => None,
        })
        .collect();
    assert_eq!(levels, [1, 1, 2, 3]);
    // A character without a code is enough to tell it.
    let document = check(
        "渡守\n乙田丙子\n\n　昔、※［＃「舟＋周」、第4水準2-85-80］を漕ぐ。\n",
        &["paragraph 昔、※（舟＋周）を漕ぐ。"],
    );
    assert_eq!(document.header.authors, ["乙田丙子"]);
}

#[test]
fn a_novel_is_told_by_its_head_and_its_headings() {
    let document = check(
        "书名：《灯下》\n作者：某君\n类型：乡土\n内容简介：\n　　一盏灯的故事。\n\n引子\n　　灯亮了。\n\n第一话 灯\n　　他说：“作者：是谁？”\n作者：不知道。\n　　第二话没有人听。\n\n第二话 火\n　　火灭了。\n\n番外 雪\n　　下雪了。\n\n尾声\n　　天亮了。\n",
        &[
            "description 内容简介：/　　一盏灯的故事。",
            "heading 引子",
            "paragraph 灯亮了。",
            "heading 第一话 灯",
            "paragraph 他说：“作者：是谁？”",
            "paragraph 作者：不知道。",
            "paragraph 第二话没有人听。",
            "heading 第二话 火",
            "paragraph 火灭了。",
            "heading 番外 雪",
            "paragraph 下雪了。",
            "heading 尾声",
            "paragraph 天亮了。",
        ],
    );
    assert_eq!(document.header.title, "灯下");
    assert_eq!(document.header.authors, ["某君"]);
    assert_eq!(document.header.tags, ["乡土"]);
    let document = check(
        "《灯下》作者：某君\n\n第1章 灯\n\n　　灯亮了。\n\n第2章 火\n\n　　火灭了。\n",
        &[
            "heading 第1章 灯",
            "paragraph 灯亮了。",
            "heading 第2章 火",
            "paragraph 火灭了。",
        ],
    );
    assert_eq!(document.header.title, "灯下");
    assert_eq!(document.header.authors, ["某君"]);
    check(
        "杂谈\n\n第一章 起\n　　楔子是木匠的东西。\n　　番外一篇，不如不写。\n　　后记写得好，\n第二章 落\n　　终章里没有人。\n",
        &[
            "title 杂谈",
            "heading 第一章 起",
            "paragraph 楔子是木匠的东西。",
            "paragraph 番外一篇，不如不写。",
            "paragraph 后记写得好，",
            "heading 第二章 落",
            "paragraph 终章里没有人。",
        ],
    );
    check(
        "《长河》（修订本）\n作者：某君\n\n楔子\n　　水涨了。\n\n第一卷 上游\n第一章 源\n　　山里有泉。\n第二卷 下游\n　　第三卷宗里夹着信。\n第二章 海\n　　船出海。\n",
        &[
            "heading 楔子",
            "paragraph 水涨了。",
            "heading 第一卷 上游",
            "heading 第一章 源",
            "paragraph 山里有泉。",
            "heading 第二卷 下游",
            "paragraph 第三卷宗里夹着信。",
            "heading 第二章 海",
            "paragraph 船出海。",
        ],
    );
    // A statute is no novel.
    check(
        "某办法\n\n第一章 总则\n\n第一条 甲。\n",
        &[
            "title 某办法",
            "paragraph 第一章 总则",
            "paragraph 第一条 甲。",
        ],
    );
}

#[test]
fn entries_may_go_on_behind_their_day() {
    let entries = |text: &str| {
        let document = crate::document::parse(text.to_owned());
        let tree = crate::clause::nest(&document);
        let heads = tree.ids().filter_map(|id| tree.get(id));
        let heads = heads.map(|clause| document.words(clause.title).into_owned());
        heads.collect::<Vec<_>>()
    };
    assert_eq!(
        entries(
            "某人日記\n\n正月\n\n初一日　晴。訪友。\n\n初二日　雨。在家。\n\n二月\n\n初一日　陰。讀書二卷。\n"
        ),
        [
            "正月",
            "初一日　晴。訪友",
            "初二日　雨。在家",
            "二月",
            "初一日　陰。讀書二卷"
        ]
    );
    // Two days of a report are no chronicle, the days on which a law was amended neither.
    for text in [
        "# 报告\n\n三月一日　开会。\n\n三月二日　散会。\n",
        "某法\n\n1991年3月1日 某会通过。\n1995年3月1日 某会修正。\n1999年3月1日 某会修正。\n\n第一条 甲。\n",
    ] {
        let heads = entries(text).into_iter();
        assert_eq!(
            heads.filter(|head| head.contains('月')).count(),
            0,
            "{text}"
        );
    }
}

#[test]
fn years_head_what_happened_in_them() {
    check(
        "某校大事记\n\n1951年\n\n三月，开学。\n\n1952年（壬辰）\n\n△ 七月，毕业。\n",
        &[
            "title 某校大事记",
            "heading 1951年",
            "paragraph 三月，开学。",
            "heading 1952年（壬辰）",
            "paragraph △ 七月，毕业。",
        ],
    );
    // The days of two signatures head nothing.
    check(
        "审查结论\n\n同意。\n\n张某（签字）\n\n1979年3月2日\n\n某部（盖章）\n\n1979年3月5日\n",
        &[
            "title 审查结论",
            "paragraph 同意。",
            "signature 张某（签字）",
            "dateline 1979年3月2日",
            "signature 某部（盖章）",
            "signature 1979年3月5日",
        ],
    );
    // One year dates a text.
    check(
        "某校记\n\n1951年\n\n三月开学。\n",
        &["title 某校记", "dateline 1951年", "paragraph 三月开学。"],
    );
}

#[test]
fn dates_head_the_entries_of_a_diary() {
    check(
        "某人日记\n\n三月一日　晴\n\n上山。\n\n三月二日　雨\n\n在家。\n",
        &[
            "title 某人日记",
            "heading 三月一日　晴",
            "paragraph 上山。",
            "heading 三月二日　雨",
            "paragraph 在家。",
        ],
    );
    // With a year too; below a heading a date dates that.
    check(
        "# 日记\n\n1937年7月7日\n\n上山。\n\n1937年7月8日\n\n在家。\n",
        &[
            "title 日记",
            "heading 1937年7月7日",
            "paragraph 上山。",
            "heading 1937年7月8日",
            "paragraph 在家。",
        ],
    );
    // Below the year; years head their entries where there are several.
    check(
        "某人日記\n\n民國十九年\n\n三月一日（星期六） 晴\n上山。\n\n三月二日星期日 雨\n在家。\n",
        &[
            "title 某人日記",
            "dateline 民國十九年",
            "heading 三月一日（星期六） 晴",
            "paragraph 上山。",
            "heading 三月二日星期日 雨",
            "paragraph 在家。",
        ],
    );
    check(
        "某人日記\n\n1930年\n\n12月31日\n\n上山。\n\n1931年\n\n1月1日\n\n在家。\n",
        &[
            "title 某人日記",
            "heading 1930年",
            "heading 12月31日",
            "paragraph 上山。",
            "heading 1931年",
            "heading 1月1日",
            "paragraph 在家。",
        ],
    );
    // Months of the moon head their days.
    check(
        "行役日記\n\n壬申年正月\n\n初一日　晴\n\n上山。\n\n初二日　雨\n\n在家。\n\n閏二月大\n\n初一日　陰\n\n讀書。\n",
        &[
            "title 行役日記",
            "heading 壬申年正月",
            "heading 初一日　晴",
            "paragraph 上山。",
            "heading 初二日　雨",
            "paragraph 在家。",
            "heading 閏二月大",
            "heading 初一日　陰",
            "paragraph 讀書。",
        ],
    );
    check(
        "某人日记\n\n三月一日，晴，上山。\n\n三月二日，雨。\n",
        &[
            "title 某人日记",
            "paragraph 三月一日，晴，上山。",
            "paragraph 三月二日，雨。",
        ],
    );
}

#[test]
fn a_judgment_has_its_parts() {
    check(
        "某法院判決\n\n主  文\n\n駁回。\n\n理由\n\n無理由。\n",
        &[
            "title 某法院判決",
            "heading 主  文",
            "paragraph 駁回。",
            "heading 理由",
            "paragraph 無理由。",
        ],
    );
    check(
        "시험법원\n판결\n\n주 문\n\n1. 기각한다.\n\n【이 유】\n\n이유가 없다.\n",
        &[
            "title 시험법원",
            "paragraph 판결",
            "heading 주 문",
            "paragraph 1. 기각한다.",
            "heading 【이 유】",
            "paragraph 이유가 없다.",
        ],
    );
    check(
        "某文\n\n他說。\n\n理由\n\n太忙。\n",
        &[
            "title 某文",
            "paragraph 他說。",
            "paragraph 理由",
            "paragraph 太忙。",
        ],
    );
}

#[test]
fn who_speaks_is_told_by_all_turns_together() {
    let speakers = |text: &str| {
        let document = parse(text.to_owned());
        let names = document.speakers.iter();
        names
            .map(|name| name.of(&document.source).trim_matches('*').to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        speakers("# 答问\n\n问：几时去？\n\n答：明天。\n\n记者：好。\n"),
        ["问", "答", "记者"]
    );
    assert_eq!(
        speakers("座谈\n\n甲君：我先说。\n\n乙君：你说。\n\n甲君：说完了。\n\n乙君：好。\n"),
        ["甲君", "乙君", "甲君", "乙君"]
    );
    assert_eq!(
        speakers("某某函\n\n主旨：檢送資料。\n\n說明：如附。\n\n副本：某處\n"),
        ["主旨", "說明"]
    );
    assert_eq!(
        speakers("某部公告\n\n主旨：公告某標準。\n依據：某法。\n公告事項：如附件。\n"),
        ["主旨", "依據", "公告事項"]
    );
    assert_eq!(
        speakers(
            "座谈\n\n地点：礼堂\n\n甲君：我先说。\n\n乙君：你说。\n\n甲君：说完了。\n\n乙君：好\n"
        ),
        ["甲君", "乙君", "甲君", "乙君"]
    );
    // In Markdown names are strong, with the colon or without it, or whole questions are.
    assert_eq!(
        speakers(
            "# 访谈\n\n**甲君**：来了？\n\n**乙君：** 来了。\n\n**甲君：** 坐。\n\n乙君：好。\n"
        ),
        ["甲君", "乙君", "甲君", "乙君"]
    );
    assert_eq!(
        speakers("# 访谈\n\n**问：几时去？**\n\n答：明天。\n"),
        ["问", "答"]
    );
    // A story tells who speaks, and quotes it.
    assert!(
        speakers(
            "渡口\n\n老周说：“来了？”\n\n林晚说：“来了。”\n\n老周说：“坐。”\n\n林晚说：“好。”\n"
        )
        .is_empty()
    );
    // Words before a colon are no names because there are many of them.
    assert!(speakers("某文\n\n例如：甲。\n\n注：乙。\n\n其中：丙。\n").is_empty());
    assert!(speakers("某文\n\n时间：三点\n\n地点：礼堂\n").is_empty());
    // Questions without an answer, and an answer to none.
    assert!(speakers("某文\n\n问：几时去？\n\n问：谁去？\n").is_empty());
    assert!(speakers("某文\n\n答：明天。\n\n地点：礼堂。\n").is_empty());
}

#[test]
fn a_bad_rule_costs_that_rule() {
    let text = "[a]\nfiles = [\"*.txt\"]\n\n[[a.rule]]\nline = '(?<heading>§.*'\n\n[[a.rule]]\nline = '§(?<heading>.*)'\nlevel = 3\n\n[[a.rule]]\nline = '(?<hading>.*)'\n\n[[a.rule]]\nwithin = '(?<heading>.)'\n\n[[a.rule]]\nline = 'x'\nlevl = 2\n\n[[a.rule]]\nline = 'x'\nwithin = 'y'\n\n[b]\nfolder = 'x'\n";
    let (kinds, faults) = load(text);
    assert_eq!(kinds.len(), 2);
    assert_eq!(kinds[0].rules().len(), 1);
    assert_eq!(kinds[0].rules()[0].line, 8);
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [5, 12, 15, 19, 23, 26]);
    let known = WORDS.map(|(name, _)| name).join(", ");
    let reasons: Vec<Said> = faults.into_iter().map(|fault| fault.reason).collect();
    let expected = [
        Said::new("expression.open-group"),
        Said::new("rules.no-word").with("hading").with(known),
        Said::new("rules.stray").with("heading"),
        Said::new("rules.no-key")
            .with("levl")
            .with("line, within, top, to, rest, is, level, least, after, series"),
        Said::new("rules.scope"),
        Said::new("rules.no-key")
            .with("folder")
            .with("about, files, content, unless, markdown, joined, unmarked, rule"),
    ];
    assert_eq!(reasons, expected);
    // What is no TOML has no rules.
    let (kinds, faults) = load("[a]\n[[a.rule]]\nline = 'x\n");
    assert!(kinds.is_empty() && faults[0].line == 3, "{faults:?}");
    assert_eq!(faults[0].reason, Said::new("toml.string"));
    // Too many are told where they begin to be.
    let many = format!(
        "[a]\n{}",
        "[[a.rule]]\nline = '§(?<heading>.*)'\n".repeat(202)
    );
    let (kinds, faults) = load(&many);
    assert_eq!((kinds[0].rules().len(), faults.len()), (200, 1));
    assert_eq!(
        (faults[0].line, &faults[0].reason),
        (402, &Said::new("rules.rules").with(200))
    );
    // A pattern that grows too large is told, not compiled.
    let (_, faults) = load("[a]\n[[a.rule]]\nline = '(?<text>\\w{500}){500}'\n");
    assert_eq!(faults[0].reason, Said::new("expression.large"));
}

#[test]
fn a_persons_own_rules_come_first_and_replace_those_of_their_name() {
    let text = "甲书\n\n§ 上\n　　正文一。\n§ 下\n　　正文二@p.7@三。\n";
    let rules = "[mine]\n[[mine.rule]]\nline = '§ (?<heading>.*)'\nlevel = 1\n[[mine.rule]]\nwithin = '@(?<page>p\\.\\d+)@'\n";
    let own = Own {
        kinds: load(rules).0.into_iter().map(Arc::new).collect(),
        issues: Vec::new(),
    };
    let read = crate::document::read(text.as_bytes().into(), None, Syntax::Plain, &own);
    let (document, _) = read.unwrap();
    let headings = document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, crate::document::BlockKind::Heading { level: 1 }));
    let headings: Vec<&str> = headings
        .map(|block| block.text.of(&document.source))
        .collect();
    assert_eq!(headings, ["上", "下"]);
    assert_eq!(page(&document, "p.7").unwrap(), "三。");
    assert_eq!(document.source, text);
    let touches: Vec<(usize, &str)> = crate::document::explain(text, Syntax::Plain, &own)
        .iter()
        .map(|touch| (touch.rule, touch.parts[0].0.name()))
        .collect();
    assert_eq!(touches, [(3, "heading"), (3, "heading"), (6, "page")]);
    let diary = "日记\n\n三月一日\n\n上山。\n\n三月二日\n\n在家。\n";
    let none = load("[diary]\n").0.into_iter().map(Arc::new).collect();
    let own = Own {
        kinds: none,
        issues: Vec::new(),
    };
    assert_eq!(
        crate::document::explain(diary, Syntax::Plain, &Own::default()).len(),
        2
    );
    assert_eq!(crate::document::explain(diary, Syntax::Plain, &own), []);
}

#[test]
fn what_a_rule_has_hidden_is_read_by_none_behind_it() {
    let rules = "[mine]\n[[mine.rule]]\nline = '§ (?<heading>.*?) \\{.*\\}'\n[[mine.rule]]\nwithin = '@(?<page>\\d+)@'\n";
    let own = Own {
        kinds: load(rules).0.into_iter().map(Arc::new).collect(),
        issues: Vec::new(),
    };
    let touches = crate::document::explain("甲书\n\n§ 上 {@7@}\n正文@8@。\n", Syntax::Plain, &own);
    let words: Vec<&str> = touches
        .iter()
        .map(|touch| touch.parts[0].0.name())
        .collect();
    assert_eq!(words, ["heading", "page"]);
}

#[test]
fn what_opens_and_never_closes_takes_linear_time() {
    let aozora = "［＃３字下げ］甲［＃「甲」は大見出し］\n";
    let mandoku = "#+TITLE: 甲\n<pb:A_B_001-1a>¶\n";
    for text in [
        format!("{aozora}{}", "［＃".repeat(100_000)),
        format!("{aozora}{}", "［＃ここから大見出し］\n".repeat(50_000)),
        format!("{aozora}{}", "｜甲《".repeat(80_000)),
        format!("{aozora}{}", "［＃「甲］".repeat(80_000)),
        format!("{mandoku}{}", "(".repeat(400_000)),
        format!("{mandoku}{}", "(甲)¶\n".repeat(50_000)),
        format!("{mandoku}{}", "(甲)¶\n(".repeat(40_000)),
        format!("{mandoku}{}", "<pb:A_B_001-1a>¶\n".repeat(20_000)),
        format!("{mandoku}{}", "#+BEGIN_VERSE\n".repeat(30_000)),
        format!("{mandoku}{}", "甲¶\n".repeat(100_000)),
        "甲：乙。\n".repeat(50_000),
        "三月一日\n".repeat(50_000),
        format!("书名：甲\n{}", "作者：乙\n".repeat(50_000)),
        format!("书名：甲\n\n丙。\n{}", "作者：乙\n".repeat(50_000)),
    ] {
        // In quadratic time this would take hours.
        let document = parse(text);
        let end = document.blocks.last().map(|block| block.span.end);
        assert_eq!(end, Some(document.source.len()));
    }
}
