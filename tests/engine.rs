//! A library on search servers: the same hits as in the files, whatever is asked; pushes that are
//! interrupted, repeated, made twice at once; servers that are lost, stopped, not to be trusted, or
//! give half an answer. Run by `.ci/engine`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

#[allow(dead_code, reason = "other tests use the rest of it")]
mod archive;
#[path = "search/asked.rs"]
mod asked;
mod needs;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "search/obvious.rs"]
mod obvious;
#[path = "engine/proxy.rs"]
mod proxy;
#[path = "search/questions.rs"]
mod questions;
mod room;
#[path = "engine/servers.rs"]
mod servers;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use archive::catalog;
use asked::found;
use obvious::Texts;
use proxy::Proxy;
use questions::Questions;
use room::Room;
use servers::{Servers, Settings};
use zhangju::library::{Catalog, Librarian, News};
use zhangju::reading::unread::sentence;
use zhangju::search::engine::{Engine, Extent, Page, Request};
use zhangju::search::local::Local;
use zhangju::search::pack::Packs;
use zhangju::search::push::{Pushed, push};
use zhangju::search::query::Query;
use zhangju::search::united::United;
use zhangju::settings::{Language, Locale};
use zhangju::text::fold::Rung;

/// Servers that a test of its own may hurt; `None` where they cannot be had.
fn servers(what: &str, count: usize) -> Option<Servers> {
    if needs::program("clickhouse-server", "clickhouse-server") {
        return Some(Servers::start(count));
    }
    needs::skip(what, "needs clickhouse-server");
    None
}

fn english() -> Locale {
    Locale::of(Language::English)
}

/// Sends a folder.
fn send(settings: &Settings, root: &Path) -> Pushed {
    let catalog = catalog(root);
    let remote = settings.remote();
    push(&remote, (root, &catalog), true, &|| true, &mut |_, _| {}).unwrap()
}

/// The library on servers as a catalog, and what was told on the way.
fn remote_catalog(settings: &Settings) -> (Catalog, Vec<String>) {
    let stop = AtomicBool::new(false);
    let mut troubles = Vec::new();
    let mut hear = |news| {
        if let News::Trouble(reason) = news {
            troubles.push(english().say(&reason));
        }
    };
    let remotes = vec![Arc::new(settings.remote())];
    let mut librarian =
        Librarian::new(Catalog::default(), &[], None, &stop, &mut hear).with_remotes(remotes);
    librarian.refresh();
    let catalog = librarian.catalog().clone();
    (catalog, troubles)
}

/// The documents of a library on servers by those of its folder.
fn pairs(folder: (&Path, &Catalog), there: &Catalog) -> HashMap<u32, u32> {
    let (root, here) = folder;
    let name = root.file_name().unwrap().to_string_lossy();
    let by_path: HashMap<String, u32> = here
        .iter()
        .map(|(id, entry)| {
            let path = PathBuf::from(&*entry.source().name());
            let path = path.strip_prefix(root).unwrap().display().to_string();
            (format!("engine:hall/{name}/{path}"), id.0)
        })
        .collect();
    let pairs = there
        .iter()
        .map(|(id, entry)| (id.0, by_path[&*entry.source().name()]));
    pairs.collect()
}

type Places = (Rung, BTreeSet<(u32, usize, usize)>);

/// Places by the documents of the folder.
fn here((rung, places): Places, pairs: &HashMap<u32, u32>) -> Places {
    let places = places.into_iter();
    let places = places.map(|(document, start, end)| (pairs[&document], start, end));
    (rung, places.collect())
}

