//! The display: the screen, and what is known of the terminal and the line. It decides what is
//! written, and when.

use std::io::{self, Stdout};
use std::time::{Duration, Instant};

use super::keymap::Keymap;
use super::model::Model;
use super::model::tree::title;
use super::theme::Themes;
use super::view;
use crate::settings::{Options, doctor};
use crate::terminal::clipboard::osc52;
use crate::terminal::examine::Examination;
use crate::terminal::facts::{Background, TerminalFacts};
use crate::terminal::input::Answer;
use crate::terminal::pace::{Pace, QUESTION};
use crate::terminal::probe::{FOCUS, MARGINS, Probe};
use crate::terminal::screen::{Capabilities, Frame, Margins, Screen};
use crate::terminal::session::{self, Session};
use crate::text::Ambiguous;
use crate::text::display::{displayable, glyphs};

/// The screen and what is known of the terminal.
#[derive(Debug)]
pub struct Display {
    /// Facts from the environment.
    pub facts: TerminalFacts,
    /// The terminal's replies.
    pub probe: Probe,
    /// The pace of the line.
    pub pace: Pace,
    themes: Themes,
    background: Background,
    capabilities: Capabilities,
    screen: Screen<Stdout>,
    /// The painted frame, kept so that the next one needs no new memory.
    frame: Frame,
    /// The window's title, if it was set.
    title: Option<String>,
}

/// Longest title in columns.
const TITLE: usize = 60;

impl Display {
    /// A display that knows only the environment.
    pub fn new(facts: TerminalFacts, options: &Options, themes: Themes) -> Self {
        let capabilities = Capabilities {
            colors: facts.colors,
            synchronized: false,
            margins: Margins::None,
            measured: false,
            ambiguous: options.ambiguous_width.set().unwrap_or_default(),
        };
        Self {
            facts,
            probe: Probe::default(),
            pace: Pace::default(),
            themes,
            background: options.background,
            capabilities,
            screen: Screen::new(io::stdout(), capabilities),
            frame: Frame::default(),
            title: None,
        }
    }

    /// Begins on a terminal that was just taken over. The bytes for that go in front of the next
    /// frame.
    pub fn take_over(&mut self, mouse: bool) {
        let opening = Session::opening(mouse) + &self.probe.ask_on_screen(&self.facts);
        self.pace.begin(Instant::now());
        self.title = None;
        // The mode is set again when the terminal has replied again.
        self.probe.margins = false;
        self.capabilities.margins = Margins::None;
        self.screen.set_capabilities(self.capabilities);
        self.screen.put_before(&opening);
        self.screen.repaint();
    }

    /// Begins again on a terminal that others have written to without being lent it.
    pub fn reopen(&mut self, mouse: bool) {
        self.screen.put_before(&Session::opening(mouse));
        self.screen.repaint();
    }

    /// Has the next frame written whole.
    pub fn repaint(&mut self) {
        self.screen.repaint();
    }

    /// How long to wait before the next frame, while the line is busy.
    pub fn wait(&mut self) -> Option<Duration> {
        self.pace.wait(Instant::now())
    }

