//! What a document says of itself: the fields of the archive format or of front matter, or what
//! stands in for them.

pub(super) mod archive;
pub(super) mod field;
pub(super) mod front_matter;

use super::{Issue, PartialDate, date};
use crate::text::Span;
use crate::text::one_line::on_one_line;

/// The metadata of a document. Absent fields are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Ten hex digits in the archive format, the volume in Kanripo's; empty where there is none.
    pub id: String,
    /// The title; never empty after parsing a source that has any text.
    pub title: String,
    /// The heading that the text begins with where its title stands apart: 學而第一 of 論語. It
    /// tells the text from others of its title.
    pub part: String,
    /// Its dates, in order.
    pub dates: Vec<HeadDate>,
    /// What its key is made of.
    pub known_as: KnownAs,
    /// The date in the name of its file.
    pub named_date: Option<PartialDate>,
    /// Whether the first and last date bound a range.
    pub is_period: bool,
    /// Authors.
    pub authors: Vec<String>,
    /// Where the text was taken from (来源).
    pub origin: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Book or collection (书籍).
    pub collection: String,
    /// Its author or editor (书籍作者).
    pub collection_author: String,
    /// Fields this program does not know, as they stand.
    pub other: Vec<(String, String)>,
}

/// A date in the head of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadDate {
    /// The date, as far as it could be converted.
    pub date: PartialDate,
    /// As it is printed: `光绪二十四年八月`; empty where only the catalog is at hand.
    pub printed: String,
    /// Whether `date` has all that is printed.
    pub is_exact: bool,
    /// What happened on it, where the head says so.
    pub act: Option<Act>,
}

/// What happens to a text on a date of its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// 通过, 制定, 订定
    Passed,
    /// 批准
    Approved,
    /// 公布, 发布, 颁布, 印发
    Promulgated,
    /// 修正, 修改, 改正
    Amended,
    /// 修订, 全改
    Revised,
    /// 废止
    Repealed,
    /// 施行: it is not made on that day, but in force from it.
    Effective,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 7] = [
        Self::Passed,
        Self::Approved,
        Self::Promulgated,
        Self::Amended,
        Self::Revised,
        Self::Repealed,
        Self::Effective,
    ];

    /// Name in the locales and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Approved => "approved",
            Self::Promulgated => "promulgated",
            Self::Amended => "amended",
            Self::Revised => "revised",
            Self::Repealed => "repealed",
            Self::Effective => "effective",
        }
    }
}

/// Title and first date of a document as the first programs found them: annotations and reading
/// places hang on them, so they stay as they were when more titles and dates are recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownAs {
    /// The title, where it is another than the header's; empty until the text was looked at.
    pub title: Option<String>,
    /// The first date.
    pub date: Option<PartialDate>,
}

/// Longest header in bytes.
pub const LONGEST: usize = 64 << 10;

impl From<PartialDate> for HeadDate {
    fn from(date: PartialDate) -> Self {
        Self {
            date,
            printed: String::new(),
            is_exact: true,
            act: None,
        }
    }
}

impl HeadDate {
    /// Whether it is the day from which the text is in force, not one on which it was made.
    pub fn is_effect(&self) -> bool {
        self.act == Some(Act::Effective)
    }

    /// A date that is printed in these words.
    pub fn printed(date: PartialDate, words: &str) -> Self {
        Self {
            printed: words.to_owned(),
            is_exact: date::is_exact(words),
            ..Self::from(date)
        }
    }

    /// As Chinese text writes it, or as it is printed if it could not be converted.
    pub fn chinese(&self) -> String {
        if self.is_exact {
            self.date.chinese()
        } else {
            self.printed.clone()
        }
    }
}

impl Header {
    /// Identifies the document when it is renamed or moved: its id, else its title and first date,
    /// as it is known.
    pub fn key(&self) -> String {
        if !self.id.is_empty() {
            return self.id.clone();
        }
        match self.known_as.date {
            Some(date) => format!("{} {date}", self.known_title()),
            None => self.known_title().to_owned(),
        }
    }

