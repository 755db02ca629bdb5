//! Hits over time: by year, month or day, for each million characters, since years of which more is
//! kept have more hits.

use foldhash::HashMap;

use super::engine::{Count, Request};
use crate::document::PartialDate;
use crate::library::{Catalog, Entry};

/// How finely time is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// By year.
    Year,
    /// By month.
    Month,
    /// By day.
    Day,
}

/// Hits of one stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// When; `None` for documents without a date.
    pub date: Option<PartialDate>,
    /// Hits.
    pub hits: usize,
    /// Documents with hits.
    pub documents: usize,
    /// Characters of all documents of that time that were asked, as the catalog has them.
    pub characters: u64,
}

/// Characters under which a bar says little of its time.
const THIN: u64 = 50_000;

impl Bar {
    /// Hits for each million characters.
    pub fn per_million(&self) -> f64 {
        if self.characters == 0 {
            return 0.0;
        }
        self.hits as f64 * 1e6 / self.characters as f64
    }

    /// Whether there are too few characters for that to say much.
    pub fn is_thin(&self) -> bool {
        self.characters < THIN
    }
}

/// The hits of an answer over time, the documents dated as [`super::query::Query::date_of`] has it;
/// those without a date come last. There is a bar for each time of which the catalog has documents
/// that were asked.
pub fn bars(catalog: &Catalog, request: &Request<'_>, counts: &[Count], grain: Grain) -> Vec<Bar> {
    let mut bars: HashMap<Option<PartialDate>, Bar> = HashMap::default();
    let mut bar = |entry: Entry<'_>, change: &dyn Fn(&mut Bar)| {
        let date = request.matcher.date_of(entry);
        let date = date.map(|date| grain.of(date));
        let bar = bars.entry(date).or_default();
        bar.date = date;
        change(bar);
    };
    for (id, entry) in catalog.iter() {
        if request.asks(id, entry) {
            bar(entry, &|bar| {
                bar.characters += u64::from(entry.characters());
            });
        }
    }
    for count in counts {
        if let Some(entry) = catalog.get(count.document) {
            bar(entry, &|bar| {
                bar.hits += count.hits;
                bar.documents += 1;
            });
        }
    }
    let mut bars: Vec<Bar> = bars.into_values().collect();
    bars.sort_unstable_by_key(|bar| (bar.date.is_none(), bar.date));
    bars
}

/// The bars of a stretch of time, each a part of it: of all time the years, of a year its months,
/// of a month its days. `days` are bars by day.
pub fn within(days: &[Bar], stretch: Option<PartialDate>) -> Vec<Bar> {
    let (own, parts) = match stretch {
        None => (None, Grain::Year),
        Some(PartialDate { month: None, .. }) => (Some(Grain::Year), Grain::Month),
        Some(PartialDate { day: None, .. }) => (Some(Grain::Month), Grain::Day),
        Some(_) => (Some(Grain::Day), Grain::Day),
    };
    let is_in = |bar: &&Bar| own.is_none_or(|own| bar.date.map(|date| own.of(date)) == stretch);
    let mut bars: Vec<Bar> = Vec::new();
    for day in days.iter().filter(is_in) {
        let date = day.date.map(|date| parts.of(date));
        match bars.last_mut().filter(|bar| bar.date == date) {
            Some(bar) => {
                bar.hits += day.hits;
                bar.documents += day.documents;
                bar.characters += day.characters;
            }
            None => bars.push(Bar { date, ..*day }),
        }
    }
    bars
}

impl Grain {
    /// The stretch of time that a date lies in.
    pub fn of(self, date: PartialDate) -> PartialDate {
        PartialDate {
            month: date.month.filter(|_| self != Self::Year),
            day: date.day.filter(|_| self == Self::Day),
            ..date
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Source;
    use crate::search::engine::Engine;
    use crate::search::local::Local;
    use crate::search::query::Query;

    #[test]
    fn hits_are_set_against_what_is_kept_of_their_time() {
        let mut catalog = Catalog::default();
        for (date, text) in [
            ("1955-4-1", "渡船渡船。"),
            ("1955-4-9", "木桥。"),
            ("1955-7-0", "渡船与木桥。"),
            ("1954-0-0", "木桥。"),
            ("", "渡船。"),
        ] {
            let source = format!("标题：题\n日期：{date}\n\n正文：\n\n{text}\n");
            let bytes = source.into_bytes().into();
            catalog.read(Source::Memory("-".to_owned(), bytes)).unwrap();
        }
        let query = Query::parse("渡船", &|_| None).unwrap();
        let (_, matcher) = query.ladder().next().unwrap();
        let request = Request {
            matcher: &matcher,
            only: None,
            is_wanted: &|| true,
        };
        let mut counts = Vec::new();
        Local::new(&catalog).counts(&request, &mut |some, _| counts.extend_from_slice(some));
        let told = |grain: Grain| {
            let bars = bars(&catalog, &request, &counts, grain);
            let told = bars.iter().map(|bar| {
                let date = bar
                    .date
                    .map_or_else(|| "-".to_owned(), |date| date.to_string());
                format!("{date} {}/{}", bar.hits, bar.documents)
            });
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(Grain::Year), ["1954 0/0", "1955 3/2", "- 1/1"]);
        assert_eq!(
            told(Grain::Month),
            ["1954 0/0", "1955-04 2/1", "1955-07 1/1", "- 1/1"]
        );
        let days = [
            "1954 0/0",
            "1955-04-01 2/1",
            "1955-04-09 0/0",
            "1955-07 1/1",
            "- 1/1",
        ];
        assert_eq!(told(Grain::Day), days);
        let days = bars(&catalog, &request, &counts, Grain::Day);
        assert_eq!(
            within(&days, None),
            bars(&catalog, &request, &counts, Grain::Year)
        );
        let parts = |stretch: &str| {
            let stretch = crate::document::date::whole(stretch);
            let parts = within(&days, stretch).into_iter();
            let parts = parts.filter_map(|bar| Some(format!("{} {}", bar.date?, bar.hits)));
            parts.collect::<Vec<_>>()
        };
        assert_eq!(parts("1955年"), ["1955-04 2", "1955-07 1"]);
        assert_eq!(parts("1955年4月"), ["1955-04-01 2", "1955-04-09 0"]);
        assert_eq!(parts("1955年4月1日"), ["1955-04-01 2"]);
        assert_eq!(parts("1954年"), ["1954 0"]);
        let bar = Bar {
            hits: 13,
            characters: 33_000,
            ..Bar::default()
        };
        assert!((bar.per_million() - 393.939).abs() < 0.001 && bar.is_thin());
    }
}
