//! Files of rules: TOML to kinds. What is wrong costs the rule in which it stands and no other.

use std::ops::Range;
use std::sync::OnceLock;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::evidence::Series;
use super::{Field, Kind, Pattern, Rule, Scope, Sign, Until, Word, no_word};
use crate::text::{Said, mistyped};

/// What is wrong in a file of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// The reason.
    pub reason: Said,
}

/// Most rules of a kind.
const MOST_RULES: usize = 200;

/// Most kinds of a file.
const MOST_KINDS: usize = 100;

/// Reads the kinds of a file, and what is wrong in it. Never fails: a rule that is wrong is left
/// out.
pub fn load(text: &str) -> (Vec<Kind>, Vec<Fault>) {
    read(text, true)
}

/// Reads what texts the kinds of a file of the program are for, without the rules that follow. All
/// texts are asked this, the first as soon as the program starts.
pub(super) fn load_heads(text: &'static str) -> Vec<Kind> {
    let head = text.split("\n[[").next().unwrap_or("");
    let kinds = read(head, false).0.into_iter();
    let own = |kind| Kind {
        rules: OnceLock::new(),
        file: text,
        ..kind
    };
    kinds.map(own).collect()
}

/// Reads the rules of a file of the program, whose patterns are compiled when they are used.
pub(super) fn load_rules(text: &str) -> Vec<Rule> {
    let kinds = read(text, false).0.into_iter();
    kinds
        .filter_map(|kind| kind.rules.into_inner())
        .flatten()
        .collect()
}

fn read(text: &str, is_compiled: bool) -> (Vec<Kind>, Vec<Fault>) {
    let mut reader = Reader {
        text,
        is_compiled,
        faults: Vec::new(),
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.fault(at, mistyped::toml(&error));
    }
    let mut kinds = Vec::new();
    // What cannot be read as TOML may have lost a rule's half.
    if reader.faults.is_empty() {
        for (name, value) in table.get_ref() {
            if kinds.len() == MOST_KINDS {
                reader.fault(name.span().start, Said::new("rules.kinds").with(MOST_KINDS));
                break;
            }
            kinds.extend(reader.kind(name.get_ref(), value));
        }
    }
    reader.faults.sort_by_key(|fault| fault.line);
    (kinds, reader.faults)
}

/// Says that a key is none of those that there are.
fn no_key(name: &str, known: &str) -> Said {
    Said::new("rules.no-key").with(name).with(known)
}

type Value<'a> = Spanned<DeValue<'a>>;

