//! The texts for the benches: the statutes in `corpora/laws` of the folder named by
//! `ZHANGJU_SHARED` or, without it, the sample, repeated.

use std::path::Path;

/// The texts, in no particular order.
pub fn texts() -> Vec<String> {
    let mut texts = Vec::new();
    if let Some(shared) = std::env::var_os("ZHANGJU_SHARED") {
        read(&Path::new(&shared).join("corpora/laws"), &mut texts);
    }
    if texts.is_empty() {
        texts = vec![include_str!("../../seeds/000_9e09b61c7e3c8cf0.txt").to_owned(); 200];
    }
    texts
}

fn read(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            into.extend(std::fs::read_to_string(path));
        }
    }
}
