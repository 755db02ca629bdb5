//! The inbox of the loop: what happens comes by one channel; what has to wait its turn comes first.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::message::Message;

/// Messages for the loop.
#[derive(Debug)]
pub struct Inbox {
    messages: Receiver<Message>,
    /// What has come while something else was waited for.
    deferred: VecDeque<Message>,
}

impl Inbox {
    /// An inbox of what comes by a channel.
    pub fn new(messages: Receiver<Message>) -> Self {
        Self {
            messages,
            deferred: VecDeque::new(),
        }
    }

    /// The next message, for which is waited as long as it takes, or for a time.
    ///
    /// # Errors
    /// Where none has come in that time, or none can come any more.
    pub fn wait(&mut self, time: Option<Duration>) -> Result<Message, RecvTimeoutError> {
        match (self.deferred.pop_front(), time) {
            (Some(message), _) => Ok(message),
            (None, None) => self.messages.recv().map_err(RecvTimeoutError::from),
            (None, Some(time)) => self.messages.recv_timeout(time),
        }
    }

    /// The next message, if there is one.
    pub fn next(&mut self) -> Option<Message> {
        let deferred = self.deferred.pop_front();
        deferred.or_else(|| self.messages.try_recv().ok())
    }

    /// The next message that comes within a time, whatever was deferred.
    pub fn receive(&mut self, time: Duration) -> Option<Message> {
        self.messages.recv_timeout(time).ok()
    }

    /// Puts a message off until what is under way is done.
    pub fn defer(&mut self, message: Message) {
        self.deferred.push_back(message);
    }

    /// Forgets some of the messages that have come so far.
    pub fn forget(&mut self, which: impl Fn(&Message) -> bool) {
        self.deferred.extend(self.messages.try_iter());
        self.deferred.retain(|message| !which(message));
    }
}
