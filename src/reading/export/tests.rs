use super::*;
use crate::annotation::Motivation;
use crate::library::Source;

const SOURCE: &str = "# 渡口章程\n\n## 第一章 总则\n\n第一条　渡口归县管，桥归<乡>管。\n\n第二条　船 * 只应当登记。\n";

/// A text with a highlight, a note with a tag inside it, and a note on a whole paragraph.
fn reading() -> Export {
    let document = crate::document::parse(SOURCE.to_owned());
    let text = Text::of(document, "UTF-8", &Source::File("/a.md".into()).into());
    let of = |words: &str| {
        let start = SOURCE.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let begin = |words, motivation| {
        let annotation = text.begin(motivation, of(words), "1".into()).unwrap();
        (of(words), annotation)
    };
    let (lit, mut light) = begin("渡口归县管", Motivation::Highlighting);
    light.color = "green".into();
    let (inner, mut note) = begin("归县管", Motivation::Commenting);
    note.set_note("旧归府\n见旧志");
    note.set_tags(&["沿革".into()]);
    let (last, mut other) = begin("船 * 只应当登记。", Motivation::Commenting);
    other.set_note("何处？");
    let own = [(lit, light), (inner, note), (last, other)];
    let own = own.map(|(span, own)| (span, Arc::new(own)));
    Export::Reading(Arc::new(text), own.into())
}

#[test]
fn a_reading_is_markdown_with_footnotes() {
    assert_eq!(
        reading().written(Path::new("a.md")),
        "# 渡口章程\n\n## 第一章 总则\n\n第一条　==渡口====归县管==[^1]，桥归\\<乡\\>管。\n\n\
         [^1]: 旧归府\n    见旧志\n    #沿革\n\n第二条　船 \\* 只应当登记。[^2]\n\n[^2]: 何处？\n\n"
    );
}

#[test]
fn a_reading_is_a_page_with_its_notes_below_their_paragraphs() {
    let page = reading().written(Path::new("a.HTML"));
    let body = page.split("<body>\n").nth(1).unwrap();
    assert_eq!(
        body,
        "<h1>渡口章程</h1>\n<h2 id=\"ch1\">第一章 总则</h2>\n\
         <p id=\"art1\">第一条　<mark class=\"green\">渡口</mark><mark class=\"green\">归县管</mark>，\
         桥归&lt;乡&gt;管。</p>\n<aside>旧归府<br>见旧志<br>#沿革</aside>\n\
         <p id=\"art2\">第二条　船 * 只应当登记。</p>\n<aside>何处？</aside>\n</body>\n</html>\n"
    );
}

#[test]
fn a_passage_is_written_as_it_is_copied() {
    let passage = Export::Passage("第一条　前\u{1b}[31m后。\n".to_owned());
    assert_eq!(passage.written(Path::new("a")), "第一条　前␛[31m后。\n");
    let page = passage.written(Path::new("a.htm"));
    assert!(page.contains("<p>第一条　前␛[31m后。</p>"), "{page}");
}

#[test]
fn a_file_has_a_name_that_every_system_takes() {
    assert_eq!(file_name("甲/乙：法", "art1", "txt"), "甲_乙：法 art1.txt");
    assert_eq!(file_name("..甲\n", "", "md"), "甲.md");
    assert_eq!(file_name("", "", "md"), "zhangju.md");
    assert_eq!(file_name(&"长".repeat(300), "", "md").chars().count(), 43);
}
