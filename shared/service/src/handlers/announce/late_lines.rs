//! Lines that live apart: written while their session is, and waited for. A create that died in between may be repeated
//! at any later time; then its lines come alone, and with them what nobody was told yet.

use paydesk_model::ids::EventId;
use paydesk_model::time::Moment;

use super::Untold;
use crate::app::App;
use crate::error::Error;
use crate::store::Failure;
use crate::store::announcing::{Announcing, LinesKey};
use crate::store::events::Published;
use crate::store::stored::Extent;
use crate::telling::Audience;
use crate::wire::version::NEWEST;

/// For how long the stream waits for them.
const WAITED_SECONDS: i64 = 60;
/// Lines that come later than this may have been waited for in vain: the stream knows the second of a change, and no two
/// clocks are the same. What was told all the same is there, and told to nobody else.
const LATE_SECONDS: i64 = WAITED_SECONDS / 2;

/// A session without its lines is what a create left behind that nobody was ever answered; or it is being made.
pub fn are_missing(made: Moment, now: Moment) -> Result<(), Error> {
    if now < made.plus_seconds(WAITED_SECONDS) {
        return Err(Error::Unavailable("the session's lines are not there yet".into()));
    }
    tracing::warn!("a session is told of once its lines are written, if they ever are");
    Ok(())
}

/// Tells what was announced about lines that came too late for it.
pub async fn tell(app: &App, lines: &LinesKey, written: Moment, audience: &Audience) -> Result<(), Untold> {
    let head = app.store.session(&lines.session, Extent::Head).await?;
    // An update writes its lines before the session that names them: there they are no news.
    let Some(head) = head.filter(|head| head.lines_at.as_ref() == Some(&lines.at)) else { return Ok(()) };
    let announced = head.session.outbox.iter().filter(|made| made.kind.adds_lines());
    let untold: Vec<_> =
        announced.filter(|made| made.at.plus_seconds(LATE_SECONDS) <= written).cloned().collect();
    if untold.is_empty() {
        return Ok(());
    }
    // Whoever changed the session had its lines, but for an expiry: then these are others, and all was told in its time.
    let was_changed = head.version > 1;
    let Some(whole) = app.store.with_lines(Announcing::Session(head)).await? else { return Ok(()) };
    for announcement in &untold {
        let published = whole.published(announcement, false, NEWEST);
        if was_changed && is_there(app, &published).await? {
            continue;
        }
        Box::pin(app.tell(published, audience)).await?;
    }
    Ok(())
}

async fn is_there(app: &App, published: &Published) -> Result<bool, Failure> {
    let id = published.id();
    let Some(id) = EventId::parse(&id) else { return Ok(false) };
    Ok(app.store.published(&published.account, published.livemode, &id).await?.is_some())
}
