//! Small sites whose pages move.

use proptest::prelude::*;

use super::{Plan, errors, plan};
use crate::inputs::Inputs;
use crate::load::{self, LoadMemo};
use crate::model::{Place, Site};
use crate::path::{Permalink, SitePath};

mod properties;

fn moved(files: &[(&str, &str)], page: &str, to: &str) -> Plan {
    let mut inputs = Inputs::from_texts(files.iter().copied());
    inputs.drafts = true;
    match plan(&inputs, page, to) {
        Ok(plan) => plan,
        Err(error) => panic!("{error}: {:?}", error.help()),
    }
}

fn refusal(files: &[(&str, &str)], page: &str, to: &str) -> String {
    let inputs = Inputs::from_texts(files.iter().copied());
    plan(&inputs, page, to).map_or_else(|error| error.to_string(), |_| "nothing".to_owned())
}

fn text<'a>(plan: &'a Plan, file: &str) -> &'a str {
    let found = plan.texts.iter().find(|text| text.file.as_str() == file);
    &found.unwrap_or_else(|| panic!("{file} changes")).after
}

#[test]
fn links_to_a_page_and_out_of_it_follow() {
    let files = [
        (
            "content/index.md",
            "+++\nstart = [\"guides/a\"]\n+++\n[a](guides/a.md) [b](/guides/a/#part) [c](guides/a)\n",
        ),
        (
            "content/guides/a.md",
            "# A\n\n## Part\n\n[home](../index.md) [b](b.md#x \"Title\") [self](#part) <https://x.example>\n\n[r]: ./b.md\n\n[b][r]\n",
        ),
        ("content/guides/b.md", "# B\n\n## X\n\n[a](./a.md?q=1)\n"),
    ];
    let plan = moved(&files, "guides/a", "data/deep/c");
    assert_eq!(plan.to.as_str(), "content/data/deep/c.md");
    assert_eq!(
        text(&plan, "content/index.md"),
        "+++\nstart = [\"data/deep/c\"]\n+++\n[a](data/deep/c.md) [b](/data/deep/c/#part) [c](data/deep/c)\n"
    );
    assert_eq!(
        text(&plan, "content/data/deep/c.md"),
        "+++\nmoved_from = [\"guides/a\"]\n+++\n# A\n\n## Part\n\n[home](../../index.md) [b](../../guides/b.md#x \"Title\") [self](#part) <https://x.example>\n\n[r]: ../../guides/b.md\n\n[b][r]\n"
    );
    assert_eq!(
        text(&plan, "content/guides/b.md"),
        "# B\n\n## X\n\n[a](../data/deep/c.md?q=1)\n"
    );
}

#[test]
fn a_link_with_escapes_in_it_follows_too() {
    let files = [
        (
            "content/index.md",
            "[a](g/a\\_b.md#part) [b][b]\n\n[b]: <g/a&#95;b.md>\n",
        ),
        ("content/g/a_b.md", "# A\n\n## Part\n"),
    ];
    let plan = moved(&files, "g/a_b", "c_d");
    assert_eq!(
        text(&plan, "content/index.md"),
        "[a](c_d.md#part) [b][b]\n\n[b]: <c_d.md>\n"
    );
}

#[test]
fn a_section_moves_with_all_that_is_in_it() {
    let files = [
        ("content/index.md", "[s](guides/) ![p](guides/p.svg)\n"),
        (
            "groundplan.toml",
            "title = \"T\"\nnavigation = [\"guides\"]\n",
        ),
        (
            "content/guides/index.md",
            "+++\norder = [\"b\", \"a\"]\n+++\n# Guides\n\n[a](a.md) ![p](p.svg)\n",
        ),
        ("content/guides/a.md", "# A\n\n:::include _shared/x.md\n"),
        ("content/guides/b.md", "# B\n\n:::include ../_shared/y.md\n"),
        ("content/guides/_shared/x.md", "[b](../b.md)\n"),
        ("content/_shared/y.md", "[a](/guides/a.md)\n"),
    ];
    let mut inputs = Inputs::from_texts(files);
    inputs.put_blob("content/guides/p.svg", b"<svg/>");
    let plan = plan(&inputs, "content/guides/index.md", "help/how").unwrap();
    assert_eq!(plan.pages, 3);
    assert_eq!(
        text(&plan, "content/index.md"),
        "[s](help/how/) ![p](help/how/p.svg)\n"
    );
    assert!(text(&plan, "groundplan.toml").contains("navigation = [\"help/how\"]"));
    assert_eq!(
        text(&plan, "content/help/how/index.md"),
        "+++\norder = [\"b\", \"a\"]\nmoved_from = [\"guides\"]\n+++\n# Guides\n\n[a](a.md) ![p](p.svg)\n"
    );
    assert_eq!(
        text(&plan, "content/help/how/b.md"),
        "+++\nmoved_from = [\"guides/b\"]\n+++\n# B\n\n:::include ../../_shared/y.md\n"
    );
    assert_eq!(text(&plan, "content/_shared/y.md"), "[a](/help/how/a.md)\n");
}

