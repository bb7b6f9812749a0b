use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Code;

fn page() -> SitePath {
    SitePath::new("content/docs/p.md").unwrap()
}

fn draw(finding: &Diagnostic, text: &str) -> String {
    let text: Arc<str> = text.into();
    let style = Style {
        color: false,
        width: 80,
    };
    render(finding, &|_| Some(text.clone()), style)
}

fn dead(span: Span) -> Diagnostic {
    Diagnostic::at(Code::LinkDead, &page(), span, "there is no page `a.md`").label("leads nowhere")
}

#[test]
fn a_frame_has_sentence_place_line_label_help_and_where_to_read_more() {
    let finding = dead(Span::new(15, 19))
        .help("write the page")
        .help("or remove the link");
    let drawn = draw(&finding, "one\n\nSee [this](a.md).\n");
    assert_eq!(
        drawn,
        "\
warning[link/dead]: there is no page `a.md`
 --> content/docs/p.md:3:11
  |
3 | See [this](a.md).
  |           ^^^^ leads nowhere
  |
  = help: write the page
  = help: or remove the link
  = more: groundplan explain link/dead"
    );
}

#[test]
fn a_replacement_is_shown_as_a_changed_line() {
    let finding = dead(Span::new(7, 11))
        .help("did you mean `b.md`?")
        .replacement("b.md");
    let drawn = draw(&finding, "[this](a.md).\n");
    assert!(drawn.contains("help: did you mean `b.md`?"));
    assert!(drawn.contains("1 - [this](a.md).\n1 + [this](b.md)."));
    assert!(drawn.ends_with("= more: groundplan explain link/dead"));
}

#[test]
fn places_near_each_other_share_an_excerpt_and_others_have_their_own() {
    let text = "alpha = 1\nbeta = 2\nalpha = 3\n".to_owned() + &"x\n".repeat(20) + "alpha = 5";
    let far = text.len() - 9;
    let finding = Diagnostic::at(
        Code::PageUnknownKey,
        &page(),
        Span::new(19, 24),
        "said twice",
    )
    .label("again")
    .related(&page(), Span::new(0, 5), "first")
    .related(&page(), Span::new(far, far + 5), "and here")
    .related(&page(), Span::new(9999, 10_000), "was there once");
    assert_eq!(
        draw(&finding, &text),
        "\
error[page/unknown-key]: said twice
  --> content/docs/p.md:3:1
   |
 1 | alpha = 1
   | ----- first
 2 | beta = 2
 3 | alpha = 3
   | ^^^^^ again
   |
  ::: content/docs/p.md:24:1
   |
24 | alpha = 5
   | ----- and here
  ::: content/docs/p.md
   = note: was there once
   = more: groundplan explain page/unknown-key"
    );
}

#[test]
fn a_finding_about_a_whole_file_names_it() {
    let finding = Diagnostic::about(Code::FileUnreadable, &page(), "may not be read");
    assert_eq!(
        draw(&finding, "x"),
        "\
error[file/unreadable]: may not be read
--> content/docs/p.md
 = more: groundplan explain file/unreadable"
    );
}

#[test]
fn the_end_of_a_file_and_an_empty_file_have_places_too() {
    let drawn = draw(&dead(Span::new(7, 7)), "one\nend");
    assert!(drawn.contains("p.md:2:4\n"), "{drawn}");
    assert!(
        drawn.contains("2 | end\n  |    ^ leads nowhere\n"),
        "{drawn}"
    );
    let drawn = draw(&dead(Span::new(0, 0)), "");
    assert!(drawn.contains("1 |\n  | ^ leads nowhere\n"), "{drawn}");
    let drawn = draw(&dead(Span::new(4, 4)), "one\n");
    assert!(drawn.contains("p.md:2:1\n"), "{drawn}");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = "word ".repeat(400_000);
    let finding = dead(Span::new(1_000_000, 1_000_004)).replacement("house");
    let drawn = draw(&finding, &text);
    assert!(drawn.contains("p.md:1:1000001\n"));
    assert!(drawn.contains("^^^^ leads nowhere"));
    assert!(drawn.contains("word house word"));
    assert!(
        drawn.lines().all(|line| line.chars().count() <= 80),
        "{drawn}"
    );

    let whole = draw(&dead(Span::new(0, text.len())), &text);
    assert!(whole.len() < 1000, "a place wider than the line is cut too");
}

