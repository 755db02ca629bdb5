//! The kiosk: a reading room that many share over SSH, as the `ForceCommand` of an sshd. Each
//! reader has annotations of their own; nothing else of the machine can be read, written or started
//! from it.

mod check;
mod sshd;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Subcommand;

use super::Outcome;
use super::object::Listing;
use crate::disk::{self, System, Volume};
use crate::settings::{Paths, visitor};
use crate::terminal::output::Failure;
use crate::text::Said;
use crate::tui::Confinement;

/// What can be done about a kiosk, beside being in it.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Say what this machine still lacks to be one, and what to do about it; as root
    Check {
        /// The account that readers log in to
        #[arg(long, value_name = "NAME", default_value = "reader")]
        account: String,
        /// How to print what is missing
        #[arg(long, value_enum, default_value_t)]
        format: Listing,
    },
}

/// Does a task.
pub fn run(task: &Task) -> Result<Outcome, Failure> {
    match task {
        Task::Check { account, format } => check::run(account, *format),
    }
}

/// The rules of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// So long without a key, and the room closes.
    pub idle: Duration,
    /// Bytes that a reader's annotations may take.
    pub quota: u64,
    /// Bytes of memory that one room may take.
    pub memory: u64,
}

/// The directories of the visitor who has logged in.
///
/// # Errors
/// One line that says why nothing can be kept for them.
pub fn paths(account: &Result<Paths, Said>) -> Result<Paths, Said> {
    let account = account.clone()?;
    let own = account.of_visitor(&visitor::name()?);
    for folder in [&own.config, &own.state, &own.cache] {
        make(folder)?;
    }
    Ok(own)
}

/// Makes a folder with those above it: what is confined to it must be able to name it.
fn make(folder: &Path) -> Result<(), Said> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|path| !System.is_folder(path))
        .collect();
    for path in missing.into_iter().rev() {
        System.create_folder(path).map_err(|error| {
            let line = Said::new("disk.create").with(path.display());
            line.with_said(disk::reason(&error))
        })?;
    }
    Ok(())
}

/// Gives up, for the rest of this process, everything that reading needs not: files outside of the
/// library and the visitor's own folders, starting programs, the network, memory without end. As
/// far as the kernel can; returns what it can.
pub fn confine(library: &[PathBuf], paths: Result<&Paths, &Said>, memory: u64) -> Confinement {
    limit(memory);
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
    confine_files(&readable, &writable)
}

/// Limited memory, no core dumps. What counts is memory that can be written to: allocators reserve
/// much more of the address space.
#[cfg(unix)]
fn limit(memory: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    const FILES: u64 = 512;
    for (resource, most) in [
        (Resource::Core, 0),
        (Resource::Data, memory),
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
fn limit(_: u64) {}

/// Landlock: no file but these, none to be executed, no TCP, no signals and no sockets of other
/// programs. It holds for this thread and for those that it will start.
#[cfg(target_os = "linux")]
fn confine_files(readable: &[PathBuf], writable: &[PathBuf]) -> Confinement {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, RestrictionStatus, Ruleset, RulesetAttr,
        RulesetCreatedAttr, RulesetError, RulesetStatus, Scope, path_beneath_rules,
    };
    let abi = ABI::V6;
    let execute = AccessFs::Execute;
    let rules = || -> Result<RestrictionStatus, RulesetError> {
        Ruleset::default()
            .handle_access(AccessFs::from_all(abi))?
            .handle_access(AccessNet::from_all(abi))?
            .scope(Scope::from_all(abi))?
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
    match rules().map(|status| status.ruleset) {
        Ok(RulesetStatus::FullyEnforced) => Confinement::Whole,
        Ok(RulesetStatus::PartiallyEnforced) => Confinement::Part,
        // The other rules of the house still hold.
        Ok(RulesetStatus::NotEnforced) | Err(_) => Confinement::None,
    }
}

#[cfg(not(target_os = "linux"))]
fn confine_files(_: &[PathBuf], _: &[PathBuf]) -> Confinement {
    Confinement::None
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::net::{TcpListener, TcpStream};
    use std::process::{Command, Stdio};

    use super::*;

    /// The dynamic loader: the one program at hand that needs no other file to be started.
    fn loader() -> Option<PathBuf> {
        let maps = fs::read_to_string("/proc/self/maps").ok()?;
        let mut mapped = maps
            .lines()
            .filter_map(|line| line.split_whitespace().nth(5));
        let is_loader = |path: &&str| {
            path.rsplit('/')
                .next()
                .is_some_and(|name| name.starts_with("ld-"))
        };
        mapped.find(is_loader).map(PathBuf::from)
    }

    /// What a thread can do that the rules hold for; `None` where the kernel has no Landlock.
    #[test]
    fn nothing_outside_of_the_library_can_be_read_written_or_started() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["library", "own", "secret"] {
            fs::create_dir(at(name)).unwrap();
        }
        fs::write(at("library/a.txt"), "第一条").unwrap();
        fs::write(at("single.txt"), "第二条").unwrap();
        fs::write(at("secret/b.txt"), "机密").unwrap();
        std::os::unix::fs::symlink(at("secret/b.txt"), at("library/link.txt")).unwrap();
        let loader = loader().expect("the tests are linked dynamically");
        for name in ["library/program", "own/program"] {
            fs::copy(&loader, at(name)).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let within = |is_confined: bool| {
            let readable = [at("library"), at("single.txt")];
            let writable = [at("own")];
            let reads = |name: &str| fs::read_to_string(at(name)).is_ok();
            let writes = |name: &str| fs::write(at(name), "x").is_ok();
            // Not even `/dev/null` can be opened there.
            let starts = |name: &str| {
                Command::new(at(name))
                    .stdin(Stdio::piped())
                    .output()
                    .is_ok()
            };
            std::thread::scope(|scope| {
                let work = || {
                    let confinement = is_confined.then(|| confine_files(&readable, &writable));
                    if confinement == Some(Confinement::None) {
                        return None;
                    }
                    // A thread that is started by it is held as well.
                    let later = std::thread::scope(|scope| {
                        scope.spawn(|| reads("secret/b.txt")).join().unwrap()
                    });
                    let inside = [
                        reads("library/a.txt"),
                        reads("single.txt"),
                        writes("own/new"),
                        fs::rename(at("own/new"), at("own/newer")).is_ok(),
                    ];
                    let outside = [
                        later,
                        reads("library/link.txt"),
                        reads("library/../secret/b.txt"),
                        fs::read_dir(at("secret")).is_ok(),
                        writes("library/a.txt"),
                        writes("secret/new"),
                        Command::new("true").status().is_ok(),
                        starts("library/program"),
                        starts("own/program"),
                        TcpStream::connect(address).is_ok(),
                    ];
                    Some((confinement, inside, outside))
                };
                scope.spawn(work).join().unwrap()
            })
        };
        // Without the rules all of it can be done: what is refused below is refused by them.
        assert_eq!(within(false), Some((None, [true; 4], [true; 10])));
        let Some((confinement, inside, outside)) = within(true) else {
            eprintln!("not tested: this kernel has no Landlock");
            return;
        };
        assert_eq!(inside, [true; 4]);
        // Kernels before 6.7 know no rules for the network.
        let whole = if confinement == Some(Confinement::Whole) {
            10
        } else {
            9
        };
        assert_eq!(outside[..whole], [false; 10][..whole]);
    }
}
