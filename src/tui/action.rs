//! Actions: everything that a person can make the reading room do, each with a name that prints and
//! parses back. Keys, the `:` prompt and the tests all speak these names.

use std::fmt;
use std::str::FromStr;

use crate::settings::Locale;

/// What an action is about: whether it can be done before the first text is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The room: it needs no text.
    Room,
    /// The text, whichever pane has the keys.
    Text,
    /// The pane that has the keys: of the panes only the tree needs no text.
    Pane,
}

/// How an action comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// By a key or by its name.
    Command,
    /// By a key or by its name; it scrolls by lines.
    Move,
    /// By a key while a text is typed, which it edits.
    Edit,
    /// By a key alone: it answers what is open, or needs more than its name.
    Key,
}

macro_rules! actions {
    (
        counted { $($counted:ident $counted_name:literal $counted_about:ident $counted_role:ident)* }
        plain { $($plain:ident $plain_name:literal $plain_about:ident $plain_role:ident)* }
        letter { $($letter:ident $letter_name:literal $letter_about:ident $letter_role:ident)* }
        text { $($text:ident $text_name:literal $text_about:ident $text_role:ident)* }
    ) => {
        /// What a person can do.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the help line of each action stands in the locales under action.<name>")]
        pub enum Action {
            $($counted(u32),)*
            $($plain,)*
            $($letter(char),)*
            $($text(String),)*
        }

        impl Action {
            /// The name, in kebab case.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$counted(_) => $counted_name,)*
                    $(Self::$plain => $plain_name,)*
                    $(Self::$letter(_) => $letter_name,)*
                    $(Self::$text(_) => $text_name,)*
                }
            }

            fn facts(&self) -> (About, Role) {
                match self {
                    $(Self::$counted(_) => (About::$counted_about, Role::$counted_role),)*
                    $(Self::$plain => (About::$plain_about, Role::$plain_role),)*
                    $(Self::$letter(_) => (About::$letter_about, Role::$letter_role),)*
                    $(Self::$text(_) => (About::$text_about, Role::$text_role),)*
                }
            }

            /// One of each.
            pub fn all() -> Vec<Self> {
                vec![
                    $(Self::$counted(1),)*
                    $(Self::$plain,)*
                    $(Self::$letter('a'),)*
                    $(Self::$text(String::from("1")),)*
                ]
            }

            /// The same action done `count` times, where it counts.
            #[must_use]
            pub fn times(self, count: u32) -> Self {
                match self {
                    $(Self::$counted(_) => Self::$counted(count),)*
                    other => other,
                }
            }

            /// The same action for a letter, where it takes one.
            #[must_use]
            pub fn of_letter(self, letter: char) -> Self {
                match self {
                    $(Self::$letter(_) => Self::$letter(letter),)*
                    other => other,
                }
            }

            fn argument(&self) -> Option<String> {
                match self {
                    $(Self::$counted(count) => (*count != 1).then(|| count.to_string()),)*
                    $(Self::$letter(letter) => Some(letter.to_string()),)*
                    $(Self::$text(text) => Some(text.clone()),)*
                    _ => None,
                }
            }
        }

        impl FromStr for Action {
            type Err = UnknownAction;

            fn from_str(text: &str) -> Result<Self, UnknownAction> {
                let (name, argument) = text.split_once(' ').unwrap_or((text, ""));
                let unknown = || UnknownAction(text.to_owned());
                match name {
                    $($counted_name if argument.is_empty() => Ok(Self::$counted(1)),)*
                    $($counted_name => argument.parse().map(Self::$counted).map_err(|_| unknown()),)*
                    $($plain_name if argument.is_empty() => Ok(Self::$plain),)*
                    // A key map names the action alone; the letter comes from the key.
                    $($letter_name if argument.is_empty() => Ok(Self::$letter('a')),)*
                    $($letter_name => argument.parse().map(Self::$letter).map_err(|_| unknown()),)*
                    $($text_name => Ok(Self::$text(argument.to_owned())),)*
                    _ => Err(unknown()),
                }
            }
        }
    };
}

