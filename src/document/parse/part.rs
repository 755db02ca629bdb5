//! The heading that a text begins with below no title of its own, by which it is told from others
//! of its title: files of one work, each a part of it.

use crate::document::{BlockKind, Document};
use crate::text::one_line::on_one_line;

/// How many bytes of text may stand in front of it. The catalog, which parses only an opening, has
/// all of them.
const WITHIN: usize = 1 << 10;

/// The words of that heading; empty if the text begins in another way.
pub(super) fn of(document: &Document) -> String {
    let mut read = document.blocks.iter().filter(|block| block.kind.is_read());
    let Some(first) = read.clone().next() else {
        return String::new();
    };
    let limit = first.text.start + WITHIN;
    let head = read
        .by_ref()
        .take_while(|block| block.text.start < limit)
        .find(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading { .. }));
    match head {
        Some(head) if head.kind != BlockKind::Title => on_one_line(&document.words(head.text)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::document::parse;

    #[test]
    fn a_text_whose_title_stands_apart_is_a_part_by_its_first_heading() {
        let part = |text: &str| parse(text.to_owned()).header.part;
        let volume = |body: &str| {
            format!(
                "# -*- mode: mandoku-view -*-\n#+TITLE: 問津錄\n#+PROPERTY: ID KR1z0001\n<pb:KR1z0001_X_002-1a>¶\n{body}"
            )
        };
        assert_eq!(part(&volume("** 2 《渡口篇》\n\n有舟。¶\n")), "渡口篇");
        assert_eq!(
            part(&volume("某撰¶\n\n* 泛舟第三¶\n\n有舟。¶\n")),
            "泛舟第三"
        );
        assert_eq!(part(&volume("有舟。¶\n")), "");
        // What has its title itself is no part.
        assert_eq!(
            part("# 某社記事\n\n## 人\n\n三人。\n\n## 船\n\n二只。\n"),
            ""
        );
        assert_eq!(part(""), "");
    }
}
