//! Keys of front matter and of TOML files that name pages, services, files or folders.

use std::collections::BTreeMap;

use super::Splice;
use super::way::Way;
use crate::decode::{Node, Table, Value, toml};
use crate::inputs::Inputs;
use crate::load::front::service_place;
use crate::markdown::front_matter;
use crate::model::Site;
use crate::path::SitePath;
use crate::source::Span;

/// Keys whose texts name pages or files by their path below `content/`.
const PATHS: [&str; 9] = [
    "start",
    "doc",
    "docs",
    "request",
    "join",
    "recap",
    "recording",
    "slides",
    "navigation",
];

/// Keys whose texts name services.
const SERVICES: [&str; 7] = [
    "services",
    "service",
    "runs_on",
    "integrates_with",
    "replaced_by",
    "start",
    "cares_about",
];

/// Collects what has to change so that every key names what it names now.
pub(super) fn mend(
    site: &Site,
    inputs: &Inputs,
    way: &Way,
    splices: &mut BTreeMap<SitePath, Vec<Splice>>,
) {
    let renames = Renames::of(site, inputs, way);
    for (file, text) in texts(inputs) {
        let is_toml = file.extension() == "toml";
        let table = match is_toml {
            true => toml::parse(text, 0).0,
            false => front_matter::split(text).table,
        };
        let mut own = Vec::new();
        renames.table(text, &table, &mut own);
        if file.as_str() == "groundplan.toml"
            && let Some(node) = table.get("logo")
        {
            renames.logo(text, node, &mut own);
        }
        if !is_toml {
            order(site, file, text, &table, way, &mut own);
        }
        if !own.is_empty() {
            splices.entry(file.clone()).or_default().extend(own);
        }
    }
    // A matrix is of the service it is called like, unless it says otherwise. For those in tables
    // see `sheets`.
    for matrix in site.typed.responsibilities.all.iter() {
        let matrix = &matrix.file;
        let now = renames.services.get(matrix.id.as_str());
        if let Some(now) = now.filter(|_| matrix.services.is_empty())
            && matrix.file.extension() == "toml"
        {
            let own = splices.entry(matrix.file.clone()).or_default();
            own.push(Splice {
                span: Span::new(0, 0),
                text: format!("services = [\"{now}\"]\n"),
            });
        }
    }
}

/// The services that are called otherwise after the move: their ids, before and after.
pub(super) fn services(site: &Site, way: &Way) -> BTreeMap<String, String> {
    let mut services = BTreeMap::new();
    for service in &site.typed.services.all {
        let file = &site.pages[service.page].page.file;
        let now = service_place(&way.file(file));
        if let Some(now) = now.filter(|now| *now != service.id) {
            services.insert(service.id.clone(), now);
        }
    }
    services
}

/// groundplan.toml, the TOML files of the content, and the pages.
fn texts(inputs: &Inputs) -> impl Iterator<Item = (&SitePath, &str)> {
    let files = inputs.files.keys();
    files.filter_map(|file| {
        let is_page = matches!(&*file.extension(), "md" | "markdown");
        let is_toml = file.extension() == "toml";
        let is_ours = file.as_str() == "groundplan.toml" || file.in_content().is_some();
        let text = inputs.text(file.as_str())?;
        (is_ours && (is_page || is_toml)).then_some((file, &**text))
    })
}

/// What is called otherwise after the move.
struct Renames<'a> {
    way: &'a Way,
    site: &'a Site,
    inputs: &'a Inputs,
    /// Services, by their ids.
    services: BTreeMap<String, String>,
}

impl<'a> Renames<'a> {
    fn of(site: &'a Site, inputs: &'a Inputs, way: &'a Way) -> Self {
        Self {
            way,
            site,
            inputs,
            services: services(site, way),
        }
    }

    fn table(&self, text: &str, table: &Table, splices: &mut Vec<Splice>) {
        for (key, node) in &table.entries {
            self.value(text, &key.name, node, splices);
        }
    }

    fn value(&self, text: &str, key: &str, node: &Node, splices: &mut Vec<Splice>) {
        match &node.value {
            Value::Table(table) => self.table(text, table, splices),
            Value::List(items) => {
                for item in items {
                    self.value(text, key, item, splices);
                }
            }
            Value::Text(written) => {
                let path = || PATHS.contains(&key).then(|| self.path(written)).flatten();
                let service = || {
                    SERVICES
                        .contains(&key)
                        .then(|| self.service(written))
                        .flatten()
                };
                if let Some(now) = path().or_else(service) {
                    splices.extend(inside(text, node.span, written, &now));
                }
            }
            _ => {}
        }
    }

