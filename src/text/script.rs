//! Simplified and traditional characters (简体, 繁体): in which of them a text is written, and how
//! it reads in another. By those dictionaries of OpenCC that change no words, phrases first (头发
//! 頭髮, 发行 發行): each character stands for one of another, so that a text keeps its places.

mod forms;
mod opencc;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use forms::{Forms, Passage};
use opencc::{LEANINGS, Leaning};

/// The characters that a text is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Its own.
    #[default]
    Original,
    /// Simplified ones.
    Simplified,
    /// Traditional ones; a text that is written in them stays as it is.
    Traditional,
    /// Traditional ones as Taiwan writes them: 裡, 線, 說.
    Taiwan,
    /// Traditional ones as Hong Kong writes them: 裏, 綫, 説.
    HongKong,
}

/// What a passage is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Native {
    /// Simplified characters, or only such as both have.
    #[default]
    Simplified,
    /// Traditional characters.
    Traditional,
    /// Another language than Chinese, which is never converted.
    Foreign,
}

impl Native {
    /// What a passage is written in, if it has characters that tell it.
    pub fn of(passage: &str) -> Option<Self> {
        // Japanese and Korean have many more of their own letters; a Chinese sentence may quote one
        // word of them.
        const FEW: usize = 10;
        let (mut letters, mut simplified, mut traditional) = (0, 0, 0);
        for c in passage.chars() {
            match c {
                '\u{3041}'..='\u{30fa}' | '\u{ac00}'..='\u{d7a3}' => letters += 1,
                _ => match LEANINGS.get(&c) {
                    Some(Leaning::Simplified) => simplified += 1,
                    Some(Leaning::Traditional) => traditional += 1,
                    None => {}
                },
            }
        }
        if letters * FEW > passage.chars().count() {
            return Some(Self::Foreign);
        }
        match simplified.cmp(&traditional) {
            std::cmp::Ordering::Less => Some(Self::Traditional),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Self::Simplified),
        }
    }
}

impl Script {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Original,
        Self::Simplified,
        Self::Traditional,
        Self::Taiwan,
        Self::HongKong,
    ];

    /// Its name, as the settings have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Simplified => "simplified",
            Self::Traditional => "traditional",
            Self::Taiwan => "taiwan",
            Self::HongKong => "hongkong",
        }
    }

    /// What comes after it where one key goes through them all: a text's own, simplified ones,
    /// traditional ones, those of the region that is set, if one is.
    #[must_use]
    pub fn next(self, set: Self) -> Self {
        match (self, set) {
            (Self::Original, _) => Self::Simplified,
            (Self::Simplified, Self::Taiwan | Self::HongKong) => set,
            (Self::Simplified, _) => Self::Traditional,
            (Self::Traditional | Self::Taiwan | Self::HongKong, _) => Self::Original,
        }
    }

    /// A passage in these characters, one for each of its own.
    pub fn convert(self, passage: &str, native: Native) -> Cow<'_, str> {
        let ways: &[&opencc::Way] = match (self, native) {
            (Self::Original, _)
            | (_, Native::Foreign)
            | (Self::Traditional, Native::Traditional) => &[],
            // The way from Taiwan simplifies what comes from elsewhere too. What is simplified
            // already may quote what is not.
            (Self::Simplified, _) => &[&opencc::TW2S],
            (Self::Traditional, Native::Simplified) => &[&opencc::S2T],
            (Self::Taiwan, Native::Simplified) => &[&opencc::S2TW],
            (Self::HongKong, Native::Simplified) => &[&opencc::S2HK],
            // A text may come from either; what Taiwan and Hong Kong write differs from a third.
            (Self::Taiwan, Native::Traditional) => &[&opencc::HK2T, &opencc::T2TW],
            (Self::HongKong, Native::Traditional) => &[&opencc::TW2T, &opencc::T2HK],
        };
        let mut converted = Cow::Borrowed(passage);
        for way in ways {
            converted = Cow::Owned(way.convert(&converted));
        }
        converted
    }
}

#[cfg(test)]
mod tests;
