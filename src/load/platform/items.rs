//! The things that a platform declares, one kind after the other.

use crate::decode::Fields;
use crate::decode::fields::as_text;
use crate::load::Written;

/// Who can be responsible for a task: a column of a matrix and a layer of the diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The id.
    pub id: Written,
    /// The name.
    pub name: String,
    /// Whether it is the reader's own side.
    pub you: bool,
    /// What the layer is called: "IN the cloud".
    pub layer: Option<String>,
    /// Other names, as existing tables use them.
    pub also: Vec<Written>,
}

/// A cloud below the platform.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The id.
    pub id: Written,
    /// The name.
    pub name: String,
    /// The party that it is.
    pub party: Option<Written>,
}

/// A team of the platform.
#[derive(Clone, Debug)]
pub struct Team {
    /// The id.
    pub id: Written,
    /// The name.
    pub name: String,
    /// A mail address, a web address or a channel.
    pub contact: Option<String>,
}

/// A kind of reader.
#[derive(Clone, Debug)]
pub struct Persona {
    /// The id.
    pub id: Written,
    /// The name.
    pub name: String,
    /// Which side of the company they are from.
    pub group: Option<PersonaGroup>,
    /// What they want, in a sentence.
    pub wants: Option<String>,
    /// What they need; services and roadmap items answer with `meets`.
    pub needs: Vec<Need>,
}

/// Something that a persona needs.
#[derive(Clone, Debug)]
pub struct Need {
    /// The id.
    pub id: Written,
    /// The need, in words.
    pub text: String,
}

/// Which side of the company a persona is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonaGroup {
    /// They build products.
    Developer,
    /// They answer for what a product earns.
    Business,
    /// They keep products running.
    Operations,
}

impl PersonaGroup {
    /// The words of platform.toml.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("developer", Self::Developer),
        ("business", Self::Business),
        ("operations", Self::Operations),
    ];
}

/// A kind of service.
#[derive(Clone, Debug)]
pub struct Category {
    /// The id.
    pub id: Written,
    /// The name.
    pub name: String,
    /// The labels of the facts by which its services are compared, in this order.
    pub facts: Vec<Written>,
}

/// Something that the platform wants to reach.
#[derive(Clone, Debug)]
pub struct Goal {
    /// The id.
    pub id: Written,
    /// The name.
    pub name: String,
    /// Why.
    pub why: Option<String>,
}

/// A product that uses the platform.
#[derive(Clone, Debug)]
pub struct Product {
    /// The id.
    pub id: Written,
    /// The name.
    pub name: String,
}

/// Its id, and its name: the key, else the id.
fn id_and_name(fields: &mut Fields<'_, '_>, what: &str) -> (Written, String) {
    let id = fields.id_or_place(what);
    let name = fields.text("name").unwrap_or_else(|| id.0.clone());
    (id, name)
}

pub(super) fn products(fields: &mut Fields<'_, '_>) -> Vec<Product> {
    let mut items = Vec::new();
    for table in fields.tables("product") {
        let mut item = fields.inner(table, "a product");
        let (id, name) = id_and_name(&mut item, "this product");
        items.push(Product { id, name });
        item.finish();
    }
    items
}

pub(super) fn parties(fields: &mut Fields<'_, '_>) -> Vec<Party> {
    let mut items = Vec::new();
    for table in fields.tables("party") {
        let mut item = fields.inner(table, "a party");
        let (id, name) = id_and_name(&mut item, "this party");
        items.push(Party {
            id,
            name,
            you: item.truth("you").unwrap_or(false),
            layer: item.text("layer"),
            also: item.texts("also"),
        });
        item.finish();
    }
    items
}

pub(super) fn providers(fields: &mut Fields<'_, '_>) -> Vec<Provider> {
    let mut items = Vec::new();
    for table in fields.tables("provider") {
        let mut item = fields.inner(table, "a provider");
        let (id, name) = id_and_name(&mut item, "this provider");
        let party = item.spanned_text("party");
        items.push(Provider { id, name, party });
        item.finish();
    }
    items
}

pub(super) fn teams(fields: &mut Fields<'_, '_>) -> Vec<Team> {
    let mut items = Vec::new();
    for table in fields.tables("team") {
        let mut item = fields.inner(table, "a team");
        let (id, name) = id_and_name(&mut item, "this team");
        let contact = item.text("contact");
        items.push(Team { id, name, contact });
        item.finish();
    }
    items
}

pub(super) fn personas(fields: &mut Fields<'_, '_>) -> Vec<Persona> {
    let mut items = Vec::new();
    for table in fields.tables("persona") {
        let mut item = fields.inner(table, "a persona");
        let (id, name) = id_and_name(&mut item, "this persona");
        items.push(Persona {
            id,
            name,
            group: item.one_of("group", &PersonaGroup::NAMES),
            wants: item.text("wants"),
            needs: needs(&mut item),
        });
        item.finish();
    }
    items
}

fn needs(fields: &mut Fields<'_, '_>) -> Vec<Need> {
    let mut needs = Vec::new();
    for (key, node) in fields.entries("needs") {
        match as_text(&node.value) {
            Some(text) => needs.push(Need {
                id: (key.name.clone(), key.span),
                text,
            }),
            None => fields.wrong(&key.name, node, "a text", "write it in quotes"),
        }
    }
    needs
}

pub(super) fn categories(fields: &mut Fields<'_, '_>) -> Vec<Category> {
    let mut items = Vec::new();
    for table in fields.tables("category") {
        let mut item = fields.inner(table, "a category");
        let (id, name) = id_and_name(&mut item, "this category");
        let facts = item.names("facts");
        items.push(Category { id, name, facts });
        item.finish();
    }
    items
}

pub(super) fn goals(fields: &mut Fields<'_, '_>) -> Vec<Goal> {
    let mut items = Vec::new();
    for table in fields.tables("goal") {
        let mut item = fields.inner(table, "a goal");
        let (id, name) = id_and_name(&mut item, "this goal");
        let why = item.text("why");
        items.push(Goal { id, name, why });
        item.finish();
    }
    items
}
