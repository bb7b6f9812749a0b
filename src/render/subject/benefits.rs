//! What the platform is good for: benefits by persona and kind, and the needs that nothing meets.

use serde::Serialize;

use crate::inputs::Part;
use crate::load::service::{Benefit, BenefitKind};
use crate::model::roadmap::ItemId;
use crate::model::{ServiceId, Site};
use crate::path::Permalink;

use super::reference::{self, RefView};
use super::table::{bullets, part};

/// The page of all benefits.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitsView {
    /// The benefits and needs of each persona, in the platform's order.
    pub personas: Vec<PersonaBenefitsView>,
    /// The needs that nothing meets, over all personas.
    pub unmet: Vec<NeedView>,
}

/// What there is for one persona.
#[derive(Clone, Debug, Serialize)]
pub struct PersonaBenefitsView {
    /// The persona.
    pub persona: RefView,
    /// The id, for a place to link to.
    pub id: String,
    /// The benefits by kind: time, cost, security, quality, then those of no kind.
    pub kinds: Vec<KindView>,
}

/// Benefits of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct KindView {
    /// `time`, `cost`, `security`, `quality`; empty for those of no kind.
    pub word: &'static str,
    /// The kind as a heading.
    pub title: &'static str,
    /// The benefits.
    pub benefits: Vec<BenefitView>,
}

/// What a service is good for, for one persona.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitView {
    /// For whom.
    pub persona: RefView,
    /// The service.
    pub service: RefView,
    /// The benefit.
    pub text: String,
    /// `time`, `cost`, `security` or `quality`; none where it is not said.
    pub kind: Option<&'static str>,
}

/// Something that a persona needs.
#[derive(Clone, Debug, Serialize)]
pub struct NeedView {
    /// The need, in words.
    pub text: String,
    /// Whose it is.
    pub persona: RefView,
    /// The services that meet it.
    pub services: Vec<RefView>,
    /// The items of the roadmap that will meet it. None on the pages of a version, which promise
    /// nothing that may change.
    pub planned: Vec<RefView>,
}

impl NeedView {
    /// The need with what will meet it, as markdown.
    pub fn words(&self) -> String {
        match self.planned.is_empty() {
            true => self.text.clone(),
            false => format!("{} (coming: {})", self.text, reference::list(&self.planned)),
        }
    }
}

impl BenefitView {
    /// A benefit of a service.
    pub fn of(site: &Site, service: ServiceId, benefit: &Benefit, here: &Permalink) -> Self {
        Self {
            persona: reference::written_persona(site, &benefit.persona, here),
            service: reference::service(site, service, here),
            text: benefit.text.clone(),
            kind: benefit.kind.map(BenefitKind::word),
        }
    }

    /// The benefit with its kind in brackets.
    pub fn text_with_kind(&self) -> String {
        match self.kind {
            Some(kind) => format!("{} ({kind})", self.text),
            None => self.text.clone(),
        }
    }
}

/// The view of all benefits.
pub fn view(site: &Site, here: &Permalink) -> BenefitsView {
    let mut personas = Vec::new();
    let mut unmet = Vec::new();
    for index in 0..site.typed.platform.personas.len() {
        let kinds = kinds(site, index, here);
        if !kinds.is_empty() {
            personas.push(PersonaBenefitsView {
                persona: reference::persona(site, index, here),
                id: site.typed.platform.personas[index].id.0.clone(),
                kinds,
            });
        }
        let needs = needs(site, index, here).into_iter();
        unmet.extend(needs.filter(|need| need.services.is_empty()));
    }
    BenefitsView { personas, unmet }
}

/// The benefits for a persona, by kind.
pub fn kinds(site: &Site, persona: usize, here: &Permalink) -> Vec<KindView> {
    let all = &site.typed.personas[persona].benefits;
    let of_kind = |kind: Option<BenefitKind>| -> Vec<BenefitView> {
        let benefit = |(service, at): &(usize, usize)| {
            let benefit = &site.typed.services.all[*service].keys.benefits[*at];
            (benefit.kind == kind).then(|| BenefitView::of(site, *service, benefit, here))
        };
        all.iter().filter_map(benefit).collect()
    };
    let kinds = [
        (Some(BenefitKind::Time), "Saves time"),
        (Some(BenefitKind::Cost), "Saves money"),
        (Some(BenefitKind::Security), "Makes it safer"),
        (Some(BenefitKind::Quality), "Makes it better"),
        (None, "And also"),
    ];
    let view = |(kind, title): (Option<BenefitKind>, &'static str)| {
        let benefits = of_kind(kind);
        (!benefits.is_empty()).then(|| KindView {
            word: kind.map_or("", BenefitKind::word),
            title,
            benefits,
        })
    };
    kinds.into_iter().filter_map(view).collect()
}

/// The needs of a persona, with what meets them.
pub fn needs(site: &Site, persona: usize, here: &Permalink) -> Vec<NeedView> {
    let needs = site.typed.platform.personas[persona].needs.iter();
    let met = site.typed.personas[persona].met.iter();
    needs
        .zip(met)
        .map(|(need, met)| NeedView {
            text: need.text.clone(),
            persona: reference::persona(site, persona, here),
            services: reference::services(site, met, here),
            planned: match site.part {
                Part::Versioned => Vec::new(),
                Part::Whole | Part::Evergreen => planned(site, &need.id.0, here),
            },
        })
        .collect()
}

/// The items of the roadmap that are not done yet and will meet a need, in their order.
fn planned(site: &Site, need: &str, here: &Permalink) -> Vec<RefView> {
    let roadmap = &site.typed.roadmap;
    let meets = |id: &ItemId| {
        let one = &roadmap.items[*id];
        one.is_open() && one.item.meets.iter().any(|(met, _)| met == need)
    };
    let items = roadmap.in_order().into_iter().filter(meets);
    items.map(|id| reference::item(site, id, here)).collect()
}

/// Benefits by kind as markdown, with headings of this level.
pub fn kinds_in_words(kinds: &[KindView], level: &str) -> String {
    let mut out = String::new();
    for kind in kinds {
        let lines = kind.benefits.iter();
        let lines = lines.map(|one| format!("{}: {}", one.service.words(), one.text));
        out.push_str(&format!("\n{level} {}\n\n{}", kind.title, bullets(lines)));
    }
    out
}

impl BenefitsView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for one in &self.personas {
            part(
                &mut out,
                &one.persona.words(),
                kinds_in_words(&one.kinds, "###").trim_start(),
            );
        }
        let unmet = self.unmet.iter();
        let unmet = unmet.map(|need| format!("{}: {}", need.persona.words(), need.words()));
        part(&mut out, "Not met yet", &bullets(unmet));
        out
    }
}
