//! The JSON that is given to programs: one object a line, each with the number of the schema that
//! it follows.

use serde_json::Value;

/// The schema: it rises when a member goes or changes its meaning; a new one leaves it as it is.
const SCHEMA: u64 = 1;

/// An object as a line.
pub fn line(mut object: Value) -> String {
    if let Some(members) = object.as_object_mut() {
        members.insert("schema".to_owned(), SCHEMA.into());
    }
    object.to_string() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_has_its_schema() {
        let line = line(serde_json::json!({ "path": "a" }));
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read, serde_json::json!({ "path": "a", "schema": 1 }));
        assert!(line.ends_with('\n'));
    }
}
