//! From two snapshots to the view of what differs.

use super::{
    ChangedFactView, ChangedPageView, ChangedServiceView, ChangedTaskView, PageGroupView,
    PlaceView, SumView, TaskGroupView, WhatChangedView,
};
use crate::changes::{
    self, Change, Difference, Kind, PageChange, PageKind, PageSide, ServiceChange, ServiceKind,
    Side, Snapshot,
};
use crate::model::Site;
use crate::path::encode;

/// The view of what changed.
pub fn view(site: &Site) -> WhatChangedView {
    let mut view = WhatChangedView {
        from: site.earlier.as_ref().map(|earlier| earlier.version.clone()),
        from_url: None,
        is_unreadable: false,
        sums: Vec::new(),
        groups: Vec::new(),
        services: Vec::new(),
        pages: Vec::new(),
    };
    let Some(earlier) = &site.earlier else {
        return view;
    };
    let Ok(old) = Snapshot::parse(&earlier.snapshot) else {
        view.is_unreadable = true;
        return view;
    };
    let new = Snapshot::of(site);
    let difference = changes::diff(&old, &new);
    let ways = Ways {
        version: &earlier.version,
        old: &old,
        new: &new,
    };
    view.from_url = Some(ways.before(""));
    view.groups = groups(&difference, &ways);
    view.services = services(&difference.services, &ways);
    view.pages = pages(&difference.pages, &ways);
    view.sums = sums(&view);
    view
}

/// Both versions, as the page at `changes/` of the new one sees them.
struct Ways<'a> {
    version: &'a str,
    old: &'a Snapshot,
    new: &'a Snapshot,
}

impl Ways<'_> {
    fn now(&self, address: &str) -> String {
        format!("../{}", encoded(address))
    }

    fn before(&self, address: &str) -> String {
        format!("../../{}/{}", encode(self.version), encoded(address))
    }

    fn place(&self, title: &str, before: Option<&str>, now: Option<&str>) -> PlaceView {
        PlaceView {
            title: title.to_owned(),
            url: now.map(|address| self.now(address)),
            url_before: before.map(|address| self.before(address)),
        }
    }

    /// The matrix of a change: by its service, where it has one.
    fn matrix(&self, id: &str) -> PlaceView {
        let address = |snapshot: &Snapshot| {
            let found = snapshot.matrices.iter().find(|matrix| matrix.id == id);
            found.map(|matrix| matrix.address.clone())
        };
        let title = |snapshot: &Snapshot| {
            let task = snapshot.tasks.iter().find(|task| task.matrix == id)?;
            let [service] = task.services.as_slice() else {
                return None;
            };
            let service = snapshot.services.iter().find(|one| one.id == *service)?;
            Some(service.title.clone())
        };
        let title = title(self.new).or_else(|| title(self.old));
        let (before, now) = (address(self.old), address(self.new));
        self.place(
            title.as_deref().unwrap_or(id),
            before.as_deref(),
            now.as_deref(),
        )
    }
}

fn encoded(address: &str) -> String {
    address.split('/').map(encode).collect::<Vec<_>>().join("/")
}

fn groups(difference: &Difference, ways: &Ways<'_>) -> Vec<TaskGroupView> {
    let mut groups: Vec<TaskGroupView> = Vec::new();
    for change in &difference.tasks {
        let id = change.kind.name();
        let task = task(change, ways);
        match groups.last_mut().filter(|group| group.id == id) {
            Some(group) => group.tasks.push(task),
            None => groups.push(TaskGroupView {
                id,
                title: changes::heading(&change.kind, ways.new),
                is_yours: matches!(change.kind, Kind::MovedToYou | Kind::NewDuty),
                tasks: vec![task],
            }),
        }
    }
    groups
}

fn task(change: &Change, ways: &Ways<'_>) -> ChangedTaskView {
    let names = |sides: &[Side]| {
        let names: Vec<&str> = sides.iter().map(|side| side.task.as_str()).collect();
        names.join(" + ")
    };
    let who = |sides: &[Side], snapshot: &Snapshot| {
        let mut all: Vec<String> = Vec::new();
        for side in sides {
            let words = state_in_words(side, changes::who(&side.who, snapshot));
            if !all.contains(&words) {
                all.push(words);
            }
        }
        (!all.is_empty()).then(|| capital(&all.join("; ")))
    };
    let (before, after) = (names(&change.before), names(&change.after));
    let is_there = !after.is_empty();
    let one = change.after.first().or(change.before.first());
    let mut phase = one.map_or_else(String::new, |side| side.phase.clone());
    if let Some(offering) = &change.offering {
        phase = match phase.as_str() {
            "" => offering.clone(),
            phase => format!("{phase}, {offering}"),
        };
    }
    ChangedTaskView {
        task_before: (is_there && !before.is_empty() && before != after).then(|| before.clone()),
        task: if is_there { after } else { before },
        places: change.matrices.iter().map(|id| ways.matrix(id)).collect(),
        phase,
        now: who(&change.after, ways.new),
        before: who(&change.before, ways.old),
        why: change.why.clone(),
        possibly_renamed: change.possibly_renamed.clone(),
    }
}

