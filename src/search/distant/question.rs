//! What a server is asked: which paragraphs matter for a query, in its language.

use crate::engine::sql;
use crate::search::matcher::{Sign, Trace, Traces};
use crate::text::fold::Rung;

/// Conditions on paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// The paragraphs that matter.
    pub matters: String,
    /// Which paragraphs a document must have, of those that matter.
    pub required: String,
    /// How many hits there are in paragraphs that are counted by their words.
    pub count: String,
    /// Whether they are.
    pub is_counted: bool,
}

impl Question {
    pub fn new(traces: &Traces) -> Self {
        let all = traces.required.iter().chain(&traces.others);
        let all: Vec<String> = all.map(condition).collect();
        let required = traces.required.iter();
        let required = required.map(|sign| format!("countIf({}) > 0", condition(sign)));
        let direct = traces.direct.as_ref();
        let count = direct.and_then(|trace| {
            let word = sql::text(trace.parts.first()?);
            let column = column(trace.rung);
            Some(format!(
                "sum(plain * (length(splitByString({word}, {column})) - 1))"
            ))
        });
        Self {
            matters: format!("({})", all.join(" OR ")),
            required: required.collect::<Vec<_>>().join(" AND "),
            is_counted: count.is_some(),
            count: count.unwrap_or_else(|| "0".to_owned()),
        }
    }
}

fn column(rung: Rung) -> &'static str {
    match rung {
        Rung::Unpointed => "unpointed",
        Rung::Exact | Rung::Joined | Rung::Written => "written",
    }
}

fn condition(sign: &Sign) -> String {
    let any = match &sign.any {
        None => "1".to_owned(),
        Some(traces) if traces.is_empty() => "0".to_owned(),
        Some(traces) => traces.iter().map(stands).collect::<Vec<_>>().join(" OR "),
    };
    if sign.is_note {
        format!("(note = 1 AND ({any}))")
    } else {
        format!("({any})")
    }
}

fn stands(trace: &Trace) -> String {
    let column = column(trace.rung);
    let stands = match &*trace.parts {
        [word] => format!("position({column}, {}) > 0", sql::text(word)),
        parts => format!("{column} LIKE {}", sql::like(parts)),
    };
    if trace.rung == Rung::Exact {
        // Marks that were taken out there may be among what is looked for.
        return format!("({stands} OR marked = 1)");
    }
    stands
}

/// How often a word stands in paragraphs, wherever it begins.
pub(super) fn frequency(word: &str) -> String {
    let quoted = sql::text(word);
    let has_border = (1..word.len()).any(|length| {
        let ends = word.get(..length).zip(word.get(word.len() - length..));
        ends.is_some_and(|(start, end)| start == end)
    });
    if !has_border {
        return format!("sum(length(splitByString({quoted}, written)) - 1)");
    }
    // It can overlap itself: 人人 in 人人人.
    let length = word.len();
    format!(
        "sum(if(position(written, {quoted}) = 0, 0, arrayCount(i -> substring(written, i + 1, \
         {length}) = {quoted}, range(length(written)))))"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Query;

    fn question(typed: &str) -> Question {
        let query = Query::parse(typed, &|_| None).unwrap();
        let (_, matcher) = query.ladder().next().unwrap();
        Question::new(&matcher.traces())
    }

    #[test]
    fn a_query_becomes_conditions() {
        let one = question("手工業");
        assert_eq!(one.matters, "((position(written, '手工业') > 0))");
        assert_eq!(
            one.required,
            "countIf((position(written, '手工业') > 0)) > 0"
        );
        assert_eq!(
            one.count,
            "sum(plain * (length(splitByString('手工业', written)) - 1))"
        );
        let two = question("甲?乙 -丙");
        assert_eq!(
            two.matters,
            "((written LIKE '%甲%乙%') OR (position(written, '丙') > 0))"
        );
        assert_eq!(two.required, "countIf((written LIKE '%甲%乙%')) > 0");
        assert!(!two.is_counted);
        let literal = question("=發");
        assert_eq!(
            literal.matters,
            "(((position(written, '发') > 0 OR marked = 1)))"
        );
        assert_eq!(
            question("注:py:a").required,
            "countIf((note = 1 AND (1))) > 0"
        );
    }

    #[test]
    fn only_a_word_that_can_overlap_itself_is_counted_place_by_place() {
        assert!(!frequency("手工业").contains("range"));
        assert!(frequency("人人").contains("range"));
        assert!(frequency("甲乙甲").contains("range"));
    }
}
