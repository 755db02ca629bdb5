//! Nothing hostile gets out: whatever a document, a file name, a note, a tag, a paste or an
//! argument holds, a strict parser of everything that was written finds only sequences of our own.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod line;

use std::process::Command;
use std::thread;
use std::time::Duration;

use line::{Answers, Line};
use zhangju::annotation::{Annotation, Color, SourceRef, Store, Target};
use zhangju::text::Span;

/// What terminals were attacked with: sequences in seven and eight bits, torn and nested ones, and
/// characters that reorder or hide.
fn payloads() -> Vec<String> {
    let bodies = [
        "[2J",
        "[6n",
        "[c",
        "[>c",
        "[?1049l",
        "[21t",
        "[8m",
        "[r",
        "[s",
        "[!p",
        "]0;owned\u{7}",
        "]2;owned\u{1b}\\",
        "]52;c;b3duZWQ=\u{7}",
        "]52;c;?\u{7}",
        "]8;;http://evil\u{7}x",
        "]11;?\u{7}",
        "]4;1;?\u{7}",
        "]1337;File=x\u{7}",
        "P$qm\u{1b}\\",
        "P+q544e\u{1b}\\",
        "PtmuX;\u{1b}\u{1b}]0;x\u{7}\u{1b}\\",
        "_Gf=24;x\u{1b}\\",
        "^x\u{1b}\\",
        "X\u{1b}\\",
        "c",
        "7",
        "#8",
        "(0",
        "%@",
        "=",
        "Z",
        "[200~",
        "[201~q:quit\r",
        "[5i",
        "[?5i",
        "[0n",
        "k title\u{1b}\\",
    ];
    let mut payloads: Vec<String> = bodies.iter().map(|body| format!("\u{1b}{body}")).collect();
    // The same introduced by C1 controls.
    payloads.extend(bodies.iter().filter_map(|body| {
        let c1 = match body.chars().next()? {
            '[' => '\u{9b}',
            ']' => '\u{9d}',
            'P' => '\u{90}',
            '_' => '\u{9f}',
            '^' => '\u{9e}',
            'X' => '\u{98}',
            _ => return None,
        };
        Some(format!("{c1}{}", &body[1..]))
    }));
    let characters = [
        '\u{0}',
        '\u{5}',
        '\u{7}',
        '\u{8}',
        '\u{b}',
        '\u{c}',
        '\u{e}',
        '\u{f}',
        '\u{11}',
        '\u{13}',
        '\u{18}',
        '\u{1a}',
        '\u{1b}',
        '\u{7f}',
        '\u{84}',
        '\u{85}',
        '\u{8d}',
        '\u{9c}',
        '\u{200e}',
        '\u{202e}',
        '\u{2066}',
        '\u{2028}',
        '\u{feff}',
        '\u{fff9}',
        '\u{e0041}',
        '\u{61c}',
        '\u{ad}',
        '\u{200b}',
    ];
    payloads.extend(characters.iter().map(|c| format!("a{c}b{c}")));
    // Torn, doubled, and with the ends of others inside.
    let torn = [
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}]0;",
        "\u{1b}\u{1b}[2J",
        "\u{1b}[\u{7}2J",
        "\u{1b}\\\u{1b}]0;x",
        "\u{9c}\u{9d}0;x\u{9c}",
        "\u{1b}[38;2;1;2;3mx",
    ];
    payloads.extend(torn.map(String::from));
    assert!(payloads.len() >= 100, "{}", payloads.len());
    payloads
}

/// Does something with every payload, several at once: most of it is waiting.
fn with_each_payload(work: impl Fn(usize, &str) + Sync) {
    const AT_ONCE: usize = 8;
    let (payloads, work) = (&payloads(), &work);
    thread::scope(|scope| {
        for first in 0..AT_ONCE {
            let share = payloads.iter().enumerate().skip(first).step_by(AT_ONCE);
            scope.spawn(move || share.for_each(|(index, payload)| work(index, payload)));
        }
    });
}

/// Reads everything that was written; fails at the first byte that is not ours.
fn check(raw: &[u8], what: &str) {
    let text = std::str::from_utf8(raw).unwrap_or_else(|error| panic!("{what}: {error}"));
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\u{1b}' => own_sequence(rest).unwrap_or_else(|| {
                let near: String = rest.chars().take(24).collect();
                panic!("{what}: {near:?}")
            }),
            '\r' | '\u{b}' | '\u{8}' => 1,
            c => {
                let is_hidden = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{ad}' | '\u{200b}' | '\u{61c}' | '\u{e0000}'..='\u{e007f}');
                assert!(!c.is_control() && !is_hidden, "{what}: {c:?}");
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
}

