//! The text: a document with everything that is derived from it, by the one way from its source to
//! what is read.

use std::sync::{Arc, OnceLock};

use foldhash::HashMap;

use super::own::Claim;
use super::{Corrections, Documents, Identity, Rendition};
use crate::annotation::{self, Annotation, SourceRef, Target};
use crate::clause::compare::Side;
use crate::clause::{self, ClauseTree, Reference, reference};
use crate::document::{Document, Encoding, Header, Issue};
use crate::library::{Entry, Filters, Source, Unread, same};
use crate::search::find::Findable;
use crate::text::script::Script;
use crate::typeset::Pieces;

/// Where a text comes from, and what is known of it before it is read.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Where its bytes are.
    pub source: Source,
    /// Its encoding, if a reader has chosen one.
    pub encoding: Option<Encoding>,
    /// Its header as a catalog has it: annotations must know a document as the shelves know it.
    pub header: Option<Header>,
}

impl From<Source> for Origin {
    fn from(source: Source) -> Self {
        Self {
            source,
            encoding: None,
            header: None,
        }
    }
}

impl Origin {
    /// The document of a catalog's entry, in the encoding that its reader has chosen.
    pub fn of_entry(entry: Entry<'_>, encoding: Option<Encoding>) -> Self {
        Self {
            source: entry.source(),
            encoding,
            header: Some(entry.header()),
        }
    }
}

/// A document and what is derived from it: its outline at once, the rest when it is first asked
/// for.
#[derive(Debug)]
pub struct Text {
    /// The document, its header completed by the name of its source.
    pub document: Arc<Document>,
    /// Its clauses, as far as they are corrected.
    pub tree: ClauseTree,
    /// The name of the encoding that it was decoded from.
    pub encoding: &'static str,
    /// What annotations know it by.
    pub identity: Arc<Identity>,
    corrections: Corrections,
    references: OnceLock<Vec<Reference>>,
    pieces: OnceLock<Arc<Pieces>>,
    findable: Arc<OnceLock<Findable>>,
    digest: Arc<OnceLock<String>>,
    print: Arc<OnceLock<u64>>,
    renditions: Arc<[OnceLock<Rendition>; Script::ALL.len()]>,
}

impl Text {
    /// Opens a document, its outline corrected by those of the annotations that are its own.
    ///
    /// # Errors
    /// As [`Source::document`].
    pub fn open(
        origin: &Origin,
        annotations: &[Arc<Annotation>],
        beside: &dyn Documents,
    ) -> Result<Self, Unread> {
        let filters = beside.filters();
        let (document, encoding) = origin.source.document(origin.encoding, filters)?;
        let mut origin = origin.clone();
        // A catalog knows it by its name alone.
        if origin.header.is_none() && origin.source.is_filtered(filters) {
            origin.header = Some(origin.source.facts(filters)?.header);
        }
        let text = Self::of(document, encoding.name(), &origin);
        Ok(text.corrected_by(annotations, beside))
    }

    /// Opens a document as it is found, through no filter.
    ///
    /// # Errors
    /// As [`Source::document`].
    pub fn open_uncorrected(source: Source) -> Result<Self, Unread> {
        let (document, encoding) = source.document(None, &Filters::default())?;
        Ok(Self::of(document, encoding.name(), &source.into()))
    }

    /// Opens the beginning of a document: enough for a first look.
    ///
    /// # Errors
    /// As [`Source::beginning`].
    pub fn open_beginning(source: Source) -> Result<Self, Unread> {
        Ok(Self::of(source.beginning()?, "", &source.into()))
    }

    /// The text of a document that was read in an encoding of this name.
    pub fn of(document: Document, encoding: &'static str, origin: &Origin) -> Self {
        let header = origin.header.as_ref().unwrap_or(&document.header).clone();
        Self {
            identity: Arc::new(Identity::new(header, &origin.source)),
            tree: clause::nest(&document),
            document: Arc::new(document),
            encoding,
            corrections: Corrections::default(),
            references: OnceLock::new(),
            pieces: OnceLock::new(),
            findable: Arc::default(),
            digest: Arc::default(),
            print: Arc::default(),
            renditions: Arc::default(),
        }
    }

    /// The same text, its outline corrected by those of the annotations that are its own.
    #[must_use]
    pub fn corrected_by(self, annotations: &[Arc<Annotation>], beside: &dyn Documents) -> Self {
        let correcting = annotations.iter().filter(|own| own.corrects().is_some());
        let own = correcting.filter(|own| self.owns(own, beside));
        let corrections = Corrections::among(own);
        if corrections == self.corrections {
            return self;
        }
        self.corrected(corrections)
    }

    /// The same text with these corrections of its outline and no others.
    #[must_use]
    pub fn corrected(&self, corrections: Corrections) -> Self {
        let nested;
        let found = if self.corrections.is_empty() {
            &self.tree
        } else {
            nested = clause::nest(&self.document);
            &nested
        };
        let places = corrections.places(&self.document.source);
        Self {
            document: Arc::clone(&self.document),
            tree: clause::correct(&self.document, found, &places),
            encoding: self.encoding,
            identity: Arc::clone(&self.identity),
            corrections,
            references: OnceLock::new(),
            pieces: OnceLock::new(),
            findable: Arc::clone(&self.findable),
            digest: Arc::clone(&self.digest),
            print: Arc::clone(&self.print),
            renditions: Arc::clone(&self.renditions),
        }
    }

