//! The line to the terminal: how long it takes, and whether it has taken what was sent. A frame that would only queue behind others
//! is not written: the newest state is, when the line is clear.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A line, as far as receipts tell of it. Every frame asks for one: the terminal answers when it has drawn the frame.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Whether the terminal gives receipts.
    answers: bool,
    /// When each frame without a receipt was sent, and its bytes.
    sent: VecDeque<(Instant, usize)>,
    /// The shortest time between a frame and its receipt.
    fastest: Option<Duration>,
    /// So many frames may be under way.
    window: usize,
    /// Bytes a second, as the longest frame that had a receipt tells.
    rate: Option<f64>,
    longest: usize,
}

/// The question for a receipt (DSR 5).
pub const QUESTION: &str = "\x1b[5n";

/// More frames than this are never under way.
const MOST_FRAMES: usize = 8;

/// More bytes than this are not under way at once, unless they are one frame.
const MOST_BYTES: usize = 2048;

/// A line so fast is not slower than keys: receipts would only be bytes.
const NEAR: Duration = Duration::from_millis(5);

/// A receipt that has not come by then will not come.
const PATIENCE: Duration = Duration::from_secs(5);

/// A terminal that has given no receipt by then gives none.
const SILENCE: Duration = Duration::from_secs(1);

impl Pace {
    /// Whether the next frame should ask for a receipt.
    pub fn asks(&self) -> bool {
        self.answers && self.fastest.is_none_or(|fastest| fastest >= NEAR)
    }

    /// The terminal is taken over, and asked with the next frame. What was asked before is not owed any more, and until it answers nothing
    /// waits: the frame itself would wait for its own receipt.
    pub fn begin(&mut self, now: Instant) {
        self.answers = false;
        self.sent.clear();
        self.sent(now, 0);
    }

    /// A frame with a question for a receipt was sent.
    pub fn sent(&mut self, now: Instant, bytes: usize) {
        self.sent.push_back((now, bytes));
    }

    /// A receipt has come.
    pub fn received(&mut self, now: Instant) {
        self.answers = true;
        let Some((sent, bytes)) = self.sent.pop_front() else {
            return;
        };
        let took = now.saturating_duration_since(sent);
        let fastest = self.fastest.map_or(took, |fastest| fastest.min(took));
        self.fastest = Some(fastest);
        if bytes > self.longest && took > fastest {
            self.longest = bytes;
            self.rate = Some(bytes as f64 / took.saturating_sub(fastest).as_secs_f64());
        }
        // Frames that wait for others take longer than one that goes alone.
        let is_queued = took > fastest + fastest / 4 + Duration::from_millis(20);
        self.window = if is_queued {
            1
        } else {
            (self.window + 1).min(MOST_FRAMES)
        };
    }

    /// How long to wait before the next frame, where the line is not clear for it; a receipt ends the wait.
    pub fn wait(&mut self, now: Instant) -> Option<Duration> {
        let (oldest, _) = *self.sent.front()?;
        let age = now.saturating_duration_since(oldest);
        if age >= PATIENCE {
            self.sent.clear();
            return None;
        }
        let bytes: usize = self.sent.iter().map(|(_, bytes)| bytes).sum();
        let is_clear =
            self.sent.len() < self.window && (bytes < MOST_BYTES || self.sent.is_empty());
        // Before the first receipt nothing is known, and nothing waits.
        if !self.answers || is_clear {
            return None;
        }
        let left = PATIENCE.saturating_sub(age);
        // The receipt of a frame comes a round trip after the line has taken it: the next one may follow at once.
        match self.rate {
            Some(rate) if self.sent.len() == 1 => {
                let taken = Duration::from_secs_f64(bytes as f64 / rate.max(1.0));
                let taken = taken.saturating_sub(age);
                (taken > Duration::ZERO).then(|| taken.min(left))
            }
            _ => Some(left),
        }
    }

    /// Whether receipts are still to come that may be waited for.
    pub fn is_owed(&self, now: Instant) -> bool {
        let patience = if self.answers { PATIENCE } else { SILENCE };
        let oldest = self.sent.front();
        oldest.is_some_and(|(sent, _)| now.saturating_duration_since(*sent) < patience)
    }

