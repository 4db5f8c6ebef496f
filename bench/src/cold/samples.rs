//! events/*.json, prepared for the bench's table: what they ask for is there, and what they bring about is looked for.

use std::fs;

use paydesk_model::announcement::Happening;
use paydesk_model::ids::SessionId;
use paydesk_service::random;
use serde_json::{Value, json};

use super::request::{lead, post};
use super::table::{KEY, KEY_OF_LISTING, Table};
use super::told::Change;
use crate::carts::{self, DONE, PRICES};

/// The session that every sample means, its payment intent, and what lets a payer into its page.
const SESSION: &str = "cs_test_000000000000000000000000000";
const PAYMENT: &str = "pi_000000000000000000000000000";
const TOKEN: &str = "111111111111111111111111111";

/// What an event finds in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    /// The samples' key, and the session that the event names, if it names one.
    AsSent,
    /// No key: one read says that the call is refused.
    UnknownKey,
    /// An account whose sessions are always as many; all of them are asked for, ten at a time.
    Listing,
    /// A session that was paid for.
    Paid,
    /// One whose money is only held.
    Authorised,
    /// One that has expired, and may be recovered.
    Recoverable,
    /// A page's style is asked for, not the page.
    File,
    /// Something happened to a session, and the stream says so.
    Change(Happening),
    /// The message of a webhook that somebody waits for.
    Owed,
    /// An account that has events; ten of them are asked for, or one.
    Events,
    Event,
    /// An account that has a price, which is asked for; or one that makes another.
    Price,
    NewPrice,
    /// A session whose time is over, and whose timer the time to live has deleted.
    Rung,
    /// The same, its timer still there.
    Due,
}

/// A function's sample.
#[derive(Clone, Debug)]
pub struct Sample {
    function: String,
    text: String,
    scene: Scene,
}

/// One event, and what is to have come about once it was dealt with.
#[derive(Debug)]
pub struct Event {
    pub text: String,
    brings: Option<Brought>,
}

/// What can be seen in the table.
#[derive(Debug)]
enum Brought {
    Expiry(SessionId),
    /// The event of this id is published.
    Published(String),
    /// It was told.
    Told(String),
}