fn state_in_words(side: &Side, who: String) -> String {
    match side.state.as_str() {
        "agreed" | "" => who,
        state => format!("{who} ({state})"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// What happened to services, each once: new ones, then those that are gone, then those that differ.
fn services(all: &[ServiceChange], ways: &Ways<'_>) -> Vec<ChangedServiceView> {
    let mut views: Vec<(&str, ChangedServiceView)> = Vec::new();
    for change in all {
        let known = views.iter().position(|(id, _)| *id == change.service);
        let at = known.unwrap_or_else(|| {
            let what = match change.kind {
                ServiceKind::Added => "added",
                ServiceKind::Removed => "removed",
                _ => "changed",
            };
            let (before, now) = (&change.address_before, &change.address_after);
            let place = ways.place(&change.title, before.as_deref(), now.as_deref());
            let view = ChangedServiceView {
                place,
                what,
                renamed_from: None,
                lifecycle: None,
                lifecycle_before: None,
                facts: Vec::new(),
            };
            views.push((&change.service, view));
            views.len() - 1
        });
        let view = &mut views[at].1;
        match change.kind {
            ServiceKind::Added | ServiceKind::Removed => {}
            ServiceKind::Renamed => view.renamed_from.clone_from(&change.before),
            ServiceKind::Lifecycle => {
                view.lifecycle = Some(change.after.clone().unwrap_or_default());
                view.lifecycle_before = Some(change.before.clone().unwrap_or_default());
            }
            ServiceKind::FactChanged | ServiceKind::FactAdded | ServiceKind::FactRemoved => {
                let label = change.fact.clone().unwrap_or_default();
                view.facts.push(ChangedFactView {
                    label: match &change.offering {
                        Some(offering) => format!("{label} ({offering})"),
                        None => label,
                    },
                    before: change.before.clone(),
                    now: change.after.clone(),
                });
            }
        }
    }
    views.into_iter().map(|(_, view)| view).collect()
}

fn pages(all: &[PageChange], ways: &Ways<'_>) -> Vec<PageGroupView> {
    let groups = [
        (PageKind::Added, "pages-added", "New pages", "added"),
        (PageKind::Moved, "pages-moved", "Pages that moved", "moved"),
        (
            PageKind::Removed,
            "pages-removed",
            "Pages that are gone",
            "removed",
        ),
        (
            PageKind::Changed,
            "pages-changed",
            "Pages that changed",
            "changed",
        ),
    ];
    let mut views = Vec::new();
    for (kind, id, title, what) in groups {
        let pages = all.iter().filter(|change| change.kind == kind);
        let pages: Vec<ChangedPageView> = pages.map(|change| page(change, ways)).collect();
        if !pages.is_empty() {
            views.push(PageGroupView {
                id,
                title,
                what,
                pages,
            });
        }
    }
    views
}

fn page(change: &PageChange, ways: &Ways<'_>) -> ChangedPageView {
    let title = change.side().map_or("", |side| match side.title.as_str() {
        "" => side.id.as_str(),
        title => title,
    });
    let address = |side: &Option<PageSide>| side.as_ref().map(|side| side.address.clone());
    let (before, now) = (address(&change.before), address(&change.after));
    let is_elsewhere = change.kind == PageKind::Moved;
    ChangedPageView {
        place: ways.place(title, before.as_deref(), now.as_deref()),
        moved_from: before.filter(|_| is_elsewhere).map(|at| format!("/{at}")),
        lost_anchors: change.lost_anchors.clone(),
    }
}

fn sums(view: &WhatChangedView) -> Vec<SumView> {
    let mut sums: Vec<SumView> = Vec::new();
    for group in &view.groups {
        sums.push(SumView {
            id: group.id.clone(),
            count: group.tasks.len(),
            words: lower(&group.title),
            is_yours: group.is_yours,
        });
    }
    let mut add = |id: &str, count: usize, one: &str, many: &str| {
        if count > 0 {
            sums.push(SumView {
                id: id.to_owned(),
                count,
                words: if count == 1 { one } else { many }.to_owned(),
                is_yours: false,
            });
        }
    };
    add("services", view.services.len(), "service", "services");
    let pages = view.pages.iter().map(|group| group.pages.len()).sum();
    add("pages", pages, "page", "pages");
    sums
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
