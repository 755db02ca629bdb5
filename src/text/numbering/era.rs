//! Eras by which years are printed: 民國 110 年, 令和5年, 단기 4281년, 光绪二十四年.

/// An era.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Era {
    /// What is added to its year for that of the common era.
    pub offset: i32,
    /// Whether its months are those of the moon, which no table converts here.
    pub is_lunar: bool,
}

/// The eras by their names. Those that others begin with come later.
const ERAS: [(&str, i32, bool); 26] = [
    ("中華民國", 1911, false),
    ("中华民国", 1911, false),
    ("民國", 1911, false),
    ("民国", 1911, false),
    ("令和", 2018, false),
    ("平成", 1988, false),
    ("昭和", 1925, false),
    ("大正", 1911, false),
    // Japan counted by the moon up to its fifth year.
    ("明治", 1867, false),
    ("단기", -2333, false),
    ("檀紀", -2333, false),
    ("檀纪", -2333, false),
    ("宣統", 1908, true),
    ("宣统", 1908, true),
    ("光緒", 1874, true),
    ("光绪", 1874, true),
    ("同治", 1861, true),
    ("咸豐", 1850, true),
    ("咸丰", 1850, true),
    ("道光", 1820, true),
    ("嘉慶", 1795, true),
    ("嘉庆", 1795, true),
    ("乾隆", 1735, true),
    ("雍正", 1722, true),
    ("康熙", 1661, true),
    ("順治", 1643, true),
];

/// The era that a text starts with, and the rest.
pub fn leading(text: &str) -> Option<(Era, &str)> {
    ERAS.iter().find_map(|&(name, offset, is_lunar)| {
        let rest = text.strip_prefix(name)?;
        Some((Era { offset, is_lunar }, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_eras_lie_behind_their_first() {
        for (text, year, expected) in [
            ("民國 110 年", 110, 2021),
            ("中華民國38年", 38, 1949),
            ("昭和22年", 22, 1947),
            ("令和元年", 1, 2019),
            ("단기 4281년", 4281, 1948),
            ("光绪二十四年", 24, 1898),
        ] {
            let (era, _) = leading(text).unwrap();
            assert_eq!(era.offset + year, expected, "{text}");
        }
        assert_eq!(leading("民主十年"), None);
        assert!(leading("光緒二十四年").unwrap().0.is_lunar);
    }
}
