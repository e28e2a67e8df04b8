//! IFSC.

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IfscProblem {
    #[error("no IFSC is given")]
    Empty,
    #[error("{0}")]
    Length(usize),
    #[error("letters")]
    Letters,
    #[error("zero")]
    FifthNotZero,
    #[error("{0}")]
    Character(char),
}

pub fn well_formed_ifsc(typed: &str) -> Result<String, IfscProblem> {
    let ifsc = typed.trim().to_ascii_uppercase();
    if ifsc.len() == 11 { Ok(ifsc) } else { Err(IfscProblem::Length(ifsc.len())) }
}