struct Reader<'a> {
    text: &'a str,
    /// Whether patterns are compiled now, so that faults in them are told.
    is_compiled: bool,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    /// The line of a byte.
    fn line(&self, at: usize) -> usize {
        let head = self.text.as_bytes().get(..at).unwrap_or(&[]);
        memchr::memchr_iter(b'\n', head).count() + 1
    }

    fn fault(&mut self, at: usize, reason: Said) {
        let line = self.line(at);
        self.faults.push(Fault { line, reason });
    }

    /// What a value is read as; a fault, which says what is wanted, if it is something else.
    fn read<'v, T>(
        &mut self,
        value: &'v Value<'_>,
        wanted: Said,
        read: impl FnOnce(&'v DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let found = read(value.get_ref());
        if found.is_none() {
            self.fault(value.span().start, wanted);
        }
        found
    }

    fn string<'v>(&mut self, value: &'v Value<'_>, name: &str) -> Option<&'v str> {
        self.read(value, Said::new("rules.string").with(name), |value| {
            value.as_str()
        })
    }

    fn truth(&mut self, value: &Value<'_>, name: &str) -> bool {
        let found = self.read(
            value,
            Said::new("rules.truth").with(name),
            |value| match value {
                DeValue::Boolean(is) => Some(*is),
                _ => None,
            },
        );
        found.unwrap_or(false)
    }

    fn number(&mut self, value: &Value<'_>, name: &str, range: Range<usize>) -> Option<usize> {
        let wanted = Said::new("rules.number").with(name);
        let wanted = wanted.with(range.start).with(range.end - 1);
        self.read(value, wanted, |value| {
            let number = value.as_integer()?.as_str().parse().ok()?;
            range.contains(&number).then_some(number)
        })
    }

    /// The strings of an array, each with its place.
    fn strings<'v>(&mut self, value: &'v Value<'_>, name: &str) -> Vec<(usize, &'v str)> {
        let wanted = Said::new("rules.strings").with(name);
        let array = self.read(value, wanted, |value| value.as_array());
        let mut strings = Vec::new();
        for member in array.into_iter().flat_map(|array| array.iter()) {
            let text = self.string(member, name);
            strings.extend(text.map(|text| (member.span().start, text)));
        }
        strings
    }

    /// A pattern that compiles.
    fn pattern(&mut self, value: &Value<'_>, name: &str, is_whole: bool) -> Option<Pattern> {
        let text = self.string(value, name)?;
        self.compiled(value.span().start, text, is_whole)
    }

    fn compiled(&mut self, at: usize, text: &str, is_whole: bool) -> Option<Pattern> {
        let pattern = Pattern::new(text, is_whole);
        if !self.is_compiled {
            return Some(pattern);
        }
        match pattern.compile() {
            Ok(compiled) => {
                // Compiled once.
                let _ = pattern.compiled.set(Some(compiled));
                Some(pattern)
            }
            Err(reason) => {
                self.fault(at, reason);
                None
            }
        }
    }

    fn kind(&mut self, name: &str, value: &Value<'_>) -> Option<Kind> {
        let table = self.read(value, Said::new("rules.table").with(name), |value| {
            value.as_table()
        })?;
        let mut kind = Kind {
            name: name.to_owned(),
            about: String::new(),
            files: Vec::new(),
            content: Vec::new(),
            unless: Vec::new(),
            has_markdown: true,
            is_joined: false,
            is_unmarked: false,
            rules: OnceLock::new(),
            file: "",
        };
        let mut own: Vec<Rule> = Vec::new();
        let mut is_whole = true;
        for (key, value) in table {
            match &**key.get_ref() {
                "about" => self
                    .string(value, "about")
                    .unwrap_or("")
                    .clone_into(&mut kind.about),
                "files" => {
                    let files = self.strings(value, "files").into_iter();
                    let files: Vec<_> = files
                        .map(|(at, file)| (self.line(at), file.to_owned()))
                        .collect();
                    kind.files = files;
                }
                name @ ("content" | "unless") => {
                    let into = match name {
                        "content" => &mut kind.content,
                        _ => &mut kind.unless,
                    };
                    for (at, text) in self.strings(value, name) {
                        let sign = Sign::words(text)
                            .or_else(|| self.compiled(at, text, false).map(Sign::pattern));
                        // Without it the kind would be that of too many texts.
                        is_whole &= sign.is_some();
                        into.extend(sign);
                    }
                }
                "markdown" => kind.has_markdown = self.truth(value, "markdown"),
                "joined" => kind.is_joined = self.truth(value, "joined"),
                "unmarked" => kind.is_unmarked = self.truth(value, "unmarked"),
                "rule" => {
                    let rules =
                        self.read(value, Said::new("rules.tables"), |value| value.as_array());
                    for rule in rules.into_iter().flat_map(|rules| rules.iter()) {
                        if own.len() == MOST_RULES {
                            self.fault(
                                rule.span().start,
                                Said::new("rules.rules").with(MOST_RULES),
                            );
                            break;
                        }
                        own.extend(self.rule(rule));
                    }
                }
                other => self.fault(
                    key.span().start,
                    no_key(
                        other,
                        "about, files, content, unless, markdown, joined, unmarked, rule",
                    ),
                ),
            }
        }
        kind.rules = own.into();
        is_whole.then_some(kind)
    }

    /// A rule; `None` if anything in it is wrong.
    fn rule(&mut self, value: &Value<'_>) -> Option<Rule> {
        let before = self.faults.len();
        let wanted = Said::new("rules.table").with("rule");
        let table = self.read(value, wanted, |value| value.as_table())?;
        let mut scopes = Vec::new();
        let (mut to, mut rest, mut is, mut after, mut series) = (None, false, None, None, None);
        let (mut level, mut least) = (2, 1);
        let mut place = value.span().start;
        for (key, value) in table {
            match &**key.get_ref() {
                "line" => {
                    place = key.span().start;
                    scopes.push((Scope::Line, self.pattern(value, "line", true)));
                }
                "within" => {
                    place = key.span().start;
                    scopes.push((Scope::Within, self.pattern(value, "within", false)));
                }
                "top" => {
                    place = key.span().start;
                    scopes.push((Scope::Top, self.pattern(value, "top", true)));
                }
                "to" => to = self.pattern(value, "to", true),
                "rest" => rest = self.truth(value, "rest"),
                "is" => {
                    is = self.string(value, "is").and_then(|name| {
                        let word = Word::named(name);
                        if word.is_none() {
                            self.fault(place, no_word(name));
                        }
                        word
                    });
                }
                "level" => level = self.number(value, "level", 1..10).unwrap_or(level),
                "least" => least = self.number(value, "least", 1..1000).unwrap_or(least),
                "after" => after = self.pattern(value, "after", true),
                "series" => {
                    series = self.read(
                        value,
                        Said::new("rules.series").with(Series::NAMES),
                        |value| Series::named(value.as_str()?),
                    );
                }
                other => self.fault(
                    key.span().start,
                    no_key(
                        other,
                        "line, within, top, to, rest, is, level, least, after, series",
                    ),
                ),
            }
        }
        if self.faults.len() > before {
            return None;
        }
        let (scope, pattern) = match <[_; 1]>::try_from(scopes) {
            Ok([(scope, pattern)]) => (scope, pattern?),
            Err(_) => {
                self.fault(place, Said::new("rules.scope"));
                return None;
            }
        };
        let scope = match (scope, to, rest) {
            (scope, None, false) => scope,
            (Scope::Line, Some(to), false) => Scope::Lines(Until::Line(to)),
            (Scope::Line, None, true) => Scope::Lines(Until::End),
            _ => {
                self.fault(place, Said::new("rules.end"));
                return None;
            }
        };
        let needs_line = is.is_some() || least > 1 || after.is_some() || series.is_some();
        if needs_line && matches!(scope, Scope::Within | Scope::Top) {
            self.fault(place, Said::new("rules.line-only"));
            return None;
        }
        let compiled = pattern.compiled.get().and_then(Option::as_ref);
        let groups = compiled.map_or(&[][..], |own| &own.groups);
        let inline = [
            Word::Field(Field::Id),
            Word::Page,
            Word::Note,
            Word::Reading,
            Word::Text,
        ];
        let stray = groups.iter().find(|(_, word)| match scope {
            Scope::Within => !inline.contains(word),
            Scope::Top => !matches!(word, Word::Field(_)),
            Scope::Line | Scope::Lines(_) => *word == Word::Reading,
        });
        if let Some((_, word)) = stray {
            self.fault(place, Said::new("rules.stray").with(word.name()));
            return None;
        }
        Some(Rule {
            line: self.line(place),
            scope,
            pattern,
            is,
            level: level as u8,
            least,
            after,
            series,
        })
    }
}