    /// The round trip, where it was measured.
    pub fn round_trip(&self) -> Option<Duration> {
        self.fastest
    }

    /// Bytes a second, where a frame took long enough to tell.
    pub fn rate(&self) -> Option<u64> {
        self.rate.map(|rate| rate as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_frame_on_a_terminal_that_is_taken_over_again_does_not_wait() {
        let start = Instant::now();
        let mut pace = Pace::default();
        pace.begin(start);
        assert_eq!(pace.wait(start), None);
        pace.received(start + NEAR / 2);
        // An editor had it meanwhile.
        let again = start + Duration::from_secs(60);
        pace.begin(again);
        assert_eq!(pace.wait(again), None);
        assert!(pace.is_owed(again));
        pace.received(again + NEAR / 2);
        assert!(!pace.is_owed(again + NEAR));
    }

    #[test]
    fn a_terminal_that_answers_nothing_is_not_waited_for_in_the_end() {
        let start = Instant::now();
        let mut pace = Pace::default();
        pace.begin(start);
        assert!(pace.is_owed(start + SILENCE / 2));
        assert!(!pace.is_owed(start + SILENCE));
        pace.received(start + SILENCE);
        pace.sent(start + SILENCE, 100);
        assert!(pace.is_owed(start + 2 * SILENCE));
        assert!(!pace.is_owed(start + SILENCE + PATIENCE));
    }

    /// Keys at a pace over a line of a rate: how many bytes wait at most, and when the last frame is there after the last key.
    fn held(round_trip: u64, rate: f64, frame: usize, interval: u64, keys: u64) -> (usize, u64) {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut pace = Pace::default();
        pace.sent(start, 100);
        pace.received(at(round_trip));
        let mut line_free = 0;
        let mut receipts: VecDeque<u64> = VecDeque::new();
        let (mut most, mut wants, mut last) = (0, false, 0);
        for now in round_trip..round_trip + interval * keys + 20_000 {
            let typed = now - round_trip;
            wants |= typed.is_multiple_of(interval) && typed < interval * keys;
            if receipts.front().is_some_and(|due| *due <= now) {
                receipts.pop_front();
                pace.received(at(now));
            }
            if wants && pace.wait(at(now)).is_none() {
                wants = false;
                line_free = now.max(line_free) + (frame as f64 / rate * 1000.0) as u64;
                receipts.push_back(line_free + round_trip);
                pace.sent(at(now), frame);
                most = most.max(pace.sent.len() * frame);
                last = line_free + round_trip / 2;
            }
        }
        (
            most,
            last.saturating_sub(round_trip + interval * (keys - 1)),
        )
    }

    #[test]
    fn a_slow_line_holds_one_frame() {
        // 64 kbit/s, 200 ms, three panes: a frame takes 125 ms, keys come every 33.
        let (most, after) = held(200, 8000.0, 1000, 33, 90);
        assert!(most <= 2000, "{most}");
        // The frame under way, the last frame, and its way.
        assert!(after <= 100 + 2 * 125 + 200, "{after} ms");
    }

    #[test]
    fn a_fast_line_shows_every_key() {
        let (most, after) = held(200, 1_000_000.0, 140, 33, 90);
        assert!(most > 4 * 140, "{most}");
        assert!(after <= 150, "{after} ms");
    }

    #[test]
    fn a_terminal_without_receipts_is_never_waited_for() {
        let mut pace = Pace::default();
        assert!(!pace.asks());
        let now = Instant::now();
        pace.sent(now, 100);
        assert_eq!(pace.wait(now), None);
        pace.received(now + Duration::from_millis(200));
        pace.sent(now + Duration::from_millis(300), 100);
        pace.sent(now + Duration::from_millis(301), 100);
        assert!(pace.wait(now + Duration::from_millis(302)).is_some());
        assert_eq!(pace.wait(now + Duration::from_secs(6)), None);
    }
}
