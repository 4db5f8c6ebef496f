//! The paths that payers follow: no key opens them, the token in them does.

/// What a payer's path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePath<'p> {
    /// `/c/pay/{id}/{token}`
    Checkout { id: &'p str, token: &'p str },
    /// `/c/pay/{id}/{token}/bank`: the test provider's own step.
    Bank { id: &'p str, token: &'p str },
    /// `/c/api/{id}/{token}`: for a page of the merchant's own.
    Api { id: &'p str, token: &'p str },
    /// `/c/api/{id}/{token}/choose`
    Choose { id: &'p str, token: &'p str },
    /// `/c/api/{id}/{token}/confirm`
    Confirm { id: &'p str, token: &'p str },
    /// `/c/recover/{id}/{token}`
    Recover { id: &'p str, token: &'p str },
    /// `/c/assets/{name}`
    Asset(&'p str),
    /// `/b/{link}`: the body of a payment link's id.
    Link(&'p str),
}

impl<'p> PagePath<'p> {
    /// Finds the place in a path that may begin with one step more, a stage or a domain's base path.
    pub fn find(path: &'p str) -> Option<Self> {
        let after_a_step = path.get(1..).and_then(|path| Some(&path[path.find('/')?..])).unwrap_or_default();
        [path, after_a_step].into_iter().find_map(Self::of)
    }

    fn of(path: &'p str) -> Option<Self> {
        let steps: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if steps.iter().any(|step| step.is_empty()) {
            return None;
        }
        Some(match steps.as_slice() {
            ["c", "pay", id, token] => Self::Checkout { id, token },
            ["c", "pay", id, token, "bank"] => Self::Bank { id, token },
            ["c", "api", id, token] => Self::Api { id, token },
            ["c", "api", id, token, "choose"] => Self::Choose { id, token },
            ["c", "api", id, token, "confirm"] => Self::Confirm { id, token },
            ["c", "recover", id, token] => Self::Recover { id, token },
            ["c", "assets", name] => Self::Asset(name),
            ["b", link] => Self::Link(link),
            _ => return None,
        })
    }

    /// Whether a page of the merchant's own asks, which reads JSON.
    pub const fn is_api(self) -> bool {
        matches!(self, Self::Api { .. } | Self::Choose { .. } | Self::Confirm { .. })
    }

    /// What logs call it: never the path itself, because of the token.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Checkout { .. } => "checkout",
            Self::Bank { .. } => "bank",
            Self::Api { .. } => "api",
            Self::Choose { .. } => "choose",
            Self::Confirm { .. } => "confirm",
            Self::Recover { .. } => "recover",
            Self::Asset(_) => "asset",
            Self::Link(_) => "link",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payers_path_is_found_behind_a_stage_too() {
        let checkout = PagePath::Checkout { id: "cs_test_1", token: "t" };
        assert_eq!(PagePath::find("/c/pay/cs_test_1/t"), Some(checkout));
        assert_eq!(PagePath::find("/prod/c/pay/cs_test_1/t"), Some(checkout));
        assert_eq!(PagePath::find("/b/abc"), Some(PagePath::Link("abc")));
        assert_eq!(PagePath::find("/prod/b/abc"), Some(PagePath::Link("abc")));
        for path in
            ["", "/", "/c/pay/cs_test_1", "/c/pay//t", "/c/pay/cs_test_1/t/", "/c/pay/a/b/c", "/a/b/c/d"]
        {
            assert_eq!(PagePath::find(path), None, "{path}");
        }
    }
}
