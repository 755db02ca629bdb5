//! Books made by hand, and what is read of them.

use super::*;
use crate::document::LinkTarget;
use crate::document::container::pack;

const CONTAINER: &str = "<?xml version='1.0'?><container><rootfiles><rootfile full-path='OEBPS/书.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";

fn read(bytes: &[u8]) -> Option<Transcript> {
    super::read(bytes, &Budget::whole())
}

fn summarize(bytes: &[u8]) -> Option<Summary> {
    super::summarize(bytes, &Budget::catalog())
}

/// A book of these files beside its container file.
fn book(files: &[(&str, &str)]) -> Vec<u8> {
    let mut all = vec![
        ("mimetype", b"application/epub+zip".as_slice()),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
    ];
    all.extend(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    pack(&all)
}

/// A package of these items (id, address) in this order; others may follow them in the manifest.
fn package(items: &[(&str, &str)], others: &str) -> String {
    let manifest: Vec<String> = items
        .iter()
        .map(|(id, href)| {
            format!("<item id='{id}' href='{href}' media-type='application/xhtml+xml'/>")
        })
        .collect();
    let spine: Vec<String> = items
        .iter()
        .map(|(id, _)| format!("<itemref idref='{id}'/>"))
        .collect();
    let (manifest, spine) = (manifest.concat(), spine.concat());
    format!(
        "<package><metadata xmlns:dc='x'><dc:title>试读</dc:title></metadata>\
         <manifest>{manifest}{others}</manifest><spine toc='ncx'>{spine}</spine></package>"
    )
}

/// Pages `a.xhtml`, `b.xhtml` … with these bodies, in order, beside other files.
fn pages(bodies: &[&str], others: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let names: Vec<String> = (b'a'..)
        .take(bodies.len())
        .map(|c| char::from(c).to_string())
        .collect();
    let hrefs: Vec<String> = names.iter().map(|name| format!("{name}.xhtml")).collect();
    let paths: Vec<String> = hrefs.iter().map(|href| format!("OEBPS/{href}")).collect();
    let items: Vec<(&str, &str)> = names
        .iter()
        .zip(&hrefs)
        .map(|(name, href)| (name.as_str(), href.as_str()))
        .collect();
    let package = package(&items, others);
    let texts: Vec<String> = bodies
        .iter()
        .map(|body| format!("<html><head><title>页</title></head><body>{body}</body></html>"))
        .collect();
    let mut all = vec![("OEBPS/书.opf", package.as_str())];
    all.extend(
        paths
            .iter()
            .zip(&texts)
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    all.extend(files);
    book(&all)
}

const NAVIGATION: &str =
    "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>";

/// A book with these contents.
fn with_contents(bodies: &[&str], list: &str) -> Vec<u8> {
    let nav = format!(
        "<html><body><nav epub:type='toc'><h1>目录</h1><ol>{list}</ol></nav></body></html>"
    );
    pages(bodies, NAVIGATION, &[("OEBPS/nav.xhtml", &nav)])
}

/// The passages: headings with their levels, notes and lines by a sign.
fn shown(bytes: &[u8]) -> Vec<String> {
    let transcript = read(bytes).unwrap();
    let passages = transcript.structure.passages.iter();
    let line = |passage: &crate::document::Block| {
        let words = passage.text.of(&transcript.text).replace('\n', "/");
        match passage.kind {
            BlockKind::Heading { level } => format!("{}{words}", "#".repeat(usize::from(level))),
            BlockKind::Footnote => format!("^{words}"),
            BlockKind::Verbatim => format!("|{words}"),
            _ => words,
        }
    };
    passages.map(line).collect()
}

fn codes(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let issues = read(bytes).unwrap().issues.into_iter();
    issues
        .map(|issue| (issue.code, issue.details.concat()))
        .collect()
}

#[test]
fn a_book_is_read_in_the_order_of_its_spine() {
    let package = "<package xmlns:dc='x'><metadata><dc:title>论语 &amp; 注</dc:title><dc:creator>甲</dc:creator><dc:creator>乙</dc:creator>\
         <dc:date>1955-04-27</dc:date></metadata><manifest><item id='b' href='b%20c.xhtml'/><item id='a' href='../text/a.xhtml#x'/></manifest>\
         <spine><itemref idref='a'/><itemref idref='missing'/><itemref idref='b'/></spine></package>";
    let bytes = book(&[
        ("OEBPS/书.opf", package),
        (
            "text/a.xhtml",
            "<html><head><title>一</title></head><body><h1>学而</h1><p>子曰</p></body></html>",
        ),
        (
            "OEBPS/b c.xhtml",
            "<html><body><h1>为政</h1><p>见<a href='https://a.example'>注</a><a href='../text/a.xhtml'>一</a></body></html>",
        ),
    ]);
    let facts = [
        ("title", "论语 & 注"),
        ("author", "甲"),
        ("author", "乙"),
        ("date", "1955-04-27"),
    ];
    let facts = facts.map(|(name, value)| (name, value.to_owned()));
    let stated = Header::stated(&facts, &mut Vec::new());
    assert_eq!(summarize(&bytes).unwrap().header, stated);
    let Transcript {
        text,
        structure,
        issues,
        ..
    } = read(&bytes).unwrap();
    assert_eq!(structure.facts, facts);
    assert_eq!(text, "学而\n\n子曰\n\n[missing]\n\n为政\n\n见注一\n\n");
    assert_eq!(issues[0].span.of(&text), "[missing]");
    let links: Vec<_> = structure
        .links
        .into_iter()
        .map(|link| (link.words.of(&text), link.target))
        .collect();
    let web = LinkTarget::Web("https://a.example".to_owned());
    assert_eq!(links, [("注", web), ("一", LinkTarget::Place(0))]);
    for length in 0..bytes.len() {
        // What is there of the parts is read.
        let cut = read(bytes.get(..length).unwrap());
        assert!(cut.is_none_or(|cut| cut.issues.iter().any(|issue| issue.code == "cut-short")));
    }
}

#[test]
fn what_is_no_book_is_none() {
    assert_eq!(read(&pack(&[("a.txt", b"x")])), None);
    assert_eq!(read(&book(&[])), None);
    assert_eq!(read(b"PK\x03\x04"), None);
}

#[test]
fn contents_are_the_outline_whatever_they_lead_to_was_set_as() {
    let bytes = with_contents(
        &[
            "<p id='x'>卷首</p><p>话。</p>",
            "<p>山居</p><p>　　住在山里。</p><div id='w'><p>水居</p><p>　　住在水边。</p></div><h3>旁记</h3><p>记。</p>",
            "<p>长文。<a id='m'></a></p><p>又一段。</p>",
        ],
        "<li><a href='a.xhtml#x'>卷首</a></li><li><span>居处</span><ol><li><a href='b.xhtml'>山居</a></li>\
         <li><a href='b.xhtml#w'>水 居</a></li></ol></li><li><a href='c.xhtml'>无题之文</a></li>",
    );
    assert_eq!(
        shown(&bytes),
        [
            "#卷首",
            "话。",
            "#居处",
            "##山居",
            "住在山里。",
            "##水居",
            "住在水边。",
            "#####旁记",
            "记。",
            "#无题之文",
            "长文。",
            "又一段。"
        ]
    );
}

#[test]
fn levels_are_those_of_the_contents() {
    let bytes = with_contents(
        &[
            "<h1>上部</h1><h1>第一章 风</h1><p>风。</p><h2>小记</h2><p>记。</p>",
            "<h2>第二章</h2><h3>雨</h3><p>雨。</p>",
            "<h2>后记<sup>1</sup></h2><p>完。</p><h2>附表</h2>",
        ],
        "<li><a href='a.xhtml'>上部</a><ol><li><a href='a.xhtml'>第一章　风</a></li>\
         <li><a href='b.xhtml'>第二章 雨</a></li></ol></li><li><a href='c.xhtml'>后记</a></li>",
    );
    assert_eq!(
        shown(&bytes),
        [
            "#上部",
            "##第一章 风",
            "风。",
            "###小记",
            "记。",
            "##第二章",
            "雨",
            "雨。",
            "#后记1",
            "完。",
            "#附表"
        ]
    );
}

#[test]
fn the_heading_of_the_next_entry_is_not_that_of_the_entry_above_it() {
    let bytes = with_contents(
        &["<h1>第一章 江</h1><p>江水东流。</p>"],
        "<li><a href='a.xhtml'>上编</a><ol><li><a href='a.xhtml'>第一章 江</a></li></ol></li>",
    );
    assert_eq!(shown(&bytes), ["#上编", "##第一章 江", "江水东流。"]);
}

#[test]
fn the_label_of_an_entry_is_without_its_readings() {
    // The first reading is never closed.
    let bytes = with_contents(
        &["<p>山</p><p>高。</p>", "<p>河</p><p>长。</p>"],
        "<li><a href='a.xhtml'><ruby>山<rt>やま</a></li><li><a href='b.xhtml'><ruby>河<rt>かわ</rt></ruby></a></li>",
    );
    assert_eq!(shown(&bytes), ["#山", "高。", "#河", "长。"]);
}

#[test]
fn links_stand_on_their_words_below_headings_that_were_added() {
    let bytes = with_contents(
        &[
            "<p>舟行。</p>",
            "<p>岸上的人<a href='a.xhtml'>望舟</a>。</p>",
        ],
        "<li><a href='a.xhtml'>江上</a></li><li><a href='b.xhtml'>岸边</a></li>",
    );
    assert_eq!(
        shown(&bytes),
        ["#江上", "舟行。", "#岸边", "岸上的人望舟。"]
    );
    let transcript = read(&bytes).unwrap();
    let links = transcript.structure.links.iter();
    let links: Vec<_> = links
        .map(|link| (link.words.of(&transcript.text), &link.target))
        .collect();
    assert_eq!(links, [("望舟", &LinkTarget::Place(0))]);
}

#[test]
fn a_paragraph_that_begins_like_an_entry_is_none() {
    let bytes = with_contents(
        &["<p>雨下了一夜。</p>", "<p>风停了。</p>"],
        "<li><a href='a.xhtml'>雨</a></li><li><a href='b.xhtml'>风</a></li><li><a href='gone.xhtml'>雪</a></li>",
    );
    assert_eq!(shown(&bytes), ["#雨", "雨下了一夜。", "#风", "风停了。"]);
    // A label for the whole book is no heading.
    let bytes = with_contents(
        &["<p>雨下了一夜。</p>"],
        "<li><a href='a.xhtml'>开始</a></li>",
    );
    assert_eq!(shown(&bytes), ["雨下了一夜。"]);
}

#[test]
fn the_older_contents_are_read_where_there_are_no_others() {
    let ncx = "<ncx><docTitle><text>书</text></docTitle><navMap><navPoint><navLabel><text>甲</text></navLabel><content src='a.xhtml'/>\
               <navPoint><navLabel><text>乙</text></navLabel><content src='a.xhtml#y'/></navPoint></navPoint></navMap>\
               <pageList><pageTarget><navLabel><text>9</text></navLabel><content src='a.xhtml#y'/></pageTarget></pageList></ncx>";
    let item = "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>";
    let bytes = pages(
        &["<p>甲</p><p>文。</p><p id='y'>乙</p><p>字。</p>"],
        item,
        &[("OEBPS/toc.ncx", ncx)],
    );
    assert_eq!(shown(&bytes), ["#甲", "文。", "##乙", "字。"]);
    let bytes = pages(&["<h1>甲</h1><p>文。</p><h2>乙</h2>"], "", &[]);
    assert_eq!(shown(&bytes), ["#甲", "文。", "##乙"]);
}

#[test]
fn a_page_of_contents_does_not_double_the_chapters() {
    let list = "<li><a href='b.xhtml'>第一章 江</a></li><li><a href='b.xhtml#h'>第二章 河</a></li>";
    let page = "<h1>目录</h1><p><a href='b.xhtml'>第一章 江</a></p><p><a href='b.xhtml#h'>第二章 河</a>　12</p>";
    let text = "<h1>第一章 江</h1><p>江。参看<a href='#h'>第二章</a>。</p><h1 id='h'>第二章 河</h1><p>河。</p>";
    assert_eq!(
        shown(&with_contents(&[page, text], list)),
        [
            "|目录",
            "|第一章 江",
            "|第二章 河\u{3000}12",
            "#第一章 江",
            "江。参看第二章。",
            "#第二章 河",
            "河。"
        ]
    );
    let page = "<ol><li><span>上编</span><ol><li><a href='b.xhtml'>第一章 江</a></li><li><a href='b.xhtml#h'>第二章 河</a></li></ol></li></ol>";
    assert_eq!(shown(&with_contents(&[page, text], list))[0], "|1. 上编");
    // A sentence among the lines stays one.
    let page = "<h1>目录</h1><p>本书两章，写于一年之内。</p><p><a href='b.xhtml'>第一章 江</a></p><p><a href='b.xhtml#h'>第二章 河</a></p>";
    assert_eq!(
        shown(&with_contents(&[page, text], list)).get(..3).unwrap(),
        ["|目录", "本书两章，写于一年之内。", "|第一章 江"]
    );
    // One line does not make its part a page of contents.
    let page = "<h1>题记</h1><p><a href='b.xhtml'>第一章 江</a></p>";
    assert_eq!(
        shown(&with_contents(&[page, text], list)).get(..2).unwrap(),
        ["#题记", "|第一章 江"]
    );
    let apparatus = "<nav epub:type='landmarks'><ol><li><a href='b.xhtml'>正文</a></li></ol></nav>";
    let page = format!("<p>序。</p>{apparatus}");
    assert_eq!(shown(&with_contents(&[&page, text], list))[0], "序。");
}

#[test]
fn links_decide_which_note_a_mark_calls() {
    let bytes = pages(
        &[
            "<p>甲<a href='c.xhtml#a1' id='x1'><sup>1</sup></a>句。</p>",
            "<p>乙<a href='c.xhtml#b1' id='y1'><sup>1</sup></a>句。</p>",
            "<p id='a1'><a href='a.xhtml#x1'>1</a> 甲的注。</p><p id='b1'><a href='b.xhtml#y1'>1</a> 乙的注。</p>",
        ],
        "",
        &[],
    );
    assert_eq!(
        shown(&bytes),
        ["甲1句。", "乙1句。", "^1 甲的注。", "^1 乙的注。"]
    );
    let transcript = read(&bytes).unwrap();
    let called: Vec<_> = transcript
        .structure
        .notes
        .iter()
        .map(|note| (note.calls[0].start, note.text.of(&transcript.text)))
        .collect();
    assert_eq!(called, [(3, "1 甲的注。"), (15, "1 乙的注。")]);
}

#[test]
fn notes_outside_the_reading_order_are_read_at_the_end() {
    let item = "<item id='n' href='n.xhtml' media-type='application/xhtml+xml'/><item id='u' href='u.xhtml' media-type='application/xhtml+xml'/>";
    let bytes = pages(
        &["<p>句<a epub:type='noteref' href='N.xhtml#f'>※</a>。</p>"],
        item,
        &[
            (
                "OEBPS/n.xhtml",
                "<aside epub:type='footnote' id='f'><p>注文。</p></aside>",
            ),
            ("OEBPS/u.xhtml", "<p>没有人提到的一页。</p>"),
        ],
    );
    assert_eq!(shown(&bytes), ["句※。", "^注文。"]);
    // Hidden in a part that does not call it itself.
    let bytes = pages(
        &[
            "<p>句<a epub:type='noteref' href='b.xhtml#f'>※</a>。</p>",
            "<p>乙。</p><aside epub:type='footnote' id='f' hidden=''><p>注文。</p></aside>",
        ],
        "",
        &[],
    );
    assert_eq!(shown(&bytes), ["句※。", "乙。", "^注文。"]);
}

#[test]
fn parts_that_cannot_be_read_are_named_in_their_places() {
    let encryption = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes256-cbc'/>\
         <KeyInfo><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/></KeyInfo><CipherData><CipherReference URI='OEBPS/b.xhtml'/></CipherData></EncryptedData>\
         <EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes256-cbc'/><CipherData><CipherReference URI='OEBPS/c.xhtml'/></CipherData></EncryptedData>\
         <EncryptedData><EncryptionMethod Algorithm='http://ns.adobe.com/pdf/enc#RC'/><CipherData><CipherReference URI='OEBPS/f.otf'/></CipherData></EncryptedData></encryption>";
    let items = [
        ("a", "a.xhtml"),
        ("b", "b.xhtml"),
        ("c", "c.xhtml"),
        ("d", "d.xhtml"),
        ("e", "不在.xhtml"),
    ];
    let others = "<item id='f' href='f.otf' media-type='font/otf'/>";
    let package = package(&items, others);
    let bytes = pack(&[
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("META-INF/encryption.xml", encryption.as_bytes()),
        ("OEBPS/书.opf", package.as_bytes()),
        ("OEBPS/A.xhtml", "<p>甲</p>".as_bytes()),
        ("OEBPS/b.xhtml", b"\x8f<\x01\x99 secret"),
        // The encryption was taken away, not the note of it.
        ("OEBPS/c.xhtml", "\u{feff} <p>丙</p>".as_bytes()),
        ("OEBPS/d.xhtml", b"\x8f\x01\x99"),
        ("OEBPS/f.otf", b"\x01"),
    ]);
    assert_eq!(
        shown(&bytes),
        ["甲", "[b.xhtml]", "丙", "[d.xhtml]", "[不在.xhtml]"]
    );
    assert_eq!(
        codes(&bytes),
        [
            ("part-encrypted", "OEBPS/b.xhtml".to_owned()),
            ("part-damaged", "OEBPS/d.xhtml".to_owned()),
            ("part-missing", "OEBPS/不在.xhtml".to_owned()),
        ]
    );
}

#[test]
fn what_cannot_be_read_gives_way_to_its_fallback() {
    let package = "<package><manifest><item id='j' fallback='k' href='j.json' media-type='application/json'/>\
        <item id='k' fallback='h' href='k.pdf' media-type='application/pdf'/><item id='h' href='h.xhtml' media-type='application/xhtml+xml'/>\
        <item id='x' fallback='y' href='x.pdf' media-type='application/pdf'/><item id='y' fallback='x' href='y.tiff' media-type='image/tiff'/></manifest>\
        <spine><itemref idref='j'/><itemref idref='x' linear='no'/></spine></package>";
    let bytes = book(&[
        ("OEBPS/书.opf", package),
        ("OEBPS/j.json", "{}"),
        ("OEBPS/h.xhtml", "<p>代替</p>"),
    ]);
    assert_eq!(shown(&bytes), ["代替", "[x.pdf]"]);
    assert_eq!(codes(&bytes), [("part-foreign", "OEBPS/x.pdf".to_owned())]);
}

#[test]
fn a_book_without_a_container_file_or_with_a_wrong_one_is_its_package() {
    let package = package(&[("a", "\\文\\a%20b.xhtml"), ("b", "/c.xhtml")], "");
    let parts: [(&str, &[u8]); 3] = [
        ("内容/书.OPF", package.as_bytes()),
        ("文/a b.xhtml", "<p>甲</p>".as_bytes()),
        ("c.xhtml", "<p>乙</p>".as_bytes()),
    ];
    assert_eq!(shown(&pack(&parts)), ["甲", "乙"]);
    let mut wrong = vec![("META-INF/container.xml", CONTAINER.as_bytes())];
    wrong.extend(parts);
    assert_eq!(shown(&pack(&wrong)), ["甲", "乙"]);
}

#[test]
fn names_may_be_written_in_the_encodings_of_east_asia() {
    let opf = package(&[("a", "%E7%AC%AC%E4%B8%80%E7%AB%A0.html")], "");
    let mut bytes = pack(&[
        ("xx/b.opf", opf.as_bytes()),
        ("xx/xxxxxx.html", "<p>甲</p>".as_bytes()),
    ]);
    // 第一章 in GBK, in the header and in the directory.
    let (gbk, _, _) = encoding_rs::GBK.encode("第一章");
    while let Some(at) = memchr::memmem::find(&bytes, b"xxxxxx") {
        bytes[at..at + 6].copy_from_slice(&gbk);
    }
    assert_eq!(shown(&bytes), ["甲"]);
}

#[test]
fn metadata_is_read_as_books_write_it() {
    let facts = |metadata: &str| {
        let package = format!("<package><metadata>{metadata}</metadata></package>");
        Package::read(&package)
            .facts
            .into_iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        facts(
            "<dc:title id='s'>续集</dc:title><meta refines='#s' property='title-type'>subtitle</meta>\
             <dc:title id='t'>正\n题</dc:title><meta refines='#t' property='title-type'>main</meta>\
             <dc:creator id='w'>某译</dc:creator><meta refines='#w' property='role'>trl</meta>\
             <dc:creator id='c'>某著</dc:creator><meta refines='#c' property='role'>aut</meta>\
             <meta refines='#c' property='file-as'>Mou</meta><dc:creator id='d'/><meta refines='#d' property='file-as'>佚名</meta>\
             <dc:date>2020-01-02</dc:date><dc:subject>史</dc:subject><dc:subject> </dc:subject><dc:language>zh</dc:language>\
             <meta property='belongs-to-collection' id='k'>丛书</meta><meta property='dcterms:modified'>2022-03-03T00:00:00Z</meta>"
        ),
        [
            "title 正 题",
            "author 某著",
            "author 佚名",
            "date 2020-01-02",
            "tags 史",
            "collection 丛书",
            "language zh"
        ]
    );
    assert_eq!(
        facts(
            "<dc:title>书</dc:title><dc:creator opf:role='edt'>某编</dc:creator><dc:date opf:event='modification'>2023</dc:date>\
             <dc:date opf:event='publication'>1998-05</dc:date><meta name='calibre:series' content='某丛书'/>"
        ),
        [
            "title 书",
            "author 某编",
            "date 1998-05",
            "collection 某丛书"
        ]
    );
    assert!(facts("<dc:date>0101-01-01T00:00:00+00:00</dc:date>").is_empty());
}

/// A manifest and a spine of many items, each a step of a few look-ups.
#[test]
fn many_items_are_read_in_linear_time() {
    const MANY: usize = 400_000;
    let items: Vec<String> = (0..MANY)
        .map(|at| format!("<item id='i{at}' href='i{at}.xhtml'/>"))
        .collect();
    let spine: Vec<String> = (0..MANY)
        .map(|at| format!("<itemref idref='i{}'/>", MANY - 1 - at))
        .collect();
    let (items, spine) = (items.concat(), spine.concat());
    let package = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
    let bytes = book(&[("OEBPS/书.opf", &package), ("OEBPS/i7.xhtml", "<p>七</p>")]);
    let transcript = read(&bytes).unwrap();
    assert_eq!(transcript.structure.passages.len(), MANY);
    assert_eq!(transcript.issues.len(), MANY - 1);
    let at = transcript.structure.passages.len() - 8;
    assert_eq!(
        transcript.structure.passages[at].text.of(&transcript.text),
        "七"
    );
}

/// The pages of a book: their names and the first characters on them.
fn printed_pages(bytes: &[u8]) -> Vec<String> {
    let transcript = read(bytes).unwrap();
    let pages = transcript.structure.pages.iter();
    let line = |page: &Page| {
        let text = Span::new(page.at, transcript.text.len()).of(&transcript.text);
        format!(
            "{} {}",
            page.label,
            text.chars().take(2).collect::<String>()
        )
    };
    pages.map(line).collect()
}

#[test]
fn the_list_of_pages_names_the_pages_of_the_print() {
    let bodies = [
        "<p>山里有雾，<span id='p8'/>雾里有船。</p>",
        "<p id='p9'>桥上有人。</p><p>桥下有<span epub:type='pagebreak' title='十'/>水。</p>",
    ];
    let list = "<li><a href='a.xhtml#p8'>第8页</a></li><li><a href='b.xhtml'>Page 9.</a></li><li><a href='b.xhtml#none'>10</a></li>";
    let contents = "<li><a href='b.xhtml'>桥</a></li><li><a href='a.xhtml'>雾</a></li>";
    let nav = format!(
        "<nav epub:type='toc'><ol>{contents}</ol></nav><nav epub:type='page-list' hidden=''><h2>页</h2><ol>{list}</ol></nav>"
    );
    let bytes = pages(&bodies, NAVIGATION, &[("OEBPS/nav.xhtml", &nav)]);
    assert_eq!(
        shown(&bytes),
        [
            "#雾",
            "山里有雾，雾里有船。",
            "#桥",
            "桥上有人。",
            "桥下有水。"
        ]
    );
    // A page begins above the heading that is added to it.
    assert_eq!(printed_pages(&bytes), ["8 雾里", "9 桥\n"]);
    let targets = "<pageTarget type='normal'><navLabel><text>xii</text></navLabel><content src='b.xhtml#p9'/></pageTarget>";
    let ncx = format!(
        "<ncx><navMap><navPoint><navLabel><text>雾</text></navLabel><content src='a.xhtml'/></navPoint></navMap>\
         <pageList><navLabel><text>页</text></navLabel>{targets}</pageList></ncx>"
    );
    let item = "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>";
    let bytes = pages(&bodies, item, &[("OEBPS/toc.ncx", &ncx)]);
    assert_eq!(printed_pages(&bytes), ["xii 桥上"]);
    // Without a list the marks in the text hold.
    assert_eq!(printed_pages(&pages(&bodies, "", &[])), ["十 水。"]);
}

#[test]
fn drawings_and_what_is_shown_in_place_are_parts() {
    let svg =
        "<svg xmlns='http://www.w3.org/2000/svg'><title>第一幅</title><text>月落</text></svg>";
    let package = package(
        &[("a", "a.xhtml")],
        "<item id='s' href='s.svg' media-type='image/svg+xml'/><item id='f' href='f.xhtml' media-type='application/xhtml+xml'/>\
         <item id='o' href='o.xhtml' media-type='application/xhtml+xml'/>",
    );
    let package = package.replace("</spine>", "<itemref idref='s'/></spine>");
    let bytes = book(&[
        ("OEBPS/书.opf", &package),
        (
            "OEBPS/a.xhtml",
            "<p>甲</p><iframe src='f.xhtml'></iframe><object data='o.xhtml'></object><p>乙</p>",
        ),
        ("OEBPS/s.svg", svg),
        ("OEBPS/f.xhtml", "<p>框中</p>"),
        ("OEBPS/o.xhtml", "<p>物中</p>"),
    ]);
    assert_eq!(
        shown(&bytes),
        ["甲", "乙", "[第一幅]", "月落", "框中", "物中"]
    );
    assert_eq!(codes(&bytes), []);
}
