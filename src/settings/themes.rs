//! A person's own themes: files of TOML in `themes/` of the configuration, as the front ends read
//! them.

use super::Paths;
use crate::disk::{self, System};
use crate::text::Said;

/// The largest file of a theme that is read, in bytes.
const LARGEST: u64 = 1 << 16;

/// The name and the text of each file; what cannot be read is left out, and told in one line.
pub fn own(paths: &Paths) -> (Vec<(String, String)>, Option<Said>) {
    let mut problems = Vec::new();
    let files = disk::list(&System, &paths.themes(), "toml", &mut problems);
    let mut themes = Vec::new();
    for file in files {
        let name = file.path.file_stem().unwrap_or_default();
        match disk::read(&file.path, LARGEST) {
            Ok(bytes) => themes.push((
                name.to_string_lossy().into_owned(),
                String::from_utf8_lossy(&bytes).into_owned(),
            )),
            Err(error) => problems.push(error),
        }
    }
    (themes, problems.first().map(disk::Error::said))
}
