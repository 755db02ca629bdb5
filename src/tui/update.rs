//! Update: an action changes the model and says what is to be done outside; no I/O, no clock, no screen.

mod annotate;
mod command;
mod correct;
mod decide;
mod encoding;
mod filter;
mod find;
mod ledger;
mod library;
mod neighbours;
mod note;
mod open;
mod outline;
mod page;
mod pick;
pub mod pointer;
mod prompt;
mod read;
mod refer;
mod select;
mod tree;

pub use annotate::{anchored, kept, opened};
pub use library::heard;
pub use note::{edited, told};
pub use open::{arrange, arranged, arrived, failed, leave, open};
pub use page::counted;
pub use pick::{gathered, peeked};
pub use tree::tallied;

use super::action::{About, Action};
use super::layout::Layout;
use super::model::found::Found;
use super::model::overlay::{Overlay, Preview, Purpose, Reading};
use super::model::reader::Motion;
use super::model::{Arranging, Model, Pane};
use crate::annotation::Color;
use crate::clause::Correction;
use crate::tui::ask::{Ask, Work};
use crate::tui::effect::{Effect, Host};
use crate::tui::model::ticket::Ticket;

/// Does one action.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    model.message = None;
    model.pending.clear();
    let jumping = matches!(action, Action::JumpBack(_) | Action::JumpForward(_));
    // Whatever is not typed may depend on what was.
    let mut effects = if action.edits() {
        Vec::new()
    } else {
        settle(model)
    };
    let before = model.reader.as_ref().map(|reader| reader.here);
    effects.extend(dispatch(model, action.clone()));
    if let Some(before) = before {
        select::follow(model, &action, before);
    }
    model.jumping = jumping
        || (model.jumping
            && effects
                .iter()
                .any(|effect| matches!(effect, Effect::Ask(Ask::Work(Work::Load(..))))));
    effects
}

/// Acts upon what was typed since the last time, however many keys that was: a burst is searched for, ranked by and kept once.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    if let Some(prompt) = &mut model.prompt {
        let is_changed = prompt.input_mut().take_change();
        return if is_changed {
            prompt::changed(model)
        } else {
            Vec::new()
        };
    }
    let (is_changed, act): (bool, fn(&mut Model) -> Vec<Effect>) = match model.overlays.last_mut() {
        Some(Overlay::Picker(picker)) => (picker.input.take_change(), pick::narrow),
        Some(Overlay::Ledger(ledger)) => (ledger.input.take_change(), ledger::narrow),
        Some(Overlay::Editor(editor)) => (editor.area.take_change(), note::draft),
        _ => return Vec::new(),
    };
    if is_changed { act(model) } else { Vec::new() }
}

