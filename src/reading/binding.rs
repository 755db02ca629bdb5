//! Bindings: two texts that a reader has bound to each other, a translation and its original, a
//! commentary and what it is about. A binding is a record of the annotation log, under the same
//! promises as notes; it is found from either of its texts, wherever they stand by now.

use std::sync::Arc;

use super::acts::{self, Done};
use super::{Documents, Text};
use crate::annotation::{Act, Annotation, SourceRef, derived_id};
use crate::text::Said;

/// A binding, as one of its two texts has it.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The record.
    pub annotation: Arc<Annotation>,
    /// The other text, as the record names it.
    pub other: Arc<SourceRef>,
    /// Whether this text is the first of the two.
    pub is_first: bool,
}

impl Text {
    /// What this text is bound to, what was bound first first.
    pub fn bound(&self, annotations: &[Arc<Annotation>], beside: &dyn Documents) -> Vec<Bound> {
        let bound = annotations.iter().filter_map(|annotation| {
            let second = annotation.bound()?;
            let first = &annotation.target;
            let is_first = self.is_meant(first, beside);
            if !is_first && !self.is_meant(&second, beside) {
                return None;
            }
            Some(Bound {
                annotation: Arc::clone(annotation),
                other: Arc::clone(if is_first {
                    &second.source
                } else {
                    &first.source
                }),
                is_first,
            })
        });
        let mut bound: Vec<Bound> = bound.collect();
        bound.sort_by(|a, b| a.annotation.created.cmp(&b.annotation.created));
        bound
    }

    /// The record by which this text is bound to another, if it is.
    pub fn binding(
        &self,
        other: &Self,
        annotations: &[Arc<Annotation>],
        beside: &dyn Documents,
    ) -> Option<Arc<Annotation>> {
        let ours = self.bound(annotations, beside).into_iter();
        let theirs = other.bound(annotations, beside);
        let mut both = ours.filter(|own| {
            let is_same = |their: &Bound| their.annotation.id == own.annotation.id;
            theirs.iter().any(is_same)
        });
        both.next().map(|own| own.annotation)
    }

    /// Binds a text to this one, which is the first; or parts them where they are bound. Bound on
    /// two devices, they are bound once.
    pub fn bind(
        &self,
        second: &Self,
        annotations: &[Arc<Annotation>],
        beside: &dyn Documents,
    ) -> Option<Done> {
        let title = &second.identity.header.title;
        if let Some(bound) = self.binding(second, annotations, beside) {
            return Some(acts::remove(
                &bound,
                Said::new("bind.parted").with(bound.first_words()),
            ));
        }
        let mut texts = [self.sha256(), second.sha256()];
        texts.sort_unstable();
        let annotation = Annotation {
            id: derived_id(&texts.join(" "))?,
            ..Annotation::binding(self.reference(), &second.reference())
        };
        let act = Act {
            before: None,
            after: Some(Arc::new(annotation)),
        };
        let said = Said::new("bind.bound").with(title);
        Some(Done { act, said })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Catalog, EntryId, Source};
    use crate::reading::{Sources, entry_of, entry_with_text};

    const ORIGINAL: &str = "# 渡口条例\n\n2001年2月3日 县议会通过\n\n\
        第一条　渡口归县，由渡工看守，昼夜不得离人。\n\n\
        第二条　渡船每日开行六班，遇大雾停航，何时复航由船长决定。\n";
    const COMMENTARY: &str = "# 渡口条例释义\n\n\
        第一条　县者官也，渡工者役夫也。昼夜不离，谓更番守之。\n\n\
        第二条　六班，自卯至酉；大雾，谓咫尺不辨人影。\n";

    fn text(source: &str, path: &str) -> Text {
        let document = crate::document::parse(source.to_owned());
        Text::of(document, "UTF-8", &Source::File(path.into()).into())
    }

    fn bound() -> Vec<Arc<Annotation>> {
        let (first, second) = (
            text(ORIGINAL, "/甲/条例.md"),
            text(COMMENTARY, "/甲/释义.md"),
        );
        let done = first.bind(&second, &[], &Sources::default()).unwrap();
        vec![done.act.after.unwrap()]
    }

    /// What a text at a path is bound to: a title, and whether the text is the first.
    fn check(source: &str, path: &str, expected: Option<(&str, bool)>) {
        let found = text(source, path).bound(&bound(), &Sources::default());
        let found = found
            .first()
            .map(|own| (own.other.title.as_str(), own.is_first));
        assert_eq!(found, expected, "{path}");
    }

