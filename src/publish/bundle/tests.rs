use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;
use crate::versions::list::Record;
use crate::versions::order::Order;

fn path(text: &str) -> OutputPath {
    OutputPath::new(text).expect("a path")
}

/// A release with these files; `name` is None for the evergreen pages.
fn release(name: Option<&str>, pages: &[(&str, &str)]) -> Release<'static> {
    let manifest = Manifest {
        version: name.map(str::to_owned),
        commit: Some("0123abcd".into()),
        sequence: Some(1),
        input: "00".into(),
        tool: "0.1.0".into(),
        files: pages
            .iter()
            .map(|(file, text)| (path(file), Stamp::of(text.as_bytes())))
            .collect(),
        assets: [(path("_a/0.css"), Stamp::of(b"p{}"))].into(),
    };
    let entry = name.map(|name| {
        let tree = Some(Sha256::of(&manifest.to_json()).to_string());
        Entry::new(
            name,
            Record {
                tree,
                ..Record::default()
            },
        )
    });
    let part = Part::of(&manifest);
    let files: Files = pages
        .iter()
        .map(|(file, text)| (part.path(file), text.as_bytes().into()))
        .chain([("_a/0.css".to_owned(), b"p{}".as_slice().into())])
        .collect();
    Release {
        manifest,
        entry,
        bytes: Box::new(move |path| Ok(files[path].clone())),
    }
}

fn bundle(name: &str, pages: &[(&str, &str)]) -> Bundle {
    let whole = packed(&release(Some(name), pages));
    Bundle::read(&format!("version-{name}.tar.gz"), &whole).expect("a bundle")
}

fn packed(release: &Release<'_>) -> Vec<u8> {
    pack(release, &List::default()).expect("packed")
}

/// What stands once, made beside these versions.
fn once(pages: &[(&str, &str)], versions: &[Bundle]) -> Bundle {
    let mut list = List::default();
    for version in versions {
        let entry = version.entry.clone().expect("a version");
        list.put(entry, &Order::default());
    }
    let newest = list.newest_stable().map(|entry| entry.version.clone());
    list.alias("latest", newest.as_deref());
    let packed = pack(&release(None, pages), &list).expect("packed");
    Bundle::read("evergreen.tar.gz", &packed).expect("a bundle")
}

fn put_together(bundles: &[Bundle]) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let memory = Memory::default();
    assemble(bundles, &memory)?;
    let tree = memory.into_tree();
    let bytes = |content: &crate::tree::Content<'_>| content.bytes().expect("bytes").to_vec();
    Ok(tree
        .iter()
        .map(|(path, content)| (path.to_string(), bytes(content)))
        .collect())
}

fn said(packed: &[u8]) -> String {
    Bundle::read("a.tar.gz", packed)
        .expect_err("damage")
        .into_error()
        .to_string()
}

/// An archive with one member.
fn archive(member: &str, kind: tar::EntryType, bytes: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_entry_type(kind);
    header.as_mut_bytes()[..member.len()].copy_from_slice(member.as_bytes());
    header.set_cksum();
    archive.append(&header, bytes).expect("a member");
    archive
        .into_inner()
        .expect("an archive")
        .finish()
        .expect("an archive")
}

#[test]
fn the_same_release_is_the_same_bytes_and_every_tool_can_open_it() {
    let long = format!("{}/index.html", "deep/".repeat(60).trim_end_matches('/'));
    let pages = [
        ("index.html", "<p>"),
        (long.as_str(), "<p>deep"),
        ("ä.html", ""),
    ];
    let whole = packed(&release(Some("1.0"), &pages));
    assert_eq!(whole, packed(&release(Some("1.0"), &pages)));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("b.tar.gz");
    std::fs::write(&file, &whole).expect("a file");
    let listed = std::process::Command::new("tar")
        .args(["-tvzf"])
        .arg(&file)
        .output()
        .expect("tar");
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.contains("-rw-r--r-- 0/0"), "{listed}");
    assert!(listed.contains(&format!("1.0/{long}")), "{listed}");
    let read = Bundle::read("b", &whole).expect("a bundle");
    assert_eq!(read.manifest, release(Some("1.0"), &pages).manifest);
}

#[test]
fn a_site_is_put_together_with_its_list_and_latest() {
    let mut bundles = vec![
        bundle("1.0", &[("index.html", "one"), ("old.html", "old")]),
        bundle("2.0", &[("index.html", "two")]),
    ];
    bundles.push(once(&[("index.html", "home")], &bundles));
    let site = put_together(&bundles).expect("a site");
    let text = |path: &str| String::from_utf8_lossy(&site[path]).into_owned();
    assert_eq!(text("index.html"), "home");
    assert_eq!(text("latest/index.html"), "two");
    assert!(
        text("latest/old.html").contains("1.0"),
        "it leads to the last version that had it"
    );
    assert_eq!(
        List::parse(&site["versions.json"])
            .expect("a list")
            .entries()
            .len(),
        2
    );
    assert!(site.keys().all(|path| !path.starts_with("_p/")));
}