// One line an action: its name, what it is about, how it comes about. Its help line stands in the
// locales under `action.<name>`.
actions! {
    counted {
        Down               "down"                Pane  Move
        Up                 "up"                  Pane  Move
        PageDown           "page-down"           Pane  Move
        PageUp             "page-up"             Pane  Move
        HalfPageDown       "half-page-down"      Pane  Move
        HalfPageUp         "half-page-up"        Pane  Move
        NextClause         "next-clause"         Pane  Command
        PreviousClause     "previous-clause"     Pane  Command
        NextPeer           "next-peer"           Pane  Command
        PreviousPeer       "previous-peer"       Pane  Command
        NextSentence       "next-sentence"       Pane  Command
        PreviousSentence   "previous-sentence"   Pane  Command
        NextWord           "next-word"           Pane  Command
        PreviousWord       "previous-word"       Pane  Command
        EndOfWord          "end-of-word"         Pane  Command
        FindNext           "find-next"           Pane  Command
        FindPrevious       "find-previous"       Pane  Command
        NextDocument       "next-document"       Pane  Command
        PreviousDocument   "previous-document"   Pane  Command
        JumpBack           "jump-back"           Pane  Command
        JumpForward        "jump-forward"        Pane  Command
        FoldToLevel        "fold-to-level"       Pane  Command
        Left               "left"                Pane  Move
        NextAnnotation     "next-annotation"     Pane  Command
        PreviousAnnotation "previous-annotation" Pane  Command
        Right              "right"               Pane  Move
        Widen              "widen"               Room  Command
        Narrow             "narrow"              Room  Command
    }
    plain {
        First              "first"               Pane  Command
        Last               "last"                Pane  Command
        Activate           "activate"            Pane  Command
        Close              "close"               Pane  Command
        Open               "open"                Pane  Command
        ToggleFold         "toggle-fold"         Pane  Command
        FoldAll            "fold-all"            Pane  Command
        UnfoldAll          "unfold-all"          Pane  Command
        FocusNext          "focus-next"          Room  Command
        FocusPrevious      "focus-previous"      Room  Command
        ToggleTree         "toggle-tree"         Room  Command
        ToggleOutline      "toggle-outline"      Room  Command
        ReaderAlone        "reader-alone"        Room  Command
        ResetWidths        "reset-widths"        Room  Command
        ToggleWriting      "toggle-writing"      Room  Command
        ToggleColumns      "toggle-columns"      Room  Command
        NextScript         "next-script"         Room  Command
        TellPlace          "tell-place"          Pane  Command
        Find               "find"                Text  Command
        FindHere           "find-here"           Pane  Command
        Command            "command"             Room  Key
        PickDocument       "pick-document"       Room  Command
        PickClause         "pick-clause"         Text  Command
        PickHeading        "pick-heading"        Room  Command
        PickEncoding       "pick-encoding"       Pane  Command
        PickTheme          "pick-theme"          Room  Command
        ToggleBookmark     "toggle-bookmark"     Pane  Command
        Select             "select"              Pane  Command
        SelectClauses      "select-clauses"      Pane  Command
        SwapEnds           "swap-ends"           Pane  Command
        LineStart          "line-start"          Pane  Command
        LineEnd            "line-end"            Pane  Command
        Highlight          "highlight"           Pane  Command
        HighlightYellow    "highlight-yellow"    Pane  Command
        HighlightGreen     "highlight-green"     Pane  Command
        HighlightBlue      "highlight-blue"      Pane  Command
        HighlightRed       "highlight-red"       Pane  Command
        HighlightPurple    "highlight-purple"    Pane  Command
        Annotate           "annotate"            Pane  Command
        AnnotateOutside    "annotate-outside"    Pane  Command
        EditTags           "edit-tags"           Pane  Command
        RemoveAnnotation   "remove-annotation"   Pane  Command
        ShowNotes          "show-notes"          Pane  Command
        ListAnnotations    "list-annotations"    Room  Command
        DecidePlace        "decide-place"        Pane  Command
        Undo               "undo"                Pane  Command
        Redo               "redo"                Pane  Command
        Save               "save"                Pane  Command
        SetAside           "set-aside"           Pane  Command
        Discard            "discard"             Pane  Key
        Newline            "newline"             Pane  Edit
        SortNext           "sort-next"           Pane  Command
        FilterNext         "filter-next"         Pane  Command
        ReadAnnotations    "read-annotations"    Pane  Command
        AttachPlace        "attach-place"        Pane  Command
        ShowHistory        "show-history"        Pane  Command
        DeleteAnnotation   "delete-annotation"   Pane  Command
        JumpReturn         "jump-return"         Pane  Command
        CopyClause         "copy-clause"         Pane  Command
        CopyExact          "copy-exact"          Pane  Command
        CopyCitation       "copy-citation"       Pane  Command
        CopyPath           "copy-path"           Pane  Command
        WritePassage       "write-passage"       Pane  Command
        ExportReading      "export-reading"      Pane  Command
        ExportAnnotations  "export-annotations"  Pane  Command
        OpenSource         "open-source"         Pane  Command
        LookUp             "look-up"             Pane  Command
        ListHooks          "list-hooks"          Pane  Command
        ListIssues         "list-issues"         Pane  Command
        NextArrangement    "next-arrangement"    Room  Command
        NextSort           "next-sort"           Room  Command
        RefreshLibrary     "refresh-library"     Room  Command
        ListTroubles       "list-troubles"       Room  Command
        ListHistory        "list-history"        Room  Command
        ListNeighbours     "list-neighbours"     Pane  Command
        SearchLibrary      "search-library"      Room  Command
        ShowTimeline       "show-timeline"       Room  Command
        ReturnToHits       "return-to-hits"      Room  Command
        EditQuery          "edit-query"          Room  Key
        NextView           "next-view"           Room  Key
        PreviousView       "previous-view"       Room  Key
        ShowHits           "show-hits"           Room  Key
        ShowDocuments      "show-documents"      Room  Key
        ShowTimes          "show-times"          Room  Key
        ShowCollocates     "show-collocates"     Room  Key
        ShowFacets         "show-facets"         Room  Key
        SortLeft           "sort-left"           Room  Key
        SortRight          "sort-right"          Room  Key
        SortDate           "sort-date"           Room  Key
        SortPlace          "sort-place"          Room  Key
        MergeRepeats       "merge-repeats"       Room  Key
        CountRaw           "count-raw"           Room  Key
        NarrowSearch       "narrow-search"       Room  Key
        SaveSearch         "save-search"         Room  Key
        ExportList         "export-list"         Room  Key
        FilterTree         "filter-tree"         Room  Command
        Follow             "follow"              Pane  Command
        Preview            "preview"             Pane  Command
        Compare            "compare"             Text  Command
        CompareAny         "compare-any"         Text  Command
        ClauseHistory      "clause-history"      Pane  Command
        ShowBound          "show-bound"          Text  Command
        WalkApart          "walk-apart"          Pane  Key
        BindTexts          "bind-texts"          Pane  Key
        ShowOthers         "show-others"         Pane  Command
        TakeOver           "take-over"           Pane  Command
        TakeOverAll        "take-over-all"       Pane  Command
        NewestEdition      "newest-edition"      Pane  Command
        ListReferrers      "list-referrers"      Pane  Command
        ListNotes          "list-notes"          Pane  Command
        RaiseClause        "raise-clause"        Pane  Command
        LowerClause        "lower-clause"        Pane  Command
        MakeClause         "make-clause"         Pane  Command
        UnmakeClause       "unmake-clause"       Pane  Command
        Help               "help"                Room  Command
        Cancel             "cancel"              Room  Key
        Interrupt          "interrupt"           Room  Command
        Quit               "quit"                Room  Command
        Suspend            "suspend"             Room  Command
        Redraw             "redraw"              Room  Command
        ToggleMouse        "toggle-mouse"        Room  Command
        Examine            "examine"             Room  Command
        Accept             "accept"              Pane  Key
        Complete           "complete"            Pane  Key
        EraseBack          "erase-back"          Pane  Edit
        EraseForward       "erase-forward"       Pane  Edit
        EraseWord          "erase-word"          Pane  Edit
        EraseLine          "erase-line"          Pane  Edit
        EraseAll           "erase-all"           Pane  Edit
        CursorLeft         "cursor-left"         Pane  Edit
        CursorRight        "cursor-right"        Pane  Edit
        CursorHome         "cursor-home"         Pane  Edit
        CursorEnd          "cursor-end"          Pane  Edit
    }
    letter {
        SetMark            "set-mark"            Pane  Key
        JumpMark           "jump-mark"           Pane  Key
    }
    text {
        Goto               "goto"                Pane  Key
        Set                "set"                 Room  Key
        RunHook            "run-hook"            Pane  Key
        Type               "type"                Pane  Edit
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self.argument() {
            Some(argument) => write!(f, " {argument}"),
            None => Ok(()),
        }
    }
}

