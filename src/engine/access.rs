//! How a search server is reached: a table of `[engines]` in the settings.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use ureq::http::Uri;

use super::Reason;
use crate::disk::{self, Limits, Programs};
use crate::text::Said;

/// How a server is reached, as the settings have it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Access {
    /// Where it is asked: `https://host:8443`.
    pub address: String,
    /// Where each of its shards takes what is written, if it has several.
    #[serde(default)]
    shards: Vec<String>,
    /// The database with its tables.
    #[serde(default = "database")]
    pub database: String,
    /// The user.
    #[serde(default = "user")]
    pub user: String,
    /// A file whose first line is the password.
    #[serde(default)]
    password_file: Option<PathBuf>,
    /// A program that prints the password, and its arguments.
    #[serde(default)]
    password_command: Vec<String>,
    /// A file of the certificates that may vouch for the server, in PEM.
    #[serde(default)]
    roots: Option<PathBuf>,
}

fn database() -> String {
    "zhangju".to_owned()
}

fn user() -> String {
    "default".to_owned()
}

/// The largest file of a password, and of certificates.
const PASSWORD: u64 = 4 << 10;
const CERTIFICATES: u64 = 4 << 20;

/// What the program may take that prints the password; a person may have to unlock something.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    memory: 1 << 30,
    output: PASSWORD,
};

impl Access {
    /// Where each shard takes what is written.
    pub fn shards(&self) -> &[String] {
        if self.shards.is_empty() {
            std::slice::from_ref(&self.address)
        } else {
            &self.shards
        }
    }

    /// The password; `None` if the user has none.
    ///
    /// # Errors
    /// If it cannot be read, or would go unprotected over a network.
    pub fn password(&self) -> Result<Option<String>, Reason> {
        let bytes = match (&self.password_file, self.password_command.split_first()) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => {
                return Err(Reason::Unset(Said::new("engine.password-twice")));
            }
            (Some(file), None) => disk::read(file, PASSWORD).map_err(|error| error.said()),
            (None, Some((program, arguments))) => {
                let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
                let printed = Programs::default().output(program, &arguments, LIMITS);
                printed.map_err(|error| {
                    Said::new("engine.no-password").with_said(disk::reason(&error))
                })
            }
        };
        let password = String::from_utf8(bytes.map_err(Reason::Unset)?);
        let password =
            password.map_err(|_| Reason::Unset(Said::new("engine.password-encoding")))?;
        let password = password.lines().next().unwrap_or("").to_owned();
        let all = std::iter::once(&self.address).chain(&self.shards);
        if let Some(open) = all.into_iter().find(|address| !is_safe(address)) {
            return Err(Reason::Unset(Said::new("engine.open").with(open)));
        }
        Ok(Some(password))
    }

    /// The certificates that may vouch for the server.
    ///
    /// # Errors
    /// If they are needed and not given, or cannot be read.
    pub fn certificates(&self) -> Result<Vec<u8>, Reason> {
        let mut all = std::iter::once(&self.address).chain(&self.shards);
        match &self.roots {
            Some(roots) => {
                disk::read(roots, CERTIFICATES).map_err(|error| Reason::Unset(error.said()))
            }
            None if all.any(|address| address.starts_with("https:")) => {
                Err(Reason::Unset(Said::new("engine.no-roots")))
            }
            None => Ok(Vec::new()),
        }
    }
}

/// Whether nobody else hears what is sent to an address.
fn is_safe(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or("").trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    is_here || uri.scheme_str() == Some("https")
}
