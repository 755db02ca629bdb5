//! Requests to a search server over HTTP, each within a time of its own.

use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};
use ureq::{Agent, Timeout};

use super::{Access, Reason, answer};
use crate::disk;
use crate::text::Said;

/// How long a connection may take, and a whole request. The server is told to give up a little
/// earlier: its words say more. A shard that does not answer holds a server for ever.
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(30);
const SERVER: Duration = Duration::from_secs(25);

/// The largest answer, in bytes: the largest document, in JSON.
const LARGEST: u64 = 192 << 20;

/// What is sent.
pub(super) struct Post {
    /// The shard, if it is for one.
    shard: Option<usize>,
    /// What stands in the address, if the body is what is written.
    statement: Option<String>,
    body: Vec<u8>,
}

impl Post {
    /// A statement.
    pub fn query(shard: Option<usize>, statement: String) -> Self {
        Self {
            shard,
            statement: None,
            body: statement.into_bytes(),
        }
    }

    /// Rows to be written.
    pub fn insert(shard: usize, statement: String, rows: Vec<u8>) -> Self {
        Self {
            shard: Some(shard),
            statement: Some(statement),
            body: rows,
        }
    }
}

/// What is needed to send.
#[derive(Debug)]
pub(super) struct Connection {
    agent: Agent,
    access: Access,
    password: Option<String>,
}

impl Connection {
    pub fn new(access: &Access) -> Result<Self, Reason> {
        let mut certificates = Vec::new();
        for item in parse_pem(&access.certificates()?) {
            match item {
                Ok(PemItem::Certificate(own)) => certificates.push(own),
                Ok(_) => {}
                Err(error) => return Err(Reason::Unset(Said::new("engine.roots").with(error))),
            }
        }
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::new_with_certs(&certificates))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .http_status_as_error(false)
            // Nobody else is to be sent the password.
            .max_redirects(0)
            .proxy(None)
            .build();
        Ok(Self {
            agent: config.into(),
            password: access.password()?,
            access: access.clone(),
        })
    }

    /// Sends; returns the body of the answer. `id` is the name of the query on the server.
    pub fn post(&self, post: &Post, id: &str) -> Result<Vec<u8>, Reason> {
        let shard = post.shard.and_then(|shard| self.access.shards().get(shard));
        let address = shard.unwrap_or(&self.access.address);
        let mut request = self
            .agent
            .post(address)
            .query("database", &self.access.database)
            .query("query_id", id)
            .query("replace_running_query", "1")
            .query("wait_end_of_query", "1")
            .query("max_execution_time", SERVER.as_secs().to_string())
            .query("max_query_size", "1048576")
            .header("X-ClickHouse-User", &self.access.user);
        if let Some(statement) = &post.statement {
            request = request.query("query", statement);
        }
        if let Some(password) = &self.password {
            request = request.header("X-ClickHouse-Key", password);
        }
        let mut response = request.send(&post.body).map_err(|error| reason(&error))?;
        let read = response.body_mut().with_config().limit(LARGEST);
        let body = read.read_to_vec().map_err(|error| reason(&error))?;
        if response.status().is_success() {
            return Ok(body);
        }
        let status = || Reason::Lost(Said::new("engine.status").with(response.status()));
        Err(answer::refused(&body).unwrap_or_else(status))
    }

    /// Has a server stop a query: one of the same name takes its place.
    pub fn give_up(&self, id: &str) {
        let _ = self.post(&Post::query(None, "SELECT 1".to_owned()), id);
    }
}

fn reason(error: &ureq::Error) -> Reason {
    match error {
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            Reason::Slow(CONNECT.as_secs())
        }
        ureq::Error::Timeout(_) => Reason::Slow(WHOLE.as_secs()),
        ureq::Error::BodyExceedsLimit(_) => Reason::Large,
        ureq::Error::BadUri(_) => Reason::Unset(Said::Words(error.to_string())),
        ureq::Error::Rustls(why) => unsafe_connection(why),
        // The end of a body before its announced length.
        ureq::Error::Io(why) if why.kind() == std::io::ErrorKind::UnexpectedEof => Reason::Cut,
        ureq::Error::Io(why) => match why.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some::<&rustls::Error>(why) => unsafe_connection(why),
            None => Reason::Lost(disk::reason(why)),
        },
        _ => Reason::Lost(Said::Words(error.to_string())),
    }
}

fn unsafe_connection(why: &rustls::Error) -> Reason {
    Reason::Unset(Said::new("engine.not-safe").with(why))
}
