//! Themes: two layers of templates and assets, the embedded default and the site's own files above.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use tera::{Context, Tera};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::digest::Digest;
use crate::inputs::{File, Inputs};
use crate::path::{Permalink, SitePath};
use crate::source::Span;

pub mod based;
mod embedded;
pub mod new;
pub mod style;

pub use embedded::prepare;
use embedded::{BELOW, EMBEDDED, FALLBACK, embedded_assets, embedded_sources};
pub use style::STYLE;

/// A theme, ready to fill templates.
pub struct Theme {
    /// The site's templates above the embedded ones; None where the site has none.
    own_tera: Option<Tera>,
    /// Style sheets, scripts and pictures, by their name below `assets/`.
    pub assets: BTreeMap<String, ThemeAsset>,
    /// The site's own templates, by name, with their file.
    own: BTreeMap<String, SitePath>,
    /// Digest of all templates and assets.
    pub digest: Digest,
}

/// A file that pages of every site share.
#[derive(Clone)]
pub struct ThemeAsset {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its address, with its digest as its name.
    pub permalink: Permalink,
}

/// A filled template and what went wrong while filling it.
pub struct Filled {
    /// The text.
    pub text: String,
    /// A finding about a template; the text is then made by the embedded one.
    pub finding: Option<Diagnostic>,
}

impl Theme {
    /// The theme that the site names, over the embedded default.
    pub fn load(inputs: &Inputs, config: &Config) -> (Self, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let root = format!("themes/{}/", config.theme);
        let is_embedded_only = config.theme == "default";
        let mut templates = BTreeMap::new();
        let mut assets = embedded_assets();
        let mut found = is_embedded_only;
        for (path, file) in &inputs.files {
            let Some(rest) = path.as_str().strip_prefix(&root) else {
                continue;
            };
            // The repository of Groundplan has the default theme in its own folder.
            found = true;
            if let (File::Text(text), false) = (file, is_embedded_only) {
                findings.extend(based::finding(path, &text.text));
            }
            match (rest.split_once('/'), file) {
                (Some(("templates", name)), File::Text(text)) => {
                    templates.insert(name.to_owned(), (path.clone(), text.text.clone()));
                }
                (Some(("assets", name)), file) => match asset_bytes(file) {
                    Some(bytes) => {
                        assets.insert(name.to_owned(), bytes);
                    }
                    None => findings.push(not_text(path)),
                },
                (Some(("templates", _)), _) => findings.push(not_text(path)),
                _ => {}
            }
        }
        if !found {
            findings.push(no_such_theme(inputs, config));
        }
        style::finish(&mut assets, config);
        let own_tera = (!templates.is_empty()).then(|| overlay(&mut templates, &mut findings));
        let digest = digest(&templates, &assets);
        let assets = assets
            .into_iter()
            .filter_map(|(name, bytes)| Some((name.clone(), ThemeAsset::new(&name, bytes)?)))
            .collect();
        let own = templates
            .into_iter()
            .map(|(name, (path, _))| (name, path))
            .collect();
        let theme = Self {
            own_tera,
            assets,
            own,
            digest,
        };
        (theme, findings)
    }

    /// Whether the site has templates of its own, which can fail.
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// The digest of all that [`Theme::load`] looks at.
    pub fn key(inputs: &Inputs, config: &Config) -> Digest {
        // Below `themes/` stands all from there to `themes0`: 0 is the letter after the slash.
        let files = inputs
            .files
            .range::<str, _>((Bound::Included("themes/"), Bound::Excluded("themes0")));
        let digests: Vec<_> = files
            .map(|(path, file)| (path.as_str(), file.digest()))
            .collect();
        let named = [
            config.theme.as_str(),
            config.accent.as_deref().unwrap_or(""),
        ]
        .map(str::as_bytes);
        let parts = digests
            .iter()
            .flat_map(|(path, digest)| [path.as_bytes(), digest.as_bytes().as_slice()]);
        Digest::of_parts(named.into_iter().chain(parts))
    }

    /// Fills a template. When the site's own fails, the embedded one makes the text.
    pub fn fill(&self, template: &str, view: &Context) -> Filled {
        let tera = self.own_tera.as_ref().unwrap_or(&EMBEDDED);
        let error = match tera.render(template, view) {
            Ok(text) => {
                return Filled {
                    text,
                    finding: None,
                };
            }
            Err(error) => error,
        };
        let finding = self.finding(&error, template);
        match EMBEDDED.render(template, view) {
            Ok(text) => Filled {
                text,
                finding: Some(finding),
            },
            Err(error) => Filled {
                text: String::new(),
                finding: Some(self.finding(&error, template)),
            },
        }
    }

    fn finding(&self, error: &tera::Error, template: &str) -> Diagnostic {
        let name = error_place(error).map_or(template, |report| report.filename());
        let name = name.strip_prefix(FALLBACK).unwrap_or(name);
        let file = match self.own.get(name) {
            Some(path) => path.clone(),
            None => embedded_path(name),
        };
        template_finding(error, &file)
    }

