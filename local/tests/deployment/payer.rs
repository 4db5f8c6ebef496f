//! A payer: a browser that follows a session's URL, sends the page's form and answers the bank; and the provider's book.

use http::Method;
use paydesk_local::deployment::Options;
use serde_json::Value;

use crate::merchant::{Answer, Ask, HOUR, JSON, Merchant};
use crate::world::{FORM, timers};

pub const GOOD: &str = "4242424242424242";
pub const POOR: &str = "4000000000009995";
pub const DECLINED: &str = "4000000000000002";
pub const CHALLENGED: &str = "4000000000003220";
/// It saves, and a charge after 3-D Secure is declined.
pub const CHALLENGED_AND_DECLINED: &str = "4000008400001629";
pub const HELPERS: &str = "/v1/test_helpers/checkout/sessions";

/// A merchant whose sessions live an hour: soon nothing of theirs rings any more.
pub fn shop() -> Merchant {
    Merchant::hourly(Options::default())
}

/// Somebody with the URL of a session, and nothing else.
pub struct Payer<'m> {
    pub merchant: &'m Merchant,
    pub id: String,
    /// `/c/pay/{id}/{token}`
    pub path: String,
}

impl<'m> Payer<'m> {
    /// The payer of a new session.
    pub async fn of(merchant: &'m Merchant, form: &str) -> Self {
        Self::at(merchant, &merchant.create(form).await.done())
    }

    /// The payer whom the merchant sends to the URL of this session.
    pub fn at(merchant: &'m Merchant, session: &Value) -> Self {
        let url = session["url"].as_str().unwrap();
        Self { merchant, id: session["id"].as_str().unwrap().into(), path: path_of(url) }
    }

    pub async fn looks(&self) -> Answer {
        self.merchant.follow(&self.path).await
    }

    /// Sends a form with these fields; `form` is the nonce of the rendering it stood on.
    pub fn sends(&self, form: &str, fields: &str) -> Ask<'m> {
        let body = format!("form={form}&email=ada@lovelace.example&{fields}");
        self.merchant.ask(Method::POST, self.path.clone(), FORM, body).without("authorization")
    }

    pub fn pays(&self, form: &str, card: &str) -> Ask<'m> {
        self.sends(form, &by_card(card))
    }

    /// Says yes or no where the bank asks about the attempt in flight.
    pub fn answers(&self, yes: bool) -> Ask<'m> {
        self.answers_for(&self.attempt(), yes)
    }

    pub fn answers_for(&self, attempt: &str, yes: bool) -> Ask<'m> {
        let answer = if yes { "authorise" } else { "fail" };
        let body = format!("attempt={attempt}&answer={answer}");
        self.merchant.ask(Method::POST, format!("{}/bank", self.path), FORM, body).without("authorization")
    }

    /// Follows an answer that leads back to the page.
    pub async fn comes_back(&self, answer: &Answer) -> Answer {
        let to = path_of(&leads_to(answer));
        assert!(to.starts_with(&self.path) && !to.ends_with("/bank"), "{to}");
        self.merchant.follow(&to).await
    }

    /// The id of the last attempt, which the bank's form carries.
    pub fn attempt(&self) -> String {
        let entries = entries(self.merchant, &self.id);
        entries.into_iter().map(|(attempt, _)| attempt).max().unwrap_or_default()
    }

    pub async fn session(&self) -> Value {
        self.merchant.retrieve(&self.id).await.done()
    }

    pub async fn status(&self) -> String {
        self.merchant.status(&self.id).await
    }

    pub fn announced(&self) -> Vec<String> {
        self.merchant.announced(&self.id)
    }

    /// What the test helpers do with the session, in the payer's stead.
    pub fn plays(&self, outcome: &str, form: &str) -> Ask<'m> {
        self.merchant.post(format!("{HELPERS}/{}/{outcome}", self.id), form)
    }

    pub fn captures(&self, form: &str) -> Ask<'m> {
        self.merchant.post(format!("{}/capture", self.intent()), form)
    }

    pub fn cancels(&self) -> Ask<'m> {
        self.merchant.post(format!("{}/cancel", self.intent()), "")
    }

    /// The path of the payment intent.
    pub fn intent(&self) -> String {
        format!("/v1/payment_intents/{}", self.id.replace("cs_test_", "pi_"))
    }

    /// No money without a session that is complete or still being paid, and no complete session without it.
    pub async fn assert_safe(&self) {
        let session = self.session().await;
        let approved = approved(&entries(self.merchant, &self.id));
        let (least, most) = match session["status"].as_str().unwrap() {
            "complete" => (1, 1),
            "open" => (0, 1),
            _ => (0, 0),
        };
        assert!((least..=most).contains(&approved), "{approved} of {session}");
    }

    /// One approval if the session is complete and none if it is not, and as many announcements.
    pub async fn assert_true(&self) {
        let session = self.session().await;
        let complete = usize::from(session["status"] == "complete");
        let entries = entries(self.merchant, &self.id);
        assert_eq!(approved(&entries), complete, "{entries:?} of {session}");
        let announced = self.announced();
        let of = |kind: &str| announced.iter().filter(|one| *one == kind).count();
        assert_eq!(of("checkout.session.completed"), complete, "{announced:?}");
        assert!(of("checkout.session.expired") <= usize::from(session["status"] == "expired"));
    }

    /// The same after all deadlines have passed: it is not stuck, and nothing rings any more.
    pub async fn assert_ends_true(&self) {
        for seconds in [2 * HOUR, 60] {
            self.merchant.advance(seconds).await;
            self.assert_true().await;
        }
        let (status, announced) = (self.status().await, self.announced());
        let ended = ["complete", "expired"].contains(&status.as_str());
        assert!(ended && !announced.is_empty(), "{status}: {announced:?}");
        assert_eq!(timers(&self.merchant.deployment), 0);
    }
}

