//! A proxy that cuts answers off.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Passes on to a port of this machine what comes, and of what is answered on a connection only so
/// many bytes.
pub struct Proxy {
    pub port: u16,
    most: Arc<AtomicUsize>,
}

impl Proxy {
    pub fn start(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let most = Arc::new(AtomicUsize::new(usize::MAX));
        let limit = Arc::clone(&most);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let limit = Arc::clone(&limit);
                thread::spawn(move || {
                    // Either may go at any time.
                    let _ = pass(&client, to, &limit);
                    let _ = client.shutdown(Shutdown::Both);
                });
            }
        });
        Self { port, most }
    }

    /// Lets through so many bytes of each answer.
    pub fn cut(&self, most: usize) {
        self.most.store(most, Ordering::Relaxed);
    }
}

fn pass(client: &TcpStream, to: u16, most: &AtomicUsize) -> std::io::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", to))?;
    let (mut from, mut into) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut into);
    });
    let (mut from, mut into) = (server.try_clone()?, client.try_clone()?);
    let (mut passed, mut bytes) = (0, [0; 1 << 14]);
    loop {
        let count = from.read(&mut bytes)?;
        let left = most.load(Ordering::Relaxed).saturating_sub(passed);
        into.write_all(&bytes[..count.min(left)])?;
        passed += count;
        if count == 0 || count >= left {
            return server.shutdown(Shutdown::Both);
        }
    }
}
