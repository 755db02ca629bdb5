//! The clause tree against lists from outside: the sample document's 32 clauses, and, where they
//! are at hand, the articles of 1,396 statutes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod needs;

use proptest::prelude::*;
use serde::Deserialize;
use zhangju::clause::name::Names;
use zhangju::clause::reference::{self, Target};
use zhangju::clause::{ClauseKind, ClauseTree, nest};
use zhangju::document::{BlockKind, Document, decode, parse, parse_by};
use zhangju::text::numbering::{Form, Level, Numbering, Order, Tradition, Unit};

#[derive(Deserialize)]
struct Gold {
    address: String,
    parent: Option<String>,
    depth: u16,
    kind: String,
    label: String,
    lead: String,
}

fn read(text: &str) -> (Document, ClauseTree) {
    let document = parse(decode::decode(text.as_bytes()).text);
    let tree = nest(&document);
    (document, tree)
}

#[test]
fn the_sample_has_exactly_its_32_clauses() {
    let gold: Vec<Gold> = serde_json::from_str(include_str!("seed-outline.json")).unwrap();
    let (document, tree) = read(include_str!("../seeds/000_9e09b61c7e3c8cf0.txt"));
    let found: Vec<String> = tree.ids().map(|id| tree.address(id).to_string()).collect();
    let expected: Vec<String> = gold.iter().map(|clause| clause.address.clone()).collect();
    assert_eq!(found, expected);
    for (id, gold) in tree.ids().zip(&gold) {
        let clause = tree.get(id).unwrap();
        assert_eq!(
            clause.parent.map(|id| tree.address(id).to_string()),
            gold.parent,
            "{}",
            gold.address
        );
        assert_eq!(
            (clause.depth, clause.kind.name()),
            (gold.depth, gold.kind.as_str()),
            "{}",
            gold.address
        );
        assert_eq!(clause.label.of(&document.source), gold.label);
        let title = clause.title.of(&document.source);
        assert!(
            title.starts_with(&gold.lead) || gold.lead.starts_with(title),
            "{title} {}",
            gold.lead
        );
    }
}

/// Right, wrong (missing or under another parent) and extra articles of a statute.
fn compare(tree: &ClauseTree, gold: &[(String, String)]) -> (usize, Vec<String>, Vec<String>) {
    let division = |id| {
        let path = tree.path(id);
        let kinds = [
            ClauseKind::Part,
            ClauseKind::Subpart,
            ClauseKind::Chapter,
            ClauseKind::Section,
        ];
        let found = path
            .into_iter()
            .rfind(|id| kinds.contains(&tree.get(*id).unwrap().kind));
        found.map_or_else(String::new, |id| tree.address(id).to_string())
    };
    let articles = tree
        .ids()
        .filter(|id| tree.get(*id).unwrap().kind == ClauseKind::Article);
    let found: Vec<(String, String)> = articles
        .map(|id| (tree.address(id).to_string(), division(id)))
        .collect();
    let wrong: Vec<String> = gold
        .iter()
        .filter(|pair| !found.contains(pair))
        .map(|pair| format!("{pair:?}"))
        .collect();
    let extra: Vec<String> = found
        .iter()
        .filter(|(address, _)| !gold.iter().any(|(known, _)| known == address))
        .map(|pair| format!("{pair:?}"))
        .collect();
    (gold.len() - wrong.len(), wrong, extra)
}

/// The same over all statutes, of which there is a list; `None` where they are not at hand.
fn corpus(what: &str, change: impl Fn(String) -> String) -> Option<(usize, usize, usize)> {
    let shared = needs::shared(what)?;
    let gold: std::collections::BTreeMap<String, Vec<(String, String)>> =
        serde_json::from_slice(&std::fs::read(shared.join("gold/laws-articles.json")).unwrap())
            .unwrap();
    let (mut right, mut wrong, mut extra) = (0, 0, 0);
    for (path, gold) in &gold {
        let bytes = std::fs::read(shared.join("corpora/laws").join(path)).unwrap();
        let (_, tree) = read(&change(decode::decode(&bytes).text));
        let (r, w, e) = compare(&tree, gold);
        if !w.is_empty() || !e.is_empty() {
            println!(
                "{path}: wrong {} {:?} extra {} {:?}",
                w.len(),
                w.iter().take(3).collect::<Vec<_>>(),
                e.len(),
                e.iter().take(3).collect::<Vec<_>>()
            );
        }
        right += r;
        wrong += w.len();
        extra += e.len();
    }
    println!("right {right} wrong {wrong} extra {extra}");
    Some((right, wrong, extra))
}

