//! Tests of the librarian: libraries on the disk, what is reported, what is saved.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::*;
use crate::library::Called;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Waits until this is told.
fn wait(told: &Receiver<String>, wanted: &str) {
    while let Ok(own) = told.recv_timeout(Duration::from_secs(20)) {
        if own == wanted {
            return;
        }
    }
    panic!("never came: {wanted}");
}

fn titles(catalog: &Catalog) -> Vec<String> {
    let mut titles: Vec<_> = catalog
        .iter()
        .map(|(_, entry)| entry.title().to_owned())
        .collect();
    titles.sort();
    titles
}

/// Loads and refreshes; returns the titles after loading and at the end, and the troubles.
fn visit(roots: &[PathBuf], cache: &Path) -> (Vec<String>, Vec<String>, Vec<Said>) {
    let (mut first, mut last, mut troubles) = (None, Catalog::default(), Vec::new());
    let stop = AtomicBool::new(false);
    let mut tell = |news| match news {
        News::Catalog(catalog) => {
            first.get_or_insert_with(|| titles(&catalog));
            last = catalog;
        }
        News::Trouble(reason) => troubles.push(reason),
        _ => {}
    };
    let mut librarian = Librarian::new(
        Catalog::default(),
        roots,
        Some(cache.to_owned()),
        &stop,
        &mut tell,
    );
    librarian.load();
    librarian.refresh();
    (first.unwrap_or_default(), titles(&last), troubles)
}

#[test]
fn a_second_start_has_the_catalog_at_once_and_then_what_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two, cache) = (
        folder.path().join("一"),
        folder.path().join("二"),
        folder.path().join("cache"),
    );
    write(&one, "甲.txt", "# 甲");
    write(&one, "深/乙.txt", "# 乙");
    write(&two, "丙.txt", "# 丙");
    // A folder inside another is not a library of its own.
    let roots = [one.clone(), two.clone(), one.join("深")];
    let (_, last, troubles) = visit(&roots, &cache);
    assert_eq!((last.join(""), troubles.len()), ("丙乙甲".into(), 0));
    assert_eq!(std::fs::read_dir(cache.join("catalog")).unwrap().count(), 2);
    std::fs::remove_file(one.join("甲.txt")).unwrap();
    write(&two, "丁.txt", "# 丁");
    let (first, last, _) = visit(&roots, &cache);
    assert_eq!(
        (first.join(""), last.join("")),
        ("丙乙甲".into(), "丁丙乙".into())
    );
    let (first, _, _) = visit(&roots, &cache);
    assert_eq!(first.join(""), "丁丙乙");
    // Damaged files are made anew silently.
    for file in std::fs::read_dir(cache.join("catalog")).unwrap() {
        std::fs::write(file.unwrap().path(), "zhangju").unwrap();
    }
    let (_, last, troubles) = visit(&roots, &cache);
    assert_eq!((last.join(""), troubles.len()), ("丁丙乙".into(), 0));
}

#[test]
fn near_texts_of_one_title_are_found_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let (root, cache) = (folder.path().join("书"), folder.path().join("cache"));
    let text = "手工业合作社应当加强管理，提高产品质量，降低成本，巩固和扩大公共积累。".repeat(9);
    let near = text.replacen("降低成本", "降低费用", 1);
    let other = "农业税的征收应当照顾灾区，减免的数目由县人民委员会核定。".repeat(9);
    for (name, text) in [("a", &text), ("b", &near), ("c", &other)] {
        write(
            &root,
            &format!("{name}/指示.txt"),
            &format!("# 指示\n\n{text}\n"),
        );
    }
    for _ in 0..2 {
        let same = compared(&root, &cache);
        let places = |id| same.places(EntryId(id)).len();
        let mut counts = [places(0), places(1), places(2)];
        counts.sort_unstable();
        assert_eq!(counts, [0, 2, 2]);
    }
}

/// Loads and refreshes a library, and reads all that is compared.
fn compared(root: &PathBuf, cache: &Path) -> Arc<Same> {
    let mut found = Arc::default();
    let stop = AtomicBool::new(false);
    let mut tell = |news| {
        if let News::Same(same) = news {
            found = same;
        }
    };
    let mut librarian = Librarian::new(
        Catalog::default(),
        std::slice::from_ref(root),
        Some(cache.to_owned()),
        &stop,
        &mut tell,
    );
    librarian.load();
    librarian.refresh();
    while !librarian.unread.is_empty() {
        librarian.read_some();
    }
    drop(librarian);
    found
}