/// The length of a sequence that the program itself writes.
fn own_sequence(text: &str) -> Option<usize> {
    const FIXED: [&str; 36] = [
        "\x1bM",
        "\x1b[K",
        "\x1b[2J",
        "\x1b[r",
        "\x1b[s",
        "\x1b[H",
        "\x1b[6n",
        "\x1b[5n",
        "\x1b]11;?\x1b\\",
        "\x1b[?2026$p",
        "\x1b[?69$p",
        "\x1b[?u",
        "\x1b[>1u",
        "\x1b[<u",
        "\x1b[?1004$p",
        "\x1b[?1004h",
        "\x1b[?1004l",
        "\x1b7",
        "\x1b8",
        "\x1b[?69h",
        "\x1b[?7h",
        "\x1b[?69l",
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b[?2004h",
        "\x1b[?2004l",
        "\x1b[?1002h",
        "\x1b[?1002l",
        "\x1b[?1006h",
        "\x1b[?1006l",
        "\x1b[?25h",
        "\x1b[?25l",
        "\x1b[?2026h",
        "\x1b[?2026l",
        "\x1b[22;2t",
        "\x1b[23;2t",
    ];
    if let Some(fixed) = FIXED.iter().find(|fixed| text.starts_with(**fixed)) {
        return Some(fixed.len());
    }
    if let Some(title) = text.strip_prefix("\x1b]2;") {
        let end = title.find("\x1b\\")?;
        return (!title[..end].chars().any(char::is_control)).then_some(4 + end + 2);
    }
    if let Some(address) = text.strip_prefix("\x1b]8;;") {
        let end = address.find("\x1b\\")?;
        let address = &address[..end];
        let is_safe = address.is_empty() || address.starts_with("http");
        let is_plain = address.chars().all(|c| c.is_ascii_graphic());
        return (is_safe && is_plain).then_some(5 + end + 2);
    }
    let parameters = text.strip_prefix("\x1b[")?;
    let end = parameters.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    // Moves, erasing of cells, colours, regions and margins with their numbers.
    "ABCDGHXmrs"
        .contains(&parameters[end..=end])
        .then_some(2 + end + 1)
}

#[test]
fn documents_names_and_pastes_write_only_our_sequences() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    std::fs::create_dir(&library).unwrap();
    let payloads = payloads();
    for (index, payload) in payloads.iter().enumerate() {
        let name: String = payload
            .chars()
            .filter(|c| !matches!(c, '/' | '\0'))
            .collect();
        let text = format!(
            "---\ntitle: \"标题{payload}\"\ntags: [\"标签{payload}\"]\nauthor: \"{payload}\"\n---\n# 标题{payload}\n\n第一条 {payload}合作社，见[{payload}](https://a.example/{payload})与https://a.example/{payload}。\n\n| 甲{payload} | 乙 |\n|---|---|\n| {payload} | 丙 |\n\n世{payload}\t名\n一\t二\n\n注[^{payload}]\n\n[^{payload}]: {payload}\n\n1.1 {payload}\n\n附件1\n\n{payload}\n"
        );
        std::fs::write(library.join(format!("{index:03}{name}.md")), text).unwrap();
    }
    let line = Line::open(
        folder.path(),
        &[library.to_str().unwrap()],
        (120, 40),
        Answers::All,
    );
    line.settled();
    for _ in 0..payloads.len() {
        line.send(">");
        thread::sleep(Duration::from_millis(50));
    }
    line.settled();
    check(&line.raw.lock().unwrap(), "documents");
    // Lists, and texts that are typed and pasted.
    for keys in [
        "p",
        "\x0e\x0e\x0e",
        "\x1b[B\x1b[B",
        "\x03",
        "M",
        "\x03",
        "E",
        "\x03",
        // Clauses, headings of the library, history, what is akin, notes, references, encodings,
        // the doctor.
        "c",
        "\x0e\x0e",
        "\x03",
        "C",
        "\x03",
        "gh",
        "\x03",
        "gs",
        "\x03",
        "gn",
        "\x03",
        "K",
        "\x03",
        "gr",
        "\x03",
        "e",
        "\x03",
        "D",
        "\x03",
    ] {
        line.send(keys);
        line.settled();
    }
    for payload in &payloads {
        for prompt in ["/", ":"] {
            let pasted = payload.replace("\u{1b}[201~", "");
            line.send(&format!("{prompt}\x1b[200~{pasted}\x1b[201~"));
            thread::sleep(Duration::from_millis(15));
            line.send("\x03");
        }
    }
    line.settled();
    check(&line.raw.lock().unwrap(), "lists and pastes");
}

