//! Double clicks: terminals report single presses, and when one belongs to the one before is told
//! by the time between them.

use std::time::{Duration, Instant};

use super::input::Input;

/// Longest time between the two presses of a double click.
const SOON: Duration = Duration::from_millis(400);

/// The last press, until it is one half of a double click.
#[derive(Debug, Default)]
pub struct Clicks(Option<(Instant, (u16, u16))>);

impl Clicks {
    /// An input, a second press at the same place as the double click that it is.
    pub fn told(&mut self, input: Input, now: Instant) -> Input {
        let Input::Click(at) = input else {
            return input;
        };
        let last = self.0.replace((now, at));
        let is_second = |(then, place): &(Instant, _)| *place == at && now - *then <= SOON;
        if last.is_none_or(|last| !is_second(&last)) {
            return input;
        }
        self.0 = None;
        Input::DoubleClick(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_presses_at_one_place_are_a_double_click_if_they_are_soon() {
        let start = Instant::now();
        let mut clicks = Clicks::default();
        let mut check = |after: u64, at: (u16, u16), is_double: bool| {
            let now = start + Duration::from_millis(after);
            let told = clicks.told(Input::Click(at), now);
            let expected = if is_double {
                Input::DoubleClick(at)
            } else {
                Input::Click(at)
            };
            assert_eq!(told, expected, "{after}");
        };
        check(0, (1, 1), false);
        check(300, (1, 1), true);
        // A third press is no second half.
        check(500, (1, 1), false);
        check(600, (2, 1), false);
        check(1100, (2, 1), false);
        check(1400, (2, 1), true);
    }
}
