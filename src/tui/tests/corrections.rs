//! Corrections of the outline: what depends on it follows, whenever it was corrected, and however
//! fast.

use std::path::Path;
use std::sync::Arc;

use super::picture::rows;
use super::play::Play;
use crate::library::{Catalog, Source};
use crate::tui::action::Action;
use crate::tui::model::Pane;
use crate::tui::report::Report;

const LAW: &str = "# 甲法\n\n第一条　甲。\n\n第二条　乙。\n\n第三条　依照本法第二条办理。\n";

/// Its outline without the second article.
const UNMADE: &str = "1第一条 甲 1第三条 依照本法第二条办理";

/// A room on one file.
fn room(path: &Path) -> Play {
    let mut catalog = Catalog::default();
    catalog.read(Source::File(path.to_owned())).unwrap();
    Play::on(catalog, (120, 40))
}

fn write(path: &Path, text: &str) {
    crate::disk::write_atomic(path, text.as_bytes()).unwrap();
}

/// Selects in the outline the clause that starts with some words.
fn select(play: &mut Play, words: &str) {
    let model = &mut play.room.model;
    let text = model.text().unwrap();
    let at = text.document.source.find(words).unwrap();
    model.outline.select(&text.tree, text.tree.at(at).unwrap());
    model.focus = Pane::Outline;
}

/// The clauses of the open text, each with its depth.
fn outline(play: &Play) -> String {
    let text = play.room.model.text().unwrap();
    let clauses = text.tree.ids().map(|id| {
        let clause = text.tree.get(id).unwrap();
        format!("{}{}", clause.depth, clause.heading(&text.document))
    });
    clauses.collect::<Vec<_>>().join(" ")
}

fn screen(play: &mut Play) -> String {
    play.settle();
    let rows = rows(&play.frame()).into_iter();
    rows.map(|(row, _)| row + "\n").collect()
}

#[test]
fn what_is_odd_is_told_of_the_outline_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    write(&path, LAW);
    let mut play = room(&path);
    play.act(Action::ListIssues);
    assert!(screen(&mut play).contains("结构没有疑点"));
    select(&mut play, "第二条");
    play.act(Action::UnmakeClause);
    assert_eq!(outline(&play), UNMADE);
    play.act(Action::ListIssues);
    let shown = screen(&mut play);
    for told in ["指向不存在的条款：本法第二条", "第 7 行"] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    assert_eq!(play.room.model.text().unwrap().issues().len(), 1);
    play.act(Action::Cancel);
    // What is taken back is no longer odd.
    play.act(Action::Undo);
    assert!(play.room.model.text().unwrap().issues().is_empty());
}

#[test]
fn what_was_annotated_before_the_title_was_edited_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    write(&path, LAW);
    let mut play = room(&path);
    play.act(Action::Goto("第三条".to_owned()));
    play.act(Action::ToggleBookmark);
    select(&mut play, "第二条");
    play.act(Action::UnmakeClause);
    let annotations = (*play.room.model.annotations).clone();
    assert_eq!(annotations.len(), 2);
    write(&path, &LAW.replace("甲法", "乙法"));
    let mut play = room(&path);
    let kept = Report::Kept {
        answered: 0,
        annotations,
        problem: None,
    };
    let effects = play.room.hear(kept);
    play.carry_out(effects);
    assert_eq!(outline(&play), UNMADE);
    assert_eq!(play.room.model.reader.as_ref().unwrap().placed.len(), 1);
    // The tree counts it for the document that shows it; a correction is no mark.
    let marked: Vec<usize> = play.room.model.marked.values().copied().collect();
    assert_eq!(marked, [1]);
    assert!(screen(&mut play).contains("●1"), "{}", screen(&mut play));
}

#[test]
fn a_worker_derives_the_outline_and_every_correction_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    write(
        &path,
        "# 文\n\n## 甲\n\n子。\n\n## 乙\n\n丑。\n\n## 丙\n\n寅。\n",
    );
    let mut play = room(&path);
    let before = outline(&play);
    assert_eq!(before, "1甲 1乙 1丙");
    // In a burst, before anything is derived.
    select(&mut play, "乙");
    let mut effects = play.room.act(vec![Action::LowerClause]);
    select(&mut play, "丙");
    effects.extend(
        play.room
            .act(vec![Action::LowerClause, Action::LowerClause]),
    );
    assert_eq!(
        (outline(&play), play.room.model.annotations.len()),
        (before, 3)
    );
    // What would do nothing after those is not kept.
    effects.extend(play.room.act(vec![Action::LowerClause]));
    assert_eq!(play.room.model.annotations.len(), 3);
    assert_eq!(play.room.model.message.as_deref(), Some("此处无可更改"));
    play.carry_out(effects);
    assert_eq!(outline(&play), "1甲 2乙 3丙");
    let model = &play.room.model;
    let (text, selected) = (model.text().unwrap(), model.outline.selected());
    let selected = text.tree.get(selected.unwrap()).unwrap();
    assert_eq!(selected.heading(&text.document), "丙");
    // An outline of a document that is closed meanwhile is nobody's.
    let stale = Arc::new(text.corrected(crate::reading::Corrections::default()));
    let effects = play.room.act(vec![Action::Undo]);
    let mut other = room(&path);
    assert!(other.room.hear(Report::Corrected(stale)).is_empty());
    assert_eq!(outline(&other), "1甲 1乙 1丙");
    play.carry_out(effects);
    assert_eq!(outline(&play), "1甲 2乙 2丙");
}
