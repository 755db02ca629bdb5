//! The library end to end: archives of any size, encodings, readings, and the reading room over ten
//! thousand documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

#[allow(dead_code, reason = "other tests use the rest of it")]
mod archive;
mod needs;
#[cfg(unix)]
mod room;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use zhangju::document::decode;
use zhangju::library::same::Same;
use zhangju::library::shelf::{By, LastRead, Sort};
use zhangju::library::{Catalog, Librarian, News, Shelves};
use zhangju::search::fuzzy::{Fuzzy, Key};
use zhangju::text::fold::simplify;

fn scan(root: &Path, cache: &Path) -> Catalog {
    let stop = AtomicBool::new(false);
    let mut catalog = Catalog::default();
    let mut tell = |news| match news {
        News::Catalog(told) => catalog = told,
        News::Trouble(reason) => panic!("{reason:?}"),
        _ => {}
    };
    let mut librarian = Librarian::new(
        Catalog::default(),
        &[root.to_owned()],
        Some(cache.to_owned()),
        &stop,
        &mut tell,
    );
    librarian.load();
    librarian.refresh();
    catalog
}

fn all_is_catalogued(count: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (root, cache) = (folder.path().join("archive"), folder.path().join("cache"));
    archive::write(&root, count);
    for _ in 0..2 {
        let catalog = scan(&root, &cache);
        let mut titles: Vec<&str> = catalog.iter().map(|(_, entry)| entry.title()).collect();
        titles.sort_unstable();
        let mut expected: Vec<String> = (0..count)
            .map(|index| archive::document(index).title)
            .collect();
        expected.sort_unstable();
        assert_eq!(titles, expected);
        for by in By::ALL {
            let shelves =
                Shelves::arrange(&catalog, &Same::default(), by, Sort::Date, &LastRead::new());
            let mut all = shelves.entries.clone();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{by:?}");
        }
    }
    // What is kept is what is held in memory: far below what a document may cost.
    let kept: u64 = std::fs::read_dir(cache.join("catalog"))
        .unwrap()
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum();
    let titles: usize = (0..count)
        .map(|index| archive::document(index).title.len())
        .sum();
    let each = (kept as usize - titles) / count;
    assert!(each < 160, "{each} bytes a document beside its title");
}

#[test]
fn a_thousand_documents_are_catalogued() {
    all_is_catalogued(1000);
}

#[test]
#[ignore = "takes a minute; `cargo bench --bench library 100000` measures the same"]
fn a_hundred_thousand_documents_are_catalogued() {
    all_is_catalogued(100_000);
}

/// Two hundred texts: statutes where they are at hand, else generated ones.
fn texts(what: &str) -> Vec<String> {
    let paths = needs::statutes(what);
    if paths.is_empty() {
        return (0..200)
            .map(|index| archive::document(index).text)
            .collect();
    }
    let every = (paths.len() / 200).max(1);
    let chosen = paths.iter().step_by(every).take(200);
    chosen
        .map(|path| std::fs::read_to_string(path).unwrap().replace("\r\n", "\n"))
        .collect()
}

/// A text with each character in a form that an encoding has: itself, another form of it, else 〓,
/// which all of them have.
fn written_for(
    text: &str,
    encoding: &'static Encoding,
    forms: &HashMap<char, Vec<char>>,
) -> String {
    let mut known: HashMap<char, char> = HashMap::new();
    // A few characters have a code that is read as another.
    let fits = |c: char| {
        let character = c.to_string();
        let (bytes, _, is_lossy) = encoding.encode(&character);
        !is_lossy
            && encoding
                .decode_without_bom_handling(&bytes)
                .0
                .chars()
                .eq([c])
    };
    text.chars()
        .map(|c| {
            *known.entry(c).or_insert_with(|| {
                let others = forms.get(&simplify(c)).into_iter().flatten().copied();
                std::iter::once(c)
                    .chain(others)
                    .find(|c| fits(*c))
                    .unwrap_or('〓')
            })
        })
        .collect()
}

