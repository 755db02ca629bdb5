//! What is annotated in the texts that are compared, and whether they are bound.

use crate::annotation::{Finder, is_readable};
use crate::reading::Placed;
use crate::tui::model::Model;
use crate::tui::model::overlay::Overlay;

/// Places what is annotated in the texts that are compared, as far as its words stand there.
pub fn place(model: &mut Model) {
    let (annotations, catalog) = (&model.annotations, &model.catalog);
    for overlay in &mut model.overlays {
        let Overlay::Comparing(comparing) = overlay else {
            continue;
        };
        for side in &mut comparing.sides {
            let finder = Finder::new(&side.text.document.source);
            let own = side.text.own(annotations, catalog);
            let placed = own.iter().filter(|own| is_readable(own));
            let placed = placed.filter_map(|own| Placed::new(own, &finder.at_once(&own.target)?));
            side.placed = placed.collect();
        }
        let both = comparing.both();
        let binding = both
            .and_then(|[first, second]| (first.text).binding(&second.text, annotations, catalog));
        comparing.is_bound = binding.is_some();
    }
}
