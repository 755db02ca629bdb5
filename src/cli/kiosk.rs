//! The kiosk: a reading room that many share over SSH, as the `ForceCommand` of an sshd. Each reader has annotations of their own; nothing else of
//! the machine can be read, written or started from it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::disk::{System, Volume};
use crate::settings::{Paths, visitor};

/// The rules of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// So long without a key, and the room closes.
    pub idle: Duration,
    /// Bytes that a reader's annotations may take.
    pub quota: u64,
}

/// The directories of the visitor who has logged in.
///
/// # Errors
/// One line that says why nothing can be kept for them.
pub fn paths(account: &Result<Paths, String>) -> Result<Paths, String> {
    let account = account.clone()?;
    let own = account.of_visitor(&visitor::name()?);
    for folder in [&own.config, &own.state, &own.cache] {
        make(folder)?;
    }
    Ok(own)
}

/// Makes a folder with those above it: what is confined to it must be able to name it.
fn make(folder: &Path) -> Result<(), String> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|path| !System.is_folder(path))
        .collect();
    for path in missing.into_iter().rev() {
        System
            .create_folder(path)
            .map_err(|reason| format!("cannot make {}: {reason}", path.display()))?;
    }
    Ok(())
}

/// Gives up, for the rest of this process, everything that reading needs not: files outside of the library and the visitor's own folders,
/// starting programs, memory without end. As far as the kernel can; what it cannot is left.
pub fn confine(library: &[PathBuf], paths: Result<&Paths, &String>) {
    limit();
    let mut writable = vec![PathBuf::from("/dev/tty"), PathBuf::from("/dev/null")];
    if let Ok(paths) = paths {
        writable.extend([
            paths.config.clone(),
            paths.state.clone(),
            paths.cache.clone(),
        ]);
    }
    let mut readable = library.to_vec();
    // The time zone is read from here.
    readable.extend(["/etc/localtime", "/usr/share/zoneinfo"].map(PathBuf::from));
    confine_files(&readable, &writable);
}

/// Memory for the largest documents, no core dumps.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    const MEMORY: u64 = 4 << 30;
    const FILES: u64 = 512;
    for (resource, most) in [
        (Resource::Core, 0),
        (Resource::As, MEMORY),
        (Resource::Nofile, FILES),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // An account may be limited more tightly than that already.
        let _ = setrlimit(resource, limit);
    }
}

#[cfg(not(unix))]
fn limit() {}

/// Landlock: no file but these, and none to be executed.
#[cfg(target_os = "linux")]
fn confine_files(readable: &[PathBuf], writable: &[PathBuf]) {
    use landlock::{
        ABI, Access, AccessFs, Ruleset, RulesetAttr, RulesetCreatedAttr, path_beneath_rules,
    };
    let abi = ABI::V5;
    let execute = AccessFs::Execute;
    let rules = || {
        Ruleset::default()
            .handle_access(AccessFs::from_all(abi))?
            .create()?
            .add_rules(path_beneath_rules(
                readable,
                AccessFs::from_read(abi) & !execute,
            ))?
            .add_rules(path_beneath_rules(
                writable,
                AccessFs::from_all(abi) & !execute,
            ))?
            .restrict_self()
    };
    // Without Landlock in the kernel the other rules of the house still hold.
    let _: Result<_, landlock::RulesetError> = rules();
}

#[cfg(not(target_os = "linux"))]
fn confine_files(_: &[PathBuf], _: &[PathBuf]) {}
