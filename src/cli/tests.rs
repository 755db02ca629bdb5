//! The law of the front ends: what is done in the room and line by line is kept and listed the
//! same.

use std::path::Path;
use std::sync::Arc;

use crate::annotation::{Annotation, Store};
use crate::library::{Catalog, Source};
use crate::linear;
use crate::settings::{Language, Locale, Options, Paths};
use crate::tui::action::Action;
use crate::tui::tests::Play;

const TEXT: &str = "# 甲法\n\n第一条　甲社。\n\n第二条　乙社：\n\n（一）子；\n\n（二）丑。\n\n第三条　依照本法第二条。乙。\n\n## 附则\n\n本法自公布之日起施行。\n";

/// Annotations without what no two writers have in common, in order of place.
fn records(annotations: &[Arc<Annotation>]) -> Vec<Annotation> {
    let record = |own: &Arc<Annotation>| Annotation {
        id: String::new(),
        rev: String::new(),
        device: String::new(),
        created: String::new(),
        modified: String::new(),
        ..(**own).clone()
    };
    let mut records: Vec<Annotation> = annotations.iter().map(record).collect();
    records.sort_by_key(|own| {
        let place = own.target.position().unwrap();
        (place.start, place.end, own.motivation)
    });
    records
}

fn typed(text: &str) -> Action {
    Action::Type(text.to_owned())
}

/// Does the same things in the room and line by line: each is an act of the room and a line.
fn check(file: &Path, folder: &Path, acts: &[(Vec<Action>, &str)]) {
    let mut catalog = Catalog::default();
    catalog.read(Source::File(file.to_owned())).unwrap();
    let mut play = Play::on(catalog, (100, 30));
    for action in acts.iter().flat_map(|(actions, _)| actions) {
        play.act(action.clone());
    }
    let lines: Vec<&str> = acts.iter().map(|(_, line)| *line).collect();
    let start = linear::Start {
        sources: vec![Source::File(file.to_owned())],
        filters: Arc::default(),
        typed: None,
        options: Options::default(),
        locale: Locale::of(Language::SimplifiedChinese),
        paths: Ok(Paths {
            config: folder.join("config"),
            state: folder.join("state"),
            cache: folder.join("cache"),
        }),
    };
    let told = linear::tests::told(start, &(lines.join("\n") + "\nM\n"));
    let held = Store::open(&folder.join("config"), &folder.join("state")).annotations();
    let model = &play.room.model;
    assert_eq!(records(&model.annotations), records(&held), "{lines:?}");
    // The last list is that of all.
    let listed: Vec<&str> = told.lines().rev().take(held.len()).collect();
    let placed = &model.reader.as_ref().unwrap().placed;
    assert_eq!(placed.len(), held.len(), "{lines:?}");
    for (placed, line) in placed.iter().zip(listed.into_iter().rev()) {
        let own = model.annotations.iter().find(|own| own.id == placed.id);
        let quote = own.unwrap().quote().replace('\u{3000}', " ");
        assert!(line.contains(&quote), "{quote} in {line} of {told}");
    }
    // And both have said the same of the last act.
    let said = model.message.as_deref().unwrap_or_default();
    assert!(told.contains(said), "{said} in {told}");
}

#[test]
fn the_same_acts_are_kept_and_listed_the_same() {
    let go = |place: &str| vec![Action::Goto(place.to_owned())];
    let acts = [
        (go("第一条"), "第一条"),
        (vec![Action::ToggleBookmark], "m"),
        (go("第二条"), "第二条"),
        (vec![Action::HighlightRed], "H r"),
        (go("第三条"), "第三条"),
        (
            vec![Action::Annotate, typed("有话"), Action::Save],
            "a 有话",
        ),
        (go("二（一）"), "二（一）"),
        (
            vec![Action::EditTags, typed("要 1955"), Action::Accept],
            "# 要 1955",
        ),
        (go("附则"), "附则"),
        (vec![Action::Highlight], "H"),
        (go("第二条"), "第二条"),
        (vec![Action::HighlightBlue], "H b"),
        (vec![Action::HighlightBlue], "H b"),
        (vec![Action::Undo], "u"),
        (vec![Action::Redo], "r"),
        (vec![Action::Undo], "u"),
        (go("第一条"), "第一条"),
        (vec![Action::ToggleBookmark], "m"),
        (go("第三条"), "第三条"),
        (vec![Action::RemoveAnnotation], "x"),
        (vec![Action::Undo], "u"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.md");
    crate::disk::write_atomic(&file, TEXT.as_bytes()).unwrap();
    for count in 1..=acts.len() {
        let kept = folder.path().join(count.to_string());
        check(&file, &kept, &acts[..count]);
    }
}
