//! The head of an official paper or a standard: what stands above its title, and who issued it.

use super::{close_up, is_cover, is_letter_number, is_line, is_whole, last_line};
use crate::document::{Block, BlockKind, Document};
use crate::text::numbering::{Level, Numbering};

/// The title of a paper, below its letterhead or the classes of a standard.
pub(super) struct Head {
    /// Its first and its last block.
    pub lines: (usize, usize),
    /// The line that stands with it, and is no part of it: 第486章.
    pub number: Option<usize>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Whether the first programs took its second line for a heading.
    pub was_cut: bool,
}

/// What bodies that issue papers are called.
const BODIES: [&str; 25] = [
    "政府",
    "办公厅",
    "辦公廳",
    "办公室",
    "辦公室",
    "委员会",
    "委員會",
    "人大",
    "党委",
    "县委",
    "市委",
    "省委",
    "区委",
    "地委",
    "部",
    "厅",
    "廳",
    "局",
    "院",
    "署",
    "会",
    "會",
    "处",
    "處",
    "公司",
];

/// Papers whose title is their kind alone, below the name of who issued them.
const KINDS: [&str; 10] = [
    "令", "命令", "公告", "通告", "布告", "佈告", "告示", "通知", "决定", "決定",
];

/// Papers that are called by their kind below the name of who issued them, by its end:
/// 行政处罚决定书.
const WRITS: [&str; 8] = [
    "决定书",
    "決定書",
    "起诉书",
    "通知书",
    "告知书",
    "意见书",
    "建议书",
    "认定书",
];

/// The head of a document that begins as papers do; their titles are not the first lines.
pub(super) fn read(document: &Document) -> Option<Head> {
    // In blocks that are read.
    const TALLEST: usize = 8;
    let blocks = document.blocks.iter().enumerate();
    let read = blocks.filter(|(_, block)| block.kind.is_read());
    let lines: Vec<(usize, &Block)> = read.take(TALLEST).collect();
    reply(document, &lines)
        .or_else(|| letter(document, &lines))
        .or_else(|| below_motto(document, &lines))
        .or_else(|| japanese(document, &lines))
        .or_else(|| standard(document, &lines))
        .or_else(|| ordinance(document, &lines))
        .or_else(|| vietnamese(document, &lines))
}

/// Whether a line is the name of a body that issues papers.
fn is_body(line: &str) -> bool {
    BODIES.iter().any(|body| line.ends_with(body))
}

/// Whether two lines at the top of a text are its title: 某某法院 and 关于…的批复.
pub(in crate::document::parse) fn is_title(first: &str, second: &str) -> bool {
    let second = close_up(second);
    is_body(&close_up(first)) && second.starts_with(['关', '關']) && is_whole(&second)
}

/// The title of a paper over two lines, with its date in brackets below.
fn reply(document: &Document, lines: &[(usize, &Block)]) -> Option<Head> {
    let [(first, body), (second, subject), (_, below), ..] = lines else {
        return None;
    };
    let words = |block: &Block| block.text.of(&document.source);
    let is_dated = matches!(below.kind, BlockKind::Dateline(_));
    (is_dated && is_title(words(body), words(subject))).then(|| Head {
        lines: (*first, *second),
        number: None,
        issuer: Some(close_up(words(body))),
        was_cut: true,
    })
}

/// The head of a paper that begins with the name of a body, on a line of its own: its number and
/// its subject are below (某某局 / 某函〔2015〕3号 / 关于…的复函), or its kind (某某局 / 公告).
fn letter(document: &Document, lines: &[(usize, &Block)]) -> Option<Head> {
    let words = |block: &Block| close_up(block.text.of(&document.source));
    let [(first, body), (second, below), rest @ ..] = lines else {
        return None;
    };
    let name = words(body);
    let issuer = name.strip_suffix("文件").unwrap_or(&name).to_owned();
    if !is_line(document, body) || !is_body(&issuer) {
        return None;
    }
    let below = words(below);
    let is_writ = WRITS.iter().any(|kind| below.ends_with(kind));
    let lines = if KINDS.contains(&below.as_str()) || is_writ {
        (*first, *second)
    } else {
        let (third, _) = rest.first().filter(|_| is_letter_number(&below))?;
        let last = last_line(document, *third);
        let subject = document.blocks.get(last)?;
        let is_subject = is_line(document, subject) && is_whole(&words(subject));
        is_subject.then_some((*third, last))?
    };
    Some(Head {
        lines,
        number: None,
        issuer: Some(issuer),
        was_cut: false,
    })
}

