//! New themes: an overlay folder to begin with, and copies of built-in files to change.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

use super::based;

/// The template that a new theme begins with: it changes one block and keeps the rest.
const TEMPLATE: &str = r#"{% extends "default/page.html" %}
{% block after %}
{{ super() }}
{# What stands here is at the end of every page with a text. #}
{% endblock %}
"#;

/// The rules that a new theme begins with.
const STYLE: &str = "/* These rules come behind those of the built-in theme, and win. Its tokens are custom properties: */
:root {
  --radius: .5rem;
  --measure: 46rem;
}
";

/// Makes the theme `name` below `root`, the folder of a site. Returns the files, in order.
///
/// # Errors
///
/// A name that is no folder's name, and a theme that is there already, are refused: nothing is then
/// written.
pub fn scaffold(root: &Path, name: &str) -> Result<Vec<PathBuf>> {
    check_name(name)?;
    let folder = root.join("themes").join(name);
    if folder.symlink_metadata().is_ok() {
        return Err(Error::Refused {
            message: format!("{} is there already; nothing was written", folder.display()),
            help: "choose another name, or change the theme that is there".into(),
        });
    }
    let files = [
        ("README.md", readme(name)),
        ("assets/own.css", STYLE.to_owned()),
        ("templates/page.html", TEMPLATE.to_owned()),
    ];
    let mut written = Vec::new();
    for (path, text) in files {
        written.push(write_new(&folder.join(path), &text)?);
    }
    Ok(written)
}

/// Copies a built-in file, `templates/page.html` or `assets/site.js`, into the theme `name`, with a
/// first line that says what it is based on. Returns the file.
///
/// # Errors
///
/// A file that the built-in theme does not have, and one that the theme has already.
pub fn copy(root: &Path, name: &str, file: &str) -> Result<PathBuf> {
    check_name(name)?;
    let Some(original) = super::embedded::embedded_file(file) else {
        return Err(Error::Refused {
            message: format!("the built-in theme has no text file {file}"),
            help: format!("it has {}", super::embedded::embedded_names().join(", ")),
        });
    };
    let line = based::line(file, original).unwrap_or_default();
    let target = root.join("themes").join(name).join(file);
    write_new(&target, &format!("{line}{original}"))
}

fn check_name(name: &str) -> Result<()> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if !name.is_empty() && name.chars().all(plain) && name != "default" {
        return Ok(());
    }
    Err(Error::Refused {
        message: format!("`{name}` cannot be the name of a theme of yours"),
        help: "use letters, digits and hyphens; `default` is the built-in theme".into(),
    })
}

/// Writes a file that is not there yet, with the folders it needs.
fn write_new(target: &Path, text: &str) -> Result<PathBuf> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).map_err(Error::io("create the folder", parent))?;
    }
    let mut file = match fs::File::create_new(target) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Error::Refused {
                message: format!("{} is there already; nothing was written", target.display()),
                help: "delete it first if you want the built-in one again".into(),
            });
        }
        Err(error) => return Err(Error::io("write", target)(error)),
    };
    file.write_all(text.as_bytes())
        .map_err(Error::io("write", target))?;
    Ok(target.to_path_buf())
}

fn readme(name: &str) -> String {
    format!(
        "# The theme {name}

It lies over the built-in theme: a file of the same name takes the place of the built-in one,
everything else stays. It is used by a site with `theme = \"{name}\"` in groundplan.toml.

- `assets/own.css`: rules that are put behind the built-in style sheet. `url(NAME)` of another file in
  `assets/` is replaced by its published address.
- `templates/page.html`: changes one block of the built-in template of pages. The name with `default/`
  before it always means the built-in one.

To change a whole built-in file, copy it with `groundplan theme copy {name} templates/base.html`. The
first line of the copy names the original and its digest; when the original changes in a later
Groundplan, the finding `theme/outdated` says so.
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_theme_has_a_template_rules_and_a_readme() {
        let root = tempfile::tempdir().expect("a folder");
        let files = scaffold(root.path(), "harbor").expect("a theme");
        assert_eq!(files.len(), 3);
        assert!(root.path().join("themes/harbor/assets/own.css").is_file());
        assert!(scaffold(root.path(), "harbor").is_err());
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        let root = tempfile::tempdir().expect("a folder");
        for name in ["", "..", "a/b", "default", "a b"] {
            assert!(scaffold(root.path(), name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_copy_says_what_it_is_based_on() {
        let root = tempfile::tempdir().expect("a folder");
        for file in ["templates/page.html", "assets/site.js", "assets/style.css"] {
            let path = copy(root.path(), "harbor", file).expect("a copy");
            let text = fs::read_to_string(path).expect("its text");
            assert!(based::read(&text).is_some(), "{file}");
        }
        assert!(copy(root.path(), "harbor", "templates/none.html").is_err());
        assert!(copy(root.path(), "harbor", "templates/page.html").is_err());
    }
}