#[test]
fn volumes_of_one_title_are_not_one_text() {
    let folder = tempfile::tempdir().unwrap();
    let (root, cache) = (folder.path().join("经"), folder.path().join("cache"));
    for volume in 1..=20_u32 {
        let mut text = "# -*- mode: mandoku-view; -*-\n#+TITLE: 甲經\n".to_owned();
        for page in 1..=20 {
            let hanzi = (0..6).map(|i| 0x4e00 + (volume * 677 + page * 53 + i * 7) % 4000);
            let words: String = hanzi.filter_map(char::from_u32).collect();
            text += &format!(
                "# src: AB {volume:02}.{page:02}; tr. CD\n<pb:KR9z0001_WXYZ_{volume:03}-{page}a>¶\n子曰{words}¶\n\n"
            );
        }
        write(&root, &format!("KR9z0001_{volume:03}.txt"), &text);
    }
    assert!(compared(&root, &cache).is_empty());
    let keys: std::collections::HashSet<String> = {
        let mut catalog = Catalog::default();
        let files = (1..=20).map(|volume| root.join(format!("KR9z0001_{volume:03}.txt")));
        for file in files {
            catalog.read(Source::File(file)).unwrap();
        }
        let entries = catalog.iter();
        entries.map(|(_, entry)| entry.key()).collect()
    };
    // Nor are the annotations of one those of the others.
    assert_eq!(keys.len(), 20);
}

#[test]
fn what_changes_while_it_is_watched_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("书");
    write(&root, "甲.txt", "# 甲");
    let single = folder.path().join("单.txt");
    std::fs::write(&single, "# 单").unwrap();
    let (waker, wakes) = channel();
    let (sender, catalogs) = channel();
    let ender = waker.clone();
    let roots = vec![root.clone()];
    let path = single.clone();
    let thread = thread::spawn(move || {
        let stop = AtomicBool::new(false);
        let mut tell = |news| {
            let _ = match news {
                News::Catalog(catalog) => sender.send(titles(&catalog).join("")),
                News::Rest => sender.send("rest".to_owned()),
                _ => Ok(()),
            };
        };
        let mut catalog = Catalog::default();
        catalog.read(Source::File(path)).unwrap();
        let mut librarian = Librarian::new(catalog, &roots, None, &stop, &mut tell);
        librarian.refresh();
        librarian.watch(&waker, &wakes);
    });
    let wait = |wanted: &str| wait(&catalogs, wanted);
    wait("rest");
    // The watch begins after the scan: until then nobody notices what is written.
    let mut text = "# 乙".to_owned();
    loop {
        write(&root, "深/乙.txt", &text);
        match catalogs.recv_timeout(Duration::from_secs(1)) {
            Ok(titles) if titles == "乙单甲" => break,
            _ => text.push('\n'),
        }
        assert!(text.len() < 100, "never came");
    }
    std::fs::write(&single, "# 双").unwrap();
    wait("乙双甲");
    std::fs::rename(root.join("甲.txt"), root.join("丙.txt")).unwrap();
    std::fs::write(root.join("丙.txt"), "# 丙").unwrap();
    wait("丙乙双");
    std::fs::remove_dir_all(root.join("深")).unwrap();
    wait("丙双");
    write(&root, "新/丁.txt", "# 丁");
    wait("丁丙双");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        // The target of a link is not in the library, whenever the link was made and whatever
        // happens at the target.
        let outside = folder.path().join("外");
        write(&outside, "密.txt", "# 密");
        symlink(outside.join("密.txt"), root.join("链.txt")).unwrap();
        symlink(&outside, root.join("链")).unwrap();
        thread::sleep(Duration::from_millis(300));
        write(&outside, "秘.txt", "# 秘");
        std::fs::remove_file(root.join("丙.txt")).unwrap();
        symlink(outside.join("密.txt"), root.join("丙.txt")).unwrap();
        wait("丁双");
        write(&root, "末.txt", "# 末");
        wait("丁双末");
    }
    ender.send(Wake::End).unwrap();
    thread.join().unwrap();
}

