//! The part of the doctor's page about storage: the folders, and the catalogs in them.

use std::path::Path;

use crate::annotation;
use crate::disk::{self, Volume};
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

/// What the file system of the annotations cannot do, if it lacks anything.
pub fn lacking(locale: &Locale, volume: &dyn Volume, paths: &Paths) -> Option<(String, String)> {
    let folder = annotation::folder(&paths.config);
    let lacks = !disk::syncs_folders(volume, &folder);
    let tr = |key: &str| locale.tr(key, &[]);
    lacks.then(|| (tr("doctor.annotations"), tr("doctor.no-folder-sync")))
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
    values.extend(problems.iter().map(|problem| locale.say(&problem.said())));
    let name = locale.tr("doctor.catalogs", &[]);
    let named = values.into_iter().map(|value| (name.clone(), value));
    named.collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::io;

    use super::*;
    use crate::disk::memory::Memory;
    use crate::settings::Language;

    #[test]
    fn a_file_system_that_cannot_sync_folders_is_told_of() {
        let disk = Memory::default();
        let [config, state, cache] = ["/config", "/state", "/cache"].map(Into::into);
        let paths = Paths {
            config,
            state,
            cache,
        };
        let locale = Locale::of(Language::English);
        let told = |reason: Option<io::ErrorKind>| {
            disk.fail_folder_sync(reason);
            lacking(&locale, &disk, &paths).map(|(_, words)| words)
        };
        assert_eq!(told(None), None);
        assert!(
            told(Some(io::ErrorKind::Unsupported))
                .unwrap()
                .contains("folders")
        );
        // A folder that is not there yet can be synced once it is.
        assert_eq!(told(Some(io::ErrorKind::NotFound)), None);
    }
}
