//! Plain data: the form in which values cross between the worlds and lie in storage.
//!
//! It is the form that Serde's derive gives in JSON (enums tagged from outside, `None` as null), written and read by tables of
//! fields instead of a program per type. The native tools and the fixtures use Serde; `tests/plain.rs` holds that both agree.
//! Reading takes a value as it may come from anywhere: what is too deep, of another kind or missing is refused.

use crate::names::Names;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::fmt;

pub use honmono_derive::{FromPlain, ToPlain};

/// How deep values may lie in one another. The deepest of ours, the shape of a page, stays far below.
pub const DEEPEST: usize = 250;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number. Whole ones are exact up to 2^53, as in JavaScript.
    Number(f64),
    /// Text.
    Text(Cow<'static, str>),
    /// A list.
    List(Vec<Value>),
    /// Values by name.
    Fields(Vec<(Cow<'static, str>, Value)>),
}

impl Value {
    /// The name of the variant, where this is an enum's.
    #[must_use]
    pub fn variant_name(&self) -> Option<&str> {
        match self {
            Self::Text(name) => Some(name),
            Self::Fields(fields) => match fields.as_slice() {
                [(name, _)] => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// A field of this value.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Value> {
        let Self::Fields(fields) = self else {
            return None;
        };
        let found = fields.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }
}

/// A value that does not have the form that is read: the name of the field it was for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    at: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no fit for \"{}\"", self.at)
    }
}

impl std::error::Error for Wrong {}

/// What can be given as plain data.
pub trait ToPlain {
    /// The value as plain data.
    fn to_plain(&self) -> Value;
}

/// What can be read from plain data.
pub trait FromPlain {
    /// The value before anything is read into it.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads into a blank value. After an error it is not to be used.
    ///
    /// # Errors
    ///
    /// The value has another form.
    fn take(&mut self, value: Value) -> Result<(), Wrong>;
}

/// Reads a value.
///
/// # Errors
///
/// The value has another form.
pub fn read<T: FromPlain>(value: Value) -> Result<T, Wrong> {
    let mut read = T::blank();
    read.take(value)?;
    Ok(read)
}

/// A row of a table to write from: name, value, whether it is written.
pub type Out<'a> = (&'static str, &'a dyn ToPlain, bool);

/// A row of a table to read into: name, value, whether it must be there.
pub type In<'a> = (&'static str, &'a mut dyn FromPlain, bool);

/// A struct.
#[must_use]
pub fn fields(rows: &[Out<'_>]) -> Value {
    let mut found = Vec::with_capacity(rows.len());
    for (name, value, wanted) in rows {
        if *wanted {
            found.push((Cow::Borrowed(*name), value.to_plain()));
        }
    }
    Value::Fields(found)
}

/// A variant without content.
#[must_use]
pub const fn name(name: &'static str) -> Value {
    Value::Text(Cow::Borrowed(name))
}

/// A variant with content.
#[must_use]
pub fn variant(name: &'static str, inside: Value) -> Value {
    Value::Fields(vec![(Cow::Borrowed(name), inside)])
}

/// Reads a struct. Unknown names are passed over.
///
/// # Errors
///
/// It is no struct, a field has another form, or one that must be there is missing.
pub fn take_fields(value: Value, rows: &mut [In<'_>]) -> Result<(), Wrong> {
    let Value::Fields(found) = value else {
        return Err(Wrong::default());
    };
    for (name, value) in found {
        if let Some((at, row, needed)) = rows.iter_mut().find(|row| *row.0 == *name) {
            *needed = false;
            // The innermost name is the one that helps.
            row.take(value).map_err(|wrong| {
                if wrong.at.is_empty() {
                    Wrong { at }
                } else {
                    wrong
                }
            })?;
        }
    }
    match rows.iter().find(|row| row.2) {
        Some((at, ..)) => Err(Wrong { at }),
        None => Ok(()),
    }
}

/// Reads a variant: which of these names it has, and its content.
///
/// # Errors
///
/// It is no variant, or has none of the names.
pub fn named(value: Value, names: &[&str]) -> Result<(usize, Option<Value>), Wrong> {
    let (name, inside) = match value {
        Value::Text(name) => (name, None),
        Value::Fields(mut fields) if fields.len() == 1 => {
            let (name, inside) = fields.remove(0);
            (name, Some(inside))
        }
        _ => return Err(Wrong::default()),
    };
    let at = names.iter().position(|known| *known == &*name);
    at.map(|at| (at, inside)).ok_or_else(Wrong::default)
}

/// The content of a variant that has none.
///
/// # Errors
///
/// There is some.
pub fn nothing(inside: Option<Value>) -> Result<(), Wrong> {
    match inside {
        None | Some(Value::Null) => Ok(()),
        Some(_) => Err(Wrong::default()),
    }
}

/// The content of a variant that has some.
///
/// # Errors
///
/// There is none.
pub fn something(inside: Option<Value>) -> Result<Value, Wrong> {
    inside.ok_or_else(Wrong::default)
}

fn list(value: Value) -> Result<Vec<Value>, Wrong> {
    match value {
        Value::List(list) => Ok(list),
        _ => Err(Wrong::default()),
    }
}

/// A whole number within bounds.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "whole and below 2^53"
)]
fn whole(value: &Value, least: i64, most: i64) -> Result<i64, Wrong> {
    match value {
        Value::Number(number)
            if number.trunc() == *number && number.abs() <= 9_007_199_254_740_991.0 =>
        {
            let whole = *number as i64;
            if (least..=most).contains(&whole) {
                Ok(whole)
            } else {
                Err(Wrong::default())
            }
        }
        _ => Err(Wrong::default()),
    }
}

macro_rules! whole_numbers {
    ($($of:ty),*) => { $(
        impl ToPlain for $of {
            #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "as JavaScript has it")]
            fn to_plain(&self) -> Value {
                Value::Number(*self as f64)
            }
        }

        impl FromPlain for $of {
            fn blank() -> Self {
                0
            }

            #[allow(
                clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss, clippy::cast_lossless,
                reason = "within the bounds that are asked for"
            )]
            fn take(&mut self, value: Value) -> Result<(), Wrong> {
                // `usize` has the bounds of the machine; what crosses is below 2^53 anyway.
                let most = if size_of::<Self>() < 8 { Self::MAX as i64 } else { i64::MAX };
                *self = whole(&value, Self::MIN as i64, most)? as Self;
                Ok(())
            }
        }
    )* };
}

