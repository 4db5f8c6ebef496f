//! Rounding: half up, and a whole spread over parts without losing a unit.

/// `amount × of / whole`, rounded half up. Nothing of it is negative, and `whole` is not 0.
pub fn half_up(amount: i64, of: i64, whole: i64) -> i64 {
    let (product, whole) = (i128::from(amount) * i128::from(of), i128::from(whole));
    small((2 * product + whole) / (2 * whole))
}

/// Spreads `whole` over parts in the ratio of `weights`: each gets what it is owed, rounded down, and the units left over
/// go one by one to those that were cut by most.
///
/// Equally cut parts are served by `rank`, lowest first, and then in their order: with a rank that tells apart whatever
/// else differs between parts, their order changes no figure.
pub fn spread<R: Ord>(whole: i64, weights: &[i64], rank: impl Fn(usize) -> R) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let owed = |weight: &i64| i128::from(whole) * i128::from(*weight);
    let mut parts: Vec<i64> = weights.iter().map(|weight| small(owed(weight) / sum)).collect();
    let left = whole - parts.iter().sum::<i64>();
    let mut cut: Vec<usize> = (0..weights.len()).collect();
    cut.sort_by_cached_key(|index| (std::cmp::Reverse(owed(&weights[*index]) % sum), rank(*index)));
    for index in cut.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        parts[index] += 1;
    }
    parts
}

/// Parts of an amount are no larger than it.
fn small(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_unit_is_a_whole_one() {
        assert_eq!(half_up(1, 1, 2), 1);
        assert_eq!(half_up(1, 49, 100), 0);
        assert_eq!(half_up(999_999_999_999, 1_000_000, 1_000_000), 999_999_999_999);
    }

    #[test]
    fn units_left_over_go_to_those_that_were_cut_by_most() {
        let by_place = |index| index;
        assert_eq!(spread(100, &[1, 1, 1], by_place), [34, 33, 33]);
        assert_eq!(spread(100, &[1, 1, 1], std::cmp::Reverse), [33, 33, 34]);
        assert_eq!(spread(5, &[10, 0, 30], by_place), [1, 0, 4]);
        assert_eq!(spread(0, &[3, 4], by_place), [0, 0]);
        assert_eq!(spread(7, &[0, 0], by_place), [0, 0]);
        assert_eq!(spread(7, &[], by_place), [0; 0]);
    }
}