#[test]
fn texts_in_every_encoding_are_detected_and_read_back_to_the_character() {
    let mut forms: HashMap<char, Vec<char>> = HashMap::new();
    for c in ('\u{2e80}'..'\u{fb00}').filter(|c| simplify(*c) != *c) {
        forms.entry(simplify(c)).or_default().push(c);
    }
    let utf_16 = |bytes_of: fn(u16) -> [u8; 2]| {
        move |text: &str| text.encode_utf16().flat_map(bytes_of).collect::<Vec<u8>>()
    };
    let (little, big) = (utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes));
    let texts = texts("statutes in every encoding");
    assert!(texts.len() >= 190);
    let (mut tried, mut failed) = (0, Vec::new());
    for (index, original) in texts.iter().enumerate() {
        let mut check = |name: &str, text: &str, bytes: &[u8], encoding: &'static Encoding| {
            tried += 1;
            let decoded = decode(bytes);
            if decoded.encoding != encoding || decoded.text != text {
                failed.push(format!("{index} {name}: {}", decoded.encoding.name()));
            }
        };
        check("UTF-8", original, original.as_bytes(), UTF_8);
        check(
            "UTF-8 with a mark",
            original,
            format!("\u{feff}{original}").as_bytes(),
            UTF_8,
        );
        check("UTF-16LE", original, &little(original), UTF_16LE);
        check(
            "UTF-16BE with a mark",
            original,
            &big(&format!("\u{feff}{original}")),
            UTF_16BE,
        );
        check("GB18030", original, &GB18030.encode(original).0, GB18030);
        for encoding in [GBK, BIG5, SHIFT_JIS, EUC_KR] {
            let text = written_for(original, encoding, &forms);
            let detected = if encoding == GBK { GB18030 } else { encoding };
            check(encoding.name(), &text, &encoding.encode(&text).0, detected);
        }
    }
    let right = tried - failed.len();
    assert!(
        right * 1000 >= tried * 995,
        "{right} of {tried}: {failed:?}"
    );
}

#[test]
fn titles_are_found_by_their_readings() {
    let rows: Vec<(&str, Vec<&str>)> = include_str!("pinyin-titles.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (title, readings) = line.split_once('\t').unwrap();
            (title, readings.split(' ').collect())
        })
        .collect();
    assert_eq!(rows.len(), 300);
    for (title, readings) in &rows {
        let full = readings.concat();
        let initials: String = readings.iter().map(|reading| &reading[..1]).collect();
        let short: String = initials.chars().take(4).collect();
        for typed in [&full, &initials, &short] {
            let fuzzy = Fuzzy::typed(typed);
            assert!(fuzzy.may_match(Key::new(title)), "{typed} for {title}");
            let found = fuzzy
                .find(title)
                .unwrap_or_else(|| panic!("{typed} does not find {title}"));
            let whole: Vec<usize> = (0..typed.chars().count().min(readings.len())).collect();
            let expected = if typed == &full {
                (0..readings.len()).collect()
            } else {
                whole
            };
            assert_eq!(found.characters, expected, "{typed} in {title}");
        }
        // Typed in full, a title comes first among all.
        let fuzzy = Fuzzy::typed(&full);
        let score = |title: &str| fuzzy.find(title).map_or(i64::MIN, |found| found.score);
        let best = rows.iter().map(|(title, _)| score(title)).max().unwrap();
        assert_eq!(score(title), best, "{title}");
    }
}

