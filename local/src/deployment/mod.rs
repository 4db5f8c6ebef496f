//! The deployment: template, functions, table, clock, stream and queues wired together, as runner and as test harness.

mod announcements;
mod backlog;
mod dropped;
mod expiry;
mod failures;
mod functions;
mod gateway;
mod schedule;
mod streams;
mod time;
mod webhooks;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use paydesk_service::access::Permission;
use paydesk_service::app::App;
use paydesk_service::clock::Clock;
use paydesk_service::config::Config;
use paydesk_service::handlers::Handler;
use paydesk_service::metrics::Sink;
use paydesk_service::webhooks::internet::Internet;
use tokio::sync::Mutex;

use crate::connector::{Bus, Connector, Faults, Meter, Outlets};
pub use crate::engine::Data;
use crate::engine::Engine;
use crate::keys::admin_client;
use crate::queues::Queues;
use crate::reannounce;
use crate::template::{DEFAULT_STAGE, Template, Trigger};

pub use announcements::Announcement;
pub use backlog::Backlog;
pub use expiry::removal;
use functions::Functions;
use gateway::Gateway;
pub use time::ClockError;

/// How a deployment is to be.
#[derive(Clone, Debug)]
pub struct Options {
    pub data: Data,
    pub clock: Clock,
    /// Functions elsewhere share the table, not the clock: it must be at the real time, and stay there.
    pub real_time: bool,
    /// Values for the template's parameters other than their defaults.
    pub parameters: BTreeMap<String, String>,
    /// Only keys that were made are accepted, as on AWS.
    pub strict_keys: bool,
    /// Whether schedules fire.
    pub sweep: bool,
    /// Whether the time to live deletes anything.
    pub ttl: bool,
    /// How late the time to live is. On AWS it may be days.
    pub ttl_lag_seconds: i64,
    /// Where customers reach the hosted page.
    pub public_url: Option<String>,
    /// Where the functions' metrics go; on AWS to CloudWatch.
    pub metrics: Sink,
    /// Where webhooks find their receivers: a test may have its own names and certificates.
    pub internet: Internet,
    /// Whether there is an endpoint that hears of every account.
    pub forwards: bool,
    /// With how many webhooks put off it is no longer well to put off more, if not with as many as on AWS.
    pub most_in_flight: Option<u64>,
    /// Handlers in place of the service's own, by function: for whom it is about what is around them.
    pub handlers: BTreeMap<&'static str, Handler>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            data: Data::Temporary,
            clock: Clock::system(),
            real_time: false,
            parameters: BTreeMap::new(),
            strict_keys: false,
            sweep: true,
            ttl: true,
            ttl_lag_seconds: 0,
            public_url: None,
            metrics: Sink::none(),
            internet: Internet::default(),
            forwards: false,
            most_in_flight: None,
            handlers: BTreeMap::new(),
        }
    }
}

/// A running deployment; cheap to clone.
#[derive(Clone)]
pub struct Deployment {
    parts: Arc<Parts>,
}

struct Parts {
    options: Options,
    template: Template,
    engine: Arc<Engine>,
    functions: Functions,
    gateway: Gateway,
    meter: Arc<Meter>,
    faults: Arc<Faults>,
    outlets: Outlets,
    /// Schedules, stream and time to live take turns.
    background: Mutex<Background>,
    /// One at a time takes messages from the queues, apart from all else.
    postman: Mutex<()>,
}

/// How far the background has come.
struct Background {
    /// The last change that was delivered.
    position: i64,
    /// The last interval in which a schedule fired, by function.
    fired: BTreeMap<String, i64>,
    /// The last minute in which the time to live ran.
    ttl_minute: Option<i64>,
    /// Keys of deletions that were delivered before they were made, as time-to-live deletions are.
    delivered: HashSet<String>,
    /// Numbers for the records of those.
    deletions: i64,
}

