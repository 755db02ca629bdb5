//! The roles of words inside a paragraph: labels of clauses, and markup.

use smallvec::SmallVec;

use crate::clause::Clause;
use crate::document::{Markup, MarkupKind};
use crate::text::Span;
use crate::typeset::{Manuscript, Role};

/// Spans with a role of their own, ascending and disjoint.
pub type Roles = SmallVec<[(Span, Role); 2]>;

/// The roles in a paragraph. Labels of clauses override markup, inner markup overrides outer.
pub fn find(manuscript: Manuscript<'_>, span: Span, clauses: &[Clause]) -> Roles {
    let markup = Markup::within(manuscript.markup, span);
    let labels = clauses.iter().map(|clause| clause.label);
    let mut roles = Roles::new();
    if markup.is_empty() {
        for label in labels.filter(|label| !label.is_empty()) {
            roles.push((label, Role::Label));
        }
        return roles;
    }
    let marked = markup
        .iter()
        .filter_map(|markup| Some((markup.span, role(markup.kind)?)));
    for (span, role) in marked.chain(labels.map(|label| (label, Role::Label))) {
        lay_over(&mut roles, span, role);
    }
    roles
}

fn role(kind: MarkupKind) -> Option<Role> {
    Some(match kind {
        MarkupKind::Delimiter(_) | MarkupKind::Character(_) => return None,
        MarkupKind::Emphasis => Role::Emphasis,
        MarkupKind::Strong => Role::Strong,
        MarkupKind::Struck => Role::Struck,
        MarkupKind::Code => Role::Code,
        MarkupKind::Link => Role::Link,
        MarkupKind::Reading => Role::Reading,
        MarkupKind::Commentary => Role::Commentary,
    })
}

/// Gives a span a role, replacing the roles of its parts.
fn lay_over(roles: &mut Roles, over: Span, role: Role) {
    if over.is_empty() {
        return;
    }
    let first = roles.partition_point(|(span, _)| span.end <= over.start);
    let end = first
        + roles
            .get(first..)
            .unwrap_or_default()
            .partition_point(|(span, _)| span.start < over.end);
    let mut parts: SmallVec<[(Span, Role); 3]> = SmallVec::new();
    if let Some((span, role)) = roles.get(first..end).and_then(<[_]>::first)
        && span.start < over.start
    {
        parts.push((Span::new(span.start, over.start), *role));
    }
    parts.push((over, role));
    if let Some((span, role)) = roles.get(first..end).and_then(<[_]>::last)
        && over.end < span.end
    {
        parts.push((Span::new(over.end, span.end), *role));
    }
    roles.drain(first..end);
    roles.insert_many(first, parts);
}
