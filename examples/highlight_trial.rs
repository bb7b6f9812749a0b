//! Measures highlighting of every code block below some folders.
use groundplan::markdown::highlight;
use std::collections::BTreeMap;
fn blocks(dir: &std::path::Path, out: &mut Vec<(String, String)>) {
    for e in walkdir::WalkDir::new(dir)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        if e.path().extension().is_none_or(|x| x != "md") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(e.path()) else {
            continue;
        };
        let mut cur: Option<(String, String, usize)> = None;
        for line in text.split_inclusive('\n') {
            let t = line.trim_start();
            let indent = line.len() - t.len();
            if let Some(rest) = t.strip_prefix("```") {
                match cur.take() {
                    Some((l, c, _)) => out.push((l, c)),
                    None => {
                        let l: String = rest
                            .trim()
                            .chars()
                            .take_while(|c| !c.is_whitespace() && *c != '{')
                            .collect();
                        cur = Some((l, String::new(), indent));
                    }
                }
            } else if let Some((_, c, ind)) = &mut cur {
                let cut = (*ind).min(line.len() - line.trim_start().len());
                c.push_str(&line[cut..]);
            }
        }
    }
}
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e3
}
fn main() {
    let mode = std::env::args().nth(1).unwrap();
    let mut all = vec![];
    for d in std::env::args().skip(2) {
        blocks(d.as_ref(), &mut all);
    }
    let n = all.len();
    all.retain(|(l, _)| highlight::knows(l));
    let bytes: usize = all.iter().map(|(_, c)| c.len()).sum();
    println!("{n} blocks, {} highlighted, {bytes} bytes", all.len());
    let mut per: BTreeMap<&str, (f64, usize, usize)> = BTreeMap::new();
    let rounds = if mode == "check" { 1 } else { 2 };
    for round in 0..rounds {
        per.clear();
        let t0 = cpu();
        let w0 = std::time::Instant::now();
        let mut size = 0;
        let mut bad = 0;
        for (l, c) in &all {
            let s = std::time::Instant::now();
            let t = match mode.as_str() {
                "slow" => highlight::slow_tokens(l, c),
                _ => highlight::tokens(l, c),
            };
            let e = per.entry(l).or_default();
            e.0 += s.elapsed().as_secs_f64() * 1e6;
            e.1 += 1;
            e.2 += c.len();
            let t = t.unwrap();
            if mode == "check" {
                let s = highlight::slow_tokens(l, c).unwrap();
                if s != t {
                    bad += 1;
                    if bad < 6 {
                        println!("DIFF {l}");
                        let a: Vec<_> = t.parts(c).collect();
                        let b: Vec<_> = s.parts(c).collect();
                        let i = a.iter().zip(&b).position(|(x, y)| x != y).unwrap_or(0);
                        println!(
                            " fast {:?}\n slow {:?}",
                            &a[i.saturating_sub(1)..(i + 3).min(a.len())],
                            &b[i.saturating_sub(1)..(i + 3).min(b.len())]
                        );
                    }
                }
            }
            size += highlight::html(
                &groundplan::markdown::CodeBlock {
                    language: l.clone(),
                    code: c.clone(),
                    ..Default::default()
                },
                Some(&t),
            )
            .len();
        }
        println!(
            "round {round}: {:.1} us CPU a block, {:.0} wall us a block, html {:.2} of code, {bad} differ",
            (cpu() - t0) / all.len() as f64,
            w0.elapsed().as_secs_f64() * 1e6 / all.len() as f64,
            size as f64 / bytes as f64
        );
    }
    for (l, (us, n, b)) in per {
        println!(
            "  {l:14} {n:5} blocks {:7.1} us, {:5.0} bytes",
            us / n as f64,
            b as f64 / n as f64
        );
    }
}
