//! A control of the form: its label, what stands in it, and what is wrong with it.

use super::errors;
use super::show::Show;
use super::words::Words;

/// What the form's parts are made with.
#[derive(Clone, Copy)]
pub(super) struct Asking<'s> {
    pub show: &'s Show<'s>,
    pub words: &'s Words,
}

/// A text field or a list of choices.
#[derive(Default)]
pub(super) struct Control {
    pub id: String,
    pub name: String,
    pub label: String,
    pub kind: &'static str,
    pub keypad: &'static str,
    pub value: String,
    pub autocomplete: String,
    pub example: String,
    pub most: Option<i64>,
    /// Some for a list, which then has nothing else to type.
    pub options: Option<Vec<Choice>>,
    /// Names of what is taken, for the eye alone.
    pub marks: &'static [&'static str],
    pub required: bool,
    pub optional: bool,
    pub class: String,
    /// Digits, codes and addresses of the net run from left to right in every language.
    pub ltr: bool,
    pub error: Option<String>,
    /// It is where the payer has to go on.
    pub first: bool,
    /// What the page's script says about it before anything is sent: an attribute and its words.
    pub says: Vec<(&'static str, String)>,
}

pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// A box to tick.
pub(super) struct Tick {
    pub id: String,
    pub name: &'static str,
    pub value: &'static str,
    pub label: String,
    pub ticked: bool,
    pub required: bool,
    pub error: Option<String>,
    pub first: bool,
}

/// A group of controls under a heading.
#[derive(Default)]
pub(super) struct Section {
    pub id: &'static str,
    pub title: String,
    pub note: Option<String>,
    pub controls: Vec<Control>,
    pub tick: Option<Tick>,
}

/// The id of the control with that name.
pub(super) fn id_of(name: &str) -> String {
    name.replace(['[', ']'], "-").trim_matches('-').to_owned()
}

impl<'s> Asking<'s> {
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A text field with what was sent in it, or else what is known.
    pub fn text(&self, name: &str, label: String, known: Option<&str>) -> Control {
        let filled = self.show.filled;
        let value = if filled.was_sent() { filled.get(name) } else { known };
        Control {
            id: id_of(name),
            name: name.to_owned(),
            label,
            kind: "text",
            value: value.unwrap_or_default().to_owned(),
            error: errors::at(self.words, self.show.problems, name, false),
            first: self.is_first(name),
            ..Control::default()
        }
    }

    /// A list to choose from; the first choice is none.
    pub fn list(
        &self,
        name: &str,
        label: String,
        known: Option<&str>,
        choices: impl IntoIterator<Item = (String, String)>,
    ) -> Control {
        let mut control = self.text(name, label, known);
        control.error = errors::at(self.words, self.show.problems, name, true);
        let none = Choice { value: String::new(), label: self.say("choose"), selected: false };
        let offered = choices.into_iter().map(|(value, label)| {
            let selected = value == control.value;
            Choice { value, label, selected }
        });
        control.options = Some(std::iter::once(none).chain(offered).collect());
        control
    }

    pub fn tick(&self, name: &'static str, value: &'static str, label: String, ticked: bool) -> Tick {
        let filled = self.show.filled;
        Tick {
            id: id_of(name),
            name,
            value,
            label,
            ticked: if filled.was_sent() { filled.get(name) == Some(value) } else { ticked },
            required: false,
            error: errors::at(self.words, self.show.problems, name, false),
            first: self.is_first(name),
        }
    }

    fn is_first(&self, name: &str) -> bool {
        self.show.problems.first().is_some_and(|problem| problem.field == name)
    }
}

impl Control {
    pub fn typed(mut self, kind: &'static str, keypad: &'static str) -> Self {
        (self.kind, self.keypad, self.ltr) = (kind, keypad, true);
        self
    }

    pub fn stored_as(mut self, autocomplete: &str) -> Self {
        autocomplete.clone_into(&mut self.autocomplete);
        self
    }

    pub fn like(mut self, example: impl Into<String>) -> Self {
        self.example = example.into();
        self
    }

    pub fn of_class(mut self, class: &str) -> Self {
        if !self.class.is_empty() {
            self.class.push(' ');
        }
        self.class.push_str(class);
        self
    }

    pub fn at_most(mut self, most: i64) -> Self {
        self.most = Some(most);
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    pub fn marked(mut self, marks: &'static [&'static str]) -> Self {
        self.marks = marks;
        self
    }

    pub fn saying(mut self, attribute: &'static str, words: String) -> Self {
        self.says.push((attribute, words));
        self
    }
}
