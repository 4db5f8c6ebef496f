//! A till: sessions of every outcome, made by the model and put into the table, whose objects are asked for by calls.

use http::Method;
use lambda_http::{Body, RequestExt as _};
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::lifecycle::Settlement;
use paydesk_model::line::Metadata;
use paydesk_model::nested::{CollectedInformation, CustomerDetails, ShippingDetails, TaxId};
use paydesk_model::payment::{
    Action, Approval, Attempt, BankAccount, Card, Customer, Decline, Instrument, Submission,
};
use paydesk_model::session::{Birth, Payment, Session};
use paydesk_model::time::Moment;
use paydesk_service::app::App;
use paydesk_service::clock::Clock;
use paydesk_service::config::Config;
use paydesk_service::digest::sha256_hex;
use paydesk_service::handlers::{Handler, find};
use paydesk_service::provider::{Provider, Verdict};
use paydesk_service::store::api_keys::ApiKey;
use paydesk_service::store::customers::{CustomerWrite, customer_rows};
use paydesk_service::store::stored::{Extent, Stored};
use paydesk_service::store::timers::Timer;
use paydesk_service::store::together::{Along, Together};
use paydesk_service::wire::form;
use serde_json::Value;

use crate::merchant::Answer;
use crate::world::{FORM, START, Table, table};

pub const ACCOUNT: &str = "acct_till";
pub const KEY: &str = "sk_test_of_the_till_itself";
pub const LIVE_KEY: &str = "sk_live_of_the_till_itself";
pub const NEIGHBOUR: &str = "sk_test_of_the_shop_next_door";

pub const TEA: &str = "mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=2\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
    &line_items[0][price_data][product_data][name]=Tea";
pub const CLUB: &str = "mode=subscription&success_url=https://shop.example/thanks&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=2000\
    &line_items[0][price_data][recurring][interval]=month&line_items[0][price_data][product_data][name]=Club\
    &line_items[1][quantity]=1&line_items[1][price_data][currency]=eur\
    &line_items[1][price_data][unit_amount]=500&line_items[1][price_data][product_data][name]=Mug";
pub const SETUP: &str = "mode=setup&currency=eur&success_url=https://shop.example/thanks";

pub struct Till {
    pub app: App,
    table: Table,
}

impl Till {
    pub async fn new() -> Self {
        let table = table();
        let name = table.name.clone();
        let config = Config::from_vars(&|variable| (variable == "TABLE_NAME").then(|| name.clone())).unwrap();
        let app = App::new(config, table.client.clone(), Clock::frozen(START));
        let till = Self { app, table };
        for (key, account) in [(KEY, ACCOUNT), (LIVE_KEY, ACCOUNT), (NEIGHBOUR, "acct_next_door")] {
            till.app.store.put_api_key(&api_key(key, account)).await.unwrap();
        }
        till
    }

    /// Puts a session into the table, with its rows as they are at the end.
    pub async fn keep(&self, session: &Session) {
        let layout = self.app.store.layout_for_writing(START).await.unwrap();
        let due = Timer::new(&session.id, session.expires_at, layout);
        let items = Stored::first(session.clone(), None, "till").items().unwrap();
        self.app.store.index(session, &due, layout, items.lines).await.unwrap();
        self.app.store.put_new(items.head).await.unwrap();
    }

    /// Puts a customer into the table, as the completion of a session does.
    pub async fn keep_customer(&self, session: &Session) -> Customer {
        let customer = customer_of(session);
        for row in customer_rows(&customer) {
            self.table.put(&row.pk, &row.sk).await;
        }
        let write = CustomerWrite::new(customer.clone(), None, START);
        let stored = self.app.store.session(&session.id, Extent::Whole).await.unwrap().unwrap();
        let again = stored.next(session.clone(), "till", None, START);
        let along = Along { customer: Some(write), ..Along::default() };
        let together = self.app.store.put_with(&again, &along).await.unwrap();
        assert!(matches!(together, Together::Done), "{together:?}");
        customer
    }

    /// Keeps a session whose money the test provider has only authorised.
    pub async fn keep_authorised(&self, body: &str) {
        let manual = format!("{TEA}&payment_intent_data[capture_method]=manual");
        let trying = open(body, &manual, 0).tries(card(), None);
        let attempt = trying.attempt().unwrap().clone();
        let verdict = Provider::Test.charge(&self.app, &trying, &attempt).await.unwrap();
        let Verdict::Approved(approval) = verdict else { panic!("{verdict:?}") };
        self.keep(&trying.complete_attempt(&attempt.id, approval, None, attempt.started).unwrap()).await;
    }

    pub async fn get(&self, path: &str) -> Answer {
        let of_customer = path.starts_with("/v1/customers") && !path.contains("/payment_methods");
        let function = if of_customer { "catalog" } else { "objects" };
        self.ask(KEY, function, Method::GET, path, "", None).await
    }

    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.ask(KEY, "capture", Method::POST, path, form, None).await
    }

    pub async fn ask(
        &self,
        key: &str,
        function: &str,
        method: Method,
        path: &str,
        form: &str,
        idempotency_key: Option<&str>,
    ) -> Answer {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:12111")
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", FORM);
        let request =
            idempotency_key.into_iter().fold(request, |request, key| request.header("idempotency-key", key));
        let request = request.body(Body::from(form)).unwrap();
        let request = request.with_raw_http_path(path.split('?').next().unwrap());
        let Some(Handler::Http(handler)) = find(function) else { panic!("no function {function}") };
        let response = handler(self.app.clone(), request).await;
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        Answer { status: response.status().as_u16(), headers: response.headers().clone(), text }
    }
}

