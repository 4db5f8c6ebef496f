//! The merchant's servers, in this process: what they were told, and how they answer. No socket is in between, so that
//! the same calls come in the same order whenever a course is run again.

use std::sync::{Arc, Mutex};

use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use paydesk_service::webhooks::Trouble;
use paydesk_service::webhooks::carrier::Carrier;
use serde_json::Value;

/// How a webhook is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Says(u16),
    /// 429, with so many seconds to be left alone for.
    AsksFor(&'static str),
    /// It was read, and the connection ends without an answer.
    Breaks,
    /// It was read, and no answer comes.
    Hangs,
    /// Nobody takes the connection.
    IsNotThere,
}

/// Each thing that happened in a course, in order.
#[derive(Clone, Default)]
pub struct Course(Arc<Mutex<Vec<String>>>);

impl Course {
    pub fn note(&self, what: String) {
        self.0.lock().unwrap().push(what);
    }

    pub fn so_far(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub fn last(&self) -> String {
        self.0.lock().unwrap().last().cloned().unwrap_or_default()
    }
}

/// An event as it arrived somewhere.
#[derive(Clone, Debug)]
pub struct Told {
    /// The last part of the URL's path.
    pub listener: String,
    pub event: Value,
}

type Decides = Box<dyn FnMut() -> Reply + Send>;

/// Every server of every merchant.
#[derive(Clone)]
pub struct Inbox {
    told: Arc<Mutex<Vec<Told>>>,
    decides: Arc<Mutex<Decides>>,
    course: Course,
}

impl Inbox {
    /// One in which all is well.
    pub fn of(course: Course) -> Self {
        let decides: Decides = Box::new(|| Reply::Says(200));
        Self { told: Arc::default(), decides: Arc::new(Mutex::new(decides)), course }
    }

    pub fn answers(&self, decides: impl FnMut() -> Reply + Send + 'static) {
        *self.decides.lock().unwrap() = Box::new(decides);
    }

    /// Everything that was read, however it was answered.
    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    pub fn carrier(&self) -> Carrier {
        let own = self.clone();
        Carrier::new(move |request| {
            let own = own.clone();
            Box::pin(async move { own.takes(request).await })
        })
    }

    async fn takes(&self, request: Request<Full<Bytes>>) -> Result<Response<Full<Bytes>>, Trouble> {
        let (head, body) = request.into_parts();
        let Ok(body) = body.collect().await;
        let event: Value = serde_json::from_slice(&body.to_bytes()).unwrap();
        let listener = head.uri.path().rsplit('/').next().unwrap().to_owned();
        let reply = (self.decides.lock().unwrap())();
        let id = event["id"].as_str().unwrap();
        assert_eq!(head.headers["webhook-id"], id);
        self.course.note(format!("post {id} to {listener}: {reply:?}"));
        if reply != Reply::IsNotThere {
            self.told.lock().unwrap().push(Told { listener, event });
        }
        let answer = |status| Response::builder().status(status);
        match reply {
            Reply::Says(status) => Ok(answer(status).body(Full::default()).unwrap()),
            Reply::AsksFor(seconds) => {
                Ok(answer(429).header("retry-after", seconds).body(Full::default()).unwrap())
            }
            Reply::Breaks => Err(Trouble::NoAnswer),
            Reply::Hangs => std::future::pending().await,
            Reply::IsNotThere => Err(Trouble::NoConnection("it was refused")),
        }
    }
}
