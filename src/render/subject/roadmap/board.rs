//! The board: now, next, later, shipped, not doing.

use serde::Serialize;

use crate::date::{Quarter, When};
use crate::load::roadmap::{ItemKind, Status};
use crate::model::roadmap::{Column, ItemId, RoadmapItem};
use crate::model::{Made, Site};
use crate::path::Permalink;
use crate::render::subject::catalogue::{FilterView, OptionView};
use crate::render::subject::personas;
use crate::render::subject::reference::RefView;
use crate::render::subject::table::{bullets, part};
use crate::render::view::DateView;

use super::lane::{NO_LANE, lanes};
use super::{ItemEntryView, day, entry, quarter_link, running};

/// A column of more items than this is grouped, and its groups are folded.
const MOST: usize = 14;

/// The roadmap as a board.
#[derive(Clone, Debug, Serialize)]
pub struct RoadmapView {
    /// How many items there are.
    pub count: usize,
    /// The quarter that runs, with its page; none where nobody knows which.
    pub running: Option<RefView>,
    /// What the running quarter is about.
    pub theme: Option<String>,
    /// Why it is about that.
    pub because: Option<String>,
    /// The last day somebody looked at every item.
    pub reviewed: Option<DateView>,
    /// The day by which somebody should look again.
    pub review_due: Option<DateView>,
    /// Who answers for the roadmap.
    pub product_owner: Option<RefView>,
    /// The columns that have items, in their order.
    pub columns: Vec<BoardColumnView>,
    /// What the board can be narrowed by.
    pub filters: Vec<FilterView>,
    /// Files beside the page: a feed, a calendar, data for programs.
    pub files: Vec<RefView>,
    /// The other pages of the roadmap.
    pub ways: WaysView,
}

/// The pages of the roadmap, as links beside each other.
#[derive(Clone, Debug, Serialize)]
pub struct WaysView {
    /// The board.
    pub board: String,
    /// The timeline.
    pub timeline: String,
    /// The balance.
    pub balance: String,
    /// The goals; none where no item serves one.
    pub goals: Option<String>,
    /// How it changed.
    pub changes: String,
}

/// A column of the board.
#[derive(Clone, Debug, Serialize)]
pub struct BoardColumnView {
    /// `now`, `next`, `later`, `shipped` or `not-doing`.
    pub word: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Which quarter it is about, or what it means.
    pub note: Option<RefView>,
    /// What its quarter is about.
    pub theme: Option<String>,
    /// How many items are in it.
    pub count: usize,
    /// Its items; one group without a title where there are few.
    pub groups: Vec<ItemGroupView>,
    /// How many were shipped before those that are shown.
    pub earlier: usize,
}

/// Items of a column that share something.
#[derive(Clone, Debug, Serialize)]
pub struct ItemGroupView {
    /// What they share; empty where the group is the whole column.
    pub title: String,
    /// The items.
    pub items: Vec<ItemEntryView>,
}

/// The view of the board.
pub fn view(site: &Site, here: &Permalink) -> RoadmapView {
    let roadmap = &site.typed.roadmap;
    let running = running(site);
    let plan = running.and_then(|quarter| roadmap.plan(quarter));
    let mut columns: Vec<(Column, Vec<ItemId>)> = Vec::new();
    for column in Column::ALL {
        columns.push((column, Vec::new()));
    }
    for id in roadmap.in_order() {
        let own = roadmap.column(id, running);
        if let Some((_, ids)) = columns.iter_mut().find(|(column, _)| *column == own) {
            ids.push(id);
        }
    }
    let column = |(column, ids): (Column, Vec<ItemId>)| self::column(site, column, ids, here);
    let mut columns: Vec<BoardColumnView> = columns.into_iter().map(column).collect();
    columns.retain(|one| one.count > 0 || one.earlier > 0 || one.word == "now");
    RoadmapView {
        count: roadmap.items.len(),
        running: running.map(|quarter| quarter_link(site, quarter, here)),
        theme: plan.and_then(|plan| plan.theme.clone()),
        because: plan.and_then(|plan| plan.because.clone()),
        reviewed: day(roadmap.reviewed()),
        review_due: day(roadmap.review_due()),
        product_owner: personas::product_owner(site).map(|(_, way)| way),
        columns,
        filters: filters(site),
        files: super::files(site, here),
        ways: ways(site, here),
    }
}

/// The other pages of the roadmap.
pub fn ways(site: &Site, here: &Permalink) -> WaysView {
    let made = |made| site.typed.made_permalink(made).map(|to| here.relative(to));
    WaysView {
        board: made(Made::Roadmap).unwrap_or_default(),
        timeline: made(Made::Timeline).unwrap_or_default(),
        balance: made(Made::Balance).unwrap_or_default(),
        goals: made(Made::Goals),
        changes: made(Made::Changes).unwrap_or_default(),
    }
}

