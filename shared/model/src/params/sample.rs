//! Requests for tests, written as the forms that people send.

use crate::tree::Tree;

/// The tree of `a[b][0][c]=v&d=w`. Nothing is decoded, and indexes come in order.
pub(crate) fn tree(form: &str) -> Tree {
    let mut root = Tree::hash();
    for pair in form.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let steps: Vec<&str> = key.split('[').map(|step| step.trim_end_matches(']')).collect();
        insert(&mut root, &steps, value);
    }
    root
}

fn insert(tree: &mut Tree, steps: &[&str], value: &str) {
    let Some((step, rest)) = steps.split_first() else {
        *tree = Tree::Text(value.to_owned());
        return;
    };
    if let Ok(index) = step.parse::<usize>() {
        if !matches!(tree, Tree::List(_)) {
            *tree = Tree::List(Vec::new());
        }
        let Tree::List(items) = tree else { return };
        if items.len() == index {
            items.push(Tree::hash());
        }
        return insert(&mut items[index], rest, value);
    }
    let Tree::Hash(entries) = tree else { return };
    let at = entries.iter().position(|(name, _)| name == step).unwrap_or_else(|| {
        entries.push(((*step).to_owned(), Tree::hash()));
        entries.len() - 1
    });
    insert(&mut entries[at].1, rest, value);
}
