//! Which files a text seems to show as images, without reading its markdown.

use memchr::memmem;

use crate::path::SitePath;
use crate::source;

/// So many bytes are looked at behind an image's mark.
const MAX_IMAGE: usize = 1_000;

/// So many images of a page are looked at.
const MAX_IMAGES: usize = 2_000;

/// The paths behind `![…](`, as written in `file`. May hold some that no reader sees as images.
pub fn shown(file: &SitePath, text: &str) -> Vec<SitePath> {
    let of_mark = |at: usize| {
        let end = source::floor(text, at + MAX_IMAGE);
        let line = text[at..end].lines().next()?;
        let target = &line[line.find("](")? + 2..];
        let target = match target.strip_prefix('<') {
            Some(quoted) => quoted.split('>').next()?,
            None => target.split([')', ' ', '?', '#']).next()?,
        };
        let path = percent_encoding::percent_decode_str(target).decode_utf8_lossy();
        file.join(&path)
    };
    let marks = memmem::find_iter(text.as_bytes(), "![").take(MAX_IMAGES);
    marks.filter_map(of_mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_found_by_their_mark() {
        let file = SitePath::new("content/docs/page.md").unwrap();
        let text = "![a](x.png) ![b](<../y z.png>)\n![c](/w.svg \"title\") ![d] ![e](q%20r.png)";
        let mut found: Vec<String> = shown(&file, text).iter().map(ToString::to_string).collect();
        found.dedup();
        assert_eq!(
            found,
            [
                "content/docs/x.png",
                "content/y z.png",
                "content/w.svg",
                "content/docs/q r.png"
            ]
        );
    }

    #[test]
    fn nothing_but_marks_takes_no_time() {
        let file = SitePath::new("content/page.md").unwrap();
        assert!(shown(&file, &"![".repeat(2_000_000)).is_empty());
    }
}
