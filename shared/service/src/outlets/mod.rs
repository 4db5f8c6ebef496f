//! Where events leave: the queue of webhooks to be delivered, and the bus.

mod bus;
mod queue;

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

impl From<NotTaken> for crate::error::Error {
    fn from(NotTaken(cause): NotTaken) -> Self {
        Self::Unavailable(cause)
    }
}