#[cfg(unix)]
#[test]
fn ten_thousand_documents_open_like_one() {
    use std::time::Duration;

    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("书");
    archive::write(&library, 10_000);
    let path = library.join("鲸.txt");
    let body = "一、勘测沿岸水深，编制航路总图。\n\n二、设立浮标，夜间点灯。\n\n三、渔汛期间加派引水员。\n\n四、风暴前一日停航。\n";
    let text = |body: &str| {
        format!(
            "id: fedcba9876\n标题：鲸落岛航路图\n日期：1956-3-1\n是否是时间段：false\n作者：\n来源：\n标签：\n书籍：航路丛编\n书籍作者：\n\n正文：\n\n{body}\n描述：\n"
        )
    };
    std::fs::write(&path, text(body)).unwrap();
    let mut room = room::Room::open(folder.path(), &[library.to_str().unwrap()], (120, 40));
    // The picker counts them wherever the tree stands: it shows the row of the open document, which
    // may be far below that of the library.
    room.type_keys("p");
    room.wait_for("文档 10001/10001");
    room.type_keys("jld");
    room.wait("the title", |room| room.text().contains("鲸落岛航路图"));
    room.type_keys("\r");
    room.wait("the document", |room| {
        room.rows()[0].contains("鲸落岛航路图")
    });
    room.press(":三\r", "三  渔汛期间");
    // Changed on the disk, it is read again, and the place is kept.
    std::thread::sleep(Duration::from_millis(300));
    let changed = format!("按：此图据旧稿重绘。\n\n{body}");
    std::fs::write(&path, text(&changed)).unwrap();
    room.wait_status("已重新载入");
    room.wait_for("此图据旧稿重绘");
    room.press("j", "三  渔汛期间");
    // Gone, it stays readable.
    std::fs::remove_file(&path).unwrap();
    room.wait_status("文件已不在原处");
    room.wait_for("此图据旧稿重绘");
    room.quit();
    // The second start has everything at once, what was there last included.
    let mut room = room::Room::open(folder.path(), &[library.to_str().unwrap()], (120, 40));
    room.type_keys("p");
    room.wait_for("文档 10000/10000");
    room.escape();
    room.quit();
}

/// Root may read everything: the program then runs as somebody else.
#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let (library, closed) = (folder.path().join("书"), folder.path().join("书/密"));
    std::fs::create_dir_all(&closed).unwrap();
    std::fs::write(closed.join("密.txt"), "# 密件\n\n一、不宜公开。\n").unwrap();
    std::fs::write(library.join("甲.txt"), "# 甲件\n\n一、可以公开。\n").unwrap();
    open(folder.path(), 0o777);
    let Some(mut room) =
        room::Room::open_unprivileged(folder.path(), &[library.to_str().unwrap()], (120, 40))
    else {
        return needs::skip(
            "a folder without permission",
            "root needs setpriv to be somebody else",
        );
    };
    room.wait_for("密件");
    open(&closed, 0o000);
    room.type_keys("R");
    room.wait("the line", |room| {
        let status = room.status();
        let is_told = status.contains("没有权限") && status.contains("chmod");
        // The folder is named once, and what to do.
        is_told && status.matches("书/密").count() == 1 && status.contains("按 R")
    });
    // What is known stays.
    room.wait_for("密件");
    room.escape();
    room.quit();
    open(&closed, 0o755);
}

#[test]
fn libraries_are_added_listed_and_removed_and_comments_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("一"), folder.path().join("二"));
    archive::write(&one, 5);
    archive::write(&two, 3);
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_zhangju"))
            .arg("library")
            .args(arguments)
            .env("ZHANGJU_CONFIG_DIR", folder.path().join("config"))
            .env("ZHANGJU_STATE_DIR", folder.path().join("state"))
            .env("ZHANGJU_CACHE_DIR", folder.path().join("cache"))
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            text(output.stdout),
            text(output.stderr),
            output.status.code().unwrap(),
        )
    };
    let name = |path: &Path| path.to_str().unwrap().to_owned();
    let (one, two) = (name(&one), name(&two));
    let (_, told, code) = run(&["list"]);
    assert!(code == 1 && told.contains("library add"), "{told}");
    let settings = folder.path().join("config/config.toml");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    let mine =
        "# mine\nmeasure = 36 # hanzi\n\n[keys.reader]\nx = \"page-down\" # as in my editor\n";
    std::fs::write(&settings, mine).unwrap();
    assert_eq!(
        run(&["add", &one, &two]),
        (format!("{one}\n{two}\n"), String::new(), 0)
    );
    let written = std::fs::read_to_string(&settings).unwrap();
    for line in mine.lines() {
        assert!(written.contains(line), "{written}");
    }
    let (listed, _, _) = run(&["list"]);
    assert_eq!(
        listed,
        format!("{one}\tnot scanned yet\n{two}\tnot scanned yet\n")
    );
    assert_eq!(run(&["refresh"]).0, format!("{one}\t5\n{two}\t3\n"));
    assert_eq!(run(&["list"]).0, format!("{one}\t5\n{two}\t3\n"));
    let (_, told, code) = run(&["add", &one]);
    assert!(code == 1 && told.contains("already"), "{told}");
    let (_, told, code) = run(&["add", &format!("{one}/nothing")]);
    assert!(code == 2 && told.contains("no folder"), "{told}");
    assert_eq!(run(&["remove", &format!("{one}/")]).0, format!("{one}\n"));
    assert_eq!(run(&["list"]).0, format!("{two}\t3\n"));
    assert_eq!(
        std::fs::read_dir(folder.path().join("cache/catalog"))
            .unwrap()
            .count(),
        1
    );
    // A settings file that cannot be read is not written over.
    std::fs::write(&settings, "measur = 3\n").unwrap();
    let (_, told, code) = run(&["add", &one]);
    assert!(
        code == 2 && told.contains("line 1") && told.lines().count() == 1,
        "{told}"
    );
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), "measur = 3\n");
}

