//! What can go wrong between us and DynamoDB, as far as a handler has to tell it apart.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

use crate::error::Error;

/// A store call that failed after the SDK's own retries.
#[derive(Debug)]
pub enum Failure {
    /// Throttled, timed out or unreachable: it may have happened or not, and may be tried again.
    Busy(String),
    /// It cannot succeed by being repeated: our fault.
    Broken(String),
}

impl Failure {
    pub fn of<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        let cause = DisplayErrorContext(error).to_string();
        let transient = match error {
            SdkError::ConstructionFailure(_) => false,
            SdkError::ServiceError(context) => {
                context.raw().status().as_u16() >= 500 || context.err().code().is_some_and(is_throttle)
            }
            _ => true,
        };
        if transient { Self::Busy(cause) } else { Self::Broken(cause) }
    }

    /// The item is not what this version of the code writes.
    pub fn unreadable(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Broken(format!("unreadable {what}: {error}"))
    }
}

fn is_throttle(code: &str) -> bool {
    matches!(
        code,
        "ProvisionedThroughputExceededException"
            | "ThrottlingException"
            | "RequestLimitExceeded"
            | "TransactionConflictException"
            | "InternalServerError"
            | "LimitExceededException"
    )
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy(cause) => Self::Unavailable(cause),
            Failure::Broken(cause) => Self::Internal(cause),
        }
    }
}
