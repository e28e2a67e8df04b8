//! The fields of an answer, as JSON and XML both have them.

/// An answer's fields by name, before they are put where they belong.
#[derive(Debug, Default)]
pub struct Fields {
    /// Those of the answer itself.
    pub top: Vec<(String, Option<String>)>,
    /// Those of `Data`.
    pub data: Vec<(String, Option<String>)>,
}
