//! New inputs out of a corpus: entries cut, doubled, mixed, and spoiled with what spoils readers.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// The longest input.
const LONGEST: usize = 16 * 1024;

/// What readers stumble over.
const WORDS: [&[u8]; 64] = [
    b"\"",
    b"\\",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b"{}",
    b"[]",
    b",",
    b":",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"\0",
    b"null",
    b"true",
    b"NaN",
    b"-1",
    b"+1",
    b"0",
    b"00",
    b".",
    b"..",
    b"1e999",
    b"20.000",
    b"9223372036854775807",
    b"92233720368547758.08",
    b"1,23,456.00",
    b"\\u0000",
    b"\\ud800",
    b"\\u004d",
    b"\xff",
    b"\xc3\x28",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xe2\x80\xa6",
    b"\xe0\xa5\xa8\xe0\xa5\xa6",
    b"<",
    b">",
    b"<a>",
    b"</a>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE x>",
    b"&#x30;",
    b"&amp;",
    b"&x;",
    b"<?x?>",
    b"&",
    b"=",
    b"?",
    b"#",
    b"%",
    b"%00",
    b"%26",
    b"+",
    b"&am=20",
    b"&pa=x@y",
    b"@",
    b"MARKEDTOKEN",
];

/// Makes inputs from a seed, for ever.
pub struct Mutator<'a> {
    corpus: &'a [Vec<u8>],
    random: TestRng,
}

impl<'a> Mutator<'a> {
    /// The inputs of a seed.
    pub fn new(corpus: &'a [Vec<u8>], seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self { corpus, random: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes) }
    }

    /// An entry of the corpus, changed in one to six ways.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut bytes = self.entry();
        for _ in 0..=self.below(6) {
            self.change(&mut bytes);
            bytes.truncate(LONGEST);
        }
        bytes
    }

    fn below(&mut self, most: usize) -> usize {
        if most == 0 { 0 } else { self.random.next_u32() as usize % most }
    }

    fn entry(&mut self) -> Vec<u8> {
        let at = self.below(self.corpus.len());
        self.corpus[at].clone()
    }

    /// A part of so many bytes: as a rule a short one.
    fn part(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let longest = if self.below(4) == 0 { length - from } else { (length - from).min(12) };
        from..from + self.below(longest + 1)
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        match self.below(10) {
            0 => drop(bytes.drain(self.part(bytes.len()))),
            1 => {
                let part = bytes[self.part(bytes.len())].to_vec();
                bytes.splice(at..at, part);
            }
            2 => {
                let other = self.entry();
                let part = other[self.part(other.len())].to_vec();
                bytes.splice(self.part(bytes.len()), part);
            }
            3 | 4 => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
            5 => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(self.part(bytes.len()), word.iter().copied());
            }
            // So long that readers cut it; seldom, since it takes its time.
            6 if self.below(8) == 0 => {
                let many = 1 + self.below(5_000);
                bytes.splice(at..at, std::iter::repeat_n(b' ', many));
            }
            _ => self.change_one(bytes, at),
        }
    }

    fn change_one(&mut self, bytes: &mut [u8], at: usize) {
        let (bit, byte, digit) = (self.below(8), self.below(256), self.below(10));
        let how = self.below(4);
        let Some(place) = bytes.get_mut(at) else { return };
        *place = match how {
            0 => *place ^ (1 << bit),
            1 => u8::try_from(byte).unwrap(),
            2 if place.is_ascii_alphabetic() => *place ^ 0x20,
            _ => b'0' + u8::try_from(digit).unwrap(),
        };
    }
}
