//! Hits, times and collocates as files and commands give them: a table, objects, or Markdown with
//! citations.

use serde_json::{Value, json};

use super::object;
use crate::document::PartialDate;
use crate::library::{Catalog, Entry};
use crate::search::collocates::Collocate;
use crate::search::engine::Passage;
use crate::search::facets::Facet;
use crate::search::folding::Folding;
use crate::search::histogram::Bar;
use crate::search::query::Query;

/// How something is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An object a line.
    Json,
    /// A line each, its fields parted by tabs.
    Tsv,
    /// A list, or a table.
    Markdown,
}

impl Format {
    /// The format that the end of a file's name asks for.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "json" | "jsonl" => Some(Self::Json),
            "tsv" | "txt" => Some(Self::Tsv),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// A hit of a query, in one line: path, line, address, date, title, the words before it, it, and
/// those behind.
pub fn hit(passage: &Passage, catalog: &Catalog, query: &Query, format: Format) -> String {
    let Some(entry) = catalog.get(passage.document) else {
        return String::new();
    };
    let source = entry.source();
    let path = source.name();
    let date = query.date_of(entry).map(|date| date.to_string());
    let Passage {
        address,
        line,
        before,
        words,
        after,
        ..
    } = passage;
    match format {
        Format::Json => {
            let foldings = passage.foldings.iter().map(Folding::name);
            let object = json!({
                "path": path, "id": entry.id(), "title": entry.title(), "date": date,
                "address": Some(address).filter(|address| !address.is_empty()),
                "span": passage.span, "line": line, "before": before, "match": words,
                "after": after, "foldings": foldings.collect::<Vec<_>>(), "score": null,
            });
            object::line(object)
        }
        Format::Tsv => {
            let (line, date) = (line.to_string(), date.unwrap_or_default());
            row(&[
                &path,
                &line,
                address,
                &date,
                entry.title(),
                before,
                words,
                after,
            ])
        }
        Format::Markdown => {
            let [before, words, after, title] = [before, words, after, entry.title()].map(escaped);
            let date = date.map_or_else(String::new, |date| format!("，{date}"));
            let place = if address.is_empty() {
                String::new()
            } else {
                format!("#{address}")
            };
            format!("- {before}**{words}**{after}（《{title}》{date}，`{path}{place}`）\n")
        }
    }
}

/// A document that is found without words in it, in one line: path, date, title. `score` tells how
/// well its title fits, where it was found by that.
pub fn document(
    entry: Entry<'_>,
    date: Option<PartialDate>,
    score: Option<f64>,
    format: Format,
) -> String {
    let source = entry.source();
    let path = source.name();
    let date = date.map(|date| date.to_string());
    match format {
        Format::Json => {
            let object = json!({
                "path": path, "id": entry.id(), "title": entry.title(), "date": date,
                "address": null, "span": null, "line": null, "before": "", "match": "",
                "after": "", "score": score,
            });
            object::line(object)
        }
        Format::Tsv => row(&[&path, date.as_deref().unwrap_or(""), entry.title()]),
        Format::Markdown => {
            let title = escaped(entry.title());
            let date = date.map_or_else(String::new, |date| format!("，{date}"));
            format!("- 《{title}》（`{path}`{date}）\n")
        }
    }
}

/// A text in which Markdown sees no signs.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The fields of a bar: when, hits, documents, characters, hits for each million of these, `?`
/// where that says little.
pub fn of_bar(bar: &Bar) -> [String; 5] {
    let when = bar.date.map(|date| date.to_string());
    let doubt = if bar.is_thin() { " ?" } else { "" };
    [
        when.unwrap_or_else(|| "-".to_owned()),
        bar.hits.to_string(),
        bar.documents.to_string(),
        bar.characters.to_string(),
        format!("{:.1}{doubt}", bar.per_million()),
    ]
}

/// Bars, one a line; documents without a date come last.
pub fn bars(bars: &[Bar], format: Format) -> String {
    let rows = bars.iter().map(|bar| {
        let object = json!({
            "year": bar.date.map(|date| date.to_string()), "hits": bar.hits,
            "documents": bar.documents, "characters": bar.characters,
            "per_million": bar.per_million(),
        });
        (of_bar(bar), object)
    });
    table(rows, format)
}

/// The fields of a collocate: words, count, how many times as often as elsewhere, log-likelihood.
pub fn of_collocate(own: &Collocate) -> [String; 4] {
    [
        own.words.clone(),
        own.count.to_string(),
        format!("{:.1}", own.ratio),
        format!("{:.1}", own.likelihood),
    ]
}

/// What stands near the hits, one piece a line.
pub fn collocates(found: &[Collocate], format: Format) -> String {
    let rows = found.iter().map(|own| {
        let object = json!({
            "words": own.words, "count": own.count, "ratio": own.ratio,
            "likelihood": own.likelihood,
        });
        (of_collocate(own), object)
    });
    table(rows, format)
}

/// What documents have in common, one a line: what it is, its words, hits, documents.
pub fn facets(facets: &[Facet], format: Format) -> String {
    let rows = facets.iter().map(|own| {
        let object = json!({
            "field": own.field.name(), "words": own.words, "hits": own.hits,
            "documents": own.documents,
        });
        let fields = [
            own.field.name().to_owned(),
            own.words.clone(),
            own.hits.to_string(),
            own.documents.to_string(),
        ];
        (fields, object)
    });
    table(rows, format)
}

fn table<const N: usize>(
    rows: impl Iterator<Item = ([String; N], Value)>,
    format: Format,
) -> String {
    let mut table = String::new();
    for (index, (fields, object)) in rows.enumerate() {
        match format {
            Format::Json => table += &object::line(object),
            Format::Tsv => table += &row(&fields.each_ref().map(String::as_str)),
            Format::Markdown => {
                table += &format!("| {} |\n", fields.join(" | "));
                if index == 0 {
                    table += &format!("|{}\n", " --- |".repeat(N));
                }
            }
        }
    }
    table
}

fn row(fields: &[&str]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| field.replace(['\t', '\n', '\r'], " "))
        .collect();
    fields.join("\t") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::date;
    use crate::library::Source;
    use crate::search::folding::Foldings;
    use crate::text::Span;