fn agree(servers: &Servers, count: usize) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    archive::write(&root, 300);
    questions::disturb(&root);
    let settings = servers.settings();
    assert_eq!(send(&settings, &root).sent, 300);
    let local = catalog(&root);
    let (remote, troubles) = remote_catalog(&settings);
    assert_eq!((remote.len(), troubles), (300, Vec::new()));
    let pairs = pairs((&root, &local), &remote);
    for (there, here) in &pairs {
        let [there, here] = [(&remote, there), (&local, here)].map(|(catalog, id)| {
            let entry = catalog.get(zhangju::library::EntryId(*id)).unwrap();
            let (document, _) = entry.source().document(None, catalog.filters()).unwrap();
            (
                entry.header(),
                entry.key(),
                entry.characters(),
                document.source,
            )
        });
        assert_eq!(there, here);
    }
    let packs = Packs::default();
    let engine = United::of(&remote, &packs);
    let texts = Texts::read(&local);
    let bodies = texts.bodies();
    let mut questions = Questions::new(1);
    let (mut hits, start) = (0, Instant::now());
    for _ in 0..count {
        let question = questions.draw(&texts);
        let query = Query::parse(&question.to_string(), &|_| None).unwrap();
        let expected = Texts::matched(&bodies, &query);
        let own = here(found(&engine, &query), &pairs);
        assert!(
            own == expected,
            "{question}: {} for {} on {:?}",
            own.1.len(),
            expected.1.len(),
            expected.0
        );
        hits += expected.1.len();
    }
    println!("{count} queries with {hits} hits in {:?}", start.elapsed());
    assert!(hits > count);
    passages_agree(&Local::new(&local), &engine);
}

/// Holds the words around hits, addresses, lines and frequencies against those from the files.
fn passages_agree(local: &dyn Engine, remote: &dyn Engine) {
    let page = Page {
        after: None,
        limit: usize::MAX,
        around: 12,
        is_named: false,
    };
    for typed in [
        "公布",
        "\"公布\"",
        "第7号",
        "委员会 -公布",
        "注:公布",
        "py:gongbu",
    ] {
        let query = Query::parse(typed, &|_| None).unwrap();
        let (_, matcher) = query.ladder().next().unwrap();
        let request = Request {
            matcher: &matcher,
            only: None,
            is_wanted: &|| true,
        };
        let [mut own, mut other] = [remote, local].map(|engine| {
            let mut all = Vec::new();
            engine.passages(&request, page, &mut |passage| {
                let zhangju::search::engine::Passage {
                    address,
                    span,
                    line,
                    before,
                    words,
                    after,
                    foldings,
                    ..
                } = passage;
                all.push((
                    before,
                    words,
                    after,
                    address,
                    line,
                    span.start,
                    foldings.iter().count(),
                ));
            });
            all
        });
        own.sort();
        other.sort();
        assert!(!own.is_empty(), "{typed}");
        assert_eq!(own, other, "{typed}");
        // Page by page the same, each once.
        let (mut after, mut pages) = (None, 0);
        loop {
            let mut last = None;
            let mut count = 0;
            let page = Page {
                after,
                limit: 70,
                around: 0,
                is_named: false,
            };
            remote.passages(&request, page, &mut |passage| {
                last = Some(passage.place());
                count += 1;
            });
            pages += count;
            after = last;
            if count < 70 {
                break;
            }
        }
        assert_eq!(pages, own.len(), "{typed}");
        let words = ["公布", "委员会", "公公", "县县", "办公", "会员会"];
        let [own, other] = [remote, local].map(|engine| engine.frequencies(&request, &words).0);
        assert_eq!(own, other);
    }
}

#[test]
#[ignore = "needs a search server: .ci/engine"]
fn two_shards_find_what_the_files_have() {
    if let Some(servers) = servers("two shards", 2) {
        agree(&servers, 2000);
    }
}

/// `ZHANGJU_CHDB`: a folder in which the package `chdb` is installed.
#[test]
#[ignore = "needs the present version: .ci/engine 26"]
fn the_present_version_finds_what_the_files_have() {
    let Some(packages) = std::env::var_os("ZHANGJU_CHDB") else {
        return needs::skip("the present version", "needs chdb");
    };
    let Some(shared) = needs::shared("the present version") else {
        return;
    };
    let shim = shared.join("tools/engine/clickhouse26.py");
    agree(&Servers::start_shim(&shim, Path::new(&packages)), 2000);
}

