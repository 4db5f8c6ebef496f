//! Telling again: events are rebuilt from what sessions and customers announced, for when changes got lost on their way
//! out of the table.
//!
//! What is there already is left as it is; of that, only endpoints that were never tried are told, and the bus nothing:
//! nobody knows what it had. What the stream may yet bring is left to it.

use std::collections::BTreeSet;
use std::ops::Range;

use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use paydesk_model::announcement::Announcement;
use paydesk_model::ids::{EventId, SessionId};
use paydesk_model::time::Moment;

use crate::app::App;
use crate::error::Error;
use crate::store::announcing::Announcing;
use crate::store::events::{KEPT_SECONDS, Published};
use crate::store::stored::Extent;
use crate::telling::{Audience, Outcome, messages};
use crate::wire::version::NEWEST;

/// How many items are dealt with at once.
const AT_ONCE: usize = 16;
/// The stream brings a change for six hours, with the session as the change left it: what is made anew is not as exact,
/// and what came twice would be on the bus twice.
const OF_THE_STREAM_SECONDS: i64 = 7 * 60 * 60;

/// Whose announcements are told again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of a session, and of its customer, also what was announced just now.
    Session(SessionId),
    /// All that were made since, but for what the stream may yet bring.
    Since(Moment),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Items that were looked at, of any kind.
    pub looked_at: usize,
    /// Items that cannot be read, or whose lines are missing; the log names them.
    pub unreadable: usize,
    /// Announcements whose events were there.
    pub known: usize,
    /// Announcements whose events were missing, and are there now.
    pub published: usize,
    /// Announcements that the stream may yet bring, and that were left to it.
    pub too_young: usize,
    /// Messages to endpoints.
    pub messages: usize,
}

impl Report {
    fn and(self, other: Self) -> Self {
        Self {
            looked_at: self.looked_at + other.looked_at,
            unreadable: self.unreadable + other.unreadable,
            known: self.known + other.known,
            published: self.published + other.published,
            too_young: self.too_young + other.too_young,
            messages: self.messages + other.messages,
        }
    }
}

impl App {
    /// Tells again what was announced; `progress` hears what was done so far. Ended early, it may be done again.
    pub async fn reannounce(
        &self,
        whose: &Whose,
        mut progress: impl FnMut(&Report),
    ) -> Result<Report, Error> {
        let audience = Audience::default();
        let now = self.clock.now();
        // What is older is deleted as soon as it is written.
        let oldest = now.plus_seconds(-KEPT_SECONDS);
        let made = match whose {
            Whose::Session(id) => {
                let found = self.session_and_customer(id).await?;
                return self.all_again(found, &(oldest..Moment(i64::MAX)), &audience).await;
            }
            Whose::Since(since) => oldest.max(*since)..now.plus_seconds(-OF_THE_STREAM_SECONDS),
        };
        let (mut done, mut from) = (Report::default(), None);
        loop {
            let scanned = self.store.scan(from).await?;
            let unread =
                Report { looked_at: scanned.seen, unreadable: scanned.unreadable, ..Report::default() };
            let told = self.all_again(scanned.announcing, &made, &audience).await?;
            done = done.and(unread).and(Report { looked_at: 0, ..told });
            progress(&done);
            from = scanned.next;
            if from.is_none() {
                return Ok(done);
            }
        }
    }

    async fn session_and_customer(&self, id: &SessionId) -> Result<Vec<Announcing>, Error> {
        let missing = || Error::NoSuchSession { id: id.to_string(), other_mode: false };
        let session = self.store.session(id, Extent::Head).await?.ok_or_else(missing)?;
        let (account, livemode) = (session.session.account.clone(), session.session.livemode());
        let customer = match &session.session.gathered.customer {
            Some(customer) => self.store.customer(&account, livemode, customer).await?,
            None => None,
        };
        let customer = customer.map(|stored| Announcing::Customer { stored, before: None });
        Ok(std::iter::once(Announcing::Session(session)).chain(customer).collect())
    }

    async fn all_again(
        &self,
        announcing: Vec<Announcing>,
        made: &Range<Moment>,
        audience: &Audience,
    ) -> Result<Report, Error> {
        let again = |one| Box::pin(self.announce_again(one, made, audience));
        let told = stream::iter(announcing).map(again).buffer_unordered(AT_ONCE);
        told.try_fold(Report::default(), |done, more| async move { Ok(done.and(more)) }).await
    }

    async fn announce_again(
        &self,
        announcing: Announcing,
        made: &Range<Moment>,
        audience: &Audience,
    ) -> Result<Report, Error> {
        let outbox = announcing.outbox().iter();
        let too_young = outbox.clone().filter(|one| one.at >= made.end.max(made.start)).count();
        let mut report = Report { looked_at: 1, too_young, ..Report::default() };
        let wanted: Vec<Announcement> = outbox.filter(|one| made.contains(&one.at)).cloned().collect();
        let of = announcing.id().to_owned();
        let announcing = if wanted.iter().any(|made| made.kind.adds_lines()) {
            self.store.with_lines(announcing).await?
        } else {
            Some(announcing)
        };
        let Some(announcing) = announcing else {
            tracing::warn!(of, "a session whose lines were never written is not told of");
            return Ok(Report { unreadable: 1, ..report });
        };
        for announcement in &wanted {
            let published = announcing.published(announcement, false, NEWEST);
            report = report.and(Box::pin(self.one_again(published, audience)).await?);
        }
        Ok(report)
    }

    async fn one_again(&self, mut published: Published, audience: &Audience) -> Result<Report, Error> {
        if self.publish(&mut published, audience).await? == Outcome::Known {
            let messages = self.tell_the_untold(&published).await?;
            return Ok(Report { known: 1, messages, ..Report::default() });
        }
        let events = published.events();
        let messages = messages(&published, &events);
        let sent = messages.len();
        self.queue(messages).await?;
        self.put_on_bus(published, &events).await?;
        Ok(Report { published: 1, messages: sent, ..Report::default() })
    }

    /// Of events that are there, endpoints that were never tried may have been forgotten.
    async fn tell_the_untold(&self, published: &Published) -> Result<usize, Error> {
        let id = published.id();
        let Some(id) = EventId::parse(&id).filter(|_| !published.fan.is_empty()) else { return Ok(0) };
        let found = self.store.published(&published.account, published.livemode, &id).await?;
        let Some((there, attempts)) = found else { return Ok(0) };
        let tried: BTreeSet<(&str, &str)> =
            attempts.iter().map(|attempt| (attempt.event.as_str(), attempt.endpoint.as_str())).collect();
        let mut untold = messages(&there, &there.events());
        untold.retain(|message| !tried.contains(&(message.event.as_str(), message.endpoint.as_str())));
        let sent = untold.len();
        self.queue(untold).await?;
        Ok(sent)
    }
}
