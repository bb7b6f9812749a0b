//! Words in capitals that nobody explains.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::load::glossary::{FILE, quoted};
use crate::markdown::Capital;
use crate::model::Site;

/// What every reader of such a site knows, and words that are only shouted.
const KNOWN: &str = "\
    AES AI ALL AND ANY API ARM AS ASCII AT AWS BE BOM BY BSD CA CEO CET CEST CLI CPU CRLF CSS CSV CTO DB DE DELETE \
    DIFF DNS DO DOC DOM EN ENV EOF EOL ETA EU EUR FAQ FIXME FOR FROM FTP GB GCP GET GIB GIF GIT GMT GNU \
    GPL GPU GUI HEAD HTML HTTP HTTPS IBM ICS ID IF II III IMAP IN INFO INT IO IP IPV4 IPV6 IS ISO IT IV \
    JPEG JPG JS JSON JVM JWT KB KIB KPI LAN LF LTS MAC MAY MB MD MIB MIT MUST NAT NEVER NFS NO NONE NOT \
    NOTE NULL OF OFF OK ON ONLY OPEN OR OS PATCH PDF PEM PHP PM PNG POST PR PUT QA RAM README REST RFC RPC \
    RSA RSS SDK SHA SMTP SO SQL SSD SSH SSL SVG TB TBD TCP TIB TIP TLS TO TODO TOML TRUE TSV TTL TTY UDP UI UP \
    UK URI URL US USA USB USD UTC UTF UUID UX VM VPN VS WAN WE WIFI XML XSS YAML YES YML ZIP";

/// One finding for each word that is explained nowhere, at its first place. Only a site with a
/// glossary is asked for more of it.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let Some(glossary) = &site.typed.files.glossary else {
        return Vec::new();
    };
    let mut first: Vec<(&Capital, usize)> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for node in &site.pages {
        for capital in &node.page.outline().capitals {
            match seen.get(capital.word.as_str()) {
                Some(at) => first[*at].1 += 1,
                None => {
                    seen.insert(&capital.word, first.len());
                    first.push((capital, 1));
                }
            }
        }
    }
    let mut known: HashSet<String> = KNOWN.split_whitespace().map(str::to_owned).collect();
    let names = glossary.terms.iter().flat_map(|term| term.names());
    let long = glossary
        .terms
        .iter()
        .filter_map(|term| term.long.as_deref());
    let own = site.config.known_words.iter().map(String::as_str);
    for name in names
        .map(|(name, _)| name.as_str())
        .chain(long)
        .chain(own)
        .chain(vocabulary(site))
    {
        known.extend(words(name));
    }
    let unknown = |(capital, _): &(&Capital, usize)| !known.contains(&capital.word);
    first
        .into_iter()
        .filter(unknown)
        .map(|(capital, pages)| finding(capital, pages))
        .collect()
}

fn finding(capital: &Capital, pages: usize) -> Diagnostic {
    let word = &capital.word;
    let message = format!("nobody explains `{word}`");
    let finding = Diagnostic::at(
        Code::GlossaryUnexplained,
        &capital.file,
        capital.span,
        message,
    );
    let finding = match pages {
        1 => finding,
        pages => finding.help(format!("it stands on {pages} pages, this is the first")),
    };
    finding
        .help(format!("write in {FILE}: `{} = \"what it stands for\"`", quoted(word)))
        .help(format!(
            "if every reader knows it, write in groundplan.toml below `[glossary]`: `known = [\"{word}\"]`"
        ))
}

/// The names of what has a page or a place of its own: it is explained there.
fn vocabulary(site: &Site) -> impl Iterator<Item = &str> {
    let platform = &site.typed.platform;
    let parties = platform.parties.iter();
    let parties = parties.flat_map(|one| {
        let also = one.also.iter().map(|(name, _)| name);
        std::iter::once(&one.name).chain(also)
    });
    let names = platform.providers.iter().map(|one| &one.name);
    let teams = platform.teams.iter().map(|one| &one.name);
    let personas = platform.personas.iter().map(|one| &one.name);
    let products = platform.products.iter().map(|one| &one.name);
    let categories = platform.categories.iter().map(|one| &one.name);
    let services = site.typed.services.all.iter().flat_map(|service| {
        let also = service.keys.also.iter().map(|(name, _)| name);
        std::iter::once(&site.pages[service.page].title).chain(also)
    });
    let all = parties.chain(names).chain(teams).chain(personas);
    let all = all.chain(products).chain(categories).chain(services);
    all.map(String::as_str)
}

/// The words of a name.
fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(|word| match word.strip_suffix('s') {
            Some(singular) if singular.len() > 1 => singular.to_owned(),
            _ => word.to_owned(),
        })
}
