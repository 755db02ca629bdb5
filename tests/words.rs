//! The words of the interface: every sentence that the code asks for is there, every one that is
//! there is asked for, what is said stands in the locales and not in the code, and what has one
//! line has room on it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;
use unicode_width::UnicodeWidthStr;
use zhangju::settings::Options;
use zhangju::tui::action::Action;

const LOCALES: [&str; 3] = ["zh", "zh-Hant", "en"];

/// The sections whose keys are names of things: that all of them are there is held beside the
/// things.
const BY_NAME: [&str; 6] = [
    "action",
    "after-help",
    "command",
    "foreign",
    "option",
    "setting",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The sentences of a locale by `section.key`.
fn sentences(locale: &str) -> BTreeMap<String, String> {
    let path = root().join(format!("assets/locales/{locale}.toml"));
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let sections = table.into_iter().flat_map(|(section, keys)| {
        let keys = keys.as_table().unwrap().clone();
        keys.into_iter().map(move |(key, said)| {
            (
                format!("{section}.{key}"),
                said.as_str().unwrap().to_owned(),
            )
        })
    });
    sections.collect()
}

/// The code of the program, without comments and tests: path and text.
fn code() -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => walk(&path, into),
                Some(extension) if extension == "rs" => into.push(path),
                _ => {}
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join("src"), &mut paths);
    let name = |path: &Path| {
        let path = path.strip_prefix(root().join("src")).unwrap();
        path.to_string_lossy().replace('\\', "/")
    };
    let code = paths.iter().map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = code.lines();
        let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
        (name(path), lines.collect::<Vec<_>>().join("\n"))
    });
    code.filter(|(name, _)| !name.ends_with("tests.rs") && !name.contains("/tests/"))
        .collect()
}

/// What stands between quotation marks in a text of code.
fn literals(code: &str) -> Vec<String> {
    let literal = Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    // A quotation mark by itself is a character; a line that ends with \ goes on.
    let code = code.replace("'\"'", "").replace("b'\"'", "");
    let code = Regex::new(r"\\\n\s*").unwrap().replace_all(&code, "");
    let found = code.lines().flat_map(|line| literal.captures_iter(line));
    found.map(|found| found[1].to_owned()).collect()
}

#[test]
fn sentences_that_are_asked_for_are_there_and_no_others() {
    let known = sentences("en");
    let sections: BTreeSet<&str> = known
        .keys()
        .map(|key| key.split('.').next().unwrap())
        .collect();
    let key = Regex::new(r"^[a-z-]+\.[a-z0-9-]+$").unwrap();
    let (mut used, mut prefixes) = (BTreeSet::new(), BTreeSet::new());
    let mut words = BTreeSet::new();
    for literal in code().iter().flat_map(|(_, code)| literals(code)) {
        // `format!("edition.{name}")`, `"library." + kind`.
        if let Some((prefix, _)) = literal.split_once('{')
            && prefix.contains('.')
        {
            prefixes.insert(prefix.to_owned());
        } else if literal.ends_with('.') {
            prefixes.insert(literal.clone());
        }
        if key.is_match(&literal) {
            used.insert(literal.clone());
        }
        words.insert(literal);
    }
    // The groups of help are named there.
    let groups = Regex::new(r#"(?m)^"([a-z]+)" = "#).unwrap();
    let actions = include_str!("../assets/actions.toml");
    words.extend(groups.captures_iter(actions).map(|own| own[1].to_owned()));
    // Names of files have the form of keys.
    let is_file = |name: &str| {
        let ending = name.rsplit('.').next().unwrap();
        ["toml", "jsonl", "json", "md", "txt", "xml"].contains(&ending)
    };
    let missing: Vec<&String> = used
        .iter()
        .filter(|key| sections.contains(key.split('.').next().unwrap()))
        .filter(|key| !known.contains_key(*key) && !is_file(key))
        .collect();
    assert!(missing.is_empty(), "asked for and not there: {missing:?}");
    let is_used = |key: &&String| {
        let (section, name) = key.split_once('.').unwrap();
        let is_composed = prefixes.iter().any(|prefix| {
            // Where only the section is fixed, the name is somebody's word.
            key.starts_with(prefix.as_str())
                && (prefix.len() > section.len() + 1 || words.contains(name))
        });
        BY_NAME.contains(&section) || used.contains(*key) || is_composed
    };
    let unused: Vec<&String> = known.keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "there and never asked for: {unused:?}");
}

#[test]
fn names_of_things_that_are_gone_have_no_sentence() {
    let known = sentences("en");
    for (section, names) in [
        (
            "action",
            Action::all().iter().map(Action::name).collect::<Vec<_>>(),
        ),
        ("setting", Options::names().to_vec()),
    ] {
        for key in known.keys() {
            if let Some(name) = key.strip_prefix(&format!("{section}.")) {
                assert!(names.contains(&name), "{key} is of nothing");
            }
        }
    }
}

/// Literals of the front ends that are words and yet no sentences of the program.
const NO_SENTENCES: [&str; 3] = [
    // What the key of tmux's own settings is called.
    "tmux: set -g set-clipboard on",
    // For whoever builds the program.
    "asked to fail at {place}",
    "<!DOCTYPE html>",
];

#[test]
fn what_is_said_stands_in_the_locales() {
    let words = Regex::new(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}").unwrap();
    let reasons = Regex::new(r#"reason = "[^"]*""#).unwrap();
    let mut found = Vec::new();
    for (name, code) in code() {
        let is_front = [
            "cli", "disk", "engine", "linear", "reading", "settings", "tui",
        ]
        .iter()
        .any(|front| name.starts_with(front));
        if !is_front {
            continue;
        }
        let code = reasons.replace_all(&code, "").into_owned();
        for literal in literals(&code) {
            let is_allowed = NO_SENTENCES.iter().any(|known| literal.starts_with(known));
            if words.is_match(&literal) && !is_allowed {
                found.push(format!("{name}: {literal}"));
            }
        }
    }
    assert!(
        found.is_empty(),
        "in the code, not in the locales:\n{}",
        found.join("\n")
    );
}

/// Sections that are shown in as many lines as they need.
const IN_SEVERAL_LINES: [&str; 13] = [
    "after-help",
    "cli",
    "command",
    "config",
    "doctor",
    "foreign",
    "issue",
    "kiosk",
    "linear",
    "mistake",
    "option",
    "setting",
    "usage",
];

#[test]
fn what_has_one_line_has_room_on_it() {
    let place = Regex::new(r"\{[0-9](:[^}]*)?\}").unwrap();
    let mut long = Vec::new();
    for locale in LOCALES {
        for (key, said) in sentences(locale) {
            let section = key.split('.').next().unwrap();
            // What is filled in has a column at least.
            let columns = place.replace_all(&said, "0").width();
            // The footers of sheets leave out what there is no room for; `how` is a page.
            let is_broken = key.contains(".keys") || key.split('.').next_back() == Some("how");
            if !IN_SEVERAL_LINES.contains(&section) && !is_broken && columns > 80 {
                long.push(format!("{locale} {key}: {columns} columns"));
            }
        }
    }
    assert!(
        long.is_empty(),
        "longer than 80 columns:\n{}",
        long.join("\n")
    );
}
