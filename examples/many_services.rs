//! What many services cost: a site of so many is loaded, linked and checked, cold and after a save.
//!
//! ```text
//! cargo run --release --example many_services -- 2000
//! ```

use std::fmt::Write;
use std::time::Instant;

use groundplan::inputs::Inputs;
use groundplan::pipeline::Compiler;

fn main() {
    let count = std::env::args().nth(1);
    let count: usize = count.and_then(|text| text.parse().ok()).unwrap_or(2000);
    let mut inputs = Inputs::default();
    inputs.put_text("content/platform.toml", &platform());
    for index in 0..count {
        let path = format!("content/services/service-{index}.md");
        inputs.put_text(&path, &service(index));
    }
    let compiler = Compiler::lasting(None);
    let start = Instant::now();
    let built = compiler.build(&inputs);
    println!(
        "{count} services: loaded, linked and checked in {:.0} ms, {} findings",
        start.elapsed().as_secs_f64() * 1e3,
        built.findings.len()
    );
    inputs.put_text("content/services/service-7.md", &service(count + 7));
    let start = Instant::now();
    let built = compiler.build(&inputs);
    println!(
        "after a save: {:.0} ms, {} findings",
        start.elapsed().as_secs_f64() * 1e3,
        built.findings.len()
    );
}

fn platform() -> String {
    let mut text = String::from("products = 500\nrequire = [\"owner\", \"benefit\"]\n");
    for index in 0..20 {
        let _ = write!(
            text,
            "[[team]]\nid = \"team-{index}\"\n[[category]]\nid = \"category-{index}\"\n\
             facts = [\"Availability\", \"Price\"]\n\
             [[persona]]\nid = \"persona-{index}\"\nneeds = {{ need-{index} = \"A need\" }}\n"
        );
    }
    text
}

/// A service with every kind of reference; one in a hundred names another that is not there.
fn service(index: usize) -> String {
    let kind = index % 20;
    let below = index / 2;
    let runs_on = if index % 100 == 99 {
        "service-none".to_owned()
    } else {
        format!("service-{below}")
    };
    let runs_on = if index < 2 {
        String::new()
    } else {
        format!("runs_on = [\"{runs_on}\"]\n")
    };
    format!(
        "+++\ntitle = \"Service {index}\"\nsummary = \"What it does\"\nowner = \"team-{kind}\"\n\
         category = \"category-{kind}\"\nlifecycle = \"live\"\nmeets = [\"need-{kind}\"]\n{runs_on}\
         used_by = {kind}\nstart = [\"Order\", \"Use\"]\n\n[benefit]\npersona-{kind} = \"It is good\"\n\n\
         [facts]\n\"Availability\" = \"99.9 %\"\n\"Price\" = \"3 EUR\"\n\n[day2]\nbackup = \"daily\"\n\
         restore = {{ text = \"one command\", rto = \"1h\", tested = 2026-07-03 }}\n+++\n## Use\n\nText.\n"
    )
}
