//! Dates of which the month or the day may be unknown (`1955-4-0`), read from headers, datelines and signatures.

use std::fmt;

/// A date; an unknown month or day is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year of the common era.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

impl fmt::Display for PartialDate {
    /// ISO 8601, as far as it is known: `1955-04-27`, `1955-04`, `1955`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl PartialDate {
    /// As the text would say it: `1955年4月27日`, `1955年4月`, `1955年`.
    pub fn chinese(&self) -> String {
        let mut text = format!("{}年", self.year);
        if let Some(month) = self.month {
            text += &format!("{month}月");
            if let Some(day) = self.day {
                text += &format!("{day}日");
            }
        }
        text
    }
}