#[test]
fn what_has_changed_before_it_is_watched_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("单.txt");
    std::fs::write(&path, "# 单").unwrap();
    let stop = AtomicBool::new(false);
    let mut told = Vec::new();
    let mut tell = |news| {
        if let News::Catalog(catalog) = news {
            told.push(titles(&catalog));
        }
    };
    let mut catalog = Catalog::default();
    catalog.read(Source::File(path.clone())).unwrap();
    std::fs::write(&path, "# 改了").unwrap();
    let mut librarian = Librarian::new(catalog, &[], None, &stop, &mut tell);
    let (waker, wakes) = channel();
    waker.send(Wake::End).unwrap();
    librarian.watch(&waker, &wakes);
    assert_eq!(told, [["改了"]]);
}

/// `zhangju DIR DIR/甲.txt`, at the first start and at one that has the library in the cache.
#[test]
fn a_file_named_beside_its_own_folder_is_there_once() {
    let folder = tempfile::tempdir().unwrap();
    let (root, cache) = (folder.path().join("书"), folder.path().join("cache"));
    let (inside, outside) = (root.join("深/甲.txt"), folder.path().join("外.txt"));
    write(&root, "深/甲.txt", "# 甲");
    write(&root, "乙.txt", "# 乙");
    write(folder.path(), "外.txt", "# 外");
    for _ in 0..2 {
        let mut catalog = Catalog::default();
        catalog.read(Source::File(outside.clone())).unwrap();
        catalog.read(Source::File(inside.clone())).unwrap();
        let (stop, roots) = (AtomicBool::new(false), [root.clone()]);
        let mut last = Catalog::default();
        let mut tell = |news| {
            if let News::Catalog(catalog) = news {
                last = catalog;
            }
        };
        let mut librarian = Librarian::new(catalog, &roots, Some(cache.clone()), &stop, &mut tell);
        librarian.load();
        librarian.catch_up();
        assert_eq!(titles(&last), ["乙", "外", "甲"]);
        let left = last.find(&Source::File(inside.clone())).unwrap();
        assert_eq!(last.get(left).unwrap().folder(), "深");
    }
}

/// Only some disks tell when a folder changed, and only Linux which they are.
#[cfg(target_os = "linux")]
#[test]
fn what_came_to_a_library_before_it_is_watched_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("书");
    write(&root, "深/甲.txt", "# 甲");
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(60);
    for folder in [root.join("深"), root.clone()] {
        let folder = std::fs::File::open(folder).unwrap();
        folder.set_modified(long_ago).unwrap();
    }
    let stop = AtomicBool::new(false);
    let mut told = Vec::new();
    let mut tell = |news| {
        if let News::Catalog(catalog) = news {
            told.push(titles(&catalog).join(""));
        }
    };
    let roots = [root.clone()];
    let mut librarian = Librarian::new(Catalog::default(), &roots, None, &stop, &mut tell);
    librarian.refresh();
    write(&root, "深/乙.txt", "# 乙");
    let (waker, wakes) = channel();
    waker.send(Wake::End).unwrap();
    librarian.watch(&waker, &wakes);
    assert_eq!(told.last().map(String::as_str), Some("乙甲"));
}

/// A folder that is moved into a library is watched with all below it, and one that is made there
/// before anything is written to it.
#[test]
fn new_folders_are_watched_too() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("书");
    write(&root, "甲.txt", "# 甲");
    write(folder.path(), "外/深/乙.txt", "# 乙");
    let (waker, wakes) = channel();
    let (sender, catalogs) = channel();
    let ender = waker.clone();
    let roots = vec![root.clone()];
    let thread = thread::spawn(move || {
        let stop = AtomicBool::new(false);
        let mut tell = |news| {
            if let News::Catalog(catalog) = news {
                let _ = sender.send(titles(&catalog).join(""));
            }
        };
        let mut librarian = Librarian::new(Catalog::default(), &roots, None, &stop, &mut tell);
        librarian.refresh();
        librarian.watch(&waker, &wakes);
    });
    let wait = |wanted: &str| wait(&catalogs, wanted);
    wait("甲");
    // The watch begins after the scan: until then nobody notices what is moved.
    for (from, to) in [("外", "书/内"), ("书/内", "外")].into_iter().cycle() {
        let (from, to) = (folder.path().join(from), folder.path().join(to));
        std::fs::rename(from, &to).unwrap();
        match catalogs.recv_timeout(Duration::from_secs(1)) {
            Ok(titles) if titles == "乙甲" => break,
            _ => {}
        }
    }
    write(&root, "内/深/丙.txt", "# 丙");
    wait("丙乙甲");
    write(&root, "新/更深/丁.txt", "# 丁");
    wait("丁丙乙甲");
    write(&root, "新/更深/戊.txt", "# 戊");
    wait("丁丙乙戊甲");
    std::fs::rename(root.join("新"), root.join("旧")).unwrap();
    write(&root, "旧/更深/己.txt", "# 己");
    wait("丁丙乙己戊甲");
    ender.send(Wake::End).unwrap();
    thread.join().unwrap();
}

