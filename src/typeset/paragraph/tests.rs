use super::*;

fn lines(text: &str, columns: usize, first: usize, align: Align) -> String {
    let setting = Setting {
        writing: Writing::Horizontal,
        columns,
        first,
        rest: 0,
        align,
        role: Role::Text,
        ambiguous: Ambiguous::Narrow,
        composition: Composition::default(),
    };
    let manuscript = Manuscript {
        source: text,
        markup: &[],
    };
    let lines = set(manuscript, Span::new(0, text.len()), &[], setting);
    let shown: Vec<String> = lines
        .iter()
        .map(|line| line.text(text, Ambiguous::Narrow))
        .collect();
    shown.join("\n")
}

fn check(text: &str, columns: usize, expected: &str) {
    assert_eq!(lines(text, columns, 4, Align::Start), expected);
}

#[test]
fn lines_are_filled_and_marks_kept() {
    check(
        "必须十分重视对手工业的社会主义改造。",
        12,
        "    必须十分\n重视对手工业\n的社会主义\n改造。",
    );
    check("手工业、农业，商业", 10, "    手工\n业、农业，\n商业");
    check("于1955年4月发出", 10, "    于\n1955年4月\n发出");
}

#[test]
fn no_character_is_left_alone_on_the_last_line() {
    check("打好基础。", 12, "    打好\n基础。");
    check("打好基础了。", 16, "    打好基础了。");
    // A word is company enough, and is not torn.
    check("读本书 York", 10, "    读本书\nYork");
    // Not at the price of an empty line.
    check("一二三", 8, "    一二\n三");
}

#[test]
fn line_breaks_of_the_source_flow() {
    check("手工业\n改造", 20, "    手工业改造");
    check("New\r\n  York", 20, "    New York");
    check("读\n York", 20, "    读York");
}

#[test]
fn what_is_too_long_is_split_without_a_forbidden_mark() {
    check("ABCDEFGHIJK、L", 8, "    ABCD\nEFGHIJ\nK、L");
    check("！！！！！！", 4, "！！\n！！\n！！");
}

#[test]
fn short_lines_stand_where_they_are_told() {
    assert_eq!(lines("中央", 12, 0, Align::End), "        中央");
    assert_eq!(lines("中央", 12, 0, Align::Centre), "    中央");
}
