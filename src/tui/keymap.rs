//! The key map: for each pane a tree of key sequences that ends in actions; from it the help and
//! the hints are made.

use std::collections::{BTreeMap, HashMap};

use super::action::Action;
use crate::settings::builtin::entries;
use crate::terminal::chord::{KeyChord, KeyCode, KeyModifiers};
use crate::text::display::displayable;

/// The built-in keys.
const BUILTIN: &str = include_str!("../../assets/keymap.toml");

/// Key sequences of every pane.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    modes: BTreeMap<String, Mode>,
}

#[derive(Clone, Debug, Default)]
struct Mode {
    root: Node,
    /// In the order of the file, for help.
    listed: Vec<(Vec<Press>, Action)>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    action: Option<Action>,
    next: HashMap<Press, Node>,
}

/// What a step of a sequence waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Press {
    Chord(KeyChord),
    /// `<letter>`: any ASCII letter.
    Letter,
}

/// What a sequence of keys means so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An action, whatever comes next.
    Action(Action),
    /// The start of longer sequences, and an action by itself if nothing of them follows.
    Prefix(Option<Action>),
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The built-in keys and a person's own over them.
    ///
    /// # Errors
    /// One line for the first own key that cannot be read; the built-in ones then hold.
    pub fn new(own: &BTreeMap<String, BTreeMap<String, String>>) -> (Self, Option<String>) {
        let mut keymap = Self::builtin();
        let result = own.iter().try_for_each(|(mode, keys)| {
            if !keymap.modes.contains_key(mode) {
                return Err(format!("keys.{mode}: no pane is called so"));
            }
            keys.iter()
                .try_for_each(|(keys, action)| keymap.bind(mode, keys, action))
        });
        match result {
            Ok(()) => (keymap, None),
            // It stays one line, whatever the names are.
            Err(reason) => (
                Self::builtin(),
                Some(displayable(&reason).as_str().to_owned()),
            ),
        }
    }

    fn builtin() -> Self {
        let mut keymap = Self::default();
        for (mode, keys, action) in entries(BUILTIN) {
            // A test parses every line of the built-in file; a broken one would only leave its key
            // unbound.
            let _ = keymap.bind(mode, keys, action);
        }
        keymap
    }

    fn bind(&mut self, mode: &str, keys: &str, action: &str) -> Result<(), String> {
        let say = |reason: String| format!("keys.{mode} \"{keys}\": {reason}");
        let action: Action = action.parse().map_err(|error| say(format!("{error}")))?;
        let presses = keys
            .split(' ')
            .map(|press| match press {
                "<letter>" => Ok(Press::Letter),
                chord => chord
                    .parse()
                    .map(Press::Chord)
                    .map_err(|error| say(format!("{error}"))),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mode = self.modes.entry(mode.to_owned()).or_default();
        let mut node = &mut mode.root;
        for press in &presses {
            node = node.next.entry(*press).or_default();
        }
        if node.action.replace(action.clone()).is_some() {
            mode.listed.retain(|(listed, _)| *listed != presses);
        }
        mode.listed.push((presses, action));
        Ok(())
    }

    /// What a sequence means in the first of `modes` that knows it.
    pub fn meaning(&self, modes: &[&str], sequence: &[KeyChord]) -> Meaning {
        let mut prefix = None;
        for mode in modes {
            let Some(mode) = self.modes.get(*mode) else {
                continue;
            };
            let Some((node, letter)) = follow(&mode.root, sequence) else {
                continue;
            };
            let action = node.action.clone().map(|action| match letter {
                Some(letter) => action.of_letter(letter),
                None => action,
            });
            if node.next.is_empty() {
                // A longer sequence of a mode before this one goes first.
                return match (prefix, action) {
                    (Some(_), action) => Meaning::Prefix(action),
                    (None, Some(action)) => Meaning::Action(action),
                    (None, None) => Meaning::Nothing,
                };
            }
            prefix = prefix.or(Some(action));
        }
        prefix.map_or(Meaning::Nothing, Meaning::Prefix)
    }

    /// What may follow a sequence: each next key with the action it leads to, for the hint.
    pub fn following(
        &self,
        modes: &[&str],
        sequence: &[KeyChord],
    ) -> Vec<(String, Option<Action>)> {
        let mut following = BTreeMap::new();
        for mode in modes {
            let Some(mode) = self.modes.get(*mode) else {
                continue;
            };
            let Some((node, _)) = follow(&mode.root, sequence) else {
                continue;
            };
            for (press, next) in &node.next {
                following
                    .entry(press.name())
                    .or_insert_with(|| next.action.clone());
            }
        }
        following.into_iter().collect()
    }

    /// The keys of a pane for help, in the order of the file: all sequences of an action together.
    pub fn listed(&self, mode: &str) -> Vec<(Vec<String>, Action)> {
        let mut rows: Vec<(Vec<String>, Action)> = Vec::new();
        for (presses, action) in self
            .modes
            .get(mode)
            .into_iter()
            .flat_map(|mode| &mode.listed)
        {
            let keys = presses.iter().map(|press| press.name()).collect::<String>();
            match rows
                .iter_mut()
                .find(|(_, listed)| listed.name() == action.name())
            {
                Some((listed, _)) => listed.push(keys),
                None => rows.push((vec![keys], action.clone())),
            }
        }
        rows
    }

    /// The first key of each action, by the action's name.
    pub fn names(&self) -> HashMap<String, String> {
        let mut names = HashMap::new();
        for mode in ["any", "reader", "tree", "outline"] {
            for (keys, action) in self.listed(mode) {
                if let Some(key) = keys.into_iter().next() {
                    names.entry(action.to_string()).or_insert(key);
                }
            }
        }
        names
    }

    /// The first key sequence of an action, by its name, for hints.
    pub fn key_of(&self, mode: &str, action: &str) -> Option<String> {
        let modes = [mode, "any"];
        let mut listed = modes.iter().filter_map(|mode| self.modes.get(*mode));
        listed.find_map(|mode| {
            let found = mode.listed.iter().find(|(_, bound)| bound.name() == action);
            found.map(|(presses, _)| presses.iter().map(|press| press.name()).collect())
        })
    }
}

impl Press {
    fn name(self) -> String {
        match self {
            Self::Chord(chord) => chord.to_string(),
            Self::Letter => "a-z".to_owned(),
        }
    }
}

/// The node that a sequence leads to, and the letter that stood for `<letter>`.
fn follow<'a>(root: &'a Node, sequence: &[KeyChord]) -> Option<(&'a Node, Option<char>)> {
    let mut node = root;
    let mut letter = None;
    for chord in sequence {
        node = match node.next.get(&Press::Chord(*chord)) {
            Some(next) => next,
            None => {
                letter = chord.typed().filter(char::is_ascii_alphabetic);
                node.next.get(&Press::Letter).filter(|_| letter.is_some())?
            }
        };
    }
    Some((node, letter))
}

