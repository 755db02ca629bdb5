//! Tracked values: each counts its changes, so that what is derived from it can tell whether it is
//! still up to date.

use std::ops::{Deref, DerefMut};

/// A value with the number of times that it was lent out to be changed.
#[derive(Clone, Debug, Default)]
pub struct Tracked<T> {
    value: T,
    revision: u64,
}

impl<T> Tracked<T> {
    /// Another number after every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

impl<T> Deref for Tracked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Tracked<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.revision += 1;
        &mut self.value
    }
}
