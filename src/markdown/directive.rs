//! The `:::` blocks: their names, and what follows the name.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::path::SitePath;
use crate::source::Span;

/// A block that a page opens, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Directive {
    /// Its name: `note`.
    pub name: String,
    /// Where the name begins, counted in bytes from the first colon.
    pub name_offset: usize,
    /// What follows the name: a title, or what an include names.
    pub title: String,
    /// Where the title begins, counted like the name.
    pub title_offset: usize,
    /// `key="value"` pairs in their order; a word alone has an empty value.
    pub args: Vec<(String, String)>,
    /// The name and all behind it, as written.
    pub written: String,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// Something that a reader should notice.
    Callout(Callout),
    /// Text that is folded away.
    Details,
    /// Several [`Block::Tab`]s of which one is seen.
    Tabs,
    /// One of several texts.
    Tab,
    /// An ordered list of steps.
    Steps,
    /// Another file's text; it has no body.
    Include,
    /// Something typed of the site, shown in the page; it has no body.
    Embed(EmbedKind),
    /// A block of no known name: its body is shown as it is.
    Unknown,
}

/// What a page can show of what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmbedKind {
    /// A matrix of responsibilities: `:::matrix postgres phase="Run"`.
    Matrix,
    /// Items of the roadmap: `:::roadmap service="postgres"`.
    Roadmap,
}

impl EmbedKind {
    /// The keys that may stand behind it.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Matrix => &["phase", "party"],
            Self::Roadmap => &["service", "persona", "goal"],
        }
    }
}

/// The five kinds of callouts, those of GitHub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Callout {
    /// What one should know.
    Note,
    /// What makes things easier.
    Tip,
    /// What one must know.
    Important,
    /// What can go wrong.
    Warning,
    /// What does harm.
    Caution,
}

/// All known names. A block without a body is one more row, and its kind in [`Block`].
const KNOWN: &[(&str, Block)] = &[
    ("note", Block::Callout(Callout::Note)),
    ("tip", Block::Callout(Callout::Tip)),
    ("important", Block::Callout(Callout::Important)),
    ("warning", Block::Callout(Callout::Warning)),
    ("caution", Block::Callout(Callout::Caution)),
    ("details", Block::Details),
    ("tabs", Block::Tabs),
    ("tab", Block::Tab),
    ("steps", Block::Steps),
    ("include", Block::Include),
    ("matrix", Block::Embed(EmbedKind::Matrix)),
    ("roadmap", Block::Embed(EmbedKind::Roadmap)),
];

/// Names that other tools have for the five callouts.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("info", "note"),
    ("abstract", "note"),
    ("summary", "note"),
    ("tldr", "note"),
    ("example", "note"),
    ("quote", "note"),
    ("cite", "note"),
    ("question", "note"),
    ("help", "note"),
    ("faq", "note"),
    ("todo", "note"),
    ("seealso", "note"),
    ("hint", "tip"),
    ("success", "tip"),
    ("check", "tip"),
    ("done", "tip"),
    ("attention", "warning"),
    ("danger", "caution"),
    ("failure", "caution"),
    ("fail", "caution"),
    ("missing", "caution"),
    ("error", "caution"),
    ("bug", "caution"),
];

impl Block {
    /// The block of this name, whatever its case.
    pub fn named(name: &str) -> Self {
        let same = |known: &&(&str, Block)| known.0.eq_ignore_ascii_case(name);
        KNOWN
            .iter()
            .find(same)
            .map_or(Self::Unknown, |known| known.1)
    }

    /// Whether the block has no body and no closing line.
    pub fn is_leaf(self) -> bool {
        matches!(self, Self::Include | Self::Embed(_))
    }
}

impl Callout {
    /// The callout of this name, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        match Block::named(name) {
            Block::Callout(callout) => Some(callout),
            _ => None,
        }
    }

    /// The callout that this name means in Material for MkDocs and other tools; those of no known
    /// name are notes, as there.
    pub fn of_other_tools(name: &str) -> Self {
        let same = |known: &&(&str, &str)| known.0.eq_ignore_ascii_case(name);
        let name = OTHER_NAMES.iter().find(same).map_or(name, |known| known.1);
        Self::named(name).unwrap_or(Self::Note)
    }

    /// Its class in HTML.
    pub fn class(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }

    /// Its title where it has none of its own.
    pub fn title(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Tip => "Tip",
            Self::Important => "Important",
            Self::Warning => "Warning",
            Self::Caution => "Caution",
        }
    }
}

impl Directive {
    /// What kind of block it is.
    pub fn block(&self) -> Block {
        Block::named(&self.name)
    }

    /// The value of `key="…"`.
    pub fn arg(&self, key: &str) -> Option<&str> {
        let pair = self.args.iter().find(|pair| pair.0 == key)?;
        Some(&pair.1)
    }

    /// Where the key of a pair begins, counted like the name.
    pub fn key_offset(&self, key: &str) -> Option<usize> {
        let pair = format!("{key}=\"");
        let before = |at: &usize| self.written[..*at].ends_with([' ', '\t', '{']);
        let mut places = self.written.match_indices(&pair).map(|(at, _)| at);
        places.find(before).map(|at| self.name_offset + at)
    }

