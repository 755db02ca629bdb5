//! The sample library that is built into the binary: texts of three kinds, and a guide to try
//! things on in the reader's language.

/// A document: the name of its file, and its bytes.
pub type Sample = (&'static str, &'static [u8]);

/// The texts.
const TEXTS: [Sample; 3] = [
    (
        "000_9e09b61c7e3c8cf0.txt",
        include_bytes!("../../seeds/000_9e09b61c7e3c8cf0.txt"),
    ),
    (
        "nationality-law-1980.md",
        include_bytes!("../../seeds/nationality-law-1980.md"),
    ),
    (
        "daxue-zhangju.md",
        include_bytes!("../../seeds/daxue-zhangju.md"),
    ),
];

/// The guide, by the tag of its language (BCP 47); the last is for all others.
const GUIDES: [(&str, Sample); 3] = [
    (
        "zh",
        ("guide.zh.md", include_bytes!("../../seeds/guide.zh.md")),
    ),
    (
        "zh-Hant",
        (
            "guide.zh-Hant.md",
            include_bytes!("../../seeds/guide.zh-Hant.md"),
        ),
    ),
    (
        "en",
        ("guide.en.md", include_bytes!("../../seeds/guide.en.md")),
    ),
];

/// The samples for a reader of a language, by its tag: the texts, then the guide.
pub fn of(language: &str) -> impl Iterator<Item = Sample> {
    let [.., (_, last)] = GUIDES;
    let own = GUIDES.into_iter().find(|(tag, _)| *tag == language);
    let guide = own.map_or(last, |(_, guide)| guide);
    TEXTS.into_iter().chain([guide])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::nest;
    use crate::document::Document;
    use crate::library::{Catalog, Filters, Source};

    #[test]
    fn every_language_has_its_guide() {
        for (tag, name) in [
            ("zh", "guide.zh.md"),
            ("zh-Hant", "guide.zh-Hant.md"),
            ("en", "guide.en.md"),
            ("fr", "guide.en.md"),
        ] {
            assert_eq!(of(tag).last().unwrap().0, name);
            assert_eq!(Catalog::builtin(tag).iter().count(), 4);
        }
    }

    #[test]
    fn samples_are_what_they_are_shown_for() {
        let read = |name: &str| -> Document {
            let texts = TEXTS.into_iter().chain(GUIDES.map(|(_, guide)| guide));
            let mut found = texts.filter(|(own, _)| *own == name);
            let (name, bytes) = found.next().unwrap();
            let source = Source::Builtin(name, bytes);
            source.document(None, &Filters::default()).unwrap().0
        };
        let law = read("nationality-law-1980.md");
        assert_eq!(law.header.title, "中华人民共和国国籍法");
        let tree = nest(&law);
        let addresses: Vec<String> = tree.ids().map(|id| tree.address(id).to_string()).collect();
        assert!(addresses.contains(&"art18".to_owned()), "{addresses:?}");
        assert_eq!(read("daxue-zhangju.md").header.title, "大學章句");
        for (_, (name, _)) in GUIDES {
            let tree = nest(&read(name));
            let lessons = tree.clauses.iter().filter(|clause| clause.depth == 1);
            assert_eq!(lessons.count(), 6, "{name}");
        }
    }
}
