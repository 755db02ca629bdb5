//! Update: an action changes the model and says what is to be done outside; no I/O, no clock, no
//! screen.

mod annotate;
mod bind;
mod command;
mod compare;
mod correct;
mod decide;
mod derive;
mod elsewhere;
mod encoding;
mod filter;
mod find;
mod goto;
mod help;
mod kept;
mod land;
mod ledger;
mod library;
mod look_up;
mod neighbours;
mod note;
mod open;
mod others;
mod outline;
mod page;
mod pane;
mod pick;
pub mod pointer;
mod prompt;
mod rank;
mod read;
mod refer;
mod search;
mod select;
mod setting;
mod sheet;
mod shelves;
mod take;
mod theme;
mod tree;
mod visit;

pub use note::edited;
pub use open::{leave, open};
pub use shelves::arrange;

use super::action::{About, Action};
use super::model::found::Found;
use super::model::overlay::{Overlay, Purpose};
use super::model::pending::Pending;
use super::model::reader::Motion;
use super::model::{Arranging, Model, Pane};
use crate::annotation::Color;
use crate::clause::Correction;
use crate::tui::ask::{Ask, Work};
use crate::tui::effect::{Effect, Host};
use crate::tui::report::Report;

/// Does one action.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    model.message = None;
    model.pending = Pending::default();
    let jumping = matches!(action, Action::JumpBack(_) | Action::JumpForward(_));
    // Whatever is not typed may depend on what was.
    let mut effects = if action.edits() {
        Vec::new()
    } else {
        settle(model)
    };
    let before = model.reader.as_ref().map(|reader| reader.here);
    effects.extend(dispatch(model, action.clone()));
    effects.extend(derive::derive(model));
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

/// Hears a worker.
pub fn hear(model: &mut Model, report: Report) -> Vec<Effect> {
    let mut effects = told(model, report);
    effects.extend(derive::derive(model));
    effects
}

fn told(model: &mut Model, report: Report) -> Vec<Effect> {
    match report {
        Report::Begun(ticket, glimpse) => open::begun(model, ticket, glimpse),
        Report::Loaded(ticket, text) => {
            let mut effects = open::arrived(model, ticket, text);
            effects.extend(search::arrived(model));
            return effects;
        }
        Report::Answered(ticket, answer, order, lines) => {
            return search::answered(model, ticket, answer, order, lines);
        }
        Report::Listed(ticket, order, lines) => search::listed(model, ticket, order, lines),
        Report::Collocated(ticket, found) => search::collocated(model, ticket, found),
        Report::Marked(text, query, hits) => search::marked(model, &text, &query, hits),
        Report::Referring(ticket, answer) => refer::heard(model, ticket, answer),
        Report::Moved(ticket, found) => return bind::heard(model, ticket, found),
        Report::Packed(packed) => library::packed(model, packed),
        Report::Corrected(text) => return correct::corrected(model, text),
        Report::Converted => page::converted(model),
        Report::Copied(by, count) => annotate::copied(model, by, count),
        Report::Failed(ticket, reason) => open::failed(model, ticket, &reason),
        Report::News(news) => return library::heard(model, news),
        Report::Arranged(shelves) => return shelves::arranged(model, *shelves),
        Report::Tallied(tallied) => tree::tallied(model, *tallied),
        Report::Ranked(ticket, ranked, is_whole) => {
            if is_whole {
                filter::found(model, ticket, &ranked);
            }
            return pick::ranked(model, ticket, ranked, is_whole);
        }
        Report::Gathered(gathered) => return pick::gathered(model, gathered),
        Report::Peeked(ticket, lines) => pick::peeked(model, ticket, lines),
        Report::Quoted(ticket, quoted) => refer::quoted(model, ticket, quoted),
        Report::Placed(ticket, place, found) => {
            return elsewhere::found(model, ticket, &place, &found);
        }
        Report::Counted(ticket, rows) => page::counted(model, ticket, rows),
        Report::Others(ticket, found) => others::found(model, ticket, found),
        Report::Compared(ticket, compared) => compare::compared(model, ticket, compared),
        Report::Kept {
            answered,
            annotations,
            problem,
        } => {
            kept::kept(model, answered, annotations, problem);
            return search::again(model);
        }
        Report::Opened {
            drafts,
            left,
            damaged,
        } => kept::opened(model, drafts, &left, damaged),
        Report::LookedUp(word, found) => look_up::looked_up(model, &word, &found),
        Report::Hooked(name, answer) => look_up::hooked(model, &name, answer),
        Report::Taken(taken) => take::written(model, taken),
        Report::Unread(reason) => model.tell(&reason),
        Report::History(history) => note::history(model, &history),
        Report::Anchored(found) => return kept::anchored(model, found),
    }
    Vec::new()
}

