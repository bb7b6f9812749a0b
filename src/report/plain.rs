//! A paper as the text of a terminal.

use std::fmt::Write;

use crate::diagnostic::frame::Style;
use crate::diagnostic::visible;

use super::paper::{Block, Paper, Piece, Section, Text};

/// The widest a cell becomes before its words go over several lines.
const CELL: usize = 46;

/// A paper as text, with a line end after each line.
pub fn text(paper: &Paper, style: Style) -> String {
    let mut out = String::new();
    let width = style.width.clamp(40, 400);
    let title = painted(&paper.title, "1", style.color);
    let _ = writeln!(out, "{title}");
    if !paper.subtitle.is_empty() {
        let subtitle = painted(&paper.subtitle, "2", style.color);
        let _ = writeln!(out, "{subtitle}");
    }
    for section in &paper.sections {
        out.push('\n');
        write_section(section, width, style.color, &mut out);
    }
    out
}

fn write_section(section: &Section, width: usize, color: bool, out: &mut String) {
    let title = visible::text(&section.title).to_uppercase();
    let _ = writeln!(out, "{}", painted(&title, "1", color));
    for block in &section.blocks {
        match block {
            Block::Line(text) => lines(text, "  ", "  ", width, color, out),
            Block::Head(text) => {
                out.push('\n');
                lines(text, "  ", "  ", width, color, out);
            }
            Block::List(items) => {
                for item in items {
                    lines(item, "  - ", "    ", width, color, out);
                }
            }
            Block::Steps(items) => {
                for (index, item) in items.iter().enumerate() {
                    let number = format!("{:>3}. ", index + 1);
                    lines(item, &number, "     ", width, color, out);
                }
            }
            Block::Quote(text, by) => {
                let text = vec![
                    Piece::Plain(format!("\"{text}\"")),
                    Piece::Dim(format!("  {by}")),
                ];
                lines(&text, "  | ", "  | ", width, color, out);
            }
            Block::Table(columns, rows) => table(columns, rows, color, out),
        }
    }
}

/// A text, broken between words.
fn lines(text: &Text, first: &str, next: &str, width: usize, color: bool, out: &mut String) {
    for (index, line) in broken(text, width - first.len()).iter().enumerate() {
        out.push_str(if index == 0 { first } else { next });
        out.push_str(&drawn(line, color));
        out.push('\n');
    }
}

