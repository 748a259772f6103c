//! Reads drawings back: elements, their attributes and every coordinate.

/// A drawing as it stands in the markup.
pub(super) struct Drawn {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) elements: Vec<Element>,
    markup: String,
}

/// An element with its attributes.
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that is a number; what is none fails every comparison.
    pub(super) fn number(&self, name: &str) -> f64 {
        self.text(name).and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
    }

    fn has_class(&self, class: &str) -> bool {
        self.text("class").is_some_and(|classes| classes.split(' ').any(|known| known == class))
    }

    /// All places of the element: each is a coordinate across or up.
    fn places(&self) -> Vec<(f64, f64)> {
        let all = |pairs: &[(&str, &str)]| pairs.iter().map(|(x, y)| (self.number(x), self.number(y))).collect();
        match self.name.as_str() {
            "line" => all(&[("x1", "y1"), ("x2", "y2")]),
            "circle" => all(&[("cx", "cy")]),
            "text" => all(&[("x", "y")]),
            "rect" if self.text("x").is_some() => {
                let (x, y) = (self.number("x"), self.number("y"));
                vec![(x, y), (x + self.number("width"), y + self.number("height"))]
            }
            "path" => corners(self.text("d").unwrap_or_default()),
            _ => Vec::new(),
        }
    }
}

impl Drawn {
    /// The first element with a place that is not within the drawing, or is no place at all.
    pub(super) fn outside(&self) -> Option<String> {
        let outside = |(x, y): &(f64, f64)| !((0.0..=self.width).contains(x) && (0.0..=self.height).contains(y));
        let element = self.elements.iter().find(|element| element.places().iter().any(outside))?;
        Some(format!("{} {:?}", element.name, element.attributes))
    }

    /// Elements of a class.
    pub(super) fn with(&self, class: &str) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |element| element.has_class(class))
    }

    /// How many elements there are of a class.
    pub(super) fn count(&self, class: &str) -> usize {
        self.with(class).count()
    }

    /// All text that is seen, in the order of the markup.
    pub(super) fn texts(&self) -> String {
        let texts = self.markup.split("<text").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once("</text>"));
        texts.map(|(text, _)| text).collect::<Vec<_>>().join(" | ")
    }

    /// What is said to those who do not see it.
    pub(super) fn description(&self) -> String {
        let rest = self.markup.split_once("<desc").and_then(|(_, rest)| rest.split_once('>')?.1.split_once("</desc>"));
        rest.map(|(text, _)| text.to_owned()).unwrap_or_default()
    }
}

/// The drawings of a figure.
pub(super) fn drawings(markup: &str) -> Vec<Drawn> {
    let drawing = |rest: &str| {
        let markup = format!("<svg{}", rest.split("</svg>").next().unwrap_or_default());
        let elements: Vec<Element> = elements(&markup).collect();
        let size = elements.first().and_then(|svg| svg.text("viewBox")).unwrap_or_default();
        let mut size = size.split(' ').skip(2).map(|side| side.parse().unwrap_or(0.0));
        Drawn { width: size.next().unwrap_or(0.0), height: size.next().unwrap_or(0.0), elements, markup: markup.clone() }
    };
    markup.split("<svg").skip(1).map(drawing).collect()
}

/// Elements in the order of the markup.
pub(super) fn elements(markup: &str) -> impl Iterator<Item = Element> {
    markup.split('<').skip(1).filter(|tag| !tag.starts_with('/')).map(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while let Some((attribute, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap_or((after, ""));
            attributes.push((attribute.trim().to_owned(), value.to_owned()));
            rest = after;
        }
        Element { name: name.to_owned(), attributes }
    })
}

/// A path as its commands with their numbers.
fn commands(path: &str) -> Vec<(char, Vec<f64>)> {
    let mut commands: Vec<(char, String)> = Vec::new();
    for c in path.chars() {
        match commands.last_mut() {
            Some((_, numbers)) if !c.is_ascii_alphabetic() => numbers.push(c),
            _ => commands.push((c, String::new())),
        }
    }
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    commands.into_iter().map(|(command, numbers)| (command, numbers.split_whitespace().map(number).collect())).collect()
}

/// Every corner of a path. A command that charts do not use gives a place that is none.
fn corners(path: &str) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (f64::NAN, f64::NAN);
    let mut corners = Vec::new();
    for (command, numbers) in commands(path) {
        match (command, numbers.as_slice()) {
            ('M' | 'L', &[to_x, to_y]) => (x, y) = (to_x, to_y),
            ('H', &[to_x]) => x = to_x,
            ('V', &[to_y]) => y = to_y,
            ('v', &[by]) => y += by,
            ('Z', &[]) => {}
            _ => (x, y) = (f64::NAN, f64::NAN),
        }
        corners.push((x, y));
    }
    corners
}

/// The stretches across which a path is drawn, from left to right.
pub(super) fn runs(path: &str) -> Vec<(f64, f64)> {
    let corners = corners(path);
    let drawn = commands(path).into_iter().skip(1).zip(corners.windows(2));
    drawn
        .filter(|((command, _), _)| *command != 'M')
        .filter_map(|(_, pair)| Some((pair.first()?.0.min(pair.last()?.0), pair.first()?.0.max(pair.last()?.0))))
        .collect()
}
