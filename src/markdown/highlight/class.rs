//! What a part of a code is, for its colour.

use syntect::parsing::Scope;

/// What a part of a code is: fifteen kinds, each with the letter that themes style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// Names, operators, brackets: no letter, no markup.
    Plain = 0,
    /// `c`: comments.
    Comment,
    /// `s`: strings, and what is written without quotes as a value in YAML.
    String,
    /// `n`: numbers, `true`, `null`, escapes in strings, colours.
    Constant,
    /// `k`: keywords, `let` and `class`, operators that are words.
    Keyword,
    /// `t`: types, classes, modules.
    Type,
    /// `f`: functions and commands.
    Function,
    /// `v`: parameters, and variables that are marked as such: `$HOME`.
    Variable,
    /// `g`: tags of HTML and XML, selectors of CSS.
    Tag,
    /// `a`: attributes, properties, keys of YAML, JSON and TOML.
    Attribute,
    /// `m`: annotations, decorators, directives of a preprocessor.
    Annotation,
    /// `i`: inserted lines of a diff.
    Inserted,
    /// `d`: deleted lines of a diff.
    Deleted,
    /// `h`: headings: sections of INI and TOML, places in a diff, titles in markdown.
    Heading,
    /// `p`: the prompt of a console.
    Prompt,
    /// `o`: what a command printed.
    Output,
}

impl Class {
    const ALL: [Self; 16] = [
        Self::Plain,
        Self::Comment,
        Self::String,
        Self::Constant,
        Self::Keyword,
        Self::Type,
        Self::Function,
        Self::Variable,
        Self::Tag,
        Self::Attribute,
        Self::Annotation,
        Self::Inserted,
        Self::Deleted,
        Self::Heading,
        Self::Prompt,
        Self::Output,
    ];

    /// The class with this number, of four bits.
    pub(super) fn from_number(number: u8) -> Self {
        Self::ALL[usize::from(number & 15)]
    }

    /// The name of the class in HTML; empty for [`Class::Plain`].
    pub fn letter(self) -> &'static str {
        [
            "", "c", "s", "n", "k", "t", "f", "v", "g", "a", "m", "i", "d", "h", "p", "o",
        ][self as usize]
    }
}

/// What a scope says about the class of what it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opinion {
    /// Nothing: what lies below it decides.
    None,
    /// This class.
    Is(Class),
    /// A key of a map, so that the string in it is one too.
    Key,
}

/// The class of a text that lies under some scopes, and what the next scope needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shade {
    /// The class.
    pub class: Class,
    /// Whether it is a key, over which a string changes nothing.
    key: bool,
}

impl Shade {
    /// Under no scope at all.
    pub const PLAIN: Self = Self {
        class: Class::Plain,
        key: false,
    };

    /// Under one more scope.
    pub fn under(self, opinion: Opinion) -> Self {
        match opinion {
            Opinion::None => self,
            Opinion::Is(Class::String) if self.key => self,
            Opinion::Is(class) => Self { class, key: false },
            Opinion::Key => Self {
                class: Class::Attribute,
                key: true,
            },
        }
    }
}

/// What a scope says. The names are those of Sublime's scope naming guide; the first rule that fits
/// counts.
pub(super) fn opinion(scope: Scope) -> Opinion {
    let name = scope.build_string();
    let is = |prefix: &str| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    for (prefix, opinion) in RULES {
        if is(prefix) {
            return *opinion;
        }
    }
    // Elsewhere every name is a variable; here the mark before it makes it one.
    let marked = [
        "shell",
        "bash",
        "powershell",
        "php",
        "perl",
        "ruby",
        "make",
        "makefile",
        "less",
        "scss",
        "sass",
    ];
    if is("variable.other")
        && name
            .rsplit('.')
            .next()
            .is_some_and(|last| marked.contains(&last))
    {
        return Opinion::Is(Class::Variable);
    }
    Opinion::None
}

const RULES: &[(&str, Opinion)] = {
    use Class::*;
    use Opinion::{Is, Key, None};
    &[
        ("comment", Is(Comment)),
        ("punctuation.definition.comment", Is(Comment)),
        ("punctuation.definition.string", None),
        // The code inside a string is code.
        ("meta.interpolation", Is(Plain)),
        ("source.shell.interpolated", Is(Plain)),
        ("meta.template.expression", Is(Plain)),
        ("punctuation.section.interpolation", Is(Plain)),
        ("string.regexp", Is(String)),
        ("string.unquoted.heredoc", Is(String)),
        ("string.unquoted.argument", None),
        ("string", Is(String)),
        ("meta.mapping.key", Key),
        ("constant", Is(Constant)),
        ("support.constant", Is(Constant)),
        ("variable.language", Is(Constant)),
        ("keyword.operator.word", Is(Keyword)),
        ("keyword.operator.logical.python", Is(Keyword)),
        ("keyword.operator", None),
        ("keyword.other.unit", Is(Constant)),
        ("keyword", Is(Keyword)),
        ("storage.type.annotation", Is(Annotation)),
        ("storage.modifier", Is(Keyword)),
        ("storage", Is(Keyword)),
        ("entity.name.function.decorator", Is(Annotation)),
        ("variable.annotation", Is(Annotation)),
        ("meta.annotation.identifier", Is(Annotation)),
        ("meta.preprocessor", Is(Annotation)),
        ("entity.name.function", Is(Function)),
        ("support.function", Is(Function)),
        ("variable.function", Is(Function)),
        ("entity.name.tag.yaml", Is(Attribute)),
        ("entity.name.tag", Is(Tag)),
        ("entity.name.section", Is(Heading)),
        ("entity.name.constant", Is(Constant)),
        ("entity.name", Is(Type)),
        ("entity.other.inherited-class", Is(Type)),
        ("entity.other.attribute-name.class.css", Is(Tag)),
        ("entity.other.attribute-name.id.css", Is(Tag)),
        ("entity.other.attribute-name", Is(Attribute)),
        ("support.type.property-name", Is(Attribute)),
        ("meta.property-name", Is(Attribute)),
        ("support.type", Is(Type)),
        ("support.class", Is(Type)),
        ("variable.parameter.option", Is(Attribute)),
        ("variable.parameter", Is(Variable)),
        ("markup.inserted", Is(Inserted)),
        ("markup.deleted", Is(Deleted)),
        ("markup.heading", Is(Heading)),
        ("markup.raw", Is(String)),
        ("meta.diff.range", Is(Heading)),
        ("meta.diff.header", Is(Heading)),
    ]
};
