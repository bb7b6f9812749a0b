//! `[check]`: how serious findings are.

use crate::decode::{Table, Value};
use crate::diagnostic::levels::{Levels, Setting};
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::path::SitePath;

/// Reads `[check]`.
pub(super) fn read(table: &Table, file: &SitePath, findings: &mut Vec<Diagnostic>) -> Levels {
    let mut levels = Levels::default();
    for (key, node) in &table.entries {
        let Ok(code) = key.name.parse::<Code>() else {
            let message = format!("there is no finding `{}`", key.name);
            let mut finding = Diagnostic::at(Code::SiteUnknownKey, file, key.span, message);
            let names = Code::ALL.iter().map(|code| code.name());
            if let Some(near) = suggest::nearest(&key.name, names) {
                finding = finding
                    .label(format!("did you mean `{near}`?"))
                    .replacement(format!("\"{near}\""));
            }
            findings.push(finding);
            continue;
        };
        let word = match &node.value {
            Value::Text(word) => word.as_str(),
            _ => "",
        };
        let Ok(setting) = word.parse::<Setting>() else {
            let message = format!("the level of `{code}` must be error, warn or off");
            findings.push(
                Diagnostic::at(Code::SiteUnknownValue, file, node.span, message)
                    .help("write it in quotes: `\"warn\"`"),
            );
            continue;
        };
        if !levels.set(code, setting) {
            let message = format!("`{code}` is always an error");
            findings.push(
                Diagnostic::at(Code::SiteUnknownValue, file, node.span, message)
                    .help("without it a page could be lost or a reader harmed; remove the line"),
            );
        }
    }
    levels
}
