//! Request bodies: as much as may be, the rest drained so that the client hears why, and never for ever.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Incoming};

/// How much more is read and thrown away: a client that is still sending does not read an answer.
const MOST_DRAINED: usize = 64 * 1024 * 1024;
/// How long a body may take to arrive.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A body as it arrived.
pub enum Received {
    Whole(Vec<u8>),
    TooLarge { drained: bool },
    TooSlow,
    Broken,
}

pub async fn read(body: Incoming, most_bytes: usize) -> Received {
    if body.is_end_stream() {
        return Received::Whole(Vec::new());
    }
    tokio::time::timeout(TIMEOUT, collect(body, most_bytes)).await.unwrap_or(Received::TooSlow)
}

async fn collect(mut body: Incoming, most_bytes: usize) -> Received {
    let expected = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(expected.min(most_bytes));
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Received::Broken };
        let Some(data) = frame.data_ref() else { continue };
        if bytes.len() + data.len() > most_bytes {
            return Received::TooLarge { drained: drain(body).await };
        }
        bytes.extend_from_slice(data);
    }
    Received::Whole(bytes)
}

/// Whether the rest of the body came to an end.
async fn drain(mut body: Incoming) -> bool {
    let mut drained = 0;
    while let Some(Ok(frame)) = body.frame().await {
        drained += frame.data_ref().map_or(0, Bytes::len);
        if drained > MOST_DRAINED {
            return false;
        }
    }
    body.is_end_stream()
}