fn customer_of(session: &Session) -> Customer {
    let details = session.gathered.customer_details.clone().unwrap();
    Customer {
        id: session.id.customer(),
        account: session.account.clone(),
        livemode: session.livemode(),
        created: session.complete().unwrap().at,
        email: details.email,
        name: details.name,
        business_name: None,
        individual_name: Some("Ada".into()),
        phone: None,
        address: details.address,
        shipping: None,
        shipping_phone: None,
        description: None,
        metadata: Metadata::new(),
        tax_ids: details.tax_ids.unwrap_or_default(),
        preferred_locales: Vec::new(),
        tax_exempt: None,
        invoice_prefix: None,
    }
}

fn api_key(key: &str, account: &str) -> ApiKey {
    ApiKey {
        hash: sha256_hex(key),
        account: account.into(),
        livemode: key.contains("_live_"),
        read_only: false,
        salt: format!("salt of {account}"),
        hint: "made by a test".into(),
        name: String::new(),
        created: START,
        revoked: None,
    }
}

/// An open session with this id and form, made a second later for each that `after` counts.
pub fn open(body: &str, form_text: &str, after: i64) -> Session {
    let limits = Limits { extras: true, ..Limits::standard(START, false) };
    let params = CreateParams::check(&form::parse(form_text.as_bytes()).unwrap(), &limits);
    let birth = Birth {
        id: SessionId::new(false, body),
        account: ACCOUNT.into(),
        token: format!("token{body}"),
        now: START.plus_seconds(after),
        default_life: 86_400,
    };
    Session::open(params.unwrap(), birth)
}

pub fn card() -> Instrument {
    let card = Card {
        brand: "visa".into(),
        last4: "4242".into(),
        exp_month: 12,
        exp_year: 2034,
        funding: "credit".into(),
        country: "US".into(),
        authenticated: false,
    };
    Instrument { token: "pm_card_visa".into(), kind: "card".into(), card: Some(card), bank: None }
}

pub fn other(kind: &str) -> Instrument {
    let bank = BankAccount {
        last4: "3000".into(),
        country: Some("DE".into()),
        bank_code: Some("37040044".into()),
        bank_name: None,
    };
    Instrument { token: format!("pm_{kind}"), kind: kind.into(), card: None, bank: Some(bank) }
}

pub fn said() -> Submission {
    let address = serde_json::from_value(serde_json::json!({"country": "DE", "line1": "Weg 1"})).unwrap();
    let shipping_details = ShippingDetails { address, name: "Ada".into() };
    Submission {
        customer_details: CustomerDetails {
            email: Some("ada@example.com".into()),
            name: Some("Ada".into()),
            address: Some(shipping_details.address.clone()),
            tax_ids: Some(vec![TaxId { kind: "eu_vat".into(), value: Some("DE123456789".into()) }]),
            ..CustomerDetails::default()
        },
        collected_information: Some(CollectedInformation {
            shipping_details: Some(shipping_details),
            ..CollectedInformation::default()
        }),
        ..Submission::default()
    }
}

/// What can happen to an open session.
pub trait Happening: Sized {
    fn tries(self, instrument: Instrument, action: Option<Action>) -> Self;
    fn declined(self, code: &str, decline_code: Option<&str>) -> Self;
    fn pays(self, instrument: Instrument, payment: Payment) -> Self;
    fn settles(self, settlement: Settlement) -> Self;
}

fn minute(session: &Session, minutes: i64) -> Moment {
    session.created.plus_seconds(60 * minutes)
}

impl Happening for Session {
    fn tries(self, instrument: Instrument, action: Option<Action>) -> Self {
        let number = self.attempts.count + 1;
        let now = minute(&self, i64::from(number));
        let attempt = Attempt {
            id: self.id.attempt(number),
            number,
            provider: "test".into(),
            started: now,
            deadline: now.plus_seconds(600),
            action,
            amount: self.amount_due(),
            instrument,
            submission: said(),
            print: format!("form {number}"),
            settle_after: None,
        };
        self.begin_attempt(attempt, now).unwrap()
    }

    fn declined(self, code: &str, decline_code: Option<&str>) -> Self {
        let trying = self.tries(card(), None);
        let id = trying.id.attempt(trying.attempts.count);
        let now = minute(&trying, i64::from(trying.attempts.count));
        let decline = Decline::new(code, decline_code, "Your card was declined.");
        trying.fail_attempt(&id, Some(decline), now).unwrap()
    }

    fn pays(self, instrument: Instrument, payment: Payment) -> Self {
        let customer = self.makes_customer().then(|| self.id.customer());
        let trying = self.tries(instrument, None);
        let id = trying.id.attempt(trying.attempts.count);
        let now = minute(&trying, i64::from(trying.attempts.count));
        let settles_at = (payment == Payment::Processing).then(|| now.plus_seconds(180));
        let approval = Approval { payment, settles_at, authenticated: true };
        trying.complete_attempt(&id, approval, customer, now).unwrap()
    }

    fn settles(self, settlement: Settlement) -> Self {
        let now = minute(&self, 10);
        self.settle(settlement, now).unwrap()
    }
}

/// The data of a list.
pub fn data(list: &Value) -> &Vec<Value> {
    list["data"].as_array().unwrap()
}
