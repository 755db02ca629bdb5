//! A reading as a page of HTML, which browsers and word processors open.

use std::sync::Arc;

use quick_xml::escape::escape;

use super::{Part, parts};
use crate::annotation::Annotation;
use crate::document::BlockKind;
use crate::reading::Text;
use crate::text::Span;

/// How a page looks, on paper too.
const STYLE: &str = include_str!("../../../assets/reading.css");

/// A text with its notes below their paragraphs.
pub fn reading(text: &Text, own: &[(Span, Arc<Annotation>)]) -> String {
    let body: String = parts(text, own).map(|part| paragraph(&part)).collect();
    page(&text.identity.header.title, &body)
}

/// Lines as they stand.
pub fn plain(words: &str) -> String {
    let lines = words.lines().filter(|line| !line.trim().is_empty());
    let body: Vec<String> = lines
        .map(|line| format!("<p>{}</p>\n", escape(line)))
        .collect();
    let body = body.concat();
    page(words.lines().next().unwrap_or(""), &body)
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(title),
    )
}

fn paragraph(part: &Part<'_>) -> String {
    let tag = match (part.level, &part.block.kind) {
        (Some(level), _) => format!("h{}", level.min(6)),
        (None, BlockKind::Quotation) => "blockquote".to_owned(),
        (None, BlockKind::Verbatim | BlockKind::Verse | BlockKind::Table(_)) => "pre".to_owned(),
        _ => "p".to_owned(),
    };
    let id = part
        .address
        .as_deref()
        .map(|address| format!(" id=\"{}\"", escape(address)));
    let (mut words, mut notes) = (String::new(), String::new());
    for run in &part.runs {
        let shown = escape(&run.words);
        match run.color {
            Some(color) => words += &format!("<mark class=\"{}\">{shown}</mark>", color.name()),
            None => words += &shown,
        }
        notes.extend(run.notes.iter().map(|own| note(own)));
    }
    let id = id.unwrap_or_default();
    format!("<{tag}{id}>{words}</{tag}>\n{notes}")
}

fn note(annotation: &Annotation) -> String {
    let tags: Vec<String> = annotation.tags().map(|tag| format!("#{tag}")).collect();
    let lines = annotation.note().lines().map(str::to_owned);
    let lines = lines
        .chain([tags.join(" ")])
        .filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(|line| escape(&line).into_owned()).collect();
    format!("<aside>{}</aside>\n", lines.join("<br>"))
}
