//! What a finding says beside its words, so that one cause is one finding.

/// What other findings about the same cause have to know of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A value or a name that the parser could not read as it is written.
    Unread,
    /// A whole number is wanted in place of the value.
    WholeNumber,
    /// The value is none of the closed list of this key.
    NoValueOf(&'static str),
    /// A row of a table that is longer than its head: what stands in it may be somebody else's.
    LongRow,
    /// It is about this id alone.
    Of(String),
}
