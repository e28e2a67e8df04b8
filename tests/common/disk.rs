//! A small disk of a test's own, where mounting is allowed.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A small disk, given back when dropped.
pub struct Disk {
    folder: TempDir,
    /// The disk itself, which stays when its place is taken away.
    stays: Option<TempDir>,
}

impl Disk {
    /// `None` where mounting is not allowed, which is said.
    pub fn of_megabytes(size: usize) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={size}m");
        let mounted = run("mount", &["-t", "tmpfs", "-o", &size, "galla-test"], folder.path());
        if !mounted {
            eprintln!("skipped: a small disk cannot be mounted here without root");
        }
        mounted.then_some(Self { folder, stays: None })
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Leaves no page free.
    pub fn fill(&self) {
        let mut ballast = File::create(self.path().join("ballast")).unwrap();
        while ballast.write_all(&[0; 4_096]).is_ok() {}
    }

    /// Makes room again after [`Disk::fill`].
    pub fn free(&self) {
        fs::remove_file(self.path().join("ballast")).unwrap();
    }

    /// Whether the disk may be written from now on. Only while nothing on it is open for writing.
    pub fn writable(&self, writable: bool) {
        let how = if writable { "remount,rw" } else { "remount,ro" };
        assert!(run("mount", &["-o", how], self.path()));
    }

    /// Takes the disk out while its files are in use, as a pulled stick; it is kept aside.
    pub fn pull_out(&mut self) {
        let stays = tempfile::tempdir().unwrap();
        assert!(run("mount", &["--bind", self.path().to_str().unwrap()], stays.path()));
        assert!(run("umount", &["-l"], self.path()));
        self.stays = Some(stays);
    }

    /// Puts the same disk back where it was.
    pub fn put_back(&mut self) {
        let stays = self.stays.take().unwrap();
        assert!(run("mount", &["--bind", stays.path().to_str().unwrap()], self.path()));
        assert!(run("umount", &["-l"], stays.path()));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        for place in [Some(&self.folder), self.stays.as_ref()].into_iter().flatten() {
            run("umount", &["-l"], place.path());
        }
    }
}

fn run(program: &str, arguments: &[&str], place: &Path) -> bool {
    let output = Command::new(program).args(arguments).arg(place).output();
    output.is_ok_and(|output| output.status.success())
}
