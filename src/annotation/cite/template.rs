//! Templates: the notation for styles of citations.

use serde::{Deserialize, Serialize};

use crate::text::Said;

/// The fields that a template may contain.
pub const FIELDS: [&str; 16] = [
    "quote",
    "author",
    "authors",
    "names",
    "title",
    "date",
    "day",
    "year",
    "clause",
    "address",
    "page",
    "collection",
    "editor",
    "source",
    "path",
    "key",
];

/// A style of citations: text, `{fields}`, and `[parts]` that are omitted if a field in them is
/// empty. `\` escapes the next character.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    /// As it was written.
    text: String,
    parts: Vec<Part>,
    format: Format,
}

/// What a template is in, by how it begins: it says how values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// Words for a reader.
    Words,
    /// `@`
    Bibtex,
    /// `{`: CSL-JSON.
    Json,
    /// `TY  -`
    Ris,
}

impl Format {
    fn of(template: &str) -> Self {
        if template.starts_with('@') {
            Self::Bibtex
        } else if template.starts_with("\\{") {
            Self::Json
        } else if template.starts_with("TY  -") {
            Self::Ris
        } else {
            Self::Words
        }
    }

    /// A value as the format writes it. Of several names each is a field of its own, but in BibTeX.
    fn written(self, field: &str, value: String) -> String {
        let names = |between: &str| match field {
            "names" => value.replace(" and ", between),
            _ => value.clone(),
        };
        match self {
            Self::Words => value,
            Self::Bibtex if field == "key" => value,
            Self::Bibtex => escaped(&value),
            Self::Json => {
                let quoted = |value: &str| serde_json::Value::from(value).to_string();
                let inner = |value: &str| {
                    let quoted = quoted(value);
                    let end = quoted.len() - 1;
                    quoted.get(1..end).unwrap_or("").to_owned()
                };
                let values = names("\n");
                let values: Vec<String> = values.split('\n').map(inner).collect();
                let between = if field == "names" {
                    "\"}, {\"literal\": \""
                } else {
                    "\\n"
                };
                values.join(between)
            }
            Self::Ris => {
                let value = names("\n");
                let between = if field == "names" { "\nAU  - " } else { " " };
                value.split('\n').collect::<Vec<_>>().join(between)
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Field(&'static str),
    Optional(Vec<Part>),
}

impl TryFrom<String> for Template {
    type Error = Said;

    fn try_from(text: String) -> Result<Self, Said> {
        let mut characters = text.chars();
        let (parts, is_closed) = parts(&mut characters, 0)?;
        if is_closed {
            return Err(Said::new("template.closed").with("[").with("]").with("\\]"));
        }
        Ok(Self {
            parts,
            format: Format::of(&text),
            text,
        })
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.text
    }
}

fn unclosed(open: &str, close: &str) -> Said {
    let said = Said::new("template.unclosed").with(open).with(close);
    said.with(format!("\\{open}"))
}

/// Greatest nesting depth of brackets.
const DEEPEST: usize = 16;

/// Parses parts up to the bracket that closes them; returns them and whether there was one. `depth`
/// is the number of open brackets around them.
fn parts(characters: &mut std::str::Chars<'_>, depth: usize) -> Result<(Vec<Part>, bool), Said> {
    if depth > DEEPEST {
        return Err(Said::new("template.deep").with(DEEPEST));
    }
    let mut found = Vec::new();
    let mut words = String::new();
    while let Some(c) = characters.next() {
        let part = match c {
            '\\' => {
                words.extend(characters.next());
                continue;
            }
            '[' => match parts(characters, depth + 1)? {
                (inner, true) => Part::Optional(inner),
                (_, false) => {
                    return Err(unclosed("[", "]"));
                }
            },
            ']' => {
                found.push(Part::Words(words));
                return Ok((found, true));
            }
            '{' => {
                let Some((name, rest)) = characters.as_str().split_once('}') else {
                    return Err(unclosed("{", "}"));
                };
                let Some(field) = FIELDS.into_iter().find(|field| *field == name) else {
                    let known = FIELDS.join(", ");
                    return Err(Said::new("template.no-field").with(name).with(known));
                };
                *characters = rest.chars();
                Part::Field(field)
            }
            c => {
                words.push(c);
                continue;
            }
        };
        found.push(Part::Words(std::mem::take(&mut words)));
        found.push(part);
    }
    found.push(Part::Words(words));
    Ok((found, false))
}

impl Template {
    /// Fills in the fields, escaped as the format of the template wants it.
    pub fn fill(&self, value: impl Fn(&'static str) -> String) -> String {
        let value = |field| self.format.written(field, value(field));
        fill(&self.parts, &value).0
    }
}

/// The text of parts, and whether all fields directly in them have values.
fn fill(parts: &[Part], value: &impl Fn(&'static str) -> String) -> (String, bool) {
    let mut text = String::new();
    let mut is_whole = true;
    for part in parts {
        match part {
            Part::Words(words) => text += words,
            Part::Field(field) => {
                let value = value(field);
                is_whole &= !value.is_empty();
                text += &value;
            }
            Part::Optional(inner) => {
                let (inner, is_filled) = fill(inner, value);
                if is_filled {
                    text += &inner;
                }
            }
        }
    }
    (text, is_whole)
}

/// A value escaped for BibTeX, which requires balanced braces, escaped ones included.
fn escaped(value: &str) -> String {
    let mut text = String::new();
    for c in value.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                text.push('\\');
                text.push(c);
            }
            '{' => text += "\\textbraceleft{}",
            '}' => text += "\\textbraceright{}",
            '\\' => text += "\\textbackslash{}",
            '~' => text += "\\textasciitilde{}",
            '^' => text += "\\textasciicircum{}",
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_template_is_told() {
        let wrong = |text: &str, expected: Said| {
            let told = Template::try_from(text.to_owned()).unwrap_err();
            assert_eq!(told, expected, "{text}");
        };
        wrong("{title", unclosed("{", "}"));
        let no_field = Said::new("template.no-field").with("titel");
        wrong("{titel}", no_field.with(FIELDS.join(", ")));
        wrong("[{title}", unclosed("[", "]"));
        wrong("[[{title}]", unclosed("[", "]"));
        let closed = Said::new("template.closed").with("[").with("]");
        wrong("{title}] x", closed.with("\\]"));
        wrong(&"[".repeat(400_000), Said::new("template.deep").with(16));
    }

    /// BibTeX counts braces even after a backslash (Patashnik, *`BibTeXing`*, 4): an unbalanced one
    /// in a value would end the entry, or swallow the next.
    #[test]
    fn no_value_ends_a_bibtex_entry() {
        let template = Template::try_from("@misc\\{k,\n  title = \\{{title}\\}\n\\}".to_owned());
        let text = template.unwrap().fill(|_| "}{{\\".to_owned());
        let mut depth = 0_i32;
        for c in text.chars() {
            depth += i32::from(c == '{') - i32::from(c == '}');
            assert!(depth >= 0, "{text}");
        }
        assert_eq!(depth, 0, "{text}");
    }
}
