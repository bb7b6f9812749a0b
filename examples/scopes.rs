use syntect::parsing::*;
fn main() {
    let set = two_face::syntax::extra_newlines();
    let lang = std::env::args().nth(1).unwrap();
    if lang == "list" {
        for s in set.syntaxes() {
            println!(
                "{}{}: {}",
                s.name,
                if s.hidden { " HIDDEN" } else { "" },
                s.file_extensions.join(" ")
            );
        }
        return;
    }
    let s = set.find_syntax_by_token(&lang).unwrap();
    let code = std::io::read_to_string(std::io::stdin()).unwrap();
    let mut st = ParseState::new(s);
    let mut stack = ScopeStack::new();
    for line in code.split_inclusive('\n') {
        let mut last = 0;
        let mut ops = st.parse_line(line, &set).unwrap();
        ops.push((line.len(), ScopeStackOp::Noop));
        for (at, op) in ops {
            if at > last && !line[last..at].trim().is_empty() {
                println!(
                    "{:12} {}",
                    &line[last..at].trim_end(),
                    stack
                        .scopes
                        .iter()
                        .skip(1)
                        .map(|s| s.build_string())
                        .collect::<Vec<_>>()
                        .join("  ")
                );
            }
            last = at;
            stack.apply(&op).unwrap();
        }
    }
}
