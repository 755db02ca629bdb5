//! Finds the encoding of bytes: by byte order mark, by the form of UTF-16 and UTF-8, else by the
//! encoding in which they make the most sense.

use std::collections::HashSet;
use std::sync::LazyLock;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};

use super::{Encoding, could_go_on, split_utf_8};
use crate::text::fold::simplify;

/// Bytes examined to find the encoding.
const SAMPLE: usize = 4 << 10;

/// The encoding of bytes. Tried in order: byte order mark, UTF-8, UTF-16 by its form, damaged
/// UTF-8, then the first 4 KiB that are not ASCII.
pub fn detect(bytes: &[u8]) -> Encoding {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding;
    }
    let opening = sample(bytes, 16 * SAMPLE);
    let (_, tail) = split_utf_8(opening);
    let is_cut = opening.len() < bytes.len();
    let is_whole = tail.is_empty() || is_cut && could_go_on(tail);
    if is_whole && memchr::memchr(0, opening).is_none() {
        if is_iso_2022_jp(opening) {
            return ISO_2022_JP;
        }
        return UTF_8;
    }
    if let Some(encoding) = utf_16(sample(bytes, SAMPLE)) {
        return encoding;
    }
    if is_utf_8(opening) {
        return UTF_8;
    }
    // ASCII tells nothing: the sample starts at the first other byte.
    let first = bytes.iter().position(|b| *b >= 0x80).unwrap_or(0);
    let telling = sample(bytes.get(first..).unwrap_or(bytes), SAMPLE);
    if let Some(encoding) = sensible(telling) {
        return encoding;
    }
    if is_partly_utf_8(telling) {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(telling, first + telling.len() == bytes.len());
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    if guess == GBK { GB18030 } else { guess }
}

/// Whether bytes are ISO-2022-JP (old Japanese mail): seven bits, and only pairs of bytes between
/// the escapes that switch to kanji and back.
fn is_iso_2022_jp(opening: &[u8]) -> bool {
    let starts = [b"\x1b$B", b"\x1b$@"];
    let mut found = starts.iter().filter_map(|start| {
        let at = memchr::memmem::find(opening, *start)?;
        opening.get(at + start.len()..)
    });
    opening.is_ascii()
        && found.any(|kanji| {
            let length = kanji
                .iter()
                .take_while(|byte| (0x21..=0x7e).contains(*byte))
                .count();
            let back = kanji.get(length..).unwrap_or(&[]);
            let is_closed = back.is_empty() || back.starts_with(b"\x1b(");
            length > 0 && length.is_multiple_of(2) && is_closed
        })
}

fn sample(bytes: &[u8], len: usize) -> &[u8] {
    &bytes[..bytes.len().min(len)]
}

/// Whether bytes are UTF-8, possibly cut at the end; or damaged UTF-8: many well-formed characters
/// for each flaw, which no other encoding produces.
fn is_utf_8(sample: &[u8]) -> bool {
    let (mut whole, mut flaws) = (0_usize, 0_usize);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut_tail = chunks.peek().is_none() && could_go_on(chunk.invalid());
        flaws += usize::from(!chunk.invalid().is_empty() && !cut_tail);
    }
    flaws == 0 || whole >= 8 * flaws
}

/// Whether bytes are partly UTF-8, such as a file that another was appended to: frequent characters
/// in UTF-8 form do not come about by chance in other encodings.
fn is_partly_utf_8(sample: &[u8]) -> bool {
    let (mut frequent, mut flaws) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        let is_frequent = |c: &char| FREQUENT.contains(&simplify(*c));
        frequent += chunk.valid().chars().filter(is_frequent).count();
        flaws += usize::from(!chunk.invalid().is_empty());
    }
    frequent >= 8 && 3 * frequent >= flaws
}

/// UTF-16 without a byte order mark: almost every unit is a usual character of CJK text, and some
/// bytes occur in UTF-16 only.
fn utf_16(sample: &[u8]) -> Option<Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let nul = memchr::memchr(0, sample).is_some();
    if !nul && std::str::from_utf8(sample).is_ok() {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let units = sample.chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if *encoding == UTF_16LE {
                u16::from_le_bytes(pair)
            } else {
                u16::from_be_bytes(pair)
            }
        });
        let (mut usual, mut others, mut telling) = (0, 0, nul);
        for unit in units {
            // 、。，: their bytes are controls or FF, which no other encoding has in text.
            telling |= matches!(unit, 0x3001 | 0x3002 | 0xFF0C);
            match unit {
                0x09
                | 0x0A
                | 0x0D
                | 0x20..=0x7E
                | 0x3000..=0x30FF
                | 0x4E00..=0x9FFF
                | 0xAC00..=0xD7A3
                | 0xFF01..=0xFF5E
                | 0x2010..=0x2029 => usual += 1,
                _ => others += 1,
            }
        }
        telling && usual >= 9 * others
    })
}

/// The multi-byte encodings that are told apart by [`sense`].
const CANDIDATES: [Encoding; 5] = [GB18030, BIG5, SHIFT_JIS, EUC_KR, EUC_JP];

/// Least [`sense`] of a text in one of these encodings, in thousandths.
const SENSIBLE: i64 = 300;

/// The encoding in which the bytes make the most sense. In a wrong encoding a text is rare
/// characters and flaws. Statistics of bytes, as browsers use, assume the usual language of each
/// encoding and fail on Chinese in a Japanese or Korean one.
fn sensible(sample: &[u8]) -> Option<Encoding> {
    let scored = CANDIDATES.iter().map(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        (sense(&text), *encoding)
    });
    // The first of equals wins.
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (best.0 >= SENSIBLE).then_some(best.1)
}

/// How much sense a text makes: the average over its non-ASCII characters, in thousandths. Frequent
/// characters count for it, flaws and private characters against it.
fn sense(text: &str) -> i64 {
    let (mut sense, mut count) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        count += 1;
        sense += match c {
            '\u{fffd}' => -4000,
            '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => -1000,
            // Half-width katakana: double bytes look like them in Shift_JIS.
            '\u{ff61}'..='\u{ff9f}' => -500,
            '\u{3041}'..='\u{3096}' => 1000,
            '\u{30a1}'..='\u{30fc}' => 300,
            '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}' | '\u{2010}'..='\u{2027}' => 500,
            _ if FREQUENT.contains(&simplify(c)) => 1000,
            _ => 0,
        };
    }
    if count == 0 { 0 } else { sense / count }
}

/// Frequent characters of modern Chinese, simplified, and frequent syllables of Korean.
static FREQUENT: LazyLock<HashSet<char>> =
    LazyLock::new(|| HANZI.chars().chain(HANGUL.chars()).collect());

const HANZI: &str = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运";

const HANGUL: &str = "이다는의에을가고한를은하로지기사도자인으어그리해시아나대수있것정일라게들부서여전주보과와상장제조법관국회등원위성동거구신용적경무중비계업공년월규률권항호때및또만모오우소선연세면내학생명문할합당본치방발반결분체실재행진안민물산금단판심입출통처개유교러운된되않없같";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_private_characters_count_against_a_text() {
        // The first and the last of C1, and of the private use area.
        for c in ['\u{80}', '\u{9f}', '\u{e000}', '\u{f8ff}'] {
            assert!(sense(&c.to_string()) < 0, "{c:?}");
        }
        assert!(sense("的") > sense("甴"));
        assert_eq!(sense("ASCII tells nothing"), 0);
    }
}
