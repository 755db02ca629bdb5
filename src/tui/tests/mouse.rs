//! The mouse: hints, words, references, lists and notes by it.

use super::picture::rows;
use super::play::{Play, chords, library};
use super::texts::{EDITIONS, STATUTE};
use crate::search::concordance::Sort;
use crate::terminal::input::Input;
use crate::text::Ambiguous;
use crate::text::width::columns;
use crate::tui::effect::Host;
use crate::tui::model::Pane;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::search::View;

/// A room on a text, on a screen that has room for everything.
fn room(text: &str, keys: &str) -> Play {
    let mut play = Play::on(library(&[text]), (120, 24));
    play.settle();
    for key in chords(keys) {
        play.press(key);
    }
    play
}

/// Where some words first stand on the screen, below a row.
fn place(play: &Play, below: usize, words: &str) -> (u16, u16) {
    let rows = rows(&play.frame()).into_iter().enumerate().skip(below);
    let found = rows.filter_map(|(y, (row, _))| {
        let before = row.get(..row.find(words)?)?;
        Some((columns(before, Ambiguous::Narrow) as u16, y as u16))
    });
    found.into_iter().next().unwrap()
}

/// Presses the button on words, and releases it there.
fn click(play: &mut Play, below: usize, words: &str) {
    let at = place(play, below, words);
    play.point(Input::Click(at));
    play.point(Input::Release(at));
}

fn selected(play: &Play) -> Option<&str> {
    let reader = play.room.model.reader.as_ref()?;
    Some(reader.selected()?.of(&reader.text.document.source))
}

/// The words at the reading position.
fn here(play: &Play) -> &str {
    let reader = play.room.model.reader.as_ref().unwrap();
    let rest = reader.text.document.source.get(reader.here..).unwrap();
    rest.split(['　', '。', '\n']).next().unwrap()
}

#[test]
fn a_hint_is_clicked_and_a_selection_has_a_bar_of_them() {
    let mut play = room(STATUTE, "");
    click(&mut play, 23, "下一条");
    assert_eq!(here(&play), "第一章");
    click(&mut play, 23, "? 键");
    assert!(matches!(
        play.room.model.overlays.last(),
        Some(Overlay::Help(_))
    ));
    let mut play = room(STATUTE, "");
    let at = place(&play, 0, "书馆收藏。违");
    play.point(Input::Click(at));
    play.point(Input::DoubleClick(at));
    assert_eq!(selected(&play), Some("图书馆"));
    let (bar, _) = rows(&play.frame()).pop().unwrap();
    assert_eq!(
        bar,
        " H 标色  a 笔记  y 复制  Y 引文  gk 词典  gw 写入文件  o 另一端  Esc 清除"
    );
    click(&mut play, 23, "复制");
    assert_eq!(play.asked, [Host::Copy("图书馆".into())]);
}

#[test]
fn words_are_gone_over_while_selecting() {
    let mut play = room(STATUTE, "");
    let at = place(&play, 0, "书馆收藏。违");
    play.point(Input::DoubleClick(at));
    for (keys, expected) in [
        ("w", "图书馆收"),
        ("e", "图书馆收藏"),
        ("2 w", "图书馆收藏。违反第"),
        ("b", "图书馆收藏。违"),
        ("o 2 b", "古籍由图书馆收藏。违"),
    ] {
        for key in chords(keys) {
            play.press(key);
        }
        assert_eq!(selected(&play), Some(expected), "{keys}");
    }
}

#[test]
fn a_click_follows_a_reference_and_drawing_over_it_does_not() {
    let mut play = room(STATUTE, "");
    click(&mut play, 0, "第二条规定");
    assert_eq!(here(&play), "第二条");
    let mut play = room(STATUTE, "");
    let (x, y) = place(&play, 0, "第二条规定");
    play.point(Input::Click((x, y)));
    play.point(Input::Drag((x + 5, y)));
    play.point(Input::Release((x + 5, y)));
    assert_eq!(selected(&play), Some("第二条"));
    // What is pressed elsewhere and released on it is no click on it.
    let mut play = room(STATUTE, "");
    play.point(Input::Click((x, y - 2)));
    play.point(Input::Release((x, y)));
    assert_ne!(here(&play), "第二条");
}

#[test]
fn a_click_on_an_address_copies_it() {
    let mut play = room("# 甲\n\n详见 https://example.org/a 。\n", "");
    click(&mut play, 0, "example");
    assert_eq!(play.asked, [Host::Copy("https://example.org/a".into())]);
    let said = play.room.model.message.clone();
    assert_eq!(said.as_deref(), Some("网址已复制：https://example.org/a"));
}

#[test]
fn a_list_is_chosen_from_and_left() {
    let mut play = room(STATUTE, "c");
    click(&mut play, 0, "第四条 损毁");
    let Some(Overlay::Picker(picker)) = play.room.model.overlays.last() else {
        panic!("the list is closed");
    };
    assert_eq!(picker.list.selected, 5);
    click(&mut play, 0, "第四条 损毁");
    assert_eq!((here(&play), play.room.model.overlays.len()), ("第四条", 0));
    for keys in ["c", "1 G H g M"] {
        let mut play = room(STATUTE, keys);
        play.point(Input::Click((3, 22)));
        assert!(play.room.model.overlays.is_empty(), "{keys}");
    }
}

