//! What can be typed behind `theme`.

use clap::{Args, Subcommand};

/// Options of `theme`.
#[derive(Args)]
pub struct Theme {
    /// What to do.
    #[command(subcommand)]
    pub command: ThemeCommand,
}

/// What can be done with a theme.
#[derive(Subcommand)]
pub enum ThemeCommand {
    /// Make themes/NAME: a template and a style to begin with, over the built-in theme
    #[command(after_help = "Example:\n  groundplan theme new harbor")]
    New {
        /// The name of the theme
        name: String,
    },
    /// Copy a file of the built-in theme into themes/NAME, to change it there
    #[command(after_help = "Examples:\n  \
        groundplan theme copy harbor templates/base.html\n  \
        groundplan theme copy harbor assets/site.js")]
    Copy {
        /// The name of the theme
        name: String,
        /// The file: templates/page.html, assets/site.js
        file: String,
    },
}
