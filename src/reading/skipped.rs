//! What was left out of a library, in words.

use crate::library::LeftOut;
use crate::settings::Locale;

/// Kinds that are named; the rest is dots.
const NAMED: usize = 6;

/// `9 .pdf, 3 .jpg …`: the kinds with how many files there are of each, the most first.
pub fn kinds(left_out: &LeftOut, locale: &Locale) -> String {
    let kinds = left_out.kinds();
    let named = kinds.iter().take(NAMED).map(|(kind, count)| {
        let count = count.to_string();
        match *kind {
            "" => locale.tr("library.other-kind", &[&count]),
            kind => locale.tr("library.kind", &[&count, kind]),
        }
    });
    let named: Vec<String> = named.collect();
    let rest = if kinds.len() > NAMED { " …" } else { "" };
    named.join(&locale.tr("library.and", &[])) + rest
}

/// Why nothing is found below a folder.
pub fn no_document(left_out: &LeftOut, locale: &Locale) -> String {
    match left_out.count() {
        0 => locale.tr("library.no-files", &[]),
        count => {
            let kinds = kinds(left_out, locale);
            locale.tr("library.no-document", &[&count.to_string(), &kinds])
        }
    }
}