fn dispatch(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => return quit(model),
        Action::Interrupt => return interrupt(model),
        Action::Suspend | Action::AnnotateOutside if model.is_shared => {
            model.say("house.not-here", &[]);
            return Vec::new();
        }
        Action::Suspend => return vec![Host::Suspend.into()],
        Action::Redraw => return vec![Host::Redraw.into()],
        Action::ToggleMouse => return toggle_mouse(model),
        Action::Examine => return vec![Host::Examine.into()],
        _ => {}
    }
    if model.prompt.is_some() {
        return prompt::update(model, action);
    }
    match model.overlays.last() {
        Some(Overlay::Picker(_)) => return pick::update(model, action),
        Some(Overlay::Editor(_)) => return note::update(model, action),
        Some(Overlay::Ledger(_)) => return ledger::update(model, action),
        Some(Overlay::Decision(_)) => return decide::update(model, action),
        Some(
            Overlay::Help(_) | Overlay::Examination(..) | Overlay::Preview(_) | Overlay::Reading(_),
        ) => {
            return sheet(model, action);
        }
        None => {}
    }
    if model.focus == Pane::Reader
        && let Some(effects) = select::update(model, &action)
    {
        return effects;
    }
    match action {
        Action::FocusNext if model.jumping => read::jump_forward(model, 1),
        Action::FocusNext => focus(model, 1),
        Action::FocusPrevious => focus(model, -1),
        Action::ToggleTree => toggle(model, Pane::Tree),
        Action::ToggleOutline => toggle(model, Pane::Outline),
        Action::ReaderAlone => {
            model.wanted.alone = !model.wanted.alone;
            model.focus = Pane::Reader;
            Vec::new()
        }
        Action::ToggleWriting => page::toggle_writing(model),
        Action::ToggleColumns => page::toggle_columns(model),
        Action::TellPlace => page::tell_place(model),
        Action::Help => {
            model.overlays.push(Overlay::Help(0));
            Vec::new()
        }
        Action::Find => prompt::open(model, &action),
        Action::FilterTree => filter::open(model),
        Action::Goto(typed) => command::goto(model, &typed),
        Action::FindNext(count) => find::step(model, i64::from(count)),
        Action::FindPrevious(count) => find::step(model, -i64::from(count)),
        Action::FindHere => find::here(model),
        Action::PickDocument
        | Action::PickClause
        | Action::ListIssues
        | Action::ListTroubles
        | Action::ListHistory
        | Action::PickEncoding
        | Action::PickHeading
        | Action::ListNeighbours
        | Action::Command => pick::open(model, &action),
        Action::RaiseClause => correct::selected(model, Correction::Raise),
        Action::LowerClause => correct::selected(model, Correction::Lower),
        Action::UnmakeClause => correct::selected(model, Correction::Unmake),
        Action::MakeClause => correct::make(model),
        Action::Follow => refer::follow(model),
        Action::Preview => refer::preview(model),
        Action::ListReferrers => refer::list_referrers(model),
        Action::ListNotes => refer::list_notes(model),
        Action::ToggleBookmark => annotate::toggle_bookmark(model),
        Action::SetMark(letter) => annotate::set_mark(model, letter),
        Action::JumpMark(letter) => annotate::jump_mark(model, letter),
        Action::JumpReturn => read::jump_return(model),
        Action::JumpBack(count) => read::jump_back(model, count),
        Action::JumpForward(count) => read::jump_forward(model, count),
        Action::Select => select::begin(model, false),
        Action::SelectClauses => select::begin(model, true),
        Action::Highlight => annotate::highlight(model, None),
        Action::HighlightYellow => annotate::highlight(model, Some(Color::Yellow)),
        Action::HighlightGreen => annotate::highlight(model, Some(Color::Green)),
        Action::HighlightBlue => annotate::highlight(model, Some(Color::Blue)),
        Action::HighlightRed => annotate::highlight(model, Some(Color::Red)),
        Action::HighlightPurple => annotate::highlight(model, Some(Color::Purple)),
        Action::Annotate => note::open(model),
        Action::AnnotateOutside => note::open_outside(model),
        Action::EditTags => annotate::ask_tags(model),
        Action::RemoveAnnotation => annotate::remove(model),
        Action::NextAnnotation(count) => annotate::step(model, i64::from(count)),
        Action::PreviousAnnotation(count) => annotate::step(model, -i64::from(count)),
        Action::ShowNotes => note::show(model),
        Action::ListAnnotations => ledger::open(model),
        Action::DecidePlace => decide::open_here(model),
        Action::Undo => annotate::undo(model, false),
        Action::Redo => annotate::undo(model, true),
        Action::Activate if model.focus == Pane::Reader && model.desk.attaching.is_some() => {
            decide::attach_here(model)
        }
        Action::Activate
            if model.focus == Pane::Reader
                && model
                    .reader
                    .as_ref()
                    .is_some_and(|own| own.selection.is_some()) =>
        {
            annotate::highlight(model, None)
        }
        Action::CopyClause => annotate::copy_text(model),
        Action::CopyCitation => annotate::copy_citation(model),
        Action::NextDocument(count) => open::neighbour(model, i64::from(count)),
        Action::PreviousDocument(count) => open::neighbour(model, -i64::from(count)),
        Action::NextArrangement => tree::next_arrangement(model),
        Action::NextSort => tree::next_sort(model),
        Action::RefreshLibrary => library::refresh(model),
        Action::Cancel => cancel(model),
        action => match model.focus {
            Pane::Tree => tree::update(model, action),
            Pane::Reader => read::update(model, action),
            Pane::Outline => outline::update(model, action),
        },
    }
}

/// Whether the first text is still to come.
pub fn is_text_coming(model: &Model) -> bool {
    let is_sought = model.scanning.is_some() || model.arranging != Arranging::Done;
    model.reader.is_none() && (model.loading.is_some() || is_sought)
}

/// Whether an action is about the first text, which is still to come.
pub fn awaits_text(model: &Model, action: &Action) -> bool {
    if !is_text_coming(model) || model.prompt.is_some() {
        return false;
    }
    match model.overlays.last() {
        Some(Overlay::Picker(picker)) if picker.purpose == Purpose::Commands => {
            matches!(action, Action::Accept | Action::Activate) && command::is_of_text(picker)
        }
        Some(_) => false,
        None => match action.about() {
            About::Room => false,
            About::Text => true,
            About::Pane => model.focus != Pane::Tree,
        },
    }
}

