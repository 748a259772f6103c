//! The form in which an operator accepts a check.

/// Characters of one field that are read; normalize has narrower limits and says so.
const LONGEST: usize = 4000;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AcceptForm {
    pub(crate) check: String,
    pub(crate) reason: String,
    pub(crate) accepted_by: String,
}

impl AcceptForm {
    /// Reads `application/x-www-form-urlencoded`; fields that nobody knows are ignored.
    pub(crate) fn read(encoded: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(encoded).take(20) {
            let value: String = value.chars().filter(|character| !character.is_control()).take(LONGEST).collect();
            let value = value.trim().to_owned();
            match name.as_ref() {
                "check" => form.check = value,
                "reason" => form.reason = value,
                "accepted_by" => form.accepted_by = value,
                _ => {}
            }
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_without_what_it_does_not_know() {
        let form = AcceptForm::read(b"check=arrests.x&reason=a+b%0A&who=nobody&accepted_by=+me");
        assert_eq!(form, AcceptForm { check: "arrests.x".into(), reason: "a b".into(), accepted_by: "me".into() });
    }
}
