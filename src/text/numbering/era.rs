//! Eras by which years are printed: 民國 110 年, 令和5年, 단기 4281년, 光绪二十四年.

use std::sync::LazyLock;

use foldhash::HashMap;

use crate::text::fold::fold_loosely;
use crate::text::sieve::Sieve;

/// An era.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Era {
    /// What is added to its year for that of the common era.
    pub offset: i32,
    /// The last of its years whose months are those of the moon, which no table converts here; 0 if
    /// there is none.
    pub last_lunar: u32,
}

/// The end of an era that knew no other months than those of the moon.
const WHOLE: u32 = u32::MAX;

/// The eras by their names in simplified characters. Those that others begin with come later.
const ERAS: [(&str, i32, u32); 64] = [
    ("公元", 0, 0),
    ("公历", 0, 0),
    ("西元", 0, 0),
    ("西历", 0, 0),
    ("서기", 0, 0),
    ("中华民国", 1911, 0),
    ("民国", 1911, 0),
    ("令和", 2018, 0),
    ("平成", 1988, 0),
    ("昭和", 1925, 0),
    ("大正", 1911, 0),
    // Japan counted by the moon until the end of 1872.
    ("明治", 1867, 5),
    ("庆应", 1864, WHOLE),
    ("元治", 1863, WHOLE),
    ("文久", 1860, WHOLE),
    ("万延", 1859, WHOLE),
    ("安政", 1853, WHOLE),
    ("嘉永", 1847, WHOLE),
    ("弘化", 1843, WHOLE),
    ("天保", 1829, WHOLE),
    ("단기", -2333, 0),
    ("檀纪", -2333, 0),
    ("단군기원", -2333, 0),
    ("建阳", 1895, 0),
    ("건양", 1895, 0),
    ("光武", 1896, 0),
    ("광무", 1896, 0),
    ("隆熙", 1906, 0),
    ("융희", 1906, 0),
    ("保大", 1925, WHOLE),
    ("启定", 1915, WHOLE),
    ("成泰", 1888, WHOLE),
    ("嗣德", 1847, WHOLE),
    ("绍治", 1840, WHOLE),
    ("明命", 1819, WHOLE),
    ("嘉隆", 1801, WHOLE),
    ("康德", 1933, 0),
    ("洪宪", 1915, 0),
    ("宣统", 1908, WHOLE),
    ("光绪", 1874, WHOLE),
    ("同治", 1861, WHOLE),
    ("咸丰", 1850, WHOLE),
    ("道光", 1820, WHOLE),
    ("嘉庆", 1795, WHOLE),
    ("乾隆", 1735, WHOLE),
    ("雍正", 1722, WHOLE),
    ("康熙", 1661, WHOLE),
    ("顺治", 1643, WHOLE),
    ("崇祯", 1627, WHOLE),
    ("天启", 1620, WHOLE),
    ("泰昌", 1619, WHOLE),
    ("万历", 1572, WHOLE),
    ("隆庆", 1566, WHOLE),
    ("嘉靖", 1521, WHOLE),
    ("正德", 1505, WHOLE),
    ("弘治", 1487, WHOLE),
    ("成化", 1464, WHOLE),
    ("天顺", 1456, WHOLE),
    ("景泰", 1449, WHOLE),
    ("正统", 1435, WHOLE),
    ("宣德", 1425, WHOLE),
    ("永乐", 1402, WHOLE),
    ("建文", 1398, WHOLE),
    ("洪武", 1367, WHOLE),
];

/// What may stand before the name of an era.
const DYNASTIES: [char; 2] = ['清', '明'];
const GREAT: char = '大';

/// Whether an era, or what stands before it, may begin with a character.
pub fn may_begin(c: char) -> bool {
    static FIRSTS: LazyLock<Sieve> = LazyLock::new(|| {
        let before = DYNASTIES.into_iter().chain([GREAT]).map(fold_loosely);
        BY_FIRST.keys().copied().chain(before).collect()
    });
    FIRSTS.holds(fold_loosely(c))
}

/// The era that a text starts with, in whatever script, and the rest. The name of a dynasty may
/// stand before it: 清光緒, 大明萬曆.
pub fn leading(text: &str) -> Option<(Era, &str)> {
    // Most texts start with the first character of none.
    if !text.starts_with(|c: char| ('\u{3300}'..'\u{e000}').contains(&c)) {
        return None;
    }
    let dynasty = text.strip_prefix(GREAT).unwrap_or(text);
    let reign = dynasty
        .strip_prefix(DYNASTIES)
        .and_then(named)
        .filter(|(era, _)| era.last_lunar == WHOLE);
    reign.or_else(|| named(text))
}

fn named(text: &str) -> Option<(Era, &str)> {
    let first = fold_loosely(text.chars().next()?);
    BY_FIRST.get(&first)?.iter().find_map(|(name, era)| {
        let mut rest = text.chars();
        let is_named = name
            .chars()
            .all(|c| rest.next().map(fold_loosely) == Some(c));
        is_named.then_some((*era, rest.as_str()))
    })
}

/// The eras with their names folded, by the first character: every line is asked whether it starts
/// with one.
static BY_FIRST: LazyLock<HashMap<char, Vec<(String, Era)>>> = LazyLock::new(|| {
    let mut eras: HashMap<char, Vec<(String, Era)>> = HashMap::default();
    for (name, offset, last_lunar) in ERAS {
        let name: String = name.chars().map(fold_loosely).collect();
        let era = Era { offset, last_lunar };
        if let Some(first) = name.chars().next() {
            eras.entry(first).or_default().push((name, era));
        }
    }
    eras
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_eras_lie_behind_their_first() {
        for (text, year, expected) in [
            ("民國 110 年", 110, 2021),
            ("中華民國38年", 38, 1949),
            ("民國38", 38, 1949),
            ("昭和22年", 22, 1947),
            ("令和元年", 1, 2019),
            ("단기 4281년", 4281, 1948),
            ("光绪二十四年", 24, 1898),
            ("大清光緒二十四年", 24, 1898),
            ("萬曆十五年", 15, 1587),
            ("慶応三年", 3, 1867),
            ("光武二年", 2, 1898),
            ("西元1955年", 1955, 1955),
        ] {
            let (era, _) = leading(text).unwrap();
            assert_eq!(era.offset + year, expected, "{text}");
        }
        for text in ["民主十年", "清民國十年", "大平成", "1955年"] {
            assert_eq!(leading(text), None, "{text}");
        }
        assert_eq!(leading("光緒二十四年").unwrap().0.last_lunar, WHOLE);
        assert_eq!(leading("平成10年").unwrap().0.last_lunar, 0);
    }
}
