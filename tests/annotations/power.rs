//! Power cuts: the disk holds every note that was acknowledged, whatever the system still has in
//! memory. The disk is the image of a loop mount, and a copy of that image what a cut leaves.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use crate::device::{Device, done};
use crate::{count, needs, random};

/// A mounted image, until this is dropped.
struct Mount(PathBuf);

impl Mount {
    fn new(image: &Path, folder: &Path) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let mut mount = Command::new("mount");
        let output = mount.args(["-o", "loop"]).arg(image).arg(folder).output();
        output
            .is_ok_and(|output| output.status.success())
            .then(|| Self(folder.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// The notes of a device on the disk that a power cut leaves now.
fn left(work: &Path, device: &str) -> Vec<String> {
    let copy = work.join("copy");
    std::fs::copy(work.join("image"), &copy).unwrap();
    let _look = Mount::new(&copy, &work.join("look")).unwrap();
    Device::new(work, &format!("look/{device}")).notes()
}

/// Somebody who adds notes, one after the other, and can be killed at it.
#[derive(Default)]
struct Writer {
    at_work: Mutex<Option<Child>>,
    acknowledged: Mutex<Vec<String>>,
}

impl Writer {
    fn add(&self, device: &Device, note: String) {
        *self.at_work.lock().unwrap() = Some(device.adding(&note).spawn().unwrap());
        // Polled, so that the lock is free for a kill in between.
        let look = || self.at_work.lock().unwrap().as_mut().unwrap().try_wait();
        let status = loop {
            if let Some(status) = look().unwrap() {
                break status;
            }
            thread::sleep(Duration::from_micros(200));
        };
        if status.success() {
            self.acknowledged.lock().unwrap().push(note);
        }
    }

    fn kill(&self) {
        if let Some(child) = self.at_work.lock().unwrap().as_mut() {
            // It may have ended.
            let _ = child.kill();
        }
    }
}

#[test]
#[ignore = "needs root and a loop device; started by .ci/run"]
fn a_power_cut_takes_no_acknowledged_note() {
    let skip = |why| needs::skip("annotations: power cuts", why);
    if !needs::root() || !needs::program("mkfs.ext4", "e2fsprogs") {
        return skip("they need root and mkfs.ext4");
    }
    let work = tempfile::tempdir().unwrap();
    let work = work.path();
    let image = work.join("image");
    let file = std::fs::File::create(&image).unwrap();
    file.set_len(16 << 20).unwrap();
    let mut mkfs = Command::new("mkfs.ext4");
    mkfs.arg("-q").arg(&image);
    done(mkfs);
    let Some(_disk) = Mount::new(&image, &work.join("mount")) else {
        return skip("no loop device can be mounted here");
    };
    let device = Device::new(work, "mount/device");
    let writer = Writer::default();
    let cuts = count("CUTS", 50);
    let mut promised = Vec::new();
    for round in 1..=cuts {
        let kept = thread::scope(|scope| {
            let (writer, device) = (&writer, &device);
            scope.spawn(move || {
                for number in 1..=5 {
                    writer.add(device, format!("断{round}-{number}"));
                }
            });
            thread::sleep(Duration::from_millis(10 * random(5) as u64));
            writer.kill();
            promised.clone_from(&writer.acknowledged.lock().unwrap());
            left(work, "device")
        });
        let lost: Vec<_> = promised
            .iter()
            .filter(|note| !kept.contains(note))
            .collect();
        assert!(lost.is_empty(), "lost in a power cut: {lost:?}");
    }
    println!(
        "power cuts: {cuts}, {} acknowledged notes, none lost",
        promised.len()
    );
    check_control(work);
}

/// Without syncs notes are lost: else the cuts above prove nothing.
fn check_control(work: &Path) {
    if !needs::program("eatmydata", "eatmydata") {
        return needs::skip(
            "annotations: power cuts, the control",
            "eatmydata is not here",
        );
    }
    let control = Device::new(work, "mount/control");
    for number in 1..=20 {
        done(control.adding_under(&["eatmydata"], &format!("控{number}")));
    }
    let kept = left(work, "control").len();
    assert!(kept < 20, "the control lost nothing: this proves nothing");
    println!(
        "power cuts: without syncs the control lost {} of 20",
        20 - kept
    );
}