fn column(site: &Site, column: Column, mut ids: Vec<ItemId>, here: &Permalink) -> BoardColumnView {
    let roadmap = &site.typed.roadmap;
    let running = running(site);
    let mut earlier = 0;
    if column == Column::Shipped {
        let all = ids.len();
        ids.retain(|id| shown_as_shipped(&roadmap.items[*id], running));
        ids.sort_by_key(|id| std::cmp::Reverse(roadmap.items[*id].item.shipped_on));
        earlier = all - ids.len();
    }
    let quarter = match column {
        Column::Now => running,
        Column::Next => running.map(Quarter::next),
        Column::Later | Column::Shipped | Column::NotDoing => None,
    };
    let plan = quarter.and_then(|quarter| roadmap.plan(quarter));
    let count = ids.len();
    let groups = match count {
        0 => Vec::new(),
        count if count <= MOST => vec![ItemGroupView {
            title: String::new(),
            items: ids.iter().map(|id| entry(site, *id, here)).collect(),
        }],
        _ => lanes(site, &ids)
            .into_iter()
            .map(|lane| ItemGroupView {
                title: match lane.title.is_empty() {
                    true => NO_LANE.to_owned(),
                    false => lane.title,
                },
                items: lane.items.iter().map(|id| entry(site, *id, here)).collect(),
            })
            .collect(),
    };
    BoardColumnView {
        word: column.word(),
        title: column.title(),
        note: quarter.map(|quarter| quarter_link(site, quarter, here)),
        theme: plan.and_then(|plan| plan.theme.clone()),
        count,
        groups,
        earlier,
    }
}

/// What was shipped in the running quarter or the two before it. Who does not say when shipped
/// something is believed to have shipped it when it was promised.
fn shown_as_shipped(one: &RoadmapItem, running: Option<Quarter>) -> bool {
    let on = one.item.shipped_on.map(|(day, _)| Quarter::of(day));
    let promised = || one.when().and_then(When::quarters).map(|(_, last)| last);
    match (on.or_else(promised), running) {
        (Some(quarter), Some(running)) => quarter >= running.plus(-2),
        (_, None) => true,
        (None, _) => false,
    }
}

/// What at least two choices make worth asking.
fn filters(site: &Site) -> Vec<FilterView> {
    let roadmap = &site.typed.roadmap;
    let platform = &site.typed.platform;
    let option = |value: &str, label: &str| OptionView {
        value: value.to_lowercase(),
        label: label.to_owned(),
    };
    let kinds = ItemKind::ALL.iter();
    let kinds = kinds
        .filter(|kind| roadmap.items.iter().any(|one| one.kind() == Some(**kind)))
        .map(|kind| option(kind.word(), kind.label()));
    let states = Status::NAMES.iter();
    let states = states
        .filter(|(_, state)| roadmap.items.iter().any(|one| one.status() == Some(*state)))
        .map(|(word, _)| {
            let mut label = (*word).to_owned();
            label[..1].make_ascii_uppercase();
            option(word, &label)
        });
    let goals = platform.goals.iter().enumerate();
    let goals = goals
        .filter(|(index, _)| roadmap.items.iter().any(|one| one.goals.contains(index)))
        .map(|(_, goal)| option(&goal.id.0, &goal.name));
    let personas = platform.personas.iter().enumerate();
    let personas = personas
        .filter(|(index, _)| roadmap.items.iter().any(|one| one.personas.contains(index)))
        .map(|(_, persona)| option(&persona.id.0, &persona.name));
    let mut filters = vec![
        FilterView {
            name: "kind",
            label: "Kind",
            options: kinds.collect(),
        },
        FilterView {
            name: "service",
            label: "Service",
            options: services(site),
        },
        FilterView {
            name: "goal",
            label: "Goal",
            options: goals.collect(),
        },
        FilterView {
            name: "persona",
            label: "For",
            options: personas.collect(),
        },
        FilterView {
            name: "status",
            label: "State",
            options: states.collect(),
        },
    ];
    filters.retain(|filter| filter.options.len() > 1);
    filters
}

/// The services that items name, those that nobody declared too.
fn services(site: &Site) -> Vec<OptionView> {
    let mut options: Vec<OptionView> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (id, _) in site
        .typed
        .roadmap
        .items
        .iter()
        .flat_map(|one| &one.item.services)
    {
        if !seen.insert(id.to_lowercase()) {
            continue;
        }
        let known = site.typed.ids.find(crate::model::Kind::Service, id);
        let title = known.map(|at| site.pages[site.typed.services.all[at].page].title.clone());
        options.push(OptionView {
            value: id.to_lowercase(),
            label: title.unwrap_or_else(|| id.clone()),
        });
    }
    options.sort_by_cached_key(|option| option.label.to_lowercase());
    options
}

impl RoadmapView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        if let Some(reviewed) = &self.reviewed {
            out.push_str(&format!("\nReviewed on {}.\n", reviewed.long));
        }
        if let (Some(theme), Some(running)) = (&self.theme, &self.running) {
            let because = self.because.as_deref().unwrap_or_default();
            out.push_str(&format!("\n{}: {theme}. {because}\n", running.text));
        }
        for column in &self.columns {
            let items = column.groups.iter().flat_map(|group| &group.items);
            let mut body = bullets(items.map(ItemEntryView::words));
            if column.earlier > 0 {
                body.push_str(&format!("- {} earlier\n", column.earlier));
            }
            part(&mut out, column.title, &body);
        }
        out
    }
}
