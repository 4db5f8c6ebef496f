//! Fingerprints of requests: equal for equal parameters, whatever their order and encoding.

use paydesk_model::tree::Tree;

use crate::digest;

/// The fingerprint of `action` with `parameters`.
pub fn fingerprint(action: &str, parameters: &Tree) -> String {
    let mut text = Vec::with_capacity(512);
    text.extend_from_slice(action.as_bytes());
    write(parameters, &mut text);
    digest::fingerprint(&text)
}

/// Writes lengths before texts, so that no two trees are written alike.
fn write(tree: &Tree, out: &mut Vec<u8>) {
    match tree {
        Tree::Text(text) => piece(b't', text, out),
        Tree::List(items) => {
            out.push(b'[');
            items.iter().for_each(|item| write(item, out));
            out.push(b']');
        }
        Tree::Hash(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_unstable_by(|left, right| left.0.cmp(&right.0));
            out.push(b'{');
            for (key, value) in sorted {
                piece(b'k', key, out);
                write(value, out);
            }
            out.push(b'}');
        }
    }
}

fn piece(kind: u8, text: &str, out: &mut Vec<u8>) {
    out.push(kind);
    out.extend_from_slice(&(text.len() as u64).to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::form;

    #[test]
    fn order_and_encoding_do_not_matter_and_values_do() {
        let print = |text: &str| fingerprint("create", &form::parse(text.as_bytes()).unwrap());
        assert_eq!(print("a=1&b[c]=x y"), print("b%5Bc%5D=x+y&a=1"));
        assert_ne!(print("a=1&b=2"), print("a=2&b=1"));
        assert_ne!(print("a=1"), fingerprint("update", &form::parse(b"a=1").unwrap()));
    }
}
