//! What is derived from other parts of the model, by the revisions that each of it was made from.

use super::ledger::Order;
use super::ticket::Ticket;
use crate::text::script::Script;

/// The revisions that something was made from.
#[derive(Clone, Debug)]
pub struct Stamp<T>(Option<T>);

impl<T> Default for Stamp<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: PartialEq> Stamp<T> {
    /// Takes the revisions of now; false where nothing has changed since the last time.
    pub fn renew(&mut self, now: T) -> bool {
        let now = Some(now);
        let is_new = self.0 != now;
        self.0 = now;
        is_new
    }
}

/// The revisions of what is derived. `text` is the number of the open text, `annotations`,
/// `places`, `drafts` and `shelves` are revisions.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// The corrections of the outline: annotations, text.
    pub corrected: Stamp<(u64, Option<Ticket>)>,
    /// The outline, the headings in the tree, and the clauses that what is typed at `:` may mean:
    /// text.
    pub outline: Stamp<Option<Ticket>>,
    /// How the open text is shown: text, the script that is wanted.
    pub shown: Stamp<(Option<Ticket>, Script)>,
    /// The places of the open document's annotations, as far as they are found at once:
    /// annotations, text.
    pub sought: Stamp<(u64, Option<Ticket>)>,
    /// The open document's annotations at their places: annotations, text, places.
    pub placed: Stamp<(u64, Option<Ticket>, u64)>,
    /// What the open text is bound to: annotations, text, whether they are read.
    pub bound: Stamp<(u64, Option<Ticket>, bool)>,
    /// What was read and noted, of each document and on the shelves: shelves, annotations, text.
    pub tallies: Stamp<(u64, u64, Option<Ticket>)>,
    /// The hits on the shelves: the answer, if it is shown, and shelves.
    pub shelved: Stamp<(Option<u64>, u64)>,
    /// The hits in the open text: the answer, if it is shown, and text.
    pub marked: Stamp<(Option<u64>, Option<Ticket>)>,
    /// What was searched before, if that is looked at: annotations.
    pub notebook: Stamp<Option<u64>>,
    /// The annotations of the texts that are compared: annotations, the last ticket.
    pub compared: Stamp<Option<(u64, Ticket)>>,
    /// The list of all annotations: annotations, drafts, places, its order.
    pub ledger: Stamp<Option<(u64, u64, u64, Order)>>,
}
