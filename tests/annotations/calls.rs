//! Failing system calls, injected by strace: a note that is refused is reported or written all the
//! same, and no old note is lost.

use std::process::Command;

use crate::device::Device;
use crate::needs;

/// Whether strace can trace here: containers may forbid it.
fn can_trace() -> bool {
    let traced = || {
        Command::new("strace")
            .args(["-o", "/dev/null", "true"])
            .output()
    };
    needs::program("strace", "strace") && traced().is_ok_and(|output| output.status.success())
}

#[test]
#[ignore = "needs strace; started by .ci/run"]
fn failing_calls_are_told_of_and_no_old_note_is_lost() {
    if !can_trace() {
        return needs::skip("annotations: failing calls", "strace cannot trace here");
    }
    let work = tempfile::tempdir().unwrap();
    let (mut delivered, mut told) = (0, 0);
    for call in ["openat", "write", "fdatasync", "fsync", "flock"] {
        for error in ["ENOSPC", "EDQUOT", "EIO", "EROFS"] {
            for count in 1..=3 {
                let device = Device::new(work.path(), &format!("{call}-{error}-{count}"));
                device.add("先");
                let trace = work.path().join("trace");
                let log = device.logs().pop().unwrap();
                let strace = [
                    "strace",
                    "-f",
                    "-o",
                    trace.to_str().unwrap(),
                    "-P",
                    log.to_str().unwrap(),
                    "-e",
                    &format!("inject={call}:error={error}:when={count}"),
                ];
                let output = device.adding_under(&strace, "后").output().unwrap();
                let notes = device.notes();
                if std::fs::read_to_string(&trace)
                    .unwrap()
                    .contains("INJECTED")
                {
                    delivered += 1;
                    let is_done = output.status.success();
                    told += usize::from(!is_done && !output.stderr.is_empty());
                    // A log that cannot be read once is told of, and the note is written all the
                    // same.
                    assert!(
                        !is_done || notes.contains(&"后".to_owned()),
                        "{call} {error}: neither told nor written"
                    );
                }
                assert!(
                    notes.contains(&"先".to_owned()),
                    "{call} {error}: the old note is lost"
                );
            }
        }
    }
    assert!(delivered > 0, "no fault was delivered");
    println!(
        "failing calls: {delivered} faults delivered to the real program, {told} ended it with a line that says so, no old note lost"
    );
}
