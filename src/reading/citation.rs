//! Citing a text: a quotation with where it stands, in the style that a person has set.

use super::Text;
use crate::annotation::cite::{Citation, DEFAULT, STYLES, Template};
use crate::clause::ClauseId;
use crate::settings::Options;
use crate::text::Span;

/// The style of citations with this name, or the one that is set.
///
/// # Errors
/// Its name, if there is no such style.
pub fn style<'o>(options: &'o Options, named: Option<&'o str>) -> Result<&'o Template, String> {
    let name = named.or(options.citation.as_deref()).unwrap_or(DEFAULT);
    let own = options.citations.get(name);
    own.or_else(|| STYLES.get(name))
        .ok_or_else(|| name.to_owned())
}

impl Text {
    /// The citation of some words of a clause, or of the document.
    pub fn citation(&self, clause: Option<ClauseId>, quoted: Span) -> Citation {
        let header = &self.identity.header;
        let mut citation = Citation::new(header, &self.document, &self.tree, clause, quoted);
        citation.set("path", &self.identity.path);
        citation
    }

    /// The citation of a clause with all that is below it, or of the document without a quotation.
    pub fn citation_of(&self, clause: Option<ClauseId>) -> Citation {
        let quoted = clause.and_then(|id| self.tree.get(id));
        let quoted = quoted.map_or(Span::default(), |clause| clause.span);
        self.citation(clause, quoted)
    }
}
