//! Payment links in the table: found by id, which their URL carries, and listed by creation.

use paydesk_model::link::PaymentLink;

use super::batch::Write;
use super::index::{Direction, Stretch};
use super::keys::{self, Key, s, text};
use super::{Failure, Store};

impl Store {
    /// The link with this id, of whatever account: following a link needs no key.
    pub async fn link(&self, id: &str) -> Result<Option<PaymentLink>, Failure> {
        let Some(item) = self.item(Key::link(id)).await? else { return Ok(None) };
        read(&text(&item, "body").unwrap_or_default()).map(Some)
    }

    /// Puts a link and its listing row. Its id was made for it, or derived from the key of this very request, so
    /// that a second time puts the same.
    pub async fn put_link(&self, link: &PaymentLink) -> Result<(), Failure> {
        let body = serde_json::to_string(link).map_err(|error| Failure::unreadable("payment link", error))?;
        let mut item = Key::link(&link.id).into_item();
        item.insert("body".into(), s(body));
        let place = keys::place_at(link.created, &link.id);
        let row = Key::new(keys::link_listing(&link.account, link.livemode), place).into_item();
        self.write_all(vec![Write::Put(item), Write::Put(row)]).await
    }

    /// Up to `limit` links of one stretch of the account's list, in walking order.
    pub async fn links(
        &self,
        account: &str,
        livemode: bool,
        stretch: &Stretch,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<PaymentLink>, Failure> {
        let pk = keys::link_listing(account, livemode);
        let limit = i32::try_from(limit).unwrap_or(i32::MAX);
        let places = self.places(&pk, stretch, direction, limit).await?;
        let ids: Vec<&str> = places.iter().filter_map(|place| Some(place.split_once('#')?.1)).collect();
        let items = self.read_all(ids.iter().map(|id| Key::link(id)).collect()).await?;
        let mut links = Vec::with_capacity(items.len());
        for item in &items {
            links.push(read(&text(item, "body").unwrap_or_default())?);
        }
        links.sort_by_key(|link: &PaymentLink| ids.iter().position(|id| *id == link.id));
        Ok(links)
    }
}

fn read(body: &str) -> Result<PaymentLink, Failure> {
    serde_json::from_str(body).map_err(|error| Failure::unreadable("payment link", error))
}
