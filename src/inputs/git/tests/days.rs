//! The day on which each file became what it is.

use super::*;

#[test]
fn a_file_has_the_day_of_the_commit_that_made_it_what_it_is() {
    let repo = Repo::new();
    repo.put("content/a.md", "one");
    repo.put("content/b.md", "one");
    repo.put("content/logo.png", "one");
    repo.commit_on("2024-01-01");
    repo.put("content/a.md", "two");
    repo.put("src/main.rs", "fn main() {}");
    repo.commit_on("2024-02-01");
    repo.git(&["mv", "content/b.md", "content/c.md"]);
    repo.commit_on("2024-03-01");
    repo.commit_on("2024-04-01");
    repo.put("content/uncommitted.md", "new");
    assert_eq!(
        repo.days("main"),
        [
            "content/a.md 2024-02-01",
            "content/c.md 2024-03-01",
            "content/logo.png 2024-01-01"
        ]
    );
    assert_eq!(
        repo.days("main~2"),
        [
            "content/a.md 2024-02-01",
            "content/b.md 2024-01-01",
            "content/logo.png 2024-01-01"
        ]
    );
}

#[test]
fn a_merge_gives_files_the_days_of_the_branch_and_what_it_gave_up_does_not_count() {
    let repo = Repo::new();
    repo.put("content/a.md", "one");
    repo.put("content/b.md", "one");
    repo.put("content/c.md", "one");
    repo.commit_on("2024-01-01");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.put("content/a.md", "side");
    repo.commit_on("2024-02-01");
    repo.git(&["checkout", "-q", "main"]);
    repo.put("content/b.md", "main");
    repo.commit_on("2024-03-01");
    repo.git_on("2024-04-01", &["merge", "-q", "--no-edit", "side"]);
    assert_eq!(
        repo.days("main"),
        [
            "content/a.md 2024-02-01",
            "content/b.md 2024-03-01",
            "content/c.md 2024-01-01"
        ]
    );
    repo.git(&["checkout", "-q", "-b", "given-up"]);
    repo.put("content/c.md", "given up");
    repo.commit_on("2024-05-01");
    repo.git(&["checkout", "-q", "main"]);
    repo.put("content/b.md", "again");
    repo.commit_on("2024-06-01");
    repo.git_on(
        "2024-07-01",
        &["merge", "-q", "--no-edit", "-s", "ours", "given-up"],
    );
    // A change that only the merge itself has.
    repo.git(&["checkout", "-q", "-b", "third", "main~1"]);
    repo.put("content/a.md", "third");
    repo.commit_on("2024-08-01");
    repo.git(&["checkout", "-q", "main"]);
    repo.git(&["merge", "-q", "--no-commit", "--no-ff", "third"]);
    repo.put("content/a.md", "in the merge");
    repo.commit_on("2024-09-01");
    assert_eq!(
        repo.days("main"),
        [
            "content/a.md 2024-09-01",
            "content/b.md 2024-06-01",
            "content/c.md 2024-01-01"
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_link_has_the_day_of_what_it_leads_to() {
    let repo = Repo::new();
    repo.put("content/a.md", "one");
    std::os::unix::fs::symlink("a.md", repo.path().join("content/b.md")).unwrap();
    repo.commit_on("2024-01-01");
    repo.put("content/a.md", "two");
    repo.commit_on("2024-02-01");
    assert_eq!(
        repo.days("main"),
        ["content/a.md 2024-02-01", "content/b.md 2024-02-01"]
    );
}