/// Whether an action depends on a place that only the lines will tell: moves are carried out when the page is laid out.
pub fn depends_on_lines(model: &Model, action: &Action) -> bool {
    let leads_by_lines = |motion: &Motion| !matches!(motion, Motion::Show(_));
    let reader = model.reader.as_ref();
    !action.moves_by_lines()
        && !action.edits()
        && reader.is_some_and(|reader| reader.motions.iter().any(leads_by_lines))
}

/// Ends, or closes what lies over the text.
fn quit(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Editor(_)) = model.overlays.last() {
        return note::update(model, Action::SetAside);
    }
    if model.overlays.pop().is_some() || model.prompt.take().is_some() {
        return Vec::new();
    }
    if model.unsaved.is_some() && model.requested > 0 && !model.desk.is_leaving {
        model.desk.is_leaving = true;
        model.unsaved = Some(model.locale.tr("annotate.unsaved-quit", &[]));
        return Vec::new();
    }
    let mut effects = open::leave(model);
    effects.push(Host::Quit.into());
    effects
}

/// What is known of the terminal, and of what the room holds beside it.
pub fn examined(model: &mut Model, mut lines: Vec<(String, String)>) {
    let tr = |key: &str, counts: &[usize]| {
        let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
        let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
        model.locale.tr(key, &counts)
    };
    let documents = model.catalog.len();
    let catalog = match model.scanning {
        Some(seen) => tr("doctor.scanning", &[documents, seen]),
        None => tr("doctor.scanned", &[documents, model.troubles.len()]),
    };
    let gathered = model.gathered.0 as usize;
    let index = match model.headings.len() {
        0 => tr("doctor.index-when", &[]),
        headings => tr(
            "doctor.index-now",
            &[headings, gathered, model.catalog.bound()],
        ),
    };
    lines.push((tr("doctor.documents", &[]), catalog));
    lines.push((tr("doctor.index", &[]), index));
    let annotations = tr("doctor.kept", &[model.annotations.len()]);
    lines.push((tr("doctor.annotations", &[]), annotations));
    let problems = model.unsaved.iter().chain(&model.troubles);
    lines.extend(problems.map(|problem| (tr("doctor.trouble", &[]), problem.clone())));
    model.overlays.push(Overlay::Examination(lines, 0));
}

/// Hands the mouse to the terminal, to select text with, or takes it back.
fn toggle_mouse(model: &mut Model) -> Vec<Effect> {
    let on = !model.options.mouse;
    model.options.mouse = on;
    model.say(if on { "mouse.on" } else { "mouse.off" }, &[]);
    vec![Host::Mouse(on).into()]
}

/// `Ctrl-c`: gives up what is under way; with nothing under way, ends.
fn interrupt(model: &mut Model) -> Vec<Effect> {
    if model.prompt.is_some() {
        return prompt::update(model, Action::Cancel);
    }
    if !model.overlays.is_empty() {
        return cancel(model);
    }
    library::stop(model).unwrap_or_else(|| quit(model))
}

/// `Esc`: one step back to plain reading.
fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.overlays.pop().is_some() {
        return Vec::new();
    }
    if filter::clear(model) {
        return Vec::new();
    }
    if model.focus != Pane::Reader {
        model.focus = Pane::Reader;
        return Vec::new();
    }
    if let Some(reader) = &mut model.reader
        && reader.selection.take().is_some()
    {
        reader.sentence = None;
        return Vec::new();
    }
    if model.desk.attaching.take().is_some() {
        model.say("decide.given-up", &[]);
        return Vec::new();
    }
    if let Some(effects) = library::stop(model) {
        return effects;
    }
    model.found = Found::default();
    if let Some(reader) = &mut model.reader {
        reader.sentence = None;
    }
    Vec::new()
}

