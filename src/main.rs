//! The program: reads the command line, assembles the parts, opens the window.

fn main() {}
