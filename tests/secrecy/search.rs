//! Looking into bytes, whole folders, and ledgers cell by cell, for secrets in any spelling.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::marks::{Mark, searched, utf16};

/// Finds secrets.
pub struct Search {
    needles: AhoCorasick,
    /// Of each needle, whose it is and how it is spelled.
    of: Vec<(&'static str, &'static str)>,
}

/// Each secret that was found, by its name, and how it was spelled.
pub type Found = BTreeSet<(&'static str, &'static str)>;

impl Search {
    /// Looks for these.
    pub fn new(marks: &[Mark]) -> Self {
        let (mut texts, mut of) = (Vec::new(), Vec::new());
        for Mark { name, secret } in marks {
            for spelling in searched(secret) {
                texts.push(spelling.text.into_bytes());
                of.push((*name, spelling.how));
            }
            texts.push(utf16(secret));
            of.push((*name, "UTF-16"));
        }
        let needles = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(texts).unwrap();
        Self { needles, of }
    }

    /// What stands in there.
    pub fn bytes(&self, bytes: &[u8]) -> Found {
        let matches = self.needles.find_overlapping_iter(bytes);
        matches.map(|found| self.of[found.pattern().as_usize()]).collect()
    }

    /// What stands in a ledger's cells: a text that is longer than a page is in pieces on the disk.
    pub fn cells(&self, file: &Path) -> Found {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let ledger = Connection::open_with_flags(file, flags).unwrap();
        let mut tables =
            ledger.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let mut found = Found::new();
        let mut cells = 0_usize;
        for table in tables {
            let mut all = ledger.prepare(&format!("SELECT * FROM \"{}\"", table.unwrap())).unwrap();
            let columns = all.column_count();
            let mut rows = all.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for column in 0..columns {
                    if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) =
                        row.get_ref(column).unwrap()
                    {
                        found.extend(self.bytes(bytes));
                        cells += 1;
                    }
                }
            }
        }
        assert!(cells > 0, "{} has something in it", file.display());
        found
    }

    /// What stands in every file beneath a folder, by the file's place in it.
    pub fn folder(&self, folder: &Path) -> BTreeMap<String, Found> {
        let mut all = BTreeMap::new();
        self.look_into(folder, folder, &mut all);
        all
    }

    fn look_into(&self, root: &Path, folder: &Path, all: &mut BTreeMap<String, Found>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() {
                self.look_into(root, &path, all);
            } else if kind.is_file() {
                let mut found = self.bytes(&fs::read(&path).unwrap());
                if path.extension().is_some_and(|end| end == "sqlite") {
                    found.extend(self.cells(&path));
                }
                let place = path.strip_prefix(root).unwrap().display().to_string();
                found.extend(self.bytes(place.as_bytes()));
                all.insert(place, found);
            }
        }
    }
}
