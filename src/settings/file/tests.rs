//! What a wrong line of the settings costs, and what is said of it.

use super::*;
use crate::settings::{Language, Locale};
use crate::typeset::Writing;

/// What holds of a text, and what is said of the rest in English.
fn check(text: &str, expected: &Options, said: &[&str]) {
    let settings = Settings::parse(text, Path::new("config.toml"));
    let locale = Locale::of(Language::English);
    let mistakes = settings.mistakes.iter();
    let told: Vec<String> = mistakes.map(|mistake| mistake.sentence(&locale)).collect();
    assert_eq!(told, said, "{text}");
    assert_eq!(settings.options, *expected, "{text}");
}

fn options(change: impl FnOnce(&mut Options)) -> Options {
    let mut options = Options::default();
    change(&mut options);
    options
}

#[test]
fn a_misspelt_line_costs_itself() {
    check("", &Options::default(), &[]);
    check("# nothing\n", &Options::default(), &[]);
    check(
        "mesure = 30\nindent = 1\n",
        &options(|options| options.indent = 1),
        &["config.toml: line 1: no setting is called “mesure”; did you mean “measure”?"],
    );
    check(
        "indent = 1\ncolour-of-the-sky = 3\nmeasure = 30\n",
        &options(|options| (options.indent, options.measure) = (1, 30)),
        &["config.toml: line 2: no setting is called “colour-of-the-sky”"],
    );
    check(
        "writing = \"vertikal\"\nmouse = false\n",
        &options(|options| options.mouse = Some(false)),
        &[
            "config.toml: line 1: writing cannot be vertikal: it is one of horizontal, vertical; did you mean “vertical”?",
        ],
    );
}

#[test]
fn a_line_that_is_no_toml_costs_itself() {
    for broken in [
        "indent =",
        "indent 3",
        "= 3",
        "title = tru",
        "ascii = \"yes",
        "!?",
        "libraries = [\"/a\",",
        "[keys",
        "citations = {a = 1",
    ] {
        let text = format!("mouse = false\n{broken}\nmeasure = 30\n[keys.reader]\nx = \"quit\"\n");
        let settings = Settings::parse(&text, Path::new("config.toml"));
        let Options {
            mouse,
            measure,
            keys,
            indent,
            ..
        } = &settings.options;
        assert_eq!(
            (mouse, measure, indent),
            (&Some(false), &30, &2),
            "{broken}"
        );
        assert_eq!(keys["reader"]["x"], "quit", "{broken}");
        assert!(!settings.mistakes.is_empty(), "{broken}");
        for mistake in &settings.mistakes {
            let place = (PathBuf::from("config.toml"), Some(2));
            assert_eq!(mistake.place, Some(place), "{broken}: {mistake:?}");
        }
    }
}

#[test]
fn a_wrong_entry_of_a_table_costs_that_entry() {
    let text = "[citations]\na = \"{titel}\"\nb = \"{title}\"\n[filters]\npdf = [\"pdftotext\"]\ndoc = [\"antiword\", \"{}\"]\n";
    let settings = Settings::parse(text, Path::new("config.toml"));
    let names: Vec<&String> = settings.options.citations.keys().collect();
    assert_eq!(names, ["b"]);
    assert_eq!(settings.options.filters.len(), 1);
    let lines = settings.mistakes.iter().map(|mistake| {
        let line = mistake.place.as_ref().and_then(|(_, line)| *line);
        (mistake.setting.join("."), line)
    });
    let expected = [
        ("citations.a".to_owned(), Some(2)),
        ("filters.pdf".to_owned(), Some(5)),
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}

#[test]
fn an_unknown_table_is_told_once() {
    check(
        "[keyz.reader]\na = \"quit\"\nb = \"help\"\n",
        &Options::default(),
        &["config.toml: line 1: no setting is called “keyz”; did you mean “keys”?"],
    );
    check(
        "keys = 3\nindent = 0\n",
        &options(|options| options.indent = 0),
        &["config.toml: line 1: keys: not a value for it (a table is wanted)"],
    );
}

#[test]
fn a_name_with_a_control_character_stays_one_line() {
    let settings = Settings::parse("\"a\\nb\" = 1\n", Path::new("config.toml"));
    let said = settings.mistakes[0].sentence(&Locale::of(Language::SimplifiedChinese));
    assert!(!said.contains('\n'), "{said}");
}

#[test]
fn what_is_given_goes_before_the_file_and_a_word_needs_no_quotes() {
    let mut settings = Settings::parse("measure = 30\nindent = 0\n", Path::new("config.toml"));
    for line in [
        "measure=36",
        "writing=vertical",
        "title = false",
        "keys.reader.x=page-down",
    ] {
        settings.give(line).unwrap();
    }
    let Options {
        measure,
        indent,
        writing,
        title,
        ref keys,
        ..
    } = settings.options;
    assert_eq!(
        (measure, indent, writing, title),
        (36, 0, Writing::Vertical, false)
    );
    assert_eq!(keys["reader"]["x"], "page-down");
    let origin = |name: &str| settings.origin(&[name.to_owned()]);
    assert_eq!(origin("measure"), Some(Origin::Given));
    assert_eq!(origin("indent"), Some(Origin::Line(2)));
    assert_eq!(origin("mouse"), None);
    for wrong in [
        "measure",
        "=3",
        "measure=wide",
        "mesure=3",
        "writing=sideways",
    ] {
        let before = settings.options.clone();
        assert!(settings.give(wrong).is_err(), "{wrong}");
        assert_eq!(settings.options, before, "{wrong}");
    }
}

#[test]
fn a_change_while_reading_keeps_all_else() {
    let mut options = options(|options| (options.ascii, options.indent) = (true, 1));
    options.set("measure=50").unwrap();
    assert_eq!(
        (options.ascii, options.indent, options.measure),
        (true, 1, 50)
    );
    assert_eq!(options.value("measure").as_deref(), Some("50"));
    assert_eq!(options.value("mesure"), None);
}

#[test]
fn a_table_that_needs_something_keeps_what_is_right() {
    let engine = |lines: &str| {
        let text = format!("[engines.a]\n{lines}[engines.b]\naddress = \"https://b\"\n");
        let settings = Settings::parse(&text, Path::new("config.toml"));
        let lines = settings.mistakes.iter().map(|mistake| {
            let line = mistake.place.as_ref().and_then(|(_, line)| *line);
            (line, mistake.setting.join("."))
        });
        let lines: Vec<_> = lines.collect();
        assert!(settings.options.engines.contains_key("b"), "{text}");
        (settings.options.engines.contains_key("a"), lines)
    };
    let all = "roots = \"/r\"\naddress = \"https://a\"\n";
    assert_eq!(engine(all), (true, vec![]));
    let one_too_many = format!("{all}adress = \"x\"\n");
    let told = |line, setting: &str| vec![(Some(line), setting.to_owned())];
    assert_eq!(engine(&one_too_many), (true, told(4, "engines.a.adress")));
    assert_eq!(
        engine("adress = \"https://a\"\n"),
        (false, told(2, "engines.a.adress"))
    );
    assert_eq!(engine("roots = \"/r\"\n"), (false, told(1, "engines.a")));
}