#[test]
fn the_articles_of_the_statutes() {
    let what = "the articles of the statutes";
    let Some((right, wrong, extra)) = corpus(what, |text| text) else {
        return;
    };
    let total = right + wrong;
    assert!(right * 1000 >= total * 999, "right {right} of {total}");
    assert!(extra * 2000 <= total, "extra {extra} of {total}");
}

#[test]
fn the_articles_of_the_statutes_as_plain_text_with_a_table_of_contents() {
    let what = "the articles of the statutes as plain text";
    let counts = corpus(what, |text| {
        let heading = |line: &&str| line.starts_with("##");
        let contents: Vec<String> = text
            .lines()
            .filter(heading)
            .map(|line| line.trim_start_matches(['#', ' ']).to_owned())
            .collect();
        let plain: Vec<&str> = text
            .lines()
            .map(|line| line.trim_start_matches('#').trim_start())
            .collect();
        let (title, rest) = plain.split_first().unwrap();
        if contents.is_empty() {
            plain.join("\n")
        } else {
            format!(
                "{title}\n\n目录\n\n{}\n{}",
                contents.join("\n"),
                rest.join("\n")
            )
        }
    });
    let Some((right, wrong, extra)) = counts else {
        return;
    };
    let total = right + wrong;
    assert!(right * 1000 >= total * 995, "right {right} of {total}");
    assert!(extra * 2000 <= total, "extra {extra} of {total}");
}

/// The laws of a tree, for a document.
fn check_laws(document: &Document, tree: &ClauseTree) {
    let mut addresses = std::collections::HashSet::new();
    let end = document.source.len();
    for id in tree.ids() {
        let clause = tree.get(id).unwrap();
        let address = tree.address(id);
        assert_eq!(tree.resolve(&address), Some(id), "{address}");
        assert_eq!(address.to_string().parse().as_ref(), Ok(&address));
        assert!(addresses.insert(address.to_string()), "{address} twice");
        // Spans lie in the document, in each other, and do not run into the next.
        assert!(clause.span.start <= clause.span.end && clause.span.end <= end);
        assert!(clause.span.covers(clause.label), "{address}");
        match clause.parent.and_then(|parent| tree.get(parent)) {
            Some(parent) => {
                assert!(parent.span.covers(clause.span), "{address}");
                assert_eq!(clause.depth, parent.depth + 1);
            }
            None => assert_eq!(clause.depth, 1),
        }
        if let Some(next) = tree
            .ids()
            .nth(id.index() + 1)
            .and_then(|next| tree.get(next))
        {
            assert!(clause.span.start <= next.span.start, "{address}");
            assert_eq!(
                next.span.start < clause.span.end,
                next.depth > clause.depth,
                "{address}"
            );
        }
        assert_eq!(
            tree.at(clause.span.start)
                .map(|at| tree.get(at).unwrap().span.start),
            Some(clause.span.start),
            "{address}"
        );
    }
    for reference in zhangju::clause::reference::find(document, tree) {
        assert!(reference.span.end <= end && !reference.span.is_empty());
    }
}

/// Lines as documents have them, in any order.
fn lines() -> impl Strategy<Value = String> {
    let number = prop::sample::select(vec!["一", "二", "三", "十二", "1", "2", "3", "17", "２"]);
    let line = (0..22usize, number, "[一-龥]{0,6}").prop_map(|(form, number, words)| match form {
        0 => format!("第{number}编 {words}"),
        1 => format!("第{number}章 {words}"),
        2 => format!("第{number}节 {words}"),
        3..=5 => format!("第{number}条 {words}。"),
        6 => format!("第{number}条之一 {words}：（1）{words}；（2）{words}。"),
        7..=8 => format!("{number}、{words}"),
        9..=10 => format!("（{number}）{words}；"),
        11 => format!("{number}．{words}"),
        12 => format!("第{number}，{words}。"),
        13 => format!("# {words}"),
        14 => format!("## {words}"),
        15 => format!("### 第{number}章 {words}"),
        16 => format!("附件{number}"),
        17 => format!("“第{number}条 {words}。”"),
        18 => format!("依照本法第{number}条和前款、《{words}》第{number}条。"),
        19 => "目录".to_owned(),
        20 => format!("> {words}"),
        _ => format!("{words}，{words}。"),
    });
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n\n"))
}

