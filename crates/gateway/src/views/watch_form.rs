//! The form of a watch: what was typed, as it is shown again and as it is asked for.

use contracts::court::{Watch, Webhook};

/// Bytes of one field that are read; services have narrower limits and say so.
const LONGEST: usize = 4000;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WatchForm {
    pub(crate) title: String,
    pub(crate) docket_number: String,
    pub(crate) party: String,
    pub(crate) statute: String,
    /// Codes of courts with spaces or commas between.
    pub(crate) courts: String,
    pub(crate) event_type: String,
    pub(crate) text: String,
    pub(crate) muted: Vec<String>,
    pub(crate) delivery: String,
    pub(crate) url: String,
    /// The key of the webhook: it is never shown again.
    pub(crate) secret: String,
}

impl WatchForm {
    /// Reads `application/x-www-form-urlencoded`, of an address or of a body; fields that nobody knows are ignored.
    pub(crate) fn read(encoded: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(encoded).take(200) {
            let value: String = value.chars().filter(|character| !character.is_control()).take(LONGEST).collect();
            let value = value.trim().to_owned();
            match name.as_ref() {
                "title" => form.title = value,
                "docket_number" => form.docket_number = value,
                "party" => form.party = value,
                "statute" => form.statute = value,
                "courts" => form.courts = value,
                "event_type" => form.event_type = value,
                "text" => form.text = value,
                "muted" if !value.is_empty() => form.muted.push(value),
                "delivery" => form.delivery = value,
                "webhook_url" => form.url = value,
                "webhook_key" => form.secret = value,
                _ => {}
            }
        }
        form
    }

    /// What a watch asks for, as names and values of fields: for a form that carries it on.
    pub(crate) fn criteria(&self) -> Vec<(&'static str, &str)> {
        let fields = [
            ("docket_number", &self.docket_number),
            ("party", &self.party),
            ("statute", &self.statute),
            ("courts", &self.courts),
            ("event_type", &self.event_type),
            ("text", &self.text),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str()));
        given.chain(self.muted.iter().map(|name| ("muted", name.as_str()))).collect()
    }

    /// As the service is asked.
    pub(crate) fn to_wire(&self) -> Watch {
        let courts = self.courts.split([' ', ',', ';']).filter(|code| !code.is_empty()).map(str::to_owned).collect();
        let webhook = Webhook { url: self.url.clone(), secret: self.secret.clone(), ..Webhook::default() };
        Watch {
            title: self.title.clone(),
            docket_number: self.docket_number.clone(),
            party: self.party.clone(),
            statute: self.statute.clone(),
            courts,
            event_type: self.event_type.clone(),
            text: self.text.clone(),
            muted: self.muted.clone(),
            delivery: self.delivery.clone(),
            webhook: (!self.url.is_empty() || !self.secret.is_empty()).then_some(webhook),
            ..Watch::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_typed_and_what_nobody_knows_is_ignored() {
        let form =
            WatchForm::read(b"party=%40ice+%22maria+lopez%22&courts=nysd%2C+nyed&muted=routine&muted=cosmetic&muted=&x=1&title=a%00b");
        let wire = form.to_wire();
        assert_eq!((wire.party.as_str(), wire.title.as_str()), ("@ice \"maria lopez\"", "ab"));
        assert_eq!(
            (wire.courts, wire.muted, wire.webhook),
            (vec!["nysd".into(), "nyed".into()], vec!["routine".into(), "cosmetic".into()], None)
        );
        let carried: Vec<String> = form.criteria().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(carried, ["party=@ice \"maria lopez\"", "courts=nysd, nyed", "muted=routine", "muted=cosmetic"]);
    }
}
