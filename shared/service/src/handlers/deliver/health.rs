//! An endpoint's health as attempts change it: written only when it changes, so that a healthy one costs nothing.

use paydesk_model::time::Moment;
use paydesk_model::webhook::WebhookEndpoint;

use crate::app::App;
use crate::error::Error;
use crate::store::health::Addressee;
use crate::webhooks::circuit::{Sign, Way};

/// How often a change is made anew because another got in first. Whoever did says the same.
const ROUNDS: usize = 4;

/// Whether an attempt may be made; else, when to ask again. A probe is for one alone.
pub async fn may_attempt(app: &App, addressee: &Addressee, now: Moment) -> Result<Result<(), Moment>, Error> {
    let health = addressee.health;
    match health.circuit.way(now) {
        Way::Free => Ok(Ok(())),
        Way::Shut(until) => Ok(Err(until)),
        Way::Probe => {
            let probed = health.circuit.probed(now);
            let won = app.store.put_health(place(addressee), &probed, health.version, now).await?;
            let until = match probed.way(now) {
                Way::Shut(until) => until,
                _ => now,
            };
            Ok(if won { Ok(()) } else { Err(until) })
        }
    }
}

/// Takes in what an attempt came to. A failure to write it down changes nothing about the attempt.
pub async fn learn(app: &App, addressee: &Addressee, sign: Sign, asked: Option<i64>, now: Moment) {
    if matches!(sign, Sign::Well | Sign::Picky) && addressee.health.circuit.is_well() {
        return;
    }
    if let Err(error) = try_learn(app, addressee, sign, asked, now).await {
        let endpoint = &addressee.stored.endpoint.id;
        tracing::warn!(endpoint, cause = ?error, "an endpoint's health could not be written down");
    }
}

async fn try_learn(
    app: &App,
    addressee: &Addressee,
    sign: Sign,
    asked: Option<i64>,
    now: Moment,
) -> Result<(), Error> {
    let (account, livemode, endpoint) = place(addressee);
    for _ in 0..ROUNDS {
        // Others may have learned something since this attempt began, and a probe of ours was written.
        let health = app.store.health(account, livemode, endpoint).await?;
        let after = health.circuit.after(sign, asked, now);
        if after == health.circuit {
            return Ok(());
        }
        if app.store.put_health((account, livemode, endpoint), &after, health.version, now).await? {
            report(endpoint, health.circuit.is_open(), after.is_open());
            return Ok(());
        }
    }
    Ok(())
}

fn report(endpoint: &str, was_open: bool, is_open: bool) {
    match (was_open, is_open) {
        (false, true) => tracing::warn!(endpoint, "an endpoint is in trouble, and is tried less often"),
        (true, false) => tracing::info!(endpoint, "an endpoint is well again"),
        _ => {}
    }
}

/// Disables an endpoint that said it is gone, whatever else is changed about it at the same time; unless it has moved
/// meanwhile, for then that was another's word.
pub async fn disable(app: &App, addressee: &Addressee) -> Result<(), Error> {
    let (account, livemode, id) = place(addressee);
    let mut stored = Some(addressee.stored.clone());
    let url = &addressee.stored.endpoint.url;
    let still_there = |endpoint: &WebhookEndpoint| endpoint.enabled && endpoint.url == *url;
    for _ in 0..ROUNDS {
        let Some(there) = stored.filter(|stored| still_there(&stored.endpoint)) else { break };
        let disabled = WebhookEndpoint { enabled: false, ..there.endpoint.clone() };
        if app.store.put_endpoint(&there.next(disabled, "deliver", None, app.clock.now())).await? {
            tracing::warn!(endpoint = id, "an endpoint answered that it is gone, and is disabled");
            return Ok(());
        }
        stored = app.store.endpoint(account, livemode, id).await?;
    }
    Ok(())
}

fn place(addressee: &Addressee) -> (&str, bool, &str) {
    let endpoint = &addressee.stored.endpoint;
    (&endpoint.account, endpoint.livemode, &endpoint.id)
}