    /// Reads what follows the colons: `note Optional title`. None when no name follows, so that the
    /// line is text.
    pub fn parse(rest: &str, name_offset: usize) -> Option<Self> {
        let rest = rest.trim_end().trim_end_matches(':').trim_end();
        let whole = rest;
        let name_end = rest
            .find(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_')
            .unwrap_or(rest.len());
        let (name, mut rest) = rest.split_at(name_end);
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            return None;
        }
        // What stands at the name without a space is no name: `:::a.b`, but for `[title]` and
        // `{key="value"}` as some tools have them.
        if !rest.is_empty() && !rest.starts_with([' ', '\t', '[', '{']) {
            return None;
        }
        let mut directive = Self {
            name: name.to_owned(),
            name_offset,
            written: whole.to_owned(),
            ..Self::default()
        };
        let mut bracketed = None;
        if let Some((title, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            bracketed = Some(title);
            rest = after;
        }
        if let Some(inner) = rest
            .trim()
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            rest = inner;
        }
        directive.read_args(rest, bracketed);
        let at = rest.find(&directive.title).unwrap_or(0);
        // What is left of the line is its end, but for a closing brace.
        let before = whole.find(rest).unwrap_or(0);
        directive.title_offset = name_offset + before + at;
        Some(directive)
    }

    /// Reads pairs, and the title or a quoted title and flags from the rest. Words beside a quoted
    /// text are flags only when all of them are known as such; else nothing of the line is lost.
    fn read_args(&mut self, rest: &str, bracketed: Option<&str>) {
        let mut quoted = bracketed.map(str::to_owned);
        let mut words = Vec::new();
        let mut rest = rest.trim_start();
        while !rest.is_empty() {
            let after = if let Some((pair, after)) = key_and_value(rest) {
                self.args.push(pair);
                after
            } else if let Some((title, after)) = quoted_text(rest).filter(|_| quoted.is_none()) {
                quoted = Some(title);
                words.push(&rest[..rest.len() - after.len()]);
                after
            } else {
                let end = rest.find([' ', '\t']).unwrap_or(rest.len());
                words.push(&rest[..end]);
                &rest[end..]
            };
            rest = after.trim_start();
        }
        let is_flag = |word: &&str| *word == "open" && self.block() == Block::Details;
        let others = words.iter().filter(|word| !is_flag(word)).count();
        let quotes = words.iter().filter(|word| word.starts_with('"')).count();
        if others == quotes && quotes <= 1 && (quoted.is_some() || others == 0) {
            let flags: Vec<&str> = words.iter().copied().filter(|word| is_flag(word)).collect();
            for flag in flags {
                self.args.push((flag.to_owned(), String::new()));
            }
            self.title = quoted.unwrap_or_default();
        } else {
            words.splice(0..0, bracketed);
            self.title = words.join(" ");
        }
    }
}

/// `key="value"` at the start of a text, and what follows.
fn key_and_value(text: &str) -> Option<((String, String), &str)> {
    let key_end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')?;
    let (key, rest) = text.split_at(key_end);
    let (value, after) = quoted_text(rest.strip_prefix('=')?)?;
    (!key.is_empty()).then(|| ((key.to_owned(), value), after))
}

/// A text in double quotes at the start of `text`, and what follows; `\"` is a quote in it. The
/// closing quote must end a word, so that `"a" and "b"` is one title with quotes in it.
fn quoted_text(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut value = String::new();
    let mut letters = inner.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '\\' if inner[index + 1..].starts_with('"') => {
                value.push('"');
                letters.next();
            }
            '"' => {
                let after = &inner[index + 1..];
                let ends_word = after.is_empty() || after.starts_with([' ', '\t', '}']);
                return ends_word.then_some((value, after));
            }
            letter => value.push(letter),
        }
    }
    None
}

/// The known name that `name` may have been meant to be.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    if let Some(other) = OTHER_NAMES.iter().find(|other| other.0 == name) {
        return Some(other.1);
    }
    let near = |known: &'static str| {
        let distance = strsim::damerau_levenshtein(&name, known);
        let enough = distance <= (known.len() / 3).max(1) || known.starts_with(&name);
        enough.then_some((distance, known))
    };
    let names = KNOWN.iter().filter_map(|known| near(known.0));
    names.min().map(|(_, name)| name)
}

/// All known names, for a message.
/// The finding for a key of `what` that does nothing.
pub(super) fn unknown_attribute(
    file: &SitePath,
    span: Span,
    key: &str,
    what: &str,
    known: &[&str],
) -> Diagnostic {
    let message = format!("`{key}` is no key of {what}");
    let finding = Diagnostic::at(Code::MarkdownUnknownAttribute, file, span, message);
    match suggest::nearest(key, known.iter().copied()) {
        Some(near) => finding
            .label(format!("did you mean `{near}`?"))
            .replacement(near),
        None => finding.help(format!("known keys are {}", known.join(", "))),
    }
}

pub(super) fn known_names() -> String {
    let names: Vec<&str> = KNOWN.iter().map(|known| known.0).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests;
