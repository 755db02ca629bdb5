//! Faults on demand, in builds for tests alone: what the program does when it fails cannot be seen otherwise.

/// Fails where the environment asks for it: `ZHANGJU_FAULT=place`.
///
/// # Panics
/// That is what is asked for; never in a release.
pub fn strike(place: &str) {
    let is_asked = || std::env::var("ZHANGJU_FAULT").is_ok_and(|wanted| wanted == place);
    assert!(
        !cfg!(debug_assertions) || !is_asked(),
        "asked to fail at {place}"
    );
}
