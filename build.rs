//! Has the linker write the places that a Linux loader has to adjust in the short form, where this system knows it.
//!
//! The long form is 1.4 MB of the program, all of which is read at every start. Only a program
//! for this very system has the short one: the GNU C library knows it from 2.36 on and refuses to
//! start what has it before that, and packages (`--profile dist`) go to older ones too.

use std::env;
use std::path::Path;
use std::process::Command;

/// The first GNU C library that starts a program of the short form.
const SINCE: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let for_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    let for_this_system = env::var("HOST") == env::var("TARGET") && !for_packages();
    if for_gnu && for_this_system && c_library().is_some_and(|version| version >= SINCE) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether it is built as packages have it. Cargo tells a build script the profile's name only by
/// where it is to put its files: `target/<profile>/build/<package>/out`.
fn for_packages() -> bool {
    let files = env::var_os("OUT_DIR").unwrap_or_default();
    Path::new(&files).ancestors().nth(3).is_some_and(|profile| profile.ends_with("dist"))
}

/// The version of this system's GNU C library, which says "glibc 2.36".
fn c_library() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let (major, minor) = str::from_utf8(&said).ok()?.trim().rsplit_once(' ')?.1.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
