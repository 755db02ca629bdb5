//! Natural order: titles compare by the numbers in them, Arabic and Chinese (第九 before 第十, 2 before 11).

use std::cmp::Ordering;

use crate::text::numeral;

/// Compares two titles in natural order; titles that differ in writing alone are told apart by it.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    while let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) {
        let step = match (number(left), number(right)) {
            (Some((m, long)), Some((n, short))) if m != n || long > 0 && short > 0 => {
                left = left.get(long..).unwrap_or("");
                right = right.get(short..).unwrap_or("");
                m.cmp(&n)
            }
            _ => {
                left = left.get(x.len_utf8()..).unwrap_or("");
                right = right.get(y.len_utf8()..).unwrap_or("");
                x.cmp(&y)
            }
        };
        if step.is_ne() {
            return step;
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The number that a text starts with, and its bytes.
fn number(text: &str) -> Option<(u32, usize)> {
    let is_arabic = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let first = text.chars().next()?;
    let of_kind = |c: &char| {
        if is_arabic(first) {
            is_arabic(*c)
        } else {
            !is_arabic(*c) && numeral::is_digit(*c)
        }
    };
    let length = text
        .chars()
        .take(12)
        .take_while(of_kind)
        .map(char::len_utf8)
        .sum();
    numeral::parse(text.get(..length)?)
        .filter(|_| length > 0)
        .map(|number| (number, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value_in_both_scripts() {
        let mut titles = [
            "第十卷",
            "第2册",
            "第九卷",
            "第11册",
            "第二十一卷",
            "附录",
            "1955年",
            "卷",
            "",
        ];
        titles.sort_by(|a, b| natural(a, b));
        assert_eq!(
            titles,
            [
                "",
                "1955年",
                "卷",
                "第2册",
                "第九卷",
                "第十卷",
                "第11册",
                "第二十一卷",
                "附录"
            ]
        );
    }
}
