//! What a site says about findings: `[check]` of groundplan.toml.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::{Code, Diagnostic, Severity, suggest};
use crate::path::SitePath;
use crate::source::Span;

/// How a site wants one kind of finding to be treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// It is an error.
    Error,
    /// It is a warning.
    Warn,
    /// It is not reported.
    Off,
}

impl Setting {
    /// The words of groundplan.toml.
    pub const NAMES: [&'static str; 3] = ["error", "warn", "off"];
}

impl FromStr for Setting {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "off" => Ok(Self::Off),
            _ => Err(()),
        }
    }
}

/// The settings of a site; what is not set has the level of its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    set: BTreeMap<Code, Setting>,
}

impl Levels {
    /// Sets one kind of finding. False, and nothing is set, when its level is fixed and this would
    /// lower it.
    pub fn set(&mut self, code: Code, setting: Setting) -> bool {
        let allowed = !code.is_fixed() || setting == Setting::Error;
        if allowed {
            self.set.insert(code, setting);
        }
        allowed
    }

    /// Sets what one line of `[check]` says: `"link/dead" = "error"`.
    ///
    /// `key` and `value` are the texts without quotes, each with its place in `file`. The finding
    /// says what is wrong with the line, which then has no effect.
    pub fn read(
        &mut self,
        file: &SitePath,
        key: (&str, Span),
        value: (&str, Span),
    ) -> Option<Diagnostic> {
        let Ok(code) = key.0.parse::<Code>() else {
            let message = format!("there is no kind of finding named `{}`", key.0);
            let finding = Diagnostic::at(Code::SiteUnknownKey, file, key.1, message);
            let names = Code::ALL.iter().map(|code| code.name());
            return Some(match suggest::did_you_mean(key.0, names) {
                Some(help) => finding.help(help),
                None => finding.help("take the name from the brackets of a message"),
            });
        };
        let Ok(setting) = value.0.parse::<Setting>() else {
            let message = format!("`{}` is no level of a finding", value.0);
            let finding = Diagnostic::at(Code::SiteUnknownValue, file, value.1, message)
                .label("one of \"error\", \"warn\" and \"off\"");
            return Some(
                match suggest::did_you_mean(value.0, Setting::NAMES.into_iter()) {
                    Some(help) => finding.help(help),
                    None => finding,
                },
            );
        };
        if self.set(code, setting) {
            return None;
        }
        let message = format!("`{code}` is always an error");
        Some(
            Diagnostic::at(Code::SiteUnknownValue, file, value.1, message)
                .label("this level cannot be lowered")
                .help("remove the line: such a mistake would lose a page or let something out"),
        )
    }

    /// Gives each finding its severity and drops those that are off.
    pub fn apply(&self, findings: &mut Vec<Diagnostic>) {
        findings.retain_mut(|finding| match self.set.get(&finding.code) {
            None => true,
            Some(Setting::Off) => false,
            Some(Setting::Error) => {
                finding.severity = Severity::Error;
                true
            }
            Some(Setting::Warn) => {
                finding.severity = Severity::Warning;
                true
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> SitePath {
        SitePath::new("groundplan.toml").unwrap()
    }

    fn read(levels: &mut Levels, key: &str, value: &str) -> Option<Diagnostic> {
        let (key_place, value_place) = (Span::new(8, 19), Span::new(22, 29));
        levels.read(&site(), (key, key_place), (value, value_place))
    }

    fn finding(code: Code) -> Diagnostic {
        Diagnostic::about(code, &site(), "x")
    }

    #[test]
    fn a_site_raises_lowers_and_silences_findings() {
        let mut levels = Levels::default();
        assert_eq!(read(&mut levels, "link/dead", "error"), None);
        assert_eq!(read(&mut levels, "include/missing", "warn"), None);
        assert_eq!(read(&mut levels, "image/missing", "off"), None);
        let codes = [
            Code::LinkDead,
            Code::IncludeMissing,
            Code::ImageMissing,
            Code::LinkScheme,
        ];
        let mut findings: Vec<_> = codes.into_iter().map(finding).collect();
        levels.apply(&mut findings);
        let left: Vec<_> = findings
            .iter()
            .map(|finding| (finding.code, finding.severity))
            .collect();
        assert_eq!(
            left,
            [
                (Code::LinkDead, Severity::Error),
                (Code::IncludeMissing, Severity::Warning),
                (Code::LinkScheme, Severity::Warning),
            ]
        );
    }

    #[test]
    fn what_is_fixed_cannot_be_lowered() {
        for code in Code::ALL.iter().filter(|code| code.is_fixed()) {
            let mut levels = Levels::default();
            assert_eq!(read(&mut levels, code.name(), "error"), None);
            for value in ["warn", "off"] {
                let found = read(&mut levels, code.name(), value).expect("a finding");
                assert_eq!(found.code, Code::SiteUnknownValue);
                assert_eq!(found.span, Some(Span::new(22, 29)));
            }
            let mut findings = vec![finding(*code)];
            levels.apply(&mut findings);
            assert_eq!(findings, [finding(*code)]);
        }
    }

    #[test]
    fn a_wrong_name_or_level_is_a_finding_with_its_place() {
        let mut levels = Levels::default();
        let found = read(&mut levels, "link/daed", "off").expect("a finding");
        assert_eq!(found.code, Code::SiteUnknownKey);
        assert_eq!(found.span, Some(Span::new(8, 19)));
        assert_eq!(found.help, ["did you mean `link/dead`?"]);
        let found = read(&mut levels, "link/dead", "warning").expect("a finding");
        assert_eq!(found.code, Code::SiteUnknownValue);
        assert_eq!(found.help, ["did you mean `warn`?"]);
        assert_eq!(levels, Levels::default(), "neither has an effect");
    }
}
