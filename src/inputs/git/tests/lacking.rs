//! Names that stand for nothing, and clones that hold only a part.

use super::*;

#[test]
fn a_name_that_stands_for_nothing_gets_the_nearest_one() {
    let repo = Repo::new();
    repo.put("content/a.md", "one");
    repo.commit_on("2024-01-01");
    repo.git(&["tag", "v1.0"]);
    let repository = repo.open();
    assert_eq!(
        message(&repository.commit("v1.1").unwrap_err()),
        "git could not find v1.1: there is no tag, branch or commit of this name; did you mean \
         v1.0? `git fetch --tags` fetches the tags that only the server has"
    );
    for wrong in [
        "",
        "-x",
        "--all",
        "--output=x",
        "HEAD:content",
        "v1.0..main",
        ":/x",
        "a\nb",
        "HEAD^{tree}",
    ] {
        let error = message(&repository.commit(wrong).unwrap_err());
        assert!(
            error.contains("not the name of a tag"),
            "{wrong:?}: {error}"
        );
    }
    let blob = repo.git(&["rev-parse", "HEAD:content/a.md"]);
    assert!(repository.commit(&blob).is_err(), "a file is no commit");
}

#[test]
fn a_branch_that_only_the_server_has_is_found_in_a_clone() {
    let repo = Repo::new();
    repo.put("content/a.md", "one");
    let id = repo.commit_on("2024-01-01");
    repo.git(&["update-ref", "refs/remotes/origin/next", "HEAD"]);
    assert_eq!(repo.open().commit("next").unwrap().id, id);
}

#[test]
fn a_shallow_clone_says_how_to_get_what_it_lacks_and_invents_no_dates() {
    let repo = Repo::new();
    repo.put("content/old.md", "one");
    repo.put("content/new.md", "one");
    repo.commit_on("2024-01-01");
    repo.git(&["tag", "v1.0"]);
    repo.commit_on("2024-02-01");
    repo.put("content/new.md", "two");
    repo.commit_on("2024-03-01");
    let clone = Repo {
        folder: tempfile::tempdir().unwrap(),
    };
    let from = format!("file://{}", repo.path().display());
    clone.git(&["clone", "-q", "--depth", "2", &from, "."]);
    let shallow = clone.open();
    assert!(shallow.is_shallow());
    assert!(!repo.open().is_shallow());
    let error = message(&shallow.commit("v1.0").unwrap_err());
    assert!(error.contains("`git fetch --unshallow --tags`"), "{error}");
    assert_eq!(clone.days("main"), ["content/new.md 2024-03-01"]);
    assert_eq!(
        repo.days("main"),
        ["content/new.md 2024-03-01", "content/old.md 2024-01-01"]
    );
    assert!(
        revision(&shallow, "main")
            .history(&["content"])
            .unwrap()
            .shallow
    );
}

#[test]
fn files_that_a_partial_clone_lacks_are_not_fetched_in_secret() {
    let repo = Repo::new();
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    repo.put("content/a.md", "one");
    repo.commit_on("2024-01-01");
    let clone = Repo {
        folder: tempfile::tempdir().unwrap(),
    };
    let from = format!("file://{}", repo.path().display());
    clone.git(&[
        "clone",
        "-q",
        "--no-checkout",
        "--filter=blob:none",
        &from,
        ".",
    ]);
    let repository = clone.open();
    let error = message(&revision(&repository, "main").read().err().unwrap());
    assert!(error.contains("partial clone"), "{error}");
    clone.git(&["fetch", "-q", "--refetch", "--no-filter"]);
    assert_eq!(revision(&repository, "main").read().unwrap().files.len(), 1);
}
