//! What some tests need and not every machine has. A test that cannot run says `SKIPPED` where it
//! is seen: on standard error itself, since the harness keeps what passing tests print.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Says that something is not tested here, and why.
pub fn skip(what: &str, why: &str) {
    // One write: other tests print at the same time.
    let line = format!("SKIPPED: {what}: {why}\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// The folder of corpora and gold answers that is kept outside the repository: `ZHANGJU_SHARED`,
/// else `../shared`.
pub fn shared(what: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("ZHANGJU_SHARED").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    skip(what, "needs ../shared");
    None
}

/// The statutes of the shared corpora, in the order of their paths.
pub fn statutes(what: &str) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = shared(what)
        .map(|shared| shared.join("corpora/laws"))
        .into_iter()
        .collect();
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
}

pub fn root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Whether a program is here, or can be had from its Debian package.
pub fn program(name: &str, package: &str) -> bool {
    // Two installations at once would be refused by each other's lock.
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _one = INSTALLING.lock();
    let runs = |script: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, name, package]);
        shell
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        shell.status().is_ok_and(|status| status.success())
    };
    let is_here = || runs("command -v \"$0\"");
    let install =
        "apt-get install -qq -y \"$1\" || { apt-get update -qq && apt-get install -qq -y \"$1\"; }";
    is_here() || root() && runs(install) && is_here()
}
