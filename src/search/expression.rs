//! Regular expressions of queries: folded as the text is that they are held against.

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::ast::{self, Ast, ClassSetItem, Literal, LiteralKind, Visitor};
use regex_syntax::hir::{Hir, HirKind};

use crate::text::{Said, fold, mistyped};

/// The most memory that an expression may take, in bytes.
const LIMIT: usize = 1 << 20;

/// Folds the characters of an expression; its signs and ranges stay as they are.
///
/// # Errors
/// Why it is none.
pub(super) fn fold(pattern: &str) -> Result<String, Said> {
    let parsed = ast::parse::Parser::new().parse(pattern);
    let parsed = parsed.map_err(|error| Said::new(mistyped::form(error.kind())))?;
    let literals = ast::visit(&parsed, Literals::default());
    let literals = literals.unwrap_or_else(|never| match never {});
    let mut folded = String::with_capacity(pattern.len());
    let mut at = 0;
    for (literal, is_alone) in literals {
        let span = literal.span.start.offset..literal.span.end.offset;
        folded += pattern.get(at..span.start).unwrap_or("");
        at = span.end;
        let words = fold::fold(literal.c.encode_utf8(&mut [0; 4]));
        let is_one = words.chars().nth(1).is_none();
        if words.is_empty() || !is_one && !is_alone {
            folded += pattern.get(span).unwrap_or("");
        } else if is_one {
            folded += &regex_syntax::escape(&words);
        } else {
            folded += &format!("(?:{})", regex_syntax::escape(&words));
        }
    }
    folded += pattern.get(at..).unwrap_or("");
    match compile(&folded) {
        Ok(_) => Ok(folded),
        Err(error) => Err(mistyped::expression(&folded, &error)),
    }
}

/// Makes a folded expression ready.
///
/// # Errors
/// As [`fold`].
pub(super) fn compile(folded: &str) -> Result<Regex, regex::Error> {
    let mut builder = RegexBuilder::new(folded);
    builder.case_insensitive(true).size_limit(LIMIT).build()
}

/// Words that stand in every match of a folded expression, one behind the other.
pub(super) fn certain(folded: &str) -> Vec<String> {
    let mut parser = ParserBuilder::new().case_insensitive(true).build();
    let mut words = Vec::new();
    if let Ok(expression) = parser.parse(folded) {
        collect(&expression, &mut words);
    }
    words
}

fn collect(expression: &Hir, words: &mut Vec<String>) {
    match expression.kind() {
        HirKind::Literal(own) => words.extend(String::from_utf8(own.0.to_vec()).ok()),
        HirKind::Capture(own) => collect(&own.sub, words),
        HirKind::Repetition(own) if own.min > 0 => collect(&own.sub, words),
        HirKind::Concat(parts) => parts.iter().for_each(|part| collect(part, words)),
        HirKind::Empty
        | HirKind::Class(_)
        | HirKind::Look(_)
        | HirKind::Repetition(_)
        | HirKind::Alternation(_) => {}
    }
}

/// The characters in an expression that stand for themselves, each with whether it stands outside
/// of a class.
#[derive(Default)]
struct Literals(Vec<(Literal, bool)>);

impl Literals {
    fn add(&mut self, literal: &Literal, is_alone: bool) {
        if literal.kind == LiteralKind::Verbatim && !literal.c.is_ascii() {
            self.0.push((literal.clone(), is_alone));
        }
    }
}

impl Visitor for Literals {
    type Output = Vec<(Literal, bool)>;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<Self::Output, Self::Err> {
        Ok(self.0)
    }

    fn visit_pre(&mut self, own: &Ast) -> Result<(), Self::Err> {
        if let Ast::Literal(literal) = own {
            self.add(literal, true);
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, own: &ClassSetItem) -> Result<(), Self::Err> {
        if let ClassSetItem::Literal(literal) = own {
            self.add(literal, false);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_itself_is_folded() {
        for (pattern, folded) in [
            ("手工業", "手工业"),
            (r"第.{1,3}條", "第.{1,3}条"),
            ("[業農]ＡＢ", "[业农]ab"),
            ("（.）", r"\(.\)"),
            ("[（一]", r"[\(一]"),
            ("㎏+", "(?:kg)+"),
            (r"\p{Han}[一-龥]\d", r"\p{Han}[一-龥]\d"),
        ] {
            assert_eq!(fold(pattern).unwrap(), folded, "{pattern}");
        }
    }

    #[test]
    fn what_is_no_expression_says_why() {
        for (pattern, key) in [
            ("(", "expression.open-group"),
            ("[", "expression.open-class"),
            ("a{2", "expression.count"),
            ("*", "expression.nothing-repeated"),
            (r"(?<n", "expression.group"),
            (r"\q", "expression.escape"),
            ("(?:.{500}){500}", "expression.large"),
        ] {
            assert_eq!(fold(pattern), Err(Said::new(key)), "{pattern}");
        }
    }
}
