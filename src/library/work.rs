//! Works: what all editions of a text are editions of, known by their titles.

use crate::document::date;
use crate::text::fold::fold;

/// The name of the work that a title is the title of: without the name of the state and a trailing
/// date or word of an amendment. Brackets are dropped, what stands in them is not: 刑法修正案（三）
/// is another work than 刑法修正案（四）.
pub fn work(title: &str) -> String {
    let folded = fold(title);
    let mut name = folded.as_str();
    while let Some(rest) = without_edition(name) {
        name = rest;
    }
    let name = name.replace(
        |c: char| c.is_whitespace() || "《》〈〉()〔〕[]【】{}".contains(c),
        "",
    );
    // Within a title too: 关于适用《中华人民共和国渡口法》的解释.
    let short = name.replace("中华人民共和国", "");
    if short.is_empty() { name } else { short }
}

/// A title without the brackets at its end, if they tell the edition: (2020-12-26), (2018年修正).
/// A year alone is a number: 宪法修正案（1988年）.
fn without_edition(title: &str) -> Option<&str> {
    const ACTS: [&str; 3] = ["修正", "修订", "修改"];
    let inner = title.strip_suffix([')', '〕', ']', '】'])?;
    let at = inner.rfind(['(', '〔', '[', '【'])?;
    let (rest, inner) = inner.split_at_checked(at)?;
    let inner = inner.trim_start_matches(['(', '〔', '[', '【']).trim();
    let is_day = date::whole(inner).is_some_and(|date| date.month.is_some());
    let is_amendment = date::first(inner).is_some_and(|(_, words)| inner.starts_with(words))
        && ACTS.iter().any(|act| inner.contains(act));
    let is_edition = is_day
        || is_amendment
        || inner.starts_with(|c: char| c.is_ascii_digit())
            && ACTS.iter().any(|act| inner.contains(act));
    Some(rest.trim_end()).filter(|rest| is_edition && !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_have_one_name_and_other_works_have_others() {
        for title in [
            "中华人民共和国渡口法",
            "渡口法",
            "渡口法(2020-12-26)",
            "《渡口法》",
            "中华人民共和国 渡口法（2020年修正）",
            "中華人民共和國渡口法（2018年10月26日修订）",
            "渡口法（2018修正）(2018-10-26)",
        ] {
            assert_eq!(work(title), "渡口法", "{title}");
        }
        for (title, name) in [
            ("渡口法修正案（三）", "渡口法修正案三"),
            ("渡口法修正案（1988年）", "渡口法修正案1988年"),
            ("渡口法实施条例", "渡口法实施条例"),
            ("关于适用《渡口法》的解释（一）", "关于适用渡口法的解释一"),
            (
                "关于适用《中华人民共和国渡口法》的解释（一）",
                "关于适用渡口法的解释一",
            ),
            ("渡口税暂行条例（草案）", "渡口税暂行条例草案"),
            ("中华人民共和国", "中华人民共和国"),
            ("(2020-12-26)", "2020-12-26"),
        ] {
            assert_eq!(work(title), name, "{title}");
        }
    }
}
