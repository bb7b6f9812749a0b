//! What a site says about findings: `[check]` of groundplan.toml.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::{Code, Diagnostic, Severity};

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
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
    use crate::path::SitePath;

    fn finding(code: Code) -> Diagnostic {
        let file = SitePath::new("content/p.md").unwrap();
        Diagnostic::about(code, &file, "x")
    }

    #[test]
    fn a_site_raises_lowers_and_silences_findings() {
        let mut levels = Levels::default();
        assert!(levels.set(Code::LinkDead, Setting::Error));
        assert!(levels.set(Code::IncludeMissing, Setting::Warn));
        assert!(levels.set(Code::ImageMissing, Setting::Off));
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
            assert!(levels.set(*code, Setting::Error));
            assert!(!levels.set(*code, Setting::Warn));
            assert!(!levels.set(*code, Setting::Off));
            let mut findings = vec![finding(*code)];
            levels.apply(&mut findings);
            assert_eq!(findings, [finding(*code)]);
        }
    }

    #[test]
    fn the_words_are_those_of_the_configuration() {
        let read = Setting::NAMES.map(str::parse::<Setting>);
        assert_eq!(
            read,
            [Ok(Setting::Error), Ok(Setting::Warn), Ok(Setting::Off)]
        );
        assert_eq!("Warn".parse::<Setting>(), Err(()));
    }
}
