//! Filtering annotations by what a person types: `tag:`, `color:` and the other names that may
//! stand before a colon, beside words.

use crate::annotation::{Annotation, Color, Motivation};
use crate::search::query::days;
use crate::text::fold::fold;

/// What is asked of annotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What they must be.
    conditions: Vec<(Field, String)>,
    /// The words beside that, as typed, separated by blanks.
    pub words: String,
}

/// What may stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Tag,
    Color,
    Kind,
    Title,
    Note,
    Date,
}

/// The names of fields; traditional characters are folded.
const FIELDS: [(&str, Field); 15] = [
    ("tag", Field::Tag),
    ("标签", Field::Tag),
    ("color", Field::Color),
    ("colour", Field::Color),
    ("颜色", Field::Color),
    ("色", Field::Color),
    ("kind", Field::Kind),
    ("种类", Field::Kind),
    ("title", Field::Title),
    ("标题", Field::Title),
    ("note", Field::Note),
    ("笔记", Field::Note),
    ("注", Field::Note),
    ("date", Field::Date),
    ("日期", Field::Date),
];

/// What colours are called, beside the names in the record.
const COLORS: [(Color, &str); 5] = [
    (Color::Yellow, "黄"),
    (Color::Green, "绿"),
    (Color::Blue, "蓝"),
    (Color::Red, "红"),
    (Color::Purple, "紫"),
];

/// What kinds are called.
const KINDS: [(&str, Motivation); 9] = [
    ("note", Motivation::Commenting),
    ("笔记", Motivation::Commenting),
    ("highlight", Motivation::Highlighting),
    ("标色", Motivation::Highlighting),
    ("bookmark", Motivation::Bookmarking),
    ("书签", Motivation::Bookmarking),
    ("mark", Motivation::Bookmarking),
    ("outline", Motivation::Editing),
    ("提纲", Motivation::Editing),
];

impl Wanted {
    /// Reads what is typed. A name without a value is still being typed and asks for nothing.
    pub fn parse(typed: &str) -> Self {
        let mut wanted = Self::default();
        for part in typed.split_whitespace() {
            match field(part) {
                Some((_, "")) => {}
                Some((field, value)) => wanted.conditions.push((field, fold(value))),
                None if wanted.words.is_empty() => part.clone_into(&mut wanted.words),
                None => {
                    wanted.words.push(' ');
                    wanted.words += part;
                }
            }
        }
        wanted
    }

    /// Whether an annotation is what is asked for, its words aside.
    pub fn takes(&self, annotation: &Annotation) -> bool {
        let mut conditions = self.conditions.iter();
        conditions.all(|(field, value)| field.holds(value, annotation))
    }
}

/// The field that a part begins with, and its value.
fn field(part: &str) -> Option<(Field, &str)> {
    let (name, value) = part.split_once([':', '：'])?;
    let name = fold(name);
    let (_, field) = FIELDS.iter().find(|(known, _)| fold(known) == name)?;
    Some((*field, value))
}

impl Field {
    /// Whether a condition holds; its value is folded. One that cannot be read does not hold.
    fn holds(self, value: &str, annotation: &Annotation) -> bool {
        let has = |text: &str| fold(text).contains(value);
        match self {
            Self::Tag => annotation.tags().any(has),
            Self::Title => has(&annotation.target.source.title),
            Self::Note => has(annotation.note()),
            Self::Color => annotation.color().is_some_and(|color| {
                let named =
                    |(own, name): &(Color, &str)| *own == color && value.starts_with(&fold(name));
                color.name().starts_with(value) || COLORS.iter().any(named)
            }),
            Self::Kind => {
                let mut kinds = KINDS.iter();
                kinds.any(|(name, kind)| {
                    fold(name).starts_with(value) && *kind == annotation.motivation
                })
            }
            Self::Date => {
                let modified = annotation.modified.get(..10).and_then(days);
                modified
                    .zip(days(value))
                    .is_some_and(|((day, _), (first, last))| first <= day && day <= last)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{SourceRef, Target};
    use crate::clause::Correction;
    use crate::text::Span;

    /// A highlighted note, a bookmark, and a correction of the outline.
    fn annotations() -> [Annotation; 3] {
        let target = |title: &str| {
            let source = SourceRef {
                title: title.to_owned(),
                ..SourceRef::default()
            };
            Target::new(source, "渡口归县管。", Span::new(0, 6), None)
        };
        let mut note = Annotation::highlight(target("渡口章程"), Color::Green);
        note.motivation = Motivation::Commenting;
        note.set_note("與舊章不同");
        note.set_tags(&["水利".into(), "要".into()]);
        note.modified = "2026-04-27T10:00:00+08:00".into();
        let mut bookmark = Annotation::bookmark(target("桥梁章程"), None);
        bookmark.modified = "2025-12-31T23:00:00+08:00".into();
        let correction = Annotation::correction(target("渡口章程"), Correction::Raise);
        [note, bookmark, correction]
    }

    #[test]
    fn annotations_are_asked_for_by_what_they_are() {
        for (typed, taken) in [
            ("", [true, true, true]),
            ("tag:", [true, true, true]),
            ("tag:水", [true, false, false]),
            ("標籤：水利 tag:要", [true, false, false]),
            ("tag:水 tag:火", [false, false, false]),
            ("color:green", [true, false, false]),
            ("颜色:绿色", [true, false, false]),
            ("色:紅", [false, false, false]),
            ("colour:墨", [false, false, false]),
            ("kind:bookmark", [false, true, false]),
            ("种类:笔记", [true, false, false]),
            ("種類:提綱", [false, false, true]),
            ("标题:渡口", [true, false, true]),
            ("注:旧章", [true, false, false]),
            ("date:2026", [true, false, false]),
            ("日期:2025-12..2026-4", [true, true, false]),
            ("date:2026-5..", [false, false, false]),
            ("date:昨天", [false, false, false]),
        ] {
            let wanted = Wanted::parse(typed);
            let found = annotations().map(|own| wanted.takes(&own));
            assert_eq!(found, taken, "{typed}");
        }
    }

    #[test]
    fn what_is_no_condition_is_words() {
        let words = |typed: &str| Wanted::parse(typed).words;
        assert_eq!(words(" 渡口  tag:水 管 "), "渡口 管");
        assert_eq!(words("甲:乙 9:30"), "甲:乙 9:30");
        assert_eq!(words("tag:水"), "");
    }
}
