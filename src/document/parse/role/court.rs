//! How judgments end: who signs, for which court, and who certifies the copy.

use crate::text::hanzi;

/// The offices of those who sign.
const OFFICES: [&str; 31] = [
    "人民陪审员",
    "代理审判员",
    "助理审判员",
    "代理書記官",
    "裁判長裁判官",
    "司法事務官",
    "裁判所書記官",
    "書記官長",
    "檢察事務官",
    "主任檢察官",
    "法院書記官",
    "審判長",
    "审判长",
    "審判員",
    "审判员",
    "陪审员",
    "仲裁员",
    "仲裁員",
    "裁判長",
    "裁判官",
    "法官助理",
    "法官",
    "检察员",
    "檢察官",
    "检察官",
    "书记员",
    "书记官",
    "書記官",
    "公證人",
    "재판장",
    "판사",
];

/// Whether each line is an office of a court and a name (审　判　长　　某某), behind the name of
/// the court or not (民事第一庭　法　官　某某).
pub(super) fn signs(text: &str) -> bool {
    // In bytes; the cheapest tests first: every paragraph is tested, and most end with a stop.
    const LONGEST: usize = 400;
    !text.is_empty()
        && text.len() <= LONGEST
        && !text.ends_with(is_no_sign)
        && text.lines().all(signs_line)
}

/// Marks that stand for what is left out of a name: 甲○○.
const LEFT_OUT: [char; 7] = ['○', '〇', '◯', 'Ｏ', '×', '＊', '*'];

/// Whether a character stands in no line that somebody signs.
fn is_no_sign(c: char) -> bool {
    // Most are hanzi or stops: decided cheaply.
    match c {
        '\u{4e00}'..='\u{9fff}' => false,
        '。' | '，' | '；' | '：' | '、' => true,
        _ => !c.is_whitespace() && !c.is_alphanumeric() && !LEFT_OUT.contains(&c),
    }
}

fn signs_line(line: &str) -> bool {
    /// Longest name, in characters.
    const LONGEST: usize = 8;
    // This keeps sentences from being copied.
    if hanzi::find_other(line, is_no_sign).is_some() || !line.trim().contains([' ', '\u{3000}']) {
        return false;
    }
    let letters: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let behind_court = || {
        let (court, rest) = letters.split_at_checked(court_end(&letters)?)?;
        is_court(court).then_some(rest)
    };
    let office = |text| {
        OFFICES
            .iter()
            .find_map(|office| str::strip_prefix(text, office))
    };
    let mut rest = office(letters.as_str()).or_else(|| office(behind_court()?));
    // 審判長法官
    while let Some(further) = rest.and_then(office) {
        rest = Some(further);
    }
    rest.is_some_and(|name| {
        name.chars().count() <= LONGEST
            && name
                .chars()
                .all(|c| c.is_alphabetic() || LEFT_OUT.contains(&c))
    })
}

/// Whether a line is the name of a court or of its chamber: 民事第二庭.
pub(super) fn is_named(text: &str) -> bool {
    // In characters.
    const LONGEST: usize = 24;
    let letters = || text.chars().filter(|c| !c.is_whitespace());
    letters().take(LONGEST + 1).count() <= LONGEST && is_court(&letters().collect::<String>())
}

/// Whether letters without blanks name a court or its chamber.
fn is_court(letters: &str) -> bool {
    let is_name = letters.chars().all(char::is_alphanumeric);
    let courts = ["法院", "裁判所", "法庭", "법원"];
    let chambers = [
        "民事",
        "刑事",
        "行政",
        "家事",
        "少年",
        "審判",
        "审判",
        "智慧財產",
    ];
    let has = |words: &[&str]| words.iter().any(|word| letters.contains(word));
    is_name
        && (courts.iter().any(|court| letters.ends_with(court))
            || letters.ends_with('庭') && has(&chambers)
            || letters.ends_with(|c: char| c == '部' || c.is_numeric()) && has(&["裁判所"]))
}

/// Where the name of a court ends that letters without blanks begin with.
fn court_end(letters: &str) -> Option<usize> {
    let ends = ["庭", "法院", "裁判所"];
    ends.iter()
        .filter_map(|end| Some(letters.find(end)? + end.len()))
        .max()
}

/// Whether a line certifies the copy of a judgment: 以上正本證明與原本無異.
pub(super) fn certifies(text: &str) -> bool {
    const LONGEST: usize = 120;
    const COPIES: [&str; 9] = [
        "以上正本",
        "上列正本",
        "上正本",
        "本件正本",
        "本件與原本",
        "本件与原本",
        "右は正本",
        "上記は正本",
        "これは正本",
    ];
    text.len() <= LONGEST && COPIES.iter().any(|copy| text.starts_with(copy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_names_sign() {
        for line in [
            "民事第二庭  法  官  乙○○",
            "刑事第十一庭　審判長法　官　甲某某",
            "書記官　丙某",
            "审　判　长　　赵某某",
            "裁判長裁判官　　某野某",
            "재판장 판사 김○○",
        ] {
            assert!(signs(line), "{line}");
        }
        for line in [
            "法官依據法律，獨立審判",
            "书记员 甲某宣布纪律，诉讼参加人到庭。",
            "書記官甲某",
            "原      告  甲○○",
            "",
        ] {
            assert!(!signs(line), "{line}");
        }
    }

    #[test]
    fn courts_are_named_by_themselves_and_their_chambers() {
        for line in ["某某高等法院", "民 事 第 三 庭", "某某地方裁判所民事第１部"]
        {
            assert!(is_named(line), "{line}");
        }
        for line in ["家庭", "本院，某法院", "某某部", "到庭"] {
            assert!(!is_named(line), "{line}");
        }
    }
}
