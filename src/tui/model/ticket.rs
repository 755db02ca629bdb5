//! Tickets: requests to workers are numbered, so that a report to an earlier one is known as stale.

/// The number of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

impl Ticket {
    /// The next one: this one is given then.
    #[must_use]
    pub fn take(&mut self) -> Self {
        self.0 += 1;
        *self
    }
}
