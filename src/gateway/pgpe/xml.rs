//! XML answers: the same names as elements under any root, `Data` nested (api.md 1.1).

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::fields::{Field, Fields, Value};

/// An element that is open: its name, its text, whether it holds elements.
struct Open {
    name: String,
    text: String,
    nested: bool,
}

impl Open {
    fn into_field(self) -> Field {
        let value = if self.nested { Value::NoText } else { Value::Text(self.text) };
        (self.name, value)
    }
}

/// How deep elements may stand within one another; an answer needs three.
const DEEPEST: usize = 16;

/// Reads an answer; `None` when it is not one: no XML, a DTD, an unknown entity, cut short.
pub fn read(text: &str) -> Option<Fields> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = true;
    let mut fields = Fields::default();
    let mut path: Vec<Open> = Vec::new();
    let mut finished = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                if finished || path.len() >= DEEPEST {
                    return None;
                }
                if let Some(outer) = path.last_mut() {
                    outer.nested = true;
                }
                let name = start.local_name().as_ref().to_owned();
                path.push(Open { name, text: String::new(), nested: false });
            }
            Event::End(_) => {
                let closed = path.pop()?;
                finished = path.is_empty();
                keep(&mut fields, &path, closed)?;
            }
            Event::Text(part) => say(&mut path, &part.xml10_content())?,
            Event::CData(part) => say(&mut path, &part.xml10_content())?,
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref().ok()? {
                    Some(character) => character.to_string(),
                    None => resolve_predefined_entity(&reference.xml10_content())?.to_owned(),
                };
                say(&mut path, &resolved)?;
            }
            Event::DocType(_) => return None,
            Event::Eof => return finished.then_some(fields),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => {}
        }
    }
}

/// Text belongs to the element that is open; outside of the root there is only white space.
fn say(path: &mut [Open], text: &str) -> Option<()> {
    match path.last_mut() {
        Some(open) => open.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return None,
    }
    Some(())
}

/// Keeps a closed element if it is a field; `None` when `Data` holds text of its own.
fn keep(fields: &mut Fields, path: &[Open], closed: Open) -> Option<()> {
    let is_data = |open: &Open| open.name.eq_ignore_ascii_case("Data");
    match path {
        [_root] if is_data(&closed) => {
            if !closed.text.trim().is_empty() {
                return None;
            }
            fields.top.push((closed.name, Value::Nothing));
        }
        [_root] => fields.top.push(closed.into_field()),
        [_root, data] if is_data(data) => fields.data.push(closed.into_field()),
        _ => {}
    }
    Some(())
}
