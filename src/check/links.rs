//! Links and images of a page that lead nowhere.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::markdown::{Link, LinkKind};
use crate::model::resolve::{Target, Trouble};
use crate::model::{PageId, Site};
use crate::path::{Permalink, SitePath};

/// The findings about the links of a page.
pub fn check(site: &Site, page: PageId) -> Vec<Diagnostic> {
    let links = &site.pages[page].page.outline().links;
    links
        .iter()
        .filter_map(|link| match (link.kind, site.resolve(page, link)) {
            (LinkKind::Link, Ok(_)) | (LinkKind::Image, Ok(Target::Asset { .. })) => None,
            (LinkKind::Image, Ok(target)) => Some(no_image(link, &target)),
            (_, Err(trouble)) => Some(finding(site, page, link, &trouble)),
        })
        .collect()
}

fn no_image(link: &Link, target: &Target) -> Diagnostic {
    let message = match target {
        Target::Elsewhere(_) => {
            "images of other hosts are not loaded: they would tell others who reads the page"
        }
        _ => "this is no image",
    };
    Diagnostic::at(Code::ImageMissing, &link.file, link.span, message)
        .help("copy the image next to the page and name it by its path")
}

fn finding(site: &Site, page: PageId, link: &Link, trouble: &Trouble) -> Diagnostic {
    let at = |code, message: String| Diagnostic::at(code, &link.file, link.span, message);
    match trouble {
        Trouble::Dead(wanted) => dead(site, link, wanted),
        Trouble::Draft(wanted) => at(
            code_of(link),
            format!("`{wanted}` is a draft, readers cannot go there"),
        )
        .help("remove `draft = true` there, or the link here"),
        Trouble::NotPublished(wanted) => at(
            code_of(link),
            format!("`{wanted}` is outside of content/ and not published"),
        )
        .help("move it below content/, or show it with `:::include` from a copy there"),
        Trouble::DeadAnchor {
            page: found,
            anchor,
        } => dead_anchor(site, page, *found, link, anchor),
        Trouble::Scheme(drive) if drive.len() == 1 => at(
            Code::LinkScheme,
            format!("`{drive}:` is a disk of your own computer, where readers cannot go"),
        )
        .help("copy the file into content/, beside this one, and write its name alone"),
        Trouble::Scheme(scheme) => at(
            Code::LinkScheme,
            format!("`{scheme}` is nothing a page may link to"),
        )
        .help("links are paths of files, or begin with https:, http: or mailto:"),
        Trouble::LeavesSite => at(
            Code::LinkLeavesSite,
            "this path leads out of the site's folder".to_owned(),
        )
        .help("count the `../`, or copy the file into content/"),
    }
}

fn code_of(link: &Link) -> Code {
    match link.kind {
        LinkKind::Link => Code::LinkDead,
        LinkKind::Image => Code::ImageMissing,
    }
}

/// A file that is not there: perhaps it stands elsewhere, or is written almost so.
fn dead(site: &Site, link: &Link, wanted: &SitePath) -> Diagnostic {
    let shown = wanted.in_content().unwrap_or(wanted.as_str());
    let message = match link.kind {
        LinkKind::Link => format!("there is no page or file `{shown}`"),
        LinkKind::Image => format!("there is no image `{shown}`"),
    };
    let finding = Diagnostic::at(code_of(link), &link.file, link.span, message);
    if is_host(&link.target) {
        let whole = format!("https://{}", link.target);
        return finding
            .label(format!(
                "the address of another site begins with https: write `{whole}`"
            ))
            .replacement(whole);
    }
    if link.target.contains('\\') {
        let mended = link.target.replace('\\', "/");
        return finding
            .label(format!("names are divided by `/`: write `{mended}`"))
            .replacement(mended);
    }
    let mut name = wanted.name().to_owned();
    if wanted.extension().is_empty() && link.kind == LinkKind::Link {
        name.push_str(".md");
    }
    if let Some(folder) = folder_page(site, wanted) {
        return moved(finding, link, folder);
    }
    if let [only] = site.files_named(&name) {
        return moved(finding, link, only);
    }
    let neighbours = neighbours(site, wanted);
    match suggest::nearest(&name, neighbours.iter().map(SitePath::name)) {
        Some(near) => {
            let near = neighbours.iter().find(|path| path.name() == near);
            match near {
                Some(near) => moved(finding, link, near),
                None => finding,
            }
        }
        None => finding.help(in_folder(site, &neighbours, link, wanted)),
    }
}

