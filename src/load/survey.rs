//! A survey and its waves: a file of content/surveys/.

use std::sync::Arc;

use crate::decode::toml;
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;

/// What the file says.
#[derive(Debug)]
pub struct Survey {
    /// The file.
    pub file: SitePath,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

impl Survey {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        // What the parser says is reported with the other files that cannot be read.
        let (_table, _) = toml::parse(text, 0);
        Arc::new(Self {
            file: file.clone(),
            findings: Vec::new(),
        })
    }
}
