use std::collections::BTreeSet;
use std::fs;
use std::sync::mpsc::channel;

use super::*;

#[test]
fn only_what_can_concern_a_document_wakes_anybody() {
    let ours = Ours {
        roots: vec!["/书".into()],
        filters: Arc::default(),
        files: BTreeSet::from(["/tmp/篇.log".into()]),
    };
    for (path, is_written, is) in [
        ("/书/甲/篇.txt", true, true),
        ("/书/甲/篇.txt.swp", true, false),
        ("/书/甲/图.pdf", false, true),
        ("/书/甲/.篇.txt", true, false),
        ("/书/.git/新", false, false),
        ("/书/新", false, true),
        ("/书", false, true),
        ("/tmp/篇.log", true, true),
        ("/tmp/篇.txt", true, false),
        ("/tmp/新", false, false),
    ] {
        assert_eq!(ours.has(Path::new(path), is_written), is, "{path}");
    }
}

/// Both ways to watch tell of the same changes, as far as a document is concerned.
macro_rules! tells_of_changes {
    ($name:ident, $watcher:ty, $watch:expr) => {
        #[test]
        fn $name() {
            let outer = tempfile::tempdir().unwrap();
            let root = fs::canonicalize(outer.path()).unwrap();
            let inner = root.join("甲");
            fs::create_dir(&inner).unwrap();
            let (to, told) = channel();
            let mut watcher = <$watcher>::new(move |report| drop(to.send(report))).unwrap();
            let watch: fn(&mut $watcher, &Path) = $watch;
            watch(&mut watcher, &root);
            assert!(watcher.folder(&root.join("无")).is_err());
            let hears = |wanted: &[Report]| {
                let mut left = wanted.to_vec();
                while !left.is_empty() {
                    let report = told.recv_timeout(Duration::from_secs(20)).unwrap();
                    left.retain(|own| *own != report);
                }
            };
            let (file, moved) = (inner.join("篇.txt"), inner.join("章.txt"));
            fs::write(&file, "文").unwrap();
            hears(&[Report::Changed(file.clone()), Report::Written(file.clone())]);
            fs::rename(&file, &moved).unwrap();
            hears(&[Report::Changed(file), Report::Changed(moved.clone())]);
            fs::remove_file(&moved).unwrap();
            hears(&[Report::Changed(moved)]);
            // A folder that is moved away is no longer that of its path.
            let away = root.join("乙");
            fs::rename(&inner, &away).unwrap();
            hears(&[
                Report::Changed(inner.clone()),
                Report::Changed(away.clone()),
            ]);
            fs::create_dir(&inner).unwrap();
            hears(&[Report::Changed(inner.clone())]);
            watch(&mut watcher, &away);
            fs::write(away.join("篇.txt"), "文").unwrap();
            hears(&[Report::Written(away.join("篇.txt"))]);
            // Its thread ends, and lets the sender go.
            drop(watcher);
            let is_over = |()| {
                let next = told.recv_timeout(Duration::from_secs(20));
                matches!(next, Err(RecvTimeoutError::Disconnected))
            };
            assert!(std::iter::repeat_n((), 100).any(is_over));
        }
    };
}

#[cfg(target_os = "linux")]
tells_of_changes!(
    each_folder_is_watched,
    by_folder::Watcher,
    |watcher, folder| {
        watcher.folder(folder).unwrap();
        for inner in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
            if inner.is_dir() {
                watcher.folder(&inner).unwrap();
            }
        }
    }
);
tells_of_changes!(a_tree_is_watched, by_tree::Watcher, |watcher, folder| {
    watcher.tree(folder).unwrap();
});
