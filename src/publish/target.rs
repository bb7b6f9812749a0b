//! Where a site is published: what stands behind `to = …`, or is typed.

use std::fmt;
use std::path::PathBuf;

/// A place to publish to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `dir:PATH`: a folder of this machine.
    Folder(PathBuf),
    /// `git:REMOTE#BRANCH`: a branch of a repository.
    Git {
        /// A URL, a path, or the name of a remote of the site's repository.
        remote: String,
        /// The branch.
        branch: String,
    },
    /// `s3://BUCKET/PATH`, and the same with `gs://` and `az://`: a part of an object store.
    Bucket {
        /// Which kind of store.
        cloud: Cloud,
        /// The bucket, the container with `az://`.
        bucket: String,
        /// The folder in it, without `/` at its ends; empty for the whole bucket.
        folder: String,
    },
}

/// The kinds of object stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// Amazon S3 and what speaks as it does.
    S3,
    /// Google Cloud Storage.
    Gs,
    /// Azure Blob Storage.
    Az,
}

impl Cloud {
    /// The letters before `://`.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Gs => "gs",
            Self::Az => "az",
        }
    }
}

/// The branch that GitHub and others publish, where none is named.
const BRANCH: &str = "gh-pages";

impl Target {
    /// Whether a text is meant as the address of a target, and not as the name of one.
    pub fn is_address(text: &str) -> bool {
        text.contains(':')
    }

    /// Reads a target. The error is a sentence that says how one is written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((scheme, rest)) = text.split_once(':') else {
            return Err(format!("`{text}` is no target: {HOW}"));
        };
        match scheme {
            "dir" => folder(rest),
            "git" => git(rest),
            "s3" => bucket(Cloud::S3, rest),
            "gs" => bucket(Cloud::Gs, rest),
            "az" => bucket(Cloud::Az, rest),
            _ => Err(format!("`{scheme}:` is no kind of target: {HOW}")),
        }
    }
}

const HOW: &str =
    "write dir:PATH, git:REMOTE#BRANCH, s3://BUCKET/PATH, gs://BUCKET/PATH or az://CONTAINER/PATH";

fn folder(rest: &str) -> Result<Target, String> {
    if rest.is_empty() {
        return Err("`dir:` names no folder: write for example dir:/srv/docs".into());
    }
    Ok(Target::Folder(PathBuf::from(rest)))
}

fn git(rest: &str) -> Result<Target, String> {
    let (remote, branch) = rest.rsplit_once('#').unwrap_or((rest, BRANCH));
    if remote.is_empty() || branch.is_empty() {
        return Err(
            "a git target is a repository and a branch: write for example git:origin#gh-pages"
                .into(),
        );
    }
    if branch.starts_with('-') || remote.starts_with('-') {
        return Err(format!(
            "`git:{rest}` begins like an option: nothing of a git target does"
        ));
    }
    Ok(Target::Git {
        remote: remote.to_owned(),
        branch: branch.to_owned(),
    })
}

fn bucket(cloud: Cloud, rest: &str) -> Result<Target, String> {
    let scheme = cloud.scheme();
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(format!(
            "`{scheme}:{rest}` lacks `//`: write for example {scheme}://docs/platform"
        ));
    };
    // A credential in an address would end in logs and in the history of the settings.
    if rest.contains('@') || rest.contains('?') {
        return Err(format!(
            "a {scheme}:// target is a bucket and a folder alone: credentials and regions come from the environment"
        ));
    }
    let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
    let folder = folder.trim_matches('/');
    let odd = |part: &str| part.is_empty() || part == "." || part == "..";
    if bucket.is_empty() || (!folder.is_empty() && folder.split('/').any(odd)) {
        return Err(format!(
            "`{scheme}://{rest}` names no bucket and folder: write for example {scheme}://docs/platform"
        ));
    }
    Ok(Target::Bucket {
        cloud,
        bucket: bucket.to_owned(),
        folder: folder.to_owned(),
    })
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(out, "dir:{}", path.display()),
            Self::Git { remote, branch } => {
                write!(out, "git:{}#{branch}", without_password(remote))
            }
            Self::Bucket {
                cloud,
                bucket,
                folder,
            } => {
                let slash = if folder.is_empty() { "" } else { "/" };
                write!(out, "{}://{bucket}{slash}{folder}", cloud.scheme())
            }
        }
    }
}

/// An address of a repository without the name and the password that may stand in it.
fn without_password(remote: &str) -> String {
    let Some((scheme, rest)) = remote.split_once("://") else {
        return remote.to_owned();
    };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        // The name alone may be a token, except with ssh, where it is no secret.
        Some(at) if scheme.starts_with("http") || rest[..at].contains(':') => {
            format!("{scheme}://{}", &rest[at + 1..])
        }
        _ => remote.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        Target::parse(text).expect_err("no target")
    }

    #[test]
    fn what_is_written_is_shown_again() {
        for text in [
            "dir:/srv/docs",
            "git:origin#gh-pages",
            "git:https://example.org/docs.git#pages/live",
            "git:git@example.org:docs.git#main",
            "s3://docs/platform/eu",
            "gs://docs",
            "az://docs/a",
        ] {
            let target = Target::parse(text).expect("a target");
            assert_eq!(target.to_string(), text);
        }
    }

    #[test]
    fn a_branch_is_gh_pages_where_none_is_named() {
        let target = Target::parse("git:origin").expect("a target");
        assert_eq!(target.to_string(), "git:origin#gh-pages");
    }

    #[test]
    fn a_slash_at_the_end_means_nothing() {
        let target = Target::parse("s3://docs/platform/").expect("a target");
        assert_eq!(target.to_string(), "s3://docs/platform");
    }

    #[test]
    fn what_is_no_target_is_told_how_one_is_written() {
        assert!(said("production").contains("dir:PATH"));
        assert!(said("ftp://example.org").contains("`ftp:` is no kind"));
        assert!(said("dir:").contains("names no folder"));
        assert!(said("git:#main").contains("a repository and a branch"));
        assert!(said("git:--upload-pack=x#main").contains("begins like an option"));
        assert!(said("git:origin#-d").contains("begins like an option"));
        assert!(said("s3:docs").contains("lacks `//`"));
        assert!(said("s3:///docs").contains("names no bucket"));
        assert!(said("s3://docs/../other").contains("names no bucket"));
    }

    #[test]
    fn credentials_are_neither_taken_nor_shown() {
        assert!(said("s3://key:secret@docs/platform").contains("come from the environment"));
        for secret in ["ci:token@", "token@", ""] {
            let target = Target::parse(&format!("git:https://{secret}example.org/docs.git#pages"));
            let shown = target.expect("a target").to_string();
            assert_eq!(shown, "git:https://example.org/docs.git#pages");
        }
        let ssh = Target::parse("git:ssh://git@example.org/docs.git#pages").expect("a target");
        assert_eq!(ssh.to_string(), "git:ssh://git@example.org/docs.git#pages");
    }
}
