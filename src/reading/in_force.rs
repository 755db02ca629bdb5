//! Which editions were in force on a day: documents are read for it, since the last article says
//! from when; each only once.

use std::collections::{HashMap, HashSet};

use crate::clause;
use crate::document::PartialDate;
use crate::library::{Catalog, Edition, Entry, EntryId, edition, work};

/// The editions of documents, as far as they were read.
#[derive(Debug, Default)]
pub struct Editions(HashMap<EntryId, Edition>);

impl Editions {
    /// Of each work of a catalog the documents of the edition that was in force on a day. Documents
    /// that cannot be read are of none. Gives up when it is no longer wanted.
    pub fn in_force(
        &mut self,
        at: PartialDate,
        catalog: &Catalog,
        is_wanted: &dyn Fn() -> bool,
    ) -> HashSet<EntryId> {
        let mut works: HashMap<String, Vec<(EntryId, Edition)>> = HashMap::new();
        for (id, entry) in catalog.iter() {
            if !is_wanted() {
                break;
            }
            // What was made later was not in force.
            let made = entry.header().edition();
            let is_later = made.is_some_and(|made| !since(made).is_in_force(at));
            if is_later {
                continue;
            }
            let known = self.0.get(&id).cloned();
            if let Some(edition) = known.or_else(|| self.read(id, entry, catalog)) {
                let own = works.entry(work(entry.title())).or_default();
                own.push((id, edition));
            }
        }
        let kept = works.into_values().flat_map(|mut own| {
            edition::keep_in_force(&mut own, at, |(_, edition)| edition);
            own
        });
        kept.map(|(id, _)| id).collect()
    }

    fn read(&mut self, id: EntryId, entry: Entry<'_>, catalog: &Catalog) -> Option<Edition> {
        let read = entry.source().document(None, catalog.filters());
        let (document, _) = read.ok()?;
        let said = edition::effect_said(&document, &clause::nest(&document));
        let edition = Edition::of(&document.header, said);
        self.0.insert(id, edition.clone());
        Some(edition)
    }
}

/// An edition of which only is known when it was made.
fn since(made: PartialDate) -> Edition {
    Edition {
        in_force: Some(made),
        ..Edition::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::date;
    use crate::library::Source;

    #[test]
    fn of_each_work_the_edition_of_the_day_is_meant() {
        let mut catalog = Catalog::default();
        let law = |title: &str, made: &str, effect: &str| {
            format!(
                "# {title}\n\n{made} 某会议通过\n\n第一条　渡口归县。\n\n第二条　本法自{effect}起施行。\n"
            )
        };
        for (title, made, effect) in [
            ("渡口法", "1990年3月1日", "1991年1月1日"),
            ("渡口法", "2000年3月1日", "2000年7月1日"),
            ("桥梁法", "1995年3月1日", "1995年3月1日"),
        ] {
            let bytes = law(title, made, effect).into_bytes().into();
            let source = Source::Memory(format!("{title}{made}.md"), bytes);
            catalog.read(source).unwrap();
        }
        let mut editions = Editions::default();
        for (at, expected) in [
            ("1990年12月1日", &[][..]),
            ("1991年1月1日", &[0]),
            ("1999年", &[0, 2]),
            ("2000年6月30日", &[0, 2]),
            ("2000年7月", &[1, 2]),
        ] {
            let found = editions.in_force(date::whole(at).unwrap(), &catalog, &|| true);
            let mut found: Vec<u32> = found.into_iter().map(|id| id.0).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{at}");
        }
    }
}
