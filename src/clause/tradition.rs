//! Names of the units inside an article: 条款项目 in mainland China, 条項号 in Japan, 條項款目 in
//! Taiwan.

/// A convention for naming paragraphs and items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tradition {
    /// 款 is a paragraph, 项 an item in it.
    Kuan,
    /// 項 is a paragraph, 号 or 款 an item in it.
    Xiang,
}

impl Tradition {
    /// The convention of a text. Mainland laws write 项 or, in traditional characters, 前款.
    pub fn of(source: &str) -> Self {
        if source.contains('項') && !source.contains('项') && !source.contains("前款") {
            Self::Xiang
        } else {
            Self::Kuan
        }
    }
}
