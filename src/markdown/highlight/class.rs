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
    /// `n`: numbers, `true`, `null`, escapes in strings.
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
    /// Whether it is a key, which stays one whether it looks like a string, a number or a word.
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
            Opinion::Is(Class::String | Class::Constant) if self.key => self,
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
    RULES
        .iter()
        .find(|(prefix, languages, _)| fits(&name, prefix, languages))
        .map_or(Opinion::None, |(_, _, opinion)| *opinion)
}

/// Whether a scope's name begins with `prefix` and ends with one of `languages`, where there are
/// any; a prefix that ends with `=` must be all there is before the language.
fn fits(name: &str, prefix: &str, languages: &[&str]) -> bool {
    let whole = prefix.strip_suffix('=');
    let Some(rest) = name.strip_prefix(whole.unwrap_or(prefix)) else {
        return false;
    };
    let Some(rest) = rest.strip_prefix('.') else {
        return rest.is_empty() && languages.is_empty();
    };
    let language = rest.rsplit('.').next().unwrap_or_default();
    (whole.is_none() || language.len() == rest.len())
        && (languages.is_empty() || languages.contains(&language))
}

/// Languages in which the grammar gives `variable.other` to what is written as a variable. In the
/// others every name has it, and the colour would say nothing.
const MARKED: &[&str] = &[
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
    "jq",
    "dockerfile",
];

/// Languages whose `storage.type` without more is a type, where others have `let` and `class` there.
const TYPED: &[&str] = &[
    "go", "c", "c++", "sql", "cs", "swift", "scala", "dart", "solidity", "proto",
];

const RULES: &[(&str, &[&str], Opinion)] = {
    use Class::*;
    use Opinion::{Is, Key, None};
    &[
        ("comment", &[], Is(Comment)),
        // The code inside a string is code.
        ("meta.interpolation", &[], Is(Plain)),
        ("meta.template.expression", &[], Is(Plain)),
        ("source.shell.interpolated", &[], Is(Plain)),
        ("punctuation.section.interpolation", &[], Is(Plain)),
        (
            "punctuation.definition.variable",
            &["shell", "bash"],
            Is(Variable),
        ),
        (
            "punctuation.section.expansion",
            &["shell", "bash"],
            Is(Variable),
        ),
        ("string.unquoted.argument", &[], None),
        ("string", &[], Is(String)),
        ("meta.mapping.key", &[], Key),
        ("entity.name.tag", &["yaml", "toml"], Key),
        ("constant.other.database-name", &[], None),
        ("constant.other.table-name", &[], None),
        ("constant", &[], Is(Constant)),
        ("support.constant", &["terraform"], Is(Variable)),
        ("support.constant", &[], Is(Constant)),
        ("variable.language.star", &[], None),
        ("variable.language", &[], Is(Keyword)),
        ("keyword.operator.word", &[], Is(Keyword)),
        (
            "keyword.operator.logical",
            &["python", "sql", "lua", "powershell"],
            Is(Keyword),
        ),
        ("keyword.operator.comparison", &["powershell"], Is(Keyword)),
        ("keyword.operator.assignment.alias", &["sql"], Is(Keyword)),
        ("keyword.operator=", &["dockerfile"], Is(Keyword)),
        ("keyword.operator.assignment", &["terraform"], Is(Plain)),
        ("keyword.operator", &[], None),
        ("keyword.other.interpolation", &[], None),
        ("keyword.other.unit", &[], Is(Constant)),
        ("keyword.name", &["ini"], Is(Attribute)),
        ("keyword.other.http-header.key", &[], Is(Attribute)),
        ("keyword", &[], Is(Keyword)),
        ("storage.type.annotation", &[], Is(Annotation)),
        ("storage.modifier.lifetime", &[], Is(Type)),
        ("storage.type.buildin", &[], Is(Type)),
        ("storage.type.primitive", &[], Is(Type)),
        ("storage.type=", TYPED, Is(Type)),
        ("storage", &[], Is(Keyword)),
        ("entity.name.function.decorator", &[], Is(Annotation)),
        ("variable.annotation", &[], Is(Annotation)),
        ("meta.annotation.identifier", &[], Is(Annotation)),
        ("meta.preprocessor", &[], Is(Annotation)),
        ("entity.name.function", &["sql"], Is(Type)),
        ("entity.name.function", &[], Is(Function)),
        ("support.function", &[], Is(Function)),
        ("support.macro", &[], Is(Function)),
        ("variable.function", &[], Is(Function)),
        ("entity.name.tag", &[], Is(Tag)),
        ("entity.name.section", &[], Is(Heading)),
        ("entity.name.table", &["toml"], Is(Heading)),
        ("entity.section", &[], Is(Heading)),
        ("entity.name.key", &[], Is(Attribute)),
        ("entity.name.constant", &[], Is(Constant)),
        ("entity.name.variable", &[], None),
        ("entity.name.namespace", &[], None),
        ("entity.name.package", &[], None),
        ("entity.name", &[], Is(Type)),
        ("entity.other.inherited-class", &[], Is(Type)),
        (
            "entity.other.attribute-name.class",
            &["css", "scss", "less", "sass"],
            Is(Tag),
        ),
        (
            "entity.other.attribute-name.id",
            &["css", "scss", "less", "sass"],
            Is(Tag),
        ),
        ("entity.other.attribute-name", &[], Is(Attribute)),
        ("support.type.property-name", &[], Is(Attribute)),
        ("support.type.custom-property", &[], Is(Attribute)),
        ("support.other.custom-property", &[], Is(Attribute)),
        ("meta.property-name", &[], Is(Attribute)),
        ("support.type", &[], Is(Type)),
        ("support.class", &[], Is(Type)),
        ("support.variable", &["powershell"], Is(Variable)),
        ("variable.other.member", &["powershell"], Is(Plain)),
        ("variable.other", MARKED, Is(Variable)),
        ("variable.declaration", &["terraform"], Is(Attribute)),
        ("variable.parameter.option", &[], Is(Attribute)),
        ("variable.parameter", &[], Is(Variable)),
        ("markup.inserted", &[], Is(Inserted)),
        ("markup.deleted", &[], Is(Deleted)),
        ("markup.heading", &[], Is(Heading)),
        ("markup.raw", &[], Is(String)),
        ("meta.diff.range", &[], Is(Heading)),
        ("meta.diff.header", &[], Is(Heading)),
    ]
};
