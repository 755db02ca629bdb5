//! The backlog: what has been typed and not yet been taken. It is bounded, since a line brings keys
//! faster than they can be acted upon: what there is no room for is dropped, and counted.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::input::Input;

/// What waits between the thread that reads the terminal and the one that acts. Clones are the same
/// backlog.
#[derive(Clone, Debug, Default)]
pub struct Backlog(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    /// The weight of all that waits.
    waiting: usize,
    /// Inputs dropped since something was last taken.
    dropped: usize,
}

/// Inputs that wait together; they make room when they are taken.
#[derive(Debug)]
pub struct Batch {
    inputs: Vec<Input>,
    weight: usize,
    backlog: Backlog,
}

/// Most keys that wait; more than anybody types while a text is opened, and acted upon within a
/// second.
const MOST: usize = 1 << 14;

/// As many bytes of pasted text weigh as much as a key: one paste may fill the backlog.
const WEIGHT: usize = 64;

impl Backlog {
    /// Lets inputs wait as far as there is room. Replies, which others wait for, have some more.
    pub fn admit(&self, inputs: Vec<Input>) -> Batch {
        let mut counts = self.counts();
        let (mut weight, mut dropped) = (0, 0);
        let mut inputs = inputs;
        inputs.retain(|input| {
            let most = match input {
                Input::Answer(_) => 2 * MOST,
                _ => MOST,
            };
            let has_room = counts.waiting + weight < most;
            if has_room {
                weight += self::weight(input);
            } else {
                dropped += 1;
            }
            has_room
        });
        counts.waiting += weight;
        counts.dropped += dropped;
        drop(counts);
        if dropped > 0 {
            inputs.shrink_to_fit();
        }
        Batch {
            inputs,
            weight,
            backlog: self.clone(),
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Batch {
    /// Whether nothing of it was let in.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The inputs, and how many others were dropped since something was last taken. None is dropped
    /// unheard of: that happens only while others wait, which are taken later.
    pub fn take(mut self) -> (Vec<Input>, usize) {
        let inputs = std::mem::take(&mut self.inputs);
        let weight = std::mem::take(&mut self.weight);
        let mut counts = self.backlog.counts();
        counts.waiting -= weight;
        (inputs, std::mem::take(&mut counts.dropped))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.backlog.counts().waiting -= self.weight;
    }
}

fn weight(input: &Input) -> usize {
    match input {
        Input::Paste(text) => 1 + text.len() / WEIGHT,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::chord::{KeyChord, KeyCode};
    use crate::terminal::decode::{Decoder, LONGEST_PASTE};
    use crate::terminal::input::Answer;

    fn keys(count: usize) -> Vec<Input> {
        vec![Input::Key(KeyChord::from(KeyCode::Char('j'))); count]
    }

    /// As the thread does it that reads the terminal: one batch for each read.
    #[test]
    fn a_flood_waits_as_far_as_there_is_room_and_is_told() {
        let backlog = Backlog::default();
        let mut decoder = Decoder::default();
        let mut waiting = Vec::new();
        let letters = [b'x'; 4096];
        for _ in 0..1000 {
            let mut inputs = Vec::new();
            decoder.feed(&letters, &mut inputs);
            waiting.push(backlog.admit(inputs));
        }
        let held: usize = waiting.iter().map(|batch| batch.inputs.len()).sum();
        assert_eq!(held, MOST);
        let capacity: usize = waiting.iter().map(|batch| batch.inputs.capacity()).sum();
        assert!(capacity < 2 * MOST, "{capacity}");
        // What was typed first is there, and what was dropped is told once.
        let told: Vec<usize> = waiting.into_iter().map(|batch| batch.take().1).collect();
        assert_eq!(told.first(), Some(&(1000 * 4096 - MOST)));
        assert_eq!(told.iter().filter(|dropped| **dropped > 0).count(), 1);
        // Then there is room again.
        let batch = backlog.admit(keys(3));
        assert_eq!(batch.take(), (keys(3), 0));
        assert_eq!(backlog.counts().waiting, 0);
    }

    #[test]
    fn pastes_weigh_by_their_length_and_replies_pass() {
        let backlog = Backlog::default();
        let paste = || vec![Input::Paste("文".repeat(LONGEST_PASTE / 3))];
        let first = backlog.admit(paste());
        assert!(!first.is_empty());
        let others: Vec<Batch> = (0..100).map(|_| backlog.admit(paste())).collect();
        let held = others.iter().filter(|batch| !batch.is_empty()).count();
        assert!(held <= 1, "{held}");
        let answer = vec![Input::Answer(Answer::Ready)];
        assert_eq!(backlog.admit(answer.clone()).take().0, answer);
        // Forgotten unread, they make room as well.
        drop((first, others));
        assert_eq!(backlog.counts().waiting, 0);
    }

    #[test]
    fn what_is_dropped_while_a_batch_is_taken_is_told_by_a_later_one() {
        let backlog = Backlog::default();
        let full = backlog.admit(keys(MOST));
        let (_, told) = full.take();
        let again = backlog.admit(keys(MOST + 7));
        assert_eq!((told, again.take().1), (0, 7));
    }
}
