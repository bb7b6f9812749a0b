//! Who is meant by the name of a column or of a cell.

/// Everybody who can be responsible, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// The parties, in the order of the vocabulary.
    pub all: Vec<Names>,
}

/// One party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Its id.
    pub id: String,
    /// Every name that means it, the id among them.
    pub names: Vec<String>,
}

/// How a name was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// It is a name of the party.
    Exact(usize),
    /// It is one, but for words around it: "Client role".
    Near(usize),
}

impl Match {
    pub(super) fn party(self) -> usize {
        match self {
            Self::Exact(party) | Self::Near(party) => party,
        }
    }
}

/// Words around a name that say nothing more about who is meant.
const AROUND: &[&str] = &[
    "role",
    "roles",
    "responsibility",
    "responsibilities",
    "responsible",
    "team",
    "teams",
    "side",
    "duties",
    "tasks",
    "raci",
    "the",
    "our",
];

impl Parties {
    /// The id of a party.
    pub fn id(&self, party: usize) -> &str {
        self.all.get(party).map_or("", |names| names.id.as_str())
    }

    /// Adds a name to a party; a party that is not known yet is new.
    pub fn add(&mut self, id: &str, name: &str) {
        match self.all.iter_mut().find(|names| names.id == id) {
            Some(names) => names.names.push(name.to_owned()),
            None => self.all.push(Names {
                id: id.to_owned(),
                names: vec![id.to_owned(), name.to_owned()],
            }),
        }
    }

    /// The party of exactly this name, whatever its case.
    pub(super) fn exact(&self, text: &str) -> Option<usize> {
        let folded = fold(text)?;
        let is = |name: &String| fold(name).as_deref() == Some(&folded);
        self.all.iter().position(|party| party.names.iter().any(is))
    }

    /// The party that the head of a column names, words such as "role" aside.
    pub(super) fn of_head(&self, text: &str) -> Option<Match> {
        if let Some(party) = self.exact(text) {
            return Some(Match::Exact(party));
        }
        let folded = fold(text)?;
        let outside = folded
            .split_once('(')
            .map_or(folded.as_str(), |(before, _)| before);
        let words: Vec<&str> = outside
            .split_whitespace()
            .map(|word| word.trim_end_matches("'s").trim_end_matches("’s"))
            .map(|word| if word == "your" { "you" } else { word })
            .collect();
        // The longest first, since "team" may be a part of the name.
        let is_around = |word: &&str| AROUND.contains(word);
        let before = words.iter().take_while(|word| is_around(word)).count();
        let behind = words
            .iter()
            .rev()
            .take_while(|word| is_around(word))
            .count();
        for less in 0..=before + behind {
            for first in less.saturating_sub(behind)..=less.min(before) {
                let kept = words.get(first..words.len().saturating_sub(less - first))?;
                if let Some(party) = self.exact(&kept.join(" ")) {
                    return Some(Match::Near(party));
                }
            }
        }
        None
    }

    /// The one party whose name is among the words of a head: "How IBM helps".
    pub(super) fn within(&self, text: &str) -> Option<usize> {
        let folded = format!(" {} ", fold(text)?.replace(['(', ')', ',', '/', ':'], " "));
        let has =
            |name: &String| fold(name).is_some_and(|name| folded.contains(&format!(" {name} ")));
        let mut found = self
            .all
            .iter()
            .enumerate()
            .filter(|(_, party)| party.names.iter().any(has));
        let (party, _) = found.next()?;
        found.next().is_none().then_some(party)
    }

    /// All parties that a cell names, and nothing but names: "Customer", "Customer / Provider".
    pub(super) fn owners(&self, text: &str) -> Option<Vec<usize>> {
        if let Some(party) = self.exact(text) {
            return Some(vec![party]);
        }
        if text.len() > 200 {
            return None;
        }
        let spaced = text.replace(" and ", ",");
        let mut found = Vec::new();
        for part in spaced.split([',', '/', '&', '+', ';']) {
            let party = self.exact(part)?;
            if !found.contains(&party) {
                found.push(party);
            }
        }
        Some(found)
    }
}

/// A name as it is compared; None for one that is empty or no name at all.
pub(super) fn fold(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > 200 {
        return None;
    }
    let folded = text.to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let folded = words.join(" ");
    Some(folded.trim_end_matches([':', '*']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parties() -> Parties {
        let mut parties = Parties::default();
        parties.add("customer", "Client");
        parties.add("customer", "You");
        parties.add("platform", "Data team");
        parties
    }

    #[test]
    fn heads_name_a_party_with_words_around() {
        let of = |text| parties().of_head(text);
        assert_eq!(of("client"), Some(Match::Exact(0)));
        assert_eq!(of("Client Role"), Some(Match::Near(0)));
        assert_eq!(of("Your responsibilities"), Some(Match::Near(0)));
        assert_eq!(of("Client's tasks (mostly)"), Some(Match::Near(0)));
        assert_eq!(of("data  TEAM"), Some(Match::Exact(1)));
        assert_eq!(of("The data team's side"), Some(Match::Near(1)));
        assert_eq!(of("Client impact"), None);
        assert_eq!(of("Role"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn cells_name_owners_and_nothing_else() {
        assert_eq!(parties().owners("Client / platform"), Some(vec![0, 1]));
        assert_eq!(parties().owners("You and Client"), Some(vec![0]));
        assert_eq!(parties().owners("Client or somebody"), None);
    }

    #[test]
    fn one_name_within_a_head_is_a_hint_and_two_are_none() {
        assert_eq!(parties().within("What you can do"), Some(0));
        assert_eq!(parties().within("Client and platform"), None);
    }
}
