//! JSON shapes that are their message's shape: field by field, whole, so that a new field asks to be understood.

/// From a field of a message to a field of a shape.
pub(crate) trait Shape<W>: Sized {
    /// Total.
    fn of(wire: W) -> Self;
}

macro_rules! as_it_is {
    ($($type:ty)+) => {
        $(impl Shape<$type> for $type {
            fn of(wire: $type) -> Self {
                wire
            }
        })+
    };
}

as_it_is! { f64 i64 i32 bool String }

impl<W, T: Shape<W>> Shape<Option<W>> for Option<T> {
    fn of(wire: Option<W>) -> Self {
        wire.map(T::of)
    }
}

impl<W, T: Shape<W>> Shape<Vec<W>> for Vec<T> {
    fn of(wire: Vec<W>) -> Self {
        wire.into_iter().map(T::of).collect()
    }
}

/// Texts that are empty where there is nothing to say.
impl Shape<String> for Option<String> {
    fn of(wire: String) -> Self {
        super::given(&wire)
    }
}

/// Shapes and their conversions: `Name = Message { field: Type, … }`, every field of the message. Messages are those of analytics, or after
/// `of MODULE;` those of that module of the contracts.
macro_rules! shapes {
    (of $module:ident; $($(#[$doc:meta])* $name:ident = $wire:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::utoipa::ToSchema)]
            pub(crate) struct $name {
                $($(#[$field_doc])* pub(crate) $field: $type,)+
            }

            impl $crate::api::shape::Shape<::contracts::$module::$wire> for $name {
                fn of(wire: ::contracts::$module::$wire) -> Self {
                    let ::contracts::$module::$wire { $($field,)+ } = wire;
                    Self { $($field: $crate::api::shape::Shape::of($field),)+ }
                }
            }
        )+
    };
    ($($shapes:tt)+) => {
        $crate::api::shape::shapes! { of analytics; $($shapes)+ }
    };
}

pub(crate) use shapes;