    /// A page or a file by its path below `content/`.
    fn path(&self, written: &str) -> Option<String> {
        let plain = written.trim_matches('/');
        let id = plain.trim_end_matches(".md");
        let now = if let Some(page) = self.site.page_of_id(id) {
            let file = &self.site.pages[page].page.file;
            let moved = self.way.file(file);
            (moved != *file).then(|| crate::load::page::id_of(&moved))?
        } else {
            let path = SitePath::new(&format!("content/{plain}"))?;
            let is_folder = || {
                let is_it = |section: &crate::model::Section| section.folder == plain;
                self.site.sections.iter().any(is_it)
            };
            if !self.inputs.files.contains_key(&path) && !is_folder() {
                return None;
            }
            let moved = self.way.named(&path);
            (moved != path).then(|| moved.in_content().unwrap_or("").to_owned())?
        };
        let is_page = self.site.page_of_id(id).is_some();
        let end = match is_page && plain.ends_with(".md") {
            true => ".md",
            false => "",
        };
        let (first, last) = (
            if written.starts_with('/') { "/" } else { "" },
            if written.len() > 1 && written.ends_with('/') {
                "/"
            } else {
                ""
            },
        );
        Some(format!("{first}{now}{end}{last}"))
    }

    /// A service by its id, also as `service:postgres`.
    fn service(&self, written: &str) -> Option<String> {
        match written.split_once(':') {
            Some((kind, id)) if kind.trim() == "service" => {
                let now = self.services.get(id.trim())?;
                Some(format!("service:{now}"))
            }
            _ => self.services.get(written).cloned(),
        }
    }

    /// The logo is named by its path in the site's folder.
    fn logo(&self, text: &str, node: &Node, splices: &mut Vec<Splice>) {
        let Value::Text(written) = &node.value else {
            return;
        };
        let moved = SitePath::new(written).filter(|path| self.way.is_moved(path));
        if let Some(now) = moved.map(|path| self.way.file(&path)) {
            splices.extend(inside(text, node.span, written, now.as_str()));
        }
    }
}

/// `order` of a folder's page: a child that is called otherwise, or is gone.
fn order(
    site: &Site,
    file: &SitePath,
    text: &str,
    table: &Table,
    way: &Way,
    splices: &mut Vec<Splice>,
) {
    let is_its_folder = site
        .page_of_file(file.as_str())
        .is_some_and(|page| site.pages[page].page.is_index());
    let Some(Node {
        value: Value::List(items),
        ..
    }) = table.get("order").filter(|_| is_its_folder)
    else {
        return;
    };
    let from = way.from.as_str().trim_end_matches(".md");
    let to = way.to.as_str().trim_end_matches(".md");
    let (Some((folder, name)), Some((folder_after, name_after))) =
        (from.rsplit_once('/'), to.rsplit_once('/'))
    else {
        return;
    };
    if folder != file.folder() {
        return;
    }
    for (index, item) in items.iter().enumerate() {
        let Value::Text(written) = &item.value else {
            continue;
        };
        if written.trim_end_matches(".md").trim_matches('/') != name {
            continue;
        }
        if folder == folder_after {
            let now = written.replace(name, name_after);
            splices.extend(inside(text, item.span, written, &now));
        } else {
            splices.push(Splice {
                span: whole_item(text, items, index),
                text: String::new(),
            });
        }
    }
}

/// An item of a list with the comma or the line that parts it from its neighbours.
fn whole_item(text: &str, items: &[Node], index: usize) -> Span {
    let own = items[index].span;
    let line_start = text[..own.start].rfind('\n').map_or(0, |at| at + 1);
    // A list of YAML with a line for each item.
    if text[line_start..own.start].trim() == "-" {
        let rest = &text[own.end..];
        let end = rest.find('\n').map_or(text.len(), |at| own.end + at + 1);
        return Span::new(line_start, end);
    }
    match (items.get(index + 1), index.checked_sub(1)) {
        (Some(next), _) => Span::new(own.start, next.span.start),
        (None, Some(before)) => Span::new(items[before].span.end, own.end),
        (None, None) => own,
    }
}

/// The change of a text inside its quotes, which stay as they are; none where it has escapes.
pub(super) fn inside(text: &str, span: Span, written: &str, now: &str) -> Option<Splice> {
    let whole = text.get(span.start..span.end)?;
    let at = whole.find(written)?;
    let start = span.start + at;
    Some(Splice {
        span: Span::new(start, start + written.len()),
        text: now.to_owned(),
    })
}
