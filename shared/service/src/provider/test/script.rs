//! The scripts that the test provider plays: what a test card or account does, by its token.

use paydesk_model::payment::{Action, Decline};

/// How an instrument behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub authentication: Authentication,
    /// What the bank says once the payer is known; none is yes.
    pub declined: Option<Decline>,
    /// Only of delayed methods.
    pub settlement: Option<Settles>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authentication {
    NotAsked,
    /// 3-D Secure without the payer noticing.
    Frictionless,
    /// The payer has to act; `no` is what it comes to if they refuse.
    Asked {
        action: Action,
        no: Decline,
    },
    /// The card's bank cannot be asked.
    Fails(Decline),
}

/// How a delayed payment ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settles {
    pub when: When,
    pub outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Standard,
    /// Three minutes later at least.
    Late,
    Never,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Succeeds,
    Fails(Decline),
}

impl Settles {
    /// Seconds until it ends, with the deployment's standard; none if it never does by itself.
    pub fn delay(&self, standard: i64) -> Option<i64> {
        match self.when {
            When::Standard => Some(standard),
            When::Late => Some(standard.max(180)),
            When::Never => None,
        }
    }
}

pub fn script(_token: &str) -> Script {
    Script { authentication: Authentication::NotAsked, declined: None, settlement: None }
}
