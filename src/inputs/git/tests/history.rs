//! The earlier states of files whose history readers see.

use super::*;

#[test]
fn history_is_every_state_that_stood_on_the_branch() {
    let repo = Repo::new();
    repo.put("content/roadmap/2024.toml", "one");
    repo.put("content/roadmap/plan.png", "picture");
    repo.put("content/a.md", "one");
    repo.commit_on("2024-01-01");
    repo.put("content/a.md", "two");
    repo.commit_on("2024-02-01");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.put("content/roadmap/2025.toml", "draft");
    repo.commit_on("2024-03-01");
    repo.put("content/roadmap/2025.toml", "final");
    repo.commit_on("2024-04-01");
    repo.git(&["checkout", "-q", "main"]);
    repo.git_on(
        "2024-05-01",
        &["merge", "-q", "--no-ff", "--no-edit", "side"],
    );
    repo.git(&["rm", "-q", "content/roadmap/2024.toml"]);
    repo.put("content/responsibilities/db.toml", "matrix");
    repo.commit_on("2024-06-01");
    let repository = repo.open();
    let revision = revision(&repository, "main");
    let history = revision
        .history(&["content/roadmap", "content/responsibilities"])
        .unwrap();
    let states: Vec<_> = history
        .states
        .iter()
        .map(|state| {
            let files = state.files.iter();
            let files: Vec<_> = files
                .map(|(path, text)| format!("{}={text}", path.name()))
                .collect();
            format!("{}: {}", state.date, files.join(" "))
        })
        .collect();
    assert_eq!(
        states,
        [
            "2024-06-01: db.toml=matrix 2025.toml=final",
            "2024-05-01: 2024.toml=one 2025.toml=final",
            "2024-01-01: 2024.toml=one",
        ]
    );
    let last = &history.states[0];
    assert_eq!(last.commit, revision.commit.id);
    let path = SitePath::new("content/roadmap/2025.toml").unwrap();
    let shared = &history.states[1].files[&path];
    assert!(
        std::sync::Arc::ptr_eq(&last.files[&path], shared),
        "one text in memory"
    );
}

#[test]
fn history_ends_two_years_before_the_newest_state() {
    let repo = Repo::new();
    for day in ["2021-01-01", "2022-06-30", "2022-07-01", "2024-07-01"] {
        repo.put("content/roadmap/a.toml", day);
        repo.commit_on(day);
    }
    let repository = repo.open();
    let history = revision(&repository, "main")
        .history(&["content/roadmap"])
        .unwrap();
    let days: Vec<_> = history
        .states
        .iter()
        .map(|state| state.date.to_string())
        .collect();
    assert_eq!(days, ["2024-07-01", "2022-07-01"]);
    let none = revision(&repository, "main")
        .history(&["content/responsibilities"])
        .unwrap();
    assert!(none.states.is_empty());
}