/// What a search gives: hits, or the lines that say why not.
fn search(catalog: &Catalog, typed: &str) -> Result<usize, Vec<String>> {
    let packs = Packs::default();
    let engine = United::of(catalog, &packs);
    let query = Query::parse(typed, &|_| None).unwrap();
    let (_, matcher) = query.ladder().next().unwrap();
    let request = Request {
        matcher: &matcher,
        only: None,
        is_wanted: &|| true,
    };
    let mut hits = 0;
    let extent = engine.counts(&request, &mut |counts, _| {
        hits += counts.iter().map(|count| count.hits).sum::<usize>();
    });
    whole(&extent).map(|()| hits)
}

fn whole(extent: &Extent) -> Result<(), Vec<String>> {
    let said: Vec<String> = extent
        .unread
        .iter()
        .map(|unread| sentence(unread, &english()))
        .collect();
    assert_eq!(said.is_empty(), extent.is_whole(), "{extent:?}");
    if said.is_empty() { Ok(()) } else { Err(said) }
}

/// A library of a few documents on two shards, and how often a word stands in it.
fn small(servers: &Servers) -> (tempfile::TempDir, PathBuf, usize) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    archive::write(&root, 60);
    send(&servers.settings(), &root);
    let hits = search(&catalog(&root), "公布").unwrap();
    assert!(hits > 10);
    (folder, root, hits)
}