#[test]
fn two_bundles_of_one_version_are_refused_unless_they_are_the_same() {
    let one = bundle("1.0", &[("index.html", "one")]);
    put_together(&[one.clone(), one.clone()]).expect("the same twice");
    let mut other = bundle("1.0", &[("index.html", "other")]);
    other.name = "other.tar.gz".into();
    let failed = put_together(&[other, one])
        .expect_err("two")
        .into_error()
        .to_string();
    assert_eq!(
        failed,
        "other.tar.gz and version-1.0.tar.gz are both bundles of version 1.0 and differ, index.html for example; \
         nothing was written"
    );
}

#[test]
fn what_stands_once_and_other_versions_than_it_knows_are_refused() {
    let [one, two] = ["1.0", "2.0"].map(|name| bundle(name, &[("index.html", name)]));
    let home = once(&[("index.html", "home")], &[one.clone(), two.clone()]);
    let said = |bundles: &[Bundle]| {
        let failed = put_together(bundles).expect_err("they disagree");
        failed.into_error().to_string()
    };
    assert_eq!(
        said(&[one.clone(), home.clone()]),
        "evergreen.tar.gz leads to version 2.0, of which there is no bundle; nothing was written"
    );
    let three = bundle("3.0", &[("index.html", "three")]);
    assert_eq!(
        said(&[one.clone(), two.clone(), three, home.clone()]),
        "version-3.0.tar.gz is a bundle of version 3.0, which evergreen.tar.gz does not know; nothing was written"
    );
    let mut later = two;
    let record = later.entry.as_mut().and_then(|entry| entry.record.as_mut());
    record.expect("a record").commit = Some("9876543210ab".into());
    assert_eq!(
        said(&[one, later, home]),
        "version-2.0.tar.gz is of 9876543210, and evergreen.tar.gz was made beside the version 2.0 of no commit; \
         nothing was written"
    );
}

#[test]
fn a_damaged_bundle_is_refused_and_says_where() {
    let whole = packed(&release(Some("1.0"), &[("index.html", "one")]));
    assert!(said(b"no archive").contains("a.tar.gz is no whole bundle"));
    assert!(said(&whole[..whole.len() / 2]).contains("is no whole bundle"));
    assert!(said(&archive("../x", tar::EntryType::Regular, b"")).contains("no path of a site"));
    assert!(said(&archive("x", tar::EntryType::Symlink, b"")).contains("x, which is not a file"));
    assert!(said(&archive("x", tar::EntryType::Regular, b"")).contains("has no _m/tree.json"));
    let mut lying = release(Some("1.0"), &[("index.html", "one")]);
    lying.manifest.input = "01".into();
    let lying = packed(&lying);
    assert!(
        said(&lying).contains("has a 1.0/_m/tree.json of something else"),
        "{}",
        said(&lying)
    );
}

#[test]
fn no_byte_of_a_bundle_can_be_changed_unnoticed() {
    let whole = packed(&release(Some("1.0"), &[("index.html", "one")]));
    let mut plain = Vec::new();
    GzDecoder::new(whole.as_slice())
        .read_to_end(&mut plain)
        .expect("an archive");
    let at = plain
        .windows(3)
        .rposition(|bytes| bytes == b"one")
        .expect("the page");
    plain[at] = b'O';
    let mut again = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut again, &plain).expect("packed");
    let again = again.finish().expect("packed");
    assert!(said(&again).contains("has another 1.0/index.html than its list of files says"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_bundles_makes_no_difference(
        versions in proptest::collection::btree_map("[1-9]\\.[0-9]|next|[a-c]", "[a-d]{0,2}", 1..6),
        with_home in any::<bool>(),
        turn in any::<usize>(),
    ) {
        let mut bundles: Vec<Bundle> = versions
            .iter()
            .map(|(name, pages)| {
                let pages: Vec<(String, String)> = pages
                    .chars()
                    .map(|page| (format!("{page}.html"), format!("{page} of {name}")))
                    .chain([("index.html".to_owned(), name.clone())])
                    .collect();
                let pages: Vec<(&str, &str)> =
                    pages.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
                bundle(name, &pages)
            })
            .collect();
        if with_home {
            bundles.push(once(&[("roadmap/index.html", "roadmap")], &bundles));
        }
        let before = put_together(&bundles).expect("a site");
        let count = bundles.len();
        bundles.rotate_left(turn % count);
        prop_assert_eq!(&put_together(&bundles).expect("a site"), &before);
        bundles.reverse();
        bundles.push(bundles[0].clone());
        prop_assert_eq!(&put_together(&bundles).expect("a site"), &before);
    }
}
