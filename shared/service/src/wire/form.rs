//! Bracketed forms: `line_items[0][price_data][currency]=eur` to a tree.
//!
//! Rack's rules, as Stripe's servers follow them: `a[]` appends, `a[][b]` starts a new element when `b`
//! repeats, `a[3]` orders by index. What cannot be meant (a duplicate, a hole, an index out of all
//! proportion, bytes that are not UTF-8) is refused instead of guessed at.

use std::borrow::Cow;
use std::collections::BTreeMap;

use paydesk_model::path::{Path, Segment};
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;
use percent_encoding::percent_decode;

/// Deepest nesting accepted; the deepest parameter that exists stands at 7.
const DEEPEST: usize = 12;
/// Most pairs in one body: a hundred lines with everything they can carry.
const MOST_PAIRS: usize = 6_000;

/// A form being read. Lists are kept by index until the end, because a form may name them in any order.
enum Node {
    Text(String),
    Hash(Vec<(String, Node)>),
    Indexed(BTreeMap<usize, Node>),
    Appended(Vec<Node>),
}

/// One bracket of a key.
enum Step<'k> {
    Key(&'k str),
    Index(usize),
    Append,
}

/// Reads `application/x-www-form-urlencoded` text, of a body or a query string.
pub fn parse(text: &[u8]) -> Result<Tree, Problem> {
    let mut root = Node::Hash(Vec::new());
    for (count, pair) in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).enumerate() {
        if count >= MOST_PAIRS {
            return Err(Problem::general(format!("Too many parameters: at most {MOST_PAIRS} are accepted.")));
        }
        let middle = pair.iter().position(|byte| *byte == b'=');
        let (key, value) = middle.map_or((pair, &[][..]), |at| (&pair[..at], &pair[at + 1..]));
        let (key, value) = (decode(key)?, decode(value)?);
        insert(&mut root, &key, value)?;
    }
    finish(root, &Path::root())
}

/// Strict, where the decoder itself is lenient: a `%` without two digits after it is refused, and so are
/// bytes that are not UTF-8.
fn decode(text: &[u8]) -> Result<String, Problem> {
    let digits = |after: &[u8]| after.get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    if text.split(|byte| *byte == b'%').skip(1).any(|after| !digits(after)) {
        return Err(Problem::general(
            "Invalid percent-encoding: a % must be followed by two hexadecimal digits.",
        ));
    }
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded = percent_decode(&spaced).decode_utf8();
    let decoded = decoded.map_err(|_| Problem::general("Invalid UTF-8 in the request: send text as UTF-8."));
    decoded.map(Cow::into_owned)
}

fn insert(root: &mut Node, key: &str, value: String) -> Result<(), Problem> {
    let steps = steps(key)?;
    let mut node = root;
    let last = steps.len() - 1;
    for (depth, step) in steps.iter().enumerate() {
        let next = steps.get(depth + 1);
        node = descend(node, step, next, &steps[depth + 1..], key)?;
        if depth == last {
            return put(node, value, key);
        }
    }
    Ok(())
}

fn put(node: &mut Node, value: String, key: &str) -> Result<(), Problem> {
    match node {
        Node::Hash(entries) if entries.is_empty() => {
            *node = Node::Text(value);
            Ok(())
        }
        _ => {
            Err(Problem::at(Path::of(key.to_owned()), format!("Parameter `{key}` is given more than once.")))
        }
    }
}

/// Splits `a[b][]` into its steps.
fn steps(key: &str) -> Result<Vec<Step<'_>>, Problem> {
    let malformed = || Problem::at(Path::of(key.to_owned()), format!("Invalid parameter name: '{key}'."));
    let (head, mut rest) = key.find('[').map_or((key, ""), |at| key.split_at(at));
    if head.is_empty() {
        return Err(malformed());
    }
    let mut steps = vec![Step::Key(head)];
    while !rest.is_empty() {
        let close = rest.find(']').filter(|_| rest.starts_with('[')).ok_or_else(malformed)?;
        steps.push(step(&rest[1..close]).ok_or_else(malformed)?);
        rest = &rest[close + 1..];
        if steps.len() > DEEPEST {
            return Err(Problem::at(
                Path::of(head.to_owned()),
                format!("Parameter `{head}` is nested too deeply."),
            ));
        }
    }
    Ok(steps)
}

fn step(inside: &str) -> Option<Step<'_>> {
    if inside.is_empty() {
        return Some(Step::Append);
    }
    if inside.bytes().all(|byte| byte.is_ascii_digit()) {
        // An index beyond usize is a hole anyway; `finish` refuses it by name.
        return Some(Step::Index(inside.parse().unwrap_or(usize::MAX)));
    }
    (!inside.contains('[')).then_some(Step::Key(inside))
}

/// The child of `node` that `step` names, made if it is not there yet.
fn descend<'n>(
    node: &'n mut Node,
    step: &Step<'_>,
    next: Option<&Step<'_>>,
    rest: &[Step<'_>],
    key: &str,
) -> Result<&'n mut Node, Problem> {
    settle(node, step);
    match (node, step) {
        (Node::Hash(entries), Step::Key(name)) => Ok(entry(entries, name)),
        // Metadata may have keys that are numbers.
        (Node::Hash(entries), Step::Index(index)) => Ok(entry(entries, &index.to_string())),
        (Node::Indexed(items), Step::Index(index)) => Ok(items.entry(*index).or_insert_with(empty)),
        (Node::Appended(items), Step::Append) => {
            let again = next.is_some() && items.last().is_some_and(|last| !holds(last, rest));
            if !again {
                items.push(empty());
            }
            items.last_mut().ok_or_else(|| mixed(key))
        }
        _ => Err(mixed(key)),
    }
}

