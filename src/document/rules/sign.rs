//! Signs of a kind of texts: what is looked for in the opening of a text to tell whether the rules
//! are for it.

use memchr::memmem::Finder;
use regex_syntax::ast::{self, AssertionKind, Ast};

use super::Pattern;

/// A pattern that is looked for in the opening of a text.
#[derive(Debug)]
pub(super) enum Sign {
    /// Words, one of which is to stand there.
    Words(Vec<Literal>),
    /// What no words say.
    Pattern(Pattern),
    /// What no words say, at the start of a line.
    Line(Pattern),
}

/// A word, anywhere or at the start of a line; a tab and the end of a line in it are written `\t`
/// and `\n`.
#[derive(Debug)]
pub(super) struct Literal {
    word: Finder<'static>,
    opens_line: bool,
}

impl Sign {
    /// The words that a pattern consists of: `主旨`, `［＃|【テキスト`, `^主文`. They need no
    /// compiling, for which the first text would have to wait.
    pub fn words(pattern: &str) -> Option<Self> {
        let words = pattern.split('|').map(Literal::read);
        words.collect::<Option<_>>().map(Self::Words)
    }

    /// What a pattern looks for; one that begins with `^` is tried on the lines only, and most are
    /// no such line by their first character.
    pub fn pattern(pattern: Pattern) -> Self {
        let syntax = ast::parse::Parser::new().parse(&pattern.text);
        let opens_line = syntax.is_ok_and(|syntax| {
            match &syntax {
            Ast::Concat(parts) => parts.asts.first().is_some_and(|first| {
                matches!(first, Ast::Assertion(own) if own.kind == AssertionKind::StartLine)
            }),
            _ => false,
        }
        });
        if opens_line {
            Self::Line(Pattern::new(&format!(r"\A(?:{})", pattern.text), false))
        } else {
            Self::Pattern(pattern)
        }
    }

    /// Whether it is found in an opening.
    pub fn is_in(&self, opening: &str) -> bool {
        match self {
            Self::Line(pattern) => {
                let ends = memchr::memchr_iter(b'\n', opening.as_bytes());
                let mut starts = ends.map(|end| end + 1).chain([0]);
                starts.any(|at| pattern.is_match(opening.get(at..).unwrap_or("")))
            }
            Self::Words(words) => words.iter().any(|word| word.is_in(opening.as_bytes())),
            Self::Pattern(pattern) => pattern.is_match(opening),
        }
    }
}

impl Literal {
    fn read(text: &str) -> Option<Self> {
        let at_start = text.strip_prefix('^');
        let opens_line = at_start.is_some();
        let word = at_start.unwrap_or(text).replace(r"\t", "\t");
        let word = word.replace(r"\n", "\n");
        (regex::escape(&word) == word).then(|| Self {
            word: Finder::new(&word).into_owned(),
            opens_line,
        })
    }

    fn is_in(&self, opening: &[u8]) -> bool {
        let starts_line = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| opening.get(before));
            before.is_none_or(|byte| *byte == b'\n')
        };
        let mut places = self.word.find_iter(opening);
        places.any(|at| !self.opens_line || starts_line(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_the_pattern_would_be() {
        let opening = "某院判決\n主文如下\n　理由\t略\n";
        for (pattern, is_there) in [
            ("判決", true),
            ("公告|理由", true),
            ("公告", false),
            ("^主文", true),
            ("^某院", true),
            ("^判決|^理由", false),
            ("^公告|^　理由", true),
            (r"主\t|公\t", false),
            (r"由\t略", true),
            (r"公\n|如下\n", true),
            (r"主\n", false),
        ] {
            let words = Sign::words(pattern).unwrap();
            assert_eq!(words.is_in(opening), is_there, "{pattern}");
            let regex = regex::RegexBuilder::new(pattern).multi_line(true).build();
            assert_eq!(regex.unwrap().is_match(opening), is_there, "{pattern}");
        }
        for pattern in ["主[文旨]", "主文$", "^(?:主|旨)", "主.", "#主"] {
            assert!(Sign::words(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn patterns_are_found_at_lines_as_elsewhere() {
        let opening = "某院判決\n\n主文如下：\n　理由\t略";
        for (text, opens_line) in [
            ("^主.*：$", true),
            ("^某.判", true),
            ("^院", true),
            ("^$", true),
            ("^\\s+理由", true),
            ("^　理由\\t略\\z", true),
            ("^文|下：", false),
            ("(?m)^主", false),
            ("[主副]文", false),
            ("\\A主", false),
        ] {
            let sign = Sign::pattern(Pattern::new(text, false));
            assert_eq!(matches!(sign, Sign::Line(_)), opens_line, "{text}");
            let regex = regex::RegexBuilder::new(text).multi_line(true).build();
            let is_there = regex.unwrap().is_match(opening);
            assert_eq!(sign.is_in(opening), is_there, "{text}");
        }
    }
}
