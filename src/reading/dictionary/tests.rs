use std::io::Write;

use super::*;

const CEDICT: &str = "\
# CC-CEDICT
圖書館 图书馆 [tu2 shu1 guan3] /library/CL:家[jia1],個|个[ge4]/
圖書 图书 [tu2 shu1] /books (in a library or bookstore)/
圖 图 [tu2] /diagram/picture/
no line of a dictionary
";

fn dictionaries(named: &[(&str, PathBuf)]) -> Dictionaries {
    let named = named
        .iter()
        .map(|(name, path)| ((*name).to_owned(), path.clone()));
    Dictionaries::new(named.collect())
}

fn texts(found: &Found) -> Vec<&str> {
    found
        .articles
        .iter()
        .map(|article| article.text.as_str())
        .collect()
}

/// A StarDict of words with their articles, and of further words.
fn stardict(
    folder: &Path,
    info: &str,
    articles: &[(&str, &[u8])],
    others: &[(&str, u32)],
) -> PathBuf {
    let write = |extension: &str, bytes: &[u8]| {
        let path = folder.join("own").with_extension(extension);
        disk::write_atomic(&path, bytes).unwrap();
        path
    };
    let (mut index, mut dict) = (Vec::new(), Vec::new());
    for (word, article) in articles {
        index.extend([word.as_bytes(), &[0]].concat());
        index.extend((dict.len() as u32).to_be_bytes());
        index.extend((article.len() as u32).to_be_bytes());
        dict.extend_from_slice(article);
    }
    let listed = others
        .iter()
        .flat_map(|(word, at)| [word.as_bytes(), &[0], &at.to_be_bytes()].concat());
    write("syn", &listed.collect::<Vec<u8>>());
    write("idx", &index);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&dict).unwrap();
    write("dict.dz", &packed.finish().unwrap());
    write(
        "ifo",
        format!("StarDict's dict ifo file\nversion=2.4.2\n{info}").as_bytes(),
    )
}

#[test]
fn the_longest_word_comes_first_in_either_script() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cedict_ts.u8");
    disk::write_atomic(&path, CEDICT.as_bytes()).unwrap();
    let own = dictionaries(&[("cedict", path)]);
    for text in ["古籍由图书馆收藏", "古籍由圖書館收藏"] {
        let at = text.find(['图', '圖']).unwrap();
        let found = own.look_up(&candidates(text, at));
        assert_eq!(
            texts(&found),
            [
                "图书馆〔圖書館〕 tu2 shu1 guan3\n  library\n  CL:家[jia1],個|个[ge4]",
                "图书〔圖書〕 tu2 shu1\n  books (in a library or bookstore)",
                "图〔圖〕 tu2\n  diagram\n  picture",
            ]
        );
    }
    assert_eq!(own.look_up(&candidates("无", 0)), Found::default());
}

#[test]
fn stardict_is_read_with_its_further_words_and_without_its_markup() {
    let folder = tempfile::tempdir().unwrap();
    let articles: [(&str, &[u8]); 2] = [
        ("古籍", "<b>gǔjí</b><br>古代的书 &amp; 抄本".as_bytes()),
        ("库", "kù".as_bytes()),
    ];
    let path = stardict(
        folder.path(),
        "sametypesequence=h\n",
        &articles,
        &[("舊籍", 0), ("x", 9)],
    );
    let own = dictionaries(&[("own", path)]);
    let look = |word: &str| own.look_up(&[word.to_owned()]);
    let expected = ["古籍\n  gǔjí\n  古代的书 & 抄本"];
    assert_eq!(texts(&look("古籍")), expected);
    assert_eq!(texts(&look("旧籍")), expected);
    assert_eq!(texts(&look("庫")), ["库\n  kù"]);
    assert_eq!(texts(&look("x")), [""; 0]);
}

#[test]
fn the_parts_of_an_article_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mixed = [
        b"tgu ji\0W".as_slice(),
        &[0, 0, 0, 2],
        b"RFm",
        "书".as_bytes(),
        b"\0",
    ]
    .concat();
    let known = [b"gu ji\0".as_slice(), "书".as_bytes()].concat();
    for (info, article) in [("", mixed), ("sametypesequence=tm\n", known)] {
        let path = stardict(folder.path(), info, &[("古籍", &article)], &[]);
        let found = dictionaries(&[("own", path)]).look_up(&["古籍".to_owned()]);
        assert_eq!(texts(&found), ["古籍\n  gu ji\n  书"], "{info}");
    }
}

#[test]
fn what_cannot_be_read_is_told_and_what_is_damaged_harms_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    disk::write_atomic(&at("prose.txt"), "并非词典。\n".as_bytes()).unwrap();
    let torn = stardict(folder.path(), "sametypesequence=m\n", &[("甲", b"x")], &[]);
    disk::write_atomic(
        &at("own.idx"),
        b"\xe7\x94\xb2\0\xff\xff\xff\xff\xff\xff\xff\xff\xe4",
    )
    .unwrap();
    let named = [("a", at("none.u8")), ("b", at("prose.txt")), ("c", torn)];
    let found = dictionaries(&named).look_up(&["甲".to_owned()]);
    assert_eq!(found.articles, []);
    let [missing, prose] = found.unread.as_slice() else {
        panic!("{found:?}");
    };
    let unread = |name: &str, reason| {
        let said = Said::new("dictionary.unread").with(name);
        said.with_said(reason)
    };
    let reason = Said::new("disk.read").with(at("none.u8").display());
    let reason = reason.with_said(Said::new("reason.not-found"));
    assert_eq!(*missing, unread("a", reason));
    let reason = Said::new("dictionary.no-cedict").with(at("prose.txt").display());
    assert_eq!(*prose, unread("b", reason));
}

#[test]
fn a_word_ends_with_its_letters() {
    assert_eq!(candidates("图书，馆", 0), ["图书", "图"]);
    assert_eq!(candidates("library 馆", 0), ["library"]);
    assert_eq!(candidates("，", 0), [""; 0]);
    assert_eq!(candidates(&"长".repeat(99), 0).len(), LONGEST);
}