    /// The texts of embedded templates, so that findings can show their lines.
    pub fn embedded_text(path: &str) -> Option<Arc<str>> {
        let name = path.strip_prefix("themes/default/")?;
        embedded::embedded_file(name).map(Arc::from)
    }
}

impl ThemeAsset {
    fn new(name: &str, bytes: Arc<[u8]>) -> Option<Self> {
        let address = format!("/_a/{}", style::published_name(name, &bytes));
        let permalink = Permalink::exact(&address)?;
        Some(Self { bytes, permalink })
    }
}

fn asset_bytes(file: &File) -> Option<Arc<[u8]>> {
    match file {
        File::Text(text) => Some(text.text.as_bytes().into()),
        File::Blob(blob) => blob.source.read().ok().map(Into::into),
        File::NotText(_) => None,
    }
}

fn not_text(path: &SitePath) -> Diagnostic {
    Diagnostic::about(
        Code::ThemeTemplate,
        path,
        "this file of the theme cannot be read as text",
    )
    .help("save it with the encoding UTF-8")
}

fn no_such_theme(inputs: &Inputs, config: &Config) -> Diagnostic {
    let themes: std::collections::BTreeSet<&str> = inputs
        .files
        .keys()
        .filter_map(|path| path.as_str().strip_prefix("themes/")?.split('/').next())
        .chain(["default"])
        .collect();
    let message = format!("there is no theme `{}`", config.theme);
    let finding = Diagnostic::about(Code::SiteUnknownValue, &crate::config::file(), message)
        .help("a theme is a folder below themes/ with templates/ or assets/ in it");
    match suggest::nearest(&config.theme, themes.into_iter()) {
        Some(near) => finding.help(format!("did you mean `theme = \"{near}\"`?")),
        None => finding,
    }
}

/// The site's templates over the embedded ones. One that cannot be read is left out, and said.
fn overlay(
    templates: &mut BTreeMap<String, (SitePath, Arc<str>)>,
    findings: &mut Vec<Diagnostic>,
) -> Tera {
    loop {
        // A copy: what is read once serves every save of a template.
        let mut tera = BELOW.clone();
        let own = templates
            .iter()
            .map(|(name, (_, text))| (name.as_str(), &**text));
        let Err(error) = tera.add_raw_templates(own) else {
            return tera;
        };
        let culprit = culprit(&error, templates);
        let Some((_, (path, _))) = culprit.and_then(|name| templates.remove_entry(&name)) else {
            // Without the site's templates nothing is left to take out: the embedded ones are wrong.
            findings.push(template_finding(&error, &embedded_path("")));
            return tera;
        };
        findings.push(template_finding(&error, &path));
    }
}

/// The site's template that an error is about.
fn culprit(
    error: &tera::Error,
    templates: &BTreeMap<String, (SitePath, Arc<str>)>,
) -> Option<String> {
    if let Some(report) = error_place(error)
        && templates.contains_key(report.filename())
    {
        return Some(report.filename().to_owned());
    }
    let text = error.to_string();
    // A frame without a block that others fill is told as a mistake of those others.
    if text.contains("is not defined in any parent template") && templates.contains_key("base.html")
    {
        return Some("base.html".to_owned());
    }
    templates
        .keys()
        .find(|name| text.contains(&format!("'{name}'")) || text.contains(&format!("`{name}`")))
        .or_else(|| templates.keys().next())
        .cloned()
}

fn error_place(error: &tera::Error) -> Option<&tera::ReportError> {
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            Some(report)
        }
        _ => None,
    }
}

fn template_finding(error: &tera::Error, file: &SitePath) -> Diagnostic {
    match error_place(error) {
        Some(report) => {
            let range = report.span().range.clone();
            Diagnostic::at(
                Code::ThemeTemplate,
                file,
                Span::from(range),
                report.message(),
            )
            .help("the page is shown with the default theme until this is mended")
        }
        None => {
            let text = error.to_string();
            let first = text
                .lines()
                .next()
                .unwrap_or("this template cannot be read");
            let message = first.strip_prefix("error: ").unwrap_or(first);
            Diagnostic::about(Code::ThemeTemplate, file, message)
                .help("compare it with the template of the default theme that it replaces")
        }
    }
}

fn embedded_path(name: &str) -> SitePath {
    SitePath::new(&format!("themes/default/templates/{name}")).unwrap_or_else(crate::config::file)
}

fn digest(
    templates: &BTreeMap<String, (SitePath, Arc<str>)>,
    assets: &BTreeMap<String, Arc<[u8]>>,
) -> Digest {
    let embedded = embedded_sources();
    let embedded = embedded
        .iter()
        .flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    let own = templates
        .iter()
        .flat_map(|(name, (_, text))| [name.as_bytes(), text.as_bytes()]);
    let assets = assets
        .iter()
        .flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
    Digest::of_parts(embedded.chain(own).chain(assets))
}
