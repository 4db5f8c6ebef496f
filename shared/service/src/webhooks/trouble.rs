//! Why a webhook was not answered, in words for the merchant: never with an address of whatever network this runs in.

use std::error::Error;
use std::fmt;
use std::io;

/// What was in the way of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The URL is none that a webhook can be sent to.
    NoUrl,
    /// Not https, in live mode.
    NotSecure,
    /// Every address of the host is one that webhooks do not go to.
    NotAllowed,
    /// The host has no address at all.
    NoAddress,
    /// Nobody took the connection.
    NoConnection(&'static str),
    /// Whoever took it could not prove to be the host.
    NotTrusted(String),
    /// There was no answer in time.
    TimedOut,
    /// What came was not an HTTP answer, or the connection broke before one.
    NoAnswer,
    /// There is nothing to know any host by.
    NoRoots,
}

impl Trouble {
    /// Whether somebody was waited for: that is dearer than being told no.
    pub fn was_waited_for(&self) -> bool {
        matches!(self, Self::TimedOut)
    }

    /// What an error of the HTTP client comes to.
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(known) = error.downcast_ref::<Self>() {
                return known.clone();
            }
            if let Some(error) = error.downcast_ref::<io::Error>() {
                return Self::of_io(error);
            }
            cause = error.source();
        }
        Self::NoAnswer
    }

    fn of_io(error: &io::Error) -> Self {
        if let Some(inner) = error.get_ref() {
            // TLS wraps its errors in those of I/O, more than once.
            if let Some(error) = inner.downcast_ref::<rustls::Error>() {
                return Self::NotTrusted(error.to_string());
            }
            if let Some(error) = inner.downcast_ref::<io::Error>() {
                return Self::of_io(error);
            }
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::NoConnection("it was refused"),
            io::ErrorKind::TimedOut => Self::TimedOut,
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
                Self::NoConnection("there is no way to the host")
            }
            _ => Self::NoAnswer,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoUrl => formatter.write_str("the URL is not one that can be posted to"),
            Self::NotSecure => formatter.write_str("in live mode the URL has to be https"),
            Self::NotAllowed => formatter.write_str("the host is on a network that webhooks do not go to"),
            Self::NoAddress => formatter.write_str("the host's name has no address"),
            Self::NoConnection(why) => write!(formatter, "no connection: {why}"),
            Self::NotTrusted(why) => write!(formatter, "no TLS connection: {why}"),
            Self::TimedOut => formatter.write_str("no answer in time"),
            Self::NoAnswer => formatter.write_str("the connection ended without an HTTP answer"),
            Self::NoRoots => formatter.write_str("no root certificates to know the host by"),
        }
    }
}

impl Error for Trouble {}