#[cfg(unix)]
fn shelf(folder: &Path) -> PathBuf {
    let library = folder.join("书");
    let write = |name: &str, title: &str, date: &str, book: &str, tags: &str, body: &str| {
        let path = library.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let id = format!("{:010x}", name.len() * 7919 + body.len());
        let text = format!(
            "id: {id}\n标题：{title}\n日期：{date}\n是否是时间段：false\n作者：林远\n来源：\n标签：{tags}\n书籍：{book}\n书籍作者：\n\n正文：\n\n{body}\n\n描述：\n"
        );
        std::fs::write(path, text).unwrap();
    };
    write(
        "a/1.txt",
        "渡口收费办法",
        "1954-4-2",
        "航路丛编第2册",
        "交通",
        "## 渡船\n\n一、老人免收。\n\n## 栈桥\n\n一、夜间关闭。",
    );
    write(
        "a/22.txt",
        "渡口收費辦法補則",
        "1954-4-2",
        "航路丛编第10册",
        "交通,财政",
        "一、學生減半。",
    );
    write(
        "b/333.txt",
        "盐场冬修纪要",
        "1956-0-0",
        "盐业文存",
        "盐业",
        "一、修闸。",
    );
    write(
        "b/4444.txt",
        "渡口收费办法",
        "1957-1-1",
        "盐业文存",
        "财政",
        "一、另订。",
    );
    library
}

#[cfg(unix)]
#[test]
fn shelves_turn_narrow_and_lead_to_what_is_akin() {
    let folder = tempfile::tempdir().unwrap();
    let library = shelf(folder.path());
    let mut room = room::Room::open(folder.path(), &[library.to_str().unwrap()], (140, 40));
    room.wait_for("航路丛编第10册");
    let row =
        |room: &room::Room, words: &str| room.rows().iter().position(|row| row.contains(words));
    // In natural order.
    assert!(row(&room, "航路丛编第2册") < row(&room, "航路丛编第10册"));
    room.press("s", "日期");
    room.wait_for("1950年代");
    room.wait_for("1954年");
    room.press("s", "标签");
    room.wait_for("交通");
    room.press("sss", "书籍");
    room.press("S", "日期");
    room.press("SSSS", "题名");
    // The tree is narrowed by what is typed, also by its reading, and comes back whole.
    room.type_keys("\t\t/");
    room.wait_status("拼音");
    room.type_keys("yanch");
    room.wait("one document", |room| {
        row(room, "盐场冬修纪要").is_some() && row(room, "航路丛编").is_none()
    });
    room.type_keys("\r\r");
    room.wait("the document", |room| {
        room.rows()[0].contains("盐场冬修纪要")
    });
    room.escape();
    room.wait_for("航路丛编第10册");
    // Pickers: simplified finds traditional, filters narrow, what it took is said.
    room.type_keys("p收费办法补则");
    room.wait_for("文档 1/4");
    room.wait_for("渡口收費辦法補則");
    room.wait_for("按同一字相符");
    room.type_keys("\x15dksf");
    room.wait_for("文档 3/4");
    room.wait_for("按拼音相符");
    room.type_keys(" 标签:财政 date:1954..1955");
    room.wait_for("文档 1/4");
    room.type_keys("\r");
    room.wait("the document", |room| {
        room.rows()[0].contains("渡口收費辦法補則")
    });
    // What is akin: the same day.
    room.type_keys("gs");
    room.wait_for("同日");
    room.type_keys("\r");
    room.wait("the document of that day", |room| {
        room.rows()[0].contains("渡口收费办法")
    });
    room.type_keys("gh");
    room.wait_for("读过的 3/3");
    room.escape();
    // Titles and headings of all documents.
    room.type_keys("Czhanqiao\r");
    room.wait_status("栈桥");
    // An action by its name, by what it does, by its reading.
    room.type_keys(":chongxinsaom");
    room.wait_for("重新扫描书库");
    room.escape();
    room.quit();
}

