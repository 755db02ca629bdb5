//! What is wrong with what a person wrote in a language of signs, TOML or regular expressions: the
//! words of their readers, which are English, become sentences of the locales.

use regex_syntax::ast::ErrorKind as Form;
use regex_syntax::hir::ErrorKind as Sense;

use super::Said;

/// What TOML's reader says, by words of it, and the sentence for that. The first that is found
/// counts.
const TOML: [(&str, &str); 31] = [
    ("duplicate key", "toml.twice"),
    ("cannot extend", "toml.twice"),
    ("must be quoted", "toml.no-quotes"),
    ("boolean", "toml.no-quotes"),
    ("unclosed", "toml.open"),
    ("opening", "toml.open"),
    ("key with no value", "toml.no-equals"),
    ("missing assignment", "toml.no-equals"),
    ("missing value", "toml.no-value"),
    ("comma", "toml.comma"),
    ("extra assignment", "toml.equals"),
    ("`=`", "toml.equals"),
    ("unexpected key", "toml.more"),
    ("content", "toml.more"),
    ("key", "toml.name"),
    ("table element", "toml.name"),
    ("table open", "toml.name"),
    ("string", "toml.string"),
    ("quote", "toml.string"),
    ("escape", "toml.string"),
    ("unicode", "toml.string"),
    ("date", "toml.date"),
    ("number", "toml.number"),
    ("fraction", "toml.number"),
    ("exponent", "toml.number"),
    ("integer", "toml.number"),
    ("float", "toml.number"),
    ("sign", "toml.number"),
    ("zero", "toml.number"),
    ("radix", "toml.number"),
    ("digits", "toml.number"),
];

/// What is wrong with a text of TOML.
pub fn toml(error: &toml::de::Error) -> Said {
    let words = error.message();
    // What it expected instead is left out.
    let what = words.split(", expected").next().unwrap_or(words);
    let is_nothing = error.span().is_none_or(|span| span.is_empty());
    match TOML.iter().find(|(own, _)| what.contains(own)) {
        // What stands there is no word, but nothing at all.
        Some((_, "toml.no-quotes")) if is_nothing => Said::new("toml.no-value"),
        Some((_, key)) => Said::new(*key),
        None => Said::Words(what.replace('\n', " ")),
    }
}

/// Why a regular expression, which `error` refuses, is none.
pub fn expression(pattern: &str, error: &regex::Error) -> Said {
    Said::new(match (error, regex_syntax::parse(pattern)) {
        (regex::Error::CompiledTooBig(_), _) => "expression.large",
        (_, Err(regex_syntax::Error::Parse(error))) => form(error.kind()),
        (_, Err(regex_syntax::Error::Translate(error))) => sense(error.kind()),
        // Only the limits of its builder are narrower than those of its reader.
        (_, Ok(_)) => "expression.deep",
        _ => "expression.other",
    })
}

/// The sentence for what is wrong with the form of an expression.
pub fn form(kind: &Form) -> &'static str {
    match kind {
        Form::GroupUnclosed => "expression.open-group",
        Form::GroupUnopened => "expression.no-group",
        Form::ClassUnclosed => "expression.open-class",
        Form::ClassEscapeInvalid | Form::ClassRangeInvalid | Form::ClassRangeLiteral => {
            "expression.class"
        }
        Form::RepetitionMissing => "expression.nothing-repeated",
        Form::RepetitionCountInvalid
        | Form::RepetitionCountDecimalEmpty
        | Form::RepetitionCountUnclosed
        | Form::DecimalEmpty
        | Form::DecimalInvalid => "expression.count",
        Form::EscapeHexEmpty
        | Form::EscapeHexInvalid
        | Form::EscapeHexInvalidDigit
        | Form::EscapeUnexpectedEof
        | Form::EscapeUnrecognized
        | Form::UnicodeClassInvalid
        | Form::UnsupportedBackreference => "expression.escape",
        Form::GroupNameDuplicate { .. } => "expression.group-twice",
        Form::GroupNameEmpty
        | Form::GroupNameInvalid
        | Form::GroupNameUnexpectedEof
        | Form::FlagDanglingNegation
        | Form::FlagDuplicate { .. }
        | Form::FlagRepeatedNegation { .. }
        | Form::FlagUnexpectedEof
        | Form::FlagUnrecognized
        | Form::UnsupportedLookAround => "expression.group",
        Form::NestLimitExceeded(_) => "expression.deep",
        _ => "expression.other",
    }
}