#[test]
fn the_caret_stands_below_its_word_after_tabs_wide_and_hidden_characters() {
    for before in ["", "\t", "文字", "\u{1b}[31m", "ab\u{202e}"] {
        let text = format!("{before}word\r\nnext");
        let place = Span::new(before.len(), before.len() + 4);
        let drawn = draw(&dead(place), &text);
        let line = |start| drawn.lines().find(|line| line.starts_with(start)).unwrap();
        let column = |line: &str, what| {
            let index = line.find(what).unwrap();
            unicode_width::UnicodeWidthStr::width(&line[..index])
        };
        let carets = drawn.lines().find(|line| line.contains("^^^^")).unwrap();
        assert_eq!(
            column(line("1 |"), "word"),
            column(carets, "^^^^"),
            "{drawn}"
        );
    }
}

#[test]
fn nothing_of_the_input_reaches_the_terminal_as_it_is() {
    let evil = "\u{1b}[2J\u{7}\u{8}\u{9b}31m\u{202e}\u{2066}\r\n\u{85}\u{2028}\u{feff}";
    let file = SitePath::new(&format!("content/{evil}.md")).unwrap();
    let finding = Diagnostic::at(Code::LinkDead, &file, Span::new(0, 30), evil)
        .label(evil)
        .help(evil)
        .help(evil)
        .related(&file, Span::new(2, 5), evil)
        .replacement(evil);
    let text: Arc<str> = evil.into();
    let drawn = render(&finding, &|_| Some(text.clone()), Style::default());
    let raw = |letter| letter != '\n' && visible::is_hidden(letter);
    assert!(!drawn.contains(raw), "{drawn:?}");
    assert!(drawn.contains("content/␛[2J␇␈<U+009B>31m<U+202E>"));

    let style = Style {
        color: true,
        width: 80,
    };
    let colored = render(&finding, &|_| Some(text.clone()), style);
    assert!(colored.contains("\u{1b}["), "colours are ours");
    assert!(!colored.contains("\u{1b}[2J"));
    assert!(!colored.lines().any(is_stray));
}

#[test]
fn the_summary_counts() {
    assert_eq!(summary(0, 0), "nothing to mend");
    assert_eq!(summary(1, 0), "1 error");
    assert_eq!(summary(2, 1), "2 errors, 1 warning");
    assert_eq!(summary(0, 12), "12 warnings");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Places come from files as they were read, and files change: no place may be trusted.
    #[test]
    fn any_place_of_any_text_can_be_drawn(
        text in "([a-z\t\r\n \u{1b}\u{202e}\u{301}äß文\u{1f469}\u{200d}]|\r\n|.){0,200}",
        start in 0usize..260,
        length in 0usize..260,
        other in 0usize..260,
        replacement in proptest::option::of("[a-z\t\r\n\u{7}文]{0,20}"),
        width in 0usize..200,
        color: bool,
    ) {
        let mut finding = dead(Span::new(start, start + length))
            .related(&page(), Span::new(other, other / 2), "here")
            .related(&page(), Span::new(length, length), "")
            .help("mend it");
        finding.replacement = replacement;
        let text: Arc<str> = text.into();
        let drawn = render(&finding, &|_| Some(text.clone()), Style { color, width });
        let ours = |letter| letter == '\n' || (color && letter == '\u{1b}');
        prop_assert!(!drawn.contains(|letter| {
            // Joiners inside words are let through.
            !ours(letter) && letter != '\u{200d}' && visible::is_hidden(letter)
        }), "{:?}", drawn);
        prop_assert!(drawn.contains("groundplan explain link/dead"));
    }
}
