//! Actions: everything that a person can make the reading room do, each with a name that prints and parses back. Keys, the `:` prompt
//! and the tests all speak these names.

use std::fmt;
use std::str::FromStr;

macro_rules! actions {
    (
        counted { $($counted:ident $counted_name:literal)* }
        plain { $($plain:ident $plain_name:literal)* }
        letter { $($letter:ident $letter_name:literal)* }
        text { $($text:ident $text_name:literal)* }
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

actions! {
    counted {
        Down "down"
        Up "up"
        PageDown "page-down"
        PageUp "page-up"
        HalfPageDown "half-page-down"
        HalfPageUp "half-page-up"
        NextClause "next-clause"
        PreviousClause "previous-clause"
        NextPeer "next-peer"
        PreviousPeer "previous-peer"
        NextSentence "next-sentence"
        PreviousSentence "previous-sentence"
        FindNext "find-next"
        FindPrevious "find-previous"
        NextDocument "next-document"
        PreviousDocument "previous-document"
        JumpBack "jump-back"
        JumpForward "jump-forward"
        FoldToLevel "fold-to-level"
        Left "left"
        NextAnnotation "next-annotation"
        PreviousAnnotation "previous-annotation"
        Right "right"
    }
    plain {
        First "first"
        Last "last"
        Activate "activate"
        Close "close"
        Open "open"
        ToggleFold "toggle-fold"
        FoldAll "fold-all"
        UnfoldAll "unfold-all"
        FocusNext "focus-next"
        FocusPrevious "focus-previous"
        ToggleTree "toggle-tree"
        ToggleOutline "toggle-outline"
        ReaderAlone "reader-alone"
        ToggleWriting "toggle-writing"
        ToggleColumns "toggle-columns"
        TellPlace "tell-place"
        Find "find"
        FindHere "find-here"
        Command "command"
        PickDocument "pick-document"
        PickClause "pick-clause"
        PickHeading "pick-heading"
        PickEncoding "pick-encoding"
        ToggleBookmark "toggle-bookmark"
        Select "select"
        SelectClauses "select-clauses"
        SwapEnds "swap-ends"
        LineStart "line-start"
        LineEnd "line-end"
        Highlight "highlight"
        HighlightYellow "highlight-yellow"
        HighlightGreen "highlight-green"
        HighlightBlue "highlight-blue"
        HighlightRed "highlight-red"
        HighlightPurple "highlight-purple"
        Annotate "annotate"
        AnnotateOutside "annotate-outside"
        EditTags "edit-tags"
        RemoveAnnotation "remove-annotation"
        ShowNotes "show-notes"
        ListAnnotations "list-annotations"
        DecidePlace "decide-place"
        Undo "undo"
        Redo "redo"
        Save "save"
        SetAside "set-aside"
        Newline "newline"
        SortNext "sort-next"
        FilterNext "filter-next"
        ReadAnnotations "read-annotations"
        AttachPlace "attach-place"
        ShowHistory "show-history"
        DeleteAnnotation "delete-annotation"
        JumpReturn "jump-return"
        CopyClause "copy-clause"
        CopyCitation "copy-citation"
        ListIssues "list-issues"
        NextArrangement "next-arrangement"
        NextSort "next-sort"
        RefreshLibrary "refresh-library"
        ListTroubles "list-troubles"
        ListHistory "list-history"
        ListNeighbours "list-neighbours"
        FilterTree "filter-tree"
        Follow "follow"
        Preview "preview"
        ListReferrers "list-referrers"
        ListNotes "list-notes"
        RaiseClause "raise-clause"
        LowerClause "lower-clause"
        MakeClause "make-clause"
        UnmakeClause "unmake-clause"
        Help "help"
        Cancel "cancel"
        Interrupt "interrupt"
        Quit "quit"
        Suspend "suspend"
        Redraw "redraw"
        ToggleMouse "toggle-mouse"
        Examine "examine"
        Accept "accept"
        Complete "complete"
        EraseBack "erase-back"
        EraseForward "erase-forward"
        EraseWord "erase-word"
        EraseAll "erase-all"
        CursorLeft "cursor-left"
        CursorRight "cursor-right"
        CursorHome "cursor-home"
        CursorEnd "cursor-end"
    }
    letter {
        SetMark "set-mark"
        JumpMark "jump-mark"
    }
    text {
        Goto "goto"
        Type "type"
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
    /// Whether it edits a text that is being typed.
    pub fn edits(&self) -> bool {
        matches!(
            self,
            Self::Type(_)
                | Self::Newline
                | Self::EraseBack
                | Self::EraseForward
                | Self::EraseWord
                | Self::EraseAll
                | Self::CursorLeft
                | Self::CursorRight
                | Self::CursorHome
                | Self::CursorEnd
        )
    }
}

/// A text that names no action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAction(pub String);

impl fmt::Display for UnknownAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no action is called `{}`", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Language, Locale};

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
    fn every_action_has_a_help_line_in_both_languages() {
        for language in [Language::Chinese, Language::English] {
            let locale = Locale::of(language);
            for action in Action::all() {
                let key = format!("action.{}", action.name());
                assert!(locale.get(&key).is_some(), "{key}");
            }
        }
    }
}
