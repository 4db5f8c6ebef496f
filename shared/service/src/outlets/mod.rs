//! Where events leave: the queue of webhooks to be delivered, and the bus.

mod bus;
mod queue;

use std::error::Error as _;

use aws_sdk_sqs::config::http::HttpResponse;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};

pub use bus::{Bus, Entry};
pub use queue::{Message, Queue};

/// The outlets of a function that tells somebody.
#[derive(Clone, Debug)]
pub struct Outlets {
    pub queue: Queue,
    /// None where no bus is named.
    pub bus: Option<Bus>,
}

/// Something was not handed over; what was asked may be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken(pub String);

/// No cause is told at greater length.
const LONGEST_CAUSE: usize = 500;

impl NotTaken {
    /// What went wrong in short: the SDKs' own report prints the whole answer, headers and all, into the log.
    fn of<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        let mut cause = match error {
            SdkError::ServiceError(context) => {
                let (status, service) = (context.raw().status(), context.err());
                format!("{status} {}: {}", service.code().unwrap_or("?"), service.message().unwrap_or("?"))
            }
            unanswered => {
                let causes = std::iter::successors(unanswered.source(), |&cause| cause.source());
                causes.fold(unanswered.to_string(), |text, cause| format!("{text}: {cause}"))
            }
        };
        cause.truncate(cause.floor_char_boundary(LONGEST_CAUSE));
        Self(cause)
    }
}

impl From<NotTaken> for crate::error::Error {
    fn from(NotTaken(cause): NotTaken) -> Self {
        Self::Unavailable(cause)
    }
}
