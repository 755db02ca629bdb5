//! The timeline: years, the months of a year, the days of a month, the documents of a day.

use crate::document::PartialDate;
use crate::library::EntryId;
use crate::reading::inquiry::{Answer, Found};
use crate::search::histogram::{Bar, within};

/// The timeline of an answer, as far as the reader has gone into it.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// The stretches that were gone into, each with the row that led there; `None` is no date.
    path: Vec<(Option<PartialDate>, usize)>,
    times: Times,
}

/// What a timeline shows.
#[derive(Clone, Debug)]
pub enum Times {
    /// The parts of a stretch.
    Bars(Vec<Bar>),
    /// The documents of one that has no parts.
    Documents(Vec<Found>),
}

impl Default for Times {
    fn default() -> Self {
        Self::Bars(Vec::new())
    }
}

impl Timeline {
    /// What it shows.
    pub fn times(&self) -> &Times {
        &self.times
    }

    /// Its rows.
    pub fn length(&self) -> usize {
        match &self.times {
            Times::Bars(bars) => bars.len(),
            Times::Documents(documents) => documents.len(),
        }
    }

    /// The stretch that was gone into last; the outer `None` is all time, the inner one no date.
    pub fn stretch(&self) -> Option<Option<PartialDate>> {
        self.path.last().map(|(stretch, _)| *stretch)
    }

    /// The stretch of a row.
    pub fn stretch_of(&self, row: usize) -> Option<Option<PartialDate>> {
        match &self.times {
            Times::Bars(bars) => bars.get(row).map(|bar| bar.date),
            Times::Documents(_) => self.stretch(),
        }
    }

    /// The row of the year, month or day that has a number, of those that are shown; of the next
    /// one, or else the last, where that has nothing.
    pub fn row_of(&self, number: u32) -> Option<usize> {
        let Times::Bars(bars) = &self.times else {
            return None;
        };
        let own = |date: PartialDate| match (date.month, date.day) {
            (_, Some(day)) => u32::from(day),
            (Some(month), None) => u32::from(month),
            (None, None) => u32::from(date.year),
        };
        // What is dated no more exactly than the whole stands before its parts, what is not dated
        // at all behind all.
        let whole = self.stretch().flatten();
        let numbered = |bar: &Bar| bar.date.filter(|date| Some(*date) != whole).map(own);
        let is_reached = |bar: &Bar| numbered(bar).is_some_and(|own| own >= number);
        let next = bars.iter().position(is_reached);
        next.or_else(|| bars.iter().rposition(|bar| numbered(bar).is_some()))
    }

    /// Of a stretch in which nothing is found the row of the next in which something is, else of
    /// the last; `None` where something is found in it.
    pub fn next_found(&self, row: usize) -> Option<usize> {
        let Times::Bars(bars) = &self.times else {
            return None;
        };
        let is_found = |at: &usize| bars.get(*at).is_some_and(|bar| bar.documents > 0);
        let next = (row..bars.len()).find(is_found);
        let next = next.or_else(|| (0..row).rev().find(is_found));
        next.filter(|next| *next != row)
    }

    /// Lays out what the answer has of the stretch: its parts, or the documents of one that has
    /// none.
    pub fn lay(&mut self, answer: &Answer) {
        let stretch = self.stretch();
        let bars = within(&answer.days, stretch.flatten());
        let is_parted = match stretch {
            None => true,
            // A part that is as long as the whole has what is dated no more exactly.
            Some(date) => {
                let wider = self.path.iter().rev().nth(1).map(|(wider, _)| *wider);
                wider != Some(date) && date.is_some() && bars.iter().any(|bar| bar.date != date)
            }
        };
        self.times = if is_parted {
            Times::Bars(bars)
        } else {
            let date = stretch.flatten();
            let own = answer.documents.iter().filter(|own| own.date == date);
            Times::Documents(own.copied().collect())
        };
    }

    /// Goes into the stretch of a row; the document of a row where there are no more stretches.
    pub fn enter(&mut self, row: usize, answer: &Answer) -> Option<EntryId> {
        match &self.times {
            Times::Documents(documents) => documents.get(row).map(|own| own.document),
            Times::Bars(bars) => {
                let date = bars.get(row)?.date;
                self.path.push((date, row));
                self.lay(answer);
                None
            }
        }
    }

    /// Goes back to the wider stretch; the row that led from there.
    pub fn leave(&mut self, answer: &Answer) -> Option<usize> {
        let (_, row) = self.path.pop()?;
        self.lay(answer);
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Catalog, Source};

