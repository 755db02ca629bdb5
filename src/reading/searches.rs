//! Searches that are kept: under a name, to be asked again as `@name`; and the notebook (读书札记):
//! what was searched on a day, and the places that were visited from there. They are records of the
//! annotation log, under the same promises as notes.

use std::sync::Arc;

use super::{Done, Text};
use crate::annotation::{Act, Annotation, markdown};
use crate::text::{Said, Span};

/// A line of the notebook.
#[derive(Clone, Debug)]
pub enum Line {
    /// A search that is saved under a name.
    Saved(Arc<Annotation>),
    /// A day, as a date; what follows is of that day.
    Day(String),
    /// What was searched; the places below it were visited from there.
    Asked(String),
    /// A place that was visited.
    Visited(Arc<Annotation>),
}

/// The searches that are saved under a name, by that name.
fn named(annotations: &[Arc<Annotation>]) -> Vec<&Arc<Annotation>> {
    let mut named: Vec<_> = annotations
        .iter()
        .filter(|own| own.name().is_some())
        .collect();
    named.sort_by(|a, b| a.name().cmp(&b.name()));
    named
}

/// What is saved under a name.
pub fn saved(annotations: &[Arc<Annotation>], name: &str) -> Option<String> {
    let own = annotations.iter().find(|own| own.name() == Some(name))?;
    own.query().map(str::to_owned)
}

/// Saves a search under a name, in the place of the one that has it; nothing without a name. A name
/// ends at a blank where it is used, so that it has none.
pub fn save(annotations: &[Arc<Annotation>], query: &str, name: &str, id: String) -> Option<Done> {
    let name = name.trim().trim_start_matches('@').split_whitespace();
    let name = name.collect::<Vec<_>>().join("-");
    if name.is_empty() {
        return None;
    }
    let before = annotations
        .iter()
        .find(|own| own.name() == Some(&name))
        .cloned();
    let search = Annotation {
        id: before.as_ref().map_or(id, |before| before.id.clone()),
        created: before
            .as_ref()
            .map_or_else(String::new, |before| before.created.clone()),
        ..Annotation::search(query, &name)
    };
    let after = Some(Arc::new(search));
    let said = Said::new("search.saved").with(name);
    let act = Act { before, after };
    Some(Done { act, said })
}

/// A search to be noted in the notebook; `None` where it was the last one that was noted.
pub fn note(annotations: &[Arc<Annotation>], query: &str, id: String) -> Option<Annotation> {
    let noted = annotations
        .iter()
        .filter(|own| own.query().is_some() && own.name().is_none());
    // Ids grow with time.
    let last = noted.max_by(|a, b| a.id.cmp(&b.id));
    let is_last = last.is_some_and(|last| last.query() == Some(query));
    (!is_last).then(|| Annotation {
        id,
        ..Annotation::search(query, "")
    })
}

impl Text {
    /// A place of this text that a search has led to, to be noted in the notebook with the sentence
    /// there; `None` where it is noted already.
    pub fn visit(
        &self,
        annotations: &[Arc<Annotation>],
        query: &str,
        at: usize,
        id: String,
    ) -> Option<Annotation> {
        let sentence = self.next_sentence(at, false);
        let sentence = sentence.filter(|own| own.contains(at));
        let span = sentence.unwrap_or(Span::new(at, at));
        let target = self.target_within_reason(span).ok()?;
        let visit = Annotation {
            id,
            ..Annotation::visit(target, query)
        };
        let is_noted = annotations.iter().any(|own| {
            own.query() == Some(query)
                && own.key() == visit.key()
                && own.target.position() == visit.target.position()
        });
        (!is_noted).then_some(visit)
    }
}

/// The notebook: what is saved under names, then what was searched, the last day and its last
/// search first, each with the places that were visited from there, in the order of time.
pub fn notebook(annotations: &[Arc<Annotation>]) -> Vec<Line> {
    let saved = named(annotations).into_iter().cloned().map(Line::Saved);
    let mut lines: Vec<Line> = saved.collect();
    let mut noted: Vec<&Arc<Annotation>> = annotations
        .iter()
        .filter(|own| own.query().is_some() && own.name().is_none())
        .collect();
    noted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut days: Vec<(&str, Vec<Asked<'_>>)> = Vec::new();
    for own in noted {
        let day = own.created.get(..10).unwrap_or("");
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, Vec::new()));
        }
        let Some((_, searches)) = days.last_mut() else {
            continue;
        };
        let query = own.query().unwrap_or("");
        let at = searches.iter().position(|asked| asked.query == query);
        // A search that is asked again goes on where it was, as the last of the day.
        let mut asked = at.map_or_else(|| Asked::new(query), |at| searches.remove(at));
        asked.visited.extend(is_place(own).then_some(own));
        searches.push(asked);
    }
    for (day, searches) in days.into_iter().rev() {
        lines.push(Line::Day(day.to_owned()));
        for asked in searches.into_iter().rev() {
            lines.push(Line::Asked(asked.query.to_owned()));
            lines.extend(asked.visited.into_iter().cloned().map(Line::Visited));
        }
    }
    lines
}

