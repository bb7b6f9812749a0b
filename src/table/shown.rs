//! The parts of a file that its matrix says: a page shows the matrix instead of them.

use super::{Note, Section};
use crate::source::Span;

/// A table that was read, and the section that it stands in.
pub(super) type Read = (Span, usize);

/// The spans of what the matrix says. A heading is among them when nothing but that stands below
/// it; what a paragraph says beside the notes of tasks stays.
pub(super) fn shown(sections: &[Section], tables: &[Read], notes: &[(Note, bool)]) -> Vec<Span> {
    if tables.is_empty() {
        return Vec::new();
    }
    let mut shown: Vec<Span> = tables.iter().map(|(span, _)| *span).collect();
    let mut rest: Vec<usize> = sections.iter().map(|section| section.prose).collect();
    for (note, _) in notes {
        // Several notes may stand in one paragraph: it goes when all of them are said elsewhere.
        let beside = notes.iter().filter(|(other, _)| other.span == note.span);
        if beside.into_iter().all(|(_, used)| *used) {
            shown.push(note.span);
        } else if let Some(rest) = rest.get_mut(note.section) {
            *rest += 1;
        }
    }
    let mut has_table = vec![false; sections.len()];
    for (_, section) in tables {
        if let Some(has) = has_table.get_mut(*section) {
            *has = true;
        }
    }
    // From the last to the first, what stands below a heading is known before the heading.
    let mut stays = vec![false; sections.len()];
    let mut goes = vec![false; sections.len()];
    for at in (0..sections.len()).rev() {
        let Some(heading) = &sections[at].heading else {
            continue;
        };
        let level = |section: &Section| section.heading.as_ref().map_or(0, |one| one.level);
        let below =
            (at + 1..sections.len()).take_while(|below| level(&sections[*below]) > heading.level);
        let below: Vec<usize> = below.collect();
        stays[at] = rest[at] > 0 || below.iter().any(|below| stays[*below]);
        let has = has_table[at] || below.iter().any(|below| goes[*below]);
        // A heading above nothing at all is the author's, and the title is the page's.
        goes[at] = !stays[at] && has && heading.level > 1;
        stays[at] |= !has;
        if goes[at] {
            shown.push(heading.span);
        }
    }
    shown.sort_unstable();
    shown.dedup();
    shown
}

/// A text with these parts blanked: every other byte keeps its place.
pub fn without(text: &str, parts: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        let (start, end) = (part.start.max(at), part.end.min(text.len()));
        if start >= end {
            continue;
        }
        out.push_str(text.get(at..start).unwrap_or(""));
        for byte in text.get(start..end).unwrap_or("").bytes() {
            out.push(if matches!(byte, b'\n' | b'\r') {
                char::from(byte)
            } else {
                ' '
            });
        }
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Parties, Sheet, read};
    use super::without;

    fn page(text: &str) -> String {
        let mut parties = Parties::default();
        parties.add("customer", "Customer");
        let reading = read(Sheet::of_markdown(text), &parties, Options::default());
        let rest = without(text, &reading.shown);
        assert_eq!(rest.len(), text.len());
        let lines = rest
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    const TABLE: &str = "\n| Task | Customer |\n|---|---|\n| Patch* | R |\n\n";

    #[test]
    fn tables_their_notes_and_their_headings_are_the_matrix() {
        let text = format!("# Title\n\n## One\n\n### Two\n{TABLE}*Noted.\n\n## Three\n{TABLE}");
        assert_eq!(page(&text), "# Title");
    }

    #[test]
    fn text_stays_with_its_headings() {
        let text = format!(
            "# Title\n\nWords.\n\n## One\n\n### Two\n\nWhy.\n{TABLE}## Empty\n\n## Three\n{TABLE}"
        );
        assert_eq!(
            page(&text),
            "# Title\nWords.\n## One\n### Two\nWhy.\n## Empty"
        );
    }

    #[test]
    fn other_tables_and_notes_of_no_task_stay() {
        let legend = "| Letter | Meaning |\n|---|---|\n| R | does it |";
        let text = format!("## One\n\n{legend}\n\n## Two\n{TABLE}**Nobody's.\n");
        assert_eq!(
            page(&text),
            format!("## One\n{legend}\n## Two\n**Nobody's.")
        );
    }

    #[test]
    fn a_page_without_a_matrix_is_whole() {
        let text = "## One\n\n| A | B |\n|---|---|\n| c | d |\n";
        assert_eq!(page(text), text.replace("\n\n", "\n").trim_end());
    }
}
