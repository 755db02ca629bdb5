//! When to try again what has failed: each time after twice as long, so that a disk that goes on
//! failing is left alone.

use std::time::{Duration, Instant};

/// Failures in a row; none if the last attempt has succeeded.
#[derive(Debug, Default)]
pub struct Retry {
    failures: u32,
    last: Option<Instant>,
}

/// Time to the first attempt after a failure.
const FIRST: Duration = Duration::from_secs(1);

/// Longest time between two attempts.
const LONGEST: Duration = Duration::from_secs(60);

impl Retry {
    /// An attempt has failed.
    pub fn failed(&mut self) {
        self.failures = self.failures.saturating_add(1);
        self.last = Some(Instant::now());
    }

    /// Time from the last failure to the next attempt.
    fn interval(&self) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(16);
        FIRST.saturating_mul(1 << doublings).min(LONGEST)
    }

    /// Time left to the next attempt.
    pub fn wait(&self) -> Duration {
        let passed = self.last.map_or(LONGEST, |last| last.elapsed());
        self.interval().saturating_sub(passed)
    }

    /// Whether it is time for the next attempt.
    pub fn is_due(&self) -> bool {
        self.wait().is_zero()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_become_rarer_and_never_end() {
        let mut retry = Retry::default();
        let mut after = |failures: u32| {
            (0..failures).for_each(|_| retry.failed());
            (retry.interval().as_secs(), retry.is_due())
        };
        assert_eq!(after(1), (1, false));
        assert_eq!(after(1), (2, false));
        assert_eq!(after(1), (4, false));
        assert_eq!(after(1000), (60, false));
        assert!(Retry::default().is_due());
    }
}