    /// Paints and writes a frame; returns the column and row of the cursor.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(&mut self, model: &Model, keymap: &Keymap) -> io::Result<Option<(u16, u16)>> {
        self.adapt(model);
        let theme = self.themes.theme(
            model.theme(),
            model.options.ascii,
            self.capabilities.ambiguous,
            (self.facts.colors, self.background),
        );
        let cursor = view::view(model, keymap, theme, &mut self.frame);
        if self.facts.takes_links() {
            self.screen.link(view::hyperlinks(model));
        }
        if model.options.title && self.facts.may_be_asked() {
            self.entitle(model);
        }
        let asks = self.pace.asks();
        let bytes = self.screen.draw(&self.frame, cursor, asks)?;
        if asks && bytes > 0 {
            self.pace.sent(Instant::now(), bytes);
        }
        Ok(cursor.map(|at| (at.x, at.y)))
    }

    fn entitle(&mut self, model: &Model) {
        let name = model
            .reader
            .as_ref()
            .map_or("zhangju", |reader| title(&model.catalog, reader.entry));
        if self.title.as_deref() == Some(name) {
            return;
        }
        // The terminal saves the title that it had.
        if self.title.is_none() {
            self.screen.put_before("\x1b[22;2t");
            session::promise(session::TITLE);
        }
        let mut columns = 0;
        let short: String = glyphs(displayable(name).as_str(), Ambiguous::Narrow)
            .take_while(|glyph| {
                columns += glyph.columns;
                columns <= TITLE
            })
            .map(|glyph| glyph.shown.into_owned())
            .collect();
        self.screen.put_before(&format!("\x1b]2;{short}\x1b\\"));
        self.title = Some(name.to_owned());
    }

    /// Takes a reply of the terminal and acts on it.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn hear(&mut self, answer: Answer, model: &mut Model) -> io::Result<()> {
        if answer == Answer::Ready {
            self.pace.received(Instant::now());
            return Ok(());
        }
        if !self.probe.take(answer) {
            return Ok(());
        }
        match answer {
            Answer::Keyboard => {
                session::promise(session::KEYBOARD);
                // Distinguishes keys that otherwise send the same bytes: Esc, C-i and Tab.
                return self.screen.send("\x1b[>1u");
            }
            Answer::Mode(MARGINS, true) => {
                session::promise(session::MARGINS);
                self.screen.send("\x1b[?69h")?;
            }
            Answer::Mode(FOCUS, true) => {
                session::promise(session::FOCUS);
                return self.screen.send("\x1b[?1004h");
            }
            _ => {}
        }
        if let Some(measured) = self.probe.ambiguous() {
            model.measured = measured;
        }
        if self.probe.is_bytewise() && !model.options.ascii {
            model.options.ascii = true;
            model.say("terminal.bytewise", &[]);
        }
        self.adapt(model);
        Ok(())
    }

    /// Follows what is set and what the terminal has said.
    fn adapt(&mut self, model: &Model) {
        let ambiguous = model.ambiguous();
        let capabilities = Capabilities {
            colors: self.facts.colors,
            synchronized: self.probe.synchronized,
            margins: match (self.probe.margins, self.probe.flows) {
                (false, _) => Margins::None,
                (true, false) => Margins::Move,
                (true, true) => Margins::Flow,
            },
            measured: self.probe.ambiguous() == Some(ambiguous),
            ambiguous,
        };
        if capabilities != self.capabilities {
            self.capabilities = capabilities;
            self.screen.set_capabilities(capabilities);
        }
        self.background = match model.options.background {
            Background::Auto => self.probe.background().unwrap_or_default(),
            set => set,
        };
    }

    /// The doctor's page on the terminal and the line.
    pub fn page(&self, model: &Model) -> Vec<(String, String)> {
        let seen = Examination {
            round_trip: self.pace.round_trip(),
            rate: self.pace.rate(),
            widths: Vec::new(),
            probe: self.probe.clone(),
        };
        let set = model.options.ambiguous_width.set();
        doctor::page(&model.locale, &self.facts, Some(&seen), set)
    }

    /// Switches mouse reports on or off.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn switch_mouse(&mut self, on: bool) -> io::Result<()> {
        self.screen.send(if on {
            session::MOUSE_ON
        } else {
            session::MOUSE_OFF
        })
    }

    /// Copies a text to the terminal's clipboard, unless the terminal would print the sequence.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        if !self.facts.may_be_asked() {
            return Ok(());
        }
        let mut sequence = osc52(text, self.facts.multiplexer);
        // It may be longer than a hundred frames.
        let asks = self.pace.asks();
        if asks {
            sequence += QUESTION;
        }
        self.screen.send(&sequence)?;
        if asks {
            self.pace.sent(Instant::now(), sequence.len());
        }
        Ok(())
    }
}
