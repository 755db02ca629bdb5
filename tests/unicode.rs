//! Unicode's own tests of its algorithms, and its data against the tables that are built from it.
//!
//! For a new version of Unicode: raise `icu_properties` in Cargo.toml, run `ZHANGJU_WRITE_TABLES=1
//! cargo test --test unicode` and `cargo fmt`, put the version's `LineBreakTest.txt` and
//! `GraphemeBreakTest.txt` into `tests/unicode` (without the comments behind their cases), and see
//! which rules changed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::fmt::Write as _;
use std::path::Path;

use icu_properties::props::{EastAsianWidth, ExtendedPictographic, GeneralCategory, LineBreak};
use icu_properties::{CodePointMapData, CodePointSetData};
use zhangju::text::grapheme::clusters;
use zhangju::text::linebreak::{Class, Property, breaks};
use zhangju::text::width::is_ambiguous;

/// Every character.
fn characters() -> impl Iterator<Item = char> {
    (0..=0x0010_ffff).filter_map(char::from_u32)
}

/// What Unicode says of a character, through LB1.
fn property(c: char) -> Property {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let class = match CodePointMapData::<LineBreak>::new().get(c) {
        _ if c == '\u{25cc}' => Class::Circle,
        LineBreak::Unknown
        | LineBreak::Ambiguous
        | LineBreak::Alphabetic
        | LineBreak::Surrogate => Class::AL,
        LineBreak::ComplexContext
            if matches!(
                category,
                GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark
            ) =>
        {
            Class::CM
        }
        LineBreak::ComplexContext => Class::AL,
        LineBreak::BreakBoth => Class::B2,
        LineBreak::BreakAfter => Class::BA,
        LineBreak::BreakBefore => Class::BB,
        LineBreak::MandatoryBreak => Class::BK,
        LineBreak::ContingentBreak => Class::CB,
        LineBreak::ClosePunctuation => Class::CL,
        LineBreak::CombiningMark => Class::CM,
        LineBreak::CarriageReturn => Class::CR,
        LineBreak::Exclamation => Class::EX,
        LineBreak::Glue => Class::GL,
        LineBreak::Hyphen => Class::HY,
        LineBreak::Ideographic => Class::ID,
        LineBreak::Inseparable => Class::IN,
        LineBreak::InfixNumeric => Class::IS,
        LineBreak::LineFeed => Class::LF,
        LineBreak::Nonstarter | LineBreak::ConditionalJapaneseStarter => Class::NS,
        LineBreak::Numeric => Class::NU,
        LineBreak::OpenPunctuation => Class::OP,
        LineBreak::PostfixNumeric => Class::PO,
        LineBreak::PrefixNumeric => Class::PR,
        LineBreak::Quotation => match category {
            GeneralCategory::InitialPunctuation => Class::Opening,
            GeneralCategory::FinalPunctuation => Class::Closing,
            _ => Class::QU,
        },
        LineBreak::Space => Class::SP,
        LineBreak::BreakSymbols => Class::SY,
        LineBreak::ZWSpace => Class::ZW,
        LineBreak::NextLine => Class::NL,
        LineBreak::WordJoiner => Class::WJ,
        LineBreak::H2 => Class::H2,
        LineBreak::H3 => Class::H3,
        LineBreak::JL => Class::JL,
        LineBreak::JT => Class::JT,
        LineBreak::JV => Class::JV,
        LineBreak::CloseParenthesis => Class::CP,
        LineBreak::HebrewLetter => Class::HL,
        LineBreak::RegionalIndicator => Class::RI,
        LineBreak::EBase => Class::EB,
        LineBreak::EModifier => Class::EM,
        LineBreak::ZWJ => Class::ZWJ,
        LineBreak::Aksara => Class::AK,
        LineBreak::AksaraPrebase => Class::AP,
        LineBreak::AksaraStart => Class::AS,
        LineBreak::ViramaFinal => Class::VF,
        LineBreak::Virama => Class::VI,
        LineBreak::UnambiguousHyphen => Class::HH,
        unknown => panic!(
            "a class that the rules do not know: {}",
            unknown.to_icu4c_value()
        ),
    };
    let is_east_asian = matches!(
        CodePointMapData::<EastAsianWidth>::new().get(c),
        EastAsianWidth::Fullwidth | EastAsianWidth::Wide | EastAsianWidth::Halfwidth
    );
    let is_picture = CodePointSetData::new::<ExtendedPictographic>().contains(c);
    Property {
        class,
        is_east_asian,
        is_reserved_picture: is_picture && category == GeneralCategory::Unassigned,
    }
}

fn is_ambiguous_in_unicode(c: char) -> bool {
    CodePointMapData::<EastAsianWidth>::new().get(c) == EastAsianWidth::Ambiguous
}

/// Runs of characters of which the same holds: first, last, and what.
fn runs<T: PartialEq>(of: impl Fn(char) -> T) -> Vec<(char, char, T)> {
    let mut runs: Vec<(char, char, T)> = Vec::new();
    for c in characters() {
        let value = of(c);
        match runs.last_mut() {
            Some((_, last, known)) if *known == value => *last = c,
            _ => runs.push((c, c, value)),
        }
    }
    runs
}