/// The counts of the foot follow what happens in the folders, without a scan of all of them.
#[test]
fn what_is_left_out_is_counted_again_where_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("书");
    write(&root, "甲.txt", "# 甲");
    for name in ["a.pdf", "深/b.pdf", "深/底/c.jpg", ".hidden.pdf"] {
        write(&root, name, "x");
    }
    let told = std::cell::RefCell::new(Vec::new());
    let stop = AtomicBool::new(false);
    let mut tell = |news| {
        if let News::LeftOut(left_out) = news {
            let kinds = left_out.kinds().into_iter();
            let kinds: Vec<String> = kinds
                .map(|(kind, count)| format!("{kind} {count}"))
                .collect();
            told.borrow_mut().push(kinds.join(" "));
        }
    };
    let roots = [root.clone()];
    let mut librarian = Librarian::new(Catalog::default(), &roots, None, &stop, &mut tell);
    librarian.refresh();
    let mut change = |names: &[&str]| {
        let paths = names.iter().map(|name| root.join(name)).collect();
        librarian.revisit(&paths);
        std::mem::take(&mut *told.borrow_mut()).join(", ")
    };
    assert_eq!(change(&[]), "pdf 2 jpg 1");
    write(&root, "深/d.pdf", "x");
    assert_eq!(change(&["深/d.pdf"]), "pdf 3 jpg 1");
    assert_eq!(change(&["深/d.pdf"]), "");
    std::fs::rename(root.join("a.pdf"), root.join("a.md")).unwrap();
    assert_eq!(change(&["a.pdf", "a.md"]), "pdf 2 jpg 1");
    write(&root, "新/e.jpg", "x");
    write(&root, "新/底/f.jpg", "x");
    assert_eq!(change(&["新"]), "jpg 3 pdf 2");
    std::fs::remove_dir_all(root.join("新")).unwrap();
    assert_eq!(change(&["新"]), "pdf 2 jpg 1");
    std::fs::remove_dir_all(root.join("深")).unwrap();
    assert_eq!(change(&["深"]), "");
}

