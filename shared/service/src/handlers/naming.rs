//! What a request names of the catalogue is looked up: all of it at once, and once.

use paydesk_model::catalogue::{Found, Kind, Object};
use paydesk_model::ids::SessionId;
use paydesk_model::naming::Name;
use paydesk_model::problem::Problem;
use paydesk_model::session::Session;

use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::catalogue::Owner;
use crate::store::stored::Extent;

impl App {
    /// The objects that these names are of. The first that nothing bears is refused (R13, R27).
    pub(super) async fn look_up(&self, caller: &Caller, names: &[Name]) -> Result<Found, Error> {
        let mut found = self.find_kept(caller, names).await?;
        self.find_inline(caller, names, &mut found).await?;
        self.all_there(caller, names, found).await
    }

    /// The same of what a catalogue's own objects refer to: nothing that was made inline.
    pub(super) async fn look_up_kept(&self, caller: &Caller, names: &[Name]) -> Result<Found, Error> {
        let found = self.find_kept(caller, names).await?;
        self.all_there(caller, names, found).await
    }

    async fn find_kept(&self, caller: &Caller, names: &[Name]) -> Result<Found, Error> {
        let mut found = Found::default();
        let owner = Owner { account: &caller.account, livemode: caller.livemode };
        let wanted = names.iter().map(|name| (name.kind, name.id.clone()));
        self.store.find_all(owner, wanted, &mut found).await?;
        Ok(found)
    }

    async fn all_there(&self, caller: &Caller, names: &[Name], found: Found) -> Result<Found, Error> {
        match names.iter().find(|name| !found.has(name.kind, &name.id)) {
            Some(missing) => Err(self.missing(caller, missing).await?.into()),
            None => Ok(found),
        }
    }

    /// Takes in what inline data of other sessions made: its rules are those of any object, and most of it is not active.
    async fn find_inline(&self, caller: &Caller, names: &[Name], found: &mut Found) -> Result<(), Error> {
        let mut read: Option<Session> = None;
        for name in names {
            if found.has(name.kind, &name.id) {
                continue;
            }
            let known = read.as_ref().and_then(|session| session.inline(name.kind, &name.id));
            let object = match known {
                Some(object) => object,
                None => {
                    read = self.session_of_inline(caller, name.kind, &name.id).await?;
                    let object = read.as_ref().and_then(|session| session.inline(name.kind, &name.id));
                    // Nothing bears this name: what stands behind it does not matter any more.
                    let Some(object) = object else { return Ok(()) };
                    object
                }
            };
            found.take(object, 0);
        }
        Ok(())
    }

    /// The caller's session that this id says it was made by.
    async fn session_of_inline(
        &self,
        caller: &Caller,
        kind: Kind,
        id: &str,
    ) -> Result<Option<Session>, Error> {
        let prefix = kind.prefix().trim_end_matches('_');
        let of = SessionId::of_numbered(prefix, id, caller.livemode).filter(|_| !prefix.is_empty());
        let Some((session, _)) = of else { return Ok(None) };
        let stored = self.store.session(&session, Extent::Whole).await?;
        Ok(stored.map(|stored| stored.session).filter(|session| session.account == caller.account))
    }

    /// What inline data made under this id.
    pub(super) async fn inline(
        &self,
        caller: &Caller,
        kind: Kind,
        id: &str,
    ) -> Result<Option<Object>, Error> {
        let session = self.session_of_inline(caller, kind, id).await?;
        Ok(session.and_then(|session| session.inline(kind, id)))
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
