//! What can be typed.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::date::{Date, habit};
use crate::publish::limits::Host;
use crate::serve::Editor;

mod bundles;
mod new;
mod papers;
mod parse;
mod publish;
mod roadmap;
mod states;
mod theme;

pub use bundles::{Assemble, Bundle};
pub use new::NewOptions;
pub use papers::{BriefOptions, ReportOptions};
pub use publish::{Publish, Versions, VersionsCommand};
pub use roadmap::{Changes, ImportItems, Roadmap, RoadmapCommand};
pub use states::{Diff, Move, Snapshot};
pub use theme::{Theme, ThemeCommand};

/// Turns markdown and typed service descriptions into the site of a software platform.
#[derive(Parser)]
#[command(
    name = "groundplan",
    version,
    about,
    after_help = "Examples:\n  \
        groundplan init platform          a small complete site to begin with\n  \
        groundplan serve --open           the site in a browser, as you write it\n  \
        groundplan build                  the site in this folder, into public/\n  \
        groundplan check --strict         what is wrong with it, warnings count\n  \
        groundplan explain link/dead      what a finding means and how to mend it"
)]
pub struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Clone)]
pub struct Global {
    /// The folder of the site
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The day that counts as today, instead of the clock
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_date)]
    pub today: Option<Date>,
    /// How findings are printed
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
    /// Whether messages have colours
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: Color,
    /// Print findings only
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Where is kept what helps the next run [default: .groundplan in the site]
    #[arg(long, global = true, value_name = "DIR", env = "GROUNDPLAN_CACHE")]
    pub cache_dir: Option<PathBuf>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the line and what to do
    #[default]
    Human,
    /// For programs, one JSON object a line
    Json,
    /// For GitHub Actions: shown at the line of a pull request
    Github,
    /// For release notes and comments; only what changed has this form
    Markdown,
}

/// Which warnings make a command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Strict {
    /// All but those that come with time alone
    Warnings,
    /// All
    Clock,
}

/// Whether messages have colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that wants them
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Make a small complete site to begin with
    #[command(
        after_help = "Example:\n  groundplan init platform && cd platform && groundplan serve --open"
    )]
    Init(Init),
    /// Begin a service, a page, news, an event, a survey or a term, with its keys explained
    #[command(after_help = "Examples:\n  \
        groundplan new service \"Managed PostgreSQL\"\n  \
        groundplan new page \"Restore a database\" --in guides\n  \
        groundplan new term RTO \"Recovery time objective\"\n\n\
        Elsewhere:\n  \
        items of the roadmap      groundplan roadmap new \"Restore a database yourself\"\n  \
        who does what             content/responsibilities/SERVICE.toml, or groundplan import matrix FILE\n  \
        personas, teams, parties  content/platform.toml\n  \
        interviews, communities   content/interviews/NAME.toml, content/communities.toml")]
    New(NewOptions),
    /// Build the site into a folder that any web server can serve
    #[command(after_help = "Examples:\n  \
        groundplan build --base-url https://platform.example.org/\n  \
        groundplan build --ref v1.2 --output /srv/docs/1.2\n  \
        groundplan build --all   every version, and what is there once\n  \
        groundplan build --strict --format github")]
    Build(Build),
    /// Show the site in a browser, and every change as soon as it is saved
    #[command(after_help = "Examples:\n  \
        groundplan serve --open\n  \
        groundplan serve --port 8080 --drafts\n  \
        groundplan serve --host 0.0.0.0 --allowed-host docs.local")]
    Serve(Serve),
    /// Publish the site where readers are: nothing of what is there is lost on the way
    #[command(after_help = "Examples:\n  \
        groundplan publish dir:/srv/docs\n  \
        groundplan publish s3://docs-bucket/platform --dry-run\n  \
        groundplan publish production --version 2.1 --alias lts\n\n\
        Exit codes: 0 done, 1 errors in the content or the machine, 2 wrong usage, 3 others changed the target,\n\
        4 older than what is published, 5 too large for the target, 6 the target is damaged")]
    Publish(Publish),
    /// Make a version, or what stands once, as one file: one job each, then `assemble`
    #[command(after_help = "Examples:\n  \
        groundplan bundle --version 2.1\n  \
        groundplan bundle --evergreen --output dist\n  \
        groundplan bundle --all   every version, and what stands once")]
    Bundle(Bundle),
    /// Put bundles together to a site, for hosts that replace all they have
    #[command(after_help = "Examples:\n  \
        groundplan assemble bundles --output public --host gitlab-pages\n  \
        groundplan assemble version-2.0.tar.gz version-2.1.tar.gz evergreen.tar.gz\n\n\
        Exit codes: 0 done, 1 the bundles do not fit together or the machine refused, 2 wrong usage,\n\
        5 too large for the host, 6 a bundle is damaged")]
    Assemble(Assemble),
    /// See and change which versions are published
    #[command(after_help = "Examples:\n  \
        groundplan versions list production\n  \
        groundplan versions alias production lts 2.0\n  \
        groundplan versions rollback production\n  \
        groundplan versions verify dir:/srv/docs")]
    Versions(Versions),
    /// Say what is wrong with the site, and write nothing
    #[command(
        after_help = "Examples:\n  groundplan check\n  groundplan check --strict --format json\n  \
        groundplan check --strict=clock   what only time has made wrong counts too"
    )]
    Check(Check),
    /// Say what the owner of the platform should know and do today
    #[command(after_help = "Examples:\n  \
        groundplan report\n  \
        groundplan report --output report.html   a page to print or to send\n  \
        groundplan report --format json          for programs")]
    Report(ReportOptions),
    /// Put one page together for a refinement: a service or a roadmap item as its users see it
    #[command(after_help = "Examples:\n  \
        groundplan brief postgres\n  \
        groundplan brief pg-self-restore --output brief.html   a page to print")]
    Brief(BriefOptions),
    /// Add, move, ship, drop or pause items of the roadmap, and see what changed
    #[command(after_help = "Examples:\n  \
        groundplan roadmap new \"Restore a database yourself\" --when 2027-Q1\n  \
        groundplan roadmap move pg-14 2027-Q1 --because \"The old cluster must go first.\"")]
    Roadmap(Roadmap),
    /// Say what changed between two states: first what is now the reader's to do
    #[command(after_help = "Examples:\n  \
        groundplan diff 2.0 2.1\n  \
        groundplan diff origin/main --fail-on moved-to-you --format github\n  \
        groundplan diff v2.0 v2.1 --format markdown   release notes to begin with\n  \
        groundplan diff ../platform-2025 . --format json")]
    Diff(Diff),
    /// Give a page another place, and mend everything that leads to it
    #[command(after_help = "Examples:\n  \
        groundplan move guides/restore databases/restore\n  \
        groundplan move content/guides/databases databases   a section moves with all that is in it\n  \
        groundplan move guides/restore databases/ --dry-run  show what would change")]
    Move(Move),
    /// Print what `diff` has to know of a state, as JSON
    #[command(after_help = "Example:\n  groundplan snapshot --ref v2.0 --output snapshot-2.0.json")]
    Snapshot(Snapshot),
    /// Bring in what exists already
    #[command(subcommand)]
    Import(Import),
    /// Make a theme of your own, or copy a file of the built-in one into it
    #[command(
        after_help = "Examples:\n  groundplan theme new harbor\n  groundplan theme copy harbor templates/page.html"
    )]
    Theme(Theme),
    /// Say what a finding means, with an example of what is wrong and what is right
    #[command(after_help = "Example:\n  groundplan explain link/dead")]
    Explain(Explain),
}

