//! The room: the model with the keys typed over it. Inputs and reports go in, effects come out; it
//! knows no terminal and no thread, so that tests can live in it.

use super::action::Action;
use super::ahead::Ahead;
use super::effect::Effect;
use super::footer;
use super::hints;
use super::keymap::{Keymap, Meaning, Typed};
use super::model::pending::Pending;
use super::model::{Arranging, Model};
use super::report::Report;
use super::{prepare, update};
use crate::annotation::Ids;
use crate::library::Catalog;
use crate::settings::{Locale, Options, fault};
use crate::terminal::chord::{KeyChord, KeyCode};
use crate::terminal::input::Input;

/// The reading room, as far as it is only values.
pub struct Room {
    /// Everything that it knows.
    pub model: Model,
    /// What keys mean in it.
    pub keymap: Keymap,
    /// Where the terminal's cursor stands on the frame that is seen.
    pub cursor: Option<(u16, u16)>,
    typed: Typed,
    ahead: Ahead,
    ids: Ids,
}

impl Room {
    /// A room with nothing open.
    pub fn new(catalog: Catalog, options: Options, locale: Locale, size: (u16, u16)) -> Self {
        let (keymap, _) = Keymap::new(&options);
        Self {
            model: Model::new(catalog, options, locale, size),
            keymap,
            cursor: None,
            typed: Typed::default(),
            ahead: Ahead::default(),
            ids: Ids::default(),
        }
    }

    /// Whether the text or the shelves are still to come.
    pub fn is_awaiting(&self) -> bool {
        self.model.reader.is_none() || self.model.arranging != Arranging::Done
    }

    /// Takes what a person has typed, pasted, or done with the mouse.
    pub fn take(&mut self, input: Input) -> Vec<Effect> {
        let input = match input {
            // A key that is clicked is pressed.
            Input::Click(at) | Input::DoubleClick(at) => {
                footer::at(&self.model, at).map_or(input, Input::Key)
            }
            input => input,
        };
        match input {
            Input::Key(chord) => self.press(chord),
            Input::Paste(text) if !self.ahead.is_empty() => {
                let has_room = self.ahead.paste(text);
                self.tell_dropped(has_room);
                Vec::new()
            }
            Input::Paste(text) => update::paste(&mut self.model, &text),
            Input::Click((column, row)) if self.is_status(row) => self.click_hint(column),
            Input::Click(at) => {
                // What was said was about what was done before.
                self.model.message = None;
                update::pointer::click(&mut self.model, at, self.cursor)
            }
            Input::DoubleClick(at) => {
                update::pointer::double_click(&mut self.model, at, self.cursor)
            }
            Input::Release(at) => update::pointer::release(&mut self.model, at),
            Input::Drag(at) => update::pointer::drag(&mut self.model, at),
            Input::Wheel(at, down) => update::pointer::wheel(&mut self.model, at, down),
            // What the terminal says of itself is for whoever draws on it.
            Input::Focus(_) | Input::Answer(_) => Vec::new(),
        }
    }

    fn press(&mut self, chord: KeyChord) -> Vec<Effect> {
        let mut effects = Vec::new();
        for chord in self.parted(chord) {
            let actions = self.meant(chord);
            effects.extend(self.act(actions));
        }
        effects
    }

    /// A key with Alt that means nothing is Esc and the key: they send the same bytes, and Esc may
    /// have been pressed just before another key.
    pub fn parted(&self, chord: KeyChord) -> Vec<KeyChord> {
        let sequence = [self.typed.sequence(), &[chord]].concat();
        let is_meant = self.keymap.meaning(self.model.modes(), &sequence) != Meaning::Nothing;
        if !self.ahead.is_empty() || is_meant {
            return vec![chord];
        }
        match chord.without_alt() {
            Some(key) => vec![KeyCode::Esc.into(), key],
            None => vec![chord],
        }
    }

    /// Whether a row of the screen is the status line.
    fn is_status(&self, row: u16) -> bool {
        row + 1 == self.model.size.1
    }

    /// Does what the hint at a column of the status line says.
    fn click_hint(&mut self, column: u16) -> Vec<Effect> {
        let width = usize::from(self.model.size.0);
        let action = hints::at(&self.model, &self.keymap, width, usize::from(column));
        self.act(Vec::from_iter(action))
    }

    /// The actions that a key makes clear, together with those typed before it.
    pub fn meant(&mut self, chord: KeyChord) -> Vec<Action> {
        fault::strike("key");
        if !self.ahead.is_empty() {
            self.wait_with(chord);
            return Vec::new();
        }
        let typing = update::is_typing(&self.model);
        let keys = self.typed.shown() + &chord.to_string();
        let actions = self
            .typed
            .press(&self.keymap, self.model.modes(), chord, typing);
        if actions.is_empty() {
            self.model.message = None;
            self.hint_at_input_method(chord, typing);
        }
        let waits = |action: &Action| update::awaits_text(&self.model, action);
        if actions.iter().any(waits) {
            self.model.is_end_awaited = actions == [Action::Last];
            self.ahead.begin(actions, keys);
            return Vec::new();
        }
        actions
    }

    /// Whether a pause would decide what the keys typed so far mean.
    pub fn is_undecided(&self) -> bool {
        self.typed.is_undecided(&self.keymap, self.model.modes())
    }

    /// No further key came.
    pub fn pause(&mut self) -> Vec<Effect> {
        let actions = self.meant_by_pause();
        self.act(actions)
    }

    /// The actions that the keys typed so far mean where no further one comes.
    pub fn meant_by_pause(&mut self) -> Vec<Action> {
        self.typed.pause(&self.keymap, self.model.modes())
    }

