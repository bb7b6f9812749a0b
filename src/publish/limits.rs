//! What known hosts take: said before anything is written or sent, since a host that refuses a site half
//! way says so late and in its own words.

use super::failure::{Failure, Outcome};
use super::plan::size;
use super::target::Target;
use crate::versions::list::List;

/// A host with limits that it publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    /// The name to write: `github-pages`.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The most files of a site.
    files: Option<u64>,
    /// The most files of one folder.
    files_of_folder: Option<u64>,
    /// The largest file, in bytes.
    file: Option<u64>,
    /// The largest site, in bytes.
    site: Option<u64>,
    /// Where the limits are written down.
    source: &'static str,
    /// How an address that the host itself gives to a site ends.
    address: &'static [&'static str],
}

const MIB: u64 = 1 << 20;

/// The hosts whose limits are known.
pub const HOSTS: [Host; 5] = [
    Host {
        name: "github-pages",
        title: "GitHub Pages",
        files: None,
        files_of_folder: None,
        // What git may hold there.
        file: Some(100 * MIB),
        site: Some(1_000_000_000),
        source: "https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits",
        address: &[".github.io"],
    },
    Host {
        name: "gitlab-pages",
        title: "GitLab Pages",
        files: Some(200_000),
        files_of_folder: None,
        file: None,
        site: Some(1_000_000_000),
        source: "https://docs.gitlab.com/user/gitlab_com/#gitlab-pages",
        address: &[".gitlab.io"],
    },
    Host {
        name: "cloudflare-pages",
        title: "Cloudflare Pages",
        files: Some(20_000),
        files_of_folder: None,
        file: Some(25 * MIB),
        site: None,
        source: "https://developers.cloudflare.com/pages/platform/limits/",
        address: &[".pages.dev"],
    },
    Host {
        name: "cloudflare-pages-paid",
        title: "Cloudflare Pages with a paid plan",
        files: Some(100_000),
        files_of_folder: None,
        file: Some(25 * MIB),
        site: None,
        source: "https://developers.cloudflare.com/pages/platform/limits/",
        address: &[],
    },
    Host {
        name: "netlify",
        title: "Netlify",
        files: None,
        files_of_folder: Some(54_000),
        file: None,
        site: None,
        source: "https://docs.netlify.com/resources/limits/",
        address: &[".netlify.app"],
    },
];

/// What a site is, as far as a host minds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// How many files it has.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// The largest file.
    pub largest: Option<(String, u64)>,
    /// The folder with the most files directly in it.
    pub fullest: Option<(String, u64)>,
}

impl Extent {
    /// The extent of files with these paths and sizes.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        let mut extent = Self::default();
        let mut folders = std::collections::BTreeMap::<&str, u64>::new();
        for (path, size) in files {
            extent.files += 1;
            extent.bytes += size;
            if extent
                .largest
                .as_ref()
                .is_none_or(|(_, known)| *known < size)
            {
                extent.largest = Some((path.to_owned(), size));
            }
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            *folders.entry(folder).or_default() += 1;
        }
        let fullest = folders.into_iter().max_by_key(|(_, count)| *count);
        extent.fullest = fullest.map(|(folder, count)| (folder.to_owned(), count));
        extent
    }
}

/// How much of a site stands at the target beside what is sent: files and bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// How many files.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

impl Beside {
    /// What a list says of all versions with their aliases, without the version that is sent: of that
    /// one only the aliases count, each with as many files as are sent. A version of which nothing is
    /// recorded counts nothing, so this is the least that there is.
    pub fn versions(list: &List, sent: Option<(&str, &Extent)>) -> Self {
        let mut beside = Self::default();
        for entry in list.entries() {
            let copies = entry.aliases.len() as u64;
            let own = sent.filter(|(version, _)| *version == entry.version);
            let record = entry.record.as_ref();
            let (files, bytes, times) = match own {
                Some((_, extent)) => (Some(extent.files), Some(extent.bytes), copies),
                None => (
                    record.and_then(|record| record.files),
                    record.and_then(|record| record.size),
                    copies + 1,
                ),
            };
            beside.add(files.unwrap_or(0) * times, bytes.unwrap_or(0) * times);
        }
        beside
    }

    /// More of it.
    pub fn add(&mut self, files: u64, bytes: u64) {
        self.files += files;
        self.bytes += bytes;
    }
}

