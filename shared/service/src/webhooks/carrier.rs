//! Somebody who takes webhooks in place of the network: for whom it is about what is before and after their way.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Bytes;

use super::Trouble;

/// What became of a request.
pub type Carried = BoxFuture<'static, Result<Response<Full<Bytes>>, Trouble>>;

/// Cheap to clone. It resolves no name and opens no connection; all else is as ever, the time that an answer has too.
#[derive(Clone)]
pub struct Carrier(Arc<dyn Fn(Request<Full<Bytes>>) -> Carried + Send + Sync>);

impl Carrier {
    pub fn new(carry: impl Fn(Request<Full<Bytes>>) -> Carried + Send + Sync + 'static) -> Self {
        Self(Arc::new(carry))
    }

    pub(super) fn carry(&self, request: Request<Full<Bytes>>) -> Carried {
        (self.0)(request)
    }
}

impl fmt::Debug for Carrier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Carrier")
    }
}