/// The head of a paper of 1966 to 1976, which begins with words of the chairman: 最高指示.
fn below_motto(document: &Document, lines: &[(usize, &Block)]) -> Option<Head> {
    const MOTTOES: [&str; 4] = ["最高指示", "毛主席语录", "毛主席語錄", "最新指示"];
    // In bytes: 最 高 指 示 is one too.
    const LONGEST: usize = 40;
    let words = |block: &Block| close_up(block.text.of(&document.source));
    let (_, motto) = lines.first()?;
    if motto.text.len() > LONGEST || !MOTTOES.contains(&&*words(motto)) {
        return None;
    }
    let below = lines.get(1..)?;
    let heads = (0..below.len()).filter_map(|at| letter(document, below.get(at..)?));
    let subject = || {
        let mut titles = below.iter().filter(|(_, block)| {
            let words = words(block);
            is_line(document, block) && words.starts_with(['关', '關']) && is_whole(&words)
        });
        titles.next().map(|(first, _)| Head {
            lines: (*first, *first),
            number: None,
            issuer: None,
            was_cut: false,
        })
    };
    heads.into_iter().next().or_else(subject)
}

/// The head of a standard with both classes above its name: ICS 01.120, CCS A 00.
fn standard(document: &Document, lines: &[(usize, &Block)]) -> Option<Head> {
    let words = |block: &Block| block.text.of(&document.source);
    let is_class = |text: &str| {
        let class = text.strip_prefix("CCS").map(str::trim_start);
        class.is_some_and(|class| class.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    let is_above = |(_, block): &&(usize, &Block)| is_cover(words(block)) || is_class(words(block));
    let cover = lines.iter().take_while(is_above).count();
    let has_class = lines
        .iter()
        .take(cover)
        .any(|(_, block)| is_class(words(block)));
    let (first, title) = lines.get(cover).filter(|_| has_class)?;
    is_line(document, title).then(|| Head {
        lines: (*first, last_line(document, *first)),
        number: None,
        issuer: None,
        was_cut: false,
    })
}

/// The head of an ordinance of Hong Kong: its number among the chapters of the laws, its name.
fn ordinance(document: &Document, lines: &[(usize, &Block)]) -> Option<Head> {
    const KINDS: [&str; 5] = ["ORDINANCE", "REGULATION", "REGULATIONS", "RULES", "BYLAWS"];
    let [(first, number), (second, name), ..] = lines else {
        return None;
    };
    let number = number.text.of(&document.source);
    let chapter = Numbering::standard().heading(number)?;
    let is_number = chapter.unit.level == Level::Chapter && chapter.length == number.len();
    let words = name.text.of(&document.source);
    let is_name = words.starts_with('《') && words.ends_with('》')
        || KINDS
            .iter()
            .any(|kind| words.to_uppercase().ends_with(kind));
    (is_number && is_name && is_line(document, name)).then_some(Head {
        lines: (*second, *second),
        number: Some(*first),
        issuer: None,
        was_cut: false,
    })
}

/// The head of an official letter of Japan: its number, its day, to whom it goes and from whom are
/// above its subject, …について（通知）.
fn japanese(document: &Document, lines: &[(usize, &Block)]) -> Option<Head> {
    const SUBJECTS: [&str; 2] = ["について", "に関する件"];
    let words = |block: &Block| close_up(block.text.of(&document.source));
    let (_, number) = lines.first()?;
    let number = number.text.of(&document.source);
    if !number.contains('第') || !number.ends_with(['号', '號']) {
        return None;
    }
    let is_subject = |(_, block): &&(usize, &Block)| {
        let line = words(block);
        let kind = line.trim_end_matches(|c| "（通知依頼回答照会報告協議）()".contains(c));
        is_line(document, block) && SUBJECTS.iter().any(|end| kind.ends_with(end))
    };
    let (first, _) = lines.iter().find(is_subject)?;
    Some(Head {
        lines: (*first, *first),
        number: None,
        issuer: None,
        was_cut: false,
    })
}

/// The head of a law of Vietnam, below who issued it and the name of the state: LUẬT / BIỂN.
fn vietnamese(document: &Document, lines: &[(usize, &Block)]) -> Option<Head> {
    const KINDS: [&str; 9] = [
        "LUẬT",
        "BỘ LUẬT",
        "NGHỊ ĐỊNH",
        "THÔNG TƯ",
        "PHÁP LỆNH",
        "HIẾN PHÁP",
        "QUYẾT ĐỊNH",
        "NGHỊ QUYẾT",
        "CHỈ THỊ",
    ];
    const STATE: &str = "VIỆT NAM";
    // In bytes.
    const LONGEST: usize = 200;
    let words = |block: &Block| block.text.of(&document.source);
    let is_capitals = |text: &str| !text.contains(char::is_lowercase);
    let is_state = |block: &Block| block.text.len() <= LONGEST && words(block).contains(STATE);
    let state = lines.iter().position(|(_, block)| is_state(block))?;
    let below = lines.get(state + 1..)?;
    let at = below.iter().position(|(_, block)| {
        let text = words(block);
        let mut behind = KINDS.iter().filter_map(|kind| text.strip_prefix(kind));
        is_capitals(text) && behind.any(|rest| !rest.starts_with(char::is_alphabetic))
    })?;
    let (first, kind) = below.get(at)?;
    // The kind may stand alone, above what the law is about.
    let subject = below.get(at + 1).filter(|(_, block)| {
        let subject = words(block);
        KINDS.contains(&words(kind))
            && (is_capitals(subject) || subject.starts_with("Về "))
            && is_line(document, block)
    });
    Some(Head {
        lines: (*first, subject.map_or(*first, |(last, _)| *last)),
        number: None,
        issuer: None,
        was_cut: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::document::parse;

    /// Checks title, authors and the title that the text is known by.
    fn check(text: &str, title: &str, authors: &[&str], known: &str) {
        let header = parse(text.to_owned()).header;
        let found = (header.title.as_str(), header.known_title());
        assert_eq!(found, (title, known), "{text}");
        assert_eq!(header.authors, authors, "{text}");
    }

    #[test]
    fn the_subject_of_a_letter_is_its_title() {
        check(
            "某市水务局\n\n某水函〔2016〕4号\n\n关于同意改建泵站的批复\n\n某县水务站：\n\n来文收悉。\n",
            "关于同意改建泵站的批复",
            &["某市水务局"],
            "某市水务局",
        );
        check(
            "中共某县委办公室文件\n\n某办（1984）7号\n\n关于印发《整顿安排》的通知\n\n各乡：\n\n照办。\n",
            "关于印发《整顿安排》的通知",
            &["中共某县委办公室"],
            "关于印发《整顿安排》的通知",
        );
        check(
            "某市园林局\n\n通　告\n\n2019年第3号\n\n公园修缮，暂停开放。\n",
            "某市园林局通告",
            &["某市园林局"],
            "某市园林局",
        );
        check(
            "某省高级法院\n关于如何计算期限的答复函\n\n（1991年5月6日）\n\n某市法院：\n\n一、自次日起算。\n",
            "某省高级法院关于如何计算期限的答复函",
            &["某省高级法院"],
            "某省高级法院",
        );
        check(
            "某市公安局\n行政处罚决定书\n某公罚决字〔2019〕10号\n违法行为人某某，男。\n",
            "某市公安局行政处罚决定书",
            &["某市公安局"],
            "某市公安局",
        );
    }

    #[test]
    fn words_of_the_chairman_are_no_title() {
        check(
            "最高指示\n\n备战、备荒、为人民。\n\n某县革命委员会文件\n\n某革〔1970〕4号\n\n关于修堤的通知\n\n各公社：\n\n照办。\n",
            "关于修堤的通知",
            &["某县革命委员会"],
            "最高指示",
        );
        check(
            "毛主席语录\n\n备战、备荒、为人民。\n\n关于修堤的通知\n\n各公社：\n\n照办。\n",
            "关于修堤的通知",
            &[],
            "毛主席语录",
        );
        check(
            "最高指示\n\n备战、备荒、为人民。\n",
            "最高指示",
            &[],
            "最高指示",
        );
    }

    #[test]
    fn not_every_first_line_is_a_letterhead() {
        check(
            "江边琐记\n\n某刊〔1984〕7号\n\n江水很急。\n",
            "江边琐记",
            &[],
            "江边琐记",
        );
        check(
            "山村晚会\n\n关于唱歌的事\n\n大家都唱。\n",
            "山村晚会",
            &[],
            "山村晚会",
        );
    }

    #[test]
    fn the_subject_of_a_letter_of_japan_is_its_title() {
        check(
            "総第12号\n平成9年4月1日\n\n各課長　殿\n\n総務部長\n\n文書の管理について（通知）\n\n標記について通知します。\n",
            "文書の管理について（通知）",
            &[],
            "総第12号",
        );
    }

    #[test]
    fn a_law_of_vietnam_stands_below_who_issued_it() {
        for (text, title) in [
            (
                "QUỐC HỘI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nBỘ LUẬT BIỂN\n\nĐiều 1. Phạm vi\n",
                "BỘ LUẬT BIỂN",
            ),
            (
                "CHÍNH PHỦ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nNGHỊ ĐỊNH\n\nQUY ĐỊNH VỀ CẢNG\n\nĐiều 1. Phạm vi\n",
                "NGHỊ ĐỊNH QUY ĐỊNH VỀ CẢNG",
            ),
            (
                "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nQUYẾT ĐỊNH\nVề quản lý cảng\n\nĐiều 1. Phạm vi\n",
                "QUYẾT ĐỊNH Về quản lý cảng",
            ),
        ] {
            check(text, title, &[], text.lines().next().unwrap());
        }
    }

    #[test]
    fn the_chapter_of_an_ordinance_is_no_title() {
        for (text, title, known) in [
            (
                "第999章\n《堆填條例》\n\n第1部\n導言\n\n1. 簡稱\n(1) 甲。\n",
                "堆填條例",
                "第999章",
            ),
            (
                "Chapter 999\nLANDFILL ORDINANCE\n\n1. Short title\nThis is an Ordinance.\n",
                "LANDFILL ORDINANCE",
                "Chapter 999",
            ),
            ("第九章\n《堆填》讀後\n\n甲。\n", "第九章", "第九章"),
        ] {
            check(text, title, &[], known);
        }
    }

    #[test]
    fn the_classes_of_a_standard_are_no_title() {
        check(
            "ICS 13.060\nCCS Z 50\nGB 88888—2023\n\n水桶通用要求\n\n1　范围\n\n甲。\n",
            "水桶通用要求",
            &[],
            "CCS Z 50",
        );
    }
}