/// A node without content becomes what its first step makes it.
fn settle(node: &mut Node, step: &Step<'_>) {
    if matches!(node, Node::Hash(entries) if entries.is_empty()) {
        match step {
            Step::Key(_) => {}
            Step::Index(_) => *node = Node::Indexed(BTreeMap::new()),
            Step::Append => *node = Node::Appended(Vec::new()),
        }
    }
}

fn entry<'n>(entries: &'n mut Vec<(String, Node)>, name: &str) -> &'n mut Node {
    let position = entries.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        entries.push((name.to_owned(), empty()));
        entries.len() - 1
    });
    &mut entries[position].1
}

/// Whether a list element already has what `rest` would put there: then the next element begins.
fn holds(element: &Node, rest: &[Step<'_>]) -> bool {
    let Some(step) = rest.first() else { return true };
    match (element, step) {
        (Node::Hash(entries), Step::Key(name)) => {
            entries.iter().find(|(known, _)| known == name).is_some_and(|(_, node)| holds(node, &rest[1..]))
        }
        (Node::Indexed(items), Step::Index(index)) => {
            items.get(index).is_some_and(|node| holds(node, &rest[1..]))
        }
        (Node::Appended(_), Step::Append) => false,
        (Node::Text(_), _) => true,
        _ => false,
    }
}

fn finish(node: Node, path: &Path) -> Result<Tree, Problem> {
    match node {
        Node::Text(text) => Ok(Tree::Text(text)),
        Node::Appended(items) => finish_list(items, path),
        Node::Indexed(items) if is_free_form(path) => {
            let entries = items.into_iter().map(|(index, node)| (index.to_string(), node)).collect();
            finish(Node::Hash(entries), path)
        }
        Node::Indexed(items) => match items.keys().enumerate().find(|(place, index)| place != *index) {
            Some((_, index)) => Err(hole(*index, path)),
            None => finish_list(items.into_values().collect(), path),
        },
        Node::Hash(entries) => {
            let finished = entries.into_iter().map(|(key, node)| {
                let below = path.key(key.clone());
                Ok((key, finish(node, &below)?))
            });
            finished.collect::<Result<_, _>>().map(Tree::Hash)
        }
    }
}

/// A map whose keys all happen to be numbers.
fn is_free_form(path: &Path) -> bool {
    matches!(path.segments().last(), Some(Segment::Key(key)) if super::FREE_FORM.contains(&key.as_ref()))
}

fn hole(index: usize, path: &Path) -> Problem {
    let message = format!(
        "Invalid array index in `{path}`: indexes must count up from 0 without a gap, and {index} does not follow."
    );
    Problem::at(path.index(index), message)
}

fn finish_list(items: Vec<Node>, path: &Path) -> Result<Tree, Problem> {
    let finished = items.into_iter().enumerate().map(|(index, node)| finish(node, &path.index(index)));
    finished.collect::<Result<_, _>>().map(Tree::List)
}

fn empty() -> Node {
    Node::Hash(Vec::new())
}

fn mixed(key: &str) -> Problem {
    Problem::at(
        Path::of(key.to_owned()),
        format!("Invalid parameter `{key}`: it is given both as a value and as a list or hash."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match parse(text.as_bytes()) {
            Ok(tree) => show(&tree),
            Err(problem) => format!("refused: {}", problem.message),
        }
    }

    fn show(tree: &Tree) -> String {
        match tree {
            Tree::Text(text) => format!("'{text}'"),
            Tree::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
            Tree::Hash(entries) => {
                let entries: Vec<_> =
                    entries.iter().map(|(key, tree)| format!("{key}: {}", show(tree))).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    #[test]
    fn hashes_lists_and_spaces_are_read_as_stripe_reads_them() {
        assert_eq!(read("a[b]=1&a[c]=2"), "{a: {b: '1', c: '2'}}");
        assert_eq!(read("a[]=x&a[]=y"), "{a: ['x', 'y']}");
        assert_eq!(read("a[1]=y&a[0]=x"), "{a: ['x', 'y']}");
        assert_eq!(read("a[][b]=1&a[][c]=2&a[][b]=3"), "{a: [{b: '1', c: '2'}, {b: '3'}]}");
        assert_eq!(read("a=x+y%20z&empty="), "{a: 'x y z', empty: ''}");
        assert_eq!(read("a%5Bb%5D=%C3%A9"), "{a: {b: 'é'}}");
        assert_eq!(read("metadata[key]=1&metadata[7]=2"), "{metadata: {key: '1', 7: '2'}}");
        assert_eq!(read("metadata[7]=2"), "{metadata: {7: '2'}}");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (text, part) in [
            ("a=1&a=2", "more than once"),
            ("a[0]=x&a[2]=y", "without a gap"),
            ("a[99999999999999999999999]=x", "without a gap"),
            ("a=1&a[b]=2", "more than once|both as"),
            ("a[b]=2&a=1", "more than once"),
            ("a[=1", "Invalid parameter name"),
            ("[a]=1", "Invalid parameter name"),
            ("a=%zz", "percent-encoding"),
            ("a=%f", "percent-encoding"),
            ("a=%ff", "UTF-8"),
            ("a[b][b][b][b][b][b][b][b][b][b][b][b][b]=1", "too deeply"),
        ] {
            let said = read(text);
            assert!(part.split('|').any(|part| said.contains(part)), "{text}: {said}");
        }
    }
}