/// The lines of a text, none longer than `room` where its words allow that. A word may be of several
/// pieces: a comma stays with what it follows.
fn broken(text: &Text, room: usize) -> Vec<Text> {
    let mut lines: Vec<Text> = vec![Vec::new()];
    let mut used = 0;
    // The word that is being read, how many spaces stand before it and in the manner of which piece.
    let mut word: Vec<(&Piece, String)> = Vec::new();
    let mut spaces = 0;
    let mut put = |word: &mut Vec<(&Piece, String)>, spaces: usize| {
        let length: usize = word.iter().map(|(_, part)| part.chars().count()).sum();
        let is_next = used > 0 && used + spaces + length > room;
        if is_next {
            lines.push(Vec::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { return };
        if used > 0
            && let Some((piece, _)) = word.first()
        {
            push(line, piece, &" ".repeat(spaces));
            used += spaces;
        }
        used += length;
        for (piece, part) in word.drain(..) {
            push(line, piece, &part);
        }
    };
    for piece in text {
        for letter in words_of(piece).chars() {
            if letter == ' ' {
                if !word.is_empty() {
                    put(&mut word, spaces);
                    spaces = 0;
                }
                spaces += 1;
                continue;
            }
            match word.last_mut() {
                Some((last, part)) if std::ptr::eq(*last, piece) => part.push(letter),
                _ => word.push((piece, letter.to_string())),
            }
        }
    }
    if !word.is_empty() {
        put(&mut word, spaces);
    }
    lines
}

/// Adds words in the manner of a piece, to the last piece where that has the same.
fn push(line: &mut Text, like: &Piece, word: &str) {
    let made = |text: String| match like {
        Piece::Plain(_) | Piece::Link(_) => Piece::Plain(text),
        Piece::Strong(_) => Piece::Strong(text),
        Piece::Dim(_) => Piece::Dim(text),
        Piece::Bad(_) => Piece::Bad(text),
        Piece::Good(_) => Piece::Good(text),
    };
    let piece = made(word.to_owned());
    match (line.last_mut(), &piece) {
        (Some(Piece::Plain(last)), Piece::Plain(text))
        | (Some(Piece::Strong(last)), Piece::Strong(text))
        | (Some(Piece::Dim(last)), Piece::Dim(text))
        | (Some(Piece::Bad(last)), Piece::Bad(text))
        | (Some(Piece::Good(last)), Piece::Good(text)) => last.push_str(text),
        _ => line.push(piece),
    }
}

/// The words of a piece; nothing of a site reaches a terminal as it is.
fn words_of(piece: &Piece) -> String {
    match piece {
        Piece::Plain(text)
        | Piece::Strong(text)
        | Piece::Dim(text)
        | Piece::Bad(text)
        | Piece::Good(text) => visible::text(text).into_owned(),
        Piece::Link(target) => visible::text(&target.title).into_owned(),
    }
}

fn drawn(text: &Text, color: bool) -> String {
    let draw = |piece: &Piece| {
        let words = words_of(piece);
        match piece {
            Piece::Plain(_) | Piece::Link(_) => words,
            Piece::Strong(_) => painted(&words, "1", color),
            Piece::Dim(_) => painted(&words, "2", color),
            Piece::Bad(_) => painted(&words, "33", color),
            Piece::Good(_) => painted(&words, "32", color),
        }
    };
    text.iter().map(draw).collect()
}

fn painted(text: &str, how: &str, color: bool) -> String {
    match color && !text.is_empty() {
        true => format!("\u{1b}[{how}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}

fn table(columns: &[&str], rows: &[Vec<Text>], color: bool, out: &mut String) {
    let length = |text: &Text| {
        let words = text.iter().map(|piece| words_of(piece).chars().count());
        words.sum::<usize>()
    };
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let cells = rows.iter().filter_map(|row| row.get(at)).map(&length);
            cells.max().unwrap_or(0).min(CELL).max(head.chars().count())
        })
        .collect();
    let heads: Vec<Text> = columns
        .iter()
        .map(|head| vec![Piece::Dim((*head).to_owned())])
        .collect();
    let is_named = columns.iter().any(|head| !head.is_empty());
    for row in is_named.then_some(&heads).into_iter().chain(rows) {
        let cells: Vec<Vec<Text>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| broken(cell, *width))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let mut text = String::from("  ");
            for (cell, width) in cells.iter().zip(&widths) {
                let empty = Vec::new();
                let part = cell.get(line).unwrap_or(&empty);
                text.push_str(&drawn(part, color));
                let free = width.saturating_sub(length(part)) + 2;
                text.extend(std::iter::repeat_n(' ', free));
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paper::{dim, plain, strong};
    use super::*;

    const NARROW: Style = Style {
        color: false,
        width: 40,
    };

    fn paper(blocks: Vec<Block>) -> String {
        let mut section = Section::new("x", "Part");
        section.blocks = blocks;
        let paper = Paper {
            title: "Title".into(),
            subtitle: String::new(),
            sections: vec![section],
        };
        text(&paper, NARROW)
    }

    #[test]
    fn long_lines_are_broken_between_words_and_pieces_keep_their_place() {
        let words = vec![
            plain("one two three four "),
            strong("five six"),
            plain(", "),
            strong("seven"),
            plain(", eight nine"),
        ];
        let drawn = paper(vec![Block::List(vec![words])]);
        assert_eq!(
            drawn,
            "Title\n\nPART\n  - one two three four five six, seven,\n    eight nine\n"
        );
    }

    #[test]
    fn columns_stand_below_each_other() {
        let row = |a: &str, b: &str| vec![vec![plain(a)], vec![dim(b)]];
        let rows = vec![row("a", "first"), row("longer", "second")];
        let drawn = paper(vec![Block::Table(vec!["", "Which"], rows)]);
        assert!(
            drawn.ends_with("          Which\n  a       first\n  longer  second\n"),
            "{drawn}"
        );
    }

    #[test]
    fn nothing_of_a_site_reaches_the_terminal_as_it_is() {
        let drawn = paper(vec![Block::Line(vec![plain("a\u{1b}[2Jb\u{202e}c")])]);
        assert!(!drawn.contains('\u{1b}'), "{drawn:?}");
        assert!(!drawn.contains('\u{202e}'), "{drawn:?}");
    }
}
