//! Which signs of a text are markup: what the name of its file says, and what its first lines show.

use super::header::front_matter;
use super::line::Line;

/// How a text without a reader of its own marks its structure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// The archive text format: headings and quotations, but nothing inside a paragraph.
    Archive,
    /// `CommonMark` with tables, footnotes and front matter.
    Markdown,
    /// None: the format states what the words are.
    Stated,
    /// No markup: blanks to fill in, stars and brackets stand as they were written.
    #[default]
    Plain,
}

/// Bytes of a text that show whether it is Markdown. The catalog, which parses only an opening, has
/// all of them, so that it decides as the whole text does.
const SHOWN: usize = 2 << 10;

impl Syntax {
    /// The syntax of a text whose name says `self`: Markdown shows itself under any name.
    pub(super) fn of(self, text: &str) -> Self {
        match self {
            Self::Plain if shows_markdown(text) => Self::Markdown,
            named => named,
        }
    }
}

/// Whether a text begins with front matter, or is divided by headings: one on its first line, above
/// an empty line or a list or with a lower one later, or several that stand alone. A `#` at the
/// start of a line here and there is a number sign or a comment.
fn shows_markdown(text: &str) -> bool {
    if front_matter::read(text, &mut Vec::new()).is_some() {
        return true;
    }
    let mut end = text.len().min(SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let shown = text.get(..end).unwrap_or(text);
    let (mut at, mut is_first, mut is_apart) = (0, true, true);
    let (mut headings, mut is_titled) = (0, false);
    while at < shown.len() {
        let line = Line::at(shown, at, shown.len());
        at = line.span.end;
        if line.is_blank() {
            is_apart = true;
            continue;
        }
        let is_heading = opens_heading(line.text.of(shown));
        let next = Line::at(shown, at, shown.len());
        let below = next.text.of(shown);
        let is_above = next.is_blank() || opens_heading(below) || opens_list(below);
        headings += u32::from(is_heading && is_apart && is_above);
        is_titled |= is_heading && is_first;
        let is_lower = is_heading && line.text.of(shown).starts_with("##");
        if headings > 0 && is_titled || headings > 1 || is_titled && is_lower && !is_first {
            return true;
        }
        (is_first, is_apart) = (false, is_heading);
    }
    false
}

/// Whether a line is a heading with words: `## 总则`
fn opens_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - words.len())) && words.starts_with([' ', '\t'])
}

/// Whether a line opens an item of a list.
fn opens_list(line: &str) -> bool {
    ["- ", "* ", "+ ", "1. "]
        .iter()
        .any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_shows_itself_under_any_name() {
        for text in [
            "---\ntitle: 记\n---\n文。\n",
            "# 某社记事\n\n文。\n",
            "\n\n## 甲\n### 乙\n",
            "某社记事\n\n## 人\n\n三人。\n\n## 船\n\n二只。\n",
            "# 渡船\n- 甲\n- 乙\n",
            "# 渡船\n二只。\n## 甲船\n三人。\n",
            "# 题",
        ] {
            assert_eq!(Syntax::Plain.of(text), Syntax::Markdown, "{text}");
        }
        for text in [
            "# 三号船另租\n租期一年。\n",
            "账目\n\n# 号码不明\n\n船三只。\n",
            "账目\n# 甲船\n# 乙船\n两只。\n",
            "#题\n\n文。\n",
            "---\n\n文。\n",
            "",
        ] {
            assert_eq!(Syntax::Plain.of(text), Syntax::Plain, "{text}");
        }
        assert_eq!(Syntax::Markdown.of("文"), Syntax::Markdown);
    }
}
