//! What a change did to a text, as lines that were taken away and lines that came.

use crate::source::position;

/// Texts that differ in more lines than these are not compared line by line.
const MOST: usize = 500;

/// The changed lines, each group below its place: `FILE:LINE`, then lines with `-` and `+`.
pub fn lines(file: &str, before: &str, after: &str) -> String {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take(rest).take_while(same).count();
    let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut out = String::new();
    let (mut line, mut open) = (head + 1, false);
    for step in steps(old, new) {
        if let Step::Same = step {
            (line, open) = (line + 1, false);
            continue;
        }
        if !open {
            out.push_str(&format!("{file}:{line}\n"));
            open = true;
        }
        match step {
            Step::Gone(text) => out.push_str(&format!("- {text}\n")),
            Step::Come(text) => {
                out.push_str(&format!("+ {text}\n"));
                line += 1;
            }
            Step::Same => {}
        }
    }
    out
}

/// The line of a byte of a text, counted from one.
pub fn line_of(text: &str, at: usize) -> usize {
    position(text, at).line
}

enum Step<'a> {
    Same,
    Gone(&'a str),
    Come(&'a str),
}

/// The fewest steps from one list of lines to the other: what they share longest stays.
fn steps<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    if old.len() > MOST || new.len() > MOST {
        steps.extend(old.iter().map(|line| Step::Gone(line)));
        steps.extend(new.iter().map(|line| Step::Come(line)));
        return steps;
    }
    // `shared[i][j]`: how many lines the rests from `i` and `j` have in common, in order.
    let mut shared = vec![vec![0usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            shared[i][j] = match old[i] == new[j] {
                true => shared[i + 1][j + 1] + 1,
                false => shared[i + 1][j].max(shared[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            steps.push(Step::Same);
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || shared[i + 1][j] >= shared[i][j + 1]) {
            steps.push(Step::Gone(old[i]));
            i += 1;
        } else {
            steps.push(Step::Come(new[j]));
            j += 1;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_changed_are_shown_with_their_place() {
        let before = "a\nb\nc\nd\n";
        assert_eq!(
            lines("f", before, "a\nB\nc\nd\ne\n"),
            "f:2\n- b\n+ B\nf:5\n+ e\n"
        );
        assert_eq!(lines("f", before, before), "");
        assert_eq!(lines("f", "", "a\n"), "f:1\n+ a\n");
    }
}