#[test]
fn a_service_that_is_renamed_keeps_its_matrix_and_all_that_name_it() {
    let files = [
        (
            "content/platform.toml",
            "[[party]]\nid = \"c\"\nyou = true\n[[party]]\nid = \"p\"\n",
        ),
        (
            "content/services/pg.md",
            "+++\nlifecycle = \"live\"\n+++\n# PostgreSQL\n",
        ),
        (
            "content/services/app.md",
            "+++\nruns_on = [ 'pg' ]\nlifecycle = \"live\"\n+++\n# App\n",
        ),
        (
            "content/responsibilities/pg.toml",
            "# Ours\n[\"Run\"]\n\"Patch\" = \"p\"\n",
        ),
    ];
    let plan = moved(&files, "/services/pg/", "services/postgres.md");
    assert!(text(&plan, "content/services/app.md").contains("runs_on = [ 'postgres' ]"));
    assert_eq!(
        text(&plan, "content/responsibilities/pg.toml"),
        "services = [\"postgres\"]\n# Ours\n[\"Run\"]\n\"Patch\" = \"p\"\n"
    );
}

#[test]
fn order_names_a_child_by_its_new_name_or_no_longer() {
    let files = [
        (
            "content/g/index.md",
            "+++\norder = [\"b\", \"a\", \"c\"]\n+++\n# G\n",
        ),
        ("content/g/a.md", "# A\n"),
        ("content/g/b.md", "# B\n"),
        ("content/g/c.md", "# C\n"),
    ];
    let plan = moved(&files, "g/a", "g/z");
    assert!(text(&plan, "content/g/index.md").contains("order = [\"b\", \"z\", \"c\"]"));
    for (page, left) in [("g/b", "[\"a\", \"c\"]"), ("g/c", "[\"b\", \"a\"]")] {
        let plan = moved(&files, page, "h/x");
        let index = text(&plan, "content/g/index.md");
        assert!(index.contains(&format!("order = {left}")), "{index}");
    }
}

#[test]
fn a_slug_leaves_an_alias_and_who_returns_is_no_longer_elsewhere() {
    let files = [(
        "content/g/a.md",
        "+++\nslug = \"first\"\nmoved_from = [\"h/b\"]\n+++\n# A\n",
    )];
    let plan = moved(&files, "g/a", "h/b");
    assert_eq!(
        text(&plan, "content/h/b.md"),
        "+++\nslug = \"first\"\nmoved_from = [\"g/a\"]\naliases = [\"/g/first/\"]\n+++\n# A\n"
    );
}

#[test]
fn a_link_that_leads_nowhere_names_the_same_missing_file_afterwards() {
    let files = [("content/g/h/d.md", "# D\n\nA [link](../../index.md#a)\n")];
    let plan = moved(&files, "g/h/d", "z");
    assert_eq!(
        text(&plan, "content/z.md"),
        "+++\nmoved_from = [\"g/h/d\"]\n+++\n# D\n\nA [link](index.md#a)\n"
    );
}

#[test]
fn a_move_that_cannot_be_is_refused() {
    let files = [
        ("content/index.md", "# Home\n"),
        ("content/a.md", "# A\n"),
        ("content/b.md", "# B\n"),
        ("content/g/index.md", "# G\n"),
        ("content/g/x.md", "# X\n"),
        (
            "content/old.md",
            "+++\nmoved_from = [\"free\"]\n+++\n# Old\n",
        ),
    ];
    for (page, to, said) in [
        ("a", "b", "content/b.md is there already"),
        (
            "a",
            "g",
            "content/g/index.md has the address of content/g.md",
        ),
        ("a", "a.md", "content/a.md is where it is"),
        ("a", "../a", "leaves content/"),
        ("a", "g/../../x", "leaves content/"),
        ("a", ".hidden", "is hidden"),
        ("g", "g/below", "is inside of what would move"),
        ("g", "h.md", "is the page of its folder"),
        ("index.md", "x", "the home page cannot move"),
        ("nothing", "x", "there is no page `nothing`"),
        ("a", "free", "page/alias-taken"),
        ("a", "search", "page/reserved-name"),
    ] {
        let found = refusal(&files, page, to);
        assert!(found.contains(said), "{page} > {to}: {found}");
    }
}

