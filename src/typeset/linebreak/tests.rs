//! Tailorings of UAX #14 for Chinese, with `|` where a line may start.

use super::*;

fn show(text: &str, level: Level) -> String {
    let mut opportunities = Opportunities::new(level);
    let mut shown = String::new();
    for (at, c) in text.char_indices() {
        if opportunities.step(text, at, c) {
            shown.push('|');
        }
        shown.push(c);
    }
    shown
}

fn check(expected: &str) {
    check_at(Level::Basic, expected);
}

fn check_at(level: Level, expected: &str) {
    assert_eq!(
        show(&expected.replace('|', ""), level),
        expected,
        "{level:?}"
    );
}

#[test]
fn marks_stay_with_what_they_close_and_open() {
    check("社|会|主|义，|改|造。");
    check("《宪|法》|（节|录）");
    check("人|民々、ー");
    check("毛|泽|东·|朱|德");
    check("3～|5个");
    check("￥5元 |（$5）");
    check("20℃|以|下，|100㎡|内");
}

#[test]
fn quotation_marks_part_from_what_stands_outside() {
    check("他|说|“好”|吧");
    check("“甲”|“乙”");
    check("他|说|“ 好”");
    check("读|“New |York”|城");
    check("甲|——|“乙”|——|丙");
    check("甲|……|“乙”");
    check("don’t |stop");
}

#[test]
fn dashes_and_ellipses_are_whole() {
    check("这|——|那|……|吧");
    check("北|京—|上|海");
    check("Wait… |what");
}

#[test]
fn numbers_keep_their_units() {
    check("于|1955年|4月|27日");
    check("计|3,000万元，");
    check("１．５米|长，|１，２００吨");
    check("约|50％|的|1,2|组，|５０％|的");
    check("1955，|1956年");
    check("10：30分，|比|例|1：50000");
    check("共 |3 年|又 |25 万元");
    check("长 |100 km |的");
    check("自|2024-05-01|起，|至|2024/5/9");
}

#[test]
fn ordinals_keep_what_they_count() {
    check("依|第十五条|第二款");
    check("第三十四|缝|纫|社");
    check("第一，");
    check("第 3 条|和|第 十五 条");
    check("第一百二十条之一|规|定");
    check("自|接|种|后|第10日|起，|第三天");
    check("第|几|条");
}

#[test]
fn words_and_addresses_are_whole_as_far_as_they_go() {
    check("读 |New |York |城");
    check("甲 　|乙");
    check("见 |http://example.org/|a-|b/|c.html |吧");
}

#[test]
fn levels_add_to_each_other() {
    check_at(Level::None, "甲|，|（|乙|）|——|“|丙|”|1955年|第一条|ab");
    check_at(Level::Basic, "甲，|（乙）|——|“丙”|1955年|第一条|ab");
    check_at(Level::Basic, "和/|或|……|吧");
    check_at(Level::Gb, "和/或|……|吧");
    check_at(Level::Strict, "和/或……|吧——|“丙”");
    check_at(Level::None, "约|50％|的|３,０００元");
    check_at(Level::None, "か\u{3099}|々|ー|e\u{301}|甲");
}
