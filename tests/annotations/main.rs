//! The promises of the store of annotations that only a real kernel can test: kills, failing
//! system calls, power cuts, git and Syncthing, with the real program. Each test prints what it
//! counted, or SKIPPED and why. All are ignored: they take minutes, and install what is missing
//! where they may. `.ci/run` runs them on the release build, which `ZHANGJU_PROGRAM` names; one at
//! a time, since some depend on timing:
//!
//! `cargo test --test annotations -- --ignored --nocapture --test-threads=1`
//!
//! `KILLS` (1000) and `CUTS` (50) say how often commands are killed and the power is cut.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets the unexpected fails"
)]

mod calls;
mod device;
mod git;
mod kills;
mod power;
mod syncthing;

#[path = "../needs/mod.rs"]
mod needs;

use std::hash::{BuildHasher, RandomState};

/// A number that looks random, below another.
fn random(below: usize) -> usize {
    RandomState::new().hash_one(()) as usize % below
}

/// A number of repetitions, which an environment variable may change.
fn count(variable: &str, usual: usize) -> usize {
    let wanted = std::env::var(variable);
    wanted.map_or(usual, |wanted| wanted.parse().unwrap())
}