/// A search of a day.
struct Asked<'a> {
    query: &'a str,
    visited: Vec<&'a Arc<Annotation>>,
}

impl<'a> Asked<'a> {
    fn new(query: &'a str) -> Self {
        Self {
            query,
            visited: Vec::new(),
        }
    }
}

fn is_place(annotation: &Annotation) -> bool {
    annotation.target.position().is_some()
}

/// The notebook as Markdown, each place with its citation.
pub fn written(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        match line {
            Line::Saved(own) => {
                let (name, query) = (own.name().unwrap_or(""), own.query().unwrap_or(""));
                text += &format!("- @{name}：`{query}`\n");
            }
            Line::Day(day) => text += &format!("\n# {day}\n\n"),
            Line::Asked(query) => text += &format!("## `{query}`\n\n"),
            Line::Visited(own) => text += &markdown([&**own], false).0,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Source;

    fn text() -> Text {
        let document = crate::document::parse("# 渡口志\n\n渡船三只。木桥一座。\n".to_owned());
        Text::of(document, "UTF-8", &Source::File("/渡口.md".into()).into())
    }

    fn told(annotations: &[Arc<Annotation>]) -> Vec<String> {
        let line = |line: &Line| match line {
            Line::Saved(own) => format!("@{}", own.name().unwrap()),
            Line::Day(day) => day.clone(),
            Line::Asked(query) => format!("  {query}"),
            Line::Visited(own) => format!("    {}", own.quote()),
        };
        notebook(annotations).iter().map(line).collect()
    }

    #[test]
    fn the_notebook_has_the_days_with_their_searches_and_places() {
        let mut kept: Vec<Arc<Annotation>> = Vec::new();
        let text = text();
        let source = &text.document.source;
        let mut put = |annotation: Option<Annotation>, day: &str| {
            let created = format!("{day}T10:00:00+08:00");
            let annotation = annotation.map(|own| Annotation { created, ..own });
            kept.extend(annotation.map(Arc::new));
            kept.clone()
        };
        let first = put(note(&[], "渡船", "1".into()), "2026-11-29");
        let again = note(&first, "渡船", "2".into());
        assert!(
            again.is_none(),
            "the same search is not noted twice in a row"
        );
        let at = source.find("渡船").unwrap();
        let second = put(text.visit(&first, "渡船", at, "3".into()), "2026-11-29");
        let visited = text.visit(&second, "渡船", at, "4".into());
        assert!(visited.is_none(), "nor the same place");
        let at = source.find("木桥").unwrap();
        let all = put(text.visit(&second, "木桥", at, "5".into()), "2026-11-30");
        let all = [all, put(note(&[], "渡船", "6".into()), "2026-11-30")].concat();
        let all: Vec<_> = all.into_iter().skip(3).collect();
        let expected = [
            "2026-11-30",
            "  渡船",
            "  木桥",
            "    木桥一座。",
            "2026-11-29",
            "  渡船",
            "    渡船三只。",
        ];
        assert_eq!(told(&all), expected);
        let written = written(&notebook(&all));
        assert!(written.contains("# 2026-11-29\n\n## `渡船`\n\n> 渡船三只。\n\n——《渡口志》"));
    }

    #[test]
    fn a_name_holds_one_search() {
        let mut kept = Vec::new();
        for (query, id) in [("渡船", "1"), ("渡船 木桥", "2")] {
            let done = save(&kept, query, " @水 运 ", id.into()).unwrap();
            kept = vec![done.act.after.unwrap()];
        }
        assert_eq!(saved(&kept, "水-运").as_deref(), Some("渡船 木桥"));
        assert_eq!((kept[0].id.as_str(), saved(&kept, "水")), ("1", None));
        assert!(save(&kept, "渡船", "  ", "3".into()).is_none());
        let read = serde_json::to_string(&*kept[0]).unwrap();
        let read: Annotation = serde_json::from_str(&read).unwrap();
        assert_eq!(
            (read.name(), read.query()),
            (Some("水-运"), Some("渡船 木桥"))
        );
    }
}