    #[test]
    fn a_binding_is_found_from_both_texts_after_a_move_or_another_title() {
        let (original, commentary) = (Some(("渡口条例", false)), Some(("渡口条例释义", true)));
        check(ORIGINAL, "/甲/条例.md", commentary);
        check(COMMENTARY, "/甲/释义.md", original);
        check(ORIGINAL, "/乙/一.md", commentary);
        check(COMMENTARY, "/乙/二.md", original);
        let retitled = COMMENTARY.replace("# 渡口条例释义", "# 渡口条例疏");
        check(&retitled, "/甲/释义.md", original);
        let corrected = ORIGINAL.replace("六班", "陆班");
        check(&corrected, "/甲/条例.md", commentary);
        // Another edition, another text.
        let amended = ORIGINAL.replace("议会通过", "议会通过\n\n2010年5月6日 县议会修正");
        check(&amended, "/甲/条例.md", None);
        check("# 桥梁条例\n\n第一条　桥归乡。\n", "/甲/三.md", None);
    }

    #[test]
    fn the_other_text_is_found_in_a_library_after_a_move_or_another_title() {
        let own = text(ORIGINAL, "/甲/条例.md");
        let bound = own.bound(&bound(), &Sources::default());
        let found = |source: &str, path: &str| {
            let mut catalog = Catalog::default();
            for (path, source) in [("/丙/别的.md", "# 别的\n\n文。\n"), (path, source)] {
                let source = Source::Memory(path.to_owned(), source.as_bytes().into());
                catalog.read(source).unwrap();
            }
            let entry = entry_of(&bound[0].other, &catalog)?;
            catalog.get(entry).map(|entry| entry.title().to_owned())
        };
        assert_eq!(
            found(COMMENTARY, "/丁/二.md").as_deref(),
            Some("渡口条例释义")
        );
        assert_eq!(found("# 无关\n\n文。\n", "/丁/二.md"), None);
    }

    #[test]
    fn the_other_text_is_found_by_its_content_where_nothing_else_names_it() {
        let own = text(ORIGINAL, "/甲/条例.md");
        let other = &own.bound(&bound(), &Sources::default())[0].other;
        // The file had another name, which was its title, in another folder.
        let lost = SourceRef {
            title: "旧名".to_owned(),
            path: "/甲/旧名.txt".to_owned(),
            ..(**other).clone()
        };
        let mut catalog = Catalog::default();
        for (path, source) in [("/丙/别的.md", ORIGINAL), ("/丁/二.md", COMMENTARY)] {
            let source = Source::Memory(path.to_owned(), source.as_bytes().into());
            catalog.read(source).unwrap();
        }
        let titled = |id: EntryId| catalog.get(id).unwrap().title().to_owned();
        assert_eq!(entry_of(&lost, &catalog), None);
        let found = entry_with_text(&lost, &catalog, &|| true);
        assert_eq!(found.map(titled).as_deref(), Some("渡口条例释义"));
        assert_eq!(entry_with_text(&lost, &catalog, &|| false), None);
        let other = SourceRef {
            sha256: "00".repeat(32),
            ..lost
        };
        assert_eq!(entry_with_text(&other, &catalog, &|| true), None);
    }

    #[test]
    fn two_are_bound_once_and_parted_from_either_side() {
        let (first, second) = (text(ORIGINAL, "/a.md"), text(COMMENTARY, "/b.md"));
        let beside = Sources::default();
        let bind = |own: &Text, other: &Text, held: &[Arc<Annotation>]| {
            own.bind(other, held, &beside).unwrap()
        };
        let made = bind(&first, &second, &[]).act.after.unwrap();
        // On another device, the other way round.
        let other = bind(&second, &first, &[]).act.after.unwrap();
        assert_eq!(made.id, other.id);
        for (own, other) in [(&first, &second), (&second, &first)] {
            let parted = bind(own, other, std::slice::from_ref(&made));
            assert!(parted.act.after.is_none());
            assert_eq!(parted.act.before.unwrap().id, made.id);
        }
    }

    #[test]
    fn a_binding_is_a_record_that_is_read_back() {
        let [made] = bound().try_into().unwrap();
        let line = crate::annotation::line(&made);
        assert!(line.contains(r#""motivation":"linking""#), "{line}");
        assert!(line.contains(r#""type":"SpecificResource""#), "{line}");
        let read: Annotation = serde_json::from_str(&line).unwrap();
        assert_eq!(read.bound(), made.bound());
        assert_eq!(read.bound().unwrap().source.title, "渡口条例释义");
    }
}
