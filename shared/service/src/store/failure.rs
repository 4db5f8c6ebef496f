//! What can go wrong between us and DynamoDB, as far as a handler has to tell it apart.

use aws_sdk_dynamodb::config::http::HttpResponse;
use std::error::Error as _;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::error::Error;

/// A store call that failed after the SDK's own retries.
#[derive(Debug)]
pub enum Failure {
    /// Throttled, timed out or unreachable: it may have happened or not, and may be tried again.
    Busy(String),
    /// It cannot succeed by being repeated: our fault.
    Broken(String),
    /// The same, and of this one item alone: it is not what this version of the code writes.
    Unreadable(String),
}

impl Failure {
    pub fn of<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        let cause = describe(error);
        let transient = match error {
            SdkError::ConstructionFailure(_) => false,
            SdkError::ServiceError(context) => {
                context.raw().status().as_u16() >= 500 || context.err().code().is_some_and(is_throttle)
            }
            _ => true,
        };
        if transient { Self::Busy(cause) } else { Self::Broken(cause) }
    }

    pub fn unreadable(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Unreadable(format!("unreadable {what}: {error}"))
    }
}

/// What went wrong, without the bodies that the SDK's own report would print: they hold customers' data.
fn describe<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
{
    if let SdkError::ServiceError(context) = error {
        let (status, service) = (context.raw().status(), context.err());
        return format!("{status} {}: {}", service.code().unwrap_or("?"), service.message().unwrap_or("?"));
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    text
}

fn is_throttle(code: &str) -> bool {
    matches!(
        code,
        "ProvisionedThroughputExceededException"
            | "ThrottlingException"
            | "RequestLimitExceeded"
            | "TransactionConflictException"
            | "TransactionInProgressException"
            | "InternalServerError"
            | "LimitExceededException"
    )
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy(cause) => Self::Unavailable(cause),
            Failure::Broken(cause) | Failure::Unreadable(cause) => Self::Internal(cause),
        }
    }
}
