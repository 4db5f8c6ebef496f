//! What an operator sees of a deployment, and what nobody must: log lines, spans of store calls, metrics.

use std::cell::RefCell;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Once};

use paydesk_local::connector::{Fault, Operation};
use paydesk_local::deployment::Options;
use paydesk_service::lambda::subscriber;
use paydesk_service::metrics::Sink;
use serde_json::Value;
use tracing_subscriber::filter::Targets;

use crate::merchant::{DAY, Merchant, SHOP};
use crate::world::{n, s};

/// Everything that is written, line by line.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Without what only `RUST_LOG=debug` shows.
    fn without_debug(&self) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["level"] != "DEBUG").collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

thread_local! {
    static LOG_OF_THIS_THREAD: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// Runs a story under the subscriber that the functions use. It is installed once for all tests, each of which
/// has a thread of its own: what a thread may see must not depend on what runs beside it.
pub async fn logged(story: impl Future<Output = ()>) -> Log {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let levels: Targets = "paydesk_service=trace,info".parse().unwrap();
        let writer = || -> Box<dyn Write> {
            match LOG_OF_THIS_THREAD.with_borrow(Clone::clone) {
                Some(log) => Box::new(log),
                None => Box::new(std::io::sink()),
            }
        };
        tracing::subscriber::set_global_default(subscriber(levels, writer)).unwrap();
    });
    let log = Log::default();
    LOG_OF_THIS_THREAD.set(Some(log.clone()));
    story.await;
    LOG_OF_THIS_THREAD.set(None);
    log
}

/// A merchant whose deployment's metrics are kept.
fn measured(options: Options) -> (Merchant, Log) {
    let log = Log::default();
    let kept = log.clone();
    let metrics = Sink::to(move |line| writeln!(kept.clone(), "{line}").unwrap());
    (Merchant::on(Options { metrics, ..options }), log)
}

#[tokio::test]
async fn a_call_logs_one_line_with_its_request_id_its_account_and_its_session() {
    let merchant = Merchant::new();
    let id = merchant.opens(SHOP).await;
    let account = merchant.deployment.account(&merchant.key).await.unwrap();
    let mut request_id = String::new();
    let log = logged(async {
        let answer = merchant.retrieve(&id).await;
        request_id = answer.headers["request-id"].to_str().unwrap().to_string();
    })
    .await;
    let lines = log.without_debug();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!(line["request_id"], request_id);
    assert!(line["gateway_request_id"].is_string(), "the access log has it");
    assert_eq!(line["account"], account);
    assert_eq!(line["session"], id);
    assert_eq!((&line["level"], &line["message"]), (&"INFO".into(), &"answered".into()));
    assert_eq!(
        (&line["method"], &line["place"], &line["status"]),
        (&"GET".into(), &"session".into(), &200.into())
    );
    assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
    assert!(line["took_ms"].is_u64());
}

#[tokio::test]
async fn a_refusal_logs_its_code_and_nothing_that_was_said() {
    let merchant = Merchant::new();
    let log = logged(async {
        merchant.create("mode=payment&card[number]=4242424242424242").await;
        merchant.retrieve("cs_test_4242424242424242").await;
    })
    .await;
    let codes: Vec<_> =
        log.without_debug().iter().map(|line| (line["status"].clone(), line["code"].clone())).collect();
    assert_eq!(codes, [(400.into(), "parameter_unknown".into()), (404.into(), "resource_missing".into())]);
    assert!(!log.text().contains("42424242"), "{}", log.text());
}

