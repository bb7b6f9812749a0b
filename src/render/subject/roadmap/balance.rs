//! How the work is divided: quarter by quarter, and by stage.

use serde::Serialize;

use crate::date::Quarter;
use crate::load::roadmap::ItemKind;
use crate::model::Site;
use crate::model::roadmap::balance::{QuarterBalance, Share, rounded};
use crate::path::Permalink;
use crate::render::subject::reference::RefView;
use crate::render::subject::table::{Cell, TableView, part};

use super::board::{WaysView, ways};
use super::{quarter_link, running};

/// How many quarters before the running one are shown.
const BEFORE: i32 = 4;
/// How many after it.
const AFTER: i32 = 3;

/// The balance of the roadmap.
#[derive(Clone, Debug, Serialize)]
pub struct BalanceView {
    /// The names of the kinds, in the order of all numbers.
    pub kinds: Vec<&'static str>,
    /// The quarters around the running one.
    pub quarters: Vec<QuarterBalanceView>,
    /// The same numbers as a table.
    pub table: TableView,
    /// The stages of all items, as rows of a chart.
    pub stages: Vec<BarView>,
    /// How many items each stage has, in words.
    pub stage_counts: Vec<String>,
    /// What is kept free in each quarter, in words; none where nothing is.
    pub reserve: Option<String>,
    /// How many points a share may be away from its target.
    pub tolerance: String,
    /// The other pages of the roadmap.
    pub ways: WaysView,
}

/// The balance of one quarter.
#[derive(Clone, Debug, Serialize)]
pub struct QuarterBalanceView {
    /// The quarter, with its page.
    pub quarter: RefView,
    /// An id for the chart, unique on the page.
    pub chart: String,
    /// Whether it runs.
    pub is_running: bool,
    /// What it is about.
    pub theme: Option<String>,
    /// Why its target is another than usual.
    pub because: Option<String>,
    /// Target, planned and delivered, as rows of a chart; each with whole percents that sum to 100.
    pub bars: Vec<BarView>,
    /// What is not known: items without a size count as M.
    pub note: Option<String>,
}

/// A row of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// What it is.
    pub label: String,
    /// The shares of the kinds in whole percents.
    pub values: [u32; 3],
}

/// The view of the balance.
pub fn view(site: &Site, here: &Permalink) -> BalanceView {
    let roadmap = &site.typed.roadmap;
    let running = running(site);
    let near = |quarter: &&Quarter| {
        running
            .is_none_or(|running| (running.plus(-BEFORE)..=running.plus(AFTER)).contains(*quarter))
    };
    let quarters = roadmap.quarters.iter().filter(near);
    let quarters: Vec<QuarterBalanceView> = quarters
        .map(|quarter| of_quarter(site, *quarter, here))
        .filter(|one| one.bars.len() > 1 || one.theme.is_some())
        .collect();
    let reserve = roadmap.reserve();
    let stages = roadmap.stages();
    let counts = stages.iter().map(|stage| match stage.items {
        1 => format!("{}: 1 item", stage.stage),
        count => format!("{}: {count} items", stage.stage),
    });
    BalanceView {
        kinds: ItemKind::ALL.map(ItemKind::label).to_vec(),
        table: table(&quarters),
        quarters,
        stage_counts: counts.collect(),
        stages: stages
            .iter()
            .map(|stage| BarView {
                label: stage.stage.to_owned(),
                values: rounded(stage.share),
            })
            .collect(),
        reserve: (reserve.iter().sum::<f64>() > 0.0).then(|| in_words(reserve)),
        tolerance: format!("{}", roadmap.tolerance()),
        ways: ways(site, here),
    }
}

/// The balance of one quarter.
pub fn of_quarter(site: &Site, quarter: Quarter, here: &Permalink) -> QuarterBalanceView {
    let roadmap = &site.typed.roadmap;
    let running = running(site);
    let balance = roadmap.balance(quarter, running);
    let plan = roadmap.plan(quarter);
    QuarterBalanceView {
        quarter: quarter_link(site, quarter, here),
        chart: format!("balance-{}", quarter.to_string().to_lowercase()),
        is_running: running == Some(quarter),
        theme: plan.and_then(|plan| plan.theme.clone()),
        because: plan.and_then(|plan| plan.because.clone()),
        note: match balance.without_size {
            0 => None,
            1 => Some(format!(
                "1 of {} items has no size and counts as M.",
                balance.items
            )),
            count => Some(format!(
                "{count} of {} items have no size and count as M.",
                balance.items
            )),
        },
        bars: bars(&balance),
    }
}

fn bars(balance: &QuarterBalance) -> Vec<BarView> {
    let target = match balance.is_own_target {
        true => "Target of this quarter",
        false => "Target",
    };
    let delivered = match balance.is_reported {
        true => "Delivered (reported)",
        false => "Delivered",
    };
    let bar = |label: &str, share: Option<Share>| {
        share.map(|share| BarView {
            label: label.to_owned(),
            values: rounded(share),
        })
    };
    let bars = [
        bar(target, balance.target),
        bar("Planned", balance.planned),
        bar(delivered, balance.delivered),
    ];
    bars.into_iter().flatten().collect()
}

/// All numbers of the charts.
fn table(quarters: &[QuarterBalanceView]) -> TableView {
    let mut rows = Vec::new();
    for one in quarters {
        for bar in &one.bars {
            let mut row = vec![
                Cell::Ref(one.quarter.clone()),
                Cell::Text(bar.label.clone()),
            ];
            row.extend(bar.values.map(|value| Cell::Text(format!("{value} %"))));
            rows.push(row);
        }
    }
    let [feature, debt, operations] = ItemKind::ALL.map(ItemKind::label);
    let columns = ["Quarter", "Row", feature, debt, operations];
    TableView::new("Balance by quarter", &columns, rows)
}

fn in_words(share: Share) -> String {
    let kinds = ItemKind::ALL.iter().zip(share);
    let said = kinds.filter(|(_, part)| *part > 0.0);
    let words: Vec<String> = said
        .map(|(kind, part)| format!("{part} % for {}", kind.label().to_lowercase()))
        .collect();
    words.join(", ")
}

impl BalanceView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for one in &self.quarters {
            if let Some(theme) = &one.theme {
                let because = one.because.as_deref().unwrap_or_default();
                out.push_str(&format!("\n{}: {theme}. {because}\n", one.quarter.text));
            }
        }
        part(&mut out, "The numbers", &self.table.words());
        let rows = self.stages.iter().map(|bar| {
            let mut row = vec![Cell::Text(bar.label.clone())];
            row.extend(bar.values.map(|value| Cell::Text(format!("{value} %"))));
            row
        });
        let [feature, debt, operations] = ItemKind::ALL.map(ItemKind::label);
        let columns = ["Stage", feature, debt, operations];
        let stages = TableView::new("By stage", &columns, rows.collect());
        part(&mut out, "By stage", &stages.words());
        out
    }
}
