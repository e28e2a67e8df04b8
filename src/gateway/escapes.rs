//! Escapes: the ways in which addresses, JSON and XML write a character, read to find a secret.

/// What follows a character, if the text begins with it in any way of writing it: escaped
/// as addresses, JSON or XML do, or itself in either case.
pub fn after_char(text: &str, wanted: char) -> Option<&str> {
    let first = text.chars().next()?;
    let escaped = match first {
        '%' => {
            let mut bytes = [0; 4];
            let bytes = wanted.encode_utf8(&mut bytes).bytes();
            after_escapes(text, "%", 2, bytes.map(u32::from), wanted)
        }
        '\\' => {
            let mut units = [0; 2];
            let units = wanted.encode_utf16(&mut units).iter().map(|unit| u32::from(*unit));
            let itself = || text.strip_prefix('\\')?.strip_prefix(wanted);
            after_escapes(text, "\\u", 4, units, wanted).or_else(itself)
        }
        '&' => after_entity(text, wanted),
        _ => None,
    };
    let itself = first.eq_ignore_ascii_case(&wanted) || (first == '+' && wanted == ' ');
    escaped.or_else(|| text.get(first.len_utf8()..).filter(|_| itself))
}

fn after_entity(text: &str, wanted: char) -> Option<&str> {
    // The longest is `&#x10FFFF;`; a text full of `&` must not be searched to its end.
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let entity = entity_char(text.get(1..end)?)?;
    text.get(end + 1..).filter(|_| entity.eq_ignore_ascii_case(&wanted))
}

/// What follows a row of escapes of so many hexadecimal digits each; a letter's escape
/// may be that of its other case.
fn after_escapes<'t>(
    text: &'t str,
    sign: &str,
    digits: usize,
    codes: impl Iterator<Item = u32>,
    wanted: char,
) -> Option<&'t str> {
    let mut rest = text;
    for code in codes {
        let escape = rest.strip_prefix(sign)?;
        let found = u32::from_str_radix(escape.get(..digits)?, 16).ok()?;
        let same_letter = char::from_u32(found).is_some_and(|c| c.eq_ignore_ascii_case(&wanted));
        if found != code && !(wanted.is_ascii() && same_letter) {
            return None;
        }
        rest = escape.get(digits..)?;
    }
    Some(rest)
}

/// The character of `amp`, `#38` or `#x26`.
fn entity_char(entity: &str) -> Option<char> {
    if let Some(named) = quick_xml::escape::resolve_predefined_entity(entity) {
        return named.chars().next();
    }
    let number = entity.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

/// The characters with which a text may begin: the one that stands there, and those that an
/// escape there may mean.
pub fn first_chars(text: &str) -> [Option<char>; 3] {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return [None; 3] };
    let meant = escape(text, first).and_then(|(bytes, _)| {
        // Of a character of more than one byte, an address shows one byte at a time.
        let byte = bytes.first().copied()?;
        Some(if byte.is_ascii() { char::from(byte) } else { char::MAX })
    });
    let otherwise = match first {
        '\\' => chars.next(),
        '+' => Some(' '),
        _ => None,
    };
    [Some(first), meant, otherwise]
}

/// Whether a text is over, in the middle of an escape perhaps.
pub fn is_cut(text: &str) -> bool {
    match text.as_bytes() {
        [] => true,
        [b'%', rest @ ..] => rest.len() < 2,
        [b'\\', rest @ ..] => rest.len() < 5,
        [b'&', rest @ ..] => rest.len() < 9 && !rest.contains(&b';'),
        _ => false,
    }
}

/// The text with one layer of escapes taken off, of whatever kind; `None` when it has none.
pub fn unescaped(text: &str) -> Option<String> {
    if !text.contains(['%', '\\', '&']) {
        return None;
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(next) = rest.chars().next() {
        rest = match escape(rest, next) {
            Some((bytes, after)) => {
                found = true;
                plain.extend_from_slice(&bytes);
                after
            }
            None => {
                plain.extend_from_slice(next.encode_utf8(&mut [0; 4]).as_bytes());
                rest.get(next.len_utf8()..).unwrap_or_default()
            }
        };
    }
    found.then(|| String::from_utf8_lossy(&plain).into_owned())
}

/// The bytes of the escape with which a text begins, and what follows it.
fn escape(text: &str, first: char) -> Option<(Vec<u8>, &str)> {
    let of = |character: char| character.to_string().into_bytes();
    match first {
        '%' => {
            let byte = u8::from_str_radix(text.get(1..3)?, 16).ok()?;
            Some((vec![byte], text.get(3..)?))
        }
        '\\' => {
            let code = text.get(2..6).filter(|_| text.starts_with("\\u"));
            let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
            match code.and_then(char::from_u32) {
                Some(character) => Some((of(character), text.get(6..)?)),
                None => {
                    let itself = text.get(1..)?.chars().next()?;
                    Some((of(itself), text.get(1 + itself.len_utf8()..)?))
                }
            }
        }
        '&' => {
            let end = text.bytes().take(10).position(|byte| byte == b';')?;
            Some((of(entity_char(text.get(1..end)?)?), text.get(end + 1..)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_layer_is_taken_off_at_a_time() {
        let table = [
            ("a%2Bb%2bc", Some("a+b+c".to_owned())),
            ("%252B", Some("%2B".to_owned())),
            (r#"a\/b\u0026\\\""#, Some(r#"a/b&\""#.to_owned())),
            ("&amp;lt;&#43;&#x2B;", Some("&lt;++".to_owned())),
            ("%E0%A4%97", Some("ग".to_owned())),
            (r"\ud800", Some("ud800".to_owned())),
            ("100% & more; %zz &nothing; %", None),
            ("plain", None),
            ("\\", None),
        ];
        for (text, expected) in table {
            assert_eq!(unescaped(text), expected, "{text}");
        }
    }
}
