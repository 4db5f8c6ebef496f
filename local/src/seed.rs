//! Seed files: a catalogue with fixed ids and a table of taxes, loaded before the runner answers anybody.

use std::path::{Path, PathBuf};

use paydesk_model::catalogue::Kind;
use paydesk_model::tree::Tree;
use paydesk_service::app::App;
use paydesk_service::error::Error;
use paydesk_service::seed::{Seed, Seeded, Sown};
use paydesk_service::store::catalogue::Owner;

use crate::deployment::Deployment;
use crate::keys::failed;
use crate::supplied::{self, told};
use crate::taxes;

/// What is loaded where nothing else is named, if it is there.
pub const USUAL: &str = "paydesk.toml";
/// Whose key it is that the catalogue is loaded for.
const KEY: &str = "api_key";
/// The customers, beside the catalogue.
const CUSTOMERS: &str = "customers";
/// In the order in which they refer to each other.
const KINDS: [Kind; 6] =
    [Kind::Product, Kind::Price, Kind::Coupon, Kind::PromotionCode, Kind::TaxRate, Kind::ShippingRate];

/// What is to be loaded, read and not yet looked at.
pub struct Seeds {
    file: Option<PathBuf>,
    key: String,
    objects: Vec<Seed>,
    /// The table of taxes, and the file it is from.
    taxes: Option<(PathBuf, Tree)>,
}

impl Seeds {
    /// Reads the seed file, if there is one, and the table of taxes: that of a file of its own goes first.
    pub fn read(named: Option<&Path>, tax: Option<&Path>, default_key: &str) -> Result<Self, String> {
        let usual = || Some(PathBuf::from(USUAL)).filter(|usual| usual.exists());
        let mut seeds = Self { file: None, key: default_key.to_owned(), objects: Vec::new(), taxes: None };
        if let Some(file) = named.map(Path::to_path_buf).or_else(usual) {
            seeds.take(&file, supplied::read(&file)?).map_err(|why| format!("{}: {why}", file.display()))?;
            seeds.file = Some(file);
        }
        if let Some(tax) = tax {
            seeds.taxes = Some((tax.to_path_buf(), taxes::of_file(tax)?));
        }
        Ok(seeds)
    }

    fn take(&mut self, file: &Path, mut tree: Tree) -> Result<(), String> {
        self.taxes = taxes::table_of(&mut tree)?.map(|table| (file.to_path_buf(), table));
        if let Some(key) = tree.take(KEY) {
            key.as_text().unwrap_or_default().clone_into(&mut self.key);
        }
        if !self.key.starts_with("sk_test_") {
            return Err(format!("{KEY}: it must be a test key (sk_test_…), for a seed is for tests"));
        }
        let objects = KINDS.into_iter().map(|kind| (kind.step(), Sown::Object(kind)));
        for (name, what) in std::iter::once((CUSTOMERS, Sown::Customer)).chain(objects) {
            let Some(list) = tree.take(name) else { continue };
            let Tree::List(list) = list else { return Err(format!("{name}: write [[{name}]]")) };
            for (index, tree) in list.into_iter().enumerate() {
                let id = tree.get("id").and_then(Tree::as_text);
                let id = id.map_or_else(String::new, |id| format!(" ({id})"));
                self.objects.push(Seed { what, tree, place: format!("{name}[{index}]{id}") });
            }
        }
        match tree {
            Tree::Hash(rest) => rest.first().map_or(Ok(()), |(unknown, _)| {
                let known: Vec<&str> = KINDS.iter().map(|kind| kind.step()).collect();
                Err(format!(
                    "there is no '{unknown}'; there are {KEY}, {CUSTOMERS}, taxes, {}",
                    known.join(", ")
                ))
            }),
            _ => Ok(()),
        }
    }

    /// Loads them, and says so in lines of the greeting; none where there was nothing to load.
    pub async fn load(&self, deployment: &Deployment) -> Result<String, String> {
        let (app, mut said) = (deployment.admin()?, String::new());
        if let Some(file) = &self.file {
            let named = |why: String| format!("{}: {why}", file.display());
            let done = Box::pin(self.objects(&app, deployment)).await.map_err(named)?;
            let Seeded { made, changed, unchanged } = done;
            let shown = file.display();
            said += &format!("\n  seed   {shown}: {made} made, {changed} changed, {unchanged} as they were");
        }
        if let Some((file, table)) = &self.taxes {
            let places = taxes::supply(&app, file, table).await?;
            said += &format!("\n  taxes  {}: {places}", file.display());
        }
        Ok(said)
    }

    async fn objects(&self, app: &App, deployment: &Deployment) -> Result<Seeded, String> {
        let account = deployment.account(&self.key).await.map_err(|why| format!("{KEY}: {why}"))?;
        let owner = Owner { account: &account, livemode: false };
        let seeded = app.seed(owner, &self.objects).await;
        seeded.map_err(|unseeded| format!("{}: {}", unseeded.place, why(&unseeded.error)))
    }
}

fn why(error: &Error) -> String {
    match error {
        Error::Invalid(problem) => told(problem),
        error => failed(error),
    }
}
