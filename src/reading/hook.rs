//! Hooks: commands of a person's own, which are given words of a text and may answer.

use std::time::Duration;

use super::Text;
use crate::disk::{self, Limits, Programs};
use crate::text::{Said, Span};

/// What a command may take.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    memory: 1 << 30,
    output: 1 << 20,
};

/// A command and what it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name that the person has given it.
    pub name: String,
    /// The program and its arguments.
    command: Vec<String>,
    /// The words, for its standard input.
    words: String,
    /// Where they stand, for its environment.
    variables: [(&'static str, String); 3],
}

impl Call {
    /// A command that is given a passage of a text.
    pub fn new(name: &str, command: Vec<String>, text: &Text, span: Span) -> Self {
        let clause = text.tree.at(span.start);
        let address = clause.map_or(String::new(), |id| text.tree.address(id).to_string());
        let identity = &text.identity;
        Self {
            name: name.to_owned(),
            command,
            words: text.document.words(span).trim().to_owned(),
            variables: [
                ("ZHANGJU_TITLE", identity.header.title.clone()),
                ("ZHANGJU_ADDRESS", address),
                ("ZHANGJU_PATH", identity.path.clone()),
            ],
        }
    }

    /// Runs the command, without a shell and without the terminal; what it has printed.
    ///
    /// # Errors
    /// Why it has not, in one line.
    pub fn run(self) -> Result<String, Said> {
        let Some((program, arguments)) = self.command.split_first() else {
            return Err(Said::new("hook.empty"));
        };
        let arguments: Vec<_> = arguments.iter().map(Into::into).collect();
        let input = Some((self.words, &self.variables[..]));
        let printed = Programs::default().answer(program, &arguments, input, LIMITS);
        match printed {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => Err(disk::reason(&error)),
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Source;

    fn run(command: &[&str]) -> Result<String, Said> {
        let source = "# 渡口章程\n\n第一条　渡口归县管。\n".to_owned();
        let at = source.find("渡口归").unwrap();
        let document = crate::document::parse(source);
        let text = Text::of(document, "UTF-8", &Source::File("/a.md".into()).into());
        let command = command.iter().map(|part| (*part).to_owned()).collect();
        Call::new("x", command, &text, Span::new(at, at + 18)).run()
    }

    #[test]
    fn a_command_is_given_the_words_and_where_they_stand() {
        assert_eq!(run(&["cat"]), Ok("渡口归县管。".into()));
        let script = "echo $ZHANGJU_TITLE $ZHANGJU_ADDRESS $ZHANGJU_PATH";
        let told = run(&["sh", "-c", script]);
        assert_eq!(told, Ok("渡口章程 art1 /a.md\n".into()));
        // One that reads nothing is none the worse, and no shell takes its words for its own.
        assert_eq!(run(&["echo", "$(id)"]), Ok("$(id)\n".into()));
        let failed = run(&["sh", "-c", "echo x >&2; exit 3"]);
        let reason = Said::new("program.said").with("sh").with("x");
        assert_eq!(failed, Err(reason));
        assert!(run(&["no-such-program"]).is_err());
        assert!(run(&[]).is_err());
    }
}
