//! Outside: a note in the person's own editor, which has the terminal for that time.

use std::path::Path;
use std::process::Command;

use crate::disk::{self, System, Volume};

/// The largest text that is taken back from an editor.
const LARGEST: u64 = 1 << 20;

/// Has a text edited; returns it as it is now, and one line where something went wrong. The editor is started by its arguments, never
/// through a shell, on a file that only its owner can read.
pub fn edit(editor: &[String], folder: &Path, text: &str) -> (Option<String>, Option<String>) {
    let Some((program, arguments)) = editor.split_first() else {
        return (None, Some("set VISUAL or EDITOR to an editor".to_owned()));
    };
    let path = folder.join(format!("note-{}.md", std::process::id()));
    if let Err(error) = disk::write_atomic(&path, text.as_bytes()) {
        return (None, Some(error.to_string()));
    }
    let status = Command::new(program).args(arguments).arg(&path).status();
    // Whatever became of the editor, what it has written is the person's.
    let written = disk::read(&path, LARGEST);
    let _ = System.remove(&path);
    let problem = match status {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("{program}: {status}")),
        Err(reason) => Some(format!("{program}: {reason}")),
    };
    match written {
        Ok(bytes) => (Some(String::from_utf8_lossy(&bytes).into_owned()), problem),
        Err(error) => (None, Some(error.to_string())),
    }
}

/// A command line as a vector of arguments: parted at spaces, quotation marks keep parts together.
pub fn arguments(line: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut argument: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                argument.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => arguments.extend(argument.take()),
            (_, c) => argument.get_or_insert_default().push(c),
        }
    }
    arguments.extend(argument);
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_parted_and_never_interpreted() {
        let check = |line: &str, expected: &[&str]| assert_eq!(arguments(line), expected);
        check("vim", &["vim"]);
        check(" code  -w ", &["code", "-w"]);
        check(
            "'/My Editor/x' -c \"set tw=0\"",
            &["/My Editor/x", "-c", "set tw=0"],
        );
        check("vi; rm -rf $HOME", &["vi;", "rm", "-rf", "$HOME"]);
        check("", &[]);
    }

    #[cfg(unix)]
    #[test]
    fn what_the_editor_wrote_comes_back_and_its_file_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let check = |script: &str, text: Option<&str>, is_well: bool| {
            let editor = ["sh", "-c", script].map(str::to_owned);
            let (found, problem) = edit(&editor, folder.path(), "一");
            assert_eq!(found.as_deref(), text, "{script}");
            assert_eq!(problem.is_none(), is_well, "{problem:?}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        };
        check("printf 二 >> $0", Some("一二"), true);
        check("printf 三 > $0; exit 1", Some("三"), false);
        check("test $(stat -c %a $0) = 600", Some("一"), true);
        check("rm $0", None, false);
        assert!(edit(&[], folder.path(), "").1.is_some());
    }
}
