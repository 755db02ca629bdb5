//! What a rule's matches must be together: evidence that no pattern of one line gives.

use crate::text::numbering::Numbering;

/// What decides for all matches of a rule at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    /// They are turns of a conversation.
    Turns,
}

impl Series {
    /// The names of all.
    pub const NAMES: &'static str = "\"turns\"";

    /// The evidence of this name.
    pub fn named(name: &str) -> Option<Self> {
        (name == "turns").then_some(Self::Turns)
    }
}

/// Which of these are turns of a conversation, each a name and what is said: all whose names may
/// speak, if two of them speak again, or questions are answered.
pub(super) fn turns(named: &[(&str, &str)]) -> Vec<bool> {
    const NO_NAMES: [&str; 10] = [
        "注", "按", "例如", "比如", "其中", "附", "附件", "说明", "備註", "备注",
    ];
    let is_name =
        |name: &str| !NO_NAMES.contains(&name) && Numbering::standard().heading(name).is_none();
    // 老周说：“…” tells in a story who speaks; turns are not quoted.
    let is_told = |name: &str, said: &str| {
        let verbs = [
            '说', '說', '道', '问', '問', '答', '喊', '叫', '想', '曰', '云', '言',
        ];
        let is_verb = name.chars().count() > 1 && name.ends_with(verbs);
        is_verb && said.starts_with(['“', '「', '『', '"', '‘'])
    };
    let speaks =
        |(name, said): &(&str, &str)| !said.is_empty() && is_name(name) && !is_told(name, said);
    let turns: Vec<_> = named.iter().filter(|turn| speaks(turn)).collect();
    let asks = |name: &str| matches!(name, "问" | "問" | "答");
    let mut names: Vec<&str> = turns.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let again = names
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() > 1)
        .count();
    let is_asked = names.contains(&"答") && names.iter().any(|name| *name != "答" && asks(name));
    let is_sentence = |said: &str| said.ends_with(['。', '？', '！', '…', '：', '”', '；']);
    let sentences = turns.iter().filter(|(_, said)| is_sentence(said)).count();
    let is_talk = (again >= 2 || is_asked) && sentences * 2 > turns.len();
    // 地点：礼堂 above a talk is a field: nobody of that name speaks again, or in a sentence.
    let comes_again = |name: &str| {
        let first = names.partition_point(|own| *own < name);
        names.get(first + 1) == Some(&name)
    };
    let is_turn = |turn: &(&str, &str)| {
        let (name, said) = turn;
        is_talk && speaks(turn) && (is_sentence(said) || asks(name) || comes_again(name))
    };
    named.iter().map(is_turn).collect()
}