    fn answer(dates: &[&str]) -> Answer {
        let mut catalog = Catalog::default();
        for (index, date) in dates.iter().enumerate() {
            let text = format!("标题：题{index}\n日期：{date}\n\n正文：\n\n渡船。\n");
            let source = Source::Memory(format!("{index}.txt"), text.into_bytes().into());
            catalog.read(source).unwrap();
        }
        Answer::of_all(&catalog)
    }

    fn told(timeline: &Timeline) -> String {
        let all: Vec<String> = match timeline.times() {
            Times::Bars(bars) => bars
                .iter()
                .map(|bar| {
                    let date = bar.date.map_or("-".to_owned(), |date| date.to_string());
                    format!("{date}:{}", bar.documents)
                })
                .collect(),
            Times::Documents(own) => own
                .iter()
                .map(|own| format!("#{}", own.document.0))
                .collect(),
        };
        all.join(" ")
    }

    #[test]
    fn a_number_leads_to_a_year_then_a_month_then_a_day() {
        let answer = answer(&[
            "1955-4-1", "1955-4-9", "1955-7-3", "1955-0-0", "1953-1-2", "",
        ]);
        let mut timeline = Timeline::default();
        timeline.lay(&answer);
        assert_eq!(told(&timeline), "1953:1 1955:4 -:1");
        let rows = [1955, 1953, 1954, 1, 2000].map(|year| timeline.row_of(year));
        assert_eq!(rows, [Some(1), Some(0), Some(1), Some(0), Some(1)]);
        timeline.enter(1, &answer);
        assert_eq!(told(&timeline), "1955:1 1955-04:2 1955-07:1");
        assert_eq!(
            [1, 7, 8].map(|month| timeline.row_of(month)),
            [Some(1), Some(2), Some(2)]
        );
        timeline.enter(1, &answer);
        assert_eq!(told(&timeline), "1955-04-01:1 1955-04-09:1");
        assert_eq!(timeline.row_of(9), Some(1));
        timeline.enter(1, &answer);
        assert_eq!(timeline.row_of(1), None, "documents have no numbers");
    }

    #[test]
    fn a_stretch_in_which_nothing_is_found_leads_to_the_next() {
        let answer = answer(&["1953-1-2", "1955-4-1", "1957-1-1", "1958-1-1"]);
        let mut timeline = Timeline::default();
        let mut found = answer.clone();
        for bar in &mut found.days {
            let year = bar.date.map(|date| date.year);
            bar.documents = usize::from(matches!(year, Some(1953 | 1957)));
        }
        timeline.lay(&found);
        let next = [0, 1, 2, 3].map(|row| timeline.next_found(row));
        assert_eq!(next, [None, Some(2), None, Some(2)]);
    }

    #[test]
    fn one_walks_from_years_to_documents_and_back() {
        let answer = answer(&[
            "1955-4-1", "1955-4-0", "1955-7-3", "1954-0-0", "", "1955-0-0",
        ]);
        let mut timeline = Timeline::default();
        timeline.lay(&answer);
        assert_eq!(told(&timeline), "1954:1 1955:4 -:1");
        assert_eq!(timeline.enter(1, &answer), None);
        assert_eq!(told(&timeline), "1955:1 1955-04:2 1955-07:1");
        timeline.enter(1, &answer);
        assert_eq!(told(&timeline), "1955-04:1 1955-04-01:1");
        timeline.enter(0, &answer);
        assert_eq!(told(&timeline), "#1");
        assert_eq!(timeline.enter(0, &answer), Some(EntryId(1)));
        assert_eq!(timeline.leave(&answer), Some(0));
        timeline.enter(1, &answer);
        assert_eq!(told(&timeline), "#0");
        timeline.leave(&answer);
        assert_eq!(timeline.leave(&answer), Some(1));
        timeline.enter(0, &answer);
        assert_eq!(told(&timeline), "#5", "dated by the year alone");
        timeline.leave(&answer);
        assert_eq!(timeline.leave(&answer), Some(1));
        timeline.enter(0, &answer);
        assert_eq!(told(&timeline), "#3", "a year without months");
        timeline.leave(&answer);
        timeline.enter(2, &answer);
        assert_eq!(told(&timeline), "#4");
        assert_eq!(
            (timeline.leave(&answer), timeline.leave(&answer)),
            (Some(2), None)
        );
    }
}
