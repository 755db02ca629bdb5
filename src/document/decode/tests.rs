//! Tests of decoding: each encoding, damage, line ends.

use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE};

use super::*;
use crate::document::encoding::{ENCODINGS, LONGEST_RUN, detect};

/// Articles 1 and 2 of a statute, as long as a short document.
const STATUTE: &str = "第一条 为了保护民事主体的合法权益，调整民事关系，维护社会和经济秩序，适应中国特色社会主义发展要求，弘扬社会主义核心价值观，根据宪法，制定本法。\n第二条 民法调整平等主体的自然人、法人和非法人组织之间的人身关系和财产关系。\n";
const TRADITIONAL: &str = "第一條 為了保護民事主體的合法權益，調整民事關係，維護社會和經濟秩序，根據憲法，制定本法。\n第二條 民法調整平等主體的自然人、法人和非法人組織之間的人身關係和財產關係。\n";

fn check(bytes: &[u8], encoding: Encoding, text: &str) {
    let decoded = decode(bytes);
    assert_eq!(decoded.encoding.name(), encoding.name());
    assert_eq!(decoded.text, text);
    assert_eq!(decoded.issues, []);
}

fn utf_16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

#[test]
fn utf_8_with_and_without_a_mark() {
    check(STATUTE.as_bytes(), UTF_8, STATUTE);
    check(format!("\u{FEFF}{STATUTE}").as_bytes(), UTF_8, STATUTE);
    check(b"", UTF_8, "");
    check(b"plain ASCII\n", UTF_8, "plain ASCII\n");
}

#[test]
fn utf_16_of_either_order_with_and_without_a_mark() {
    check(&utf_16(STATUTE, u16::to_le_bytes), UTF_16LE, STATUTE);
    check(&utf_16(STATUTE, u16::to_be_bytes), UTF_16BE, STATUTE);
    check(
        &utf_16(&format!("\u{FEFF}{STATUTE}"), u16::to_be_bytes),
        UTF_16BE,
        STATUTE,
    );
    check(
        &utf_16("ASCII only\n", u16::to_le_bytes),
        UTF_16LE,
        "ASCII only\n",
    );
    check(&utf_16("OK", u16::to_le_bytes), UTF_16LE, "OK");
}

#[test]
fn chinese_encodings() {
    check(&GB18030.encode(STATUTE).0, GB18030, STATUTE);
    check(
        &GB18030.encode(&format!("{STATUTE}㐀𠮷")).0,
        GB18030,
        &format!("{STATUTE}㐀𠮷"),
    );
    check(&BIG5.encode(TRADITIONAL).0, BIG5, TRADITIONAL);
}

#[test]
fn japanese_and_korean() {
    let japanese = "第一条　私権は、公共の福祉に適合しなければならない。権利の行使及び義務の履行は、信義に従い誠実に行わなければならない。\n";
    check(
        &encoding_rs::SHIFT_JIS.encode(japanese).0,
        encoding_rs::SHIFT_JIS,
        japanese,
    );
    let korean =
        "제1조 민사에 관하여 법률에 규정이 없으면 관습법에 의하고 관습법이 없으면 조리에 의한다.\n";
    check(
        &encoding_rs::EUC_KR.encode(korean).0,
        encoding_rs::EUC_KR,
        korean,
    );
}

#[test]
fn an_ascii_opening_does_not_hide_the_encoding() {
    let text = format!("{}\n{STATUTE}", "id: 0123456789\n".repeat(600));
    check(&GB18030.encode(&text).0, GB18030, &text);
}