#[tokio::test]
async fn nothing_secret_is_logged_at_any_level() {
    let merchant = Merchant::new();
    let personal =
        "&customer_email=ada%40lovelace.example&metadata[card]=4000056655665556&client_reference_id=till-7";
    let mut tokens = Vec::new();
    let log = logged(async {
        let session = merchant.create(&format!("{SHOP}{personal}")).keyed("order-6735").await.done();
        let url = session["url"].as_str().unwrap();
        tokens.push(url.rsplit(['/', '#']).next().unwrap().to_string());
        let id = session["id"].as_str().unwrap();
        merchant.update(id, "metadata[card]=5555555555554444").await.done();
        merchant.list("customer_details[email]=ada%40lovelace.example").await.done();
        merchant.advance(DAY + 60).await;
    })
    .await;
    let text = log.text();
    assert!(text.lines().count() > 10);
    let secrets = [
        merchant.key.as_str(),
        "ada@",
        "ada%40",
        "lovelace",
        "4000056655665556",
        "5555555555554444",
        "till-7",
        "order-6735",
    ];
    for secret in secrets.into_iter().chain(tokens.iter().map(String::as_str)) {
        let line = text.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} stands in {line:?}");
    }
}

#[tokio::test]
async fn every_store_call_has_a_span_within_its_call() {
    let merchant = Merchant::new();
    merchant.opens(SHOP).await;
    merchant.deployment.meter().reset();
    let log = logged(async {
        let id = merchant.opens(SHOP).await;
        merchant.list("limit=3").await.done();
        merchant.expire(&id).await.done();
        merchant.advance(DAY + 60).await;
    })
    .await;
    let usage = merchant.deployment.meter().snapshot();
    let calls: Vec<Value> = log.lines().into_iter().filter(|line| line["message"] == "store call").collect();
    assert_eq!(calls.len(), usage.total().calls);
    for operation in ["GetItem", "BatchGetItem", "Query", "PutItem", "BatchWriteItem"] {
        let seen = calls.iter().filter(|call| call["operation"] == operation).count();
        assert_eq!(seen, usage.of_operation(operation).calls, "{operation}");
        assert!(seen > 0, "{operation}");
    }
    assert!(calls.iter().all(|call| call["took_us"].is_u64() && call["ok"].is_boolean()));
    let within = |call: &Value| call["request_id"].is_string() || call["run"].is_string();
    assert!(calls.iter().all(within), "{:?}", calls.iter().find(|call| !within(call)));
}

#[tokio::test]
async fn what_happens_to_sessions_is_counted_once_under_stack_and_mode() {
    let (merchant, metrics) = measured(Options { sweep: false, ttl: false, ..Options::default() });
    let ended = merchant.opens(SHOP).await;
    let lapsed = merchant.create(SHOP).keyed("once").await.done()["id"].as_str().unwrap().to_string();
    merchant.create(SHOP).keyed("once").await.done();
    merchant.expire(&ended).await.done();
    merchant.advance(DAY + 90).await;
    // A write to a session that lapsed makes its expiry true; ninety seconds late here.
    merchant.update(&lapsed, "metadata[late]=1").await.done();
    let lines = metrics.lines();
    let of = |name: &str| lines.iter().filter(|line| line.get(name).is_some()).collect::<Vec<_>>();
    assert_eq!(of("SessionsCreated").len(), 2, "{lines:?}");
    assert_eq!(of("SessionsExpired").len(), 2);
    assert!(of("SessionsCreated").iter().all(|line| line["Mode"] == "test" && line["SessionsCreated"] == 1));
    let lags: Vec<_> = of("ExpiryLag").iter().map(|line| line["ExpiryLag"].clone()).collect();
    assert_eq!(lags, [90]);
    assert!(of("ExpiryLag")[0].get("Mode").is_none());
}

/// The put gets through, its answer does not, and the SDK's next try meets it.
#[tokio::test]
async fn what_was_written_is_counted_also_when_its_answer_was_lost() {
    let (merchant, metrics) = measured(Options::default());
    let lost = || {
        let once = AtomicBool::new(true);
        move |call: &Operation<'_>| match call.name {
            "PutItem" if once.swap(false, Ordering::SeqCst) => Fault::TimeoutAfter,
            _ => Fault::None,
        }
    };
    // The layout and the mark are there before anything is lost.
    merchant.opens(SHOP).await;
    merchant.deployment.faults().set(lost());
    let expired = merchant.opens(SHOP).await;
    merchant.deployment.faults().set(lost());
    merchant.expire(&expired).await.done();
    merchant.deployment.faults().set(|call| match call.function {
        "sweep" if call.name == "PutItem" && call.index < 40 => Fault::TimeoutAfter,
        _ => Fault::None,
    });
    merchant.advance(DAY + 60).await;
    merchant.deployment.faults().clear();
    merchant.advance(60).await;
    let lines = metrics.lines();
    for (name, times) in [("SessionsCreated", 2), ("SessionsExpired", 2), ("ExpiryLag", 1)] {
        assert_eq!(lines.iter().filter(|line| line.get(name).is_some()).count(), times, "{name}: {lines:?}");
    }
}

