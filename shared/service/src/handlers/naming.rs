//! What a request names of the catalogue is looked up: all of it at once, and once.

use paydesk_model::catalogue::Found;
use paydesk_model::naming::Name;
use paydesk_model::problem::Problem;

use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::catalogue::Owner;

impl App {
    /// The objects that these names are of. The first that nothing bears is refused (R13, R27).
    pub(super) async fn look_up(&self, caller: &Caller, names: &[Name]) -> Result<Found, Error> {
        let mut found = Found::default();
        let owner = Owner { account: &caller.account, livemode: caller.livemode };
        let wanted = names.iter().map(|name| (name.kind, name.id.clone()));
        self.store.find_all(owner, wanted, &mut found).await?;
        match names.iter().find(|name| !found.has(name.kind, &name.id)) {
            Some(missing) => Err(self.missing(caller, missing).await?.into()),
            None => Ok(found),
        }
    }

    /// The refusal of a name; one that something bears in the other mode is told so (R48).
    async fn missing(&self, caller: &Caller, name: &Name) -> Result<Problem, Error> {
        let others = Owner { account: &caller.account, livemode: !caller.livemode };
        let theirs = self.store.object(others, name.kind, &name.id).await?;
        let problem = name.missing();
        Ok(if theirs.is_some() { in_the_other_mode(problem, caller.livemode) } else { problem })
    }
}

/// R48.
pub(super) fn in_the_other_mode(mut problem: Problem, livemode: bool) -> Problem {
    let (theirs, ours) = if livemode { ("test", "live") } else { ("live", "test") };
    problem.message = format!(
        "{}; a similar object exists in {theirs} mode, but a {ours} mode key was used to make this request.",
        problem.message
    );
    problem
}
