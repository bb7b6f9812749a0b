//! Sessions in a console: prompts, commands, and what they printed.

use super::class::Class;
use super::tokens::{Builder, Tokens};

/// The tokens of a session. A line that begins with `$ `, `# `, `> ` or `% ` is a command, together
/// with the lines after it as long as each ends with a backslash; every other line is output.
pub(super) fn tokens(code: &str) -> Tokens {
    let mut builder = Builder::new(code);
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        if !PROMPTS.iter().any(|prompt| rest.starts_with(prompt)) {
            at += line_length(rest);
            builder.extend(Class::Output, at);
            continue;
        }
        builder.extend(Class::Prompt, at + 1);
        let mut length = line_length(rest);
        while rest[..length]
            .trim_end_matches(['\r', '\n'])
            .ends_with('\\')
            && length < rest.len()
        {
            length += line_length(&rest[length..]);
        }
        let command = &rest[1..length];
        at += 1;
        if let Some(tokens) = super::tokens("bash", command) {
            for (class, part) in tokens.parts(command) {
                at += part.len();
                builder.extend(class, at);
            }
        } else {
            at += command.len();
            builder.extend(Class::Plain, at);
        }
    }
    builder.finish()
}

const PROMPTS: [&str; 4] = ["$ ", "# ", "> ", "% "];

/// The length of the first line, its end included.
fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |end| end + 1)
}