impl Sample {
    pub fn of(function: &str) -> Result<Self, String> {
        let path = format!("{}/../events/{function}.json", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let scene = match function {
            "list" => Scene::Listing,
            "expired" => Scene::Rung,
            "objects" => Scene::Paid,
            "capture" => Scene::Authorised,
            "open" => Scene::Recoverable,
            "announce" => Scene::Change(Happening::Completed),
            "deliver" => Scene::Owed,
            "events" => Scene::Events,
            _ => Scene::AsSent,
        };
        Ok(Self { function: function.to_owned(), text, scene })
    }

    /// What a function is handed besides its sample, by the name of its row.
    pub fn others(function: &str) -> Result<Vec<(&'static str, Self)>, String> {
        let others: &[(&str, Scene)] = match function {
            "retrieve" => &[("retrieve, one read", Scene::UnknownKey)],
            "sweep" => &[("sweep, one due", Scene::Due)],
            "page" => &[("page, a file of its own", Scene::File)],
            "announce" => &[
                ("announce, a new session", Scene::Change(Happening::Opened)),
                ("announce, an expiry", Scene::Change(Happening::Expired)),
            ],
            "events" => &[("events, one", Scene::Event)],
            "catalog" => &[("catalog, one", Scene::Price), ("catalog, a new one", Scene::NewPrice)],
            _ => &[],
        };
        let sample =
            |(name, scene): &(&'static str, Scene)| Ok((*name, Self::of(function)?.in_scene(*scene)));
        others.iter().map(sample).collect()
    }

    /// The same event from somebody who has no key.
    pub fn of_a_stranger(self) -> Self {
        self.in_scene(Scene::UnknownKey)
    }

    fn in_scene(self, scene: Scene) -> Self {
        Self { scene, ..self }
    }

    /// An event of its own: about a session that nobody has touched, under an idempotency key that nobody has used.
    pub async fn event(&self, table: &Table) -> Result<Event, String> {
        match self.scene {
            Scene::Change(happening) => return self.change(happening, table).await,
            Scene::Owed => return self.owed(table).await,
            _ => {}
        }
        let session = match self.scene {
            Scene::Rung => Some(table.rung().await?),
            Scene::Due => Some(table.due().await?),
            Scene::Paid => Some(table.paid().await?),
            Scene::Authorised => Some(table.authorised().await?),
            Scene::Recoverable => Some(table.recoverable().await?),
            Scene::AsSent if self.names_a_session() => Some(table.open().await?),
            _ => None,
        };
        let mut text = self.text.clone();
        if let Some(session) = &session {
            let token = table.token(session).await?;
            text = text.replace(SESSION, &session.to_string());
            text = text.replace(PAYMENT, &session.payment_intent()).replace(TOKEN, &token);
        }
        match self.scene {
            Scene::Listing | Scene::Events | Scene::Event => text = text.replace(KEY, KEY_OF_LISTING),
            Scene::UnknownKey => text = text.replace(KEY, "sk_test_of_nobody"),
            _ => {}
        }
        let mut event: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if let Some(key) = event.pointer_mut("/headers/idempotency-key") {
            *key = random::token().into();
        }
        match self.scene {
            Scene::Listing | Scene::Events => {
                event["rawQueryString"] = "limit=10".into();
                event["queryStringParameters"] = json!({"limit": "10"});
            }
            Scene::File => lead(&mut event, "GET /c/assets/{name}", "name", &table.style().await?),
            Scene::Event => {
                let path = format!("/v1/events/{}", table.known_event().await?);
                lead(&mut event, "GET /v1/events/{id}", "id", &path);
            }
            Scene::Price => {
                let path = format!("{PRICES}/{}", table.price().await?);
                lead(&mut event, "GET /v1/prices/{id}", "id", &path);
            }
            Scene::NewPrice => post(&mut event, PRICES, &carts::price(0)),
            _ => {}
        }
        let expires = session.filter(|_| matches!(self.scene, Scene::Rung | Scene::Due));
        Ok(Event { text: event.to_string(), brings: expires.map(Brought::Expiry) })
    }

    /// The sample's record, if it were of a session of the table.
    async fn change(&self, happening: Happening, table: &Table) -> Result<Event, String> {
        let Change { record, event } = table.change(happening).await?;
        let mut sample: Value = serde_json::from_str(&self.text).map_err(|error| error.to_string())?;
        sample["Records"][0]["dynamodb"] = record["dynamodb"].clone();
        Ok(Event { text: sample.to_string(), brings: Some(Brought::Published(event)) })
    }

    /// The sample's message, if it had just been sent.
    async fn owed(&self, table: &Table) -> Result<Event, String> {
        let (message, event) = table.owed().await?;
        let mut sample: Value = serde_json::from_str(&self.text).map_err(|error| error.to_string())?;
        let record = &mut sample["Records"][0];
        record["body"] = message.into();
        record["attributes"]["SentTimestamp"] = table.app.clock.now().millis().to_string().into();
        Ok(Event { text: sample.to_string(), brings: Some(Brought::Told(event)) })
    }

    fn names_a_session(&self) -> bool {
        self.text.contains(SESSION) || self.text.contains(PAYMENT)
    }

    /// Refuses an answer that is not the one meant, and an expiry that did not come about.
    pub async fn check(&self, event: &Event, answer: &[u8], table: &Table) -> Result<(), String> {
        let answer: Value = serde_json::from_slice(answer).map_err(|error| error.to_string())?;
        let expected = match (self.function.as_str(), self.scene) {
            (_, Scene::UnknownKey) => 401,
            ("unknown", _) => 404,
            // To the page of the session that was opened.
            ("open", _) => 303,
            _ => 200,
        };
        let good = if self.text.contains("\"routeKey\"") {
            let done =
                self.function != "pay" || answer["body"].as_str().is_some_and(|page| page.contains(DONE));
            answer["statusCode"] == expected && done
        } else if self.text.contains("\"Records\"") {
            answer["batchItemFailures"] == json!([])
        } else {
            answer.is_null()
        };
        if !good {
            return Err(format!("it answered {answer}"));
        }
        match &event.brings {
            Some(Brought::Expiry(session)) if !table.has_expired(session).await? => {
                Err(format!("{session} did not expire"))
            }
            Some(Brought::Published(event)) if !table.has_told(event).await?.0 => {
                Err(format!("{event} was not announced"))
            }
            Some(Brought::Told(event)) if !table.has_told(event).await?.1 => {
                Err(format!("{event} was not told"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use lambda_http::Request;
    use lambda_http::request::LambdaRequest;
    use paydesk_local::template::Template;
    use paydesk_service::handlers::{Handler, find};

    use super::*;

    /// What the function's handler answers, in this process, as the runtime would write it.
    async fn answer(function: &str, event: &str, table: &Table) -> Vec<u8> {
        let app = table.app.clone();
        let answer = match find(function).unwrap() {
            Handler::Http(handler) => {
                let request = Request::from(serde_json::from_str::<LambdaRequest>(event).unwrap());
                let answer = handler(app, request).await;
                let body = String::from_utf8_lossy(answer.body());
                json!({"statusCode": answer.status().as_u16(), "body": body})
            }
            Handler::Stream(handler) => json!(handler(app, serde_json::from_str(event).unwrap()).await),
            Handler::Queue(handler) => json!(handler(app, serde_json::from_str(event).unwrap()).await),
            Handler::Schedule(handler) => {
                json!(handler(app, serde_json::from_str(event).unwrap()).await.unwrap())
            }
        };
        answer.to_string().into_bytes()
    }

    #[tokio::test]
    async fn every_function_does_with_its_samples_what_is_measured() {
        let template = Template::embedded(&BTreeMap::new()).unwrap();
        let table = Table::serve(&template).await.unwrap();
        for function in template.functions.iter().map(|function| function.name.as_str()) {
            let mut samples = vec![(function, Sample::of(function).unwrap())];
            samples.extend(Sample::others(function).unwrap());
            for (name, sample) in samples {
                let event = sample.event(&table).await.unwrap();
                let answer = answer(function, &event.text, &table).await;
                sample
                    .check(&event, &answer, &table)
                    .await
                    .unwrap_or_else(|problem| panic!("{name}: {problem}"));
            }
        }
    }

    #[tokio::test]
    async fn what_was_not_done_is_not_measured() {
        let template = Template::embedded(&BTreeMap::new()).unwrap();
        let table = Table::serve(&template).await.unwrap();
        for (function, answer) in [
            // Nothing was written down, whatever the answer says.
            ("expired", json!({"batchItemFailures": []})),
            ("announce", json!({"batchItemFailures": []})),
            ("deliver", json!({"batchItemFailures": []})),
            ("events", json!({"statusCode": 404})),
            ("create", json!({"statusCode": 400})),
            ("retrieve", json!({"statusCode": 404})),
            ("list", json!({"statusCode": 429})),
            ("unknown", json!({"statusCode": 200})),
            ("pay", json!({"statusCode": 402})),
            // The form again, with what is to be mended in it.
            ("pay", json!({"statusCode": 200, "body": "<main>"})),
            ("open", json!({"statusCode": 404})),
            ("capture", json!({"statusCode": 400})),
            ("sweep", json!({"errorMessage": "the sweep failed"})),
        ] {
            let sample = Sample::of(function).unwrap();
            let event = sample.event(&table).await.unwrap();
            let checked = sample.check(&event, answer.to_string().as_bytes(), &table).await;
            assert!(checked.is_err(), "{function} may not answer {answer}");
        }
    }
}
