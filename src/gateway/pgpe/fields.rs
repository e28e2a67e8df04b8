//! The fields of an answer, as JSON and XML both have them.

/// A field's name as it was spelled, and what stands there.
pub type Field = (String, Value);

/// What stands in a field.
#[derive(Debug)]
pub enum Value {
    /// Nothing: null.
    Nothing,
    /// A text, or a number's own digits (M8).
    Text(String),
    /// Something that is no text: a list, an object, characters that do not exist.
    NoText,
}

/// An answer's fields by name, before they are put where they belong.
#[derive(Debug, Default)]
pub struct Fields {
    /// Those of the answer itself; `Data` too, without its content, so that two are noticed.
    pub top: Vec<Field>,
    /// Those of `Data`.
    pub data: Vec<Field>,
}
