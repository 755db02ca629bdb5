//! The part of the doctor's page about storage: the folders, and the catalogs in them.

use std::path::Path;

use crate::disk;
use crate::library;
use crate::settings::{Locale, Paths};

/// The program's folders, marking those that do not exist yet.
pub fn folders(locale: &Locale, paths: &Paths) -> Vec<(String, String)> {
    let folder = |name: &str, path: &Path| {
        let mut value = path.display().to_string();
        if !disk::is_folder(path) {
            value += &format!(" ({})", locale.tr("doctor.not-there", &[]));
        }
        (locale.tr(name, &[]), value)
    };
    vec![
        folder("doctor.config", &paths.config),
        folder("doctor.state", &paths.state),
        folder("doctor.cache", &paths.cache),
    ]
}

/// The catalogs on the disk, marking damaged ones.
pub fn catalogs(locale: &Locale, paths: &Paths) -> Vec<(String, String)> {
    let (catalogs, problems) = library::survey(&paths.cache);
    let mut values: Vec<String> = catalogs
        .iter()
        .map(|kept| match &kept.library {
            Some((root, count)) => {
                let said = [root.display().to_string(), count.to_string()];
                locale.tr("doctor.catalog", &[&said[0], &said[1]])
            }
            None => locale.tr("doctor.damaged", &[&kept.file.display().to_string()]),
        })
        .collect();
    if values.is_empty() {
        values.push(locale.tr("doctor.no-catalogs", &[]));
    }
    values.extend(problems.iter().map(ToString::to_string));
    let name = locale.tr("doctor.catalogs", &[]);
    let named = values.into_iter().map(|value| (name.clone(), value));
    named.collect()
}
