//! What payers cost the table, and who looks at what they paid, captures it, or has links made for them.

use lambda_http::{Body, Request, Response};
use paydesk_local::deployment::Options;
use serde_json::Value;

use super::{Bench, EXPIRING, Opened, Units, day_of, warm};
use crate::carts::{self, DECLINED, GOOD, MANUAL, RECOVERABLE, SESSIONS};

const LINKS: &str = "/v1/payment_links";

/// The rows of one session. Everything is done once before, by functions that do not know the key or the layout yet.
pub async fn rows(bench: &Bench, units: &mut Units, name: &str, form: &str) -> Result<(), String> {
    let mut unseen = Units::default();
    Payer { bench, units: &mut unseen, name: None, form }.rows().await?;
    Payer { bench, units, name: Some(name), form }.rows().await
}

/// What the sweep does about the timers of sessions that were paid: of the attempt, and of what would have been the end.
pub async fn rings(units: &mut Units) -> Result<(), String> {
    let options = || Options { ttl: false, ..Options::default() };
    let (bench, idle) = (warm(options()).await?, warm(options()).await?);
    for _ in 0..EXPIRING {
        let paid = bench.open(&carts::typical()).await?;
        pay(&bench, &paid).await?;
    }
    let mut spent = day_of(&bench, "sweep").await?;
    let empty = day_of(&idle, "sweep").await?;
    spent.write_units -= empty.write_units;
    spent.read_units -= empty.read_units;
    spent.calls -= empty.calls.min(spent.calls);
    let of = f64::from(u32::try_from(EXPIRING).unwrap_or(1));
    units.add("timers of a paid session, by sweep", "typical", &spent, of, None);
    Ok(())
}

pub async fn pay(bench: &Bench, session: &Opened) -> Result<(), String> {
    let page = bench.answer(carts::pay(&session.page, "first", GOOD)?, 200).await?;
    if carts::is_paid(&page) { Ok(()) } else { Err(format!("{page:?}")) }
}

struct Payer<'b> {
    bench: &'b Bench,
    units: &'b mut Units,
    /// Nothing is written down without one.
    name: Option<&'b str>,
    form: &'b str,
}

impl Payer<'_> {
    async fn rows(&mut self) -> Result<(), String> {
        let paid = self.bench.open(self.form).await?;
        self.row("page", carts::get(&paid.page)?, 200).await?;
        let page = self.bench.answer(carts::get(&paid.page)?, 200).await?;
        let style = carts::style_of(&page).ok_or("the page has no style")?;
        self.row("page, a file of its own", carts::get(&style)?, 200).await?;
        self.paid("pay by card", carts::pay(&paid.page, "first", GOOD)?).await?;
        self.paid("pay by card, the form sent twice", carts::pay(&paid.page, "first", GOOD)?).await?;
        let declined = self.bench.open(self.form).await?;
        self.row("pay by card, declined", carts::pay(&declined.page, "first", DECLINED)?, 402).await?;
        self.row(
            "retrieve a payment intent",
            carts::get(&format!("/v1/payment_intents/{}", paid.intent()))?,
            200,
        )
        .await?;
        let tested = self.bench.open(self.form).await?;
        let complete = format!("/v1/test_helpers/checkout/sessions/{}/complete", tested.id);
        self.row("pay in test mode", carts::post(&complete, "", Some("complete"))?, 200).await?;
        self.capture().await?;
        self.links().await
    }

    async fn capture(&mut self) -> Result<(), String> {
        let held = self.bench.open(&format!("{}{MANUAL}", self.form)).await?;
        pay(self.bench, &held).await?;
        let capture = format!("/v1/payment_intents/{}/capture", held.intent());
        self.row("capture", carts::post(&capture, "", Some("capture"))?, 200).await
    }

    /// A link's lines are the session's; what else a session has, a link has by other names.
    async fn links(&mut self) -> Result<(), String> {
        let form = carts::of_a_link(self.form);
        let key = self.name.unwrap_or("unseen");
        let made = self.row_of("create a payment link", carts::post(LINKS, &form, Some(key))?, 200).await?;
        let made: Value = serde_json::from_slice(made.body()).map_err(|error| error.to_string())?;
        let url = made["url"].as_str().and_then(|url| url.rsplit_once("/b/")).ok_or("the link has no url")?;
        self.row("open by a payment link", carts::get(&format!("/b/{}", url.1))?, 303).await?;
        let over = self.bench.open(&format!("{}{RECOVERABLE}", self.form)).await?;
        let expire = format!("{SESSIONS}/{}/expire", over.id);
        self.bench.answer(carts::post(&expire, "", None)?, 200).await?;
        self.row("open by a recovery link", carts::get(&over.page.replace("/c/pay/", "/c/recover/"))?, 303)
            .await
    }

    async fn paid(&mut self, action: &str, request: Request) -> Result<(), String> {
        let page = self.row_of(action, request, 200).await?;
        if carts::is_paid(&page) { Ok(()) } else { Err(format!("{action}: {page:?}")) }
    }

    async fn row(&mut self, action: &str, request: Request, status: u16) -> Result<(), String> {
        self.row_of(action, request, status).await.map(drop)
    }

    async fn row_of(
        &mut self,
        action: &str,
        request: Request,
        status: u16,
    ) -> Result<Response<Body>, String> {
        self.bench.deployment.meter().reset();
        let answer = self.bench.answer(request, status).await?;
        let usage = self.bench.deployment.meter().reset();
        if let Some(name) = self.name {
            self.units.add(action, name, &usage.total(), 1.0, Some(usage.round_trips));
        }
        Ok(answer)
    }
}