/// Files of one work have its title; copies of a file are one text, wherever they lie.
#[test]
fn texts_of_one_title_are_told_apart_by_what_differs() {
    let folder = tempfile::tempdir().unwrap();
    let (root, cache) = (folder.path().join("书"), folder.path().join("cache"));
    let texts = [
        "春日渡河，舟小人多，篙师呼客缓行，日暮乃济。",
        "夏夜乘凉于桥上，听老者说旧事，不觉月落。",
        "秋收既毕，村人修仓补屋，备冬日之用。",
        "冬雪封山，樵者不出，家家围炉煮豆而食。",
        "岁末算账，余粮三石，分与邻里之贫者。",
    ];
    let volume = |number: usize, heading: &str| {
        let body = texts[number].repeat(9);
        format!(
            "# -*- mode: mandoku-view -*-\n#+TITLE: 四時錄\n#+PROPERTY: ID KR1z0009\n<pb:KR1z0009_X_{number:03}-1a>¶\n{heading}\n{body}¶\n"
        )
    };
    for (name, number, heading) in [
        ("KR1z0009_001.txt", 0, "** 1 《春渡》\n"),
        ("KR1z0009_002.txt", 1, "** 2 《夏橋》\n"),
        ("副本/KR1z0009_002.txt", 1, "** 2 《夏橋》\n"),
        ("KR1z0009_003.txt", 2, "** 3 《雜記》\n"),
        ("KR1z0009_004.txt", 3, "** 4 《雜記》\n"),
        ("KR1z0009_005.txt", 4, ""),
    ] {
        write(&root, name, &volume(number, heading));
    }
    write(&root, "别的.txt", "# 冬藏录\n\n另一篇。\n");
    for _ in 0..2 {
        let mut catalog = Catalog::default();
        let mut same = Arc::default();
        let stop = AtomicBool::new(false);
        let mut tell = |news| match news {
            News::Same(found) => same = found,
            News::Catalog(now) => catalog = now,
            _ => {}
        };
        let (roots, cache) = ([root.clone()], Some(cache.clone()));
        let mut librarian = Librarian::new(Catalog::default(), &roots, cache, &stop, &mut tell);
        librarian.load();
        librarian.refresh();
        while !librarian.unread.is_empty() {
            librarian.read_some();
        }
        drop(librarian);
        let rows = catalog.iter();
        let rows = rows.map(|(id, entry)| Called::of(id, entry, &same).to_string());
        let mut rows: Vec<String> = rows.collect();
        rows.sort();
        assert_eq!(
            rows,
            [
                "冬藏录",
                "四時錄 KR1z0009_003",
                "四時錄 KR1z0009_004",
                "四時錄 KR1z0009_005",
                "四時錄 夏橋",
                "四時錄 夏橋",
                "四時錄 春渡",
            ]
        );
    }
}

/// Loads, catches up and watches a library whose looks are shared for a time, until the document of
/// this title is told or the time is over; the titles after catching up, and whether it was told.
fn share(root: &Path, cache: &Path, time: Duration, awaited: Option<&str>) -> (Vec<String>, bool) {
    let roots = [root.to_owned()];
    let (to, wakes) = channel();
    let (waker, end) = (to.clone(), to.clone());
    let told = std::cell::Cell::new(false);
    let stop = AtomicBool::new(false);
    let mut tell = |news| {
        if let News::Catalog(catalog) = news {
            let is_there = titles(&catalog).iter().any(|own| Some(&**own) == awaited);
            if is_there && !told.replace(true) {
                end.send(Wake::End).unwrap();
            }
        }
    };
    let cache = Some(cache.to_owned());
    let mut librarian =
        Librarian::new(Catalog::default(), &roots, cache, &stop, &mut tell).sharing(Some(time));
    librarian.load();
    librarian.catch_up();
    let known = titles(librarian.catalog());
    if awaited.is_some() {
        let (done, over) = channel::<()>();
        let patience = thread::spawn(move || {
            let _ = over.recv_timeout(Duration::from_secs(20));
            let _ = to.send(Wake::End);
        });
        librarian.watch(&waker, &wakes);
        drop(done);
        patience.join().unwrap();
    }
    (known, told.get())
}

#[test]
fn who_comes_after_another_looks_at_folders_only_and_at_files_later() {
    const HOUR: Duration = Duration::from_secs(3600);
    let folder = tempfile::tempdir().unwrap();
    let (root, cache) = (folder.path().join("书"), folder.path().join("cache"));
    write(&root, "一/甲.txt", "# 甲");
    // Listings that have just changed are read again in any case.
    let earlier = SystemTime::now() - HOUR;
    for folder in [root.clone(), root.join("一")] {
        let folder = std::fs::File::open(folder).unwrap();
        folder.set_modified(earlier).unwrap();
    }
    let share = |time, awaited| {
        let (known, is_told) = share(&root, &cache, time, awaited);
        (known.join(""), is_told)
    };
    assert_eq!(share(HOUR, None).0, "甲");
    write(&root, "一/甲.txt", "# 乙又一");
    write(&root, "二/丙.txt", "# 丙");
    assert_eq!(share(HOUR, None).0, "丙甲");
    let now = SystemTime::now();
    last_look::tell(&cache::last_look(&cache, &root), now).unwrap();
    assert!(share(Duration::from_secs(1), Some("乙又一")).1);
    // Who looks alone looks at all.
    write(&root, "一/甲.txt", "# 丁");
    let (_, last, _) = visit(std::slice::from_ref(&root), &cache);
    assert_eq!(last.join(""), "丁丙");
}
