//! The members of a JSON object in order, each as its own text, so that unknown members survive an
//! edit byte for byte.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// Members of an object that are preserved as written.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, Box<RawValue>)>);

impl Fields {
    /// Removes a member, and returns it if it is a `T`. If it occurs several times, all are removed
    /// and the last one counts.
    pub(super) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let taken = self.get(name);
        self.remove(name);
        taken
    }

    /// Removes a member.
    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(own, _)| own != name);
    }

    /// Whether there is a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// Appends a member as it is written.
    pub(super) fn push(&mut self, name: String, raw: Box<RawValue>) {
        self.0.push((name, raw));
    }

    /// Gives back memory that was reserved for further members.
    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
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

    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members().map(|(name, raw)| (name, raw.get()))
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
        self.texts().eq(other.texts())
    }
}

impl Eq for Fields {}

impl Hash for Fields {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.texts().for_each(|member| member.hash(state));
    }
}

/// The name of a member; borrowed from the text that is parsed, unless it has escapes in it.
#[derive(Deserialize)]
pub struct Name<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.write(&mut map)?;
        map.end()
    }
}

/// Implements `Deserialize` and `Serialize` for a struct as an object: the named fields first, then
/// its `type` if it has one, which is required, then those in `other`, in order. A field without
/// `=` is required. A field with `=` has that default, and is not written if it equals the default.
/// If a member occurs twice, the last one counts.
macro_rules! object {
    ($struct:ident $([$type:literal])? { $($need:ident: $need_name:literal),* ; $($field:ident: $name:literal = $absent:expr),* }) => {
        impl<'de> serde::Deserialize<'de> for $struct {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;

                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $struct;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<$struct, M::Error> {
                        use $crate::annotation::fields::{Fields, Name};
                        $(let mut $need = None;)*
                        $(let mut $field = None;)*
                        let mut other = Fields::default();
                        $(let mut missing = Some($type);)?
                        while let Some(Name(name)) = map.next_key()? {
                            match &*name {
                                $($need_name => $need = Some(map.next_value()?),)*
                                $($name => $field = Some(map.next_value()?),)*
                                $("type" => {
                                    let Name(own) = map.next_value()?;
                                    if own != $type {
                                        return Err(serde::de::Error::custom("another type"));
                                    }
                                    missing = None;
                                })?
                                _ => other.push(name.into_owned(), map.next_value()?),
                            }
                        }
                        $(if missing == Some($type) {
                            return Err(serde::de::Error::missing_field("type"));
                        })?
                        other.shrink();
                        Ok($struct {
                            $($need: $need.ok_or_else(|| serde::de::Error::missing_field($need_name))?,)*
                            $($field: $field.unwrap_or_else(|| $absent),)*
                            other,
                        })
                    }
                }

                deserializer.deserialize_map(Members)
            }
        }

        impl serde::Serialize for $struct {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $(map.serialize_entry($need_name, &self.$need)?;)*
                $(if self.$field != $absent {
                    map.serialize_entry($name, &self.$field)?;
                })*
                $(map.serialize_entry("type", $type)?;)?
                self.other.write(&mut map)?;
                map.end()
            }
        }
    };
}

pub(super) use object;