whole_numbers!(u32, i32, i64, usize);

/// As it is: what is handed on and not looked into.
impl ToPlain for Value {
    fn to_plain(&self) -> Value {
        self.clone()
    }
}

impl FromPlain for Value {
    fn blank() -> Self {
        Value::Null
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        *self = value;
        Ok(())
    }
}

impl ToPlain for f64 {
    fn to_plain(&self) -> Value {
        Value::Number(*self)
    }
}

impl FromPlain for f64 {
    fn blank() -> Self {
        0.0
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        let Value::Number(number) = value else {
            return Err(Wrong::default());
        };
        *self = number;
        Ok(())
    }
}

impl ToPlain for bool {
    fn to_plain(&self) -> Value {
        Value::Bool(*self)
    }
}

impl FromPlain for bool {
    fn blank() -> Self {
        false
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        let Value::Bool(is) = value else {
            return Err(Wrong::default());
        };
        *self = is;
        Ok(())
    }
}

impl ToPlain for String {
    fn to_plain(&self) -> Value {
        Value::Text(Cow::Owned(self.clone()))
    }
}

impl FromPlain for String {
    fn blank() -> Self {
        Self::new()
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        let Value::Text(text) = value else {
            return Err(Wrong::default());
        };
        *self = text.into_owned();
        Ok(())
    }
}

impl ToPlain for Cow<'static, str> {
    fn to_plain(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl FromPlain for Cow<'static, str> {
    fn blank() -> Self {
        Cow::Borrowed("")
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        let Value::Text(text) = value else {
            return Err(Wrong::default());
        };
        *self = text;
        Ok(())
    }
}

impl<T: ToPlain> ToPlain for Option<T> {
    fn to_plain(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToPlain::to_plain)
    }
}

impl<T: FromPlain> FromPlain for Option<T> {
    fn blank() -> Self {
        None
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        if value != Value::Null {
            self.insert(T::blank()).take(value)?;
        }
        Ok(())
    }
}

impl<T: ToPlain> ToPlain for Box<T> {
    fn to_plain(&self) -> Value {
        (**self).to_plain()
    }
}

impl<T: FromPlain> FromPlain for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        (**self).take(value)
    }
}

impl<T: ToPlain> ToPlain for Vec<T> {
    fn to_plain(&self) -> Value {
        Value::List(self.iter().map(ToPlain::to_plain).collect())
    }
}

impl<T: FromPlain> FromPlain for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        for value in list(value)? {
            self.push(read(value)?);
        }
        Ok(())
    }
}

impl<T: ToPlain> ToPlain for Names<T> {
    fn to_plain(&self) -> Value {
        Value::Fields(
            self.iter()
                .map(|(name, value)| (Cow::Owned(name.clone()), value.to_plain()))
                .collect(),
        )
    }
}

impl<T: FromPlain> FromPlain for Names<T> {
    fn blank() -> Self {
        Self::default()
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        let Value::Fields(fields) = value else {
            return Err(Wrong::default());
        };
        for (name, value) in fields {
            self.insert(name.into_owned(), read(value)?);
        }
        Ok(())
    }
}

impl<A: ToPlain, B: ToPlain> ToPlain for (A, B) {
    fn to_plain(&self) -> Value {
        Value::List(vec![self.0.to_plain(), self.1.to_plain()])
    }
}

impl<A: FromPlain, B: FromPlain> FromPlain for (A, B) {
    fn blank() -> Self {
        (A::blank(), B::blank())
    }

    fn take(&mut self, value: Value) -> Result<(), Wrong> {
        let [first, second]: [Value; 2] = list(value)?.try_into().map_err(|_| Wrong::default())?;
        self.0.take(first)?;
        self.1.take(second)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(is) => serializer.serialize_bool(*is),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => serializer.collect_seq(list),
            Self::Fields(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(&**name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> serde::Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Room(DEEPEST).deserialize(deserializer)
    }
}

/// How much deeper a value may go.
#[derive(Clone, Copy)]
struct Room(usize);

impl Room {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        self.0
            .checked_sub(1)
            .map(Self)
            .ok_or_else(|| E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Room {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

#[allow(clippy::cast_precision_loss, reason = "as JavaScript has it")]
impl<'de> Visitor<'de> for Room {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<Value, E> {
        Ok(Value::Bool(is))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }

    // Said, so that Serde's own sentence about bytes, and what it needs for it, does not travel.
    fn visit_byte_buf<E: Error>(self, _: Vec<u8>) -> Result<Value, E> {
        Err(E::custom("bytes"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut list = vec![];
        while let Some(value) = seq.next_element_seed(inside)? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut fields = vec![];
        while let Some(name) = map.next_key::<String>()? {
            fields.push((Cow::Owned(name), map.next_value_seed(inside)?));
        }
        Ok(Value::Fields(fields))
    }
}
