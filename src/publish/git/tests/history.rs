//! What is done to versions that are there: back, another name, away.

use super::*;

#[test]
fn rollback_puts_back_what_the_versions_had_and_is_itself_history() {
    let bench = Bench::new();
    bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    bench
        .publish(&version("2.0", 2, &PAGES))
        .expect("published");
    let before = (bench.files("1.0"), bench.files("latest"));
    let other = [("index.html", "<p>other"), ("more.html", "<p>more")];
    bench
        .publish(&version("1.0", 3, &other))
        .expect("published");
    assert_ne!(bench.files("1.0"), before.0);
    let order = Order::default();
    let options = options(&order, &|_| {});
    let run = run();
    let back = |to: Option<u64>| {
        let work = |draft: &Draft<'_>| manage::rollback(draft, to, &options, &run);
        bench
            .branch("another cache")
            .change(&run, work, |_| "back\n".into())
    };
    back(None).expect("a way back");
    assert_eq!((bench.files("1.0"), bench.files("latest")), before);
    back(None).expect("the way back from there");
    assert_eq!(bench.show("1.0/more.html"), "<p>more");
    assert_eq!(
        bench.git(&["-C", "target.git", "rev-list", "--count", "gh-pages"]),
        "5"
    );
    back(Some(99)).expect_err("no such state");
}

#[test]
fn aliasing_and_removing_b_change_no_byte_under_a() {
    let bench = Bench::new();
    for (name, sequence) in [("1.0", 1), ("2.0", 2), ("3.0", 3)] {
        bench
            .publish(&version(name, sequence, &PAGES))
            .expect("published");
    }
    let before = bench.files("1.0");
    let order = Order::default();
    let options = options(&order, &|_| {});
    let run = run();
    let branch = bench.branch("cache");
    let work = |draft: &Draft<'_>| manage::alias(draft, "stable", Some("2.0"), &options, &run);
    branch
        .change(&run, work, |_| "alias\n".into())
        .expect("an alias");
    assert_eq!(bench.show("stable/index.html"), "<p>contents");
    let work = |draft: &Draft<'_>| manage::remove(draft, "2.0", &options, &run);
    branch
        .change(&run, work, |_| "remove\n".into())
        .expect("removed");
    assert_eq!(bench.files("1.0"), before);
    assert_eq!(bench.versions(), ["3.0", "1.0"]);
}
