//! Queries drawn from texts by a seed, and what makes generated texts harder to search.

use std::fmt;
use std::path::Path;

use crate::archive::Numbers;
use crate::obvious::Texts;

/// A query.
#[derive(Clone, Debug)]
pub enum Question {
    One(Word),
    Both(Word, Word),
    Either(Word, Word),
    Without(Word, Word),
    Near(Word, usize, bool, Word),
    Noted(Word),
}

/// A word of it.
#[derive(Clone, Debug)]
pub enum Word {
    Plain(String),
    Literal(String),
    /// `甲?乙`
    One(String, String),
    /// `甲*乙`
    Gap(String, String),
    /// `/甲.乙/`
    Any(String, String),
    /// `第15条`, in some numeral.
    Number(String, usize),
}

impl Question {
    pub fn has_plain_words(&self) -> bool {
        let is_plain = |word: &Word| !matches!(word, Word::Literal(_) | Word::Any(..));
        match self {
            Self::One(word) | Self::Noted(word) => is_plain(word),
            Self::Both(first, second)
            | Self::Either(first, second)
            | Self::Without(first, second)
            | Self::Near(first, _, _, second) => is_plain(first) || is_plain(second),
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(word) => write!(f, "{word}"),
            Self::Both(first, second) => write!(f, "{first} {second}"),
            Self::Either(first, second) => write!(f, "{first}|{second}"),
            Self::Without(first, second) => write!(f, "{first} -{second}"),
            Self::Near(first, within, true, second) => write!(f, "{first} >{within} {second}"),
            Self::Near(first, within, false, second) => write!(f, "{first} ~{within} {second}"),
            Self::Noted(word) => write!(f, "注:{word}"),
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(word) => write!(f, "{word}"),
            Self::Literal(word) => write!(f, "\"{word}\""),
            Self::One(first, last) => write!(f, "{first}?{last}"),
            Self::Gap(first, last) => write!(f, "{first}*{last}"),
            Self::Any(first, last) => write!(f, "/{first}.{last}/"),
            Self::Number(unit, number) => {
                // Half of them in hanzi.
                if number % 2 == 0 || *number > 10 {
                    return write!(f, "第{number}{unit}");
                }
                let numeral = "零一二三四五六七八九十".chars().nth(*number);
                write!(f, "第{}{unit}", numeral.unwrap())
            }
        }
    }
}

/// Draws questions.
pub struct Questions(Numbers);

/// What means something in a query, or a number in whatever form.
fn is_sign(c: char) -> bool {
    c.is_whitespace() || "\"|?*/=-~>@:：'第卷附表图章条款项之\\".contains(c)
}