impl Action {
    /// Its help line.
    pub fn help(&self, locale: &Locale) -> String {
        locale.tr(&format!("action.{}", self.name()), &[])
    }

    /// What it is about.
    pub fn about(&self) -> About {
        self.facts().0
    }

    /// Whether it leads out of the room, to the machine that it stands on: a room that many share
    /// does not have it.
    pub fn leads_out(&self) -> bool {
        matches!(
            self,
            Self::Suspend
                | Self::AnnotateOutside
                | Self::CopyPath
                | Self::WritePassage
                | Self::ExportReading
                | Self::ExportAnnotations
                | Self::OpenSource
                | Self::ListHooks
                | Self::RunHook(_)
        )
    }

    /// Whether it edits a text that is being typed.
    pub fn edits(&self) -> bool {
        self.facts().1 == Role::Edit
    }

    /// Whether it scrolls by lines: how far that leads is known only once they are laid out.
    pub fn moves_by_lines(&self) -> bool {
        self.facts().1 == Role::Move
    }

    /// Whether it does something when a person names it.
    pub fn is_command(&self) -> bool {
        matches!(self.facts().1, Role::Command | Role::Move)
    }
}

/// A text that names no action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAction(pub String);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Language;

    #[test]
    fn every_action_prints_and_parses_back() {
        for action in Action::all() {
            assert_eq!(action.to_string().parse(), Ok(action.clone()), "{action}");
            let thrice = action.times(3);
            assert_eq!(thrice.to_string().parse(), Ok(thrice.clone()), "{thrice}");
        }
        assert_eq!("goto 四（2）".parse(), Ok(Action::Goto("四（2）".into())));
        assert!("go".parse::<Action>().is_err());
        assert!("down x".parse::<Action>().is_err());
        assert!("quit now".parse::<Action>().is_err());
    }

    #[test]
    fn every_action_has_a_help_line_in_every_language() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            for action in Action::all() {
                let key = format!("action.{}", action.name());
                assert!(locale.get(&key).is_some(), "{language:?} has no {key}");
            }
        }
    }
}
