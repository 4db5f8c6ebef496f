//! The runner: a deployment behind an HTTP front, kept going by the real clock, until Ctrl-C.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use paydesk_service::clock::Clock;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::cli::Serve;
use crate::deployment::{Data, Deployment, Options};
use crate::forward::Forward;
use crate::front;
use crate::say::{finish, mention, say};
use crate::seed::Seeds;
use crate::template::DEFAULT_STAGE;

/// A well-formed key that needs no making: every such key is an account of its own.
const TEST_KEY: &str = "sk_test_paydesk_local";

/// How often it is looked whether something is due, if nobody writes anything.
const TICK: Duration = Duration::from_secs(1);
/// How long a write waits for others to be delivered with it.
const GATHERING: Duration = Duration::from_millis(5);
/// How long webhooks under way may take once the runner is told to stop.
const GRACE: Duration = Duration::from_secs(5);

pub async fn serve(arguments: Serve, clock: Clock) -> Result<(), String> {
    let (listener, url) = bind(SocketAddr::new(arguments.host, arguments.port), "--port").await?;
    let endpoint = match arguments.dynamodb {
        Some(address) => Some(bind_table(address).await?),
        None => None,
    };
    let forward = arguments.forward();
    forward.as_ref().map(Forward::checked).transpose()?;
    let seeds = Seeds::read(arguments.seed.as_deref(), arguments.tax.as_deref(), TEST_KEY)?;
    let deployment = Deployment::start(options(&arguments, &url, clock))?;
    let seeded = Box::pin(seeds.load(&deployment)).await?;
    deployment.queues().set_faults(arguments.webhook_faults.unwrap_or_default());
    let secret = match &forward {
        Some(forward) => Some(Box::pin(deployment.forward(forward)).await?),
        None => None,
    };
    let stop = stop_signal()?.shared();
    let endpoint_url = endpoint.as_ref().map(|(_, url)| url.as_str());
    say(greeting(&url, endpoint_url, &arguments, &deployment, secret.as_deref(), &seeded));
    mention_failures(&deployment);
    let (no_more, ended) = oneshot::channel();
    let background = tokio::spawn(background(deployment.clone(), ended));
    let webhooks = tokio::spawn(webhooks(deployment.clone()));
    let table = async {
        if let Some((listener, _)) = endpoint {
            let (engine, queues) = (deployment.engine().clone(), deployment.queues().clone());
            front::dynamodb::serve(listener, engine, queues, stop.clone()).await;
        }
    };
    futures::join!(front::serve(listener, deployment.clone(), stop.clone()), table);
    drop(no_more);
    // What it has begun it finishes.
    background.await.map_err(|error| error.to_string())?;
    finish_webhooks(&deployment, webhooks).await;
    mention("Stopped.".to_owned());
    finish();
    Ok(())
}

/// A listener, and the URL it is reached at.
async fn bind(address: SocketAddr, flag: &str) -> Result<(TcpListener, String), String> {
    let listener = TcpListener::bind(address).await.map_err(|error| not_bound(address, flag, &error))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok((listener, format!("http://{address}")))
}

/// The table's own listener. Whoever can reach it can do all that the table can.
async fn bind_table(address: SocketAddr) -> Result<(TcpListener, String), String> {
    let (listener, url) = bind(address, "--dynamodb").await?;
    if !address.ip().is_loopback() {
        tracing::warn!("whoever reaches {url} may read and write the table: nobody is asked for a key");
    }
    Ok((listener, url))
}

/// What went wrong for good, and where it waits to be looked at.
fn mention_failures(deployment: &Deployment) {
    let failures = deployment.failures().len();
    if failures > 0 {
        let directory = deployment.failures_directory();
        tracing::error!("{failures} stream records were given up and wait in {}", directory.display());
    }
}

fn options(arguments: &Serve, url: &str, clock: Clock) -> Options {
    Options {
        clock,
        forwards: arguments.forward_to.is_some(),
        data: if arguments.memory { Data::Temporary } else { Data::File(arguments.data.clone()) },
        parameters: arguments.settings.iter().cloned().collect(),
        strict_keys: arguments.strict_keys,
        real_time: arguments.dynamodb.is_some(),
        // Unless a setting says otherwise, customers reach the page where the API is.
        public_url: Some(url.to_owned()),
        ..Options::default()
    }
}

/// Everything but webhooks: whenever the table was written to, and by the clock.
async fn background(deployment: Deployment, ended: oneshot::Receiver<()>) {
    let changed = || async {
        deployment.engine().changed().await;
        // Writes that come together are delivered together.
        sleep(GATHERING).await;
    };
    let run_due = || {
        let deployment = deployment.clone();
        async move { deployment.run_due().await }
    };
    keep_going(TICK, ended, changed, run_due).await;
}

