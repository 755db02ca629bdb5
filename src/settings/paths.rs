//! Directories: for what a person writes, for what the program remembers, and for what may be
//! deleted.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::text::Said;
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
    /// `ZHANGJU_CACHE_DIR` if set, else those below `XDG_CONFIG_HOME`, `XDG_STATE_HOME` and
    /// `XDG_CACHE_HOME`, on every platform, else those of the platform.
    ///
    /// # Errors
    /// One line that names the remedy, if the account has no home directory.
    pub fn of_environment() -> Result<Self, Said> {
        Self::of(|name| std::env::var_os(name))
    }

    fn of(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Said> {
        let project = ProjectDirs::from("", "", "zhangju");
        let place = |name: &str, xdg: &str, of_project: fn(&ProjectDirs) -> PathBuf| {
            if let Some(folder) = variable(name).filter(|folder| !folder.is_empty()) {
                return Ok(PathBuf::from(folder));
            }
            // A relative one is to be ignored (XDG Base Directory Specification).
            let xdg = variable(xdg).map(PathBuf::from);
            if let Some(folder) = xdg.filter(|folder| folder.is_absolute()) {
                return Ok(folder.join("zhangju"));
            }
            let homeless = || Said::new("house.no-home").with(name);
            project.as_ref().map(of_project).ok_or_else(homeless)
        };
        Ok(Self {
            config: place("ZHANGJU_CONFIG_DIR", "XDG_CONFIG_HOME", |dirs| {
                dirs.config_dir().to_owned()
            })?,
            state: place("ZHANGJU_STATE_DIR", "XDG_STATE_HOME", |dirs| {
                dirs.state_dir()
                    .unwrap_or_else(|| dirs.data_local_dir())
                    .to_owned()
            })?,
            cache: place("ZHANGJU_CACHE_DIR", "XDG_CACHE_HOME", |dirs| {
                dirs.cache_dir().to_owned()
            })?,
        })
    }

    /// Path of the settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Folder of the person's own themes.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
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

    #[test]
    fn folders_of_xdg_hold_on_every_platform() {
        let paths = Paths::of(|name| match name {
            "XDG_CONFIG_HOME" => Some("/c".into()),
            "XDG_STATE_HOME" => Some("/s".into()),
            "XDG_CACHE_HOME" => Some("relative".into()),
            "ZHANGJU_CACHE_DIR" => Some("/k".into()),
            _ => None,
        })
        .unwrap();
        let expected = ["/c/zhangju", "/s/zhangju", "/k"].map(PathBuf::from);
        assert_eq!([paths.config, paths.state, paths.cache], expected);
    }
}