proptest! {
    #[test]
    fn any_text_has_a_tree_that_keeps_the_laws(text in lines()) {
        let (document, tree) = read(&text);
        check_laws(&document, &tree);
    }

    #[test]
    fn any_bytes_have_a_tree(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let document = parse(decode::decode(&bytes).text);
        check_laws(&document, &nest(&document));
    }

    /// What is added is a part of its own: a further paragraph of the last article would count its
    /// paragraphs anew, the divisions of the text a second time would make its first ones a table
    /// of contents.
    #[test]
    fn what_is_added_at_the_end_leaves_the_addresses_before_it(text in lines(), more in lines()) {
        let text = text.replace("目录", "目的");
        let is_division = |line: &&str| line.trim_start_matches(['#', ' ']).starts_with(['第', '附', '目']);
        let more: Vec<&str> = more.split("\n\n").filter(|line| !is_division(line)).collect();
        let text = format!("# 文\n\n{text}");
        let (_, tree) = read(&text);
        let (_, longer) = read(&format!("{text}\n\n## 续编\n\n{}", more.join("\n\n")));
        let before: Vec<String> = tree.ids().map(|id| tree.address(id).to_string()).collect();
        let after: Vec<String> = longer.ids().map(|id| longer.address(id).to_string()).collect();
        prop_assert!(after.starts_with(&before), "{before:?} {after:?}");
    }
}

/// No clause of the statutes has its marker inside a quotation or a table, and all trees keep the
/// laws.
#[test]
fn the_statutes_keep_the_laws_and_quote_no_clauses() {
    for path in needs::statutes("the statutes keep the laws") {
        let bytes = std::fs::read(&path).unwrap();
        let (document, tree) = read(&decode::decode(&bytes).text);
        check_laws(&document, &tree);
        for id in tree.ids() {
            let start = tree.get(id).unwrap().span.start;
            let block = &document.blocks[document.block_at(start).unwrap()];
            assert!(
                !matches!(block.kind, BlockKind::Table(_)),
                "{}",
                path.display()
            );
            let before = &document.source[block.span.start..start];
            let open = before.matches('“').count() > before.matches('”').count();
            assert!(!open, "{}: {}", path.display(), tree.address(id));
        }
    }
}

/// A tradition that no program knows: books of hides, each of leaves, each of lines.
static INVENTED: Tradition = Tradition {
    name: "invented",
    needs: &[],
    signs: &[("皮一", 9)],
    units: &[
        Unit::new(Level::Chapter, &["皮"], &[]).heads(),
        Unit::new(Level::Article, &["叶"], &["叶"]).heads(),
        Unit::new(Level::Item(1), &["叶"], &["行"]).printed(&[Form::HanParen]),
    ],
    order: Order::Inward,
    inserts: "又",
    asides: &["正面"],
    own: &["此书"],
    laws: &[],
    titles: &[],
    trailing: &[],
    supplements: &[],
};

#[test]
fn a_tradition_is_added_by_its_rows_alone() {
    let table: &'static Numbering = Box::leak(Box::new(Numbering::new(vec![&INVENTED])));
    let text = "# 某书\n\n皮一\n\n叶一叶 甲：\n\n（一）乙。\n\n（二）丙。\n\n叶二叶 丁，见此书叶一叶叶二行和此书叶九叶。\n";
    let document = parse_by(text.to_owned(), table);
    let tree = nest(&document);
    let address = |id| tree.address(id).to_string();
    let outline: Vec<String> = tree.ids().map(address).collect();
    assert_eq!(outline, ["ch1", "art1", "art1.1", "art1.2", "art2"]);
    for (typed, expected) in [("叶一叶叶二行正面", "art1.2"), ("1叶2行", "art1.2")] {
        let found: Vec<String> = tree
            .find(typed, &document)
            .into_iter()
            .map(address)
            .collect();
        assert_eq!(found, [expected], "{typed}");
    }
    let item = tree.find("art1.2", &document)[0];
    assert_eq!(
        Names::new(&document, &tree).citation(item),
        "皮一叶一叶叶二行"
    );
    let references = reference::find(&document, &tree);
    let targets: Vec<String> = references
        .iter()
        .map(|reference| match reference.target {
            Target::Clause(id) => address(id),
            _ => "?".to_owned(),
        })
        .collect();
    assert_eq!(targets, ["art1.2", "?"]);
}

/// Lines as a typesetter makes them that knows no paragraphs: `width` columns, no word of letters
/// or digits broken, no closing mark at a start.
fn wrapped(text: &str, width: usize) -> String {
    let columns = |c: char| if c < '\u{2000}' { 1 } else { 2 };
    let sticks = |last: char, c: char| {
        "，。；：、．）》”！？〉』」)".contains(c)
            || "（《“〈『「(".contains(last)
            || last.is_ascii_graphic() && c.is_ascii_graphic()
    };
    let mut lines = String::new();
    let (mut at, mut unit, mut last) = (0, String::new(), ' ');
    for c in text.chars().chain(['\n']) {
        if !unit.is_empty() && !sticks(last, c) {
            let own: usize = unit.chars().map(columns).sum();
            if at + own > width && at > 4 {
                lines.push('\n');
                at = 0;
            }
            at += own;
            lines += &std::mem::take(&mut unit);
        }
        if c == '\n' {
            lines.push('\n');
            at = 0;
        } else {
            unit.push(c);
        }
        last = c;
    }
    lines
}

