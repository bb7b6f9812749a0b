//! A matrix of responsibilities: a file of content/responsibilities/, TOML, markdown or CSV.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::path::SitePath;

/// What the file says.
#[derive(Debug)]
pub struct Matrix {
    /// The file.
    pub file: SitePath,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

impl Matrix {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, _text: &str) -> Arc<Self> {
        Arc::new(Self {
            file: file.clone(),
            findings: Vec::new(),
        })
    }
}
