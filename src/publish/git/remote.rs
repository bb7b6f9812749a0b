//! The repository that is published to: its address, and the credentials git already has for it.
//!
//! An address may hold a password. It is handed to git in the environment, which no list of
//! processes shows and no file keeps, and it is taken out of everything that git says.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::git;

/// The name that the repository has for git.
pub const NAME: &str = "target";

/// A repository to publish to.
#[derive(Clone)]
pub struct Remote {
    /// Its address, as git understands it.
    url: String,
    /// What people are shown: the address without name and password.
    shown: String,
    /// Settings for every command, as `git -c` takes them.
    settings: Vec<(String, String)>,
    /// What never appears in a message.
    secrets: Vec<String>,
    /// Who commits, where git knows nobody.
    unknown_author: bool,
}

/// Who commits where neither the configuration nor the environment says it.
const AUTHOR: (&str, &str) = ("Groundplan", "groundplan@localhost");

/// What a repository's own configuration may say about reaching others. Servers that run a job keep
/// their token there, so that a push from the checkout just works.
const REACHING: [&str; 5] = ["http.", "credential.", "url.", "core.sshcommand", "ssh."];

impl Remote {
    /// The repository that `remote` names: an address, a path (seen from the site's folder), or the
    /// name of a remote of the repository that the site is in.
    ///
    /// # Errors
    /// When the name is that of no remote, or git cannot be run.
    pub fn resolve(site: &Path, remote: &str) -> Result<Self> {
        let own = own_settings(site)?;
        let url = match looks_like_address(remote) {
            true => absolute(site, remote)?,
            false => absolute(site, &url_of(site, remote)?)?,
        };
        let mut settings: Vec<(String, String)> = vec![
            (format!("remote.{NAME}.url"), url.clone()),
            // Git keeps what it leaves out for later, which is what a clone without files is.
            (format!("remote.{NAME}.promisor"), "true".into()),
            (format!("remote.{NAME}.partialclonefilter"), "tree:1".into()),
        ];
        let is_reaching = |key: &str| REACHING.iter().any(|start| key.starts_with(start));
        settings.extend(own.into_iter().filter(|(key, _)| is_reaching(key)));
        settings.extend(FIXED.map(|(key, value)| (key.to_owned(), value.to_owned())));
        let mut secrets = Vec::new();
        if let Some(user) = user_part(&url) {
            secrets.push(user.to_owned());
            secrets.extend(
                user.split_once(':')
                    .map(|(_, password)| password.to_owned()),
            );
        }
        for (key, value) in &settings {
            if key.ends_with(".extraheader") {
                secrets.push(value.clone());
                secrets.extend(value.rsplit(' ').next().map(str::to_owned));
            }
        }
        secrets.retain(|secret| secret.len() > 3);
        // The longest first: what holds another is replaced as a whole.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Ok(Self {
            shown: without_user(&url),
            unknown_author: !knows_author(site),
            url,
            settings,
            secrets,
        })
    }

    /// What people are shown.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// What tells this repository from all others; no secret is in it.
    pub fn identity(&self) -> &str {
        &self.shown
    }

    /// The folder, where the repository is one of this machine.
    pub fn folder(&self) -> Option<&Path> {
        let path = Path::new(self.url.strip_prefix("file://").unwrap_or(&self.url));
        path.is_absolute().then_some(path)
    }

    /// A git command in `folder` that can reach the repository under `NAME`.
    pub fn command(&self, folder: &Path) -> Command {
        self.command_with(folder, |_| true)
    }

    /// The same for what is missing in the clone and shall not be thought of as being at the target: what
    /// git would fetch there it then does without.
    pub fn command_without_promise(&self, folder: &Path) -> Command {
        self.command_with(folder, |key| {
            !key.ends_with(".promisor") && !key.ends_with(".partialclonefilter")
        })
    }

    fn command_with(&self, folder: &Path, is_set: impl Fn(&str) -> bool) -> Command {
        let mut command = git::start(folder);
        let known = git::variable("GIT_CONFIG_COUNT");
        let first: usize = known
            .and_then(|count| count.to_str()?.parse().ok())
            .unwrap_or(0);
        let settings: Vec<_> = self.settings.iter().filter(|one| is_set(&one.0)).collect();
        for (index, (key, value)) in settings.iter().enumerate() {
            command
                .env(format!("GIT_CONFIG_KEY_{}", first + index), key)
                .env(format!("GIT_CONFIG_VALUE_{}", first + index), value);
        }
        command.env("GIT_CONFIG_COUNT", (first + settings.len()).to_string());
        // Both ask on a terminal or in a window, and there may be nobody to answer.
        command.env(
            "GIT_ASKPASS",
            git::variable("GIT_ASKPASS").unwrap_or_default(),
        );
        if git::variable("GIT_SSH_COMMAND").is_none() && !self.sets("core.sshcommand") {
            command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        }
        if self.unknown_author {
            for who in ["AUTHOR", "COMMITTER"] {
                let set = |what: &str| git::variable(&format!("GIT_{who}_{what}")).is_some();
                if !set("NAME") {
                    command.env(format!("GIT_{who}_NAME"), AUTHOR.0);
                }
                if !set("EMAIL") {
                    command.env(format!("GIT_{who}_EMAIL"), AUTHOR.1);
                }
            }
        }
        command
    }

    fn sets(&self, key: &str) -> bool {
        self.settings.iter().any(|(known, _)| known == key)
    }

    /// A message of git without anything that opens a door.
    pub fn discreet(&self, message: &[u8]) -> String {
        let mut text = String::from_utf8_lossy(message).into_owned();
        for secret in &self.secrets {
            text = text.replace(secret, "…");
        }
        text
    }

    /// The error for a command that ended badly and printed this.
    pub fn failed(&self, action: &str, stderr: &[u8]) -> Error {
        let said = self.discreet(stderr);
        match git::failed(action, said.as_bytes()) {
            Error::Git {
                action,
                message,
                help,
            } if help.is_empty() => Error::Git {
                help: advice(&message),
                action,
                message,
            },
            error => error,
        }
    }
}

