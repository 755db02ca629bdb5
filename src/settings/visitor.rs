//! Visitors: readers in a shared reading room, identified by the SSH key of their login. sshd
//! writes it to the file named by `SSH_USER_AUTH` if `ExposeAuthInfo yes` is set.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Paths;
use crate::disk;
use crate::text::Said;

/// Largest such file that is read, in bytes.
const LARGEST: u64 = 64 << 10;

/// Length of a visitor's name, in hexadecimal digits.
const NAME: usize = 32;

/// The name of the current visitor: digits of the public key's digest, the same at every login.
///
/// # Errors
/// One line that names the remedy, if the login did not use a key.
pub fn name() -> Result<String, Said> {
    let nameless = || Said::new("house.nameless");
    let path = std::env::var_os("SSH_USER_AUTH").ok_or_else(nameless)?;
    let bytes = disk::read(Path::new(&path), LARGEST).map_err(|error| error.said())?;
    of_info(&String::from_utf8_lossy(&bytes)).ok_or_else(nameless)
}

/// Computes the name from lines such as `publickey ssh-ed25519 AAAA…`.
fn of_info(info: &str) -> Option<String> {
    let key = info
        .lines()
        .find_map(|line| line.strip_prefix("publickey "))?;
    let digest = Sha256::digest(plain(key.trim()).as_bytes());
    let mut name = String::with_capacity(NAME);
    for byte in digest.iter().take(NAME / 2) {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    Some(name)
}

/// Suffix that distinguishes the type of a certificate from that of its key.
const CERTIFICATE: &str = "-cert-v01";

/// The key of a line in the form of a plain key. A certificate changes with every signing, the key
/// in it does not.
fn plain(line: &str) -> Cow<'_, str> {
    key_within(line).map_or(Cow::Borrowed(line), Cow::Owned)
}

/// The key in a certificate (OpenSSH, PROTOCOL.certkeys), which consists of its type, a nonce, the
/// members of the key, and the signed data. A plain key has its type and the members. `None` if
/// this is not a certificate of a known kind.
fn key_within(line: &str) -> Option<String> {
    let mut parts = line.split_ascii_whitespace();
    let (kind, data) = (parts.next()?, parts.next()?);
    let (before, behind) = kind.split_once(CERTIFICATE)?;
    let (plain, members) = match (before, behind) {
        ("ssh-ed25519", "@openssh.com") => ("ssh-ed25519", 1),
        ("ssh-rsa", "@openssh.com") => ("ssh-rsa", 2),
        ("ssh-dss", "@openssh.com") => ("ssh-dss", 4),
        ("ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521", "@openssh.com") => {
            (before, 2)
        }
        ("sk-ssh-ed25519", "@openssh.com") => ("sk-ssh-ed25519@openssh.com", 2),
        ("sk-ecdsa-sha2-nistp256", "@openssh.com") => ("sk-ecdsa-sha2-nistp256@openssh.com", 3),
        _ => return None,
    };
    let data = STANDARD.decode(data).ok()?;
    let mut rest = data.as_slice();
    let (own, _nonce) = (member(&mut rest)?, member(&mut rest)?);
    if own.get(4..)? != kind.as_bytes() {
        return None;
    }
    let mut key = u32::try_from(plain.len()).ok()?.to_be_bytes().to_vec();
    key.extend_from_slice(plain.as_bytes());
    for _ in 0..members {
        key.extend_from_slice(member(&mut rest)?);
    }
    Some(format!("{plain} {}", STANDARD.encode(key)))
}

/// Splits off a member together with its length (RFC 4251, 5: both `string` and `mpint`).
fn member<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_be_bytes(*rest.first_chunk()?);
    let (member, behind) = rest.split_at_checked(usize::try_from(length).ok()?.checked_add(4)?)?;
    *rest = behind;
    Some(member)
}

impl Paths {
    /// The directories of one visitor, below those of the account.
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

    #[test]
    fn visitors_share_nothing_but_what_is_made_of_the_library() {
        let account = Paths {
            config: "/home/reader/config".into(),
            state: "/home/reader/state".into(),
            cache: "/home/reader/cache".into(),
        };
        let [one, two] = ["a1", "b2"].map(|name| account.of_visitor(name));
        for (one, two, account) in [
            (&one.config, &two.config, &account.config),
            (&one.state, &two.state, &account.state),
        ] {
            assert!(one.starts_with(account) && two.starts_with(account));
            assert!(!one.starts_with(two) && !two.starts_with(one));
        }
        assert_eq!([&one.cache, &two.cache], [&account.cache; 2]);
    }

    /// Pairs made by `ssh-keygen -t TYPE` and, twice for each, `ssh-keygen -s CA -I id -n reader
    /// KEY.pub`.
    #[test]
    fn a_certificate_is_the_reader_of_the_key_in_it() {
        let pairs = include_str!("visitor/certificates.txt");
        let mut lines = pairs.lines();
        let mut tried = 0;
        while let (Some(key), Some(first), Some(second)) =
            (lines.next(), lines.next(), lines.next())
        {
            assert_ne!(first, second);
            let reader = of_info(&format!("publickey {key}\n"));
            assert!(reader.is_some());
            for certificate in [first, second] {
                assert!(certificate.contains("-cert-v01@openssh.com "));
                assert_eq!(
                    of_info(&format!("publickey {certificate}\n")),
                    reader,
                    "{key}"
                );
            }
            tried += 1;
        }
        assert_eq!(tried, 3);
        // A truncated certificate is none, wherever it is cut, and causes no panic.
        let whole = pairs.lines().nth(1).unwrap();
        let (kind, data) = whole.split_once(' ').unwrap();
        let data = STANDARD.decode(data).unwrap();
        for length in 0..100 {
            let cut = STANDARD.encode(&data[..length]);
            assert_eq!(key_within(&format!("{kind} {cut}")), None);
        }
    }
}
