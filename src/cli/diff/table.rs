//! A comparison as a table of two columns, the old text beside the new one, as law offices hand it
//! round: HTML, which word processors open, and Markdown.

use quick_xml::escape::escape;

use super::{Report, Status};
use crate::clause::compare::{Piece, Row, words};
use crate::document::Document;
use crate::reading::comparing::titled;
use crate::terminal::output::{Failure, Output};

/// How the table looks, on paper too.
const STYLE: &str = include_str!("../../../assets/comparison.css");

/// One side of the table.
#[derive(Clone, Copy)]
enum Column {
    Old,
    New,
}

impl Report<'_> {
    /// Prints a page with both texts; what did not change is there too.
    pub fn html(&self, output: &mut Output) -> Result<(), Failure> {
        let say = |key: &str| escape(self.locale.tr(&format!("diff.{key}"), &[])).into_owned();
        let (old, new) = (titled(&self.old.text), titled(&self.new.text));
        let title = self.locale.tr("diff.title", &[&old, &new]);
        let head = format!(
            "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{tally}</p>\n\
             <table>\n<thead><tr><th>{old}</th><th>{new}</th><th>{note}</th></tr></thead>\n<tbody>\n",
            title = escape(&title),
            tally = escape(self.tally()),
            old = escape(&old),
            new = escape(&new),
            note = say("note"),
        );
        output.raw(&head)?;
        for row in &self.rows {
            let note = match row.status() {
                Status::Unchanged => String::new(),
                _ => self.status(row),
            };
            let line = format!(
                "<tr class=\"{}\"><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                row.status().name(),
                self.cell(row, Column::Old, &Html),
                self.cell(row, Column::New, &Html),
                escape(&note),
            );
            output.raw(&line)?;
        }
        output.raw("</tbody>\n</table>\n</body>\n</html>\n")
    }

    /// Prints a table of what differs.
    pub fn markdown(&self, output: &mut Output) -> Result<(), Failure> {
        let (old, new) = (titled(&self.old.text), titled(&self.new.text));
        let title = self.locale.tr("diff.title", &[&old, &new]);
        let note = self.locale.tr("diff.note", &[]);
        let line = |cells: [&str; 3]| format!("| {} | {} | {} |\n", cells[0], cells[1], cells[2]);
        output.text(&format!(
            "# {}\n\n{}\n\n",
            Markdown.text(&title),
            self.tally()
        ))?;
        output.text(&line([&Markdown.text(&old), &Markdown.text(&new), &note]))?;
        output.text(&line(["---"; 3]))?;
        for row in self.differing() {
            let (old, new) = (
                self.cell(row, Column::Old, &Markdown),
                self.cell(row, Column::New, &Markdown),
            );
            output.text(&line([&old, &new, &self.status(row)]))?;
        }
        Ok(())
    }

    /// The text of one side of a row.
    fn cell(&self, row: &Row, column: Column, markup: &dyn Markup) -> String {
        let (document, passages): (&Document, _) = match column {
            Column::Old => (&self.old.text.document, row.old_pieces()),
            Column::New => (&self.new.text.document, row.new_pieces()),
        };
        let passage = |pieces: &Vec<Piece>| {
            let pieces = pieces.iter().map(|piece| {
                let words = words(document, piece.span);
                let lines = words.split('\n').map(|line| match (piece.change, column) {
                    _ if line.is_empty() => String::new(),
                    (None, _) => markup.text(line),
                    (Some(_), Column::Old) => markup.deleted(line),
                    (Some(_), Column::New) => markup.inserted(line),
                });
                lines.collect::<Vec<_>>().join("<br>")
            });
            pieces.collect::<String>()
        };
        let passages: Vec<String> = passages.iter().map(passage).collect();
        passages.join("<br>")
    }
}

/// How words are marked in a format.
trait Markup {
    /// Words as they are.
    fn text(&self, words: &str) -> String;
    /// Words that were taken out.
    fn deleted(&self, words: &str) -> String;
    /// Words that were put in.
    fn inserted(&self, words: &str) -> String;
}

struct Html;

impl Markup for Html {
    fn text(&self, words: &str) -> String {
        escape(words).into_owned()
    }

    fn deleted(&self, words: &str) -> String {
        format!("<del>{}</del>", escape(words))
    }

    fn inserted(&self, words: &str) -> String {
        format!("<ins>{}</ins>", escape(words))
    }
}

/// Emphasis is written as tags: stars beside Chinese punctuation open and close nothing
/// (`CommonMark` 6.2).
struct Markdown;

impl Markup for Markdown {
    fn text(&self, words: &str) -> String {
        let mut text = String::with_capacity(words.len());
        for c in words.chars() {
            if "\\`*_[]<>|~#&".contains(c) {
                text.push('\\');
            }
            text.push(c);
        }
        text
    }

    fn deleted(&self, words: &str) -> String {
        format!("<del>{}</del>", self.text(words))
    }

    fn inserted(&self, words: &str) -> String {
        format!("<ins>{}</ins>", self.text(words))
    }
}
