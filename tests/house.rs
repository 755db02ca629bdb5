//! The house: which floor may import which, what each file says of itself, where the outside world may be touched.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::path::{Path, PathBuf};

/// Each floor with the floors that it may import.
const FLOORS: [(&str, &[&str]); 12] = [
    ("text", &[]),
    ("document", &["text"]),
    ("clause", &["text", "document"]),
    ("typeset", &["text", "document", "clause"]),
    ("disk", &[]),
    ("terminal", &["text"]),
    ("library", &["text", "document", "clause", "disk"]),
    ("search", &["text", "document", "clause", "library"]),
    ("annotation", &["text", "document", "clause", "disk"]),
    // The settings of how text is set are the typesetter's own, and the templates of citations the annotations'; the doctor's page
    // advises what to set, and tells of terminal and catalogs to say why.
    (
        "settings",
        &[
            "text",
            "typeset",
            "disk",
            "terminal",
            "library",
            "annotation",
        ],
    ),
    (
        "tui",
        &[
            "text",
            "document",
            "clause",
            "typeset",
            "disk",
            "library",
            "search",
            "annotation",
            "terminal",
            "settings",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "document",
            "clause",
            "typeset",
            "disk",
            "library",
            "search",
            "annotation",
            "terminal",
            "settings",
            "tui",
        ],
    ),
];

/// What only some files may name, and which: prefixes of their paths below `src`.
const OUTSIDE: [(&str, &[&str]); 4] = [
    (
        "ratatui::",
        &["tui/view", "tui/theme", "tui/layout", "terminal/screen"],
    ),
    ("crossterm::", &["terminal"]),
    ("std::fs", &["disk"]),
    ("std::env", &["settings", "cli"]),
];

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Every source file: its path below `src`, and its code without comments and tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let mut sources = Vec::new();
    for path in paths {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        if name.ends_with("/tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//! "),
            "{name} does not say what it is for"
        );
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        let lines = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        sources.push((name, lines.collect::<Vec<_>>().join("\n")));
    }
    assert!(sources.len() > 50, "the sources are not where they were");
    sources
}

#[test]
fn floors_import_only_what_lies_below_them() {
    for (name, code) in sources() {
        let floor = name.split(['/', '.']).next().unwrap_or("");
        let Some((_, below)) = FLOORS.iter().find(|(known, _)| *known == floor) else {
            assert!(matches!(floor, "lib" | "main"), "{name} is on no floor");
            continue;
        };
        assert!(
            !code.contains("crate::{") && !code.contains("crate::*"),
            "{name} imports from several floors at once"
        );
        for (at, _) in code.match_indices("crate::") {
            let path = &code[at + "crate::".len()..];
            let imported = path
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or("");
            assert!(
                imported == floor || below.contains(&imported),
                "{name} imports {imported}"
            );
        }
    }
}

#[test]
fn the_outside_is_touched_in_few_places() {
    for (name, code) in sources() {
        for (path, places) in OUTSIDE {
            let may = places.iter().any(|place| name.starts_with(place));
            assert!(may || !code.contains(path), "{name} names {path}");
        }
    }
}

/// The modules of the roof that have to do with the reading room: what opens it, and what shuts it in.
const OPENERS: [&str; 2] = ["cli/open.rs", "cli/kiosk.rs"];

#[test]
fn commands_do_without_the_reading_room() {
    let names_it = |code: &str| code.contains("tui::");
    let commands: Vec<_> = sources()
        .into_iter()
        .filter(|(name, _)| name.starts_with("cli"))
        .collect();
    for (name, code) in &commands {
        assert!(
            OPENERS.contains(&name.as_str()) == names_it(code),
            "{name}: what opens the reading room, and nothing else of the roof, names it"
        );
    }
    assert!(
        OPENERS
            .iter()
            .all(|opener| commands.iter().any(|(name, _)| name == opener))
    );
}

#[test]
fn every_issue_has_a_sentence() {
    let sentences = include_str!("../assets/locales/en.toml");
    for (name, code) in sources() {
        for (at, marker) in code.match_indices("code: \"") {
            let issue = code[at + marker.len()..].split('"').next().unwrap_or("");
            assert!(
                sentences.contains(&format!("\n{issue} = ")),
                "{name} tells of {issue}, for which there is no sentence"
            );
        }
    }
}

#[test]
fn the_top_level_is_as_it_was_fixed() {
    let fixed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "seeds",
        "assets",
        "tests",
        "README.md",
        "benches",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "CHANGELOG.md",
        "target",
    ];
    for entry in std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.starts_with('.') || fixed.contains(&name.as_str()),
            "{name} stands at the top level"
        );
    }
}
