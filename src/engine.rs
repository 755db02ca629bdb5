//! The cellar, beside `disk`: the client of a search server, ClickHouse over HTTP. The only files
//! that know the network; they know neither documents nor queries.

mod access;
mod answer;
mod connection;
mod error;
pub mod sql;

use crate::text::Said;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

pub use access::Access;
pub use answer::number;
use connection::{Connection, Post};
pub use error::{Error, Reason};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How often it is asked whether an answer is still wanted.
const GLANCE: Duration = Duration::from_millis(30);

/// A search server under the name that the settings give it. It is connected to when it is first
/// asked.
#[derive(Debug)]
pub struct Server {
    name: String,
    access: Access,
    connection: Mutex<Option<Arc<Connection>>>,
    /// Makes the names of queries unique, with `session`.
    asked: AtomicU64,
    session: ulid::Ulid,
}

impl Server {
    /// The server of a name.
    pub fn new(name: &str, access: Access) -> Self {
        Self {
            name: name.to_owned(),
            access,
            connection: Mutex::default(),
            asked: AtomicU64::new(0),
            session: ulid::Ulid::generate(),
        }
    }

    /// Its name in the settings.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is.
    pub fn address(&self) -> &str {
        &self.access.address
    }

    /// A table of its database by its whole name: where a query is sent on to other shards they
    /// know nothing of the database that it was asked in.
    pub fn table(&self, name: &str) -> String {
        format!("{}.{name}", sql::name(&self.access.database))
    }

    /// The number of servers among which what is written is divided.
    pub fn shards(&self) -> usize {
        self.access.shards().len()
    }

    /// The rows that a query gives, which ends in no `FORMAT`. Asked a second time if the
    /// connection was lost.
    ///
    /// # Errors
    /// If the server cannot be reached, refuses, takes too long, gives half an answer, or the
    /// answer is no longer wanted.
    pub fn rows<T: DeserializeOwned>(
        &self,
        query: &str,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Vec<T>, Error> {
        self.rows_of(None, query, is_wanted)
    }

    /// As [`Self::rows`], asked of one of the shards.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn shard_rows<T: DeserializeOwned>(
        &self,
        shard: usize,
        query: &str,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Vec<T>, Error> {
        self.rows_of(Some(shard), query, is_wanted)
    }

    fn rows_of<T: DeserializeOwned>(
        &self,
        shard: Option<usize>,
        query: &str,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Vec<T>, Error> {
        let post = || Post::query(shard, format!("{query} FORMAT JSONCompact"));
        let asked = match self.send(post(), is_wanted) {
            Err(error) if error.is_lost() && is_wanted() => self.send(post(), is_wanted),
            asked => asked,
        };
        asked
            .and_then(|bytes| answer::rows(&bytes).map_err(|reason| Error::new(&self.name, reason)))
    }

    /// Holds a table, of a shard or of all, against the columns that it must have, each with its
    /// type.
    ///
    /// # Errors
    /// As [`Self::rows`], and if it has others.
    pub fn check(
        &self,
        shard: Option<usize>,
        table: &str,
        columns: &[(&str, &str)],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), Error> {
        let query = format!(
            "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {}",
            sql::text(table)
        );
        let found: Vec<(String, String)> = self.rows_of(shard, &query, is_wanted)?;
        let wrong = columns.iter().find(|(name, kind)| {
            let mut own = found.iter();
            !own.any(|(other, type_of)| other == name && type_of == kind)
        });
        let what = match wrong {
            _ if found.is_empty() => Said::new("engine.no-table").with(table),
            Some((name, kind)) => {
                let lacking = Said::new("engine.no-column").with(table);
                lacking.with(name).with(kind)
            }
            None => return Ok(()),
        };
        Err(Error::new(&self.name, Reason::Layout(what)))
    }

    /// Adds rows to a table of a shard, all or none. It is never tried twice: rows of which it is
    /// not known whether they arrived would be there twice.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn insert<T: Serialize>(
        &self,
        shard: usize,
        table: &str,
        rows: &[T],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), Error> {
        let mut lines = Vec::new();
        for row in rows {
            // A row is a struct of plain fields, which JSON always can hold.
            let _ = serde_json::to_writer(&mut lines, row);
            lines.push(b'\n');
        }
        let into = format!("INSERT INTO {table} FORMAT JSONEachRow");
        self.send(Post::insert(shard, into, lines), is_wanted)
            .map(drop)
    }

    /// Has a shard do something that gives no rows.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn command(
        &self,
        shard: usize,
        statement: &str,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), Error> {
        let post = Post::query(Some(shard), statement.to_owned());
        self.send(post, is_wanted).map(drop)
    }

    /// Sends in a thread of its own, since nothing else ends waiting for a server that is silent.
    fn send(&self, post: Post, is_wanted: &dyn Fn() -> bool) -> Result<Vec<u8>, Error> {
        let failed = |reason| Error::new(&self.name, reason);
        let connection = self.connection().map_err(failed)?;
        let count = self.asked.fetch_add(1, Ordering::Relaxed);
        let id = format!("zhangju-{}-{count}", self.session);
        let (to, from) = channel();
        let (own, sent) = (Arc::clone(&connection), id.clone());
        thread::spawn(move || {
            // Nobody hears it any more where it was given up.
            let _ = to.send(own.post(&post, &sent));
        });
        loop {
            match from.recv_timeout(GLANCE) {
                Ok(answer) => return answer.map_err(failed),
                Err(RecvTimeoutError::Timeout) if is_wanted() => {}
                Err(RecvTimeoutError::Timeout) => {
                    thread::spawn(move || connection.give_up(&id));
                    return Err(failed(Reason::Unwanted));
                }
                Err(RecvTimeoutError::Disconnected) => return Err(failed(Reason::Cut)),
            }
        }
    }

    /// The connection. What cannot be made is tried again the next time.
    fn connection(&self) -> Result<Arc<Connection>, Reason> {
        let mut held = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = &*held {
            return Ok(Arc::clone(connection));
        }
        let made = Arc::new(Connection::new(&self.access)?);
        *held = Some(Arc::clone(&made));
        Ok(made)
    }
}

#[cfg(test)]
mod tests;
