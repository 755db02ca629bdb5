//! The house: which floor may import which, what each file says of itself, where the outside world
//! may be touched.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each floor with the floors that it may import.
const FLOORS: [(&str, &[&str]); 15] = [
    ("text", &[]),
    ("document", &["text"]),
    ("clause", &["text", "document"]),
    ("typeset", &["text", "document", "clause"]),
    ("disk", &["text"]),
    ("engine", &["text", "disk"]),
    ("terminal", &["text", "disk"]),
    ("library", &["text", "document", "clause", "disk", "engine"]),
    (
        "search",
        &["text", "document", "clause", "disk", "engine", "library"],
    ),
    ("annotation", &["text", "document", "clause", "disk"]),
    // The settings of how text is set are the typesetter's own, and the templates of citations the
    // annotations'; the lines of the settings file are counted as a document's; the doctor's page
    // advises what to set, and tells of terminal and catalogs to say why.
    (
        "settings",
        &[
            "text",
            "document",
            "typeset",
            "disk",
            "engine",
            "terminal",
            "library",
            "annotation",
        ],
    ),
    (
        "reading",
        &[
            "text",
            "document",
            "clause",
            "typeset",
            "disk",
            "library",
            "search",
            "annotation",
            "settings",
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
            "reading",
        ],
    ),
    (
        "linear",
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
            "reading",
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
            "reading",
            "linear",
            "tui",
        ],
    ),
];

/// What only some files may name, and which: prefixes of their paths below `src`.
const OUTSIDE: [(&str, &[&str]); 5] = [
    (
        "ratatui::",
        &["tui/view", "tui/theme", "tui/layout", "terminal/screen"],
    ),
    ("crossterm::", &["terminal"]),
    ("std::fs", &["disk"]),
    ("std::env", &["settings", "cli"]),
    ("ureq::", &["engine"]),
];

/// What modules of the reading room may not import.
const INSIDE: [(&str, &str); 3] = [
    ("tui::model", "tui::layout"),
    ("tui::model", "tui::view"),
    ("tui::update", "tui::view"),
];

/// Where time and randomness come from; update is given what it needs of them.
const CHANCE: [&str; 7] = [
    "Instant",
    "SystemTime",
    "Timestamp",
    "Zoned",
    "Ids",
    "Ulid",
    "rand",
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
        if name.ends_with("/tests.rs") || name.contains("/tests/") {
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
            assert!(
                matches!(floor, "lib" | "main" | "build"),
                "{name} is on no floor"
            );
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
            // What builds the program is no part of it.
            if name == "build.rs" {
                continue;
            }
            let may = places.iter().any(|place| name.starts_with(place));
            assert!(may || !code.contains(path), "{name} names {path}");
        }
    }
}

/// The modules of the roof that have to do with the reading room: what opens it, what shuts it in,
/// and what checks the settings, whose keys are the room's.
const OPENERS: [&str; 3] = ["cli/open.rs", "cli/kiosk.rs", "cli/config.rs"];

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
            "{name}: what has to do with the reading room, and nothing else of the roof, names it"
        );
    }
    assert!(
        OPENERS
            .iter()
            .all(|opener| commands.iter().any(|(name, _)| name == opener))
    );
}

#[test]
fn the_model_knows_no_screen_and_update_no_chance() {
    let sources = sources();
    for import in imports(&sources) {
        for (room, other) in INSIDE {
            let is_wrong = import.by.starts_with(room) && import.from.starts_with(other);
            assert!(!is_wrong, "{} imports {}", import.by, import.path);
        }
    }
    for (name, code) in sources {
        if name.starts_with("tui/update") || name.starts_with("tui/model") {
            let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            let found = words.find(|word| CHANCE.contains(word));
            assert_eq!(found, None, "{name}");
        }
    }
}