#[test]
fn long_runs_of_undecodable_bytes_are_one_mark_and_take_no_time() {
    let lines = "一行文字，寫得平平常常。\n".repeat(1000);
    let bad = 2_000_000;
    for encoding in [None, Some(BIG5)] {
        let mut bytes = match encoding {
            None => lines.clone().into_bytes(),
            Some(encoding) => encoding.encode(&lines).0.into_owned(),
        };
        bytes.extend(vec![0xff; bad]);
        bytes.extend(b"\nend\n");
        let decoded = match encoding {
            None => decode(&bytes),
            Some(encoding) => decode_as(&bytes, encoding),
        };
        let behind = decoded.text.strip_prefix(&lines).unwrap();
        let marks = behind.matches('⟦').count();
        assert_eq!((marks, decoded.issues.len()), (LONGEST_RUN + 1, 1));
        assert!(behind.ends_with("⟧\nend\n"), "{}", behind.len());
        // No byte is told twice or not at all.
        let digits = behind
            .split(['⟦', '⟧'])
            .filter(|mark| !mark.starts_with(['+', '\n']));
        let told: usize = digits.map(|mark| mark.len() / 2).sum();
        let more = behind
            .split(['⟦', '⟧'])
            .find_map(|mark| mark.strip_prefix('+'));
        assert_eq!(told + more.unwrap().parse::<usize>().unwrap(), bad);
        assert_eq!(decoded.issues[0].details[0], bad.to_string());
    }
    // Bytes of an encoding behind those of another: some pairs are characters, most are not.
    let gb = encoding_rs::GB18030
        .encode("条文从实际出发，办法另定。\n")
        .0
        .repeat(80_000);
    let decoded = decode(&[lines.as_bytes(), &gb].concat());
    assert!(decoded.text.starts_with(&lines) && decoded.text.ends_with('\n'));
    assert_eq!(decoded.text.lines().count(), 81_000);
}

#[test]
fn undecodable_bytes_stay_as_marks_and_are_told() {
    let mut bytes = format!("甲\r\n{STATUTE}").into_bytes();
    bytes.splice(5..5, [0xFF, 0xFE, 0xE4, 0xB8]);
    bytes.splice(0..0, "\u{2028}".bytes());
    let decoded = decode(&bytes);
    assert_eq!(decoded.encoding, UTF_8);
    assert_eq!(decoded.text, format!("\n甲\n⟦FF⟧⟦FE⟧⟦E4B8⟧{STATUTE}"));
    let issue = &decoded.issues[0];
    assert_eq!((issue.code, issue.span), ("undecodable", Span::new(5, 13)));
    assert_eq!(issue.details, ["3", "UTF-8"]);
    // In every encoding, wherever they stand.
    for encoding in ENCODINGS {
        let garbage: Vec<u8> = (0..=255).rev().chain(0..=255).chain([0x81]).collect();
        let decoded = decode_as(&garbage, encoding);
        let marks = decoded.text.matches('⟦').count();
        let told = decoded
            .issues
            .first()
            .map_or(0, |issue| issue.details[0].parse().unwrap());
        assert_eq!(marks, told, "{}", encoding.name());
        assert!(!decoded.text.contains('\u{fffd}'), "{}", encoding.name());
    }
    let decoded = decode_as(&[0x81, 0x30, 0x81, 0x41, 0xff], GB18030);
    assert!(
        decoded.text.contains("⟦81⟧0") && decoded.text.ends_with("⟦FF⟧"),
        "{}",
        decoded.text
    );
}

#[test]
fn what_was_appended_in_another_encoding_does_not_spoil_the_text_before_it() {
    let notice =
        "关于整顿乡村邮路的通知\n\n一、各乡应当按时投递。\n\n二、邮件不得积压，违者说明原因。\n";
    let mut bytes = notice.as_bytes().to_vec();
    bytes.extend_from_slice(&GB18030.encode(notice).0);
    let decoded = decode(&bytes);
    assert!(decoded.text.starts_with(notice), "{}", decoded.text);
    assert_eq!(decoded.issues[0].code, "undecodable");
    // Fewer than eight frequent characters may have come about by chance.
    let among_others = |count| detect(&[0xe7, 0x9a, 0x84, 0xff].repeat(count));
    assert_eq!(among_others(8), UTF_8);
    assert_ne!(among_others(7), UTF_8);
    // Half a character at the end is a flaw, and no other encoding.
    let mut bytes = GB18030.encode(notice).0.into_owned();
    bytes.push(0xC4);
    let decoded = decode(&bytes);
    assert_eq!(decoded.encoding, GB18030);
    assert_eq!(decoded.text, format!("{notice}⟦C4⟧"));
    // What is Latin stays so.
    let french =
        "Règlement général d’été : la chaussée est fermée à la circulation, même la nuit.\n"
            .repeat(8);
    let bytes = encoding_rs::WINDOWS_1252.encode(&french).0;
    check(&bytes, encoding_rs::WINDOWS_1252, &french);
}