#[test]
fn hits_of_the_library_are_chosen_and_gone_to() {
    let mut play = room(STATUTE, "g / 古籍");
    let chosen = |play: &Play| {
        let search = &play.room.model.search;
        let line = search.lines.get(search.list().selected);
        line.map(|line| line.passage.place.clone())
    };
    for place in ["第三条", "第一条"] {
        click(&mut play, 0, &format!("条例 {place}"));
        assert_eq!(chosen(&play).as_deref(), Some(place));
    }
    assert!(play.room.model.search.is_typing);
    // What is chosen is gone to; while one types the list is walked first.
    click(&mut play, 0, "条例 第一条");
    assert!(!play.room.model.search.is_typing);
    click(&mut play, 0, "条例 第三条");
    assert_eq!(chosen(&play).as_deref(), Some("第三条"));
    click(&mut play, 0, "检索书库");
    assert_eq!(play.room.model.overlays.len(), 1, "the edge is no row");
    click(&mut play, 0, "条例 第三条");
    assert!(play.room.model.overlays.is_empty());
    assert_eq!(here(&play), "古籍由图书馆收藏", "the hit");
}

#[test]
fn the_footer_of_a_search_does_what_it_says() {
    let mut play = room(STATUTE, "g / 古籍");
    let edge = usize::from(place(&play, 0, "入列表").1);
    click(&mut play, edge, "入列表");
    assert!(!play.room.model.search.is_typing);
    click(&mut play, edge, "并重");
    assert!(!play.room.model.search.order.merges);
    let sort = |play: &Play| play.room.model.search.order.sort;
    for (key, expected) in [
        ("<t", Sort::Left),
        ("t 排", Sort::Date),
        ("><", Sort::Right),
    ] {
        click(&mut play, edge, key);
        assert_eq!(sort(&play), expected, "{key}");
    }
    click(&mut play, edge, "年份");
    assert_eq!(play.room.model.search.view, View::Times);
    click(&mut play, edge, "逐处");
    assert_eq!(play.room.model.search.view, View::Hits);
    // Two clicks in a row are two keys.
    let at = place(&play, edge, "d 并重");
    let merges = play.room.model.search.order.merges;
    play.point(Input::Click(at));
    play.point(Input::DoubleClick(at));
    assert_eq!(play.room.model.search.order.merges, merges);
    click(&mut play, edge, "/ 改");
    assert!(play.room.model.search.is_typing);
}

#[test]
fn the_cursor_of_a_note_is_set() {
    let mut play = room(STATUTE, "1 G a 渡口归县管");
    let (x, y) = place(&play, 0, "归县");
    play.point(Input::Click((x, y)));
    for key in chords("皆 Esc") {
        play.press(key);
    }
    let note = play.room.model.annotations.first().unwrap();
    assert_eq!(note.note(), "渡口皆归县管");
}

#[test]
fn the_outline_is_folded_and_gone_to() {
    let mut play = room(STATUTE, "");
    let count = play.room.model.outline.rows.len();
    let (x, y) = place(&play, 0, "▾ 第二章");
    play.point(Input::Click((x, y)));
    assert_eq!(play.room.model.outline.rows.len(), count - 2);
    play.point(Input::Click((x + 3, y)));
    assert_eq!(
        (here(&play), play.room.model.focus),
        ("第二章", Pane::Reader)
    );
}

#[test]
fn what_is_compared_is_gone_to_and_its_footer_does_what_it_says() {
    let mut play = Play::on(library(&EDITIONS), (120, 24));
    play.settle();
    for key in chords("g D Enter") {
        play.press(key);
    }
    let own = |play: &Play| {
        let Some(Overlay::Comparing(own)) = play.room.model.overlays.last() else {
            panic!("nothing is compared");
        };
        (
            own.side,
            own.walk().at,
            own.shows_all,
            own.apart().is_some(),
        )
    };
    let (side, at, ..) = own(&play);
    assert_eq!(side, 1);
    // The text that is clicked has the keys, and the clause that is clicked is where one is.
    click(&mut play, 3, "每日开行六班");
    let (side, clicked, ..) = own(&play);
    assert!(side == 0 && clicked > at, "{side} {clicked} {at}");
    let at = place(&play, 0, "渡口条例 (2010");
    play.point(Input::Click(at));
    assert_eq!(own(&play).0, 1);
    click(&mut play, 3, "1 处未变");
    assert!(own(&play).2);
    click(&mut play, 23, "各走");
    assert!(own(&play).3);
    click(&mut play, 23, "绑定");
    let bound = |play: &Play| {
        play.room
            .model
            .annotations
            .iter()
            .any(|own| own.bound().is_some())
    };
    assert!(bound(&play));
    // Where one is already is gone to.
    click(&mut play, 3, "渡河、须悬灯");
    assert!(own(&play).3);
    click(&mut play, 3, "渡河、须悬灯");
    assert!(play.room.model.overlays.is_empty());
    assert_eq!(here(&play), "第四条");
}
