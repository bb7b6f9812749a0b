//! To be written.
use super::*;
/// x
#[derive(Clone, Debug)]
pub struct Repository;
impl Repository {
    /// x
    pub fn find(_: &std::path::Path) -> Result<Option<Self>> {
        Ok(None)
    }
    /// x
    pub fn prefix(&self) -> &str {
        ""
    }
    /// x
    pub fn read_ref(&self, _: &str, _: &Folders) -> Result<Inputs> {
        Ok(Inputs::default())
    }
    /// x
    pub fn last_changes(&self, _: Option<&str>) -> Result<HashMap<SitePath, Date>> {
        Ok(HashMap::new())
    }
}