/// Options of `init`.
#[derive(Args)]
pub struct Init {
    /// The folder to make
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Options of `build`.
#[derive(Args)]
pub struct Build {
    /// The folder to write to [default: public in the site]
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Where the site will stand, instead of base_url in groundplan.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Build this git tag, branch or commit instead of the files as they are
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Build every version that `[versions]` of groundplan.toml means, those that are there left out
    #[arg(long, conflicts_with_all = ["reference", "version"])]
    pub all: bool,
    /// The name of the version that is built
    #[arg(long, value_name = "NAME")]
    pub version: Option<String>,
    /// Build drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Fail on warnings too; with `=clock` also on those that come with time alone
    #[arg(long, value_enum, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "warnings", hide_possible_values = true)]
    pub strict: Option<Strict>,
    /// Say how long each step took
    #[arg(long)]
    pub timings: bool,
}

/// Options of `serve`.
#[derive(Args)]
pub struct Serve {
    /// The port to listen at, 0 for any [default: 4400, or the next free one]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// The address to listen at; others can see the preview when it is not one of this machine alone
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// A name that browsers know this machine by, other than localhost; may be repeated
    #[arg(long, value_name = "NAME")]
    pub allowed_host: Vec<String>,
    /// Open the preview in a browser
    #[arg(long)]
    pub open: bool,
    /// Show drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Show this git tag, branch or commit instead of the files as they are
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Look at the files again and again, where the system does not tell of changes
    #[arg(long)]
    pub poll: bool,
    /// The editor that links of findings open: vscode, vscodium, cursor, zed, idea, sublime, none,
    /// or an address with {file}, {line} and {column}
    #[arg(long, value_name = "EDITOR", default_value = "vscode", env = "GROUNDPLAN_EDITOR", value_parser = Editor::parse)]
    pub editor: Editor,
}

/// Options of `check`.
#[derive(Args)]
pub struct Check {
    /// Check this git tag, branch or commit instead of the files as they are
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Check drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Fail on warnings too; with `=clock` also on those that come with time alone
    #[arg(long, value_enum, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "warnings", hide_possible_values = true)]
    pub strict: Option<Strict>,
}

/// What can be brought in.
#[derive(Subcommand)]
pub enum Import {
    /// Turn the tables of a markdown or CSV file into a matrix, and list all that had to be guessed
    #[command(after_help = "Examples:\n  \
        groundplan import matrix raci.md > content/responsibilities/postgres.toml\n  \
        groundplan import matrix raci.csv --party \"Client=customer\" --party \"Ops=platform\"\n  \
        groundplan import matrix shared.md --grid --output content/responsibilities/base.toml")]
    Matrix(ImportMatrix),
}

/// Options of `import matrix`.
#[derive(Args)]
pub struct ImportMatrix {
    /// The file: .md or .csv
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Read tables whose cells name who does it, too
    #[arg(long)]
    pub grid: bool,
    /// Who a name in the tables is; may be repeated
    #[arg(long, value_name = "NAME=ID")]
    pub party: Vec<String>,
    /// The file to write, instead of printing
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Options of `explain`.
#[derive(Args)]
pub struct Explain {
    /// The finding, as its message names it: link/dead. Without it, all are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

impl Build {
    /// A build of versions as another command means it.
    pub fn of_versions(all: bool, version: Option<String>, reference: Option<String>) -> Self {
        Self {
            output: None,
            base_url: None,
            reference,
            all,
            version,
            drafts: false,
            strict: None,
            timings: false,
        }
    }
}

fn parse_host(name: &str) -> Result<Host, String> {
    Host::named(name)
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| match habit::readings(text)[..] {
        [day] => format!("write year, month and day: {day}"),
        _ => "write year, month and day: 2026-10-02".to_owned(),
    })
}
