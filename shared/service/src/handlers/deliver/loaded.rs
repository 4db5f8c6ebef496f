//! What a batch is about: its announcements, each read once, and its endpoints, all read at once.

use std::collections::{BTreeSet, HashMap};

use futures::future::join_all;
use paydesk_model::delivery::DeliveryAttempt;

use super::received::Received;
use crate::app::App;
use crate::error::Error;
use crate::outlets::Message;
use crate::store::endpoints::EVERYONE;
use crate::store::events::Published;
use crate::store::health::{Address, Addressee};

/// An announcement, and every attempt to tell it.
#[derive(Clone, Debug)]
pub struct Known {
    pub published: Published,
    pub attempts: Vec<DeliveryAttempt>,
}

/// By account, mode and the announcement's id; none of what is gone.
type Announcements = HashMap<(String, bool, String), Result<Option<Known>, String>>;

pub struct Loaded {
    announcements: Announcements,
    addressees: Result<HashMap<Address, Addressee>, String>,
}

impl Loaded {
    /// Reads it all. What could not be read fails the messages that are about it, and no others.
    pub async fn load(app: &App, messages: &[Received]) -> Self {
        let mut wanted = BTreeSet::new();
        let mut addresses = BTreeSet::new();
        for Received { message, .. } in messages {
            wanted.insert((message.account.clone(), message.livemode, announcement(message)));
            addresses.insert(address(&message.account, message));
            if app.config.forwards {
                addresses.insert(address(EVERYONE, message));
            }
        }
        let reads = wanted.into_iter().map(|wanted| async move {
            let known = known(app, &wanted).await.map_err(|error| format!("{error:?}"));
            (wanted, known)
        });
        let (announcements, addressees) = tokio::join!(join_all(reads), addressees(app, &addresses));
        Self {
            announcements: announcements.into_iter().collect(),
            addressees: addressees.map_err(|error| format!("{error:?}")),
        }
    }

    /// What the message tells.
    pub fn known(&self, message: &Message) -> Result<Option<&Known>, Error> {
        let key = (message.account.clone(), message.livemode, announcement(message));
        match self.announcements.get(&key) {
            Some(Ok(known)) => Ok(known.as_ref()),
            Some(Err(cause)) => Err(Error::Unavailable(cause.clone())),
            None => Ok(None),
        }
    }

    /// Whom it tells: an endpoint of the account, or one that hears of every account.
    pub fn addressee(&self, message: &Message) -> Result<Option<&Addressee>, Error> {
        let found = self.addressees.as_ref().map_err(|cause| Error::Unavailable(cause.clone()))?;
        let of = |account: &str| found.get(&address(account, message));
        Ok(of(&message.account).or_else(|| of(EVERYONE)))
    }

    /// The place of an event among those of its session, in the order they happened.
    pub fn place(&self, received: &Received) -> (u32, usize) {
        let Ok(Some(Known { published, .. })) = self.known(&received.message) else { return (0, 0) };
        let events = published.events();
        let place = events.iter().position(|event| event.id == received.message.event);
        (published.announcement.number, place.unwrap_or(events.len()))
    }
}

async fn known(app: &App, (account, livemode, id): &(String, bool, String)) -> Result<Option<Known>, Error> {
    let Some(id) = paydesk_model::ids::EventId::parse(id) else { return Ok(None) };
    let found = app.store.published(account, *livemode, &id).await?;
    Ok(found.map(|(published, attempts)| Known { published, attempts }))
}

async fn addressees(app: &App, wanted: &BTreeSet<Address>) -> Result<HashMap<Address, Addressee>, Error> {
    Ok(app.store.addressees(wanted).await?)
}

fn announcement(message: &Message) -> String {
    let id = paydesk_model::ids::EventId::parse(&message.event);
    id.map(|id| id.announcement.to_owned()).unwrap_or_default()
}

fn address(account: &str, message: &Message) -> Address {
    (account.to_owned(), message.livemode, message.endpoint.clone())
}