#[test]
#[ignore = "needs a search server: .ci/engine"]
fn what_goes_wrong_is_told_in_a_line_and_right_again_afterwards() {
    let Some(mut servers) = servers("what goes wrong", 2) else {
        return;
    };
    let (_folder, _, hits) = small(&servers);
    let settings = servers.settings();
    let (known, _) = remote_catalog(&settings);
    let fails = |catalog: &Catalog, word: &str| {
        let start = Instant::now();
        let said = search(catalog, "公布").unwrap_err();
        assert!(said.len() == 1 && said[0].contains(word), "{said:?}");
        assert!(!said[0].contains('\n') && said[0].len() < 500, "{said:?}");
        assert!(start.elapsed() < Duration::from_secs(40));
    };
    assert_eq!(search(&known, "公布"), Ok(hits));
    // A shard is killed, and comes back.
    servers.kill(1);
    fails(&known, "cannot search engine:hall");
    servers.run(1);
    servers.wait(1);
    assert_eq!(search(&known, "公布"), Ok(hits));
    // All are lost.
    servers.kill(0);
    fails(&known, "not to be reached");
    let (nothing, said) = remote_catalog(&settings);
    assert!(nothing.is_empty());
    assert!(
        said.len() == 1 && said[0].contains("not to be reached"),
        "{said:?}"
    );
    servers.run(0);
    servers.wait(0);
    assert_eq!(search(&known, "公布"), Ok(hits));
    // A shard is stopped: it takes connections and says nothing.
    servers.signal(1, "-STOP");
    fails(&known, "cannot search engine:hall");
    servers.signal(1, "-CONT");
    servers.wait(1);
    assert_eq!(search(&known, "公布"), Ok(hits));
    // A wrong password, and one that would be heard by others.
    std::fs::write(servers.password(), "wrong\n").unwrap();
    let (_, said) = remote_catalog(&settings);
    assert!(
        said[0].contains("refuses the user or the password"),
        "{said:?}"
    );
    std::fs::write(servers.password(), "w\n").unwrap();
    let open = Settings {
        address: "http://search.example".to_owned(),
        ..settings.clone()
    };
    let (_, said) = remote_catalog(&open);
    assert!(said[0].contains("no password is sent to"), "{said:?}");
    // Tables of another layout.
    let server = settings.server();
    let statement = "ALTER TABLE documents MODIFY COLUMN characters String";
    server.command(0, statement, &|| true).unwrap();
    let root = known.get(zhangju::library::EntryId(0)).unwrap().source();
    assert!(root.name().starts_with("engine:hall/library/"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("甲.txt"), "第一条　甲。\n").unwrap();
    let own = catalog(folder.path());
    let pushed = push(
        &settings.remote(),
        (folder.path(), &own),
        true,
        &|| true,
        &mut |_, _| {},
    );
    let said = english().say(&pushed.unwrap_err().said());
    assert!(
        said.contains("characters") && said.contains("not those"),
        "{said}"
    );
}

#[test]
#[ignore = "needs a search server: .ci/engine"]
fn only_a_certificate_that_is_trusted_is_spoken_to() {
    let Some(servers) = servers("certificates", 1) else {
        return;
    };
    let (_folder, _, hits) = small(&servers);
    let said = |roots| {
        let (catalog, said) = remote_catalog(&servers.safe_settings(roots));
        if catalog.is_empty() {
            return Err(said.join(""));
        }
        Ok(search(&catalog, "公布").unwrap())
    };
    assert_eq!(said(Some("ca.crt")), Ok(hits));
    let refused = said(Some("other.crt")).unwrap_err();
    assert!(refused.contains("no safe connection"), "{refused}");
    let lacking = said(None).unwrap_err();
    assert!(lacking.contains("https needs `roots`"), "{lacking}");
}

#[test]
#[ignore = "needs a search server: .ci/engine"]
fn an_answer_that_is_cut_off_is_no_answer() {
    let Some(servers) = servers("half an answer", 1) else {
        return;
    };
    let (_folder, _, hits) = small(&servers);
    let proxy = Proxy::start(servers.http(0));
    let settings = Settings {
        address: format!("http://127.0.0.1:{}", proxy.port),
        ..servers.settings()
    };
    let (known, _) = remote_catalog(&settings);
    assert_eq!(search(&known, "公布"), Ok(hits));
    let (mut told, mut right) = (0, 0);
    for most in (1..8000).step_by(311) {
        proxy.cut(most);
        match search(&known, "公布 县") {
            Ok(_) => right += 1,
            Err(said) => {
                assert!(
                    said.len() == 1 && said[0].contains("cannot search"),
                    "{said:?}"
                );
                told += 1;
            }
        }
    }
    assert!(told > 5, "{told} told, {right} right");
    proxy.cut(usize::MAX);
    assert_eq!(search(&known, "公布"), Ok(hits));
}

/// Strings that would do harm if they were anything but words.
fn hostile(count: usize) -> Vec<String> {
    const PARTS: [&str; 30] = [
        "'",
        "\\",
        "%",
        "_",
        "`",
        ";",
        "--",
        "/*",
        "*/",
        "\\'",
        "\\\\",
        "%_",
        "甲",
        "乙",
        "a",
        "'%",
        " OR 1=1",
        "FORMAT",
        "\u{200b}",
        "\u{301}",
        "🀄",
        "ﬀ",
        "㎏",
        "ｶﾞ",
        "〔1〕",
        "é",
        "\u{202e}",
        "{x:String}",
        "\\0",
        "$(x)",
    ];
    let mut numbers = archive::Numbers::new(7);
    let strings = (0..count).map(|_| {
        let length = numbers.below(5) + 1;
        (0..length)
            .map(|_| PARTS[numbers.below(PARTS.len())])
            .collect()
    });
    strings.collect()
}

#[test]
#[ignore = "needs a search server: .ci/engine"]
fn hostile_strings_are_words() {
    let Some(servers) = servers("hostile strings", 2) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("li'b%_\\rary");
    std::fs::create_dir(&root).unwrap();
    let strings = hostile(1500);
    for (index, some) in strings.chunks(50).enumerate() {
        let text: Vec<String> = some.iter().map(|own| format!("前{own}后")).collect();
        let path = root.join(format!("{index}'%\\.txt"));
        std::fs::write(path, text.join("\n\n")).unwrap();
    }
    let settings = servers.settings();
    assert_eq!(send(&settings, &root).sent, 30);
    let local = catalog(&root);
    let (remote, troubles) = remote_catalog(&settings);
    assert_eq!((remote.len(), troubles), (30, Vec::new()));
    let pairs = pairs((&root, &local), &remote);
    let packs = Packs::default();
    let engine = United::of(&remote, &packs);
    let texts = Texts::read(&local);
    let bodies = texts.bodies();
    let (mut hits, mut asked) = (0, 0);
    for (index, string) in strings.iter().enumerate() {
        let typed = match index % 3 {
            0 => string.clone(),
            1 => format!("\"{string}\""),
            _ => format!("前{string}"),
        };
        // What is no query is told with its place, and never sent.
        let Ok(query) = Query::parse(&typed, &|_| None) else {
            continue;
        };
        let own = here(found(&engine, &query), &pairs);
        assert_eq!(own, Texts::matched(&bodies, &query), "{typed}");
        hits += own.1.len();
        asked += 1;
    }
    println!("{asked} hostile queries, {hits} hits");
    assert!(asked > 1000 && hits > asked);
    assert_eq!(send(&settings, &root).same, 30);
}

/// Settings below a folder with the library of a server; the folder that they are in.
fn configure(folder: &Path, settings: &Settings) -> PathBuf {
    let config = folder.join("config");
    std::fs::create_dir(&config).unwrap();
    let lines = settings.lines();
    let text = format!("libraries = ['engine:hall']\n[engines.hall]\n{lines}");
    std::fs::write(config.join("config.toml"), text).unwrap();
    config
}

/// The program with all that it keeps below a folder.
fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhangju"));
    command.args(arguments);
    for (name, own) in [("CONFIG", "config"), ("STATE", "state"), ("CACHE", "cache")] {
        command.env(format!("ZHANGJU_{name}_DIR"), folder.join(own));
    }
    command.env("LC_ALL", "C.UTF-8");
    command
}

