//! `paydesk taxes`: supplies the table of taxes, in the local file or in a deployed stack's table.

use std::path::Path;

use paydesk_model::taxes::TaxTable;
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;
use paydesk_service::app::App;

use crate::cli::{Taxes, TaxesAction};
use crate::keys::{self, failed};
use crate::say::say;
use crate::supplied::{self, told};

const LIST: &str = "taxes";

pub async fn run(taxes: Taxes) -> Result<(), String> {
    match taxes.action {
        TaxesAction::Set { file } => {
            let tree = of_file(&file)?;
            let places = supply(&keys::app(&taxes.place).await?, &file, &tree).await?;
            say(format_args!(
                "The table has {places}. Functions that read the one before it take that for a minute longer."
            ));
        }
        TaxesAction::Show => {
            let table = keys::app(&taxes.place).await?.tax_table().await.map_err(|error| failed(&error))?;
            if table.is_empty() {
                say("There is no table: nothing is due anywhere.");
            }
            table.lines().for_each(say);
        }
        TaxesAction::Clear => {
            keys::app(&taxes.place).await?.clear_taxes().await.map_err(|error| failed(&error))?;
            say("There is no table any more. Functions that read it take it for a minute longer.");
        }
    }
    Ok(())
}

/// The table that a file has; what else a seed file has is left.
pub fn of_file(file: &Path) -> Result<Tree, String> {
    let table = table_of(&mut supplied::read(file)?).map_err(|why| format!("{}: {why}", file.display()))?;
    table.ok_or_else(|| format!("{}: it has no [[{LIST}]]", file.display()))
}

/// Takes the table out of what a file says, and looks whether it is right.
pub fn table_of(tree: &mut Tree) -> Result<Option<Tree>, String> {
    let Some(places) = tree.take(LIST) else { return Ok(None) };
    let table = Tree::Hash(vec![(LIST.to_owned(), places)]);
    // When that is does not matter yet.
    let checked = TaxTable::check(&table, Moment::from_seconds(0));
    checked.map(|_| Some(table)).map_err(|problem| told(&problem))
}

/// Puts a file's table in force, and says how many places it has.
pub async fn supply(app: &App, file: &Path, tree: &Tree) -> Result<String, String> {
    let supplied = app.supply_taxes(tree).await;
    let table = supplied.map_err(|error| format!("{}: {}", file.display(), failed(&error)))?;
    Ok(match table.len() {
        1 => "1 place".to_owned(),
        places => format!("{places} places"),
    })
}
