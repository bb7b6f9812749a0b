//! What highlighting costs: the CPU time of each code block in the markdown below some folders, cold
//! and warm, and of blocks that are remembered.
//!
//! ```text
//! cargo run --release --example highlight_cost -- FOLDER...
//! ```

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

use groundplan::markdown::CodeBlock;
use groundplan::markdown::highlight::{self, BlockCache};

fn main() {
    let mut blocks = Vec::new();
    for folder in std::env::args().skip(1) {
        collect(Path::new(&folder), &mut blocks);
    }
    blocks.retain(|block| highlight::knows(&block.language));
    if blocks.is_empty() {
        println!("name folders with markdown that has code blocks");
        return;
    }
    let bytes: usize = blocks.iter().map(|block| block.code.len()).sum();
    println!("{} blocks, {} bytes of code", blocks.len(), bytes);

    let mut languages: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for round in ["the first time", "again", "again", "again", "again"] {
        languages.clear();
        let start = cpu();
        for block in &blocks {
            let began = Instant::now();
            let _ = highlight::tokens(&block.language, &block.code);
            let language = languages.entry(&block.language).or_default();
            language.0 += began.elapsed().as_secs_f64() * 1e6;
            language.1 += 1;
        }
        report(&format!("found {round}"), start, blocks.len());
    }

    let folder = std::env::temp_dir().join(format!("groundplan-cost-{}", std::process::id()));
    let cache = BlockCache::load(&folder);
    let all = |cache: &BlockCache| -> Vec<_> {
        let tokens = |block: &CodeBlock| cache.tokens(&block.language, &block.code);
        blocks.iter().map(tokens).collect()
    };
    all(&cache);
    let start = cpu();
    if let Err(error) = cache.save() {
        println!("{error}");
    }
    report("saved", start, cache.len());
    let start = cpu();
    let cache = BlockCache::load(&folder);
    report("loaded", start, cache.len());
    let start = cpu();
    let tokens = all(&cache);
    report("remembered", start, blocks.len());
    let start = cpu();
    let length: usize = blocks
        .iter()
        .zip(&tokens)
        .map(|(block, tokens)| highlight::html(block, tokens.as_ref()).len())
        .sum();
    report("made into HTML", start, blocks.len());
    println!(
        "the HTML is {:.2} times the code",
        length as f64 / bytes as f64
    );
    let _ = std::fs::remove_dir_all(&folder);

    for (language, (time, count)) in languages {
        println!(
            "  {language:12} {count:6} blocks {:8.1} µs each",
            time / count as f64
        );
    }
}

/// The CPU time of this thread so far, in seconds, where Linux tells it; else the time of day.
fn cpu() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match text
        .split(' ')
        .next()
        .and_then(|first| first.parse::<f64>().ok())
    {
        Some(nanoseconds) => nanoseconds / 1e9,
        None => START.elapsed().as_secs_f64(),
    }
}

fn report(what: &str, start: f64, count: usize) {
    let time = (cpu() - start) * 1e6;
    println!(
        "{what}: {:.2} µs a block, {:.1} ms in all",
        time / count as f64,
        time / 1e3
    );
}

/// The fenced code blocks below a folder, found in the simplest way that does for measuring.
fn collect(folder: &Path, blocks: &mut Vec<CodeBlock>) {
    for file in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        if file
            .path()
            .extension()
            .is_none_or(|extension| extension != "md")
        {
            continue;
        }
        let text = std::fs::read_to_string(file.path()).unwrap_or_default();
        let mut open: Option<(usize, CodeBlock)> = None;
        for line in text.split_inclusive('\n') {
            let inner = line.trim_start();
            let indent = line.len() - inner.len();
            match (inner.strip_prefix("```"), &mut open) {
                (Some(_), Some(_)) => blocks.extend(open.take().map(|(_, block)| block)),
                (Some(info), None) => {
                    let language = info.trim().split([' ', '{']).next().unwrap_or_default();
                    open = Some((
                        indent,
                        CodeBlock {
                            language: language.into(),
                            ..CodeBlock::default()
                        },
                    ));
                }
                (None, Some((fence, block))) => block.code.push_str(&line[indent.min(*fence)..]),
                (None, None) => {}
            }
        }
    }
}
