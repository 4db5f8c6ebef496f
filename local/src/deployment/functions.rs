//! The functions of the template: each with its handler, its environment, its rights, and a crash that stays its own.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::handlers::{Handler, find};
use paydesk_service::outlets::{Bus, Outlets, Queue};

use super::Options;
use crate::connector::{self, Connector, Crashed, Faults, Meter, client, eventbridge, sqs, survived};
use crate::engine::Engine;
use crate::template::{Function, Template};

/// Every function, by name.
pub struct Functions {
    by_name: BTreeMap<String, Prepared>,
}

struct Prepared {
    handler: Handler,
    app: App,
    client: Client,
}

impl Functions {
    pub fn prepare(
        template: &Template,
        options: &Options,
        engine: &Arc<Engine>,
        meter: &Arc<Meter>,
        faults: &Arc<Faults>,
        outlets: &connector::Outlets,
    ) -> Result<Self, String> {
        let prepare = |function: &Function| {
            let connector = Connector {
                engine: engine.clone(),
                meter: meter.clone(),
                faults: faults.clone(),
                function: function.name.as_str().into(),
                actions: Arc::new(function.actions.clone()),
                outlets: Some(outlets.clone()),
            };
            Ok((function.name.clone(), prepared(function, options, connector)?))
        };
        Ok(Self { by_name: template.functions.iter().map(prepare).collect::<Result<_, String>>()? })
    }

    pub fn client(&self, name: &str) -> Option<&Client> {
        self.by_name.get(name).map(|function| &function.client)
    }

    pub fn get(&self, name: &str) -> Option<(App, Handler)> {
        self.by_name.get(name).map(|function| (function.app.clone(), function.handler))
    }
}

fn prepared(function: &Function, options: &Options, connector: Connector) -> Result<Prepared, String> {
    let name = &function.name;
    let own = options.handlers.get(name.as_str()).copied();
    let handler = own
        .or_else(|| find(name))
        .ok_or_else(|| format!("template.yaml has a function {name}, the service none"))?;
    let client = client(connector.clone());
    Ok(Prepared { handler, app: app(function, options, connector)?, client })
}

/// The service as a function has it.
pub fn app(function: &Function, options: &Options, connector: Connector) -> Result<App, String> {
    let name = &function.name;
    let open_keys = (!options.strict_keys).then(|| "true".to_string());
    let variable = |wanted: &str| match wanted {
        // Never in the template: on AWS every key was made by the admin command.
        "OPEN_KEYS" => open_keys.clone(),
        // Nor these: on AWS nobody's handler is on the function's own machine.
        "NEAR_RECEIVERS" => Some("true".to_string()),
        "FORWARDS" => Some(options.forwards.to_string()),
        "MOST_IN_FLIGHT" => options.most_in_flight.map(|most| most.to_string()),
        other => function.variables.get(other).cloned(),
    };
    let config = Config::from_vars(&variable).map_err(|problem| format!("function {name}: {problem}"))?;
    let outlets = outlets(function, &connector);
    let (clock, metrics) = (options.clock.clone(), options.metrics.clone());
    Ok(App::telling(config, client(connector), clock, metrics, outlets, options.internet.clone()))
}

/// Queue and bus of a function that tells somebody: one that is told the queues.
fn outlets(function: &Function, connector: &Connector) -> Option<Outlets> {
    let variable = |name: &str| function.variables.get(name).filter(|text| !text.is_empty()).cloned();
    let (deliveries, undelivered) = (variable("DELIVERIES_URL")?, variable("UNDELIVERED_URL")?);
    let bus = variable("EVENT_BUS").map(|name| Bus::new(eventbridge(connector.clone()), name));
    Some(Outlets { queue: Queue::new(sqs(connector.clone()), deliveries, undelivered), bus })
}

/// Runs one invocation; a panic or an injected crash ends it and nothing else.
pub async fn isolated<T>(name: &str, invocation: impl Future<Output = T>) -> Result<T, String> {
    survived(invocation).await.map_err(|panic| {
        let cause = cause(panic.as_ref());
        tracing::error!(function = name, "the function died: {cause}");
        cause
    })
}

fn cause(panic: &(dyn Any + Send)) -> String {
    if panic.is::<Crashed>() {
        return "an injected crash".into();
    }
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic".into())
}