#[test]
fn no_circle_of_files() {
    let sources = sources();
    let circles = circles(&sources);
    let found: Vec<String> = circles.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn circles_are_found_however_they_are_imported() {
    let check = |files: &[(&str, &str)], expected: &[&str]| {
        let sources: Vec<_> = files
            .iter()
            .map(|(name, code)| ((*name).to_owned(), (*code).to_owned()))
            .collect();
        let found: Vec<String> = circles(&sources)
            .iter()
            .map(|circle| format!("{}: {}", circle.folder, circle.files.join(" ")))
            .collect();
        assert_eq!(found, expected, "{files:?}");
    };
    // By `use`, by a path in the code, over a third file.
    let a = ("x/a.rs", "use super::b::{self, Thing};");
    check(&[a, ("x/b.rs", "fn f() { crate::x::a::g() }")], &["x: a b"]);
    check(
        &[
            a,
            ("x/b.rs", "use crate::x::{c, d as e};"),
            ("x/c.rs", "use super::a;"),
        ],
        &["x: a b c"],
    );
    check(&[a, ("x/b.rs", "use super::c;"), ("x/c.rs", "")], &[]);
    // A file and its folder are one, whoever of them imports; within the folder they are not
    // compared.
    check(
        &[
            ("a.rs", ""),
            ("a/in.rs", "use crate::b::B;"),
            ("b.rs", "use crate::a::A;"),
        ],
        &[": a b"],
    );
    check(
        &[
            ("a.rs", "use self::in_a::B;"),
            ("a/in_a.rs", "use super::A;"),
        ],
        &[],
    );
    // What the folder's file passes on comes from the file that has it.
    check(
        &[
            ("x.rs", "pub use a::A;"),
            ("x/a.rs", "use super::b;"),
            ("x/b.rs", "use super::A;"),
        ],
        &["x: a b"],
    );
    // What only looks like an import.
    check(&[a, ("x/b.rs", "let because = superb::a;")], &[]);
}

/// Files that import each other.
struct Circle {
    folder: String,
    files: Vec<String>,
    /// Who imports what, as it stands there.
    imports: Vec<String>,
}

impl std::fmt::Display for Circle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "a circle in `{}`: {}",
            self.folder,
            self.files.join(", ")
        )?;
        self.imports
            .iter()
            .try_for_each(|import| write!(f, "\n    {import}"))
    }
}

/// The circles among the files of each folder; a file and its own folder count as one.
fn circles(sources: &[(String, String)]) -> Vec<Circle> {
    // For each folder, who of it imports whom, and why.
    let mut edges: BTreeMap<String, BTreeMap<(String, String), Vec<String>>> = BTreeMap::new();
    for Import { by, path, from } in imports(sources) {
        let (own, other) = (by.split("::"), from.split("::"));
        let common = own.clone().zip(other.clone());
        let common = common.take_while(|(a, b)| a == b).count();
        let folder = own.clone().take(common).collect::<Vec<_>>().join("::");
        if let (Some(own), Some(other)) = (own.clone().nth(common), other.clone().nth(common)) {
            let edges = edges.entry(folder).or_default();
            let why = edges.entry((own.to_owned(), other.to_owned()));
            why.or_default().push(format!("{by}: {path}"));
        }
    }
    let mut circles = Vec::new();
    for (folder, edges) in edges {
        // Whom each of them reaches.
        let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (own, other) in edges.keys() {
            reached.entry(own).or_default().insert(other);
        }
        loop {
            let further: Vec<(&str, &str)> = reached
                .iter()
                .flat_map(|(own, others)| {
                    let next = others
                        .iter()
                        .filter_map(|other| reached.get(other))
                        .flatten();
                    next.map(|next| (*own, *next))
                })
                .filter(|(own, next)| !reached[own].contains(next))
                .collect();
            if further.is_empty() {
                break;
            }
            for (own, next) in further {
                reached.entry(own).or_default().insert(next);
            }
        }
        let mut seen = BTreeSet::new();
        for (own, others) in &reached {
            let is_back =
                |other: &&&str| reached.get(**other).is_some_and(|back| back.contains(own));
            let files: Vec<String> = others
                .iter()
                .filter(is_back)
                .map(|file| (*file).to_owned())
                .collect();
            if files.len() > 1 && seen.insert(files.clone()) {
                let within = |(a, b): &(String, String)| files.contains(a) && files.contains(b);
                let imports = edges.iter().filter(|(edge, _)| within(edge));
                circles.push(Circle {
                    imports: imports.flat_map(|(_, why)| why.clone()).collect(),
                    folder: folder.clone(),
                    files,
                });
            }
        }
    }
    circles
}

/// Something that a module imports from another one of the crate.
struct Import {
    by: String,
    /// As it stands there.
    path: String,
    /// The module whose file has it.
    from: String,
}

