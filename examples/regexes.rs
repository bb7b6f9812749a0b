use syntect::parsing::syntax_definition::*;
use syntect::parsing::*;
fn main() {
    let set = two_face::syntax::extra_newlines();
    for (s, syn) in set.syntaxes().iter().enumerate() {
        let mut starts = vec![];
        for c in 0.. {
            let r: ContextReference = serde_json::from_value(
                serde_json::json!({"Direct": {"syntax_index": s, "context_index": c}}),
            )
            .unwrap();
            let Ok(ctx) = r.resolve(&set) else { break };
            if ctx.meta_content_scope == [syn.scope] && ctx.patterns.len() == 1 {
                if let Pattern::Match(m) = &ctx.patterns[0] {
                    if m.regex.regex_str().is_empty() {
                        starts.push(c);
                    }
                }
            }
            for p in &ctx.patterns {
                if let Pattern::Match(m) = p {
                    println!(
                        "{}\t{}\t{:?}\t{}",
                        syn.name,
                        c,
                        match &m.operation {
                            MatchOperation::None => "none",
                            MatchOperation::Pop => "pop",
                            MatchOperation::Push(_) => "push",
                            MatchOperation::Set(_) => "set",
                        },
                        m.regex.regex_str().replace('\n', "⏎")
                    );
                }
            }
        }
        println!("START\t{}\t{:?}", syn.name, starts);
    }
}
