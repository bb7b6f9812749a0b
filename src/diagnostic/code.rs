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
    /// A file whose name keeps it from being read: `items.toml.txt`.
    FileMisnamed = "file/misnamed", Error;
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
    /// There are parties and matrices of services, and no party is the reader's own side.
    VocabularyNoReader = "vocabulary/no-reader", Warn;
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
    /// A service promises what its matrix gives to nobody, or to the reader.
    ServiceDay2ContradictsMatrix = "service/day2-contradicts-matrix", Warn;
    /// A service lacks a fact that its category compares.
    FactsMissing = "facts/missing", Warn;
    /// The label of a fact is almost one that its category compares.
    FactsSimilarLabel = "facts/similar-label", Warn;
    /// A number may be read as a thousand times as much: `1.200`.
    TextUnclearNumber = "text/unclear-number", Warn;
    /// One text holds several names where a list was meant.
    TextUnclearList = "text/unclear-list", Warn;
    /// A key of a survey that Groundplan does not know.
    SurveyUnknownKey = "survey/unknown-key", Error;
    /// A key of a survey has a value of the wrong type or of no known meaning.
    SurveyUnknownValue = "survey/unknown-value", Error;
    /// A survey names a question, a persona or a roadmap item that is not declared.
    SurveyUnknownId = "survey/unknown-id", Error;
    /// Two surveys, questions or waves have the same id.
    SurveyDuplicateId = "survey/duplicate-id", Error;
    /// The day of a wave is missing, does not exist, or is before that of the wave above.
    SurveyBadDate = "survey/bad-date", Error;
    /// Numbers of answers that cannot be true.
    SurveyBadCounts = "survey/bad-counts", Error;
    /// A survey was held, time has passed, and nothing followed.
    SurveyNoAction = "survey/no-action", Clock;
    /// A key of interviews that Groundplan does not know.
    InterviewUnknownKey = "interview/unknown-key", Error;
    /// A key of interviews has a value of the wrong type or of no known meaning.
    InterviewUnknownValue = "interview/unknown-value", Error;
    /// Interviews name a persona, a service or a roadmap item that is not declared.
    InterviewUnknownId = "interview/unknown-id", Error;
    /// Two files of interviews have the same id.
    InterviewDuplicateId = "interview/duplicate-id", Error;
    /// The day of interviews does not exist or is written otherwise.
    InterviewBadDate = "interview/bad-date", Error;
    /// More people spoke of a theme, or are of a kind, than were spoken to.
    InterviewBadCounts = "interview/bad-counts", Error;
    /// Interviews whose people have not agreed to be published.
    InterviewNoConsent = "interview/no-consent", Fixed;
    /// A quote holds what leads to the person who said it.
    QuotePersonalData = "quote/personal-data", Error;
    /// A key of a term that Groundplan does not know.
    GlossaryUnknownKey = "glossary/unknown-key", Error;
    /// A term is explained by something that is no text, or by nothing.
    GlossaryUnknownValue = "glossary/unknown-value", Error;
    /// Two terms have the same name.
    GlossaryDuplicate = "glossary/duplicate", Error;
    /// A word in capitals that nobody explains.
    GlossaryUnexplained = "glossary/unexplained", Warn;
    /// An item that readers were promised is gone without a word.
    RoadmapVanished = "roadmap/vanished", Error;
    /// The history of the roadmap is cut off by a shallow clone.
    RoadmapShortHistory = "roadmap/short-history", Warn;
    /// A key of a roadmap file that Groundplan does not know.
    RoadmapUnknownKey = "roadmap/unknown-key", Error;
    /// A key of a roadmap file has a value of the wrong type or of no known meaning.
    RoadmapUnknownValue = "roadmap/unknown-value", Error;
    /// A roadmap file names something that is not declared.
    RoadmapUnknownId = "roadmap/unknown-id", Error;
    /// Two items have the same id, or a quarter or the balance is said twice.
    RoadmapDuplicateId = "roadmap/duplicate-id", Error;
    /// A time of the roadmap that does not exist or is written otherwise.
    RoadmapBadDate = "roadmap/bad-date", Error;
    /// Items wait for each other in a circle.
    RoadmapAfterCycle = "roadmap/after-cycle", Error;
    /// An item is shipped and does not say when.
    RoadmapShippedWithoutDate = "roadmap/shipped-without-date", Error;
    /// An item was shipped on a day that is still to come.
    RoadmapShippedInFuture = "roadmap/shipped-in-future", Error;
    /// An item is dropped or paused and nobody says why.
    RoadmapDroppedWithoutReason = "roadmap/dropped-without-reason", Error;
    /// The shares of a target are not 100 together.
    RoadmapBadTarget = "roadmap/bad-target", Error;
    /// An item does not say what kind of work it is, or when.
    RoadmapMissing = "roadmap/missing", Warn;
    /// An item was moved and nobody says why.
    RoadmapMovedWithoutReason = "roadmap/moved-without-reason", Warn;
    /// An item was moved three times.
    RoadmapMovedOften = "roadmap/moved-often", Warn;
    /// An item is promised before something that it needs.
    RoadmapBeforeItsNeed = "roadmap/before-its-need", Warn;
    /// An item needs one that is dropped.
    RoadmapNeedsDropped = "roadmap/needs-dropped", Warn;
    /// An item does not say what it is good for.
    RoadmapNoBenefit = "roadmap/no-benefit", Warn;
    /// A day is promised that nobody can know yet.
    RoadmapTooPrecise = "roadmap/too-precise", Warn;
    /// More is worked on than can be read.
    RoadmapNowTooLong = "roadmap/now-too-long", Warn;
    /// Two items have almost the same title.
    RoadmapSimilarTitles = "roadmap/similar-titles", Warn;
    /// An item is shipped and no page says how to use it.
    RoadmapShippedWithoutDocs = "roadmap/shipped-without-docs", Warn;
    /// The work of a quarter is divided otherwise than the target says.
    RoadmapUnbalanced = "roadmap/unbalanced", Warn;
    /// An item should be there by now.
    RoadmapPastDue = "roadmap/past-due", Clock;
    /// Nobody looked at the roadmap for longer than it says.
    RoadmapNotReviewed = "roadmap/not-reviewed", Clock;
    /// The state of an item and its time cannot both be true.
    RoadmapStatusAndWhenDisagree = "roadmap/status-and-when-disagree", Clock;
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
    /// A matrix names something that is not there.
    MatrixUnknownId = "matrix/unknown-id", Error;
    /// Two matrices, or two tasks of one, have the same id.
    MatrixDuplicateId = "matrix/duplicate-id", Error;
    /// Letters of a matrix that are not R, A, C or I.
    MatrixBadLetter = "matrix/bad-letter", Error;
    /// Two parties answer for one task.
    MatrixTwoAccountable = "matrix/two-accountable", Error;
    /// Nobody does a task, and nobody answers for it.
    MatrixNobody = "matrix/nobody", Error;
    /// A task stands twice in one phase.
    MatrixDuplicateRow = "matrix/duplicate-row", Error;
    /// Matrices extend each other in a circle.
    MatrixExtendsCycle = "matrix/extends-cycle", Error;
    /// `n/a` for a task that is not inherited.
    MatrixRemovesNothing = "matrix/removes-nothing", Error;
    /// Several parties do a task, and none answers for it.
    MatrixNoAccountable = "matrix/no-accountable", Warn;
    /// Somebody answers for a task that nobody does.
    MatrixNobodyResponsible = "matrix/nobody-responsible", Warn;
    /// A task is shared, and nobody says how.
    MatrixSharedWithoutNote = "matrix/shared-without-note", Warn;
    /// Who does a task is asked or told about it too.
    MatrixMixedLetters = "matrix/mixed-letters", Warn;
    /// A column of a table that is no party and nothing else that a matrix says.
    MatrixLeftOut = "matrix/left-out", Warn;
    /// A party that does nothing in any matrix.
    MatrixIdleParty = "matrix/idle-party", Warn;
    /// A task is almost an inherited one and overrides none.
    MatrixSimilarRow = "matrix/similar-row", Warn;
    /// Who does what is spread over too many matrices.
    MatrixDeepExtends = "matrix/deep-extends", Warn;
    /// The day by which something should be decided is over.
    MatrixUndecided = "matrix/undecided", Clock;
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
    /// A key of events.toml that Groundplan does not know.
    EventUnknownKey = "event/unknown-key", Error;
    /// A key of an event has a value of the wrong type or of no known meaning.
    EventUnknownValue = "event/unknown-value", Error;
    /// An event names something that is not declared.
    EventUnknownId = "event/unknown-id", Error;
    /// Two events have the same id, or one occurrence is described twice.
    EventDuplicateId = "event/duplicate-id", Error;
    /// A time of an event that does not exist or is written otherwise.
    EventBadDate = "event/bad-date", Error;
    /// A local time that the clocks skip.
    EventGap = "event/gap", Error;
    /// A series has no occurrence on a day that is skipped or described.
    EventNoOccurrence = "event/no-occurrence", Error;
    /// The day of an event is the example that `groundplan new` wrote.
    EventExampleDay = "event/example-day", Warn;
    /// The day of an event is over and nobody says what became of it.
    EventNotHeld = "event/not-held", Clock;
    /// A series without an end has no dates left to show.
    EventRunsOut = "event/runs-out", Clock;
    /// A key of communities.toml that Groundplan does not know.
    CommunityUnknownKey = "community/unknown-key", Error;
    /// A key of a community has a value of the wrong type or of no known meaning.
    CommunityUnknownValue = "community/unknown-value", Error;
    /// A community names something that is not declared.
    CommunityUnknownId = "community/unknown-id", Error;
    /// Two communities have the same id.
    CommunityDuplicateId = "community/duplicate-id", Error;
    /// A key of scorecard.toml that Groundplan does not know.
    ScorecardUnknownKey = "scorecard/unknown-key", Error;
    /// A key of a metric has a value of the wrong type or of no known meaning.
    ScorecardUnknownValue = "scorecard/unknown-value", Error;
    /// A metric names a goal that is not declared.
    ScorecardUnknownId = "scorecard/unknown-id", Error;
    /// Two metrics have the same id.
    ScorecardDuplicateId = "scorecard/duplicate-id", Error;
    /// A period that does not exist, or does not follow the one before it.
    ScorecardBadPeriod = "scorecard/bad-period", Error;
    /// A scorecard has more metrics than anybody takes in.
    ScorecardTooMany = "scorecard/too-many", Warn;
    /// A table of who does what holds something that cannot be read as a task.
    MatrixUnreadable = "matrix/unreadable", Error;
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
    /// A list in `:::steps` that ends between two steps and begins again.
    MarkdownTornSteps = "markdown/torn-steps", Warn;
    /// A link, an image or a table that is shown as text.
    MarkdownShownAsText = "markdown/shown-as-text", Warn;
    /// A formula cannot be read.
    MarkdownBadFormula = "markdown/bad-formula", Warn;
    /// A diagram could not be drawn.
    MarkdownBadDiagram = "markdown/bad-diagram", Warn;
    /// Text that is too large for what it should become, shown plain.
    MarkdownTooLarge = "markdown/too-large", Warn;
    /// Template or shortcode syntax of another tool, shown as text.
    MarkdownTemplateSyntax = "markdown/template-syntax", Warn;
    /// Characters that a reader cannot see, or that turn the direction of text.
    TextHiddenCharacters = "text/hidden-characters", Warn;
    /// A heading is gone that the version before has.
    VersionLostAnchor = "version/lost-anchor", Warn;
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
