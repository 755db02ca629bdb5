//! What the client makes of servers that answer in odd ways: small ones of its own, on loopback.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// A server that gives one answer after the other, and how often it was asked.
fn server(answers: Vec<&'static [u8]>) -> (Server, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            count.fetch_add(1, Ordering::Relaxed);
            // The statements of these tests come in one piece.
            let _ = stream.read(&mut [0; 1 << 12]);
            let _ = stream.write_all(answer);
        }
    });
    let access = toml::from_str(&format!("address = '{address}'")).unwrap();
    (Server::new("所", access), asked)
}

fn ask(answers: Vec<&'static [u8]>) -> (Result<Vec<(u64, String)>, Reason>, usize) {
    let (server, asked) = server(answers);
    let rows = server.rows("SELECT", &|| true);
    let rows = rows.map_err(|error| error.reason);
    (rows, asked.load(Ordering::Relaxed))
}

const WHOLE: &[u8] =
    b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"data\":[[7,\"a\"]],\"rows\":1}";

#[test]
fn an_answer_that_was_cut_off_is_asked_for_again() {
    let expected = vec![(7, "a".to_owned())];
    assert_eq!(ask(vec![WHOLE]), (Ok(expected.clone()), 1));
    for cut in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"data\":[[7,\"a\"]],\"rows\":1}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"dat\r\n",
    ] {
        assert_eq!(ask(vec![cut, WHOLE]), (Ok(expected.clone()), 2));
        let (rows, asked) = ask(vec![cut, cut]);
        assert!(matches!(
            rows.unwrap_err(),
            Reason::Cut | Reason::Lost(_) | Reason::Layout(_)
        ));
        assert_eq!(asked, 2);
    }
}

#[test]
fn what_a_server_refuses_is_told_in_its_words() {
    let words = "Table x.y does not exist. (UNKNOWN_TABLE)";
    let refusals: [(&[u8], Said); 4] = [
        (
            b"HTTP/1.1 401 No\r\nConnection: close\r\n\r\nCode: 193, e.displayText() = DB::Exception: Wrong password for user a, e.what() = DB::Exception",
            Said::new("engine.login"),
        ),
        (
            b"HTTP/1.1 404 No\r\nConnection: close\r\n\r\nCode: 60. DB::Exception: Table x.y\ndoes not exist. (UNKNOWN_TABLE)",
            Said::new("engine.no-tables").with(words),
        ),
        // It fails when half is sent.
        (
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"data\":[[7,\"a\"]Code: 241, e.displayText() = DB::Exception: Memory limit, e.what()",
            Said::new("engine.refused").with(241).with("Memory limit"),
        ),
        (
            b"HTTP/1.1 502 No\r\nConnection: close\r\n\r\n<html>",
            Said::new("engine.lost").with_said(Said::new("engine.status").with("502 Bad Gateway")),
        ),
    ];
    for (answer, expected) in refusals {
        let (rows, _) = ask(vec![answer, answer]);
        assert_eq!(rows.unwrap_err().said(), expected);
    }
}

#[test]
fn a_silent_server_is_given_up_when_nobody_wants_its_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("address = 'http://{}'", listener.local_addr().unwrap());
    let server = Server::new("所", toml::from_str(&address).unwrap());
    let asked = AtomicUsize::new(0);
    let is_wanted = || asked.fetch_add(1, Ordering::Relaxed) < 3;
    let rows = server.rows::<(u64,)>("SELECT", &is_wanted);
    assert!(rows.unwrap_err().is_unwanted());
}

#[test]
fn a_password_is_sent_only_where_nobody_hears_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "秘密\n").unwrap();
    let password = |address: &str| {
        let lines = format!(
            "address = '{address}'\npassword-file = '{}'",
            file.display()
        );
        let access: Access = toml::from_str(&lines).unwrap();
        access.password()
    };
    for safe in [
        "http://127.0.0.1:8123",
        "http://[::1]:8123/",
        "http://localhost",
        "https://search.example:8443",
    ] {
        assert_eq!(password(safe), Ok(Some("秘密".to_owned())), "{safe}");
    }
    for open in ["http://10.0.0.1", "http://localhost.example", "search"] {
        let refused = password(open).unwrap_err();
        assert_eq!(refused.said(), Said::new("engine.open").with(open));
    }
    let command = "address = 'http://[::1]'\npassword-command = ['echo', 'a b']";
    let access: Access = toml::from_str(command).unwrap();
    assert_eq!(access.password(), Ok(Some("a b".to_owned())));
}
