//! CPU of one request, layer by layer: our own steps, the whole handler with the SDK, the same on the engine.

use std::cell::RefCell;
use std::hint::black_box;

use lambda_http::{Body, Request, Response};
use paydesk_local::deployment::{Deployment, Options};
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_service::access::{Caller, Permission};
use paydesk_service::app::App;
use paydesk_service::clock::Clock;
use paydesk_service::config::Config;
use paydesk_service::handlers::{HttpHandler, create, list, page, pay, retrieve};
use paydesk_service::random;
use paydesk_service::store::index::rows_of;
use paydesk_service::store::keys::Item;
use paydesk_service::store::stored::Stored;
use paydesk_service::wire::call::{Call, Envelope};
use tokio::runtime::Runtime;

use crate::canned::{self, Answer};
use crate::carts::{self, KEY, SESSIONS};
use crate::stopwatch::median_nanos;
use crate::{large, own};

const BATCHES: usize = 1001;
/// Sessions in the engine, and on the canned table's only page.
const PRESENT: usize = 500;
const PAGE: usize = 11;
/// Sessions that are paid, one after another: each can be paid once. More than there are runs, of which a batch has one
/// or two.
const PAYABLE: usize = 4 * BATCHES;

pub fn run(runtime: &Runtime) -> Result<(), String> {
    for (name, form) in [("typical", carts::typical()), ("large", carts::large())] {
        let world = World::new(runtime, &form)?;
        println!("| create, {name} session | µs |\n|---|---:|");
        print_steps(&own::CREATE, |wanted| median_nanos(BATCHES, || world.own_create(wanted)));
        println!("| retrieve, {name} session | µs |\n|---|---:|");
        print_steps(&own::RETRIEVE, |wanted| median_nanos(BATCHES, || world.own_retrieve(wanted)));
    }
    let world = World::new(runtime, &carts::typical())?;
    println!("| page, typical session | µs |\n|---|---:|");
    print_steps(&own::PAGE, |wanted| median_nanos(BATCHES, || world.own_page(wanted)));
    println!(
        "| typical session, µs | ours | with the SDK | with the engine, in memory |\n|---|---:|---:|---:|"
    );
    for action in ["create", "retrieve", "list", "page", "pay"] {
        let mut cells = Vec::new();
        for layer in ["own", "sdk", "engine"] {
            let work = world.work(layer, action);
            cells.push(work.map_or_else(|_| "–".to_owned(), |work| micros(median_nanos(BATCHES, work))));
        }
        println!("| {action} | {} |", cells.join(" | "));
    }
    large::run(runtime)
}

/// One layer of one action for about ten seconds.
pub fn spin(runtime: &Runtime, layer: &str, action: &str) -> Result<(), String> {
    let world = World::new(runtime, &carts::typical())?;
    let nanos = median_nanos(25_000, world.work(layer, action)?);
    println!("{}", micros(nanos));
    Ok(())
}

/// Each step is what the steps up to it take more than those before.
fn print_steps(names: &[&str], time: impl Fn(usize) -> u128) {
    let mut before = 0;
    for (number, name) in (1..).zip(names) {
        let so_far = time(number);
        println!("| {name} | {} |", micros(so_far.saturating_sub(before)));
        before = so_far;
    }
    println!("| **together** | **{}** |\n", micros(before));
}

fn micros(nanos: u128) -> String {
    format!("{}.{}", nanos / 1000, nanos % 1000 / 100)
}

/// The requests, what the table would answer to them, and an engine with sessions in it.
struct World<'r> {
    runtime: &'r Runtime,
    app: App,
    deployment: Deployment,
    form: String,
    post: Request,
    get: Request,
    /// The same, of a session that is in the engine.
    get_present: Request,
    list: Request,
    page: Request,
    pay: Request,
    page_present: Request,
    item: Item,
}

impl<'r> World<'r> {
    fn new(runtime: &'r Runtime, form: &str) -> Result<Self, String> {
        let post = carts::post(SESSIONS, form, Some("0f8fad5b-d9cb-469f-a165-70867728950e"))?;
        let stored = sessions(runtime, &post).map_err(|error| format!("{error:?}"))?;
        let item = item_of(&stored[0])?;
        let options = Options { clock: Clock::frozen(carts::START), ..Options::default() };
        let deployment = Deployment::start(options)?;
        let mut present = (String::new(), String::new());
        for _ in 0..PRESENT {
            present = opened(runtime, &deployment, form)?;
        }
        let shown = &stored[0].session;
        let page = format!("/c/pay/{}/{}", shown.id, shown.token);
        Ok(Self {
            runtime,
            app: app(answers(&stored)?)?,
            deployment,
            form: form.to_owned(),
            post,
            get: carts::get(&format!("{SESSIONS}/{}", stored[0].session.id))?,
            get_present: carts::get(&format!("{SESSIONS}/{}", present.0))?,
            list: carts::get(&format!("{SESSIONS}?limit=10"))?,
            page: carts::get(&page)?,
            pay: carts::pay(&page, "first", carts::GOOD)?,
            page_present: carts::get(&present.1)?,
            item,
        })
    }