    #[test]
    fn a_hit_is_cited_and_its_words_are_no_signs() {
        let mut catalog = Catalog::default();
        let text = "标题：渡口[一]\n日期：1955-4-27\n\n正文：\n\n渡船。\n";
        let source = Source::Memory("a.txt".to_owned(), text.as_bytes().into());
        let document = catalog.read(source).unwrap();
        let passage = Passage {
            document,
            address: "art1".to_owned(),
            place: "第一条".to_owned(),
            span: Span::new(3, 9),
            line: 7,
            before: "有*".to_owned(),
            words: "渡船".to_owned(),
            after: "\t二".to_owned(),
            foldings: Foldings::default(),
        };
        let told = |format| hit(&passage, &catalog, &Query::default(), format);
        assert_eq!(
            told(Format::Markdown),
            "- 有\\***渡船**\t二（《渡口\\[一\\]》，1955-04-27，`a.txt#art1`）\n"
        );
        assert_eq!(
            told(Format::Tsv),
            "a.txt\t7\tart1\t1955-04-27\t渡口[一]\t有*\t渡船\t 二\n"
        );
        let object: Value = serde_json::from_str(&told(Format::Json)).unwrap();
        assert_eq!(
            (&object["match"], &object["line"]),
            (&json!("渡船"), &json!(7))
        );
    }

    #[test]
    fn a_table_has_a_head_where_markdown_wants_one() {
        let bar = |year: &str, hits| Bar {
            date: date::whole(year),
            hits,
            documents: 1,
            characters: 100_000,
        };
        let told = [bar("1954年", 5), bar("", 1)];
        let table = bars(&told, Format::Markdown);
        let expected = "| 1954 | 5 | 1 | 100000 | 50.0 |\n| --- | --- | --- | --- | --- |\n| - | 1 | 1 | 100000 | 10.0 |\n";
        assert_eq!(table, expected);
        assert_eq!(bars(&told[..1], Format::Tsv), "1954\t5\t1\t100000\t50.0\n");
    }

    #[test]
    fn the_end_of_a_name_tells_the_format() {
        for (name, format) in [
            ("渡船.tsv", Some(Format::Tsv)),
            ("a/渡船.MD", Some(Format::Markdown)),
            ("渡船.json", Some(Format::Json)),
            ("渡船", None),
            ("渡船.docx", None),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
    }
}
