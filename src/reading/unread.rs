//! Why a document is not to be had, in one line that names it and the way out.

use crate::library::Unread;
use crate::library::filter::Advice;
use crate::settings::Locale;

/// The line.
pub fn sentence(unread: &Unread, locale: &Locale) -> String {
    let (name, kind, advice) = match unread {
        Unread::Disk(error) => return locale.say(&error.said()),
        Unread::Foreign { name, kind, advice } => (name, kind, advice),
    };
    let way = match advice {
        Advice::Set {
            program,
            line,
            settings,
        } => {
            let settings = settings.display().to_string();
            locale.tr("foreign.set", &[program, &settings, line])
        }
        Advice::Install { program, settings } => {
            let settings = settings.display().to_string();
            locale.tr("foreign.install", &[program, &settings])
        }
        Advice::Other(remedy) => locale.tr(&format!("remedy.{}", remedy.name()), &[]),
    };
    let kind = locale.tr(&format!("foreign.{}", kind.code), &[]);
    locale.tr("foreign.line", &[name, &kind, &way])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::foreign::KINDS;
    use crate::settings::Language;

    #[test]
    fn every_kind_and_every_remedy_has_its_words() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            for kind in &KINDS {
                let unread = Unread::Foreign {
                    name: "a.x".to_owned(),
                    kind,
                    advice: Advice::Other(kind.remedy),
                };
                let said = sentence(&unread, &locale);
                let is_said = said.contains("a.x") && !said.contains(['{', '}', '\n']);
                assert!(
                    is_said && !said.contains("foreign.") && !said.contains("remedy."),
                    "{said}"
                );
            }
        }
    }

    #[test]
    fn a_filter_is_told_with_its_line() {
        let unread = Unread::Foreign {
            name: "a.pdf".to_owned(),
            kind: &KINDS[0],
            advice: Advice::Set {
                program: "pdftotext",
                line: "pdf = [\"pdftotext\", \"{}\", \"-\"]".to_owned(),
                settings: "/c/config.toml".into(),
            },
        };
        let said = sentence(&unread, &Locale::of(Language::English));
        assert_eq!(
            said,
            "cannot read a.pdf: it is a PDF, which is not read; pdftotext prints its text: under [filters] in /c/config.toml put pdf = [\"pdftotext\", \"{}\", \"-\"]"
        );
    }
}