    /// Whether an annotation is one of this text; `beside` are the other documents. A binding is
    /// one of both its texts.
    pub fn owns(&self, annotation: &Annotation, beside: &dyn Documents) -> bool {
        let is_meant = |target: &Target| self.is_meant(target, beside);
        is_meant(&annotation.target) || annotation.bound().as_ref().is_some_and(is_meant)
    }

    /// Whether it is the text that a target is in.
    pub(super) fn is_meant(&self, target: &Target, beside: &dyn Documents) -> bool {
        self.is_own(target, self.claim(target, beside))
    }

    fn claim(&self, target: &Target, beside: &dyn Documents) -> Claim {
        self.identity
            .claim(&target.source, || self.sha256(), beside)
    }

    fn is_own(&self, target: &Target, claim: Claim) -> bool {
        match claim {
            Claim::Certain => true,
            Claim::IfAlike => self.is_alike(target),
            Claim::None => false,
        }
    }

    /// Whether it is nearly the text that a target is in: by its print; where the first programs
    /// kept none, by the words around the place.
    fn is_alike(&self, target: &Target) -> bool {
        // In code points: shorter words stand in many texts.
        const TELLING: usize = 12;
        if let Ok(print) = u64::from_str_radix(&target.source.print, 16) {
            return same::are_alike(print, self.print());
        }
        let stands = |words: &[&str]| {
            let words = words.concat();
            words.chars().count() >= TELLING && self.document.source.contains(&words)
        };
        target.quote().is_some_and(|quote| {
            stands(&[&quote.prefix, &quote.exact]) || stands(&[&quote.exact, &quote.suffix])
        })
    }

    /// The annotations of this text.
    pub fn own(
        &self,
        annotations: &[Arc<Annotation>],
        beside: &dyn Documents,
    ) -> Vec<Arc<Annotation>> {
        // Annotations of one document share what they say of it.
        let mut decided = HashMap::default();
        let own = annotations.iter().filter(|own| {
            let source = Arc::as_ptr(&own.target.source);
            let claim = decided
                .entry(source)
                .or_insert_with(|| self.claim(&own.target, beside));
            let is_meant = |bound| self.is_meant(&bound, beside);
            self.is_own(&own.target, *claim) || own.bound().is_some_and(is_meant)
        });
        own.cloned().collect()
    }

    /// How a new annotation names this text.
    pub fn reference(&self) -> SourceRef {
        SourceRef {
            sha256: self.sha256().to_owned(),
            print: format!("{:016x}", self.print()),
            ..SourceRef::of(&self.identity.header, &self.identity.path)
        }
    }

    /// The corrections that its outline has been given.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Where it speaks of clauses, its own and others', in order of place.
    pub fn references(&self) -> &[Reference] {
        self.references
            .get_or_init(|| reference::find(&self.document, &self.tree))
    }

    /// This text as one of two that are compared.
    pub fn side(&self) -> Side<'_> {
        Side {
            document: &self.document,
            tree: &self.tree,
            references: self.references(),
        }
    }

    /// What is odd in it, in order of place: in its bytes, its outline, and what it refers to as
    /// the outline stands.
    pub fn issues(&self) -> Vec<Issue> {
        let found = self.document.issues.iter().cloned();
        let dangling = reference::issues(self.references(), &self.document.source);
        let mut issues: Vec<Issue> = found
            .chain(dangling)
            .chain(self.tree.issues.iter().cloned())
            .collect();
        issues.sort_by_key(|issue| issue.span);
        issues
    }

    /// What it is set of.
    pub fn pieces(&self) -> &Arc<Pieces> {
        self.pieces
            .get_or_init(|| Arc::new(Pieces::new(&self.document, &self.tree)))
    }

    /// Its folded text, for finding.
    pub fn findable(&self) -> &Findable {
        self.findable.get_or_init(|| Findable::new(&self.document))
    }

    /// The SHA-256 of its source, by which annotations know it.
    pub fn sha256(&self) -> &str {
        self.digest
            .get_or_init(|| annotation::sha256(&self.document.source))
    }

    /// What nearly equal texts are known by.
    fn print(&self) -> u64 {
        *self
            .print
            .get_or_init(|| same::print_below_title(&self.document))
    }

    /// The text in a script.
    pub fn rendition(&self, script: Script) -> &Rendition {
        self.renditions[script as usize]
            .get_or_init(|| Rendition::new(&self.document, &self.tree, script))
    }

    /// The text in a script, if it was asked for before.
    pub fn known_rendition(&self, script: Script) -> Option<&Rendition> {
        self.renditions[script as usize].get()
    }

    /// Derives what a screen needs of it, so that nobody waits for it there.
    pub fn prepare(&self) {
        self.references();
        self.pieces();
    }
}
