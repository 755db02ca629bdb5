//! The members of a JSON object in order, each as its own text, so that unknown members survive an
//! edit byte for byte.

use std::fmt;

use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// Members of an object that are preserved as written.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, Box<RawValue>)>);

impl Fields {
    /// Removes and returns a member; `None` if there is none of this name.
    ///
    /// # Errors
    /// If the member is not a `T`.
    pub(super) fn take<T: DeserializeOwned>(
        &mut self,
        name: &str,
    ) -> Result<Option<T>, serde_json::Error> {
        let Some(at) = self.0.iter().rposition(|(own, _)| own == name) else {
            return Ok(None);
        };
        let (_, raw) = self.0.remove(at);
        serde_json::from_str(raw.get()).map(Some)
    }

    /// Removes and returns a required member.
    ///
    /// # Errors
    /// If the member is missing or not a `T`.
    pub(super) fn need<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<T, serde_json::Error> {
        self.take(name)?
            .ok_or_else(|| serde_json::Error::missing_field(name))
    }

    /// A member, if it exists and is a `T`.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let (_, raw) = self.0.iter().rfind(|(own, _)| own == name)?;
        serde_json::from_str(raw.get()).ok()
    }

    /// All members, in order.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0
            .iter()
            .map(|(name, raw)| (name.as_str(), raw.as_ref()))
    }

    /// Sets a member, replacing one of this name or appending it.
    pub fn set<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        // Values consist of text and numbers, so serializing them cannot fail.
        let Ok(raw) = serde_json::value::to_raw_value(value) else {
            return;
        };
        match self.0.iter_mut().rfind(|(own, _)| own == name) {
            Some((_, old)) => *old = raw,
            None => self.0.push((name.to_owned(), raw)),
        }
    }

    /// Writes the members into an object that is being serialized.
    ///
    /// # Errors
    /// Those of the serializer.
    pub(super) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.0
            .iter()
            .try_for_each(|(name, raw)| map.serialize_entry(name, raw))
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        let texts = |fields: &Self| -> Vec<(String, String)> {
            let members = fields.0.iter();
            members
                .map(|(name, raw)| (name.clone(), raw.get().to_owned()))
                .collect()
        };
        texts(self) == texts(other)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Fields(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.write(&mut map)?;
        map.end()
    }
}

/// Implements `Deserialize` and `Serialize` for a struct as an object: the named fields first, then
/// those in `other`, in order. A field without `=` is required. A field with `=` has that default,
/// and is not written if it equals the default.
macro_rules! object {
    ($type:ident { $($need:ident: $need_name:literal),* ; $($field:ident: $name:literal = $absent:expr),* }) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                let mut fields = $crate::annotation::fields::Fields::deserialize(deserializer)?;
                Ok(Self {
                    $($need: fields.need($need_name).map_err(D::Error::custom)?,)*
                    $($field: fields.take($name).map_err(D::Error::custom)?.unwrap_or_else(|| $absent),)*
                    other: fields,
                })
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $(map.serialize_entry($need_name, &self.$need)?;)*
                $(if self.$field != $absent {
                    map.serialize_entry($name, &self.$field)?;
                })*
                self.other.write(&mut map)?;
                map.end()
            }
        }
    };
}

pub(super) use object;
