//! Directories: for what a person writes, for what the program remembers, and for what may be
//! deleted.

use std::ffi::OsString;
use std::path::PathBuf;

use directories::ProjectDirs;

/// The directories of the program. None is created before there is something to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Files of the user: `config.toml`, `rules.toml`, `annotations/`.
    pub config: PathBuf,
    /// The program's state on this machine: device, reading positions.
    pub state: PathBuf,
    /// Safe to delete.
    pub cache: PathBuf,
}

impl Paths {
    /// The directories of this process: `ZHANGJU_CONFIG_DIR`, `ZHANGJU_STATE_DIR` and
    /// `ZHANGJU_CACHE_DIR` if set, else those of the platform (XDG on Linux).
    ///
    /// # Errors
    /// One line that names the remedy, if the account has no home directory.
    pub fn of_environment() -> Result<Self, String> {
        Self::of(|name| std::env::var_os(name))
    }

    fn of(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, String> {
        let project = ProjectDirs::from("", "", "zhangju");
        let place = |name: &str, of_project: fn(&ProjectDirs) -> PathBuf| match variable(name)
            .filter(|value| !value.is_empty())
        {
            Some(folder) => Ok(PathBuf::from(folder)),
            None => project.as_ref().map(of_project).ok_or_else(|| {
                format!("this account has no home directory: set {name} to a folder")
            }),
        };
        Ok(Self {
            config: place("ZHANGJU_CONFIG_DIR", |dirs| dirs.config_dir().to_owned())?,
            state: place("ZHANGJU_STATE_DIR", |dirs| {
                dirs.state_dir()
                    .unwrap_or_else(|| dirs.data_local_dir())
                    .to_owned()
            })?,
            cache: place("ZHANGJU_CACHE_DIR", |dirs| dirs.cache_dir().to_owned())?,
        })
    }

    /// Path of the settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Path of the rules for the texts of all libraries.
    pub fn rules(&self) -> PathBuf {
        self.config.join("rules.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_come_before_the_platform() {
        let paths = Paths::of(|name| Some(format!("/x/{name}").into())).unwrap();
        assert_eq!(paths.config, PathBuf::from("/x/ZHANGJU_CONFIG_DIR"));
        assert_eq!(paths.state, PathBuf::from("/x/ZHANGJU_STATE_DIR"));
        assert_eq!(
            paths.settings(),
            PathBuf::from("/x/ZHANGJU_CONFIG_DIR/config.toml")
        );
    }
}
