//! What a deployment is told by its environment; the only reader of it.

/// A leap year.
const LONGEST_EXPIRY: i64 = 366 * 24 * 60 * 60;
/// A week.
const LONGEST_SETTLEMENT: i64 = 7 * 24 * 60 * 60;

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
    /// `TEST_MODE`: whether test keys are taken.
    pub test_mode: bool,
    /// `TEST_SETTLEMENT_SECONDS`: after how long the test provider settles a delayed payment.
    pub test_settlement_seconds: i64,
    /// `EMBED_ORIGINS`: whose pages may frame an embedded page, besides the session's own `return_url`.
    pub embed_origins: Vec<String>,
    /// `STACK_NAME`: what the metrics of this deployment are told apart by.
    pub stack: String,
    /// `NEAR_RECEIVERS`: webhooks may go to this machine and its networks. The local runner only.
    pub near_receivers: bool,
    /// `FORWARDS`: the endpoint of the local runner's `--forward-to` gets the events of every account.
    pub forwards: bool,
    /// `MOST_IN_FLIGHT`: with more webhooks put off than this, those that wait are sent anew instead. SQS stops at some
    /// 120,000, and other executions are putting more of them off while one of them looks.
    pub most_in_flight: u64,
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
            test_mode: switch(var, "TEST_MODE", true)?,
            test_settlement_seconds: number(var, "TEST_SETTLEMENT_SECONDS", 60)?,
            embed_origins: origins(var, "EMBED_ORIGINS")?,
            stack: var("STACK_NAME").filter(|name| !name.is_empty()).unwrap_or_else(|| "paydesk".into()),
            near_receivers: switch(var, "NEAR_RECEIVERS", false)?,
            forwards: switch(var, "FORWARDS", false)?,
            most_in_flight: number(var, "MOST_IN_FLIGHT", 50_000)?,
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
        if !(0..=LONGEST_SETTLEMENT).contains(&self.test_settlement_seconds) {
            return Err(format!("TEST_SETTLEMENT_SECONDS must be between 0 and {LONGEST_SETTLEMENT}"));
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

fn switch(var: &dyn Fn(&str) -> Option<String>, name: &str, default: bool) -> Result<bool, String> {
    match var(name).as_deref() {
        None | Some("") => Ok(default),
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(text) => Err(format!("{name} must be true or false, not '{text}'")),
    }
}

/// Origins, separated by commas. They become part of a security header, so that what is none is refused at the start.
fn origins(var: &dyn Fn(&str) -> Option<String>, name: &str) -> Result<Vec<String>, String> {
    let text = var(name).unwrap_or_default();
    let origins: Vec<String> = text.split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    match origins.iter().find(|one| !is_origin(one)) {
        None => Ok(origins),
        Some(other) => Err(format!(
            "{name} must be origins such as https://shop.example.com, separated by commas; '{other}' is none"
        )),
    }
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:[]-".contains(&byte))
    })
}

/// A variable of this process; one that is empty is not set.
pub fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this module is the reader of the environment")]
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &'static str) -> Result<Config, String> {
        Config::from_vars(&|wanted| match wanted {
            "TABLE_NAME" => Some("table".to_owned()),
            wanted => (wanted == name).then(|| value.to_owned()),
        })
    }

    #[test]
    fn test_mode_is_there_unless_it_is_said_not_to_be() {
        assert!(with("TEST_MODE", "").unwrap().test_mode);
        assert!(with("TEST_MODE", "true").unwrap().test_mode);
        assert!(!with("TEST_MODE", "false").unwrap().test_mode);
        assert_eq!(with("TEST_MODE", "no").unwrap_err(), "TEST_MODE must be true or false, not 'no'");
    }

    #[test]
    fn the_test_provider_settles_within_a_week() {
        assert_eq!(with("TEST_SETTLEMENT_SECONDS", "").unwrap().test_settlement_seconds, 60);
        assert_eq!(with("TEST_SETTLEMENT_SECONDS", "0").unwrap().test_settlement_seconds, 0);
        for wrong in ["-1", "604801"] {
            let refused = with("TEST_SETTLEMENT_SECONDS", wrong).unwrap_err();
            assert_eq!(refused, "TEST_SETTLEMENT_SECONDS must be between 0 and 604800", "{wrong}");
        }
    }

    #[test]
    fn nothing_but_origins_gets_into_a_security_header() {
        assert!(with("EMBED_ORIGINS", "").unwrap().embed_origins.is_empty());
        let origins = with("EMBED_ORIGINS", "https://shop.example,http://localhost:8080").unwrap();
        assert_eq!(origins.embed_origins, ["https://shop.example", "http://localhost:8080"]);
        for wrong in [
            "shop.example",
            "https://",
            "https://*",
            "https://shop.example/",
            "https://shop.example; script-src *",
            "https://shop.example, https://other.example",
            "ftp://shop.example",
        ] {
            let refused = with("EMBED_ORIGINS", wrong).unwrap_err();
            assert!(refused.starts_with("EMBED_ORIGINS must be origins"), "{wrong}: {refused}");
        }
    }
}