impl Deployment {
    /// Reads the template, opens the data and sets the clock to where it was left.
    pub fn start(options: Options) -> Result<Self, String> {
        let mut parameters = options.parameters.clone();
        if let Some(url) = &options.public_url {
            let stage = parameters.get("StageName").filter(|stage| *stage != DEFAULT_STAGE);
            let url = stage.map_or_else(|| url.clone(), |stage| format!("{url}/{stage}"));
            parameters.entry("PublicUrl".into()).or_insert(url);
        }
        let template = Template::embedded(&parameters)?;
        let engine = Arc::new(Engine::open(&options.data, &template.table)?);
        Self::restore_clock(&options, &engine)?;
        let (meter, faults) = (Arc::<Meter>::default(), Arc::<Faults>::default());
        let queues = Queues::new(engine.clone(), template.queues.clone(), options.clock.clone());
        let outlets = Outlets { queues: Arc::new(queues), bus: Arc::<Bus>::default() };
        let functions = Functions::prepare(&template, &options, &engine, &meter, &faults, &outlets)?;
        let gateway = Gateway::of(&template)?;
        let background = Background {
            position: engine.position()?,
            fired: BTreeMap::new(),
            ttl_minute: None,
            delivered: HashSet::new(),
            deletions: 0,
        };
        let background = Mutex::new(background);
        let postman = Mutex::new(());
        let parts = Parts {
            options,
            template,
            engine,
            functions,
            gateway,
            meter,
            faults,
            outlets,
            background,
            postman,
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    pub fn clock(&self) -> &Clock {
        &self.parts.options.clock
    }

    /// What the functions' calls to the table cost.
    pub fn meter(&self) -> &Meter {
        &self.parts.meter
    }

    /// What is to go wrong between the functions and the table.
    pub fn faults(&self) -> &Faults {
        &self.parts.faults
    }

    /// The queues, and what is in them.
    pub fn queues(&self) -> &Arc<Queues> {
        &self.parts.outlets.queues
    }

    /// What was put on the bus since the start.
    pub fn bus(&self) -> &Bus {
        &self.parts.outlets.bus
    }

    pub fn template(&self) -> &Template {
        &self.parts.template
    }

    pub fn engine(&self) -> &Arc<Engine> {
        &self.parts.engine
    }

    /// The service with the admin command's rights: it makes and revokes keys.
    pub fn admin(&self) -> Result<App, String> {
        let table = self.parts.template.table.name.clone();
        let config = Config::from_vars(&|name| (name == "TABLE_NAME").then(|| table.clone()))?;
        Ok(App::new(config, admin_client(self.parts.engine.clone()), self.clock().clone()))
    }

    /// The service with the rights of the command that tells again what was announced.
    pub fn teller(&self) -> Result<App, String> {
        let parts = &self.parts;
        let announce = parts.template.functions.iter().find(|function| function.name == "announce");
        let announce = announce.ok_or("template.yaml has no function announce")?;
        let connector = Connector {
            engine: parts.engine.clone(),
            meter: parts.meter.clone(),
            faults: parts.faults.clone(),
            function: "reannounce".into(),
            actions: Arc::new(reannounce::ACTIONS.iter().map(ToString::to_string).collect()),
            outlets: Some(parts.outlets.clone()),
        };
        functions::app(announce, &parts.options, connector)
    }

    /// The account that a key opens.
    pub async fn account(&self, key: &str) -> Result<String, String> {
        let (app, _) =
            self.parts.functions.get("retrieve").ok_or("template.yaml has no function retrieve")?;
        let caller = app.authorize(Some(key), Permission::Read).await;
        caller.map(|caller| caller.account).map_err(|error| error.message())
    }

    /// A function's own client, with the function's rights.
    pub fn client(&self, function: &str) -> Option<&Client> {
        self.parts.functions.client(function)
    }

    /// The file the table is in.
    pub fn data_file(&self) -> &Path {
        self.parts.engine.path()
    }

    /// Runs what is due by the clock: schedules whose interval has begun, the stream, and once a minute the time to
    /// live. What fails is logged, and tried again as on AWS.
    pub async fn run_due(&self) {
        let mut background = self.parts.background.lock().await;
        self.run(&mut background, false).await;
        // What was put off may be due.
        self.queues().wake();
    }

    /// Delivers the table's changes to the functions that want them.
    pub async fn pump(&self) {
        let mut background = self.parts.background.lock().await;
        self.deliver_changes(&mut background).await;
    }

    async fn run(&self, background: &mut Background, now_at_any_rate: bool) {
        if self.parts.options.sweep {
            self.fire_schedules(background, now_at_any_rate).await;
        }
        self.deliver_changes(background).await;
        let minute = Some(self.clock().now().seconds().div_euclid(60));
        let ttl_is_due = now_at_any_rate || background.ttl_minute != minute;
        if self.parts.options.ttl && ttl_is_due {
            background.ttl_minute = minute;
            if let Err(problem) = self.queues().forget_old() {
                tracing::error!("the queues cannot be cleared: {problem}");
            }
            self.delete_due_items(background).await;
            self.deliver_changes(background).await;
        }
    }

    fn triggers(&self) -> impl Iterator<Item = (&str, &Trigger)> {
        let functions = self.parts.template.functions.iter();
        functions
            .flat_map(|function| function.triggers.iter().map(|trigger| (function.name.as_str(), trigger)))
    }
}
