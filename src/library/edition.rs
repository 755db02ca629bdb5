//! Editions: a text as of a date, and from when it is in force.

use crate::clause::{ClauseKind, ClauseTree};
use crate::document::{Act, Document, Header, PartialDate, date};
use crate::text::fold::fold_loosely;

/// Which edition of its work a text is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// The day on which it was made or amended last.
    pub date: Option<PartialDate>,
    /// What happened on it, where the head says so.
    pub act: Option<Act>,
    /// The day from which it is in force.
    pub in_force: Option<PartialDate>,
    /// Whether nothing says that day: it is taken to be that of the edition.
    pub is_presumed: bool,
    /// Whether the head lacks the amendment that made this edition; the name of the file has it.
    pub lacks_amendment: bool,
}

impl Edition {
    /// The edition that a header tells, and the day that its last article names. An amendment
    /// leaves both often as they were: a day before it says nothing.
    pub fn of(header: &Header, said: Option<PartialDate>) -> Self {
        let date = header.edition();
        let is_new = |day: &PartialDate| date.is_none_or(|date| *day >= date);
        let told = header.effect().filter(is_new).or(said.filter(is_new));
        Self {
            date,
            act: header.edition_act(),
            in_force: told.or(date),
            is_presumed: told.is_none() && date.is_some(),
            lacks_amendment: header.lacks_amendment(),
        }
    }

    /// Whether it was in force on a day; of an incomplete date on the last of its days.
    pub fn is_in_force(&self, at: PartialDate) -> bool {
        let last = (at.year, at.month.unwrap_or(12), at.day.unwrap_or(31));
        self.in_force
            .is_some_and(|from| (from.year, from.month.unwrap_or(1), from.day.unwrap_or(1)) <= last)
    }
}

/// Keeps, of some texts of one work, those of the edition that was in force on a day: of those that
/// had come into force the last.
pub fn keep_in_force<T>(texts: &mut Vec<T>, at: PartialDate, edition: impl Fn(&T) -> &Edition) {
    let order = |text: &T| (edition(text).in_force, edition(text).date);
    texts.retain(|text| edition(text).is_in_force(at));
    let last = texts.iter().map(order).max();
    texts.retain(|text| Some(order(text)) == last);
}

/// The day from which a statute is in force by its last article: 本法自2024年7月1日起施行。
pub fn effect_said(document: &Document, tree: &ClauseTree) -> Option<PartialDate> {
    const FROM: &str = "自";
    const IN_FORCE: [&str; 4] = ["起施行", "起实施", "起生效", "起执行"];
    let mut articles = tree.clauses.iter().rev();
    let last = articles.find(|clause| clause.kind == ClauseKind::Article)?;
    let words = last.span.of(document.plain());
    words.match_indices(FROM).find_map(|(at, _)| {
        let rest = words.get(at + FROM.len()..)?;
        let (date, length) = date::leading(rest)?;
        let behind: String = rest
            .get(length..)?
            .chars()
            .take(3)
            .map(fold_loosely)
            .collect();
        IN_FORCE.contains(&&*behind).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::clause::nest;
    use crate::document::parse;

    fn date(text: &str) -> Option<PartialDate> {
        date::whole(text)
    }

    /// The edition of a statute: its date, the day from which it is in force, `?` where that is
    /// presumed.
    fn check(head: &str, last: &str, named: &str, expected: (&str, &str)) {
        let source = format!("# 渡口法\n\n{head}\n\n第一条　渡口归县。\n\n第二条　{last}\n");
        let mut document = parse(source);
        document.header.named_date =
            date::first(&Path::new(named).to_string_lossy()).map(|own| own.0);
        let said = effect_said(&document, &nest(&document));
        let edition = Edition::of(&document.header, said);
        let day =
            |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
        let sign = if edition.is_presumed { "?" } else { "" };
        let found = (day(edition.date), day(edition.in_force) + sign);
        assert_eq!((&*found.0, &*found.1), expected, "{head} {last} {named}");
    }

    #[test]
    fn the_day_of_an_edition_and_from_when_it_is_in_force() {
        const PASSED: &str = "2001年2月3日 某会议通过";
        const BOTH: &str = "2001年2月3日 某会议通过\n\n2010年5月6日 某会议修正";
        check(
            PASSED,
            "本法自2001年7月1日起施行。",
            "",
            ("2001-02-03", "2001-07-01"),
        );
        // The amendment left the last article as it was.
        check(
            BOTH,
            "本法自2001年7月1日起施行。",
            "",
            ("2010-05-06", "2010-05-06?"),
        );
        check(
            BOTH,
            "本法自2010年7月1日起施行。",
            "",
            ("2010-05-06", "2010-07-01"),
        );
        check(PASSED, "渡口归省。", "", ("2001-02-03", "2001-02-03?"));
        // The name of the file knows of an amendment that the head lacks.
        check(
            PASSED,
            "渡口归省。",
            "(2015-08-09)",
            ("2015-08-09", "2015-08-09?"),
        );
        // A little later it was promulgated.
        check(
            PASSED,
            "渡口归省。",
            "(2001-03-01)",
            ("2001-02-03", "2001-02-03?"),
        );
        // Another law is in force from that day.
        check(
            PASSED,
            "自2001年9月1日起，旧法废止。",
            "",
            ("2001-02-03", "2001-02-03?"),
        );
        let head = "2001年2月3日 某会议通过，自2001年5月1日起施行";
        check(head, "渡口归省。", "", ("2001-02-03", "2001-05-01"));
    }

    #[test]
    fn an_edition_is_in_force_from_its_day_on() {
        let edition = Edition {
            in_force: date("2010年7月1日"),
            ..Edition::default()
        };
        for (at, expected) in [
            ("2010年6月30日", false),
            ("2010年7月1日", true),
            ("2010年6月", false),
            ("2010年7月", true),
            ("2010年", true),
            ("2009年", false),
        ] {
            assert_eq!(edition.is_in_force(date(at).unwrap()), expected, "{at}");
        }
    }
}
