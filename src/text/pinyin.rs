//! Readings of hanzi in pinyin, without tones; all readings if there are several.

use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

/// The readings of a character, in ASCII letters: lü both as `lv` and as `lu`. Empty for characters
/// that are not hanzi of the Basic Multilingual Plane.
pub fn readings(c: char) -> &'static [&'static str] {
    let index = (c as usize).wrapping_sub(FIRST as usize);
    let Some(&(start, count)) = TABLE.places.get(index) else {
        return &[];
    };
    let start = start as usize;
    TABLE
        .readings
        .get(start..start + usize::from(count))
        .unwrap_or(&[])
}

/// The first and last hanzi of the Basic Multilingual Plane; other characters between them have no
/// readings.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9fff}';

/// All readings by character. A lookup here is faster than asking the crate, and filtering 100,000
/// titles takes two million lookups.
struct Table {
    /// For each character from [`FIRST`] on, the index of its first reading and their number.
    places: Vec<(u32, u8)>,
    readings: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        places: Vec::with_capacity(LAST as usize - FIRST as usize + 1),
        readings: Vec::new(),
    };
    for c in FIRST..=LAST {
        let start = table.readings.len();
        for reading in c.to_pinyin_multi().into_iter().flatten() {
            let (with_v, with_u) = spellings(reading.plain());
            for spelling in [Some(with_v), with_u].into_iter().flatten() {
                if !table
                    .readings
                    .get(start..)
                    .unwrap_or(&[])
                    .contains(&spelling)
                {
                    table.readings.push(spelling);
                }
            }
        }
        let count = table.readings.len() - start;
        table
            .places
            .push((start as u32, u8::try_from(count).unwrap_or(u8::MAX)));
    }
    table
});

/// How a reading is typed: `v`, or also `u`, for ü.
fn spellings(reading: &'static str) -> (&'static str, Option<&'static str>) {
    match reading {
        "lü" => ("lv", Some("lu")),
        "lüe" => ("lve", Some("lue")),
        "nü" => ("nv", Some("nu")),
        "nüe" => ("nve", Some("nue")),
        "ê" => ("e", None),
        plain => (plain, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_is_there_and_is_typed_in_letters() {
        for (c, reading) in [
            ('重', "chong"),
            ('重', "zhong"),
            ('行', "hang"),
            ('长', "chang"),
            ('绿', "lv"),
            ('绿', "lu"),
            ('業', "ye"),
        ] {
            assert!(readings(c).contains(&reading), "{c} {reading}");
        }
        assert!(readings('a').is_empty() && readings('、').is_empty() && readings('𠀀').is_empty());
        for c in FIRST..=LAST {
            for reading in readings(c) {
                assert!(
                    reading.bytes().all(|b| b.is_ascii_lowercase()) && !reading.is_empty(),
                    "{c} {reading}"
                );
            }
        }
    }
}