/// Notes, tags, quotations and titles come from other devices and other programs as well.
#[test]
fn annotations_write_only_our_sequences() {
    let folder = tempfile::tempdir().unwrap();
    let law = folder.path().join("law.md");
    let payloads = payloads();
    let articles = payloads.iter().enumerate();
    let articles =
        articles.map(|(number, _)| format!("第{}条　合作社之{number}。\n\n", number + 1));
    let text = format!("# 甲法\n\n{}", articles.collect::<String>());
    std::fs::write(&law, &text).unwrap();
    let annotations = payloads.iter().enumerate().map(|(number, payload)| {
        let source = SourceRef {
            title: "甲法".to_owned(),
            ..SourceRef::default()
        };
        let words = format!("合作社之{number}。");
        let start = text.find(&words).unwrap();
        let span = Span::new(start, start + words.len());
        let mut annotation =
            Annotation::highlight(Target::new(source, &text, span, None), Color::Red);
        annotation.set_note(&format!("注{payload}止"));
        annotation.set_tags(&[format!("类{payload}")]);
        annotation
    });
    // Those of a document that is not here, whose every text is hostile.
    let lost = payloads.iter().map(|payload| {
        let source = SourceRef {
            title: format!("题{payload}"),
            path: payload.clone(),
            date: payload.clone(),
            ..SourceRef::default()
        };
        let span = Span::new(0, payload.len());
        let mut annotation = Annotation::bookmark(Target::new(source, payload, span, None), None);
        annotation.mark = payload.chars().next();
        annotation.color = payload.clone();
        annotation
    });
    let mut store = Store::open(&folder.path().join("config"), &folder.path().join("state"));
    store.put_all(annotations.chain(lost)).unwrap();
    let line = Line::open(
        folder.path(),
        &[law.to_str().unwrap()],
        (200, 40),
        Answers::All,
    );
    line.settled();
    // The lane beside the text, the popup, the editor with its tags.
    for _ in 0..payloads.len() {
        line.send("g]");
        thread::sleep(Duration::from_millis(15));
    }
    for _ in 0..payloads.len() / 4 {
        for keys in ["g[g[g[g[", "i", "\x03", "a", "\x03", "#", "\x03"] {
            line.send(keys);
            thread::sleep(Duration::from_millis(15));
        }
    }
    line.settled();
    check(&line.raw.lock().unwrap(), "notes");
    // The list, in every order, and read through.
    line.send("M");
    line.settled();
    for _ in 0..5 {
        line.send("\x0f");
        for _ in 0..payloads.len() / 8 {
            line.send("\x1b[6~");
            thread::sleep(Duration::from_millis(5));
        }
    }
    line.send("\x14");
    line.settled();
    for _ in 0..payloads.len() {
        line.send(" ");
        thread::sleep(Duration::from_millis(5));
    }
    line.settled();
    check(&line.raw.lock().unwrap(), "the list of annotations");
}

#[test]
fn errors_and_arguments_write_only_text() {
    with_each_payload(|_, payload| {
        let folder = tempfile::tempdir().unwrap();
        let name: String = payload.chars().filter(|c| *c != '\0').collect();
        let mut line = Line::open(
            folder.path(),
            &[&format!("none{name}")],
            (120, 40),
            Answers::None,
        );
        line.end();
        let raw = line.raw.lock().unwrap();
        // One line of text for the shell, ended as lines are.
        let text = String::from_utf8(raw.clone()).unwrap().replace("\r\n", "");
        let control = text.chars().find(|c| c.is_control());
        assert_eq!(control, None, "{payload:?}: {text:?}");
    });
}

