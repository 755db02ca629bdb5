//! Annotations of other editions of the work that a text is of: found again by their words, and
//! taken over.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::HashMap;

use super::{Documents, Placed, Text};
use crate::annotation::{Anchor, Annotation, Finder, derived_id, is_readable};

/// An annotation of another edition, where it stands in this one.
#[derive(Clone, Debug)]
pub struct Other {
    /// The annotation, as it was made.
    pub annotation: Arc<Annotation>,
    /// Where its words were found.
    pub anchor: Anchor,
    /// The same; none where its words are not found, or at several places.
    pub placed: Option<Placed>,
}

impl Other {
    /// The edition that it was made in; empty where it is not known.
    pub fn edition(&self) -> &str {
        &self.annotation.target.source.edition
    }

    /// Whether its words are found without doubt.
    pub fn is_certain(&self) -> bool {
        self.placed.as_ref().is_some_and(|placed| !placed.is_open)
    }
}

impl Text {
    /// The annotations of other editions of its work.
    pub fn of_other_editions(
        &self,
        annotations: &[Arc<Annotation>],
        beside: &dyn Documents,
    ) -> Vec<Arc<Annotation>> {
        let own = self.own(annotations, beside);
        let own: HashSet<&str> = own.iter().map(|own| own.id.as_str()).collect();
        // Annotations of one document share what they say of it.
        let mut works = HashMap::default();
        let is_of_work = |annotation: &&Arc<Annotation>| {
            let source = &annotation.target.source;
            *works
                .entry(Arc::as_ptr(source))
                .or_insert_with(|| !source.title.is_empty() && self.identity.is_of(&source.title))
        };
        let others = annotations.iter().filter(|other| is_readable(other));
        let others = others.filter(|other| !own.contains(other.id.as_str()));
        others.filter(is_of_work).cloned().collect()
    }

    /// Finds annotations of other editions again, in order of place; those that are not found come
    /// last.
    pub fn find_others(&self, annotations: &[Arc<Annotation>]) -> Vec<Other> {
        let finder = Finder::new(&self.document.source);
        let found = annotations.iter().map(|annotation| {
            let anchor = finder.find(&annotation.target);
            Other {
                placed: Placed::new(annotation, &anchor),
                annotation: Arc::clone(annotation),
                anchor,
            }
        });
        let mut found: Vec<Other> = found.collect();
        found.sort_by_key(|other| {
            let placed = other.placed.as_ref();
            (placed.is_none(), placed.map(|placed| placed.span))
        });
        found
    }

    /// An annotation of another edition as one of this text. Taken over again, on whatever device,
    /// it is the same one.
    pub fn take_over(&self, other: &Other) -> Option<Annotation> {
        let span = other.placed.as_ref()?.span;
        let annotation = &other.annotation;
        let id = derived_id(&format!("{} {}", annotation.id, self.sha256()))?;
        let mut own = (**annotation).clone();
        own.target.move_to(self.target(span));
        // A letter stands for one place only.
        own.mark = None;
        Some(Annotation { id, ..own })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Motivation;
    use crate::library::Source;
    use crate::reading::Sources;
    use crate::text::Span;

    const ARTICLES: &str = "第一条　渡口归县，由渡工看守，昼夜不得离人。\n\n\
        第二条　渡船每日开行六班，遇大雾停航，何时复航由船长决定。\n\n\
        第三条　过渡者按人交付船资，十岁以下儿童与残疾人免交。\n\n\
        第四条　夜间渡河须悬灯两盏，一在船头，一在船尾，灯灭即返。\n\n\
        第五条　牲畜与货物另船载运，火药和生石灰不得与人同船。\n\n\
        第六条　渡工每季领取工食一次，扣留工食的，加倍偿还。";

    fn text(title: &str, head: &str, articles: &str) -> Text {
        let source = format!("# {title}\n\n{head}\n\n{articles}\n");
        let document = crate::document::parse(source);
        let path = format!("/{head}.md");
        Text::of(document, "UTF-8", &Source::File(path.into()).into())
    }

    #[test]
    fn what_was_noted_in_another_edition_is_found_and_taken_over_once() {
        let made = "2001年2月3日 县议会通过";
        let amended = "2001年2月3日 县议会通过\n\n2010年5月6日 县议会修正";
        let new_articles = ARTICLES.replace("第六条", "第七条").replace(
            "第二条　渡船每日开行六班，遇大雾停航，何时复航由船长决定。",
            "第二条　渡口夏开冬闭。\n\n第六条　本条新增。",
        );
        let old = text("渡口法", made, ARTICLES);
        let new = text("渡口法", amended, &new_articles);
        let note = |words: &str| {
            let at = old.document.source.find(words).unwrap();
            let target = old.target(Span::new(at, at + words.len()));
            let mut note = Annotation::new(Motivation::Commenting, target);
            note.id = words.to_owned();
            note.set_note("记");
            Arc::new(note)
        };
        let made = [
            note("火药和生石灰不得与人同船"),
            note("遇大雾停航，何时复航由船长决定"),
        ];
        let beside = Sources::default();
        assert!(old.of_other_editions(&made, &beside).is_empty());
        let others = new.of_other_editions(&made, &beside);
        let found = new.find_others(&others);
        let certain: Vec<bool> = found.iter().map(Other::is_certain).collect();
        assert_eq!(certain, [true, false]);
        assert_eq!(found[0].edition(), "2001-02-03");
        let taken = new.take_over(&found[0]).unwrap();
        assert_eq!(taken.target.source.edition, "2010-05-06");
        let clause = taken.target.clause.as_ref().unwrap();
        assert_eq!((taken.note(), clause.address.as_str()), ("记", "art5"));
        assert_eq!(new.take_over(&found[0]).unwrap().id, taken.id);
        assert!(new.owns(&taken, &beside) && !old.owns(&taken, &beside));
        // Another work has nothing to do with it.
        let other = text("渡口税法", amended, ARTICLES);
        assert!(other.of_other_editions(&made, &beside).is_empty());
    }
}
