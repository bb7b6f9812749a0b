//! The `:::` blocks: their names, and what follows the name.

/// A block that a page opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Directive {
    /// Its name as written: `note`.
    pub name: String,
    /// What follows the name: a title, or what an include names.
    pub title: String,
    /// `key="value"` pairs, in their order.
    pub args: Vec<(String, String)>,
}
