//! The closed list of findings. Each has a page in the documentation that is also its test.

use std::fmt;
use std::str::FromStr;

use super::Severity;

/// How a finding is treated unless the site says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// An error that no configuration lowers: the output would be unsafe or lose something.
    Fixed,
    /// An error.
    Error,
    /// A warning.
    Warn,
    /// A warning that comes with time alone, without a change of the content. `--strict` does not
    /// raise it, so that no pipeline turns red by itself.
    Clock,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $level:ident;)+) => {
        /// The name of a kind of finding: `link/dead`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $variant,)+
        }

        impl Code {
            /// All of them, in the order in which they are documented.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The name that people read and write.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// How it is treated unless the site says otherwise.
            pub fn level(self) -> Level {
                match self { $(Code::$variant => Level::$level,)+ }
            }
        }
    };
}

codes! {
    /// Two things want one place of the output.
    PageSamePath = "page/same-path", Fixed;
    /// A slug or an alias would leave the output folder or the site.
    PageLeavesSite = "page/leaves-site", Fixed;
    /// A text file is not UTF-8.
    PageNotUtf8 = "page/not-utf8", Fixed;
    /// A name that some system or Groundplan keeps for itself.
    PageReservedName = "page/reserved-name", Fixed;
    /// The block of keys at the top of a page cannot be read.
    PageBadFrontMatter = "page/bad-front-matter", Error;
    /// An alias is the address of something else.
    PageAliasTaken = "page/alias-taken", Error;
    /// A key of a page that Groundplan does not know.
    PageUnknownKey = "page/unknown-key", Error;
    /// A key of a page has a value of the wrong type or of no known meaning.
    PageUnknownValue = "page/unknown-value", Error;
    /// A date that does not exist or is written otherwise.
    PageBadDate = "page/bad-date", Error;
    /// A page names a persona, a service or a team that is not declared.
    PageUnknownId = "page/unknown-id", Error;
    /// A key of groundplan.toml that Groundplan does not know.
    SiteUnknownKey = "site/unknown-key", Error;
    /// A key of groundplan.toml has a value of the wrong type or of no known meaning.
    SiteUnknownValue = "site/unknown-value", Error;
    /// The accent of the site cannot be read on its pages.
    SiteLowContrast = "site/low-contrast", Warn;
    /// A TOML file cannot be read.
    TomlSyntax = "toml/syntax", Error;
    /// A key of the whole file stands below a `[table]`.
    TomlMisplacedKey = "toml/misplaced-key", Error;
    /// A TOML file under content/ whose place says nothing about what it is.
    FileUnknownToml = "file/unknown-toml", Error;
    /// A key of platform.toml that Groundplan does not know.
    VocabularyUnknownKey = "vocabulary/unknown-key", Error;
    /// A key of platform.toml has a value of the wrong type or of no known meaning.
    VocabularyUnknownValue = "vocabulary/unknown-value", Error;
    /// platform.toml names something that is not declared.
    VocabularyUnknownId = "vocabulary/unknown-id", Error;
    /// Two things of one kind have the same id.
    VocabularyDuplicateId = "vocabulary/duplicate-id", Error;
    /// There are personas, and none of them is a developer.
    VocabularyNoDeveloper = "vocabulary/no-developer", Warn;
    /// A persona, a category or a goal that nothing names.
    VocabularyUnused = "vocabulary/unused", Warn;
    /// A key of a service that Groundplan does not know.
    ServiceUnknownKey = "service/unknown-key", Error;
    /// A key of a service has a value of the wrong type or of no known meaning.
    ServiceUnknownValue = "service/unknown-value", Error;
    /// A service names something that is not declared.
    ServiceUnknownId = "service/unknown-id", Error;
    /// Two services have the same id.
    ServiceDuplicateId = "service/duplicate-id", Error;
    /// A date of a service that does not exist or is written otherwise.
    ServiceBadDate = "service/bad-date", Error;
    /// Services run on each other in a circle.
    ServiceCycle = "service/cycle", Error;
    /// The last day of a service is over, and it still says that it runs.
    ServiceSunsetPast = "service/sunset-past", Clock;
    /// A service lacks what the platform requires of all.
    ServiceMissing = "service/missing", Warn;
    /// A service says what is known already.
    ServiceSaidTwice = "service/said-twice", Warn;
    /// A service lacks a fact that its category compares.
    FactsMissing = "facts/missing", Warn;
    /// The label of a fact is almost one that its category compares.
    FactsSimilarLabel = "facts/similar-label", Warn;
    /// A key of a term that Groundplan does not know.
    GlossaryUnknownKey = "glossary/unknown-key", Error;
    /// A term is explained by something that is no text, or by nothing.
    GlossaryUnknownValue = "glossary/unknown-value", Error;
    /// Two terms have the same name.
    GlossaryDuplicate = "glossary/duplicate", Error;
    /// A word in capitals that nobody explains.
    GlossaryUnexplained = "glossary/unexplained", Warn;
    /// A key of a roadmap file that Groundplan does not know.
    RoadmapUnknownKey = "roadmap/unknown-key", Error;
    /// A key of a roadmap file has a value of the wrong type or of no known meaning.
    RoadmapUnknownValue = "roadmap/unknown-value", Error;
    /// A time of the roadmap that does not exist or is written otherwise.
    RoadmapBadDate = "roadmap/bad-date", Error;
    /// A page was not read again when that was due.
    FreshnessOverdue = "freshness/overdue", Clock;
    /// A key of stakeholders.toml that Groundplan does not know.
    StakeholderUnknownKey = "stakeholder/unknown-key", Error;
    /// A key of stakeholders.toml has a value of the wrong type or of no known meaning.
    StakeholderUnknownValue = "stakeholder/unknown-value", Error;
    /// A stakeholder cares about something that is not there.
    StakeholderUnknownId = "stakeholder/unknown-id", Error;
    /// A date of stakeholders.toml that does not exist or is written otherwise.
    StakeholderBadDate = "stakeholder/bad-date", Error;
    /// A key of a matrix that Groundplan does not know.
    MatrixUnknownKey = "matrix/unknown-key", Error;
    /// A key of a matrix has a value of the wrong type or of no known meaning.
    MatrixUnknownValue = "matrix/unknown-value", Error;
    /// A date of a matrix that does not exist or is written otherwise.
    MatrixBadDate = "matrix/bad-date", Error;
    /// A key of news that Groundplan does not know.
    NewsUnknownKey = "news/unknown-key", Error;
    /// A key of news has a value of the wrong type, of no known meaning, or that cannot be.
    NewsUnknownValue = "news/unknown-value", Error;
    /// News name a roadmap item that is not declared.
    NewsUnknownId = "news/unknown-id", Error;
    /// A date of news that does not exist or is written otherwise.
    NewsBadDate = "news/bad-date", Error;
    /// News do not say when they came.
    NewsNoDate = "news/no-date", Warn;
    /// News say by when to act, and not what to do.
    NewsNoAction = "news/no-action", Warn;
    /// A symbolic link leads out of the site.
    FileLeavesSite = "file/leaves-site", Fixed;
    /// A file may not be read.
    FileUnreadable = "file/unreadable", Error;
    /// A file lies in the site's folder and is not published.
    FileNotPublished = "file/not-published", Warn;
    /// A link to a page or file that does not exist.
    LinkDead = "link/dead", Warn;
    /// A link to a heading that does not exist.
    LinkDeadAnchor = "link/dead-anchor", Warn;
    /// A link that is no web address, no mail address and no path.
    LinkScheme = "link/scheme", Warn;
    /// A link to a file outside the site's folder.
    LinkLeavesSite = "link/leaves-site", Fixed;
    /// An image that does not exist.
    ImageMissing = "image/missing", Warn;
    /// An include of something outside the site's folder.
    IncludeLeavesSite = "include/leaves-site", Fixed;
    /// An include of something that does not exist, or in a circle.
    IncludeMissing = "include/missing", Error;
    /// A `:::` block of no known name.
    MarkdownUnknownDirective = "markdown/unknown-directive", Warn;
    /// A `key="value"` of a code block or an include that Groundplan does not know.
    MarkdownUnknownAttribute = "markdown/unknown-attribute", Warn;
    /// A `:::` block that is never closed, or closed and never opened.
    MarkdownUnclosed = "markdown/unclosed", Warn;
    /// Text that is too large for what it should become, shown plain.
    MarkdownTooLarge = "markdown/too-large", Warn;
    /// Template or shortcode syntax of another tool, shown as text.
    MarkdownTemplateSyntax = "markdown/template-syntax", Warn;
    /// Characters that a reader cannot see, or that turn the direction of text.
    TextHiddenCharacters = "text/hidden-characters", Warn;
    /// A template of the theme cannot be read or filled.
    ThemeTemplate = "theme/template", Error;
    /// A file of the theme was made from one of the default theme that has changed since.
    ThemeOutdated = "theme/outdated", Warn;
}

impl Code {
    /// The severity unless the site says otherwise.
    pub fn severity(self) -> Severity {
        match self.level() {
            Level::Fixed | Level::Error => Severity::Error,
            Level::Warn | Level::Clock => Severity::Warning,
        }
    }

    /// Whether no configuration changes it.
    pub fn is_fixed(self) -> bool {
        self.level() == Level::Fixed
    }

    /// Whether it depends on what day it is.
    pub fn is_clock(self) -> bool {
        self.level() == Level::Clock
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let named = |code: &&Code| code.name() == name;
        Code::ALL.iter().find(named).copied().ok_or(())
    }
}
