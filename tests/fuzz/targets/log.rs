//! Any bytes in a log of annotations or in a file to import: lines that are not records are
//! counted, and nothing else happens.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::annotation::{Store, import};

fuzz_target!(|bytes: &[u8]| {
    let _ = import::read(bytes);
    let Ok(folder) = tempfile::tempdir() else { return };
    let logs = folder.path().join("config/annotations/01AAAAAAAAAAAAAAAAAAAAAAAA");
    let is_written = std::fs::create_dir_all(&logs)
        .and_then(|()| std::fs::write(logs.join("2026-11.jsonl"), bytes))
        .is_ok();
    assert!(is_written, "the folder for temporary files is full");
    let store = Store::open(&folder.path().join("config"), &folder.path().join("state"));
    assert!(store.annotations().len() <= bytes.len());
});