/// Behind a pipe there is a terminal again: `less -R`, `tee`, `grep`.
#[test]
fn what_goes_into_a_pipe_is_text() {
    let folder = tempfile::tempdir().unwrap();
    let told = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_zhangju"))
            .args(arguments)
            .current_dir(folder.path())
            .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
            .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
            .env("ZHANGJU_CACHE_DIR", folder.path().join("cache"))
            .output()
            .unwrap();
        for text in [&output.stdout, &output.stderr] {
            let text = std::str::from_utf8(text).unwrap();
            let text = text.replace("\r\n", "\n");
            let at = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t'));
            let near = at.map(|at| text[at..].chars().take(24).collect::<String>());
            assert_eq!(near, None, "{arguments:?}");
        }
        String::from_utf8(output.stdout).unwrap()
    };
    for (index, payload) in payloads().iter().enumerate() {
        let one_line = payload.replace(['\n', '\r'], " ");
        let name: String = one_line
            .chars()
            .filter(|c| !matches!(c, '/' | '\0'))
            .collect();
        let text = format!(
            "# 标题{one_line}\n\n第一条 {one_line}合作社{payload}。\n\n第三条 {one_line}\n\n> {payload}\n"
        );
        let path = format!("{index}{name}.md");
        std::fs::write(folder.path().join(&path), &text).unwrap();
        let clause = format!("{path}#art1");
        let note = payload.replace('\0', " ");
        for arguments in [
            &[&*path][..],
            &["show", &format!("{path}#{note}")],
            &["cite", &clause],
            &["marks", "add", &clause, "--note", &note, "--tag", &note],
            &["library", "add", &note],
        ] {
            told(arguments);
        }
        // JSON says the same, and holds all of it.
        let json = told(&["outline", &path, "--format", "json"]);
        let found: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(found["path"], path);
    }
    for arguments in [
        &["outline", "."][..],
        &["outline", ".", "--format", "markdown"],
        &["check", "."],
        &["marks", "list"],
        &["marks", "list", "."],
        &["marks", "export"],
        &["marks", "export", "--format", "jsonld"],
        &["marks", "check"],
        &["library", "list"],
    ] {
        told(arguments);
    }
    let json = told(&["marks", "export", "--format", "json"]);
    let notes: Vec<String> = json
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["body"][0]["value"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let is_there = |payload: &String| notes.contains(&payload.replace('\0', " "));
    assert!(
        payloads()
            .iter()
            .filter(|payload| !payload.trim().is_empty())
            .all(is_there)
    );
}

/// Options, the environment and the settings are as foreign as files: they come with a link to
/// click, a shared configuration, an `ssh` that sends variables along.
#[test]
fn options_environment_and_settings_write_only_our_sequences() {
    let variables = [
        "TERM",
        "LANG",
        "COLORTERM",
        "SSH_CONNECTION",
        "TMUX",
        "EDITOR",
        "HOME",
    ];
    with_each_payload(|index, payload| {
        let folder = tempfile::tempdir().unwrap();
        let law = folder.path().join("law.md");
        std::fs::write(&law, "# 甲法\n\n第一条　甲。\n").unwrap();
        let law = law.to_str().unwrap();
        let config = folder.path().join("config");
        std::fs::create_dir_all(&config).unwrap();
        let payload: String = payload.chars().filter(|c| *c != '\0').collect();
        let escape = |c: char| format!("\\U{:08x}", u32::from(c));
        let escaped = payload.chars().map(escape).collect::<Vec<_>>().concat();
        let settings = [
            format!("measure = \"{escaped}\"\n"),
            format!("\"{escaped}\" = 1\n"),
            format!("[citations]\nmine = \"{{{escaped}\"\n"),
            format!("[keys.reader]\n\"{escaped}\" = \"down\"\nq = \"{escaped}\"\n"),
            format!("measure = {payload}\n"),
        ];
        std::fs::write(
            config.join("config.toml"),
            &settings[index % settings.len()],
        )
        .unwrap();
        let arguments = [
            vec![format!("--{payload}")],
            vec![
                "show".to_owned(),
                law.to_owned(),
                "--width".to_owned(),
                payload.clone(),
            ],
            vec![
                "outline".to_owned(),
                "--format".to_owned(),
                payload.clone(),
                law.to_owned(),
            ],
            vec![
                "cite".to_owned(),
                format!("{law}#art1"),
                "--style".to_owned(),
                payload.clone(),
            ],
            vec!["show".to_owned(), format!("{law}#{payload}")],
            vec!["doctor".to_owned()],
        ];
        let environment = [(variables[index % variables.len()], payload.as_str())];
        // All of them for each payload would take minutes.
        let kinds = arguments.len();
        let chosen = |kind: usize| kind == 0 || kind == index % kinds;
        let arguments = arguments.into_iter().enumerate();
        for (_, arguments) in arguments.filter(|(kind, _)| chosen(*kind)) {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let mut line = Line::open_with(
                folder.path(),
                &arguments,
                (120, 40),
                Answers::None,
                &environment,
            );
            line.end();
            let raw = line.raw.lock().unwrap();
            check(
                &String::from_utf8_lossy(&raw).replace('\n', "").into_bytes(),
                &format!("{arguments:?}"),
            );
        }
    });
}

#[test]
#[should_panic = "planted"]
fn a_foreign_sequence_would_be_found() {
    check("文\x1b[3;2H文\x1b]0;x\x07".as_bytes(), "planted");
}