/// Acts upon what was typed since the last time, however many keys that was: a burst is searched
/// for, ranked by and kept once. What the next frame shows is then up to date.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let mut effects = act_upon_typed(model);
    effects.extend(derive::derive(model));
    effects
}

fn act_upon_typed(model: &mut Model) -> Vec<Effect> {
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
        Some(Overlay::Search) => (model.search.input.take_change(), search::typed),
        _ => return Vec::new(),
    };
    if is_changed { act(model) } else { Vec::new() }
}

fn dispatch(model: &mut Model, action: Action) -> Vec<Effect> {
    match &action {
        Action::Quit => return quit(model),
        Action::Interrupt => return interrupt(model),
        _ if model.is_shared && action.leads_out() => {
            model.say("house.not-here", &[]);
            return Vec::new();
        }
        Action::Suspend => return vec![Host::Suspend.into()],
        Action::Redraw => return vec![Host::Redraw.into()],
        Action::ToggleMouse => return toggle_mouse(model),
        Action::Examine => return vec![Host::Examine.into()],
        Action::Help => return help::toggle(model),
        _ => {}
    }
    if let Some(Overlay::Help(_)) = model.overlays.last() {
        return help::update(model, action);
    }
    if model.prompt.is_some() {
        return prompt::update(model, action);
    }
    match model.overlays.last() {
        Some(Overlay::Picker(_)) => return pick::update(model, action),
        Some(Overlay::Editor(_)) => return note::update(model, action),
        Some(Overlay::Ledger(_)) => return ledger::update(model, action),
        Some(Overlay::Search) => return search::update(model, action),
        Some(Overlay::Decision(_)) => return decide::update(model, action),
        Some(Overlay::Comparing(_)) => return compare::update(model, action),
        Some(Overlay::Examination(..) | Overlay::Preview(_) | Overlay::NoteSheet(_)) => {
            return sheet::update(model, action);
        }
        Some(Overlay::Help(_)) | None => {}
    }
    if model.focus == Pane::Reader
        && let Some(effects) = select::update(model, &action)
    {
        return effects;
    }
    match action {
        Action::FocusNext if model.jumping => visit::jump_forward(model, 1),
        Action::FocusNext => pane::focus(model, 1),
        Action::FocusPrevious => pane::focus(model, -1),
        Action::ToggleTree => pane::toggle(model, Pane::Tree),
        Action::ToggleOutline => pane::toggle(model, Pane::Outline),
        Action::ReaderAlone => {
            model.wanted.alone = !model.wanted.alone;
            model.focus = Pane::Reader;
            Vec::new()
        }
        Action::Widen(count) => pane::widen(model, i64::from(count)),
        Action::Narrow(count) => pane::widen(model, -i64::from(count)),
        Action::ResetWidths => pane::reset(model),
        Action::ToggleWriting => page::toggle_writing(model),
        Action::ToggleColumns => page::toggle_columns(model),
        Action::NextScript => page::next_script(model),
        Action::TellPlace => page::tell_place(model),
        Action::Set(typed) => setting::set(model, &typed),
        Action::Find => prompt::open(model, &action),
        Action::FilterTree => {
            model.focus = Pane::Tree;
            prompt::open(model, &action)
        }
        Action::Goto(typed) => match refer::elsewhere(model, &typed) {
            Some(effects) => effects,
            None => elsewhere::goto(model, &typed),
        },
        Action::FindNext(count) if model.search.is_walked => search::step(model, i64::from(count)),
        Action::FindPrevious(count) if model.search.is_walked => {
            search::step(model, -i64::from(count))
        }
        Action::FindNext(count) => find::step(model, i64::from(count)),
        Action::FindPrevious(count) => find::step(model, -i64::from(count)),
        Action::SearchLibrary => search::open(model),
        Action::ShowTimeline => search::open_timeline(model),
        Action::ReturnToHits => search::reopen(model),
        Action::FindHere => find::here(model),
        Action::PickDocument
        | Action::PickClause
        | Action::ListIssues
        | Action::ListTroubles
        | Action::ListHistory
        | Action::PickEncoding
        | Action::PickTheme
        | Action::PickHeading
        | Action::ListNeighbours
        | Action::Command => pick::open(model, &action),
        Action::RaiseClause => correct::selected(model, Correction::Raise),
        Action::LowerClause => correct::selected(model, Correction::Lower),
        Action::UnmakeClause => correct::selected(model, Correction::Unmake),
        Action::MakeClause => correct::make(model),
        Action::Follow => refer::follow(model),
        Action::Preview => refer::preview(model),
        Action::Compare => compare::choose(model),
        Action::CompareAny => compare::choose_any(model),
        Action::ShowBound => bind::show(model),
        Action::ClauseHistory => compare::history(model),
        Action::ShowOthers => others::toggle(model),
        Action::TakeOver => others::take_over(model),
        Action::TakeOverAll => others::take_over_all(model),
        Action::NewestEdition => refer::newest_edition(model),
        Action::ListReferrers => refer::list_referrers(model),
        Action::ListNotes => refer::list_notes(model),
        Action::ToggleBookmark => annotate::toggle_bookmark(model),
        Action::SetMark(letter) => annotate::set_mark(model, letter),
        Action::JumpMark(letter) => visit::jump_mark(model, letter),
        Action::JumpReturn => visit::jump_return(model),
        Action::JumpBack(count) => visit::jump_back(model, count),
        Action::JumpForward(count) => visit::jump_forward(model, count),
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
        Action::Activate if model.focus == Pane::Reader && refer::is_any(model) => {
            refer::follow(model)
        }
        Action::CopyClause => annotate::copy_text(model, false),
        Action::CopyExact => annotate::copy_text(model, true),
        Action::CopyCitation => annotate::copy_citation(model),
        Action::CopyPath => take::copy_path(model),
        Action::WritePassage => take::write_passage(model),
        Action::ExportReading => take::export_reading(model),
        Action::OpenSource => take::open_source(model),
        Action::LookUp => look_up::look_up(model),
        Action::ListHooks => look_up::list_hooks(model),
        Action::RunHook(name) => look_up::run_hook(model, &name),
        Action::NextDocument(count) => tree::neighbour(model, i64::from(count)),
        Action::PreviousDocument(count) => tree::neighbour(model, -i64::from(count)),
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
    model.reader.is_none() && (model.loading.is_some() || are_documents_coming(model))
}

/// Whether documents are still looked for.
fn are_documents_coming(model: &Model) -> bool {
    model.scanning.is_some() || model.arranging != Arranging::Done
}

/// Whether an action has to wait for the first text.
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

/// Whether an action depends on moves by lines that are still to be carried out: only `prepare`
/// knows the lines.
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
    let on = !model.mouse;
    model.mouse = on;
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
    model.search.is_shown = false;
    model.search.is_walked = false;
    if let Some(reader) = &mut model.reader {
        reader.sentence = None;
    }
    Vec::new()
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
        Some(Overlay::Picker(_) | Overlay::Ledger(_) | Overlay::Editor(_) | Overlay::Help(_))
    );
    let is_searching = matches!(model.overlays.last(), Some(Overlay::Search));
    model.prompt.is_some() || is_sheet_typed || is_searching && model.search.is_typing
}