/// Documents, paragraphs and versions that a server has.
fn held(settings: &Settings) -> (u64, u64) {
    let server = settings.server();
    let count = |query: &str| {
        let rows: Vec<(String,)> = server.rows(query, &|| true).unwrap();
        rows[0].0.parse::<u64>().unwrap()
    };
    (
        count("SELECT toString(uniqExact(key)) FROM all_passages"),
        count("SELECT toString(uniqExact(key, rev)) FROM all_passages"),
    )
}

#[test]
#[ignore = "needs a search server: .ci/engine"]
fn a_push_goes_on_where_it_was_and_follows_its_library() {
    let Some(servers) = servers("pushes", 2) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    archive::write(&root, 120);
    let settings = servers.settings();
    let is_right = || {
        let there = search(&remote_catalog(&settings).0, "公布");
        assert_eq!(there, search(&catalog(&root), "公布"));
    };
    // Killed, five times at different moments.
    let config = configure(folder.path(), &settings);
    let program = |arguments: &[&str]| program(folder.path(), arguments);
    for pause in [30, 60, 120, 200, 300] {
        let mut child = program(&["library", "push", &root.to_string_lossy(), "hall"])
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // Given up in the middle.
    let seen = AtomicUsize::new(0);
    let is_wanted = || seen.fetch_add(1, Ordering::Relaxed) < 4;
    let own = catalog(&root);
    let _ = push(
        &settings.remote(),
        (&root, &own),
        true,
        &is_wanted,
        &mut |_, _| {},
    );
    // Two at once.
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| send(&settings, &root));
        }
    });
    is_right();
    assert_eq!(send(&settings, &root).same, 120);
    // One is changed, one new, one gone; one has only another time.
    let path = |index: usize| root.join(archive::document(index).path);
    let text = std::fs::read_to_string(path(0)).unwrap();
    std::fs::write(path(0), text + "\n再次公布。\n").unwrap();
    std::fs::remove_file(path(1)).unwrap();
    std::fs::write(root.join("new.txt"), "新的一篇公布。\n").unwrap();
    let file = std::fs::File::options().write(true).open(path(2)).unwrap();
    file.set_modified(std::time::SystemTime::now()).unwrap();
    let pushed = send(&settings, &root);
    assert_eq!((pushed.sent, pushed.same, pushed.withdrawn), (2, 118, 1));
    is_right();
    // Paragraphs that no version has any more are deleted behind the push.
    let start = Instant::now();
    while held(&settings) != (120, 120) {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            held(&settings)
        );
        thread::sleep(Duration::from_millis(200));
        send(&settings, &root);
    }
    // A second library stands beside it.
    let other = folder.path().join("other");
    archive::write(&other, 3);
    assert_eq!(send(&settings, &other).withdrawn, 0);
    assert_eq!(remote_catalog(&settings).0.len(), 123);
    // The command says all of it.
    let output = program(&["library", "push", &root.to_string_lossy(), "hall"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("0 sent, 120 there already, 0 withdrawn"),
        "{said}"
    );
    let output = program(&["search", "新的一篇"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, "engine:hall/library/new.txt:1  [新的一篇]公布。\n");
    let output = program(&["library", "push", &config.to_string_lossy(), "hall"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("no documents"), "{said}");
    let output = program(&["library", "add", "engine:nowhere"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("[engines.nowhere]"), "{said}");
}

#[test]
#[ignore = "needs a search server: .ci/engine"]
fn documents_are_read_and_annotated_from_there_and_stay_when_the_server_is_lost() {
    let Some(mut servers) = servers("reading", 1) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("法规");
    std::fs::create_dir(&root).unwrap();
    let text = |name: &str| {
        format!("# {name}条例\n\n第一条　{name}开业，应当登记。\n\n第二条　停业亦同。\n")
    };
    for name in ["渡口", "茶馆"] {
        std::fs::write(root.join(format!("{name}.md")), text(name)).unwrap();
    }
    let settings = servers.settings();
    send(&settings, &root);
    configure(folder.path(), &settings);
    let mut room = Room::open(folder.path(), &[], (100, 24));
    room.wait_for("渡口条例");
    room.wait_for("应当登记");
    room.type_keys("]");
    room.type_keys("a");
    room.type_keys("登记与否");
    room.escape();
    room.wait_for("笔记已保存");
    room.quit();
    let marks = program(folder.path(), &["marks", "list"]).output();
    let said = String::from_utf8(marks.unwrap().stdout).unwrap();
    assert!(
        said.contains("登记与否") && said.contains("渡口条例"),
        "{said}"
    );
    // Without its server the room has the list and what was read; the rest is told.
    servers.kill(0);
    let mut room = Room::open(folder.path(), &[], (100, 24));
    room.wait_for("应当登记");
    room.wait_for("检索服务器 hall");
    room.type_keys("i");
    room.wait_for("登记与否");
    room.escape();
    room.quit();
    // The kiosk has no network.
    let mut room = Room::open(folder.path(), &["--kiosk"], (100, 24));
    room.wait_for("engine:hall");
    assert_eq!(room.end(), 2);
}

/// One library of a thousand documents, asked for by hand.
#[test]
#[ignore = "figures, by hand"]
fn figures() {
    let Some(servers) = servers("figures", 2) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    archive::write(&root, 5000);
    let start = Instant::now();
    send(&servers.settings(), &root);
    println!("pushed in {:?}", start.elapsed());
    let (catalog, _) = remote_catalog(&servers.settings());
    for typed in ["公布", "委员会 公布", "第3条", "\"公布\"", "py:gongbu"] {
        let start = Instant::now();
        let hits = search(&catalog, typed).unwrap();
        println!("{typed}: {hits} in {:?}", start.elapsed());
    }
}
