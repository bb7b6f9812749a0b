//! What a version takes from today: where the site stands, how it looks, what is checked. All else is
//! as its own source has it.

use crate::config::Config;
use crate::digest::Digest;
use crate::inputs::{Inputs, Part};
use crate::theme::Theme;

/// What every version takes from today's files.
pub struct Dress {
    config: Config,
    /// The files of `themes/`, and the logo.
    inputs: Inputs,
    digest: Digest,
}

impl Dress {
    /// The dress of a site, from its files as they are today.
    pub fn of(today: &Inputs, config: &Config) -> Self {
        let is_worn = |path: &str| {
            let logo = config.logo.as_ref().map(crate::path::SitePath::as_str);
            path.starts_with("themes/") || logo == Some(path)
        };
        let files = today.files.iter();
        let inputs = Inputs {
            files: files
                .filter(|(path, _)| is_worn(path.as_str()))
                .map(|(path, file)| (path.clone(), file.clone()))
                .collect(),
            ..Inputs::default()
        };
        let (theme, _) = Theme::load(&inputs, config);
        let settings = format!(
            "{:?}",
            (
                &config.base_url,
                &config.theme,
                &config.accent,
                &config.font,
                &config.logo,
                &config.edit,
                &config.ask,
                &config.status,
            )
        );
        let digest = Digest::of_parts([
            inputs.digest().as_bytes().as_slice(),
            theme.digest.as_bytes(),
            settings.as_bytes(),
            env!("CARGO_PKG_VERSION").as_bytes(),
        ]);
        Self {
            config: config.clone(),
            inputs,
            digest,
        }
    }

    /// Puts today's settings above those of a version.
    pub fn adjust(&self, config: &mut Config) {
        let today = self.config.clone();
        *config = Config {
            title: std::mem::take(&mut config.title),
            tagline: std::mem::take(&mut config.tagline),
            language: std::mem::take(&mut config.language),
            navigation: config.navigation.take(),
            markdown: config.markdown,
            known_words: std::mem::take(&mut config.known_words),
            ..today
        };
    }

    /// The first half of the digest of what a version is made of: its dress, and the snapshot of the
    /// version before it, with which it is compared.
    pub fn half(&self, before: Option<&[u8]>) -> String {
        let before = before.map_or(String::new(), |snapshot| Digest::of(snapshot).to_string());
        Digest::of_parts([self.digest.as_bytes().as_slice(), before.as_bytes()]).to_string()
    }

    /// The second half: the source.
    pub fn other_half(inputs: &Inputs) -> String {
        inputs.digest().to_string()
    }
}

/// The files of a version in today's dress.
pub fn dressed(mut inputs: Inputs, dress: &Dress) -> Inputs {
    let is_theme = |path: &str| path.starts_with("themes/");
    inputs.files.retain(|path, _| !is_theme(path.as_str()));
    let worn = dress.inputs.files.iter();
    inputs
        .files
        .extend(worn.map(|(path, file)| (path.clone(), file.clone())));
    inputs.skipped.retain(|one| !is_theme(&one.path));
    inputs.links.retain(|path, _| !is_theme(path.as_str()));
    inputs.part = Part::Versioned;
    inputs.today = None;
    inputs
}
