//! What a deployment is told by its environment; the only reader of it.

/// A leap year.
const LONGEST_EXPIRY: i64 = 366 * 24 * 60 * 60;

/// The settings of one function, from the variables that template.yaml sets.
#[derive(Clone, Debug)]
pub struct Config {
    /// `TABLE_NAME`: the one DynamoDB table.
    pub table: String,
    /// `INDEX_SHARDS`: over how many partitions an account's listing rows are spread.
    pub index_shards: u32,
    /// `TIMER_SHARDS`: over how many partitions the timers of a minute are spread.
    pub timer_shards: u32,
    /// `PUBLIC_URL`: where customers reach the hosted page; the API's own host when empty.
    pub public_url: Option<String>,
    /// `EXPIRY_SHORTEST_SECONDS`, `EXPIRY_LONGEST_SECONDS`: the range of `expires_at`, from creation.
    pub expiry_shortest: i64,
    pub expiry_longest: i64,
    /// `STACK_NAME`: what the metrics of this deployment are told apart by.
    pub stack: String,
    /// `TEST_MODE`: whether test keys open anything here.
    pub test_mode: bool,
    /// `TEST_SETTLEMENT_SECONDS`: when the test provider settles a delayed payment.
    pub test_settlement_seconds: i64,
    /// `OPEN_KEYS`: any well-formed test key is an account of its own. The local runner only.
    pub open_keys: bool,
}

impl Config {
    /// Reads the variables through `var`, and says which one is wrong.
    pub fn from_vars(var: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let table = var("TABLE_NAME").filter(|name| !name.is_empty());
        let config = Self {
            table: table.ok_or("TABLE_NAME is not set: it names the DynamoDB table")?,
            index_shards: number(var, "INDEX_SHARDS", 4)?,
            timer_shards: number(var, "TIMER_SHARDS", 4)?,
            public_url: var("PUBLIC_URL").filter(|url| !url.is_empty()),
            expiry_shortest: number(var, "EXPIRY_SHORTEST_SECONDS", 30 * 60)?,
            expiry_longest: number(var, "EXPIRY_LONGEST_SECONDS", 24 * 60 * 60)?,
            stack: var("STACK_NAME").filter(|name| !name.is_empty()).unwrap_or_else(|| "paydesk".into()),
            test_mode: var("TEST_MODE").as_deref() != Some("false"),
            test_settlement_seconds: number(var, "TEST_SETTLEMENT_SECONDS", 60)?,
            open_keys: var("OPEN_KEYS").as_deref() == Some("true"),
        };
        config.checked()
    }

    /// The environment of this process.
    pub fn from_env() -> Result<Self, String> {
        Self::from_vars(&variable)
    }

    fn checked(self) -> Result<Self, String> {
        if !(1..=64).contains(&self.index_shards) || !(1..=64).contains(&self.timer_shards) {
            return Err("INDEX_SHARDS and TIMER_SHARDS must be between 1 and 64".into());
        }
        let range = 60..=LONGEST_EXPIRY;
        if !range.contains(&self.expiry_shortest) || !range.contains(&self.expiry_longest) {
            return Err(format!(
                "EXPIRY_SHORTEST_SECONDS and EXPIRY_LONGEST_SECONDS must be between 60 and {LONGEST_EXPIRY}"
            ));
        }
        if self.expiry_shortest <= self.expiry_longest {
            return Ok(self);
        }
        // A template cannot compare its parameters, and a deployment whose every function refuses to start is worse.
        tracing::warn!(
            "EXPIRY_SHORTEST_SECONDS is more than EXPIRY_LONGEST_SECONDS: sessions get that one life"
        );
        Ok(Self { expiry_shortest: self.expiry_longest, ..self })
    }
}

fn number<T: std::str::FromStr>(
    var: &dyn Fn(&str) -> Option<String>,
    name: &str,
    default: T,
) -> Result<T, String> {
    match var(name).filter(|text| !text.is_empty()) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| format!("{name} must be a whole number, not '{text}'")),
    }
}

/// A variable of this process; one that is empty is not set.
pub fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this module is the reader of the environment")]
    std::env::var(name).ok().filter(|text| !text.is_empty())
}