/// The sentence for what is wrong with the meaning of an expression.
fn sense(kind: &Sense) -> &'static str {
    match kind {
        Sense::UnicodePropertyNotFound
        | Sense::UnicodePropertyValueNotFound
        | Sense::UnicodePerlClassNotFound => "expression.escape",
        _ => "expression.other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_wrong_in_toml_has_a_sentence() {
        for (text, key) in [
            ("a = 1\na = 2", "toml.twice"),
            ("[a]\n[a]", "toml.twice"),
            ("a = 1\na.b = 2", "toml.twice"),
            ("a = word", "toml.no-quotes"),
            ("a = tru", "toml.no-quotes"),
            ("a = [1", "toml.open"),
            ("a = {b = 1", "toml.open"),
            ("[a", "toml.open"),
            ("[[a]", "toml.open"),
            ("a 1", "toml.no-equals"),
            ("a", "toml.no-equals"),
            ("a =", "toml.no-value"),
            ("a = ['b' 'c']", "toml.comma"),
            ("a = [1,,2]", "toml.comma"),
            ("a = {b = 1,, c = 2}", "toml.comma"),
            ("a == 1", "toml.equals"),
            ("a = [b = 1]", "toml.equals"),
            ("a = 1 b = 2", "toml.more"),
            ("a = 'b' c", "toml.more"),
            ("= 1", "toml.name"),
            ("a b = 1", "toml.no-equals"),
            ("!? = 1", "toml.name"),
            ("'''a''' = 1", "toml.name"),
            ("a = \"b", "toml.string"),
            ("a = 'b", "toml.string"),
            ("a = \"\\q\"", "toml.string"),
            ("a = \"\\u12\"", "toml.string"),
            ("a = 0123", "toml.number"),
            ("a = +-1", "toml.number"),
            ("a = 1__2", "toml.number"),
            ("a = 0xyz", "toml.number"),
            ("a = 1.e", "toml.number"),
            ("a = 1979-13-45", "toml.date"),
        ] {
            let error = toml::from_str::<toml::Table>(text).unwrap_err();
            assert_eq!(toml(&error), Said::new(key), "{text}: {}", error.message());
        }
    }

    fn check(pattern: &str, key: &'static str) {
        let error = regex::Regex::new(pattern).unwrap_err();
        assert_eq!(expression(pattern, &error), Said::new(key), "{pattern}");
    }

    #[test]
    fn whatever_is_wrong_in_an_expression_has_a_sentence() {
        for (pattern, key) in [
            ("(甲", "expression.open-group"),
            ("甲)", "expression.no-group"),
            ("[甲", "expression.open-class"),
            ("[甲-乙]", "expression.class"),
            ("*甲", "expression.nothing-repeated"),
            ("甲{2,1}", "expression.count"),
            ("甲{2", "expression.count"),
            (r"\k", "expression.escape"),
            (r"\p{Nothing}", "expression.escape"),
            (r"(甲)\1", "expression.escape"),
            ("(?<a>甲)(?<a>乙)", "expression.group-twice"),
            ("(?=甲)", "expression.group"),
            ("(?y)", "expression.group"),
        ] {
            check(pattern, key);
        }
        check(&("(".repeat(300) + &")".repeat(300)), "expression.deep");
        check(r"(\w{500}){500}", "expression.large");
    }
}
