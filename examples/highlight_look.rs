use groundplan::markdown::highlight;
fn main() {
    let lang = std::env::args().nth(1).unwrap();
    let mut code = String::new();
    std::io::Read::read_to_string(&mut std::io::stdin(), &mut code).unwrap();
    match highlight::tokens(&lang, &code) {
        None => println!("(none)"),
        Some(t) => {
            for (c, p) in t.parts(&code) {
                if c.letter().is_empty() {
                    print!("{p}")
                } else {
                    print!("\x1b[7m{}\x1b[0m⟨{p}⟩", c.letter())
                }
            }
        }
    }
}
