//! What the first page of a preview costs, step by step: a site is read from its folder, loaded, linked,
//! and one page of it is made. Then the steps again after a save of the kinds that change most.
//!
//! ```text
//! cargo run --release --example first_page -- path/to/site
//! ```

use std::path::PathBuf;
use std::time::Instant;

use groundplan::inputs::worktree::read_site;
use groundplan::inputs::{Folders, Inputs};
use groundplan::load::{LoadMemo, load};
use groundplan::model::Site;
use groundplan::pipeline::Compiler;

const ROUNDS: usize = 7;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let root = std::path::absolute(PathBuf::from(root)).unwrap_or_default();
    let mut folders = Folders::default();
    if !root.join("content").is_dir() {
        folders.content = Some(root.clone());
    }
    let read = || match read_site(&root, &folders) {
        Ok(inputs) => inputs,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    };
    let inputs = read();
    println!("{} files", inputs.files.len());
    timed("read all files", || drop(read()));
    timed("load (front matter, what is typed)", || {
        drop(load(&inputs, &LoadMemo::default()));
    });
    let loaded = load(&inputs, &LoadMemo::default());
    timed("link", || drop(Site::assemble(&inputs, &loaded)));
    let built = || Compiler::lasting(None).assemble(&inputs, None).1;
    timed("load, link, theme", || drop(built()));
    let compiler = Compiler::lasting(None);
    let built = compiler.assemble(&inputs, None).1;
    let some = built.site.pages.len() / 2;
    let path = built.site.pages[some].permalink.output();
    if let Some(place) = built.site.places.get(path.as_str()) {
        let start = Instant::now();
        drop(compiler.renderer(&built).place(&path, place));
        println!("{:>8.1} ms  one page, the first", ms(start));
        timed("the same page again", || {
            drop(compiler.renderer(&built).place(&path, place));
        });
        let elsewhere = built.site.pages[some / 2].permalink.output();
        if let Some(place) = built.site.places.get(elsewhere.as_str()) {
            let start = Instant::now();
            drop(compiler.renderer(&built).place(&elsewhere, place));
            println!("{:>8.1} ms  a page elsewhere", ms(start));
        }
    }
    saves(inputs, &compiler, some);
}

/// What it costs to have the next site after a save.
fn saves(mut inputs: Inputs, compiler: &Compiler, some: usize) {
    let site = compiler.assemble(&inputs, None).1.site;
    let file = site.pages[some].page.file.to_string();
    let text = inputs.text(&file).map_or("", |text| text).to_owned();
    let mut round = 0;
    timed("after a save of a text", || {
        round += 1;
        inputs.put_text(&file, &format!("{text}\nRound {round}\n"));
        drop(compiler.assemble(&inputs, None));
    });
    timed("after a save of a tag", || {
        round += 1;
        let page = format!("+++\ntags = [\"round {round}\"]\n+++\n# Title\n");
        inputs.put_text(&file, &page);
        drop(compiler.assemble(&inputs, None));
    });
    timed("after a save of a slug", || {
        round += 1;
        let page = format!("+++\nslug = \"round-{round}\"\n+++\n# Title\n");
        inputs.put_text(&file, &page);
        drop(compiler.assemble(&inputs, None));
    });
    timed("after a new page", || {
        round += 1;
        inputs.put_text(&format!("content/new-{round}.md"), "# New\n");
        drop(compiler.assemble(&inputs, None));
    });
    timed("after a new image", || {
        round += 1;
        inputs.put_blob(&format!("content/new-{round}.png"), b"no image");
        drop(compiler.assemble(&inputs, None));
    });
}

fn timed(what: &str, mut step: impl FnMut()) {
    let mut all: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            step();
            ms(start)
        })
        .collect();
    all.sort_by(f64::total_cmp);
    println!("{:>8.1} ms  {what}", all[ROUNDS / 2]);
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
