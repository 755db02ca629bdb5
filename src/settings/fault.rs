//! Fault injection in debug builds, for tests of what the program does when it panics.

/// Panics if `ZHANGJU_FAULT` in the environment names this place.
///
/// # Panics
/// On request, and only in debug builds.
pub fn strike(place: &str) {
    let is_asked = || std::env::var("ZHANGJU_FAULT").is_ok_and(|wanted| wanted == place);
    assert!(
        !cfg!(debug_assertions) || !is_asked(),
        "asked to fail at {place}"
    );
}
