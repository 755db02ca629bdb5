//! Markers and look-alikes, one line each: what opens a clause and what does not.

use super::{inline, leading};

/// `expected` is `form number[-insertion] label`, or `-` if nothing opens a clause.
fn check(text: &str, expected: &str) {
    let found = leading(text, 0).map_or("-".to_owned(), |marker| {
        format!(
            "{:?} {}{} {}",
            marker.form,
            marker.number,
            marker.insertion,
            marker.label.of(text)
        )
    });
    assert_eq!(found, expected, "{text}");
}

#[test]
fn divisions_of_statutes() {
    for (text, expected) in [
        ("第一编 总则", "Part 1 第一编"),
        ("第二篇　分则", "Part 2 第二篇"),
        ("第一分编 通则", "Subpart 1 第一分编"),
        ("第三章 附则", "Chapter 3 第三章"),
        ("第 三 章　附则", "Chapter 3 第 三 章"),
        ("第十二章", "Chapter 12 第十二章"),
        ("第一节 一般规定", "Section 1 第一节"),
        ("第十五条 本法", "Article 15 第十五条"),
        ("第十五条　本法", "Article 15 第十五条"),
        ("第十五条", "Article 15 第十五条"),
        ("第15条 本法", "Article 15 第15条"),
        ("第１５条　本法", "Article 15 第１５条"),
        ("第一百五十一條 本法", "Article 151 第一百五十一條"),
        ("第十七条之一 本法", "Article 17-1 第十七条之一"),
        ("第百条 法人", "Article 100 第百条"),
        ("第百九十九条　特許", "Article 199 第百九十九条"),
        (
            "第百五条の二の二　当事者",
            "Article 105-2-2 第百五条の二の二",
        ),
        ("第一百条 法人", "Article 100 第一百条"),
        ("第十条【目的】本法", "Article 10 第十条"),
        ("第二十条：双方", "Article 20 第二十条"),
        ("第九条（定義）", "Article 9 第九条"),
        ("第二十八条の二 会社", "Article 28-2 第二十八条の二"),
        ("제1조(목적) 이 법은", "Article 1 제1조"),
        ("제3장 보칙", "Chapter 3 제3장"),
        ("제2조의3 국가는", "Article 2-3 제2조의3"),
        ("第三条战线", "-"),
        ("第三条道路是走不通的", "-"),
        ("第四章规定了罚则", "-"),
        ("第一节课", "-"),
        ("第一封信", "-"),
        ("第四本书", "-"),
        ("第二次世界大战", "-"),
        ("第三十四缝纫合作社", "-"),
        ("第条 空", "-"),
    ] {
        check(text, expected);
    }
}

#[test]
fn ordinals_and_sequences() {
    for (text, expected) in [
        ("第一，各种", "Ordinal 1 第一，"),
        ("第二、大力", "Ordinal 2 第二、"),
        ("第三：加强", "Ordinal 3 第三："),
        ("第一点，要", "Ordinal 1 第一点，"),
        ("第十一,完", "Ordinal 11 第十一,"),
        ("第一点钟", "-"),
        ("首先，要", "Sequence 1 首先，"),
        ("其次，要", "Sequence 2 其次，"),
        ("最后，要", "Sequence 4294967295 最后，"),
        ("首先应把", "-"),
        ("最后一天", "-"),
        ("其他", "-"),
        ("一是思想", "Namely 1 一是"),
        ("二是组织", "Namely 2 二是"),
        ("十是个整数", "-"),
    ] {
        check(text, expected);
    }
}

#[test]
fn numbered_items() {
    for (text, expected) in [
        ("一、普遍地", "HanComma 1 一、"),
        ("十一、社员", "HanComma 11 十一、"),
        ("廿四、其他", "HanComma 24 廿四、"),
        ("卅、其他", "HanComma 30 卅、"),
        ("一．总则", "HanComma 1 一．"),
        ("壹、总则", "FormalComma 1 壹、"),
        ("貳、分則", "FormalComma 2 貳、"),
        ("（一）必须", "HanParen 1 （一）"),
        ("(二)必须", "HanParen 2 (二)"),
        ("（十二）必须", "HanParen 12 （十二）"),
        ("㈠必须", "HanParen 1 ㈠"),
        ("㊁必须", "HanParen 2 ㊁"),
        ("1.必须", "ArabicDot 1 1."),
        ("1．必须", "ArabicDot 1 1．"),
        ("1、必须", "ArabicDot 1 1、"),
        ("１．必须", "ArabicDot 1 １．"),
        ("12. foo", "ArabicDot 12 12."),
        ("⒈必须", "ArabicDot 1 ⒈"),
        ("1)必须", "ArabicHalfParen 1 1)"),
        ("1）必须", "ArabicHalfParen 1 1）"),
        ("（1）不要", "ArabicParen 1 （1）"),
        ("(2)根据", "ArabicParen 2 (2)"),
        ("（１）不要", "ArabicParen 1 （１）"),
        ("⑶入社", "ArabicParen 3 ⑶"),
        ("(b)现已", "LatinParen 2 (b)"),
        ("（b）现已", "LatinParen 2 （b）"),
        ("(by the way)", "-"),
        ("b) 现已", "LatinHalfParen 2 b)"),
        ("by) 现已", "-"),
        ("b 现已", "-"),
        ("(xiv) foo", "RomanParen 14 (xiv)"),
        ("(iiii) foo", "-"),
        ("①现已", "Circled 1 ①"),
        ("㉑现已", "Circled 21 ㉑"),
        ("1.1 范围", "Decimal(2) 1 1.1"),
        ("3.2.12　目标", "Decimal(3) 12 3.2.12"),
        ("2.3押一付三", "Decimal(2) 3 2.3"),
        ("I. Scope", "RomanDot 1 I."),
        ("Ⅳ．结论", "RomanDot 4 Ⅳ．"),
        ("（ 一 ）必须", "HanParen 1 （ 一 ）"),
        ("一 、普遍地", "HanComma 1 一 、"),
        ("︵二︶必须", "HanParen 2 ︵二︶"),
        ("❷现已", "Circled 2 ❷"),
        ("❿现已", "Circled 10 ❿"),
        ("甲、原则", "Stem 1 甲、"),
        ("癸、原则", "Stem 10 癸、"),
        ("子、原则", "Branch 1 子、"),
        ("亥、原则", "Branch 12 亥、"),
        ("２　前項の規定", "WideDigit 2 ２"),
        ("一　国の機関", "WideHan 1 一"),
        ("ロ　地方公共団体", "Katakana 2 ロ"),
        ("가. 국가", "Hangul 1 가."),
        ("다. 기타", "Hangul 3 다."),
    ] {
        check(text, expected);
    }
}

