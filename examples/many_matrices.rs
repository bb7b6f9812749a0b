//! What many matrices cost: a site of so many, each of a hundred tasks and most of them extending
//! another, is loaded, merged and checked, cold and after a save.
//!
//! ```text
//! cargo run --release --example many_matrices -- 500
//! ```

use std::fmt::Write;
use std::time::Instant;

use groundplan::inputs::Inputs;
use groundplan::pipeline::Compiler;

fn main() {
    let count = std::env::args().nth(1);
    let count: usize = count.and_then(|text| text.parse().ok()).unwrap_or(500);
    let mut inputs = Inputs::default();
    inputs.put_text("content/index.md", "# Tasks\n");
    for index in 0..count {
        let path = format!("content/responsibilities/matrix-{index}.toml");
        inputs.put_text(&path, &matrix(index, index));
    }
    let compiler = Compiler::lasting(None);
    let measure = |what: &str, inputs: &Inputs| {
        let start = Instant::now();
        let built = compiler.build(inputs);
        println!(
            "{what}: {:.0} ms, {} findings",
            start.elapsed().as_secs_f64() * 1e3,
            built.findings.len()
        );
    };
    measure("loaded, merged and checked", &inputs);
    inputs.put_text("content/index.md", "# Other tasks\n");
    measure("after a page was saved", &inputs);
    inputs.put_text("content/responsibilities/matrix-0.toml", &matrix(0, count));
    measure("after a matrix was saved", &inputs);
}

/// A hundred tasks in five phases. One matrix in ten stands alone, four extend one of those, and the
/// other half extends one of these, so that chains are three long.
fn matrix(index: usize, words: usize) -> String {
    let mut text = format!("title = \"Matrix {index}\"\n");
    match index % 10 {
        0 => {}
        1..=4 => {
            let _ = writeln!(text, "extends = \"matrix-{}\"", index - index % 10);
        }
        place => {
            let _ = writeln!(
                text,
                "extends = \"matrix-{}\"",
                index - place + 1 + place % 4
            );
        }
    }
    let answers = [
        "platform",
        "customer A, platform R",
        "platform, customer C",
        "csp",
    ];
    for phase in 0..5 {
        let _ = writeln!(text, "[\"Phase {phase}\"]");
        for row in 0..20 {
            let name = name(words * 100 + phase * 20 + row);
            let _ = writeln!(
                text,
                "\"Keep the {name} in order\" = \"{}\"",
                answers[row % 4]
            );
        }
    }
    text
}

/// A word for each number, none like another.
fn name(number: usize) -> String {
    let mut rest = number.wrapping_mul(2_654_435_761) % 4_294_967_296;
    let mut word = String::new();
    for _ in 0..9 {
        word.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest = rest / 5 + number;
    }
    word
}