    /// The header that a format states by names of fields with their values.
    pub(super) fn stated(facts: &[(&'static str, String)], issues: &mut Vec<Issue>) -> Self {
        let mut header = Self::default();
        for (name, value) in facts {
            let value = on_one_line(value);
            front_matter::store(&mut header, name, &[&value], Span::default(), issues);
        }
        header
    }

    /// The title in its key.
    pub fn known_title(&self) -> &str {
        self.known_as.title.as_deref().unwrap_or(&self.title)
    }

    /// The date of this edition of the text: the last on which it was made or amended. A date in
    /// the name of the file is taken where it is much later: the head lacks an amendment then; a
    /// little later is when it was promulgated.
    pub fn edition(&self) -> Option<PartialDate> {
        let made = self.made();
        match (made, self.named_date) {
            (Some(_), named @ Some(_)) if self.lacks_amendment() => named,
            (Some(made), _) => Some(made),
            (None, named) => named,
        }
    }

    /// What happened on the date of this edition, where the head says so; the last of several.
    pub fn edition_act(&self) -> Option<Act> {
        let edition = self.edition()?;
        let made = self.dates.iter().rev().filter(|own| !own.is_effect());
        made.filter(|own| own.date == edition)
            .find_map(|own| own.act)
    }

    /// The date by which it is cited: of a text that was amended that of the edition, else the
    /// first.
    pub fn cited_date(&self) -> Option<HeadDate> {
        // In days: those who issue a text together pass and promulgate it within a year. What is
        // passed again later was amended, as judicial interpretations are, which do not say so.
        const TOGETHER: i64 = 365;
        let edition = self.edition();
        if self.lacks_amendment() {
            return edition.map(HeadDate::from);
        }
        let is_amended = |own: &&HeadDate| {
            Some(own.date) == edition && matches!(own.act, Some(Act::Amended | Act::Revised))
        };
        let is_of_edition = |own: &&HeadDate| {
            !own.is_effect()
                && edition.is_some_and(|edition| edition.days_after(own.date) <= TOGETHER)
        };
        let amended = self.dates.iter().rev().find(is_amended);
        let made = amended.or_else(|| self.dates.iter().find(is_of_edition));
        made.or(self.dates.first()).cloned()
    }

    /// Whether the head lacks an amendment of which the name of the file knows.
    pub fn lacks_amendment(&self) -> bool {
        // In days, between the passing of a statute and its promulgation.
        const MOST: i64 = 60;
        let both = self.made().zip(self.named_date);
        both.is_some_and(|(made, named)| named.days_after(made) > MOST)
    }

    /// The last date of the head on which the text was made or amended.
    fn made(&self) -> Option<PartialDate> {
        let made = self.dates.iter().filter(|own| !own.is_effect());
        made.map(|own| own.date).max()
    }

    /// The last date of the head from which the text is in force.
    pub fn effect(&self) -> Option<PartialDate> {
        let effects = self.dates.iter().filter(|own| own.is_effect());
        effects.map(|own| own.date).max()
    }

    /// The authors or editors of the collection.
    pub fn collection_authors(&self) -> Vec<String> {
        list(&self.collection_author)
    }

    /// Whether the text need not be looked at for title and dates.
    pub(super) fn is_complete(&self) -> bool {
        let is_known = self.known_as.date.is_some() && self.known_as.title.is_none();
        is_known && !self.title.is_empty() && !self.dates.is_empty()
    }

    /// Reads the dates of a field with a name that the first programs knew; reports malformed ones
    /// at `span`.
    fn read_dates(&mut self, value: &str, span: Span, issues: &mut Vec<Issue>) {
        for (text, found) in dates(value) {
            if let date::Field::Malformed(_) = found {
                issues.push(Issue {
                    code: "malformed-date",
                    span,
                    details: vec![text.to_owned()],
                });
            }
            self.dates.extend(head_date(text, found));
        }
    }

    /// Reads the dates of a field with another name. Whether there are any: the field may mean
    /// something else.
    pub(super) fn read_more_dates(&mut self, value: &str, act: Option<Act>) -> bool {
        let before = self.dates.len();
        let mut found = false;
        for own in dates(value).filter_map(|(text, found)| head_date(text, found)) {
            found = true;
            let own = HeadDate { act, ..own };
            let is_new =
                |known: &HeadDate| (known.date, known.is_effect()) != (own.date, own.is_effect());
            if self.dates.iter().take(before).all(is_new) {
                self.dates.push(own);
            }
        }
        found
    }

    /// The first date of a field as the first programs read it.
    fn know_date(&mut self, value: &str) {
        let first = || list(value).iter().find_map(|text| date::first_read(text));
        self.known_as.date = self.known_as.date.or_else(first);
    }
}

fn head_date(text: &str, found: date::Field) -> Option<HeadDate> {
    let (date, is_exact) = match found {
        date::Field::Whole(date) => (date, true),
        date::Field::Year(date) => (date, false),
        date::Field::Malformed(date) => (date?, false),
        date::Field::Unknown => return None,
    };
    Some(HeadDate {
        printed: text.to_owned(),
        is_exact,
        ..HeadDate::from(date)
    })
}

/// The members of a list of dates with what they are. They are separated by commas, which stand in
/// an English date, too.
fn dates(value: &str) -> impl Iterator<Item = (&str, date::Field)> {
    const SEPARATORS: [char; 5] = [',', '，', ';', '；', '、'];
    let mut rest = value;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
        if rest.is_empty() {
            return None;
        }
        let dated = date::leading(rest).map(|(_, length)| length);
        let dated = dated.filter(|&length| {
            let behind = rest.get(length..).unwrap_or("").trim_start();
            behind.is_empty() || behind.starts_with(SEPARATORS)
        });
        let end = dated
            .or_else(|| rest.find([',', '，']))
            .unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or(rest).trim_end();
        rest = rest.get(end..).unwrap_or("");
        Some((text, date::field(text)))
    })
}

/// The members of a list, separated by ASCII or full-width commas.
fn list(value: &str) -> Vec<String> {
    value
        .split([',', '，'])
        .map(str::trim)
        .filter(|member| !member.is_empty())
        .map(str::to_owned)
        .collect()
}