impl Merchant {
    /// What a browser does with a link: no key, no body.
    pub fn follow(&self, path: &str) -> Ask<'_> {
        self.ask(Method::GET, path, FORM, "").without("authorization").without("content-type")
    }

    /// Of a page of the merchant's own, without a key.
    pub fn confirm(&self, path: &str, form: &str) -> Ask<'_> {
        self.ask(Method::POST, format!("{path}/confirm"), FORM, form).without("authorization")
    }

    pub fn follow_json(&self, path: &str) -> Ask<'_> {
        self.ask(Method::GET, path, JSON, "").without("authorization")
    }
}

/// The path of a URL.
pub fn path_of(url: &str) -> String {
    let after_host = url.split_once("://").unwrap().1;
    after_host[after_host.find('/').unwrap()..].split('#').next().unwrap().to_string()
}

/// The payment fields of a card whose payer lives in Berlin.
pub fn by_card(number: &str) -> String {
    format!(
        "payment_method=card&card[number]={number}&card[expiry]=12/34&card[cvc]=987&card[name]=Ada\
         &billing[country]=DE&billing[postal_code]=10115"
    )
}

pub fn by_iban(iban: &str) -> String {
    format!("payment_method=sepa_debit&sepa_debit[iban]={iban}&sepa_debit[name]=Ada&billing[country]=DE")
}

/// What the test provider wrote down about the attempts of a session.
pub fn entries(merchant: &Merchant, id: &str) -> Vec<(String, Value)> {
    let book = merchant.deployment.engine().attributes(&format!("P#{id}_"), ["entry"]).unwrap();
    let entries = book.into_iter().map(|(key, [entry])| {
        (key[2..].to_string(), serde_json::from_str(entry.as_deref().unwrap()).unwrap())
    });
    entries.collect()
}

/// How many of the attempts took the payer's money, or their method.
pub fn approved(entries: &[(String, Value)]) -> usize {
    let took =
        |entry: &Value| ["approved", "captured", "released"].iter().any(|state| entry["state"] == *state);
    entries.iter().filter(|(_, entry)| took(entry)).count()
}

/// Where the answer leads the browser: by a redirect, or by a page that goes on at once.
#[track_caller]
pub fn leads_to(answer: &Answer) -> String {
    if let Some((_, after)) = answer.text.split_once("http-equiv=\"refresh\" content=\"0;url=") {
        return after.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    }
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.header("location").unwrap().to_owned()
}

/// Whether the answer leads back to the merchant, whose payment it was.
pub fn goes_on(answer: &Answer) -> bool {
    [200, 303].contains(&answer.status)
        && (answer.status == 303 || notice(answer) == Some("complete") && answer.text.contains("0;url="))
        && leads_to(answer).starts_with("https://shop.example")
}

/// Which notice stands on a page, if one does.
pub fn notice(answer: &Answer) -> Option<&str> {
    answer.text.split_once("data-notice=\"")?.1.split('"').next()
}
