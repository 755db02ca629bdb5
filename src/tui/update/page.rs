//! The page: which way its lines run, in how many columns and in which script, and where in the
//! document it is.

use crate::reading::script_name;
use crate::settings::Columns;
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::layout::Layout;
use crate::tui::model::Model;
use crate::tui::model::ticket::Ticket;
use crate::typeset::Writing;

/// `w`: sets the text downwards, or across again.
pub fn toggle_writing(model: &mut Model) -> Vec<Effect> {
    let (writing, sentence) = match model.wanted.writing {
        Writing::Horizontal => (Writing::Vertical, "page.vertical"),
        Writing::Vertical => (Writing::Horizontal, "page.horizontal"),
    };
    model.wanted.writing = writing;
    model.say(sentence, &[]);
    Vec::new()
}

/// `|`: one column of text, two, or as many as there is room for.
pub fn toggle_columns(model: &mut Model) -> Vec<Effect> {
    let (columns, sentence) = match model.wanted.columns {
        Columns::Auto if Layout::of(model).page.columns == 2 => (Columns::One, "page.one-column"),
        Columns::Auto | Columns::One => (Columns::Two, "page.two-columns"),
        Columns::Two => (Columns::Auto, "page.columns-by-room"),
    };
    model.wanted.columns = columns;
    model.say(sentence, &[]);
    Vec::new()
}

/// `W`: shows texts in simplified characters, in traditional ones, or in their own.
pub fn next_script(model: &mut Model) -> Vec<Effect> {
    model.wanted.script = model.wanted.script.next(model.options.script);
    let name = script_name(model.wanted.script, &model.locale);
    model.say("page.script", &[&name]);
    converted(model);
    Vec::new()
}

/// If it is known that the open text is not shown in the script that is wanted, that is said.
pub fn converted(model: &mut Model) {
    let script = model.wanted.script;
    let reader = model.reader.as_ref();
    let known = reader.and_then(|reader| reader.text.known_rendition(script));
    if known.is_some_and(|known| known.script() != script) {
        model.say("page.not-chinese", &[]);
    }
}

/// `Ctrl-g`: says the address of the clause, and which row of how many the page starts with; while
/// that is an estimate, it is counted beside reading.
pub fn tell_place(model: &mut Model) -> Vec<Effect> {
    say_place(model);
    let Some(reader) = &mut model.reader else {
        return Vec::new();
    };
    if reader.counting.is_some() || reader.galley.heights(&reader.text.document).is_exact() {
        return Vec::new();
    }
    let ticket = model.ticket.take();
    reader.counting = Some(ticket);
    vec![
        Work::Count(
            ticket,
            std::sync::Arc::clone(&reader.text),
            reader.galley.measure,
        )
        .into(),
    ]
}

/// The rows of the document are counted.
pub fn counted(model: &mut Model, ticket: Ticket, rows: Vec<usize>) {
    let Some(reader) = &mut model.reader else {
        return;
    };
    if reader
        .counting
        .take_if(|wanted| *wanted == ticket)
        .is_none()
    {
        return;
    }
    reader.galley.count(rows);
    say_place(model);
}

fn say_place(model: &mut Model) {
    let Some(reader) = &mut model.reader else {
        return;
    };
    let top = reader.top;
    let heights = reader.galley.heights(&reader.text.document);
    let row = heights.before(top.piece) + top.row as u64 + 1;
    let key = if heights.is_exact() {
        "page.place"
    } else {
        "page.place-about"
    };
    let (row, total) = (row.to_string(), heights.total().to_string());
    let percent = reader.percent();
    let line = reader.text.document.line(reader.anchor).to_string();
    let clause = reader.clause().map(|id| reader.text.tree.address(id));
    let address = clause.map_or_else(String::new, |address| format!(" · {address}"));
    model.say(key, &[&row, &total, &percent, &line, &address]);
}
