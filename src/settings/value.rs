//! Deserialising the values of settings, so that what is wrong with one is known by its kind and
//! can be said in any language.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use toml::Value;

use crate::text::Said;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A name that is not known, and those that are.
    Name(String, &'static [&'static str]),
    /// None of the choices, and the choices.
    Choice(String, &'static [&'static str]),
    /// A table lacks what it cannot do without.
    Missing(&'static str),
    /// Something else.
    Other(Said),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(said, _) | Self::Choice(said, _) => f.write_str(said),
            Self::Other(said) => said.fmt(f),
            Self::Missing(name) => f.write_str(name),
        }
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<T: fmt::Display>(said: T) -> Self {
        Self::Other(Said::of_text(&said.to_string()))
    }

    fn invalid_type(_: de::Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        let wanted = wanted.to_string();
        let key = match wanted.as_str() {
            "a boolean" => "mistake.boolean",
            "a string" => "mistake.string",
            "a map" => "mistake.map",
            "a sequence" => "mistake.sequence",
            // `u16` and its like.
            number if number.starts_with(['u', 'i']) => "mistake.number",
            _ => return Self::Other(Said::Words(wanted)),
        };
        Self::Other(Said::new(key))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::Name(field.to_owned(), expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::Choice(variant.to_owned(), expected)
    }
}

/// A value that is being read.
#[derive(Clone, Copy)]
pub struct Typed<'v>(pub &'v Value);

impl IntoDeserializer<'_, Wrong> for Typed<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Typed<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(text) => visitor.visit_str(text),
            Value::Integer(number) => visitor.visit_i64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Boolean(is_so) => visitor.visit_bool(*is_so),
            // No setting is a time; it is shown as it was written.
            Value::Datetime(time) => visitor.visit_string(time.to_string()),
            Value::Array(values) => {
                visitor.visit_seq(SeqDeserializer::new(values.iter().map(Typed)))
            }
            Value::Table(table) => {
                let entries = table
                    .iter()
                    .map(|(name, value)| (name.as_str(), Typed(value)));
                visitor.visit_map(MapDeserializer::new(entries))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        choices: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(text) => {
                let text: de::value::StrDeserializer<'_, Wrong> = text.as_str().into_deserializer();
                text.deserialize_enum(name, choices, visitor)
            }
            other => Err(Wrong::Choice(other.to_string(), choices)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