#[test]
fn a_page_becomes_a_service_with_the_mistakes_that_only_a_service_can_make() {
    let files = [
        ("content/index.md", "[Kafka](guides/kafka.md)\n"),
        (
            "content/guides/kafka.md",
            "+++\ncategory = \"nothing\"\nlifecycle = \"alive\"\n+++\n# Kafka\n",
        ),
    ];
    let plan = moved(&files, "guides/kafka", "services/kafka");
    assert_eq!(
        text(&plan, "content/index.md"),
        "[Kafka](services/kafka.md)\n"
    );
    // The other way its keys would mean nothing: that is refused.
    let files = [(
        "content/services/kafka.md",
        "+++\ncategory = \"nothing\"\nlifecycle = \"live\"\n+++\n# Kafka\n",
    )];
    let said = refusal(&files, "services/kafka", "guides/kafka");
    assert!(said.contains("page/unknown-key"), "{said}");
}

#[test]
fn a_folder_that_differs_in_capitals_alone_is_no_former_name() {
    let files = [
        ("content/index.md", "[Kafka](Services/kafka.md)\n"),
        (
            "content/Services/kafka.md",
            "+++\nlifecycle = \"live\"\n+++\n# Kafka\n",
        ),
    ];
    let plan = moved(&files, "Services/kafka", "services/kafka");
    assert_eq!(plan.to.as_str(), "content/services/kafka.md");
    assert_eq!(
        text(&plan, "content/index.md"),
        "[Kafka](services/kafka.md)\n"
    );
    assert!(
        plan.texts
            .iter()
            .all(|one| !one.after.contains("moved_from"))
    );
    assert_eq!(plan.readdressed, 0);
}

#[test]
fn a_page_does_not_leave_the_pages_below_it() {
    let files = [
        ("content/services/lab.md", "# Lab\n"),
        ("content/services/lab/results.md", "# Results\n"),
    ];
    let inputs = Inputs::from_texts(files);
    let Err(error) = plan(&inputs, "services/lab", "services/laboratory") else {
        panic!("it left");
    };
    let help = error.help().unwrap_or_default();
    assert!(help.contains("`groundplan move services/lab services/lab/index`"));
    assert!(help.contains("`groundplan move services/lab services/laboratory`"));
    moved(&files, "services/lab", "services/lab/index");
    let files = [
        ("content/services/lab/index.md", "# Lab\n"),
        ("content/services/lab/results.md", "# Results\n"),
    ];
    let plan = moved(&files, "services/lab", "services/laboratory");
    assert_eq!(plan.pages, 2);
}

#[test]
fn a_table_of_responsibilities_stays_that_of_its_service() {
    let vocabulary = (
        "content/platform.toml",
        "[[party]]\nid = \"a\"\nname = \"A\"\nyou = true\n[[party]]\nid = \"b\"\nname = \"B\"\n",
    );
    let service = ("content/services/pg.md", "+++\ntitle = \"PG\"\n+++\n");
    let sheet = "Task,A,B\nSize,RA,C\nPatch,I,RA\n";
    let files = [
        vocabulary,
        service,
        ("content/responsibilities/pg.csv", sheet),
        (
            "content/responsibilities/big.toml",
            "title = \"Big\"\nextends = [\"pg\"]\n[\"Run\"]\n\"Watch\" = \"b\"\n",
        ),
        ("content/index.md", "# Home\n\n:::matrix pg\n"),
    ];
    let plan = moved(&files, "services/pg", "services/postgres");
    let sheets: Vec<(&str, &str)> = plan
        .sheets
        .iter()
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    assert_eq!(
        sheets,
        [(
            "content/responsibilities/pg.csv",
            "content/responsibilities/postgres.csv"
        )]
    );
    assert!(text(&plan, "content/responsibilities/big.toml").contains("extends = [\"postgres\"]"));
    assert!(text(&plan, "content/index.md").contains(":::matrix postgres"));
    let table =
        "---\ntitle: PG\n---\n## Run\n\n| Task | A | B |\n|---|---|---|\n| Size | RA | C |\n";
    let files = [
        vocabulary,
        service,
        ("content/responsibilities/pg.md", table),
    ];
    let plan = moved(&files, "services/pg", "services/postgres");
    assert!(plan.sheets.is_empty());
    assert!(
        text(&plan, "content/responsibilities/pg.md").contains("services: [\"postgres\"]\n---")
    );
    let taken = [
        vocabulary,
        service,
        ("content/responsibilities/pg.csv", sheet),
        ("content/responsibilities/postgres.csv", sheet),
    ];
    assert!(refusal(&taken, "services/pg", "services/postgres").contains("would get its name"));
}
