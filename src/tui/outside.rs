//! Outside: the person's own editor, which has the terminal for that time.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

use super::model::area::LONGEST;
use crate::annotation::open_note;
use crate::disk::{self, System, Volume};
use crate::settings::Locale;
use crate::text::Said;

/// The largest text that is looked at.
const LARGEST: u64 = 1 << 20;

/// Has the text of a note edited; returns it as it is now, and one line where something went wrong.
/// The editor is started by its arguments, never through a shell, on a file that only its owner can
/// read; what is too long for a note stays in it.
pub fn edit(
    editor: &[String],
    folder: &Path,
    (id, text): (&str, &str),
    locale: &Locale,
) -> (Option<String>, Option<String>) {
    let Some((program, arguments)) = editor.split_first() else {
        return (None, Some(locale.tr("note.no-editor", &[])));
    };
    let names = (1..).map(|number| folder.join(open_note::name(id, number)));
    // One that is there holds what was too long another time.
    let Some(path) = names.into_iter().find(|path| disk::stamp(path).is_err()) else {
        return (None, None);
    };
    if let Err(error) = disk::write_atomic(&path, text.as_bytes()) {
        return (None, Some(locale.say(&error.said())));
    }
    let status = Command::new(program).args(arguments).arg(&path).status();
    // Whatever became of the editor, what it has written is the person's.
    let written = disk::read(&path, LARGEST);
    let is_short = |bytes: &Vec<u8>| bytes.len() <= LONGEST;
    if !written.as_ref().is_ok_and(is_short) && disk::stamp(&path).is_ok() {
        let (most, path) = ((LONGEST >> 10).to_string(), path.display().to_string());
        return (None, Some(locale.tr("note.left-in", &[&most, &path])));
    }
    let _ = System.remove(&path);
    let problem = problem(program, status, locale);
    match written {
        Ok(bytes) => (Some(String::from_utf8_lossy(&bytes).into_owned()), problem),
        Err(error) => (None, Some(locale.say(&error.said()))),
    }
}

/// Has a file opened at a line; one line where something went wrong.
pub fn open(editor: &[String], path: &Path, line: usize, locale: &Locale) -> Option<String> {
    let (program, arguments) = editor.split_first()?;
    let status = Command::new(program)
        .args(arguments)
        .args(at_line(program, path, line))
        .status();
    problem(program, status, locale)
}

/// The arguments by which an editor opens a file at a line: `+12 FILE` to all that follow vi, as
/// nano and emacs do; others have ways of their own.
fn at_line(program: &str, path: &Path, line: usize) -> Vec<OsString> {
    let name = Path::new(program)
        .file_stem()
        .and_then(|name| name.to_str());
    let mut joined = path.as_os_str().to_owned();
    joined.push(format!(":{line}"));
    match name.unwrap_or("") {
        "code" | "codium" | "cursor" => vec!["--goto".into(), joined],
        "hx" | "helix" | "subl" | "zed" => vec![joined],
        _ => vec![format!("+{line}").into(), path.into()],
    }
}

/// What went wrong with a program, in one line.
fn problem(program: &str, status: io::Result<ExitStatus>, locale: &Locale) -> Option<String> {
    let reason = match status {
        Ok(status) if status.success() => return None,
        Ok(status) => disk::ended(status),
        Err(error) => disk::reason(&error),
    };
    let said = Said::new("program.said").with(program).with_said(reason);
    Some(locale.say(&said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Language;

    fn english() -> Locale {
        Locale::of(Language::English)
    }

    #[cfg(unix)]
    #[test]
    fn what_the_editor_wrote_comes_back_and_its_file_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let check = |script: &str, text: Option<&str>, is_well: bool| {
            let editor = ["sh", "-c", script].map(str::to_owned);
            let (found, problem) = edit(&editor, folder.path(), ("X1", "一"), &english());
            assert_eq!(found.as_deref(), text, "{script}");
            assert_eq!(problem.is_none(), is_well, "{problem:?}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        };
        check("printf 二 >> $0", Some("一二"), true);
        check("printf 三 > $0; exit 1", Some("三"), false);
        check("test $(stat -c %a $0) = 600", Some("一"), true);
        check("rm $0", None, false);
    }

    #[test]
    fn every_editor_is_told_the_line_in_its_own_way() {
        let check = |program: &str, expected: &[&str]| {
            let arguments = at_line(program, Path::new("/a b.md"), 12);
            assert_eq!(arguments, expected, "{program}");
        };
        check("vi", &["+12", "/a b.md"]);
        check("/usr/bin/nano", &["+12", "/a b.md"]);
        check("code", &["--goto", "/a b.md:12"]);
        check("/opt/hx", &["/a b.md:12"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_too_long_for_a_note_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        for kept in 1..=2 {
            let script = "head -c 70000 /dev/zero | tr '\\0' x > $0";
            let (found, problem) = edit(
                &["sh", "-c", script].map(str::to_owned),
                folder.path(),
                ("X1", ""),
                &english(),
            );
            assert_eq!(found, None);
            let files: Vec<_> = std::fs::read_dir(folder.path())
                .unwrap()
                .map(|file| file.unwrap().path())
                .collect();
            assert_eq!(files.len(), kept);
            let problem = problem.unwrap();
            let named = files
                .iter()
                .find(|file| problem.ends_with(file.to_str().unwrap()));
            assert_eq!(std::fs::read(named.unwrap()).unwrap(), vec![b'x'; 70_000]);
        }
    }

    #[test]
    fn without_an_editor_there_is_a_line() {
        let folder = tempfile::tempdir().unwrap();
        assert!(edit(&[], folder.path(), ("X1", ""), &english()).1.is_some());
    }
}
