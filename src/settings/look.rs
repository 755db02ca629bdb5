//! How the room looked when it was left: what a person has changed in it by keys and mouse. One
//! small file of JSON in the state directory.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::disk::{self, Volume};

/// What a person has changed; what they have not is for the room to decide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Columns of the tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree: Option<u16>,
    /// Columns of the outline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline: Option<u16>,
    /// Columns of the screen on which they were set; on another they are a wish for more or less
    /// than the room would give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen: Option<u16>,
    /// The name of the theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
}

/// The file in the state directory.
const FILE: &str = "look.json";

/// The largest such file that is read, in bytes.
const LARGEST: u64 = 1 << 16;

impl Look {
    /// Reads it from a state directory. A file that is missing or damaged says nothing: nothing
    /// that a person wrote is in it.
    pub fn read(state: &Path) -> Self {
        let bytes = disk::read(&state.join(FILE), LARGEST).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Keeps it in a state directory, if it is not what is kept there.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep(&self, volume: &dyn Volume, state: &Path) -> Result<(), disk::Error> {
        if *self == Self::read(state) {
            return Ok(());
        }
        let json = serde_json::to_vec(self).unwrap_or_default();
        disk::replace(volume, &state.join(FILE), &json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_survives_the_program_and_a_damaged_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path();
        Look::default().keep(&disk::System, state).unwrap();
        assert!(!state.join(FILE).exists(), "nothing was changed");
        let look = Look {
            tree: Some(31),
            ..Look::default()
        };
        look.keep(&disk::System, state).unwrap();
        assert_eq!(Look::read(state), look);
        std::fs::write(state.join(FILE), r#"{"tree":31,"of-later":1}"#).unwrap();
        assert_eq!(Look::read(state), look);
        std::fs::write(state.join(FILE), "{").unwrap();
        assert_eq!(Look::read(state), Look::default());
    }
}
