//! Where a symbolic link leads, decided in the same way on the disk and in a tree of git.

use super::{SkipReason, kind};

/// What stands at a path of the site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    File,
    Folder,
    /// A symbolic link with this target; None when the target's name is not UTF-8.
    Link(Option<String>),
    /// A pipe, a socket, a device, a submodule.
    Other,
    Missing,
}

/// The end of a chain of links, relative to the site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    File(String),
    Folder(String),
}

/// As many links as Linux follows before it calls them a circle.
const MOST_LINKS: usize = 40;

/// Follows the link at `path`, which is relative to the site's folder, as `look` sees that folder.
///
/// Links are followed by name and never by the system, so that a link which leaves the folder and
/// comes back is refused as it would be in every other checkout. Absolute targets exist on one
/// machine only and count as leaving. A hidden file is no end either: a link in a contributed
/// change could publish `.git/config` or `.env`.
pub(super) fn follow(path: &str, look: impl Fn(&str) -> Node) -> Result<End, SkipReason> {
    let mut folder: Vec<String> = Vec::new();
    let mut ahead: Vec<String> = path.rsplit('/').map(str::to_owned).collect();
    let mut links = 0;
    while let Some(part) = ahead.pop() {
        match part.as_str() {
            "" | "." => continue,
            ".." => {
                folder.pop().ok_or(SkipReason::LeavesSite)?;
                continue;
            }
            _ => folder.push(part),
        }
        let here = folder.join("/");
        match look(&here) {
            Node::Folder => {}
            Node::File if ahead.is_empty() => {
                return match folder.iter().find_map(|part| kind::skip_folder(part)) {
                    Some(reason) => Err(reason),
                    None => Ok(End::File(here)),
                };
            }
            Node::File | Node::Missing => return Err(SkipReason::DeadLink),
            Node::Other => return Err(SkipReason::NotAFile),
            Node::Link(None) => return Err(SkipReason::NameNotText),
            Node::Link(Some(target)) => {
                links += 1;
                if links > MOST_LINKS {
                    return Err(SkipReason::DeadLink);
                }
                if target.starts_with('/') {
                    return Err(SkipReason::LeavesSite);
                }
                folder.pop();
                ahead.extend(target.rsplit('/').map(str::to_owned));
            }
        }
    }
    Ok(End::Folder(folder.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn site(path: &str) -> Node {
        let links = HashMap::from([
            ("content/readme.md", "../README.md"),
            ("content/out.md", "../../README.md"),
            ("content/back.md", "../../site/README.md"),
            ("content/absolute.md", "/etc/passwd"),
            ("content/dead.md", "gone.md"),
            ("content/a.md", "b.md"),
            ("content/b.md", "a.md"),
            ("content/secret.txt", "../.git/config"),
            ("content/pipe", "../pipe"),
            ("content/through.md", "latest/p.md"),
            ("content/latest", "v2"),
            ("content/file-as-folder.md", "readme.md/x"),
        ]);
        match path {
            "content" | ".git" | "content/v2" => Node::Folder,
            "README.md" | ".git/config" | "content/v2/p.md" => Node::File,
            "pipe" => Node::Other,
            path => links.get(path).map_or(Node::Missing, |target| {
                Node::Link(Some((*target).to_owned()))
            }),
        }
    }

    #[test]
    fn a_link_inside_the_site_is_followed_to_its_end() {
        let file = |path: &str| Ok(End::File(path.into()));
        assert_eq!(follow("content/readme.md", site), file("README.md"));
        assert_eq!(follow("content/through.md", site), file("content/v2/p.md"));
        assert_eq!(
            follow("content/latest", site),
            Ok(End::Folder("content/v2".into()))
        );
    }

    #[test]
    fn a_link_that_leads_nowhere_good_says_why() {
        for (path, reason) in [
            ("content/out.md", SkipReason::LeavesSite),
            ("content/back.md", SkipReason::LeavesSite),
            ("content/absolute.md", SkipReason::LeavesSite),
            ("content/dead.md", SkipReason::DeadLink),
            ("content/a.md", SkipReason::DeadLink),
            ("content/file-as-folder.md", SkipReason::DeadLink),
            ("content/secret.txt", SkipReason::Hidden),
            ("content/pipe", SkipReason::NotAFile),
        ] {
            assert_eq!(follow(path, site), Err(reason), "{path}");
        }
    }
}