#[tokio::test]
async fn a_timer_that_cannot_be_rung_is_put_off_and_says_so() {
    let (merchant, metrics) = measured(Options { ttl: false, ..Options::default() });
    let id = merchant.opens(SHOP).await;
    let client = merchant.deployment.client("create").unwrap();
    let table = &merchant.deployment.template().table.name;
    let of_the_future = client.put_item().table_name(table).item("format", n(99));
    of_the_future.item("pk", s(&format!("S#{id}"))).item("sk", s("S")).send().await.unwrap();
    merchant.advance(DAY + 60).await;
    let put_off = metrics.lines().iter().filter(|line| line["TimersPostponed"] == 1).count();
    assert_eq!(put_off, 1);
}

#[tokio::test]
async fn records_that_have_to_come_again_are_counted() {
    let (merchant, metrics) = measured(Options { sweep: false, ..Options::default() });
    merchant.opens(SHOP).await;
    merchant.deployment.faults().set(|call| match call.function {
        "expired" if call.name == "PutItem" => Fault::Throttle,
        _ => Fault::None,
    });
    merchant.advance(DAY + 60).await;
    merchant.deployment.faults().clear();
    assert!(metrics.lines().iter().any(|line| line["RecordsNotTaken"] == 1), "{:?}", metrics.lines());
}

#[tokio::test]
async fn the_sweep_says_how_far_it_is_behind() {
    let (merchant, metrics) = measured(Options::default());
    merchant.opens(SHOP).await;
    merchant.advance(60).await;
    let lags = |metrics: &Log| -> Vec<i64> {
        metrics.lines().iter().filter_map(|line| line["SweepLag"].as_i64()).collect()
    };
    assert_eq!(lags(&metrics).last(), Some(&0));
    merchant.deployment.faults().set(|call| if call.name == "Query" { Fault::Throttle } else { Fault::None });
    merchant.advance(600).await;
    merchant.deployment.faults().clear();
    merchant.advance(60).await;
    assert!(lags(&metrics).iter().any(|lag| *lag >= 300), "{:?}", lags(&metrics));
    merchant.advance(60).await;
    assert_eq!(lags(&metrics).last(), Some(&0));
}

/// CloudWatch drops a line in silence that is not quite what its format asks for.
#[tokio::test]
async fn metric_lines_are_what_cloudwatch_reads() {
    let (merchant, metrics) = measured(Options::default());
    merchant.opens(SHOP).await;
    merchant.advance(DAY + 60).await;
    let lines = metrics.lines();
    assert!(lines.len() >= 4);
    for line in lines {
        let aws = &line["_aws"];
        assert!(aws["Timestamp"].as_i64().unwrap() > 1_700_000_000_000, "milliseconds: {line}");
        let directive = &aws["CloudWatchMetrics"][0];
        assert_eq!(directive["Namespace"], "Paydesk");
        let dimensions = directive["Dimensions"][0].as_array().unwrap();
        assert!(
            !dimensions.is_empty() && dimensions.iter().all(|name| line[name.as_str().unwrap()].is_string())
        );
        for metric in directive["Metrics"].as_array().unwrap() {
            assert!(line[metric["Name"].as_str().unwrap()].is_number(), "{line}");
            assert!(["Count", "Seconds"].contains(&metric["Unit"].as_str().unwrap()));
        }
    }
}
