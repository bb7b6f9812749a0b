//! Settings of groundplan.toml that name something of the site.

use crate::colour::{Accent, Colour};
use crate::config;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::model::Site;

/// The findings about groundplan.toml that need the site.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let file = config::file();
    for (name, span) in site.config.navigation.iter().flatten() {
        if site.named(name).is_some() || site.typed.made_named(name).is_some() {
            continue;
        }
        let message = format!("`navigation` names `{name}`, which is no section and no page");
        let finding = Diagnostic::at(Code::SiteUnknownValue, &file, *span, message);
        let folders = site.sections.iter().map(|section| section.folder.as_str());
        let pages = site.pages.iter().map(|node| node.page.id.as_str());
        let known = folders
            .chain(pages)
            .filter(|id| !id.is_empty() && !id.contains('/'));
        let names: Vec<&str> = name.split(',').map(str::trim).collect();
        if names.len() > 1 && names.iter().all(|name| !name.is_empty()) {
            let list = names.join("\", \"");
            let help = format!("each stands in quotes of its own: `[\"{list}\"]`");
            findings.push(finding.help(help));
            continue;
        }
        findings.push(match suggest::nearest(name, known) {
            Some(near) => finding
                .label(format!("did you mean `{near}`?"))
                .replacement(format!("\"{near}\"")),
            None => match begins(name) {
                Some(help) => finding.help(help),
                None => finding.help(
                    "write the name of a folder or the path of a page below content/, without `.md`",
                ),
            },
        });
    }
    for (what, named) in [("logo", &site.config.logo), ("image", &site.config.image)] {
        if let Some(path) = named
            && !site.assets.contains_key(path)
        {
            let message = format!("there is no {what} `{path}`");
            findings.push(Diagnostic::about(Code::ImageMissing, &file, message));
        }
    }
    if let Some(script) = &site.config.mermaid.script
        && !site.assets.contains_key(script)
    {
        let message = format!("there is no file `{script}`");
        let span = site.config.mermaid.script_span;
        let finding = Diagnostic::at(Code::SiteUnknownValue, &file, span, message)
            .help("put a copy of mermaid.min.js there: no page asks another host for it");
        findings.push(finding);
    }
    findings.extend(low_contrast(site));
    findings
}

/// How a page comes into being that Groundplan makes as soon as there is something to show.
fn begins(name: &str) -> Option<&'static str> {
    match name.trim_matches('/') {
        "news" => Some("there is no news yet: `groundplan new news \"Title\"` begins it"),
        "events" => Some("there are no events yet: `groundplan new event \"Title\"` begins them"),
        "feedback" => Some("there is no survey yet: `groundplan new survey \"Title\"` begins one"),
        "services" => {
            Some("there is no service yet: `groundplan new service \"Title\"` begins one")
        }
        "glossary" => {
            Some("there is no glossary yet: `groundplan new term WORD \"What it means\"` begins it")
        }
        "roadmap" => Some("there is no roadmap yet: `groundplan roadmap new \"Title\"` begins it"),
        "responsibilities" => {
            Some("nobody says who does what yet: write content/responsibilities/<service>.toml")
        }
        "communities" => Some("there are no communities yet: write content/communities.toml"),
        "scorecard" => Some("nothing is measured yet: write content/scorecard.toml"),
        "personas" | "benefits" => Some("the personas are declared in content/platform.toml"),
        _ => None,
    }
}

/// An accent that is not dark enough for text on a white page. The theme uses a darker one.
fn low_contrast(site: &Site) -> Option<Diagnostic> {
    let text = site.config.accent.as_ref()?;
    let colour = Colour::parse(text)?;
    if colour.is_read_on_white() {
        return None;
    }
    let contrast = colour.contrast(Colour::parse("#ffffff")?);
    let message = format!("links in `{text}` are hard to read on white");
    let help = format!(
        "its contrast is {contrast:.1} to 1, text needs 4.5 to 1; pages use `{}`, the nearest colour that has it",
        Accent::of(colour).light
    );
    let span = site.config.accent_span;
    Some(Diagnostic::at(Code::SiteLowContrast, &config::file(), span, message).help(help))
}
