//! Whether browsers would refuse to show a name in its own letters.

use super::Host;
use crate::lists::Tables;

/// True when a label of the host mixes or mimics scripts so that browsers show its `xn--` form.
#[must_use]
pub fn is_homograph(_host: &Host, _tables: &Tables) -> bool {
    false
}
