//! Cuts Rust source into words, marks and bracketed groups, leaving out comments and texts.
//!
//! It knows just what is needed to tell code from what only looks like code: nested comments, raw
//! strings, and a character from a lifetime.

#![allow(clippy::string_slice, reason = "a test stops where it fails")]

/// One piece of source, with the line it begins on.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub line: usize,
    pub kind: Kind,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A keyword or a name, without `r#`.
    Word(String),
    /// One character of punctuation.
    Mark(char),
    /// A number, a character or a string; also a lifetime.
    Value,
    /// What stands between a bracket (kept here) and its partner.
    Group(char, Vec<Token>),
}

impl Token {
    /// The word this token is, or nothing.
    pub fn word(&self) -> &str {
        if let Kind::Word(word) = &self.kind { word } else { "" }
    }

    /// Whether this is that mark.
    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Reads a whole file. A bracket without its partner is an error.
pub fn read(text: &str) -> Result<Vec<Token>, String> {
    let mut reader = Reader { rest: text, line: 1 };
    let mut open: Vec<(usize, char, Vec<Token>)> = Vec::new();
    let mut tokens = Vec::new();
    while let Some((line, kind)) = reader.next() {
        match kind {
            Kind::Mark(bracket @ ('(' | '[' | '{')) => {
                open.push((line, bracket, std::mem::take(&mut tokens)));
            }
            Kind::Mark(bracket @ (')' | ']' | '}')) => {
                let Some((line, start, before)) = open.pop() else {
                    return Err(format!("line {line}: `{bracket}` closes nothing"));
                };
                let inside = std::mem::replace(&mut tokens, before);
                tokens.push(Token { line, kind: Kind::Group(start, inside) });
            }
            kind => tokens.push(Token { line, kind }),
        }
    }
    match open.pop() {
        Some((line, start, _)) => Err(format!("line {line}: `{start}` is never closed")),
        None => Ok(tokens),
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    /// The next token that is not a comment.
    fn next(&mut self) -> Option<(usize, Kind)> {
        loop {
            self.skip(self.rest.len() - self.rest.trim_start().len());
            let comment = comment_length(self.rest);
            if comment == 0 {
                break;
            }
            self.skip(comment);
        }
        let first = self.rest.chars().next()?;
        let line = self.line;
        let (length, kind) = match literal_length(self.rest) {
            0 if is_name(first) => {
                let plain = self.rest.strip_prefix("r#").unwrap_or(self.rest);
                let word = &plain[..run(plain, is_name)];
                let length = self.rest.len() - plain.len() + word.len();
                (length, Kind::Word(word.to_owned()))
            }
            0 => (first.len_utf8(), Kind::Mark(first)),
            length => (length, Kind::Value),
        };
        self.skip(length);
        Some((line, kind))
    }

    fn skip(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at(length);
        self.line += gone.matches('\n').count();
        self.rest = rest;
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Bytes at the start of `text` for which the test holds.
fn run(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn comment_length(text: &str) -> usize {
    if text.starts_with("//") {
        return run(text, |c| c != '\n');
    }
    if !text.starts_with("/*") {
        return 0;
    }
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        let Some(step) = text[at..].find(['*', '/']) else { return text.len() };
        at += step;
        match text[at..].get(..2) {
            Some("/*") => (depth, at) = (depth + 1, at + 2),
            Some("*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

/// Length of the number, character, string or lifetime that `text` begins with; 0 if none.
fn literal_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let whole = run(text, is_name);
        let part = text[whole..].strip_prefix('.').map_or(0, |part| {
            if part.starts_with(|c: char| c.is_ascii_digit()) { 1 + run(part, is_name) } else { 0 }
        });
        return whole + part;
    }
    let prefix = ["br", "cr", "r", "b", "c", ""]
        .into_iter()
        .find(|prefix| {
            text.strip_prefix(prefix).is_some_and(|rest| {
                let rest = if prefix.ends_with('r') { rest.trim_start_matches('#') } else { rest };
                rest.starts_with('"') || (matches!(*prefix, "b" | "") && rest.starts_with('\''))
            })
        })
        .map(str::len);
    let Some(prefix) = prefix else { return 0 };
    let body = &text[prefix..];
    if text[..prefix].ends_with('r') {
        let fence = run(body, |c| c == '#');
        let end = format!("\"{}", "#".repeat(fence));
        let inside = &body[fence + 1..];
        return inside.find(&end).map_or(text.len(), |at| prefix + fence + 1 + at + end.len());
    }
    let quote = if body.starts_with('"') { '"' } else { '\'' };
    if quote == '\'' && !body[1..].starts_with('\\') {
        let mut chars = body[1..].char_indices().skip(1);
        if chars.next().is_none_or(|(_, c)| c != '\'') {
            return prefix + 1 + run(&body[1..], is_name); // a lifetime
        }
    }
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return prefix + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The tokens written back, values as `_`.
#[cfg(test)]
fn plain(tokens: &[Token]) -> String {
    let mut words = Vec::new();
    for token in tokens {
        words.push(match &token.kind {
            Kind::Word(word) => word.clone(),
            Kind::Mark(mark) => mark.to_string(),
            Kind::Value => "_".to_owned(),
            Kind::Group(bracket, inside) => format!("{bracket} {} .", plain(inside)),
        });
    }
    words.join(" ")
}

#[test]
fn code_is_told_from_what_looks_like_code() {
    for (text, expected) in [
        ("a // b\nc /* d /* e */ \" */ f", "a c f"),
        (r#"a("b\"} c", 'd', '\'', '"', b'\\') e"#, "a ( _ , _ , _ , _ , _ . e"),
        ("r\"a\\\" b r##\"c\"# d\"## e br#\"\"\"# f c\"g\" h", "_ b _ e _ f _ h"),
        (
            "fn f<'a>(x: &'a str, c: char) -> '_ {}",
            "fn f < _ > ( x : & _ str , c : char . - > _ {  .",
        ),
        ("1..2 1.5e3 0x_ff x.0 9_i64.pow(2)", "_ . . _ _ _ x . _ _ . pow ( _ ."),
        ("r#mod raw r b", "mod raw r b"),
        ("'₹' \"गल्ला\" नाम", "_ _ न\u{93e}म"),
    ] {
        let read = read(text).map(|tokens| plain(&tokens));
        assert_eq!(read.as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn lines_are_counted_through_comments_and_strings() {
    let tokens = read("a /*\n*/ b \"\n\n\" c (\nd)").unwrap();
    let lines: Vec<usize> = tokens.iter().map(|token| token.line).collect();
    assert_eq!(lines, [1, 2, 2, 4, 4]);
}

#[test]
fn brackets_without_a_partner_are_errors() {
    assert_eq!(read("a\n)"), Err("line 2: `)` closes nothing".to_owned()));
    assert_eq!(read("a {\n b"), Err("line 1: `{` is never closed".to_owned()));
}
