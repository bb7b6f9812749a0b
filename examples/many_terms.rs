//! What a glossary costs: pages of a thousand words are marked with so many terms, and without any.
//!
//! ```text
//! cargo run --release --example many_terms -- 10000 500
//! ```

use std::fmt::Write;
use std::time::Instant;

use groundplan::load::glossary::Glossary;
use groundplan::path::SitePath;
use groundplan::render::terms;

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse().ok());
    let pages: usize = numbers.next().unwrap_or(10_000);
    let count: usize = numbers.next().unwrap_or(500);
    let page = page(count);
    println!("{pages} pages of {} bytes, {count} terms", page.len());
    for (name, text) in [("no term", String::new()), ("all terms", glossary(count))] {
        let file = SitePath::new("content/glossary.toml").unwrap_or_else(groundplan::config::file);
        let start = Instant::now();
        let glossary = Glossary::read(&file, &text);
        let read = start.elapsed();
        let start = Instant::now();
        let mut explained = 0;
        for _ in 0..pages {
            let marked = terms::mark(page.clone(), &glossary);
            explained += marked.matches("<dfn").count();
        }
        println!(
            "{name}: read in {:.2} ms, {} explained, {:.0} ms for all pages on one thread",
            read.as_secs_f64() * 1e3,
            explained,
            start.elapsed().as_secs_f64() * 1e3,
        );
    }
}

/// Terms of one word, of two words and in capitals.
fn glossary(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let name = match index % 3 {
            0 => format!("word{index}"),
            1 => format!("\"plain word{index}\""),
            _ => format!("T{index}"),
        };
        let _ = writeln!(text, "{name} = \"What it is\"");
    }
    text
}

/// A page of a thousand words, of which every fiftieth may be a term.
fn page(count: usize) -> String {
    let mut text = String::from("<html><main><h1>Page</h1>");
    for index in 0..1000 {
        let _ = match index {
            index if index % 100 == 0 => write!(text, "</p>\n<p><a href=\"x\">link</a> "),
            index if index % 50 == 0 => write!(text, "word{} ", index % count.max(1)),
            index => write!(text, "plain{index} "),
        };
    }
    text + "</main></html>"
}
