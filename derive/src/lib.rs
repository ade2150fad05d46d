//! `#[derive(ToPlain, FromPlain)]`: the same form as Serde's derive gives, by the same attributes, in a fraction of the code.
//!
//! Serde's derive makes a program of its own for every type. Here every type becomes a table of its fields, and one function in
//! `honmono::plain` walks the tables. Understood of Serde's attributes is what the types of this project use: `default`,
//! `rename_all`, `transparent`, `skip`, `skip_serializing_if`, and `from` with `into`. Any other is an error, so that the two forms
//! cannot part in silence.

mod form;

use form::{Field, Fields, Form, Kind, Variant};
use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::{DeriveInput, parse_macro_input};

/// Derives `honmono::plain::ToPlain`.
#[proc_macro_derive(ToPlain, attributes(serde))]
pub fn to_plain(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), to)
}

/// Derives `honmono::plain::FromPlain`.
#[proc_macro_derive(FromPlain, attributes(serde))]
pub fn from_plain(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), from)
}

fn derive(input: &DeriveInput, write: fn(&Form) -> Tokens) -> TokenStream {
    Form::read(input)
        .map_or_else(|error| error.to_compile_error(), |form| write(&form))
        .into()
}

/// The rows of a table to write from. `place` says how a field is reached.
fn rows_out(fields: &[Field], place: impl Fn(&Field) -> Tokens) -> Tokens {
    let rows = fields.iter().filter(|field| !field.skip).map(|field| {
        let (name, place) = (&field.key, place(field));
        match &field.skip_if {
            Some(unwanted) => quote!((#name, #place as &dyn ToPlain, !#unwanted(#place))),
            None => quote!((#name, #place as &dyn ToPlain, true)),
        }
    });
    quote!(fields(&[#(#rows),*]))
}

/// What a field is before anything is read into it.
fn blank(field: &Field) -> Tokens {
    if field.default {
        quote!(::core::default::Default::default())
    } else {
        quote!(FromPlain::blank())
    }
}

/// The rows of a table to read into.
fn rows_in(fields: &[Field], place: impl Fn(&Field) -> Tokens) -> Tokens {
    let rows = fields.iter().filter(|field| !field.skip).map(|field| {
        let (name, place, needed) = (&field.key, place(field), field.needed);
        quote!((#name, #place as &mut dyn FromPlain, #needed))
    });
    quote!(&mut [#(#rows),*])
}

fn to(form: &Form) -> Tokens {
    let name = &form.name;
    let body = match &form.kind {
        Kind::Through { into, .. } => {
            quote!(ToPlain::to_plain(&<#into as ::core::convert::From<Self>>::from(::core::clone::Clone::clone(self))))
        }
        Kind::Struct(Fields::One) => quote!(ToPlain::to_plain(&self.0)),
        Kind::Struct(Fields::Named(fields)) => rows_out(fields, |field| {
            let name = &field.name;
            quote!(&self.#name)
        }),
        Kind::Struct(Fields::None) => quote!(Value::Null),
        Kind::Enum(variants) => {
            let arms = variants
                .iter()
                .map(|Variant { name, key, fields }| match fields {
                    Fields::None => quote!(Self::#name => name(#key)),
                    Fields::One => {
                        quote!(Self::#name(inside) => variant(#key, ToPlain::to_plain(inside)))
                    }
                    Fields::Named(fields) => {
                        let names = fields.iter().map(|field| &field.name);
                        let table = rows_out(fields, |field| {
                            let name = &field.name;
                            quote!(#name)
                        });
                        quote!(Self::#name { #(#names),* } => variant(#key, #table))
                    }
                });
            quote!(match self { #(#arms),* })
        }
    };
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use ::honmono::plain::{ToPlain, Value, fields, name, variant};
            #[automatically_derived]
            impl ToPlain for #name {
                fn to_plain(&self) -> Value { #body }
            }
        };
    }
}

fn from(form: &Form) -> Tokens {
    let name = &form.name;
    let (blank, take) = match &form.kind {
        Kind::Through { from, .. } => (
            quote!(<Self as ::core::convert::From<#from>>::from(<#from as FromPlain>::blank())),
            quote!(*self = <Self as ::core::convert::From<#from>>::from(read::<#from>(value)?); Ok(())),
        ),
        Kind::Struct(Fields::One) => (quote!(Self(FromPlain::blank())), quote!(self.0.take(value))),
        Kind::Struct(Fields::Named(fields)) => {
            let table = rows_in(fields, |field| {
                let name = &field.name;
                quote!(&mut self.#name)
            });
            let names = fields.iter().map(|field| &field.name);
            let blanks = fields.iter().map(blank);
            let blank = if form.default {
                quote!(<Self as ::core::default::Default>::default())
            } else {
                quote!(Self { #(#names: #blanks),* })
            };
            (blank, quote!(take_fields(value, #table)))
        }
        Kind::Struct(Fields::None) => (quote!(Self), quote!(nothing(Some(value)))),
        Kind::Enum(variants) => from_enum(variants),
    };
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use ::honmono::plain::{FromPlain, Value, Wrong, named, nothing, read, something, take_fields};
            #[automatically_derived]
            impl FromPlain for #name {
                fn blank() -> Self { #blank }
                fn take(&mut self, value: Value) -> ::core::result::Result<(), Wrong> { #take }
            }
        };
    }
}

fn from_enum(variants: &[Variant]) -> (Tokens, Tokens) {
    let first = variants
        .first()
        .map(|Variant { name, fields, .. }| match fields {
            Fields::None => quote!(Self::#name),
            Fields::One => quote!(Self::#name(FromPlain::blank())),
            Fields::Named(fields) => {
                let names = fields.iter().map(|field| &field.name);
                let blanks = fields.iter().map(blank);
                quote!(Self::#name { #(#names: #blanks),* })
            }
        });
    let keys = variants.iter().map(|variant| &variant.key);
    let arms = variants
        .iter()
        .enumerate()
        .map(|(at, Variant { name, fields, .. })| {
            let made = match fields {
                Fields::None => quote!({ nothing(inside)?; Self::#name }),
                Fields::One => quote!(Self::#name(read(something(inside)?)?)),
                Fields::Named(fields) => {
                    let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
                    let blanks = fields.iter().map(blank);
                    let types = fields.iter().map(|field| &field.of);
                    let slots: Vec<_> = names
                        .iter()
                        .map(|name| format_ident!("slot_{name}"))
                        .collect();
                    let table = rows_in(fields, |field| {
                        let slot = format_ident!("slot_{}", field.name);
                        quote!(&mut #slot)
                    });
                    quote!({
                        #(let mut #slots: #types = #blanks;)*
                        take_fields(something(inside)?, #table)?;
                        Self::#name { #(#names: #slots),* }
                    })
                }
            };
            quote!(#at => #made)
        });
    let take = quote! {
        let (at, inside) = named(value, &[#(#keys),*])?;
        *self = match at { #(#arms,)* _ => return Err(Wrong::default()) };
        Ok(())
    };
    (quote!(#first), take)
}
