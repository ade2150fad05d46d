//! Amounts of money in a mail's text, as written: for the evidence sheet, never for a verdict.

/// Signs and letters that stand right before an amount.
const BEFORE: &[&str] = &[
    "¥", "\u{ffe5}", "\\", "$", "£", "€", "₹", "JPY", "USD", "GBP", "EUR", "INR", "CAD", "AUD",
];
/// Signs and letters that stand right after one.
const AFTER: &[&str] = &[
    "円", "€", "¥", "\u{ffe5}", "yen", "EUR", "JPY", "USD", "GBP",
];

/// The most amounts given back.
const MOST: usize = 10;

/// The amounts in a text, each once, in order.
///
/// ```
/// use honmono::guide::amounts::amounts;
/// assert_eq!(amounts("注文合計: ¥ 56 (税込) 送料 1,200円"), ["¥56", "1,200円"]);
/// assert!(amounts("250-1234567-1234567 on 20 November 2026").is_empty());
/// ```
#[must_use]
pub fn amounts(text: &str) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    let mut rest = text;
    let mut before = "";
    // By bytes: a long mail has many letters, and what is looked for is ASCII.
    while let Some(start) = rest.bytes().position(|byte| byte.is_ascii_digit()) {
        let (head, tail) = rest.split_at(start);
        if !head.is_empty() {
            before = head;
        }
        let length = tail
            .bytes()
            .position(|byte| !(byte.is_ascii_digit() || matches!(byte, b',' | b'.')))
            .unwrap_or(tail.len());
        // It begins with a digit.
        let last = tail[..length]
            .bytes()
            .rposition(|byte| byte.is_ascii_digit());
        let (number, after) = tail.split_at(last.map_or(0, |last| last + 1));
        if let Some(amount) = amount(before, number, after)
            && !found.contains(&amount)
        {
            found.push(amount);
            if found.len() == MOST {
                break;
            }
        }
        before = "";
        rest = &tail[length..];
    }
    found
}

fn amount(before: &str, number: &str, after: &str) -> Option<String> {
    if number.len() > 14 {
        return None;
    }
    let near = before.trim_end_matches([' ', '\u{a0}']);
    if let Some(sign) = BEFORE.iter().find(|sign| near.ends_with(**sign)) {
        let letters = sign.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let glued =
            near[..near.len() - sign.len()].ends_with(|letter: char| letter.is_alphanumeric());
        if !(letters && glued) {
            let gap = if letters { " " } else { "" };
            // In Japanese fonts a backslash is a yen sign, and both widths of it mean the same.
            let sign = if matches!(*sign, "\\" | "\u{ffe5}") {
                "¥"
            } else {
                sign
            };
            return Some(format!("{sign}{gap}{number}"));
        }
    }
    let close = after.trim_start_matches([' ', '\u{a0}']);
    let sign = AFTER.iter().find(|sign| close.starts_with(**sign))?;
    let letters = sign.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if letters && close[sign.len()..].starts_with(|letter: char| letter.is_alphanumeric()) {
        return None;
    }
    // "2 ¥56" is a quantity and an amount, not two yen.
    if close[sign.len()..]
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(|letter: char| letter.is_ascii_digit())
    {
        return None;
    }
    // An order number or a time ends in digits too.
    if before.ends_with(['-', ':', '/']) {
        return None;
    }
    let gap = if after.starts_with(*sign) { "" } else { " " };
    Some(format!("{number}{gap}{sign}"))
}

#[cfg(test)]
mod tests {
    use super::amounts;

    #[test]
    fn amounts_are_found_as_they_are_written() {
        assert_eq!(
            amounts("Order Total: $12.34 and £1,200.00."),
            ["$12.34", "£1,200.00"]
        );
        assert_eq!(
            amounts("Gesamt: 12,34 € oder EUR 5,00"),
            ["12,34 €", "EUR 5,00"]
        );
        assert_eq!(amounts("合計 ¥56 / ¥ 56 / 56円"), ["¥56", "56円"]);
    }

    #[test]
    fn a_quantity_before_an_amount_is_no_amount() {
        assert_eq!(amounts("数量 1 ¥56"), ["¥56"]);
        assert_eq!(amounts("2 x 3 € 4"), ["€4"]);
    }

    #[test]
    fn numbers_that_are_no_money_are_left() {
        for quiet in [
            "",
            "no numbers",
            "2026年11月20日 10:02",
            "250-1234567-1234567円",
            "20 eurovision",
            "abcEUR 5",
            "1,2,3",
            "5 years",
        ] {
            assert!(amounts(quiet).is_empty(), "{quiet}: {:?}", amounts(quiet));
        }
    }

    #[test]
    fn a_long_text_gives_a_short_list() {
        let text: String = (0..10_000).map(|number| format!("${number} ")).collect();
        assert_eq!(amounts(&text).len(), 10);
        assert!(amounts(&format!("${}", "9".repeat(100_000))).is_empty());
    }
}