    fn work<'w>(&'w self, layer: &str, action: &str) -> Result<Box<dyn FnMut() + 'w>, String> {
        Ok(match (layer, action) {
            ("own", "create") => Box::new(|| self.own_create(own::CREATE.len())),
            ("own", "retrieve") => Box::new(|| self.own_retrieve(own::RETRIEVE.len())),
            ("own", "page") => Box::new(|| self.own_page(own::PAGE.len())),
            ("sdk", "create") => Box::new(|| self.handle(create::handle, &self.post, is_shown)),
            ("sdk", "retrieve") => Box::new(|| self.handle(retrieve::handle, &self.get, is_shown)),
            ("sdk", "list") => Box::new(|| self.handle(list::handle, &self.list, is_shown)),
            ("sdk", "page") => Box::new(|| self.handle(page::handle, &self.page, is_shown)),
            ("sdk", "pay") => Box::new(|| self.handle(pay::handle, &self.pay, carts::is_paid)),
            ("engine", "create") => {
                Box::new(|| self.send(carts::post(SESSIONS, &self.form, Some(&random::token())), is_shown))
            }
            ("engine", "retrieve") => Box::new(|| self.send(Ok(self.get_present.clone()), is_shown)),
            ("engine", "list") => Box::new(|| self.send(Ok(self.list.clone()), is_shown)),
            ("engine", "page") => Box::new(|| self.send(Ok(self.page_present.clone()), is_shown)),
            ("engine", "pay") => {
                let unpaid = RefCell::new(self.unpaid()?);
                let next = move || unpaid.borrow_mut().pop().ok_or_else(|| "all are paid".to_owned());
                Box::new(move || self.send(next(), carts::is_paid))
            }
            _ => return Err(format!("there is no {layer} {action}")),
        })
    }

    fn own_create(&self, wanted: usize) {
        let made = own::create(self.runtime, &self.app, &self.post, wanted);
        assert!(made.is_ok(), "{made:?}");
    }

    fn own_retrieve(&self, wanted: usize) {
        let made = own::retrieve(self.runtime, &self.app, &self.get, &self.item, wanted);
        assert!(made.is_ok(), "{made:?}");
    }

    fn own_page(&self, wanted: usize) {
        let made = own::page(&self.app, &self.item, wanted);
        assert!(made.is_ok(), "{made:?}");
    }

    /// The forms of payers, each of a session of its own.
    fn unpaid(&self) -> Result<Vec<Request>, String> {
        let pay = |_| {
            let (_, page) = opened(self.runtime, &self.deployment, &self.form)?;
            carts::pay(&page, "first", carts::GOOD)
        };
        (0..PAYABLE).map(pay).collect()
    }

    fn handle(&self, handler: HttpHandler, request: &Request, meant: Meant) {
        let response = self.runtime.block_on(handler(self.app.clone(), request.clone()));
        assert!(meant(&response), "{response:?}");
    }

    fn send(&self, request: Result<Request, String>, meant: Meant) {
        let response = request.map(|request| self.runtime.block_on(self.deployment.http(request)));
        assert!(black_box(&response).as_ref().is_ok_and(meant), "{response:?}");
    }
}

/// Whether an answer is the one that was meant.
type Meant = fn(&Response<Body>) -> bool;

fn is_shown(response: &Response<Body>) -> bool {
    response.status() == 200
}

/// A session that the engine has now: its id, and the path of its page.
fn opened(runtime: &Runtime, deployment: &Deployment, form: &str) -> Result<(String, String), String> {
    let response = runtime.block_on(deployment.http(carts::post(SESSIONS, form, None)?));
    let session: serde_json::Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let id = session["id"].as_str().map(str::to_owned);
    id.zip(carts::page_of(&session)).ok_or_else(|| format!("{response:?}"))
}

fn app(answers: Vec<Answer>) -> Result<App, String> {
    let config = Config::from_vars(&|name| match name {
        "TABLE_NAME" => Some("Table".to_owned()),
        "OPEN_KEYS" => Some("true".to_owned()),
        _ => None,
    })?;
    Ok(App::new(config, canned::client(answers), Clock::frozen(carts::START)))
}

/// A page of sessions, as the create in `post` makes them.
fn sessions(runtime: &Runtime, post: &Request) -> Result<Vec<Stored>, paydesk_service::error::Error> {
    let app = app(Vec::new()).map_err(paydesk_service::error::Error::Internal)?;
    let caller: Caller = runtime.block_on(app.authorize(Some(KEY), Permission::Write))?;
    let mut call = Call::read(post, Envelope::of(post))?;
    call.read_parameters()?;
    let limits = Limits::standard(app.clock.now(), false);
    let sessions = (0..PAGE).map(|_| {
        let params = CreateParams::check(&call.parameters, &limits)?;
        let id = SessionId::new(false, &random::token());
        Ok(Stored::first(
            own::open(&app, &caller, id, params),
            Some("print".to_owned()),
            "req_0123456789abcdef",
        ))
    });
    sessions.collect()
}

fn item_of(stored: &Stored) -> Result<Item, String> {
    stored.items().map(|items| items.head).map_err(|failure| format!("{failure:?}"))
}

/// What a table with these sessions answers to a get of any of them and to a list of all.
fn answers(stored: &[Stored]) -> Result<Vec<Answer>, String> {
    let items: Vec<String> = stored
        .iter()
        .map(|stored| item_of(stored).map(|item| canned::json(&item)))
        .collect::<Result<_, _>>()?;
    let all = format!("{{\"Responses\":{{\"Table\":[{}]}}}}", items.join(","));
    let one = format!("{{\"Item\":{}}}", items[0]);
    let mut answers = vec![
        Answer { operation: ".GetItem", containing: "\"S#".to_owned(), body: one },
        Answer { operation: ".BatchGetItem", containing: String::new(), body: all },
    ];
    for shard in 0..own::LAYOUT.index_shards {
        let rows = stored.iter().flat_map(|stored| rows_of(&stored.session, own::LAYOUT));
        let here = format!("#test#{shard}");
        let rows: Vec<String> =
            rows.filter(|row| row.pk.ends_with(&here)).map(|row| canned::json(&row.into_item())).collect();
        let body = format!("{{\"Items\":[{}]}}", rows.join(","));
        answers.push(Answer { operation: ".Query", containing: format!("{here}\""), body });
    }
    Ok(answers)
}