fn is_hanzi(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A blank between two Latin letters belongs to the word.
fn is_one_word(first: &Word, second: &Word) -> bool {
    let is_latin = |c: char| c.is_alphanumeric() && !is_hanzi(c);
    first.to_string().ends_with(is_latin) && second.to_string().starts_with(is_latin)
}

impl Questions {
    pub fn new(seed: u64) -> Self {
        Self(Numbers::new(seed))
    }

    pub fn draw(&mut self, texts: &Texts) -> Question {
        let first = self.word(texts);
        match self.0.below(12) {
            0..4 => Question::One(first),
            4 => Question::One(Word::Number(
                ["条", "号", "次"][self.0.below(3)].to_owned(),
                self.0.below(40) + 1,
            )),
            5 => {
                let second = self.word(texts);
                if is_one_word(&first, &second) {
                    return Question::One(first);
                }
                Question::Both(first, second)
            }
            6 => Question::Either(first, self.word(texts)),
            7 => Question::Without(first, self.short(texts)),
            8 => {
                let (first, second) = (self.short(texts), self.short(texts));
                let within = self.0.below(30);
                Question::Near(first, within, self.0.below(2) == 0, second)
            }
            9 => Question::Noted(self.short(texts)),
            _ => Question::One(self.wild(texts)),
        }
    }

    /// Characters in a row of some text, of those that mean nothing else in a query.
    fn row(&mut self, texts: &Texts, length: usize, is_one: impl Fn(char) -> bool) -> String {
        for _ in 0..1000 {
            let (_, line) = texts.line(&mut |limit| self.0.below(limit));
            let characters: String = line.characters.iter().map(|seen| seen.c).collect();
            let rows = characters.split(|c| is_sign(c) || !is_one(c));
            let rows: Vec<&str> = rows.filter(|row| row.chars().count() >= length).collect();
            if rows.is_empty() {
                continue;
            }
            let row = rows[self.0.below(rows.len())];
            let start = self.0.below(row.chars().count() - length + 1);
            let row: String = row.chars().skip(start).take(length).collect();
            // Dates have other forms, and so does 一九九○年八月一日.
            let is_digit = |c: &char| c.is_numeric() || "零〇○一二三四五六七八九".contains(*c);
            let digits = row.chars().filter(is_digit).count();
            if digits < 4 || !row.contains(['年', '.']) {
                return row;
            }
        }
        "公布".to_owned()
    }

    /// A word of one to twelve characters, sometimes in another form, sometimes as it stands.
    fn word(&mut self, texts: &Texts) -> Word {
        let length = self.0.below(12) + 1;
        let row = self.row(texts, length, |_| true);
        match self.0.below(6) {
            0 => Word::Plain(disturbed(&row, &mut self.0)),
            1 => Word::Literal(row),
            2 => {
                // Without its points, or with some more.
                let bare: String = row.chars().filter(|c| is_hanzi(*c)).collect();
                let end = bare.chars().count();
                if end < 2 {
                    return Word::Plain(row);
                }
                let at = self.0.below(end - 1) + 1;
                let (first, last): (String, String) = (
                    bare.chars().take(at).collect(),
                    bare.chars().skip(at).collect(),
                );
                Word::Plain(if self.0.below(2) == 0 {
                    bare
                } else {
                    format!("{first}，{last}")
                })
            }
            _ => Word::Plain(row),
        }
    }

    fn short(&mut self, texts: &Texts) -> Word {
        let length = self.0.below(3) + 1;
        Word::Plain(self.row(texts, length, is_hanzi))
    }

    fn wild(&mut self, texts: &Texts) -> Word {
        let length = self.0.below(6) + 3;
        let row: Vec<char> = self.row(texts, length, is_hanzi).chars().collect();
        let at = self.0.below(row.len() - 2) + 1;
        let (first, last): (String, String) =
            (row[..at].iter().collect(), row[at + 1..].iter().collect());
        match self.0.below(3) {
            0 => Word::One(first, last),
            1 => Word::Gap(first, last),
            _ => Word::Any(first, last),
        }
    }
}

/// Forms that fold together.
const FORMS: [(char, char); 16] = [
    ('业', '業'),
    ('应', '應'),
    ('当', '當'),
    ('实', '實'),
    ('关', '關'),
    ('于', '於'),
    ('会', '會'),
    ('区', '區'),
    ('县', '縣'),
    ('产', '產'),
    ('账', '賬'),
    ('记', '記'),
    ('学', '學'),
    ('0', '０'),
    ('1', '１'),
    ('9', '９'),
];

/// Words in some of their forms.
fn disturbed(words: &str, numbers: &mut Numbers) -> String {
    let other = |c: char| {
        let form = FORMS.iter().find(|(own, _)| *own == c);
        form.map_or(c, |(_, other)| *other)
    };
    let forms = words
        .chars()
        .map(|c| if numbers.below(2) == 0 { other(c) } else { c });
    forms.collect()
}

/// Makes texts harder: other forms, line ends and blanks within words, marks of notes, Latin words.
pub fn disturb(folder: &Path) {
    let mut folders = vec![folder.to_owned()];
    let mut index = 0;
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            index += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, harder(&text, index)).unwrap();
        }
    }
}

fn harder(text: &str, seed: u64) -> String {
    let mut numbers = Numbers::new(seed);
    let (head, body) = text.split_once("正文：").unwrap();
    let (body, tail) = body.split_once("描述：").unwrap();
    let mut harder = format!("{head}正文：");
    let mut notes = 0;
    let mut is_behind = false;
    for c in disturbed(body, &mut numbers).chars() {
        let is_inside = is_behind && is_hanzi(c);
        if is_inside {
            match numbers.below(80) {
                0 => harder.push('\n'),
                1 => harder.push('\u{3000}'),
                2 => harder.push_str("  "),
                3 => harder.push('\u{200b}'),
                4 if notes < 3 => {
                    notes += 1;
                    harder += &format!("〔{notes}〕");
                }
                5 => harder += "New York",
                6 => harder += " ab, cd-e ",
                _ => {}
            }
        }
        is_behind = is_hanzi(c);
        harder.push(c);
    }
    for note in 1..=notes {
        harder += &format!("〔{note}〕见第{}号通知，公布于县志。\n\n", note * 7);
    }
    harder + "描述：" + tail
}
