//! When a person should read a page again.

use crate::date::{Date, Period};
use crate::load::Written;

use super::{PageId, Site};

impl Site {
    /// How often a page should be read again: as it says itself, else as the platform says. None is
    /// "never", or that nobody has said it.
    pub fn review_period(&self, page: PageId) -> Option<Period> {
        let own = self.pages[page].page.front.review_every;
        own.or(self.typed.platform.review_every).flatten()
    }

    /// Whether a page has a review, or lacks one: news and what says "never" cannot grow old.
    pub fn is_to_be_reviewed(&self, page: PageId) -> bool {
        let page = &self.pages[page].page;
        let is_kept = page.news.is_none() && page.front.review_every != Some(None);
        is_kept || page.front.reviewed.is_some()
    }

    /// The day by which a page should be read again; None where it need not be, or where nobody has
    /// read it yet.
    pub fn review_due(&self, page: PageId) -> Option<Date> {
        let reviewed = self.pages[page].page.front.reviewed?;
        reviewed.after(self.review_period(page)?)
    }

    /// By how many days the reading of a page is late; None where it is not, or where the site does
    /// not know which day it is.
    pub fn review_late(&self, page: PageId) -> Option<u32> {
        let late = self.today?.days_since(self.review_due(page)?);
        u32::try_from(late).ok().filter(|late| *late > 0)
    }

    /// Who keeps a page true: its own owner, else that of the service in whose folder it is.
    pub fn owner_of(&self, page: PageId) -> Option<&Written> {
        let own = self.pages[page].page.front.owner.as_ref();
        own.or_else(|| {
            let inside = self.pages[page].page.id.strip_prefix("services/")?;
            let (id, _) = inside.split_once('/')?;
            let service = self.typed.ids.find(super::Kind::Service, id)?;
            let service = self.typed.services.all[service].page;
            self.pages[service].page.front.owner.as_ref()
        })
    }
}