#[test]
fn a_cut_tail_is_still_utf_8() {
    let bytes = &STATUTE.as_bytes()[..101];
    let decoded = decode(bytes);
    assert_eq!(decoded.encoding, UTF_8);
    assert_eq!(decoded.issues[0].details, ["1", "UTF-8"]);
}

#[test]
fn chinese_in_a_japanese_or_korean_encoding_is_still_found() {
    for encoding in [
        encoding_rs::SHIFT_JIS,
        encoding_rs::EUC_KR,
        encoding_rs::EUC_JP,
    ] {
        let text =
            "第一條 國家保護公民的合法權利。任何人不得違反法律，有關機關應當依照規定處理。\n";
        let (bytes, _, is_lossy) = encoding.encode(text);
        assert!(!is_lossy, "{}", encoding.name());
        check(&bytes, encoding, text);
    }
}

#[test]
fn wrapped_sources_and_web_pages_are_texts() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&GB18030.encode(STATUTE).0).unwrap();
    let packed = encoder.finish().unwrap();
    check(&packed, GB18030, STATUTE);
    let half = decode(&packed[..packed.len() / 2]);
    assert!(half.issues.iter().any(|issue| issue.code == "cut-short"));
    let page = format!("<html><title>法</title><body><p>{STATUTE}");
    let decoded = decode(&GB18030.encode(&page).0);
    assert!(decoded.text.starts_with("第一条 为了"));
    assert_eq!(decoded.document(Syntax::Plain).header.title, "法");
    for archive in [b"PK\x03\x04nothing".as_slice(), b"PK\x05\x06\0\0\0\0"] {
        let issue = &decode(archive).issues[0];
        assert_eq!(issue.code, "no-book");
        assert_eq!(issue.details, ["Word, OpenDocument, EPUB"]);
    }
}

#[test]
fn line_ends() {
    check("甲\r\n乙\r\n".as_bytes(), UTF_8, "甲\n乙\n");
    check("甲\r乙\r".as_bytes(), UTF_8, "甲\n乙\n");
    // A file that two systems have written.
    check("甲\r乙\n丙\r\n".as_bytes(), UTF_8, "甲\n乙\n丙\n");
    // Written through two conversions.
    check("甲\r\r\n乙\r\r\n".as_bytes(), UTF_8, "甲\n乙\n");
    // An empty line stays one.
    check("甲\r\n\r\n乙\r\r丙".as_bytes(), UTF_8, "甲\n\n乙\n\n丙");
    for end in ["\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
        let text = format!("甲{end}乙{end}{end}丙\n");
        check(text.as_bytes(), UTF_8, "甲\n乙\n\n丙\n");
        let text = format!("甲\r\n{end}乙");
        check(text.as_bytes(), UTF_8, "甲\n\n乙");
    }
    // In other encodings too: 0x85 is a byte of characters there, and no line end.
    let text = "第一条　吅、夎\u{c}第二条";
    check(
        &GB18030.encode(text).0,
        GB18030,
        &text.replace('\u{c}', "\n"),
    );
    let text = format!("{STATUTE}甲\u{2028}乙");
    let unified = text.replace('\u{2028}', "\n");
    check(&utf_16(&text, u16::to_le_bytes), UTF_16LE, &unified);
}

#[test]
fn the_reader_may_say_which() {
    let decoded = decode_as(&BIG5.encode(TRADITIONAL).0, BIG5);
    assert_eq!(decoded.text, TRADITIONAL);
    assert_eq!(decode_as("甲".as_bytes(), UTF_16LE).encoding, UTF_16LE);
}

#[test]
fn japanese_of_old_mail_is_known_by_its_switches() {
    let text = "第一条　この法律は、例示の適正を図る。\n";
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
    assert_eq!(decode(&bytes).text, text);
    // 第一条 in pairs of seven bits.
    let mail = decode(b"\x1b$BBh0l>r\x1b(B ASCII\n");
    assert_eq!(
        (mail.text.as_str(), mail.issues.len()),
        ("第一条 ASCII\n", 0)
    );
    // A recording of a terminal is none.
    let other = b"text \x1b$B and more\n";
    assert_eq!(detect(other).name(), "UTF-8");
}
