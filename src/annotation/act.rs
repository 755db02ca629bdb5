//! Acts: what was done to annotations in a session, so that it can be taken back and done again.

use std::sync::Arc;

use super::Annotation;

/// Most acts that can be taken back.
const MOST: usize = 1000;

/// Something done to one annotation: what it was, and what it became; `None` is nothing.
#[derive(Clone, Debug)]
pub struct Act {
    /// What it was.
    pub before: Option<Arc<Annotation>>,
    /// What it became.
    pub after: Option<Arc<Annotation>>,
}

impl Act {
    /// The annotation it is about: what it became, else what it was.
    pub fn about(&self) -> Option<&Arc<Annotation>> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// Why nothing is taken back.
#[derive(Debug)]
pub enum Kept {
    /// There is no act left.
    Nothing,
    /// Somebody else has made something of it since, which is not ours to take back.
    Crossed(Act),
}

/// The acts of a session.
#[derive(Debug, Default)]
pub struct Acts {
    /// What was done, the last of it last.
    done: Vec<Act>,
    /// What was taken back, the last of it last.
    undone: Vec<Act>,
}

impl Acts {
    /// Something was done: what was taken back before is not done again. An act about nothing is
    /// not taken back.
    pub fn push(&mut self, act: Act) {
        if act.about().is_none() {
            return;
        }
        self.undone.clear();
        self.done.push(act);
        if self.done.len() > MOST {
            self.done.remove(0);
        }
    }

    /// Takes the last act back, or does the one last taken back again; returns what is to be done
    /// for it. `held` are the annotations that hold.
    ///
    /// # Errors
    /// Where there is nothing to take back; or where the annotation is no longer as the act left
    /// it: the act is forgotten then.
    pub fn undo(&mut self, again: bool, held: &[Arc<Annotation>]) -> Result<Act, Kept> {
        let (from, to) = if again {
            (&mut self.undone, &mut self.done)
        } else {
            (&mut self.done, &mut self.undone)
        };
        let act = from.pop().ok_or(Kept::Nothing)?;
        let left = if again { &act.before } else { &act.after };
        let held = act
            .about()
            .and_then(|own| held.iter().find(|held| held.id == own.id));
        let is_as_left = match (left, held) {
            (Some(left), Some(held)) => left.says_the_same(held),
            (left, held) => left.is_none() && held.is_none(),
        };
        if !is_as_left {
            return Err(Kept::Crossed(act));
        }
        to.push(act.clone());
        Ok(if again {
            act
        } else {
            Act {
                before: act.after,
                after: act.before,
            }
        })
    }
}