    /// Does actions one after the other.
    pub fn act(&mut self, actions: Vec<Action>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for action in actions {
            // Moves by lines are carried out by `prepare`: an action that depends on where they led
            // has to wait for it.
            if update::depends_on_lines(&self.model, &action) {
                self.prepare();
            }
            self.hand_id();
            let is_setting = matches!(action, Action::Set(_));
            effects.extend(update::update(&mut self.model, action));
            if is_setting {
                self.keymap = Keymap::new(&self.model.options).0;
                self.model.keys = self.keymap.names();
            }
        }
        self.model.pending = self.pending();
        effects
    }

    /// Hands in the id of the one annotation that an action or a report makes at most.
    fn hand_id(&mut self) {
        let new_id = &mut self.model.desk.new_id;
        new_id.get_or_insert_with(|| self.ids.mint());
    }

    /// Does what has waited for the first text, and returns the inputs behind it. If no text comes,
    /// that has been said, and they are dropped.
    pub fn catch_up(&mut self) -> (Vec<Effect>, Vec<Input>) {
        if self.ahead.is_empty() || update::is_text_coming(&self.model) {
            return Default::default();
        }
        let (actions, waited) = std::mem::take(&mut self.ahead).into_parts();
        self.model.is_end_awaited = false;
        self.model.pending = self.pending();
        if self.model.reader.is_none() {
            return Default::default();
        }
        (self.act(actions), waited)
    }

    /// Acts upon what was typed since the last time.
    pub fn settle(&mut self) -> Vec<Effect> {
        update::settle(&mut self.model)
    }

    /// Leaves the open document at its place, and what was typed last where it belongs.
    pub fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.settle();
        effects.extend(update::leave(&mut self.model));
        effects
    }

    /// Makes the model ready to be painted.
    pub fn prepare(&mut self) {
        prepare::prepare(&mut self.model);
    }

    /// Tells a person whose input method has committed a character where nothing is typed: it is no
    /// command.
    fn hint_at_input_method(&mut self, chord: KeyChord, typing: bool) {
        let committed = chord.ascii().typed().filter(|c| !c.is_ascii() && !typing);
        if let Some(c) = committed {
            self.model.say("keys.committed", &[&c.to_string()]);
        }
    }

    /// Takes a key while others wait for the first text; Ctrl-c, as bound, drops them.
    fn wait_with(&mut self, chord: KeyChord) {
        let alone = Typed::default().press(&self.keymap, self.model.modes(), chord, false);
        if alone == [Action::Interrupt] {
            self.ahead = Ahead::default();
            self.model.is_end_awaited = false;
        } else {
            let has_room = self.ahead.key(chord);
            self.tell_dropped(has_room);
        }
    }

    /// Tells of input that could not wait for the first text.
    fn tell_dropped(&mut self, has_room: bool) {
        if !has_room {
            self.model.say("keys.full", &[]);
        }
    }

    /// What may follow the keys typed so far.
    fn pending(&self) -> Pending {
        if !self.ahead.is_empty() {
            return Pending::typed(self.ahead.shown().to_owned());
        }
        let typed = self.typed.shown();
        let sequence = self.typed.sequence();
        if sequence.is_empty() {
            return Pending::typed(typed);
        }
        let locale = &self.model.locale;
        let follows = self.keymap.following(self.model.modes(), sequence);
        let does = |action: Option<Action>| match action {
            Some(action) => action.help(locale),
            None => locale.tr("help.more", &[]),
        };
        let follows = follows.into_iter().map(|(key, action)| (key, does(action)));
        Pending {
            typed,
            follows: follows.collect(),
        }
    }

    /// Hears a worker.
    pub fn hear(&mut self, report: Report) -> Vec<Effect> {
        self.hand_id();
        update::hear(&mut self.model, report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Language;
    use crate::tui::model::glimpse::Glimpse;
    use crate::tui::model::landing::Landing;
    use crate::tui::tests::play::{chords, library, theme};
    use crate::tui::view;

    #[test]
    fn both_ends_of_a_long_text_are_shown_before_it_is_there() {
        let locale = Locale::of(Language::SimplifiedChinese);
        let catalog = library(&["长文"]);
        let mut room = Room::new(catalog, Options::default(), locale, (40, 8));
        let (first, _) = room.model.catalog.iter().next().unwrap();
        update::open(&mut room.model, first, Landing::Left);
        let ticket = room.model.loading.as_ref().unwrap().0;
        let lines = |words: &str| {
            let lines = (1..=30).map(|number| format!("{words}{number}\n"));
            lines.collect::<Vec<_>>().concat()
        };
        let glimpse = Glimpse {
            beginning: lines("开头"),
            ending: lines("结尾"),
        };
        room.hear(Report::Begun(ticket, glimpse));
        let shown = |room: &mut Room| {
            room.prepare();
            let mut frame = crate::terminal::screen::Frame::default();
            view::view(&room.model, &room.keymap, theme(), &mut frame);
            format!("{frame:?}")
        };
        let words = shown(&mut room);
        assert!(
            words.contains("开头1 ") && !words.contains("结尾"),
            "{words}"
        );
        assert!(room.meant(chords("G")[0]).is_empty());
        let words = shown(&mut room);
        assert!(
            words.contains("结尾30") && !words.contains("开头"),
            "{words}"
        );
        // Who thinks better of it is back at the beginning.
        room.meant(chords("C-c")[0]);
        assert!(shown(&mut room).contains("开头1 "));
    }
}
