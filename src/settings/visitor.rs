//! Visitors: who reads in a shared reading room, known by the key that they logged in with. sshd writes it to the file that
//! `SSH_USER_AUTH` names, where `ExposeAuthInfo yes` is set.

use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Paths;
use crate::disk;

/// The largest file of that kind that is read.
const LARGEST: u64 = 64 << 10;

/// Letters of a visitor's name.
const NAME: usize = 32;

/// The name of this session's visitor: digits of the digest of the public key, the same at every login.
///
/// # Errors
/// One line with the way out, where nobody logged in with a key.
pub fn name() -> Result<String, String> {
    let nameless =
        || "nothing is kept: log in with a key, to an sshd with `ExposeAuthInfo yes`".to_owned();
    let path = std::env::var_os("SSH_USER_AUTH").ok_or_else(nameless)?;
    let bytes = disk::read(Path::new(&path), LARGEST).map_err(|error| error.to_string())?;
    of_info(&String::from_utf8_lossy(&bytes)).ok_or_else(nameless)
}

/// From lines such as `publickey ssh-ed25519 AAAA…`.
fn of_info(info: &str) -> Option<String> {
    let key = info
        .lines()
        .find_map(|line| line.strip_prefix("publickey "))?;
    let digest = Sha256::digest(key.trim().as_bytes());
    let mut name = String::with_capacity(NAME);
    for byte in digest.iter().take(NAME / 2) {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    Some(name)
}

impl Paths {
    /// The directories of one visitor below those of the account.
    #[must_use]
    pub fn of_visitor(&self, name: &str) -> Self {
        Self {
            config: self.config.join("readers").join(name),
            state: self.state.join("readers").join(name),
            cache: self.cache.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_known_by_the_key_alone() {
        let first = of_info("publickey ssh-ed25519 AAAAC3Nz\n").unwrap();
        assert_eq!(first.len(), NAME);
        assert!(first.bytes().all(|byte| byte.is_ascii_hexdigit()));
        // `printf 'ssh-ed25519 AAAAC3Nz' | sha256sum`
        assert_eq!(first, "460a4843966ebd8c680179a576c8f689");
        assert_ne!(of_info("publickey ssh-ed25519 AAAAC3Nx"), Some(first));
        assert_eq!(of_info("password\n"), None);
        assert_eq!(of_info(""), None);
    }
}
