//! What the units inside an article are called: 条款项目 in the laws of the People's Republic, 条項号 in Japan, 條項款目 in the Republic.

/// A way of naming paragraphs and items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tradition {
    /// 款 is a paragraph, 项 an item in it.
    Kuan,
    /// 項 is a paragraph, 号 or 款 an item in it.
    Xiang,
}

impl Tradition {
    /// The one that a text follows: mainland laws write 项, and in traditional characters 前款.
    pub fn of(source: &str) -> Self {
        if source.contains('項') && !source.contains('项') && !source.contains("前款") {
            Self::Xiang
        } else {
            Self::Kuan
        }
    }
}
