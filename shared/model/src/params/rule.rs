//! What a parameter table is written in: a name, a type with its limits, and two marks.

/// One parameter of a table.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub name: &'static str,
    pub rule: Rule,
    /// Its parent cannot be sent without it.
    pub required: bool,
    /// An empty string unsets it.
    pub clearable: bool,
}

/// A type with its limits. Lengths are in characters, bounds are inclusive.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    Text {
        most: usize,
    },
    /// Letters and digits only.
    Alphanumeric {
        most: usize,
    },
    /// Letters, digits, `-` and `_`: what an id or a code is made of.
    Name {
        most: usize,
    },
    Choice(&'static [&'static str]),
    Flag,
    Integer {
        least: i64,
        most: i64,
    },
    /// Minor units with up to twelve decimals, kept as text.
    Decimal,
    /// From 0 to `most`, with up to so many decimals; kept as a number.
    Number {
        most: i64,
        decimals: usize,
    },
    Currency,
    /// An absolute http(s) URL.
    Url,
    Email,
    /// `#` and three or six hexadecimal digits.
    Color,
    /// `YYYY-MM-DD`.
    Date,
    Hash(&'static [Param]),
    List {
        of: &'static Rule,
        least: usize,
        most: usize,
    },
    /// A hash whose keys are currencies.
    ByCurrency(&'static [Param]),
    /// A free-form map; a key with an empty value is left out.
    Metadata,
    /// A change to a free-form map; an empty value is kept as null, and so is an empty whole.
    MetadataChange,
    /// A scalar, or a hash in its place.
    Or(&'static Rule, &'static [Param]),
}

/// A bound for lists that the request's size bounds well enough.
const MANY: usize = 1000;
/// The longest text where nothing shorter is said.
const LONG: usize = 5000;
/// 9999-12-31: the last second whose date has four digits of year.
pub const LAST_SECOND: i64 = 253_402_300_799;

impl Param {
    pub const fn new(name: &'static str, rule: Rule) -> Self {
        Self { name, rule, required: false, clearable: false }
    }

    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    #[must_use]
    pub const fn clearable(self) -> Self {
        Self { clearable: true, ..self }
    }
}

pub const fn text(name: &'static str) -> Param {
    short(name, LONG)
}

pub const fn short(name: &'static str, most: usize) -> Param {
    Param::new(name, Rule::Text { most })
}

pub const fn alphanumeric(name: &'static str, most: usize) -> Param {
    Param::new(name, Rule::Alphanumeric { most })
}

/// An id or a code that somebody chose.
pub const fn chosen(name: &'static str, most: usize) -> Param {
    Param::new(name, Rule::Name { most })
}

/// 0 to 100 with up to so many decimals.
pub const fn percent(name: &'static str, decimals: usize) -> Param {
    Param::new(name, Rule::Number { most: 100, decimals })
}

pub const fn choice(name: &'static str, values: &'static [&'static str]) -> Param {
    Param::new(name, Rule::Choice(values))
}

pub const fn flag(name: &'static str) -> Param {
    Param::new(name, Rule::Flag)
}

/// An integer of at least `least`.
pub const fn integer(name: &'static str, least: i64) -> Param {
    between(name, least, i64::MAX)
}

pub const fn between(name: &'static str, least: i64, most: i64) -> Param {
    Param::new(name, Rule::Integer { least, most })
}

/// Unix seconds.
pub const fn time(name: &'static str) -> Param {
    between(name, 0, LAST_SECOND)
}

pub const fn url(name: &'static str) -> Param {
    Param::new(name, Rule::Url)
}

pub const fn date(name: &'static str) -> Param {
    Param::new(name, Rule::Date)
}

pub const fn currency(name: &'static str) -> Param {
    Param::new(name, Rule::Currency)
}

pub const fn metadata() -> Param {
    Param::new("metadata", Rule::Metadata)
}

pub const fn hash(name: &'static str, params: &'static [Param]) -> Param {
    Param::new(name, Rule::Hash(params))
}

/// A list without a bound of its own.
pub const fn list(name: &'static str, of: &'static Rule) -> Param {
    up_to(name, MANY, of)
}

pub const fn up_to(name: &'static str, most: usize, of: &'static Rule) -> Param {
    Param::new(name, Rule::List { of, least: 0, most })
}

pub const fn some_up_to(name: &'static str, most: usize, of: &'static Rule) -> Param {
    Param::new(name, Rule::List { of, least: 1, most })
}

/// Any text, as an element of a list.
pub const TEXT: Rule = Rule::Text { most: LONG };