#[test]
fn annexes() {
    for (text, expected) in [
        ("附件一", "Annex 1 附件一"),
        ("附件：名单", "Annex 0 附件："),
        ("附件2：名单", "Annex 2 附件2："),
        ("附件 3 名单", "Annex 3 附件 3"),
        ("附录", "Annex 0 附录"),
        ("附　录　A", "Annex 1 附　录　A"),
        ("附录B 示例", "Annex 2 附录B"),
        ("附录ABC", "-"),
        ("附表一 税率", "Schedule 1 附表一"),
        ("附图二：外形", "Figure 2 附图二："),
        ("附件中所列", "-"),
        ("附则", "-"),
        ("別表第一（第二条関係）", "Schedule 1 別表第一"),
        ("別表第一に掲げる船舶は", "-"),
        ("附件一（见第二条）", "-"),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_only_looks_like_a_marker() {
    for text in [
        "",
        "一九五五年",
        "一九五五、一九五六两年",
        "1955.03.10",
        "1955年4月",
        "1955、1956年",
        "1．5米",
        "0.5 米",
        "1.05 元",
        "1955.3.10",
        "IV组",
        "I.e. 如此",
        "Section 5 applies",
        "Part of it",
        "1.5m",
        "卷二十世纪",
        "3,000元",
        "10万",
        "一般地说",
        "二者必居其一",
        "十分重视",
        "三十年",
        "〔1〕见本书",
        "[1] 见本书",
        "（本件及附件可登党刊）",
        "（1955）",
        "（二〇〇一年）",
        "（一九五五年三月）",
        "()空",
        "（）空",
        "（一",
        "甲方应当",
        "子女",
        "乙、",
        "イ、",
        "百、",
        "第",
        "——",
        "“第一百五十一条 走私",
        "《第一章》",
        "| 第一条 | 内容 |",
        "0.",
        "０、",
    ] {
        if text == "乙、" {
            check(text, "Stem 2 乙、");
        } else {
            check(text, "-");
        }
    }
}

fn check_inline(text: &str, expected: &[&str]) {
    let found: Vec<_> = inline(text, 0, None, None)
        .iter()
        .map(|marker| marker.label.of(text))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn runs_inside_a_paragraph() {
    check_inline(
        "原则：（1）不要；（2）可分别；（3）入社后。",
        &["（1）", "（2）", "（3）"],
    );
    check_inline("如下：（一）甲，（二）乙。", &["（一）", "（二）"]);
    check_inline("要点：①甲；②乙；③丙。", &["①", "②", "③"]);
    check_inline("要点：❶甲；❷乙。", &["❶", "❷"]);
    check_inline("要点：㊀甲；㊁乙。", &["㊀", "㊁"]);
    check_inline("要点：︵一︶甲；︵二︶乙。", &["︵一︶", "︵二︶"]);
    check_inline("做到：一是甲；二是乙；三是丙。", &["一是", "二是", "三是"]);
    check_inline("理由：第一，甲。第二，乙。", &["第一，", "第二，"]);
    check_inline(
        "首先，甲。其次，乙。最后，丙。",
        &["首先，", "其次，", "最后，"],
    );
    check_inline(
        "甲：（1）一；①子；②丑；（2）二。",
        &["（1）", "①", "②", "（2）"],
    );
}

#[test]
fn what_is_no_run() {
    check_inline("依照第三条第（一）项、第（二）项的规定", &[]);
    check_inline("只有一个：（1）甲。", &[]);
    check_inline("从二开始：（2）甲；（3）乙。", &[]);
    check_inline("引文：“（1）甲；（2）乙。”", &[]);
    check_inline("见注（1）和注（2）。", &[]);
    check_inline("首先在领导干部中进行。其次，在处理", &[]);
    check_inline("一九五四年，第一季度，第二季度", &[]);
}