/// Keys typed and not yet understood: a count and the start of a sequence.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    count: Option<u32>,
    sequence: Vec<KeyChord>,
}

impl Typed {
    /// Takes one key; returns the actions that are now clear, with the count applied.
    pub fn press(
        &mut self,
        keymap: &Keymap,
        modes: &[&str],
        chord: KeyChord,
        typing: bool,
    ) -> Vec<Action> {
        let chord = if typing { chord } else { chord.ascii() };
        if typing {
            return match (keymap.meaning(modes, &[chord]), chord.typed()) {
                (Meaning::Action(action), _) => vec![action],
                (_, Some(c)) => vec![Action::Type(c.to_string())],
                _ => Vec::new(),
            };
        }
        if self.sequence.is_empty()
            && let Some(digit) = chord.typed().and_then(|c| c.to_digit(10))
            && (digit > 0 || self.count.is_some())
            && keymap.meaning(modes, &[chord]) == Meaning::Nothing
        {
            self.count = Some(
                self.count
                    .unwrap_or(0)
                    .saturating_mul(10)
                    .saturating_add(digit)
                    .min(99_999),
            );
            return Vec::new();
        }
        self.sequence.push(chord);
        match keymap.meaning(modes, &self.sequence) {
            Meaning::Action(action) => vec![self.finish(action)],
            Meaning::Prefix(_) => Vec::new(),
            Meaning::Nothing => {
                // The prefix was meant by itself, and this key begins a new sequence; Esc only
                // cancels the prefix.
                self.sequence.pop();
                let mut actions = self.pause(keymap, modes);
                let had_prefix = !actions.is_empty();
                let is_escape = chord.code == KeyCode::Esc
                    || chord.code == KeyCode::Char('c')
                        && chord.modifiers.contains(KeyModifiers::CONTROL);
                if had_prefix && is_escape {
                    return Vec::new();
                }
                self.sequence.clear();
                self.count = None;
                match keymap.meaning(modes, &[chord]) {
                    Meaning::Action(action) => actions.push(action),
                    Meaning::Prefix(_) => self.sequence.push(chord),
                    Meaning::Nothing => {}
                }
                actions
            }
        }
    }

