//! How hits are told: with what had to be passed over for them.

use crate::text::fold::Rung;

/// The sentence that counts hits found on a rung: of the words, the hit, all hits.
pub fn counted(rung: Rung) -> &'static str {
    match rung {
        Rung::Exact | Rung::Joined | Rung::Written => "find.count",
        Rung::Unpointed => "find.count-unpointed",
    }
}
