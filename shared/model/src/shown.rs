//! What a payer was shown, and so agrees to by paying: nobody pays what they did not see.

use crate::session::Session;

/// What a payer was shown that it costs, in minor units. Who does not say pays what it costs when they come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// To be paid now.
    pub due: Option<i64>,
    /// To be paid again and again; within a trial all that there is to agree on.
    pub renewal: Option<i64>,
}

impl Shown {
    /// Who sees the session as it is.
    pub fn of(session: &Session) -> Self {
        Self { due: Some(session.amount_due()), renewal: session.renewal().map(|(_, amount)| amount) }
    }

    /// Whether it is what the session costs.
    pub fn is_of(self, session: &Session) -> bool {
        let costs = Self::of(session);
        self.due == costs.due && (self.renewal.is_none() || self.renewal == costs.renewal)
    }
}