/// Packs the items of a table into lines of at most 120 columns.
fn packed(items: impl Iterator<Item = String>) -> String {
    let (mut text, mut column) = (String::new(), 0);
    for item in items {
        if column > 0 && column + item.len() + 1 > 120 {
            text.push('\n');
            column = 0;
        }
        if column == 0 {
            text.push_str("   ");
            column = 3;
        }
        text.push(' ');
        text.push_str(&item);
        column += item.len() + 1;
    }
    text
}

/// As a number in Rust.
fn code_point(c: char) -> String {
    match u32::from(c) {
        c @ 0..=0xf_ffff => format!("0x{c:X}"),
        c => format!("0x{:04X}_{:04X}", c >> 16, c & 0xffff),
    }
}

/// Writes the tables where that is asked for; else does nothing.
fn write_tables() {
    if std::env::var_os("ZHANGJU_WRITE_TABLES").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text");
    let classes = runs(property);
    let mut names: Vec<String> = classes
        .iter()
        .map(|(_, _, property)| format!("{:?}", property.class))
        .collect();
    names.sort();
    names.dedup();
    let mut text = String::from(
        "//! Line-breaking classes of all characters (Unicode 17, after LB1), as data; written and checked\n//! by `tests/unicode.rs`.\n\n",
    );
    write!(
        text,
        "use super::class::Class::{{self, {}}};\n\n/// First code point of each range, its class and its traits: bit 0 if East Asian, bit 1 if reserved\n/// for a pictograph. Ascending.\n#[rustfmt::skip]\npub static RANGES: [(u32, Class, u8); {}] = [\n{}\n];\n",
        names.join(", "),
        classes.len(),
        packed(classes.iter().map(|(first, _, property)| format!(
            "({}, {:?}, {}),",
            code_point(*first),
            property.class,
            u8::from(property.is_east_asian) | u8::from(property.is_reserved_picture) << 1
        )))
    )
    .unwrap();
    std::fs::write(root.join("linebreak/ranges.rs"), text).unwrap();
    let ambiguous: Vec<_> = runs(is_ambiguous_in_unicode)
        .into_iter()
        .filter(|(_, _, is_ambiguous)| *is_ambiguous)
        .collect();
    let text = format!(
        "//! Characters of ambiguous width (`East_Asian_Width` = A, Unicode 17), as data; written and checked\n//! by `tests/unicode.rs`.\n\n/// First and last code point of each range, ascending.\n#[rustfmt::skip]\npub const RANGES: [(u32, u32); {}] = [\n{}\n];\n",
        ambiguous.len(),
        packed(ambiguous.iter().map(|(first, last, _)| format!(
            "({}, {}),",
            code_point(*first),
            code_point(*last)
        )))
    );
    std::fs::write(root.join("width/ambiguous.rs"), text).unwrap();
    panic!("the tables are written: run the tests again without ZHANGJU_WRITE_TABLES");
}

#[test]
fn the_tables_are_unicodes() {
    write_tables();
    for c in characters() {
        assert_eq!(Property::of(c), property(c), "U+{:04X}", u32::from(c));
        assert_eq!(
            is_ambiguous(c),
            is_ambiguous_in_unicode(c),
            "U+{:04X}",
            u32::from(c)
        );
    }
}

/// The cases of a test of Unicode: the text, and the byte offsets where it is cut.
fn cases(file: &str) -> Vec<(String, Vec<usize>)> {
    let case = |line: &str| {
        let (mut text, mut cuts) = (String::new(), Vec::new());
        for token in line.split_whitespace() {
            match token {
                "÷" => cuts.push(text.len()),
                "×" => {}
                code => text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap()),
            }
        }
        (text, cuts)
    };
    file.lines()
        .map(|line| line.split('#').next().unwrap_or("").trim())
        .filter(|line| !line.is_empty())
        .map(case)
        .collect()
}

/// How many cases come out otherwise, each told.
fn deviations(cases: &[(String, Vec<usize>)], cut: impl Fn(&str) -> Vec<usize>) -> usize {
    let mut count = 0;
    for (text, expected) in cases {
        let found = cut(text);
        if found != *expected {
            count += 1;
            println!("{} {expected:?}, not {found:?}", text.escape_unicode());
        }
    }
    count
}

#[test]
fn lines_break_where_unicode_breaks_them() {
    let cases = cases(include_str!("unicode/LineBreakTest.txt"));
    assert_eq!(cases.len(), 19_338);
    let found = deviations(&cases, |text| breaks(text).map(|(at, _)| at).collect());
    assert_eq!(found, 0);
}

#[test]
fn clusters_are_unicodes() {
    let cases = cases(include_str!("unicode/GraphemeBreakTest.txt"));
    assert_eq!(cases.len(), 766);
    let ends = |text: &str| {
        let starts = clusters(text).map(|(at, _)| at);
        starts.chain([text.len()]).collect()
    };
    assert_eq!(deviations(&cases, ends), 0);
}