    /// No further key came: the prefix by itself is meant.
    pub fn pause(&mut self, keymap: &Keymap, modes: &[&str]) -> Vec<Action> {
        if self.sequence.is_empty() {
            return Vec::new();
        }
        match keymap.meaning(modes, &self.sequence) {
            Meaning::Prefix(Some(action)) => vec![self.finish(action)],
            _ => Vec::new(),
        }
    }

    /// Whether a pause would decide something.
    pub fn is_undecided(&self, keymap: &Keymap, modes: &[&str]) -> bool {
        !self.sequence.is_empty()
            && matches!(
                keymap.meaning(modes, &self.sequence),
                Meaning::Prefix(Some(_))
            )
    }

    fn finish(&mut self, action: Action) -> Action {
        self.sequence.clear();
        match (self.count.take(), action) {
            // `15G` goes to what is numbered 15.
            (Some(count), Action::Last | Action::First) => Action::Goto(count.to_string()),
            (Some(count), action @ Action::FoldToLevel(_)) => action.times(count),
            (Some(count), action) => action.times(count),
            (None, action) => action,
        }
    }

    /// What is typed so far, and the keys typed.
    pub fn shown(&self) -> String {
        let count = self
            .count
            .map(|count| count.to_string())
            .unwrap_or_default();
        count
            + &self
                .sequence
                .iter()
                .map(ToString::to_string)
                .collect::<String>()
    }

    /// The start of a sequence, as typed.
    pub fn sequence(&self) -> &[KeyChord] {
        &self.sequence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(modes: &[&str], keys: &str, expected: &str) {
        let (keymap, _) = Keymap::new(&BTreeMap::new());
        let mut typed = Typed::default();
        let mut actions: Vec<Action> = Vec::new();
        for chord in keys.split_whitespace() {
            actions.extend(typed.press(&keymap, modes, chord.parse().unwrap(), false));
        }
        actions.extend(typed.pause(&keymap, modes));
        let shown: Vec<_> = actions.iter().map(ToString::to_string).collect();
        assert_eq!(shown.join("; "), expected, "{keys}");
    }

    #[test]
    fn every_line_of_the_builtin_file_is_read() {
        let mut keymap = Keymap::default();
        for (mode, keys, action) in entries(BUILTIN) {
            keymap.bind(mode, keys, action).unwrap();
        }
    }

    #[test]
    fn sequences_counts_and_letters() {
        let reader = ["reader", "any"];
        check(&reader, "j", "down");
        check(&reader, "1 2 j", "down 12");
        check(&reader, "1 0 j", "down 10");
        check(&reader, "g g", "first");
        check(&reader, "1 5 G", "goto 15");
        check(&reader, "m", "toggle-bookmark");
        check(&reader, "m a", "set-mark a");
        check(&reader, "m M", "set-mark M");
        check(&reader, "m ]", "toggle-bookmark; next-clause");
        check(&reader, "m Esc", "");
        check(&reader, "' a", "jump-mark a");
        check(&reader, "' '", "jump-return");
        check(&reader, "g j", "down");
        check(&reader, "z", "reader-alone");
        check(&reader, "３ ｊ", "down 3");
        check(&reader, "：", "command");
        check(&reader, "字", "");
    }

    #[test]
    fn the_outline_has_levels_where_the_reader_counts() {
        check(&["outline", "any"], "2", "fold-to-level 2");
        check(
            &["outline", "any"],
            "z M z R z a",
            "fold-all; unfold-all; toggle-fold",
        );
        check(&["outline", "any"], "z", "reader-alone");
    }

    #[test]
    fn own_keys_lie_over_the_builtin_ones_and_a_wrong_one_is_told() {
        let own = |keys: &str, action: &str| {
            BTreeMap::from([(
                "reader".to_owned(),
                BTreeMap::from([(keys.to_owned(), action.to_owned())]),
            )])
        };
        let (keymap, error) = Keymap::new(&own("x", "page-down"));
        assert_eq!(error, None);
        let x = "x".parse().unwrap();
        assert_eq!(
            keymap.meaning(&["reader"], &[x]),
            Meaning::Action(Action::PageDown(1))
        );
        let (_, error) = Keymap::new(&own("x\ny", "page-down"));
        assert!(!error.unwrap().contains('\n'));
        let (_, error) = Keymap::new(&own("x", "fly"));
        assert_eq!(
            error.unwrap(),
            "keys.reader \"x\": no action is called `fly`"
        );
    }
}
