//! The page of each kind of finding, inside the binary.

use crate::diagnostic::Code;

/// The page of the documentation about a kind of finding: front matter and markdown.
///
/// The match has no default on purpose: a code without a page does not compile.
pub fn explain(code: Code) -> &'static str {
    macro_rules! page {
        ($name:literal) => {
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/content/groundplan/findings/",
                $name,
                ".md"
            ))
        };
    }
    match code {
        Code::PageSamePath => page!("page-same-path"),
        Code::PageLeavesSite => page!("page-leaves-site"),
        Code::PageNotUtf8 => page!("page-not-utf8"),
        Code::PageReservedName => page!("page-reserved-name"),
        Code::PageBadFrontMatter => page!("page-bad-front-matter"),
        Code::PageAliasTaken => page!("page-alias-taken"),
        Code::PageUnknownKey => page!("page-unknown-key"),
        Code::PageUnknownValue => page!("page-unknown-value"),
        Code::PageBadDate => page!("page-bad-date"),
        Code::PageUnknownId => page!("page-unknown-id"),
        Code::SiteUnknownKey => page!("site-unknown-key"),
        Code::SiteUnknownValue => page!("site-unknown-value"),
        Code::SiteLowContrast => page!("site-low-contrast"),
        Code::TomlSyntax => page!("toml-syntax"),
        Code::TomlMisplacedKey => page!("toml-misplaced-key"),
        Code::FileUnknownToml => page!("file-unknown-toml"),
        Code::VocabularyUnknownKey => page!("vocabulary-unknown-key"),
        Code::VocabularyUnknownValue => page!("vocabulary-unknown-value"),
        Code::VocabularyUnknownId => page!("vocabulary-unknown-id"),
        Code::VocabularyDuplicateId => page!("vocabulary-duplicate-id"),
        Code::VocabularyNoDeveloper => page!("vocabulary-no-developer"),
        Code::VocabularyUnused => page!("vocabulary-unused"),
        Code::ServiceUnknownKey => page!("service-unknown-key"),
        Code::ServiceUnknownValue => page!("service-unknown-value"),
        Code::ServiceUnknownId => page!("service-unknown-id"),
        Code::ServiceDuplicateId => page!("service-duplicate-id"),
        Code::ServiceBadDate => page!("service-bad-date"),
        Code::ServiceCycle => page!("service-cycle"),
        Code::ServiceSunsetPast => page!("service-sunset-past"),
        Code::ServiceMissing => page!("service-missing"),
        Code::ServiceSaidTwice => page!("service-said-twice"),
        Code::FactsMissing => page!("facts-missing"),
        Code::FactsSimilarLabel => page!("facts-similar-label"),
        Code::GlossaryUnknownKey => page!("glossary-unknown-key"),
        Code::GlossaryUnknownValue => page!("glossary-unknown-value"),
        Code::GlossaryDuplicate => page!("glossary-duplicate"),
        Code::GlossaryUnexplained => page!("glossary-unexplained"),
        Code::RoadmapUnknownKey => page!("roadmap-unknown-key"),
        Code::RoadmapUnknownValue => page!("roadmap-unknown-value"),
        Code::RoadmapBadDate => page!("roadmap-bad-date"),
        Code::FreshnessOverdue => page!("freshness-overdue"),
        Code::StakeholderUnknownKey => page!("stakeholder-unknown-key"),
        Code::StakeholderUnknownValue => page!("stakeholder-unknown-value"),
        Code::StakeholderUnknownId => page!("stakeholder-unknown-id"),
        Code::StakeholderBadDate => page!("stakeholder-bad-date"),
        Code::MatrixUnknownKey => page!("matrix-unknown-key"),
        Code::MatrixUnknownValue => page!("matrix-unknown-value"),
        Code::MatrixBadDate => page!("matrix-bad-date"),
        Code::NewsUnknownKey => page!("news-unknown-key"),
        Code::NewsUnknownValue => page!("news-unknown-value"),
        Code::NewsUnknownId => page!("news-unknown-id"),
        Code::NewsBadDate => page!("news-bad-date"),
        Code::NewsNoDate => page!("news-no-date"),
        Code::NewsNoAction => page!("news-no-action"),
        Code::FileLeavesSite => page!("file-leaves-site"),
        Code::FileUnreadable => page!("file-unreadable"),
        Code::FileNotPublished => page!("file-not-published"),
        Code::LinkDead => page!("link-dead"),
        Code::LinkDeadAnchor => page!("link-dead-anchor"),
        Code::LinkScheme => page!("link-scheme"),
        Code::LinkLeavesSite => page!("link-leaves-site"),
        Code::ImageMissing => page!("image-missing"),
        Code::IncludeLeavesSite => page!("include-leaves-site"),
        Code::IncludeMissing => page!("include-missing"),
        Code::MarkdownUnknownDirective => page!("markdown-unknown-directive"),
        Code::MarkdownUnknownAttribute => page!("markdown-unknown-attribute"),
        Code::MarkdownUnclosed => page!("markdown-unclosed"),
        Code::MarkdownTooLarge => page!("markdown-too-large"),
        Code::MarkdownTemplateSyntax => page!("markdown-template-syntax"),
        Code::TextHiddenCharacters => page!("text-hidden-characters"),
        Code::ThemeTemplate => page!("theme-template"),
        Code::ThemeOutdated => page!("theme-outdated"),
    }
}
