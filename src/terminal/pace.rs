//! Flow control: how many frames may be on the way to the terminal. A frame that would only queue
//! is not written; once the line is clear, the newest state is.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What is known of the line from receipts. A frame ends with a question; the reply to it is the
/// receipt, which says that the terminal has drawn the frame.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Whether the terminal sends receipts.
    answers: bool,
    /// Frames on the way: when each was sent, and its bytes.
    sent: VecDeque<(Instant, usize)>,
    /// Shortest time between a frame and its receipt.
    fastest: Option<Duration>,
    /// Frames that may be on the way.
    window: usize,
    /// Bytes per second, measured with the longest frame.
    rate: Option<f64>,
    longest: usize,
}

/// The question for a receipt (DSR 5).
pub const QUESTION: &str = "\x1b[5n";

/// Most frames on the way.
const MOST_FRAMES: usize = 8;

/// Most bytes on the way, unless they are one frame.
const MOST_BYTES: usize = 2048;

/// Round trip below which receipts are not worth their bytes.
const NEAR: Duration = Duration::from_millis(5);

/// How long to wait for a receipt.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait for the first receipt of a terminal that may send none.
const SILENCE: Duration = Duration::from_secs(1);

impl Pace {
    /// Whether the next frame should ask for a receipt.
    pub fn asks(&self) -> bool {
        self.answers && self.fastest.is_none_or(|fastest| fastest >= NEAR)
    }

    /// Begins anew: the terminal was taken over, and the next frame asks for a receipt. Earlier
    /// receipts are not awaited any more. Until the first reply, no frame waits.
    pub fn begin(&mut self, now: Instant) {
        self.answers = false;
        self.sent.clear();
        self.sent(now, 0);
    }

    /// Records a frame that asks for a receipt.
    pub fn sent(&mut self, now: Instant, bytes: usize) {
        self.sent.push_back((now, bytes));
    }

    /// Records a receipt.
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
        // A frame that waits behind others takes longer than a frame alone.
        let is_queued = took > fastest + fastest / 4 + Duration::from_millis(20);
        self.window = if is_queued {
            1
        } else {
            (self.window + 1).min(MOST_FRAMES)
        };
    }

    /// How long to wait before the next frame, if the line is not clear; a receipt ends the wait.
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
        // Before the first receipt, no frame waits.
        if !self.answers || is_clear {
            return None;
        }
        let left = PATIENCE.saturating_sub(age);
        // The line is clear earlier than the receipt says, which needs the way back.
        match self.rate {
            Some(rate) if self.sent.len() == 1 => {
                let taken = Duration::from_secs_f64(bytes as f64 / rate.max(1.0));
                let taken = taken.saturating_sub(age);
                (taken > Duration::ZERO).then(|| taken.min(left))
            }
            _ => Some(left),
        }
    }

    /// Whether receipts are missing that are still worth waiting for.
    pub fn is_owed(&self, now: Instant) -> bool {
        let patience = if self.answers { PATIENCE } else { SILENCE };
        let oldest = self.sent.front();
        oldest.is_some_and(|(sent, _)| now.saturating_duration_since(*sent) < patience)
    }

    /// Round trip, if it was measured.
    pub fn round_trip(&self) -> Option<Duration> {
        self.fastest
    }

    /// Bytes per second, if a frame took long enough to tell.
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
        // Meanwhile an editor used the terminal.
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

    /// Simulates keys at an interval over a line: most bytes on the way, and milliseconds from the
    /// last key to the last frame.
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
        // 64 kbit/s, 200 ms, three panes: a frame takes 125 ms, a key comes every 33 ms.
        let (most, after) = held(200, 8000.0, 1000, 33, 90);
        assert!(most <= 2000, "{most}");
        // The frame on the way, the last frame, and one and a half round trips.
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