/// What stands in the folder that a dead link names, as the link would write it.
fn in_folder(site: &Site, neighbours: &[SitePath], link: &Link, wanted: &SitePath) -> String {
    const MOST: usize = 6;
    let pages = neighbours.iter().filter(|path| path.extension() == "md");
    let pages: Vec<String> = pages
        .filter(|path| **path != link.file)
        .map(|path| format!("`{}`", way_between(&link.file, path)))
        .collect();
    let folder = wanted.folder();
    let folder = folder.strip_prefix("content/").unwrap_or(folder);
    match pages.len() {
        0 if folder.split('/').any(|part| part.starts_with('_')) => {
            "what stands below a name that begins with `_` is a part of pages, and no page itself"
                .to_owned()
        }
        0 if site.typed.made_named(folder).is_some() => format!(
            "the pages below `/{folder}/` are made; each is linked by its address, as the list there has it"
        ),
        0 if neighbours.is_empty() && folder != "content" => format!(
            "there is no folder `{folder}` with pages either: a link is the path of a file, seen from this one"
        ),
        0 => "a link is the path of a file, seen from this one, with its ending `.md`".to_owned(),
        1..=MOST => format!("pages there are {}", pages.join(", ")),
        many => format!(
            "pages there are {} and {} more",
            pages[..MOST].join(", "),
            many - MOST
        ),
    }
}

/// The page of the folder `services/postgres` for `services/postgres.md`, which it was before it
/// got pages of its own.
fn folder_page<'a>(site: &'a Site, wanted: &SitePath) -> Option<&'a SitePath> {
    let bare = wanted.as_str().strip_suffix(".md")?;
    let page = site.page_of_file(&format!("{bare}/index.md"))?;
    Some(&site.pages[page].page.file)
}

/// Whether a path looks like a web address whose beginning was left out: `portal.example.org/x`.
/// Its first part is a folder, so that `guide.v2.md` is none, and ends in letters, as `v1.2.3/` does not.
/// What begins with `www.` is one alone.
fn is_host(target: &str) -> bool {
    let host = match target.split_once('/') {
        Some((host, _)) => host,
        None if target.starts_with("www.") => target,
        None => return false,
    };
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let ends_in_letters = |label: &&str| label.bytes().all(|b| b.is_ascii_alphabetic());
    labels.len() > 2 && labels.iter().all(is_label) && labels.last().is_some_and(ends_in_letters)
}

fn moved(finding: Diagnostic, link: &Link, near: &SitePath) -> Diagnostic {
    let way = way_between(&link.file, near);
    let cut = link.target.find(['?', '#']).unwrap_or(link.target.len());
    let finding = finding.label(format!("did you mean `{way}`?"));
    match link.target[cut..].is_empty() {
        true => finding.replacement(way),
        false => finding,
    }
}

/// The files in the folder of `wanted`.
fn neighbours(site: &Site, wanted: &SitePath) -> Vec<SitePath> {
    let folder = format!("{}/", wanted.folder());
    let in_folder = |path: &&SitePath| path.folder().len() + 1 == folder.len();
    let pages = site
        .pages
        .iter()
        .map(|node| &node.page.file)
        .filter(|path| path.as_str().starts_with(&folder));
    let assets = site
        .assets
        .keys()
        .filter(|path| path.as_str().starts_with(&folder));
    pages
        .chain(assets)
        .filter(in_folder)
        .take(500)
        .cloned()
        .collect()
}

/// The path of `target` as a link in `file` would write it.
fn way_between(file: &SitePath, target: &SitePath) -> String {
    let address = |path: &SitePath| Permalink::exact(&format!("/{path}"));
    match (address(file), address(target)) {
        (Some(from), Some(to)) => {
            let way = from.relative(&to);
            percent_encoding::percent_decode_str(&way)
                .decode_utf8_lossy()
                .replace(' ', "%20")
        }
        _ => target.to_string(),
    }
}

fn dead_anchor(site: &Site, page: PageId, found: PageId, link: &Link, anchor: &str) -> Diagnostic {
    let target = &site.pages[found].page;
    let place = if page == found {
        "this page".to_owned()
    } else {
        format!("`{}`", target.file)
    };
    let message = format!("{place} has no heading `#{anchor}`");
    let finding = Diagnostic::at(Code::LinkDeadAnchor, &link.file, link.span, message);
    let known = target.outline().anchors.iter().map(String::as_str);
    let near = part_named(site, found, anchor).or_else(|| suggest::nearest(anchor, known));
    if let Some(near) = near {
        let cut = link.target.find('#').unwrap_or(link.target.len());
        let mended = format!("{}#{near}", &link.target[..cut]);
        return finding
            .label(format!("did you mean `#{near}`?"))
            .replacement(mended);
    }
    let mut ids: Vec<String> = target
        .outline()
        .headings
        .iter()
        .take(8)
        .map(|heading| format!("#{}", heading.id))
        .collect();
    if target.outline().headings.len() > 8 {
        ids.push("…".to_owned());
    }
    let parts = site.parts_of(found).filter(|(.., is_there)| *is_there);
    ids.extend(parts.map(|(id, ..)| format!("#{id}")));
    match ids.is_empty() {
        true => finding.help("the page has no headings"),
        false => finding.help(format!("its headings are {}", ids.join(", "))),
    }
}

/// The part of a service's page that a reader would call so: `#help` and `#day-2` as its headings have it,
/// `#offerings` as its id has it.
fn part_named(site: &Site, page: PageId, anchor: &str) -> Option<&'static str> {
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = bare(anchor);
    let is_it = |(id, title, _): &(&str, &str, bool)| {
        bare(title) == wanted || bare(id.trim_start_matches("service-")) == wanted
    };
    site.parts_of(page).find(is_it).map(|(id, ..)| id)
}
