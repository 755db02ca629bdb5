//! The key map: for each pane a tree of key sequences that ends in actions; from it the help and
//! the hints are made.

use std::collections::{BTreeMap, HashMap};

use super::action::{Action, UnknownAction};
use crate::settings::builtin::entries;
use crate::settings::mistake::{Kind, Mistake, Reason};
use crate::settings::options::Preset;
use crate::settings::{Options, Settings};
use crate::terminal::chord::{KeyChord, KeyCode, KeyModifiers};

/// The built-in keys: those of vim, where it has any.
const BUILTIN: &str = include_str!("../../assets/keymap.toml");

/// What other programs' keys put over them.
fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Vim => "",
        Preset::Less => include_str!("../../assets/keymap/less.toml"),
        Preset::Emacs => include_str!("../../assets/keymap/emacs.toml"),
    }
}

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
    /// The built-in keys, those of the preset over them, and a person's own over both; and what of
    /// those cannot be read, by the names of the settings.
    pub fn new(options: &Options) -> (Self, Vec<(Vec<String>, Reason)>) {
        let mut keymap = Self::default();
        for (mode, keys, action) in entries(BUILTIN).chain(entries(preset(options.keymap))) {
            // A test parses every line of the built-in files; a broken one would only leave its
            // key unbound.
            let _ = keymap.bind(mode, keys, action);
        }
        let mut wrong = Vec::new();
        for (mode, own) in &options.keys {
            let names = || vec!["keys".to_owned(), mode.clone()];
            if !keymap.modes.contains_key(mode) {
                let panes = keymap.modes.keys().map(String::as_str);
                wrong.push((names(), Reason::no_such(Kind::Pane, mode, panes)));
                continue;
            }
            for (keys, action) in own {
                if let Err(reason) = keymap.bind(mode, keys, action) {
                    let mut names = names();
                    names.push(keys.clone());
                    wrong.push((names, reason));
                }
            }
        }
        (keymap, wrong)
    }

    fn bind(&mut self, mode: &str, keys: &str, action: &str) -> Result<(), Reason> {
        let unknown = |UnknownAction(name)| {
            let all = Action::all();
            Reason::no_such(Kind::Action, &name, all.iter().map(Action::name))
        };
        let action: Option<Action> = match action {
            "" => None,
            named => Some(named.parse().map_err(unknown)?),
        };
        let presses = keys
            .split(' ')
            .map(|press| match press {
                "<letter>" => Ok(Press::Letter),
                chord => chord
                    .parse()
                    .map(Press::Chord)
                    .map_err(|_| Reason::no_such(Kind::Key, chord, [])),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mode = self.modes.entry(mode.to_owned()).or_default();
        let mut node = &mut mode.root;
        for press in &presses {
            node = node.next.entry(*press).or_default();
        }
        if node.action.take().is_some() {
            mode.listed.retain(|(listed, _)| *listed != presses);
        }
        node.action.clone_from(&action);
        mode.listed.extend(action.map(|action| (presses, action)));
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
            let named =
                |(_, next): &(&Press, &Node)| next.action.is_some() || !next.next.is_empty();
            for (press, next) in node.next.iter().filter(named) {
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
    pub fn key_of(&self, modes: &[&str], action: &str) -> Option<String> {
        let mut listed = modes.iter().filter_map(|mode| self.modes.get(*mode));
        listed.find_map(|mode| {
            let found = mode.listed.iter().find(|(_, bound)| bound.name() == action);
            found.map(|(presses, _)| presses.iter().map(|press| press.name()).collect())
        })
    }
}

/// What is wrong with the keys that are set.
pub fn mistakes(settings: &Settings) -> Vec<Mistake> {
    let (_, wrong) = Keymap::new(&settings.options);
    let wrong = wrong.into_iter();
    wrong
        .map(|(setting, reason)| settings.mistake(setting, reason))
        .collect()
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
    use crate::settings::{Language, Locale};

    fn check(modes: &[&str], keys: &str, expected: &str) {
        let (keymap, _) = Keymap::new(&Options::default());
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
        let presets = [Preset::Vim, Preset::Less, Preset::Emacs].map(preset);
        for (mode, keys, action) in presets.into_iter().chain([BUILTIN]).flat_map(entries) {
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
        check(&reader, "m q", "toggle-bookmark; quit");
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

    fn with(settings: &str) -> (Keymap, Vec<Mistake>) {
        let settings = Settings::parse(settings, std::path::Path::new("config.toml"));
        assert_eq!(settings.mistakes, []);
        (Keymap::new(&settings.options).0, mistakes(&settings))
    }

    #[test]
    fn own_keys_lie_over_the_builtin_ones() {
        let (keymap, wrong) = with("[keys.reader]\nx = \"page-down\"\n");
        assert_eq!(wrong, []);
        let x = "x".parse().unwrap();
        assert_eq!(
            keymap.meaning(&["reader"], &[x]),
            Meaning::Action(Action::PageDown(1))
        );
    }

    #[test]
    fn a_wrong_key_costs_itself_and_is_told_with_its_line() {
        let text = "[keys.reader]\nx = \"pagedown\"\nQ = \"quit\"\n\"C-hom\" = \"first\"\n\"a\\nb\" = \"flee\"\n[keys.raeder]\ny = \"up\"\n";
        let (keymap, wrong) = with(text);
        let locale = Locale::of(Language::English);
        let said: Vec<String> = wrong.iter().map(|wrong| wrong.sentence(&locale)).collect();
        assert_eq!(
            said,
            [
                "config.toml: line 7: no pane is called “raeder”; did you mean “reader”?",
                "config.toml: line 4: “C-hom” is no key",
                "config.toml: line 5: no action is called “flee”",
                "config.toml: line 2: no action is called “pagedown”; did you mean “page-down”?",
            ]
        );
        let key = "Q".parse().unwrap();
        let quit = Meaning::Action(Action::Quit);
        assert_eq!(keymap.meaning(&["reader", "any"], &[key]), quit);
    }

    /// The page of keys: what each pane's keys do, in English.
    fn page() -> String {
        let (keymap, _) = Keymap::new(&Options::default());
        let locale = Locale::of(Language::English);
        let mut page = "# The keys\n\n`?` shows those of the pane that you are in. Own keys are set under `[keys.PANE]` in the settings\n(`zhangju config default`); `keymap` takes those of vim, less or emacs. `C-` is Ctrl, `A-` Alt, `S-` Shift; a number typed before\na key repeats it.\n".to_owned();
        let mut modes: Vec<&str> = entries(BUILTIN).map(|(mode, ..)| mode).collect();
        modes.dedup();
        for mode in modes {
            page += &format!("\n## {mode}\n\n| key | does |\n|---|---|\n");
            for (keys, action) in keymap.listed(mode) {
                let keys = keys
                    .iter()
                    .map(|key| format!("`{}`", key.replace('|', "\\|")));
                let keys = keys.collect::<Vec<_>>().join(" ");
                page += &format!(
                    "| {keys} | {} |\n",
                    action.help(&locale).replace('|', "\\|")
                );
            }
        }
        page
    }

    /// `ZHANGJU_WRITE=1 cargo test --lib the_page_of_keys` writes it anew.
    #[test]
    fn the_page_of_keys_is_as_the_keys_are() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/keys.md");
        if std::env::var_os("ZHANGJU_WRITE").is_some() {
            std::fs::write(&path, page()).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == page(), "assets/keys.md is out of date");
    }

    #[test]
    fn a_preset_has_the_keys_of_its_program_and_loses_no_action() {
        let check = |name: &str, modes: &[&str], keys: &str, expected: &str| {
            let (keymap, _) = with(&format!("keymap = \"{name}\""));
            let mut typed = Typed::default();
            let mut actions: Vec<Action> = Vec::new();
            for chord in keys.split_whitespace() {
                actions.extend(typed.press(&keymap, modes, chord.parse().unwrap(), false));
            }
            actions.extend(typed.pause(&keymap, modes));
            let shown: Vec<_> = actions.iter().map(ToString::to_string).collect();
            assert_eq!(shown.join("; "), expected, "{name}: {keys}");
        };
        // less(1), COMMANDS.
        let reader = ["reader", "any"];
        check("less", &reader, "e", "down");
        check("less", &reader, "y", "up");
        check("less", &reader, "g", "first");
        check("less", &reader, "g d", "follow");
        check("less", &reader, "1 0 e", "down 10");
        check("less", &reader, "h", "help");
        // The GNU Emacs manual, 7.2 and 15.1.
        check("emacs", &reader, "C-v", "page-down");
        check("emacs", &reader, "A-v", "page-up");
        check("emacs", &reader, "C-x C-c", "quit");
        check("emacs", &reader, "C-s", "find");
        check("emacs", &["picker"], "C-g", "cancel");
        check("vim", &reader, "C-d", "half-page-down");
        let commands = |name: &str| {
            let (keymap, _) = with(&format!("keymap = \"{name}\""));
            let mut names: Vec<&str> = keymap
                .modes
                .values()
                .flat_map(|mode| &mode.listed)
                .map(|(_, action)| action.name())
                .collect();
            names.sort_unstable();
            names.dedup();
            names.join(" ")
        };
        for name in ["less", "emacs"] {
            assert_eq!(commands(name), commands("vim"), "{name}");
        }
    }
}
