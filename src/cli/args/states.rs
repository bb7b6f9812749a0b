//! What can be typed behind `diff`, `snapshot` and `move`.

use std::path::PathBuf;

use clap::Args;

/// Options of `diff`.
#[derive(Args)]
pub struct Diff {
    /// The state before: a version, a git tag, branch or commit, the folder of a site, or a snapshot
    #[arg(value_name = "BEFORE")]
    pub before: String,
    /// The state after [default: the files as they are]
    #[arg(value_name = "AFTER")]
    pub after: Option<String>,
    /// Exit with 1 when there is a change of this kind: moved-to-you, new-duty, dropped-duty,
    /// moved-to-PARTY, split, merged, role, state, new-task, dropped-task, wording, service-removed,
    /// lifecycle, fact-changed, page-removed, lost-anchor; may be repeated
    #[arg(long, value_name = "KIND", value_parser = parse_kind)]
    pub fail_on: Vec<String>,
}

/// Options of `move`.
#[derive(Args)]
pub struct Move {
    /// The page: its file, its id or its address
    #[arg(value_name = "PAGE")]
    pub page: String,
    /// Where it goes, below content/; with `/` at its end, into that folder
    #[arg(value_name = "NEWPATH")]
    pub to: String,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Options of `snapshot`.
#[derive(Args)]
pub struct Snapshot {
    /// The state of this git tag, branch or commit instead of the files as they are
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// The file to write, instead of printing
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn parse_kind(text: &str) -> Result<String, String> {
    const KINDS: [&str; 22] = [
        "moved-to-you",
        "new-duty",
        "dropped-duty",
        "split",
        "merged",
        "role",
        "state",
        "new-task",
        "dropped-task",
        "wording",
        "service-added",
        "service-removed",
        "service-renamed",
        "lifecycle",
        "fact-changed",
        "fact-added",
        "fact-removed",
        "page-added",
        "page-moved",
        "page-removed",
        "page-changed",
        "lost-anchor",
    ];
    match KINDS.contains(&text)
        || text
            .strip_prefix("moved-to-")
            .is_some_and(|id| !id.is_empty())
    {
        true => Ok(text.to_owned()),
        false => Err(format!("use {} or moved-to-PARTY", KINDS.join(", "))),
    }
}