/// Everything that modules import from each other. What a module passes on comes from the one that
/// has it.
fn imports(sources: &[(String, String)]) -> Vec<Import> {
    let modules: Vec<(String, Vec<Named>)> = sources
        .iter()
        .map(|(name, code)| (name.trim_end_matches(".rs").replace('/', "::"), code))
        .filter(|(module, _)| module != "lib" && module != "main")
        .map(|(module, code)| (module, named(code)))
        .collect();
    // A folder is a module, whether or not it has a file.
    let folders = modules.iter().flat_map(|(module, _)| {
        let folders = module.match_indices("::").map(|(at, _)| &module[..at]);
        folders.chain([module.as_str()])
    });
    let known: BTreeSet<&str> = folders.collect();
    let mut passed = BTreeMap::new();
    for (module, named) in &modules {
        for Named { path, is_public } in named {
            if *is_public
                && let Some(from) = resolve(module, path, &known, &BTreeMap::new())
                && from != *module
                && let Some(name) = path.last()
            {
                passed.insert((module.clone(), name.clone()), from);
            }
        }
    }
    let mut imports = Vec::new();
    for (module, named) in &modules {
        for Named { path, .. } in named {
            if let Some(from) = resolve(module, path, &known, &passed) {
                imports.push(Import {
                    by: module.clone(),
                    path: path.join("::"),
                    from,
                });
            }
        }
    }
    imports
}

/// A path that a file names.
struct Named {
    path: Vec<String>,
    /// Whether it is passed on.
    is_public: bool,
}

/// The paths that a file names: those of its `use`s, each for itself, and those in its code.
fn named(code: &str) -> Vec<Named> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut named = Vec::new();
    let mut rest = String::new();
    for statement in code.split_inclusive(';') {
        let mut uses = statement.rmatch_indices("use ").map(|(at, _)| at);
        let Some(at) = uses.find(|at| !statement[..*at].ends_with(is_part)) else {
            rest += statement;
            continue;
        };
        let (before, tree) = statement.split_at(at);
        rest += before;
        let is_public = before.trim_end().ends_with("pub") || before.trim_end().ends_with(')');
        for path in leaves(tree.trim_start_matches("use ").trim_end_matches(';')) {
            named.push(Named { path, is_public });
        }
    }
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in rest.match_indices(root) {
            if rest[..at].ends_with(is_part) {
                continue;
            }
            let path = rest[at..].split(|c| !is_part(c)).next().unwrap_or("");
            let path = path.split("::").filter(|name| !name.is_empty());
            named.push(Named {
                path: path.map(str::to_owned).collect(),
                is_public: false,
            });
        }
    }
    named
}

/// The paths of a tree of a `use`.
fn leaves(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some((head, body)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or("").trim();
        let names = path.trim_end_matches("::self").split("::");
        return vec![names.map(|name| name.trim().to_owned()).collect()];
    };
    let body = &body[..body.rfind('}').unwrap_or(body.len())];
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in body.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&body[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&body[start..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts
        .flat_map(|part| leaves(&format!("{head}{}", part.trim())))
        .collect()
}

/// The module that a path leads to, seen from a module; `None` where it leads out of the crate.
fn resolve(
    module: &str,
    path: &[String],
    known: &BTreeSet<&str>,
    passed: &BTreeMap<(String, String), String>,
) -> Option<String> {
    let mut names = path.iter().map(String::as_str).peekable();
    let mut at: Vec<&str> = module.split("::").collect();
    match names.peek().copied() {
        Some("crate") => {
            at.clear();
            names.next();
        }
        Some("self") => {
            names.next();
        }
        Some("super") => {
            while names.next_if_eq(&"super").is_some() {
                at.pop();
            }
        }
        Some(first) => {
            at.push(first);
            if !known.contains(at.join("::").as_str()) {
                return None;
            }
            at.pop();
        }
        None => return None,
    }
    while let Some(name) = names.peek() {
        at.push(name);
        if !known.contains(at.join("::").as_str()) {
            at.pop();
            break;
        }
        names.next();
    }
    let found = at.join("::");
    let key = (found, names.next().unwrap_or("").to_owned());
    match passed.get(&key) {
        Some(from) => Some(from.clone()),
        None => Some(key.0).filter(|found| !found.is_empty()),
    }
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
fn comments_fit_in_a_hundred_columns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        files(&root.join(folder), &mut paths);
    }
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let comments = text.lines().enumerate();
        let comments = comments.filter(|(_, line)| line.trim_start().starts_with("//"));
        for (index, line) in comments {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            let place = format!("{}:{}", path.display(), index + 1);
            assert!(columns <= 100, "{place} has {columns} columns");
        }
    }
}

#[test]
fn the_changelog_fits_160_columns() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("CHANGELOG.md")).unwrap();
    for (index, line) in text.lines().enumerate() {
        let columns = unicode_width::UnicodeWidthStr::width(line);
        assert!(columns <= 160, "line {} has {columns} columns", index + 1);
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
