//! What known hosts take: said before anything is written or sent, since a host that refuses a site half
//! way says so late and in its own words.

use super::failure::{Failure, Outcome};
use super::plan::size;
use super::target::Target;

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

    /// Refuses what the host would not take.
    ///
    /// # Errors
    /// [`Failure::Limit`], with every limit that is passed.
    pub fn refuse_too_much(&self, extent: &Extent) -> Outcome<()> {
        let mut over = Vec::new();
        let passed = |limit: Option<u64>, is: u64| limit.filter(|limit| is > *limit);
        if let Some(limit) = passed(self.files, extent.files) {
            over.push(format!("{} files instead of at most {limit}", extent.files));
        }
        if let Some(limit) = passed(self.site, extent.bytes) {
            over.push(format!(
                "{} instead of at most {}",
                size(extent.bytes),
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

    fn said(name: &str, extent: &Extent) -> String {
        let host = Host::named(name).expect("a host");
        let failure = host.refuse_too_much(extent).expect_err("too much");
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
                host.refuse_too_much(&extent).is_ok(),
                name != "cloudflare-pages-paid"
            );
        }
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
            .refuse_too_much(&extent)
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
