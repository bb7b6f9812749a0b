//! Where each page stands in the index: by its address, so that pages that come and go leave the numbers
//! of almost all others as they are. A version then shares most files of its index with the version
//! before.

use crate::digest::Digest;
use crate::model::search::Layout;

/// The place of each page, of many empty ones.
pub struct Shelf {
    /// By place, the page that stands there.
    places: Vec<Option<u32>>,
    /// By page, its place.
    of_page: Vec<u32>,
}

impl Shelf {
    /// Gives each of these addresses a place, in as many files as the layout has.
    pub fn new(addresses: &[&str], layout: Layout) -> Self {
        let size = (layout.pages * Layout::GROUP).max(addresses.len());
        let mut places = vec![None; size];
        let mut of_page = vec![0; addresses.len()];
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_by_key(|page| addresses[*page]);
        for page in order {
            let mut at = wanted(addresses[page], size);
            // Two addresses may want one place: the later one takes the next that is free. There are at
            // least as many places as pages.
            while places[at].is_some() {
                at = (at + 1) % size;
            }
            places[at] = Some(page as u32);
            of_page[page] = at as u32;
        }
        Self { places, of_page }
    }

    /// The place of a page.
    pub fn place(&self, page: u32) -> u32 {
        self.of_page[page as usize]
    }

    /// The pages by place.
    pub fn pages(&self) -> &[Option<u32>] {
        &self.places
    }
}

fn wanted(address: &str, size: usize) -> usize {
    let digest = Digest::of(address.as_bytes());
    let start = digest.as_bytes().first_chunk().copied();
    (u64::from_le_bytes(start.unwrap_or_default()) % size.max(1) as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("guides/page-{n}/")).collect()
    }

    fn shelf(addresses: &[String]) -> Shelf {
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        Shelf::new(&addresses, Layout::of(addresses.len()))
    }

    #[test]
    fn every_page_has_a_place_of_its_own() {
        for count in [0, 1, 2, 7, 300, 3001] {
            let addresses = addresses(count);
            let shelf = shelf(&addresses);
            let mut stand: Vec<u32> = shelf.pages().iter().flatten().copied().collect();
            stand.sort_unstable();
            assert!(stand.iter().copied().eq(0..count as u32), "{count} pages");
            for page in stand {
                assert_eq!(shelf.pages()[shelf.place(page) as usize], Some(page));
            }
        }
    }

    #[test]
    fn a_page_in_the_middle_moves_almost_no_other() {
        let before = addresses(2000);
        let mut after = before.clone();
        after.insert(700, "guides/a-new-page/".to_owned());
        let (old, new) = (shelf(&before), shelf(&after));
        let moved = (0..2000u32)
            .filter(|page| old.place(*page) != new.place(page + u32::from(*page >= 700)))
            .count();
        assert!(moved <= 3, "{moved} pages moved");
    }
}