impl Host {
    /// The host of this name. The error is a sentence that lists those that are known.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn named(name: &str) -> Result<Self, String> {
        let found = HOSTS.iter().find(|host| host.name == name);
        found.copied().ok_or_else(|| {
            let known: Vec<&str> = HOSTS.iter().map(|host| host.name).collect();
            format!(
                "the limits of `{name}` are not known: write {}",
                known.join(", ")
            )
        })
    }

    /// The host that a site will stand at, as far as its address or its target tells.
    pub fn deduced(base_url: Option<&str>, target: Option<&Target>) -> Option<Self> {
        let of_address = base_url.and_then(|url| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let name = rest
                .split(['/', ':'])
                .next()
                .unwrap_or(rest)
                .to_ascii_lowercase();
            let ends = |host: &&Host| host.address.iter().any(|end| name.ends_with(end));
            HOSTS.iter().find(ends)
        });
        let of_target = || match target {
            Some(Target::Git { remote, branch }) => {
                let is_pages = branch == "gh-pages" && remote.contains("github.com");
                HOSTS
                    .iter()
                    .find(|host| is_pages && host.name == "github-pages")
            }
            _ => None,
        };
        of_address.or_else(of_target).copied()
    }

    /// Refuses what the host would not take, with all that is there beside it.
    ///
    /// # Errors
    /// [`Failure::Limit`], with every limit that is passed.
    pub fn refuse_too_much(&self, extent: &Extent, beside: Beside) -> Outcome<()> {
        let mut over = Vec::new();
        let passed = |limit: Option<u64>, is: u64| limit.filter(|limit| is > *limit);
        let (files, bytes) = (extent.files + beside.files, extent.bytes + beside.bytes);
        if let Some(limit) = passed(self.files, files) {
            over.push(format!("{files} files instead of at most {limit}"));
        }
        if let Some(limit) = passed(self.site, bytes) {
            over.push(format!(
                "{} instead of at most {}",
                size(bytes),
                size(limit)
            ));
        }
        if let Some((path, is)) = &extent.largest
            && let Some(limit) = passed(self.file, *is)
        {
            over.push(format!(
                "{path} with {} instead of at most {}",
                size(*is),
                size(limit)
            ));
        }
        if let Some((folder, is)) = &extent.fullest
            && let Some(limit) = passed(self.files_of_folder, *is)
        {
            over.push(format!(
                "{is} files in {folder}/ instead of at most {limit}"
            ));
        }
        if over.is_empty() {
            return Ok(());
        }
        Err(Failure::Limit {
            message: format!(
                "{} does not take this site: it would have {}; nothing was written",
                self.title,
                over.join(", and ")
            ),
            help: format!(
                "keep fewer versions with `keep` in [versions], or name another place with --host ({})",
                self.source
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::list::{Entry, Record};
    use crate::versions::order::Order;

    fn said(name: &str, extent: &Extent) -> String {
        let host = Host::named(name).expect("a host");
        let failure = host
            .refuse_too_much(extent, Beside::default())
            .expect_err("too much");
        assert_eq!(failure.exit_code(), 5);
        failure.into_error().to_string()
    }

    #[test]
    fn every_limit_that_is_passed_is_said_at_once() {
        let files: Vec<String> = (0..20_001)
            .map(|number| format!("a/{number}.html"))
            .collect();
        let mut files: Vec<(&str, u64)> = files.iter().map(|path| (path.as_str(), 10)).collect();
        files[7].1 = 26 << 20;
        let extent = Extent::of(files);
        assert_eq!(
            said("cloudflare-pages", &extent),
            "Cloudflare Pages does not take this site: it would have 20001 files instead of at most 20000, \
             and a/7.html with 27.3 MB instead of at most 26.2 MB; nothing was written"
        );
        for name in ["cloudflare-pages-paid", "github-pages", "netlify"] {
            let host = Host::named(name).expect("a host");
            assert_eq!(
                host.refuse_too_much(&extent, Beside::default()).is_ok(),
                name != "cloudflare-pages-paid"
            );
        }
    }

    #[test]
    fn what_other_versions_have_counts_with_their_aliases() {
        let entry = |version: &str, files: Option<u64>, aliases: &[&str]| {
            let record = Record {
                files,
                size: files.map(|files| files * 10),
                ..Record::default()
            };
            let mut entry = Entry::new(version, record);
            entry.aliases = aliases.iter().map(ToString::to_string).collect();
            entry
        };
        let mut list = List::default();
        for one in [
            entry("3.0", Some(9_000), &["latest"]),
            entry("2.0", Some(1_000), &[]),
            entry("1.0", None, &[]),
        ] {
            list.put(one, &Order::default());
        }
        let extent = Extent {
            files: 9_500,
            bytes: 100,
            ..Extent::default()
        };
        let beside = Beside::versions(&list, Some(("3.0", &extent)));
        assert_eq!((beside.files, beside.bytes), (10_500, 10_100));
        let host = Host::named("cloudflare-pages").expect("a host");
        host.refuse_too_much(&extent, beside)
            .expect("20,000 files fit");
        let beside = Beside::versions(&list, Some(("4.0", &extent)));
        assert_eq!((beside.files, beside.bytes), (19_000, 190_000));
        let failure = host.refuse_too_much(&extent, beside).expect_err("too much");
        let said = failure.into_error().to_string();
        assert!(
            said.contains("28500 files instead of at most 20000"),
            "{said}"
        );
    }

    #[test]
    fn what_just_fits_is_taken() {
        let extent = Extent {
            files: 200_000,
            bytes: 1_000_000_000,
            ..Extent::default()
        };
        Host::named("gitlab-pages")
            .expect("a host")
            .refuse_too_much(&extent, Beside::default())
            .expect("it fits");
        let more = Extent {
            files: 200_001,
            ..extent
        };
        assert!(said("gitlab-pages", &more).contains("200001 files"));
    }

    #[test]
    fn a_host_is_known_by_the_address_of_the_site_or_by_the_branch() {
        let by_address = |url: &str| Host::deduced(Some(url), None).map(|host| host.name);
        assert_eq!(
            by_address("https://me.github.io/docs/"),
            Some("github-pages")
        );
        assert_eq!(
            by_address("https://docs.pages.dev"),
            Some("cloudflare-pages")
        );
        assert_eq!(by_address("https://example.org/x.github.io/"), None);
        let by_target = |text: &str| {
            let target = Target::parse(text).expect("a target");
            Host::deduced(None, Some(&target)).map(|host| host.name)
        };
        assert_eq!(
            by_target("git:git@github.com:me/docs.git#gh-pages"),
            Some("github-pages")
        );
        assert_eq!(by_target("git:https://example.org/docs.git#gh-pages"), None);
    }

    #[test]
    fn an_unknown_host_is_told_which_are_known() {
        let said = Host::named("geocities").expect_err("no host");
        assert!(said.contains("github-pages, gitlab-pages"), "{said}");
    }
}