/// Settings that must not be otherwise, whatever a configuration says.
const FIXED: [(&str, &str); 12] = [
    ("core.hooksPath", "/dev/null"),
    ("protocol.version", "2"),
    ("push.gpgSign", "false"),
    ("push.followTags", "false"),
    ("push.recurseSubmodules", "no"),
    ("commit.gpgSign", "false"),
    ("fetch.recurseSubmodules", "no"),
    ("fetch.writeCommitGraph", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    // A connection on which nothing moves for a minute is dead.
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", "60"),
];

/// What can be done about a refusal of a server.
fn advice(message: &str) -> String {
    let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if has(&[
        "could not read Username",
        "Authentication failed",
        "Permission denied (",
        "403",
        "401",
    ]) {
        "give git a credential that may push there: a credential helper, an SSH key, or in a job the \
         token of the checkout; try `git push` by hand"
            .into()
    } else if has(&["protected branch", "hook declined", "GH006", "denied"]) {
        "the server forbids it: see the rules of that branch, and who may push".into()
    } else if has(&["Permission denied", "insufficient permission"]) {
        "check who owns that repository and whether you may write there".into()
    } else if has(&[
        "does not appear to be a git repository",
        "not found",
        "does not exist",
    ]) {
        "see whether the address is right, and whether you may see the repository".into()
    } else {
        "nothing was changed there; run the command again".into()
    }
}

/// Whether a text is an address or a path, and not the name of a remote.
fn looks_like_address(remote: &str) -> bool {
    remote.contains(['/', ':', '\\']) || remote == "." || remote == ".."
}

/// A path as an absolute one: the commands run in another folder.
fn absolute(site: &Path, url: &str) -> Result<String> {
    let is_path = !url.contains("://")
        && match (url.find(':'), url.find('/')) {
            (Some(colon), Some(slash)) => slash < colon,
            (Some(_), None) => false,
            _ => true,
        };
    if !is_path || Path::new(url).is_absolute() {
        return Ok(url.to_owned());
    }
    let path: PathBuf = std::path::absolute(site.join(url)).map_err(Error::io("find", url))?;
    Ok(path.to_string_lossy().into_owned())
}

/// The address that a remote of the site's repository is pushed to.
fn url_of(site: &Path, name: &str) -> Result<String> {
    let action = format!("find the remote {name}");
    let asked = git::start(site)
        .args(["remote", "get-url", "--push", "--", name])
        .output()
        .map_err(|error| git::not_started(&action, &error))?;
    if asked.status.success() {
        return Ok(git::one_line(&git::text(asked.stdout)?).to_owned());
    }
    let names = git::start(site).arg("remote").output();
    let names = names.map(|names| String::from_utf8_lossy(&names.stdout).into_owned());
    let names = names.unwrap_or_default();
    let known: Vec<&str> = names.lines().collect();
    Err(Error::Git {
        action,
        message: format!("the site's repository has no remote of the name {name}"),
        help: match known.as_slice() {
            [] => "it has none at all: write the address, as in git:https://example.org/docs.git#gh-pages".into(),
            known => format!("it has {}; an address is possible too", known.join(", ")),
        },
    })
}

/// The settings of the repository that the site is in; none where it is in none.
fn own_settings(site: &Path) -> Result<Vec<(String, String)>> {
    let asked = git::start(site)
        .args(["config", "--local", "--includes", "--null", "--list"])
        .output()
        .map_err(|error| git::not_started("read its settings", &error))?;
    let listed = String::from_utf8_lossy(&asked.stdout);
    let pairs = listed.split('\0').filter(|pair| !pair.is_empty());
    Ok(pairs
        .filter_map(|pair| pair.split_once('\n'))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect())
}

fn knows_author(site: &Path) -> bool {
    ["user.name", "user.email"].iter().all(|key| {
        let asked = git::start(site).args(["config", "--get", key]).output();
        asked.is_ok_and(|asked| asked.status.success() && !asked.stdout.trim_ascii().is_empty())
    })
}

/// The part of an address that says who somebody is: `name:password`.
fn user_part(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find('/').unwrap_or(rest.len());
    let at = rest[..end].rfind('@')?;
    Some(&rest[..at])
}

/// An address without its user part; the name stays with ssh, where it is no secret.
fn without_user(url: &str) -> String {
    match user_part(url) {
        Some(user) if url.starts_with("http") || user.contains(':') => {
            url.replacen(&format!("{user}@"), "", 1)
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(url: &str) -> Remote {
        Remote::resolve(&std::env::temp_dir(), url).expect("an address")
    }

    #[test]
    fn a_password_is_in_no_message_and_on_no_command_line() {
        let remote = remote("https://me:s3cret@example.org/docs.git");
        assert_eq!(remote.shown(), "https://example.org/docs.git");
        let said = remote.failed(
            "push",
            b"fatal: unable to access 'https://me:s3cret@example.org/docs.git/'",
        );
        assert!(!said.to_string().contains("s3cret"), "{said}");
        let command = remote.command(Path::new("."));
        let on_line = command
            .get_args()
            .any(|arg| arg.to_string_lossy().contains("s3cret"));
        assert!(!on_line);
    }

    #[test]
    fn a_token_that_is_the_name_is_kept_secret_too() {
        let remote = remote("https://ghp_token@example.org/docs.git");
        assert_eq!(remote.discreet(b"no ghp_token here"), "no … here");
        assert_eq!(remote.shown(), "https://example.org/docs.git");
    }

    #[test]
    fn a_name_of_ssh_is_no_secret() {
        let remote = remote("ssh://git@example.org/docs.git");
        assert_eq!(remote.shown(), "ssh://git@example.org/docs.git");
    }

    #[test]
    fn a_path_is_seen_from_the_site() {
        let site = Path::new("/srv/site");
        assert_eq!(
            absolute(site, "../docs.git").expect("a path"),
            "/srv/site/../docs.git"
        );
        assert_eq!(
            absolute(site, "git@example.org:docs.git").expect("an address"),
            "git@example.org:docs.git"
        );
        assert_eq!(
            absolute(site, "/srv/docs.git").expect("a path"),
            "/srv/docs.git"
        );
    }
}