/// Address, label and title of each clause, without blanks.
fn close(text: &str) -> Vec<[String; 3]> {
    let (document, tree) = read(text);
    let close = |words: &str| words.split_whitespace().collect::<String>();
    let own = |id| {
        let clause = tree.get(id).unwrap();
        let (label, title) = (document.words(clause.label), document.words(clause.title));
        [tree.address(id).to_string(), close(&label), close(&title)]
    };
    tree.ids().map(own).collect()
}

/// Sets statutes as plain text in two ways, and tells how many clauses there are, and which the
/// second lacks.
fn differences(what: &str, ways: impl Fn(&str, &[&str]) -> Vec<(String, String)>) {
    let (mut all, mut wrong) = (0, Vec::new());
    for path in needs::statutes(what).iter().step_by(23) {
        let text = std::fs::read_to_string(path).unwrap();
        // Rows of tables and formulas have lines of their own.
        if text.contains(['|', '＝', '×']) {
            continue;
        }
        let text = text.replace("<!-- INFO END -->", "").replace("**", "");
        let paragraphs = text
            .lines()
            .map(|line| line.trim_start_matches(['#', ' ', '\u{3000}']));
        let paragraphs: Vec<&str> = paragraphs.filter(|line| !line.is_empty()).collect();
        let (title, body) = paragraphs.split_first().unwrap();
        for (whole, other) in ways(title, body) {
            let (whole, other) = (close(&whole), close(&other));
            all += whole.len();
            let lost = whole.iter().filter(|own| !other.contains(own));
            wrong.extend(lost.map(|own| format!("{}: {own:?}", path.display())));
        }
    }
    // A heading of two lines, a date in a closing formula, a chapter whose neighbours have no
    // number.
    assert!(
        wrong.len() * 1000 <= all,
        "{} of {all}: {wrong:#?}",
        wrong.len()
    );
}

#[test]
fn statutes_have_the_same_clauses_however_their_lines_are_wrapped() {
    differences("statutes with wrapped lines", |title, body| {
        let indented = format!("{title}\n\n    {}\n", body.join("\n    "));
        let spaced = format!("{title}\n\n{}\n", body.join("\n\n"));
        let ways = [
            (&indented, 30),
            (&indented, 44),
            (&spaced, 36),
            (&spaced, 72),
        ];
        let ways = ways.into_iter();
        ways.map(|(whole, width)| (whole.clone(), wrapped(whole, width)))
            .collect()
    });
}

#[test]
fn statutes_have_the_same_clauses_on_numbered_pages() {
    differences("statutes in pages", |title, body| {
        let whole = wrapped(&format!("{title}\n\n    {}\n", body.join("\n    ")), 60);
        let lines: Vec<&str> = whole.lines().collect();
        let pages: Vec<String> = lines.chunks(30).map(|page| page.join("\n")).collect();
        let set = |folio: &dyn Fn(usize) -> String| {
            let page = |(at, page): (usize, &String)| format!("{page}\n{}\n", folio(at + 1));
            pages.iter().enumerate().map(page).collect::<String>()
        };
        vec![
            (
                whole.clone(),
                set(&|page| format!("\n            — {page} —\n")),
            ),
            (
                whole.clone(),
                set(&|page| format!("第 {page} 页 共 {} 页", pages.len())),
            ),
        ]
    });
}

#[test]
fn statutes_have_the_same_clauses_without_blanks_behind_numbers() {
    differences("statutes without blanks", |title, body| {
        let close_up = |line: &str| {
            let number = line.find(['章', '节', '条']).map(|at| at + '条'.len_utf8());
            let number = number.filter(|end| {
                let inner = line[..*end].strip_prefix('第');
                inner.is_some_and(|inner| inner.chars().count() <= 8)
            });
            let (number, rest) = line.split_at(number.unwrap_or(0));
            format!("{number}{}", rest.trim_start())
        };
        let closed: Vec<String> = body.iter().map(|line| close_up(line)).collect();
        let set = |body: &str| format!("{title}\n\n{body}\n");
        vec![(set(&body.join("\n\n")), set(&closed.join("\n\n")))]
    });
}
