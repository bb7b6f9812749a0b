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
    /// The needs that only a shipped item of the roadmap meets, over all personas.
    pub shipped: Vec<NeedView>,
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
    /// What was shipped for it, where no service meets it. None on the pages of a version, which
    /// do not tell what came after it.
    pub shipped: Vec<ShippedView>,
    /// The items of the roadmap that will meet it. None on the pages of a version, which promise
    /// nothing that may change.
    pub planned: Vec<RefView>,
}

/// An item of the roadmap that is there.
#[derive(Clone, Debug, Serialize)]
pub struct ShippedView {
    /// "Shipped on 15 October 2026".
    pub text: String,
    /// The item.
    pub item: RefView,
}

impl ShippedView {
    fn of(site: &Site, id: ItemId, here: &Permalink) -> Self {
        Self {
            text: site.typed.roadmap.items[id].shipped_words(),
            item: reference::item(site, id, here),
        }
    }

    /// The same as markdown.
    fn words(&self) -> String {
        format!("{}: {}", self.text, self.item.words())
    }
}

impl NeedView {
    /// Whether there is something that meets it.
    pub fn is_met(&self) -> bool {
        !self.services.is_empty() || !self.shipped.is_empty()
    }

    /// The need with what meets it, as markdown.
    pub fn met_words(&self) -> String {
        match self.services.is_empty() {
            false => format!("{}: {}", self.text, reference::list(&self.services)),
            true => {
                let shipped: Vec<String> = self.shipped.iter().map(ShippedView::words).collect();
                format!("{} ({})", self.text, shipped.join("; "))
            }
        }
    }

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
    let (mut shipped, mut unmet) = (Vec::new(), Vec::new());
    for index in 0..site.typed.platform.personas.len() {
        let kinds = kinds(site, index, here);
        if !kinds.is_empty() {
            personas.push(PersonaBenefitsView {
                persona: reference::persona(site, index, here),
                id: site.typed.platform.personas[index].id.0.clone(),
                kinds,
            });
        }
        for need in needs(site, index, here) {
            match (need.services.is_empty(), need.shipped.is_empty()) {
                (false, _) => {}
                (true, false) => shipped.push(need),
                (true, true) => unmet.push(need),
            }
        }
    }
    BenefitsView {
        personas,
        shipped,
        unmet,
    }
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
    let roadmap = &site.typed.roadmap;
    let tells = site.part != Part::Versioned;
    let needs = site.typed.platform.personas[persona].needs.iter();
    let met = site.typed.personas[persona].met.iter();
    needs
        .zip(met)
        .map(|(need, met)| NeedView {
            text: need.text.clone(),
            persona: reference::persona(site, persona, here),
            services: reference::services(site, met, here),
            shipped: match tells && met.is_empty() {
                true => roadmap
                    .shipped_for(&need.id.0)
                    .into_iter()
                    .map(|id| ShippedView::of(site, id, here))
                    .collect(),
                false => Vec::new(),
            },
            planned: match tells {
                true => roadmap
                    .planned_for(&need.id.0)
                    .into_iter()
                    .map(|id| reference::item(site, id, here))
                    .collect(),
                false => Vec::new(),
            },
        })
        .collect()
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
        let shipped = self.shipped.iter();
        let shipped = shipped.map(|need| format!("{}: {}", need.persona.words(), need.met_words()));
        part(&mut out, "Shipped", &bullets(shipped));
        part(&mut out, "Not met yet", &bullets(unmet));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::pipeline::Compiler;

    #[test]
    fn a_need_that_only_a_shipped_item_meets_is_shown_as_shipped() {
        let site = Compiler::once(None).build(&Inputs::from_texts([
            (
                "content/platform.toml",
                "[[persona]]\nid = \"dev\"\nname = \"Developer\"\n\
                 needs = { restore = \"Restore\", speed = \"Speed\" }\n",
            ),
            (
                "content/roadmap/items.toml",
                "[[item]]\nid = \"a\"\ntitle = \"Undo\"\nkind = \"feature\"\n\
                 meets = [\"restore\"]\nshipped_on = 2026-10-15\n",
            ),
        ]));
        let here = Permalink::of_page("benefits");
        let view = view(&site.site, &here);
        let texts = |needs: &[NeedView]| -> Vec<String> {
            needs.iter().map(|need| need.text.clone()).collect()
        };
        assert_eq!(texts(&view.shipped), ["Restore"]);
        assert_eq!(texts(&view.unmet), ["Speed"]);
        let words = view.shipped[0].met_words();
        assert!(words.contains("Shipped on 15 October 2026"), "{words}");
        assert!(view.shipped[0].is_met() && !view.unmet[0].is_met());
    }
}