/// Webhooks, whenever there may be one to deliver. What hangs there holds up nothing else.
async fn webhooks(deployment: Deployment) {
    loop {
        let next = deployment.queues().next_visible().unwrap_or_else(|problem| {
            tracing::error!("the queue cannot be read: {problem}");
            None
        });
        let woken = deployment.queues().woken();
        // Put off by years of a moved clock or not at all, it is looked at now and then.
        let _ = timeout(next.unwrap_or(TICK).min(TICK), woken).await;
        deployment.deliver_webhooks().await;
    }
}

/// Gives the webhooks under way the time to end. What is left is in the queue at the next start.
async fn finish_webhooks(deployment: &Deployment, webhooks: JoinHandle<()>) {
    let idle = deployment.deliver_webhooks();
    if timeout(GRACE, idle).await.is_err() {
        tracing::warn!("webhooks that were under way are tried again at the next start");
    }
    webhooks.abort();
}

/// Does what is due again and again. A panic ends one turn: without the next, nothing would expire any more.
async fn keep_going<F: Future<Output = ()>, W: Future<Output = ()>>(
    every: Duration,
    mut ended: oneshot::Receiver<()>,
    woken: impl Fn() -> W,
    run_due: impl Fn() -> F,
) {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = &mut ended => return,
            () = woken() => {}
            _ = ticks.tick() => {}
        }
        if AssertUnwindSafe(run_due()).catch_unwind().await.is_err() {
            tracing::error!("what is due was not done to its end; the next turn tries again");
        }
    }
}

fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    let listen = |kind| signal(kind).map_err(|error| format!("signals cannot be received: {error}"));
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn not_bound(address: SocketAddr, flag: &str, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => format!(
            "{address} is taken, perhaps by another paydesk. Stop what uses it, or choose another with {flag}."
        ),
        _ => format!("cannot listen on {address}: {error}"),
    }
}

fn greeting(
    url: &str,
    endpoint: Option<&str>,
    arguments: &Serve,
    deployment: &Deployment,
    secret: Option<&str>,
    seeded: &str,
) -> String {
    let data = if arguments.memory {
        "in memory, gone when this stops".to_string()
    } else {
        deployment.data_file().display().to_string()
    };
    let api = match deployment.template().stage.as_str() {
        DEFAULT_STAGE => url.to_string(),
        stage => format!("{url}/{stage}"),
    };
    let table = endpoint.map_or_else(String::new, |endpoint| {
        format!("\n  table  {} at {endpoint}", deployment.template().table.name)
    });
    let clock = match endpoint {
        None => format!("curl {url}/_local/clock -d '{{\"advance\": 86400}}'"),
        Some(_) => "the real time, as functions elsewhere have it".to_string(),
    };
    let webhooks = webhooks_greeting(arguments, deployment, secret);
    let key = if arguments.strict_keys { "one that was made (--strict-keys)" } else { TEST_KEY };
    let user = if arguments.strict_keys { "sk_test_…" } else { TEST_KEY };
    format!(
        "Paydesk is at {url}

  key    {key}
  data   {data}{seeded}{table}
  clock  {clock}
  docs   {url}/_local/docs{webhooks}

Try it:

  curl {api}/v1/checkout/sessions -u {user}: \\
    -d mode=payment -d success_url=https://example.com/thanks \\
    -d 'line_items[0][quantity]=2' -d 'line_items[0][price_data][currency]=eur' \\
    -d 'line_items[0][price_data][unit_amount]=1250' \\
    -d 'line_items[0][price_data][product_data][name]=Tea'

Ctrl-C stops it."
    )
}

/// Where events are forwarded to, what they are signed with, and what goes wrong on their way.
fn webhooks_greeting(arguments: &Serve, deployment: &Deployment, secret: Option<&str>) -> String {
    let forward = arguments.forward_to.as_ref().zip(secret);
    let forward =
        forward.map(|(to, secret)| format!("\n  events {to}\n  secret {secret}")).unwrap_or_default();
    let faults = deployment.queues().faults().to_string();
    let faults = if faults.is_empty() { faults } else { format!("\n  faults {faults}") };
    forward + &faults
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_turn_that_panics_is_not_the_last() {
        let (end, ended) = oneshot::channel();
        let (end, turns) = (Mutex::new(Some(end)), AtomicUsize::new(0));
        let turn = || {
            let first = turns.fetch_add(1, Ordering::SeqCst) == 0;
            let end = if first { None } else { end.lock().unwrap().take() };
            async move {
                assert!(!first, "the first turn panics");
                drop(end);
            }
        };
        keep_going(Duration::from_millis(1), ended, std::future::pending, turn).await;
        assert!(turns.load(Ordering::SeqCst) > 1);
    }
}