#[cfg(unix)]
#[test]
fn encodings_are_shown_and_changed_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("旧.txt");
    let text = "渡口收费办法\n\n一、老人、学生免收，其余按人计收。\n\n二、夜间停渡，如有急事由渡工酌定。\n";
    let mut bytes = GB18030.encode(text).0.into_owned();
    bytes.extend([0xff, b'\n']);
    std::fs::write(&path, &bytes).unwrap();
    let open = || room::Room::open(folder.path(), &[path.to_str().unwrap()], (100, 30));
    let mut room = open();
    room.wait_for("老人、学生免收");
    room.wait_for("⟦FF⟧");
    room.wait_status("gb18030");
    room.type_keys("e");
    room.wait_for("编码 11/11");
    room.type_keys("big5\r");
    room.wait_status("已按 Big5 读");
    room.wait("another text", |room| {
        !room.text().contains("老人、学生免收")
    });
    room.quit();
    let mut room = open();
    room.wait_status("Big5");
    room.type_keys("e\r");
    room.wait_for("老人、学生免收");
    room.quit();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn a_scan_can_be_stopped_and_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("书");
    archive::write(&library, 3000);
    let mut room = room::Room::open(folder.path(), &[library.to_str().unwrap()], (120, 40));
    // Usable from the first entries on.
    room.wait_for("。");
    room.type_keys("\x03");
    room.wait("stopped or done", |room| {
        !room.status().contains("正在编目")
    });
    room.type_keys("R");
    room.type_keys("p");
    room.wait_for("文档 3000/3000");
    room.escape();
    room.quit();
}

/// The addresses of all clauses.
fn addresses(text: &str) -> Vec<String> {
    let document = zhangju::document::parse(text.to_owned());
    let tree = zhangju::clause::nest(&document);
    tree.ids().map(|id| tree.address(id).to_string()).collect()
}

#[test]
fn statutes_in_traditional_characters_have_the_same_clauses() {
    let mut forms: HashMap<char, Vec<char>> = HashMap::new();
    for c in ('\u{2e80}'..'\u{fb00}').filter(|c| simplify(*c) != *c) {
        forms.entry(simplify(c)).or_default().push(c);
    }
    for original in texts("statutes in traditional characters") {
        // Spaces that Big5 does not have would become characters.
        let spaces = |c: char| {
            if c.is_whitespace() && c != '\n' {
                ' '
            } else {
                c
            }
        };
        let original = original.replace('\u{200b}', "");
        let original: String = original.chars().map(spaces).collect();
        let text = written_for(&original, BIG5, &forms);
        let title = original.lines().find(|line| !line.is_empty());
        let (is, was) = (addresses(&text), addresses(&original));
        let lost: Vec<_> = was.iter().filter(|one| !is.contains(one)).collect();
        assert!(is == was, "{title:?}: {lost:?}");
    }
}

/// An editor, `cp` and `rsync --inplace` leave a file empty for a while.
#[test]
fn a_file_that_is_being_written_does_not_lose_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("法.md");
    let articles = (1..=60).map(|n| format!("第{n}条　合作社之{n}，应当如此。\n\n"));
    let text = format!("# 某法\n\n{}", articles.collect::<String>());
    std::fs::write(&path, &text).unwrap();
    let mut room = room::Room::open(folder.path(), &[path.to_str().unwrap()], (120, 40));
    room.wait_for("合作社之9");
    room.press(":20\r", "第20条");
    std::fs::write(&path, "").unwrap();
    room.wait_status("现已不在其中");
    std::fs::write(&path, &text).unwrap();
    room.wait_status("仍在原处");
    room.press("\x0c", "第20条");
    room.quit();
}
