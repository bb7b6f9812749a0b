//! References to what is declared by an id: one question, one answer, for every subject.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::Written;
use crate::load::front::service_place;
use crate::model::{Kind, Site};
use crate::path::SitePath;

/// The findings about references of one file.
pub struct References<'a> {
    site: &'a Site,
    file: &'a SitePath,
    code: Code,
    /// What was found.
    pub findings: Vec<Diagnostic>,
}

impl<'a> References<'a> {
    /// Begins to look at the references of `file`; what leads nowhere is a finding of this code.
    pub fn of(site: &'a Site, file: &'a SitePath, code: Code) -> Self {
        Self {
            site,
            file,
            code,
            findings: Vec::new(),
        }
    }

    /// Each of these must name something of this kind.
    pub fn all<'w>(&mut self, kind: Kind, written: impl IntoIterator<Item = &'w Written>) {
        for reference in written {
            self.one(kind, reference, &[]);
        }
    }

    /// The same where nothing of the kind need be declared: then every name is fine.
    pub fn all_if_any<'w>(&mut self, kind: Kind, written: impl IntoIterator<Item = &'w Written>) {
        if self.site.typed.ids.has(kind) {
            self.all(kind, written);
        }
    }

    /// This must name something of this kind, or be one of these words.
    pub fn one(&mut self, kind: Kind, (id, span): &Written, words: &[&str]) {
        let ids = &self.site.typed.ids;
        if ids.known(kind, id).is_some() || words.contains(&id.as_str()) {
            return;
        }
        if let Some(draft) = self.draft(kind, id) {
            let message = format!("`{id}` is a draft, so readers know of no such service");
            let finding = Diagnostic::at(self.code, self.file, *span, message);
            self.findings.push(finding.help(format!(
                "remove `draft = true` in {draft}, or the name here"
            )));
            return;
        }
        let message = format!("there is no {} `{id}`", kind.word());
        let finding = Diagnostic::at(self.code, self.file, *span, message);
        self.findings.push(self.advise(finding, kind, id, words));
    }

    /// The file of a service that is a draft.
    fn draft(&self, kind: Kind, id: &str) -> Option<&SitePath> {
        let mut drafts = self.site.drafts.iter().filter(|_| kind == Kind::Service);
        drafts.find(|file| service_place(file).as_deref() == Some(id))
    }

    /// The nearest name and where it is declared; else all names, or how to declare one.
    fn advise(&self, finding: Diagnostic, kind: Kind, id: &str, words: &[&str]) -> Diagnostic {
        if kind == Kind::Product && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
            return finding.help(format!("how many is a number without quotes: `{id}`"));
        }
        if kind == Kind::Service
            && let Some(named) = self.by_title(id)
        {
            let text = self.quoted(named, finding.span);
            return finding
                .label(format!("this is the title of `{named}`"))
                .replacement(text);
        }
        if let Some((named, span)) = self.by_name(kind, id) {
            let text = self.quoted(named, finding.span);
            let file = &self.site.typed.platform.file;
            return finding
                .label(match kind {
                    Kind::Need => format!("these are the words of `{named}`"),
                    _ => format!("this is the name of `{named}`"),
                })
                .replacement(text)
                .related(file, span, format!("its id is `{named}`"));
        }
        if kind == Kind::Party && self.site.typed.ids.known(Kind::Team, id).is_some() {
            let parties = self.site.typed.ids.of(kind).map(|known| known.id.as_str());
            let parties: Vec<&str> = parties.chain(words.iter().copied()).collect();
            return finding
                .label("this is a team, and a party is wanted")
                .help(format!("known parties are {}", parties.join(", ")));
        }
        // Names and titles may have commas; what is left is a list, but where a key takes one name.
        let is_one = matches!(kind, Kind::Team | Kind::Category | Kind::Party);
        if let Some(names) = in_one_text(id).filter(|_| !is_one) {
            let meant: Vec<Option<&str>> = names
                .iter()
                .map(|name| self.meant(kind, name, words))
                .collect();
            let shown = names.iter().zip(&meant);
            let shown: Vec<&str> = shown.map(|(name, meant)| meant.unwrap_or(name)).collect();
            let list = format!("[\"{}\"]", shown.join("\", \""));
            let is_text = self.quoted("", finding.span).starts_with('"');
            let finding = finding.help(format!("each stands in quotes of its own: `{list}`"));
            return match meant.iter().all(Option::is_some) && is_text && !self.is_in_list(&finding)
            {
                true => finding.replacement(list),
                false => finding,
            };
        }
        let ids = &self.site.typed.ids;
        let known = ids.of(kind).map(|known| known.id.as_str());
        if let Some(near) = suggest::nearest(id, known.chain(words.iter().copied())) {
            // A key is written without quotes, everything else in them.
            let text = self.quoted(near, finding.span);
            let finding = finding
                .label(format!("did you mean `{near}`?"))
                .replacement(text);
            return match ids
                .known(kind, near)
                .and_then(|known| Some((known, known.span?)))
            {
                Some((known, span)) => {
                    finding.related(&known.file, span, format!("`{near}` is declared here"))
                }
                None => finding,
            };
        }
        if let Some(named) = self.by_other_name(kind, id) {
            return finding.help(format!(
                "`{id}` is another name of `{named}`: write `{named}`"
            ));
        }
        let mut names: Vec<&str> = ids.of(kind).map(|known| known.id.as_str()).collect();
        names.sort_unstable();
        if names.is_empty() {
            return finding.help(format!("one is declared as {}", kind.declaration()));
        }
        let more = names.len().saturating_sub(12);
        names.truncate(12);
        let mut list = names.join(", ");
        if more > 0 {
            list.push_str(&format!(" and {more} more"));
        }
        if !words.is_empty() {
            list.push_str(&format!(", or {}", words.join(", ")));
        }
        finding
            .help(format!("known are {list}"))
            .help(format!("another is declared as {}", kind.declaration()))
    }

    /// The id that is meant by a name: itself, the id of what is called so, or the nearest.
    fn meant<'n>(&'n self, kind: Kind, name: &'n str, words: &[&'n str]) -> Option<&'n str> {
        let ids = &self.site.typed.ids;
        if ids.known(kind, name).is_some() || words.contains(&name) {
            return Some(name);
        }
        let title = self.by_title(name).filter(|_| kind == Kind::Service);
        let named = title.or_else(|| self.by_name(kind, name).map(|(id, _)| id));
        let known = ids.of(kind).map(|known| known.id.as_str());
        named.or_else(|| suggest::nearest(name, known.chain(words.iter().copied())))
    }

    /// Whether a text stands in a list already, so that a list in its place would be one too many.
    fn is_in_list(&self, finding: &Diagnostic) -> bool {
        let page = self.site.page_of_file(self.file.as_str());
        let text = page.map(|page| self.site.pages[page].page.text());
        let (Some(text), Some(span)) = (text, finding.span) else {
            return true;
        };
        let before = text.get(..span.start).unwrap_or_default();
        !before.trim_end().ends_with(['=', ':'])
    }

    /// The id of the service with this title.
    fn by_title(&self, title: &str) -> Option<&str> {
        let wanted = title.trim().to_lowercase();
        let services = self.site.typed.services.all.iter();
        let mut pages = services.map(|service| &self.site.pages[service.page]);
        let page = pages.find(|page| page.title.to_lowercase() == wanted)?;
        page.page.id.strip_prefix("services/")
    }

    /// The id, and its place, of what people know by this name: readers see names, files say ids.
    fn by_name(&self, kind: Kind, name: &str) -> Option<(&str, crate::source::Span)> {
        let platform = &self.site.typed.platform;
        let wanted = name.trim().to_lowercase();
        let is = |one: &str| one.to_lowercase() == wanted;
        let id = match kind {
            Kind::Party => platform.parties.iter().find_map(|one| {
                let also = one.also.iter().any(|(also, _)| is(also));
                (is(&one.name) || also).then_some(&one.id)
            }),
            Kind::Provider => platform
                .providers
                .iter()
                .find_map(|one| is(&one.name).then_some(&one.id)),
            Kind::Team => platform
                .teams
                .iter()
                .find_map(|one| is(&one.name).then_some(&one.id)),
            Kind::Persona => platform
                .personas
                .iter()
                .find_map(|one| is(&one.name).then_some(&one.id)),
            Kind::Category => platform
                .categories
                .iter()
                .find_map(|one| is(&one.name).then_some(&one.id)),
            Kind::Goal => platform
                .goals
                .iter()
                .find_map(|one| is(&one.name).then_some(&one.id)),
            Kind::Need => {
                let mut needs = platform.personas.iter().flat_map(|one| &one.needs);
                needs.find_map(|one| is(&one.text).then_some(&one.id))
            }
            _ => None,
        };
        // An id in other capitals is named as it is: the nearest.
        id.filter(|(id, _)| id.to_lowercase() != wanted)
            .map(|(id, span)| (id.as_str(), *span))
    }

    /// The service that has this name among its other names.
    fn by_other_name(&self, kind: Kind, id: &str) -> Option<&str> {
        if kind != Kind::Service {
            return None;
        }
        let same = |(name, _): &Written| name.eq_ignore_ascii_case(id);
        let services = self.site.typed.services.all.iter();
        let mut named = services.filter(|service| service.keys.also.iter().any(same));
        named.next().map(|service| service.id.as_str())
    }

    fn quoted(&self, near: &str, span: Option<crate::source::Span>) -> String {
        let page = self.site.page_of_file(self.file.as_str());
        let text = page.map(|page| self.site.pages[page].page.text());
        let written = span.zip(text).map_or("", |(span, text)| span.of(text));
        match written.starts_with(['"', '\'']) || written.is_empty() {
            true => format!("\"{near}\""),
            false => near.to_owned(),
        }
    }
}

/// The names in one text that was meant as a list.
fn in_one_text(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    let is_list = names.len() > 1 && names.iter().all(|name| !name.is_empty());
    is_list.then_some(names)
}
