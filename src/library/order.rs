//! Natural order: numbers in titles compare by value, Arabic and Chinese alike (第九 before 第十, 2
//! before 11).

use crate::text::numeral;

/// The sort key of a title: bytes that compare as titles do in natural order. Numbers compare by
/// value and come before all else; the rest compares by code points.
pub fn natural(title: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(title.len() + 8);
    let mut rest = title;
    while let Some(c) = rest.chars().next() {
        if let Some((value, length)) = number(rest, c) {
            key.push(1);
            key.extend(value.to_be_bytes());
            rest = rest.get(length..).unwrap_or("");
        } else {
            // Code points have 21 bits.
            key.extend((u32::from(c) | 0x0200_0000).to_be_bytes());
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    key
}

/// The number at the start of a text, and its length in bytes.
fn number(text: &str, first: char) -> Option<(u32, usize)> {
    if !numeral::is_digit(first) {
        return None;
    }
    let is_arabic = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
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
    numeral::parse(text.get(..length)?).map(|number| (number, length))
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
            "卷乙",
            "卷十一",
            "卷9",
            "",
        ];
        titles.sort_by_key(|title| natural(title));
        assert_eq!(
            titles,
            [
                "",
                "1955年",
                "卷",
                "卷9",
                "卷十一",
                "卷乙",
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