/// Scrolls or closes a sheet that is only read.
fn sheet(model: &mut Model, action: Action) -> Vec<Effect> {
    if matches!(action, Action::Cancel | Action::Help | Action::Preview) {
        model.overlays.pop();
        return Vec::new();
    }
    if let Some(Overlay::Reading(reading)) = model.overlays.last() {
        match action {
            Action::Accept | Action::Activate => return visit_read(model),
            Action::NextClause(_) | Action::NextAnnotation(_) | Action::FindNext(_) => {
                return step_read(model, true);
            }
            Action::PreviousClause(_) | Action::PreviousAnnotation(_) | Action::FindPrevious(_) => {
                return step_read(model, false);
            }
            Action::ShowNotes if reading.parts.len() <= 1 => {
                model.overlays.pop();
                return Vec::new();
            }
            _ => {}
        }
    }
    if matches!(action, Action::Accept | Action::Activate) {
        model.overlays.pop();
        return Vec::new();
    }
    let Some(
        Overlay::Help(top)
        | Overlay::Examination(_, top)
        | Overlay::Preview(Preview { top, .. })
        | Overlay::Reading(Reading { top, .. }),
    ) = model.overlays.last_mut()
    else {
        return Vec::new();
    };
    let page = usize::from(model.size.1).saturating_sub(6).max(1);
    // The view clamps to the last page.
    *top = match action {
        Action::Down(count) => *top + count as usize,
        Action::Up(count) => top.saturating_sub(count as usize),
        Action::PageDown(count) | Action::HalfPageDown(count) => *top + page * count as usize,
        Action::PageUp(count) | Action::HalfPageUp(count) => {
            top.saturating_sub(page * count as usize)
        }
        Action::First => 0,
        Action::Last => usize::MAX / 2,
        _ => *top,
    };
    Vec::new()
}

/// Goes to the annotation that is being read.
fn visit_read(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Reading(reading)) = model.overlays.pop() else {
        return Vec::new();
    };
    model.overlays.clear();
    model.focus = Pane::Reader;
    match reading.chosen() {
        Some(id) => annotate::visit(model, id),
        None => Vec::new(),
    }
}

/// Goes to the next annotation of those that are being read, or to the one before.
fn step_read(model: &mut Model, forward: bool) -> Vec<Effect> {
    if let Some(Overlay::Reading(reading)) = model.overlays.last_mut() {
        let row_of =
            |(start, _): &(usize, String)| reading.rows.partition_point(|row| row.start < *start);
        let rows: Vec<usize> = reading.parts.iter().map(row_of).collect();
        let next = if forward {
            rows.into_iter().find(|row| *row > reading.top)
        } else {
            rows.into_iter().rfind(|row| *row < reading.top)
        };
        reading.top = next.unwrap_or(reading.top);
    }
    Vec::new()
}

fn focus(model: &mut Model, by: i64) -> Vec<Effect> {
    let order = [Pane::Reader, Pane::Outline, Pane::Tree];
    let wanted: Vec<Pane> = order
        .into_iter()
        .filter(|pane| match pane {
            Pane::Reader => true,
            Pane::Outline => model.wanted.outline && !model.wanted.alone,
            Pane::Tree => model.wanted.tree && !model.wanted.alone,
        })
        .collect();
    let at = wanted
        .iter()
        .position(|pane| *pane == model.focus)
        .unwrap_or(0) as i64;
    let next = (at + by).rem_euclid(wanted.len() as i64) as usize;
    model.focus = wanted.get(next).copied().unwrap_or_default();
    Vec::new()
}

/// Shows or hides a side pane; one without room beside the text takes the keys and lies over it.
fn toggle(model: &mut Model, pane: Pane) -> Vec<Effect> {
    let layout = Layout::of(model);
    let shown = match pane {
        Pane::Tree => layout.tree.is_some(),
        _ => layout.outline.is_some(),
    };
    let floating = layout.floating == Some(pane);
    let wanted = if pane == Pane::Tree {
        &mut model.wanted.tree
    } else {
        &mut model.wanted.outline
    };
    if shown && floating {
        model.focus = Pane::Reader;
    } else if shown {
        *wanted = false;
        if model.focus == pane {
            model.focus = Pane::Reader;
        }
    } else {
        *wanted = true;
        if model.wanted.alone {
            model.wanted.alone = false;
        }
        model.focus = pane;
    }
    Vec::new()
}

/// The searcher has ranked what was typed.
pub fn ranked(model: &mut Model, ticket: Ticket, ranked: Vec<u32>, is_whole: bool) -> Vec<Effect> {
    if is_whole {
        filter::found(model, ticket, &ranked);
    }
    pick::ranked(model, ticket, ranked, is_whole)
}

/// A paste is text wherever text is typed, and nothing elsewhere, which is said.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if is_typing(model) {
        return update(model, Action::Type(text.to_owned()));
    }
    model.say("paste.nowhere", &[]);
    Vec::new()
}

/// Whether keys are text now.
pub fn is_typing(model: &Model) -> bool {
    let is_sheet_typed = matches!(
        model.overlays.last(),
        Some(Overlay::Picker(_) | Overlay::Ledger(_) | Overlay::Editor(_))
    );
    model.prompt.is_some() || is_sheet_typed
}
