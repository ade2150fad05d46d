//! What a type looks like as plain data, by its definition and its Serde attributes.

use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprPath, Ident, Lit, LitStr, Meta, Result, Token,
    Type,
};

/// A type.
pub struct Form {
    pub name: Ident,
    /// Fields that are missing have the values of the type's `Default`.
    pub default: bool,
    pub kind: Kind,
}

pub enum Kind {
    /// By way of another type.
    Through {
        from: Box<Type>,
        into: Box<Type>,
    },
    Struct(Fields),
    Enum(Vec<Variant>),
}

pub enum Fields {
    None,
    /// One without a name: the value itself.
    One,
    Named(Vec<Field>),
}

pub struct Field {
    pub name: Ident,
    /// The name in plain data.
    pub key: String,
    pub of: Type,
    /// It must be there.
    pub needed: bool,
    /// It has the value of its type's `Default` when it is missing.
    pub default: bool,
    pub skip: bool,
    /// It is left out when this says so.
    pub skip_if: Option<ExprPath>,
}

pub struct Variant {
    pub name: Ident,
    pub key: String,
    pub fields: Fields,
}

/// Serde attributes of a type, a variant or a field, as far as they are understood.
#[derive(Default)]
struct Said {
    default: bool,
    transparent: bool,
    skip: bool,
    skip_if: Option<ExprPath>,
    rename_all: Option<String>,
    from: Option<Type>,
    into: Option<Type>,
}

impl Said {
    fn read(attributes: &[Attribute], allowed: &[&str]) -> Result<Self> {
        let mut said = Self::default();
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("serde"))
        {
            let parts =
                attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
            for part in parts {
                let name = part
                    .path()
                    .get_ident()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                if !allowed.contains(&&*name) {
                    return Err(Error::new(
                        part.span(),
                        format!("no plain form is known for `{name}` here"),
                    ));
                }
                match (&*name, text(&part)) {
                    ("default", None) => said.default = true,
                    ("transparent", None) => said.transparent = true,
                    ("skip", None) => said.skip = true,
                    ("skip_serializing_if", Some(value)) => said.skip_if = Some(value.parse()?),
                    ("rename_all", Some(value)) => said.rename_all = Some(value.value()),
                    ("from", Some(value)) => said.from = Some(value.parse()?),
                    ("into", Some(value)) => said.into = Some(value.parse()?),
                    _ => {
                        return Err(Error::new(
                            part.span(),
                            format!("no plain form is known for this `{name}`"),
                        ));
                    }
                }
            }
        }
        Ok(said)
    }
}

/// The text behind the `=` of an attribute.
fn text(part: &Meta) -> Option<LitStr> {
    match part {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(value) => match &value.lit {
                Lit::Str(text) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

impl Form {
    /// Reads a definition.
    pub fn read(input: &DeriveInput) -> Result<Self> {
        if !input.generics.params.is_empty() {
            return Err(Error::new(
                input.generics.span(),
                "no plain form is known for generic types",
            ));
        }
        let said = Said::read(
            &input.attrs,
            &["default", "rename_all", "transparent", "from", "into"],
        )?;
        let kind = match (said.from, said.into, &input.data) {
            (Some(from), Some(into), _) => Kind::Through {
                from: Box::new(from),
                into: Box::new(into),
            },
            (None, None, Data::Struct(data)) => Kind::Struct(fields(&data.fields, said.default)?),
            (None, None, Data::Enum(data)) => {
                let rename = Case::of(said.rename_all.as_deref(), &input.ident)?;
                Kind::Enum(
                    data.variants
                        .iter()
                        .map(|variant| {
                            Said::read(&variant.attrs, &[])?;
                            let name = variant.ident.clone();
                            Ok(Variant {
                                key: rename.key(&name),
                                name,
                                fields: fields(&variant.fields, false)?,
                            })
                        })
                        .collect::<Result<_>>()?,
                )
            }
            _ => {
                return Err(Error::new(
                    input.span(),
                    "no plain form is known for this type",
                ));
            }
        };
        Ok(Self {
            name: input.ident.clone(),
            default: said.default,
            kind,
        })
    }
}

fn fields(all: &syn::Fields, default: bool) -> Result<Fields> {
    match all {
        syn::Fields::Unit => Ok(Fields::None),
        syn::Fields::Unnamed(all) if all.unnamed.len() == 1 => Ok(Fields::One),
        syn::Fields::Unnamed(all) => Err(Error::new(
            all.span(),
            "no plain form is known for several fields without names",
        )),
        syn::Fields::Named(all) => all
            .named
            .iter()
            .map(|field| {
                let said = Said::read(&field.attrs, &["default", "skip", "skip_serializing_if"])?;
                let name = field
                    .ident
                    .clone()
                    .ok_or_else(|| Error::new(field.span(), "a field without a name"))?;
                Ok(Field {
                    key: name.unraw().to_string(),
                    needed: !(default || said.default || said.skip || is_option(&field.ty)),
                    default: said.default || said.skip,
                    name,
                    of: field.ty.clone(),
                    skip: said.skip,
                    skip_if: said.skip_if,
                })
            })
            .collect::<Result<_>>()
            .map(Fields::Named),
    }
}

fn is_option(of: &Type) -> bool {
    matches!(of, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

/// How the names of variants are written.
#[derive(Clone, Copy)]
enum Case {
    AsTheyAre,
    Parted(char),
}

impl Case {
    fn of(said: Option<&str>, at: &Ident) -> Result<Self> {
        match said {
            None => Ok(Self::AsTheyAre),
            Some("snake_case") => Ok(Self::Parted('_')),
            Some("kebab-case") => Ok(Self::Parted('-')),
            Some(other) => Err(Error::new(
                at.span(),
                format!("no plain form is known for names in {other}"),
            )),
        }
    }

    fn key(self, name: &Ident) -> String {
        let name = name.unraw().to_string();
        let Self::Parted(by) = self else { return name };
        let mut key = String::new();
        for (at, letter) in name.char_indices() {
            if letter.is_ascii_uppercase() && at > 0 {
                key.push(by);
            }
            key.push(letter.to_ascii_lowercase());
        }
        key
    }
}
