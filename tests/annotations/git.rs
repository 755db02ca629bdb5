//! Git between two devices: it brings them together both ways without a question.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::device::{Device, Quarrel, done};
use crate::needs;

#[test]
#[ignore = "needs git; started by .ci/run"]
fn two_devices_agree_after_pulls() {
    pull("two devices", false);
}

#[test]
#[ignore = "needs git; started by .ci/run"]
fn two_devices_of_one_name_agree_after_pulls() {
    pull("two devices of one name", true);
}

/// Git in a folder, where nobody is to be asked.
fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command
        .args(["-c", "user.name=r", "-c", "user.email=r@localhost"])
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null());
    done(command);
}

fn commit(device: &Device) {
    git(&device.config(), &["add", "-A"]);
    git(&device.config(), &["commit", "-qm", "x"]);
}

fn sync(device: &Device) {
    let pull = ["pull", "-q", "--no-rebase", "--no-edit", "origin", "HEAD"];
    git(&device.config(), &pull);
    git(&device.config(), &["push", "-q", "origin", "HEAD"]);
}

fn pull(name: &str, is_namesake: bool) {
    if !needs::program("git", "git") {
        return needs::skip(&format!("annotations: git, {name}"), "git is not here");
    }
    let work = tempfile::tempdir().unwrap();
    let work = work.path();
    let (one, other) = (Device::new(work, "one"), Device::new(work, "other"));
    let origin = work.join("origin.git");
    let origin = origin.to_str().unwrap();
    git(work, &["init", "-q", "--bare", origin]);
    one.add("共");
    git(&one.config(), &["init", "-q"]);
    git(&one.config(), &["remote", "add", "origin", origin]);
    commit(&one);
    git(&one.config(), &["push", "-q", "origin", "HEAD"]);
    let cloned = other.config();
    git(work, &["clone", "-q", origin, cloned.to_str().unwrap()]);
    if is_namesake {
        other.take_name_of(&one);
    }
    let mut kept = vec!["共".to_owned()];
    let mut last = None;
    for round in 1..=Quarrel::ROUNDS {
        let quarrel = Quarrel::prepare(&one, round);
        commit(&one);
        sync(&one);
        sync(&other);
        kept.extend(quarrel.fight(&one, &other, round));
        commit(&one);
        commit(&other);
        sync(&one);
        sync(&other);
        sync(&one);
        last = Some(quarrel);
    }
    last.unwrap().check_settled(name, &one, &other, &kept);
    println!(
        "git pull both ways, {name}: {} notes, deletions against edits in both orders; the same on both, no question asked",
        kept.len()
    );
}
