//! Tests of decoding: each encoding, damage, line ends.

use super::*;

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
fn undecodable_bytes_are_kept_as_signs_and_told() {
    let mut bytes = format!("甲\r\n{STATUTE}").into_bytes();
    bytes.splice(5..5, [0xFF, 0xFE]);
    let decoded = decode(&bytes);
    assert_eq!(decoded.encoding, UTF_8);
    assert_eq!(decoded.text, format!("甲\n\u{FFFD}\u{FFFD}{STATUTE}"));
    let issue = &decoded.issues[0];
    assert_eq!((issue.code, issue.span), ("undecodable", Span::new(4, 7)));
    assert_eq!(issue.details, ["2", "UTF-8"]);
}

#[test]
fn a_cut_tail_is_still_utf_8() {
    let bytes = &STATUTE.as_bytes()[..101];
    let decoded = decode(bytes);
    assert_eq!(decoded.encoding, UTF_8);
    assert_eq!(decoded.issues[0].details, ["1", "UTF-8"]);
}

#[test]
fn line_ends() {
    check("甲\r\n乙\r\n".as_bytes(), UTF_8, "甲\n乙\n");
    check("甲\r乙\r".as_bytes(), UTF_8, "甲\n乙\n");
    check("甲\r乙\n".as_bytes(), UTF_8, "甲\r乙\n");
}

#[test]
fn the_reader_may_say_which() {
    let decoded = decode_as(&BIG5.encode(TRADITIONAL).0, BIG5);
    assert_eq!(decoded.text, TRADITIONAL);
    assert_eq!(decode_as("甲".as_bytes(), UTF_16LE).encoding, UTF_16LE);
}
