//! The site, as every page sees it.

use crate::inputs::Part;
use crate::path::Permalink;

use super::view::{ImageView, SiteView};
use super::{Renderer, subject};

/// The site as seen from `here`.
pub fn view(renderer: &Renderer<'_>, here: &Permalink) -> SiteView {
    let site = renderer.site;
    let config = &site.config;
    let logo = config.logo.as_ref().and_then(|path| site.assets.get(path));
    SiteView {
        title: config.title.clone(),
        tagline: config.tagline.clone(),
        language: config.language.clone(),
        home: here.relative(&Permalink::root()),
        logo: logo.map(|asset| ImageView {
            url: here.relative(&asset.permalink),
            width: asset.blob.dimensions.map(|(width, _)| width),
            height: asset.blob.dimensions.map(|(_, height)| height),
        }),
        image: shared_image(renderer),
        status: config.status.clone(),
        personas: subject::personas(site, here),
        tags: (!site.tags.is_empty())
            .then(|| here.relative(&site.address(&Permalink::of_page("tags")))),
        versions: (site.part != Part::Whole)
            .then(|| here.relative(&Permalink::of_page("versions"))),
        base_url: config.base_url.as_ref().map(|url| url.as_str().to_owned()),
        base_path: config
            .base_url
            .as_ref()
            .map_or("/", |url| url.path())
            .to_owned(),
    }
}

/// The picture for links that are shared. Who shows it elsewhere needs its whole address.
fn shared_image(renderer: &Renderer<'_>) -> Option<ImageView> {
    let site = renderer.site;
    let asset = site.assets.get(site.config.image.as_ref()?)?;
    Some(ImageView {
        url: renderer.absolute(&asset.permalink)?,
        width: asset.blob.dimensions.map(|(width, _)| width),
        height: asset.blob.dimensions.map(|(_, height)| height),
    })
}
