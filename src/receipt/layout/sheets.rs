//! A document on several pages: where one ends, and what stands at the head and the foot of each.

use super::super::shape::{Fonts, Weight};
use super::super::{Document, Running};
use super::{Form, LEADING, Page, Setter, empty};

/// The size of what stands at the head and the foot, as a share of what is read.
const SMALL: f32 = 0.85;

/// The white above the foot, as a share of what is read.
const ABOVE_FOOT: f32 = 0.8;

/// Puts a document on as many pages as it takes.
pub(in super::super) fn pages(document: &Document, form: Form, fonts: &Fonts) -> Vec<Page> {
    let Some(running) = &document.running else {
        return vec![Page::of(document, form, fonts)];
    };
    let across = document.across.as_deref();
    let mut setter = Setter::new(form, fonts, Some(running));
    for line in &document.lines {
        setter.block(|_| {}, |setter| setter.line(line));
    }
    setter.finish_pages(running, across)
}

impl Setter<'_> {
    /// Below which height nothing more goes on this page.
    fn limit(&self) -> f32 {
        let foot = if self.form.is_a_sheet() { SMALL * LEADING + ABOVE_FOOT } else { 0.0 };
        match self.running {
            Some(_) => self.form.most_height() - self.margin - foot * self.letters,
            None => f32::INFINITY,
        }
    }

    /// Draws what belongs together. What does not fit on the rest of the page goes on to the
    /// next one as it is, under `head`.
    pub(super) fn block(&mut self, head: impl FnOnce(&mut Self), draw: impl FnOnce(&mut Self)) {
        let (before, top) = (self.full.len(), self.y);
        let (bars, letters) = (self.page.bars.len(), self.page.letters.len());
        draw(self);
        // A block of several blocks has seen to it itself.
        let fits = self.y <= self.limit() || self.full.len() > before;
        if fits || letters == 0 {
            return;
        }
        let bars = self.page.bars.split_off(bars);
        let letters = self.page.letters.split_off(letters);
        let height = self.y - top;
        self.y = top;
        self.turn();
        head(self);
        let down = self.y - top;
        self.page.bars.extend(bars.into_iter().map(|mut bar| {
            bar.y += down;
            bar
        }));
        self.page.letters.extend(letters.into_iter().map(|mut placed| {
            placed.y += down;
            placed
        }));
        self.y += height;
    }

    /// Begins the next page.
    fn turn(&mut self) {
        let next = empty(self.width, self.margin);
        self.page.height = self.y;
        self.full.push(std::mem::replace(&mut self.page, next));
        self.y = self.margin;
        if let Some(running) = self.running {
            self.text(&running.head, self.style(Weight::Regular, SMALL));
            self.gap(0.6);
        }
    }

    fn finish_pages(mut self, running: &Running, across: Option<&str>) -> Vec<Page> {
        self.page.height = self.y;
        let mut pages = std::mem::take(&mut self.full);
        pages.push(std::mem::replace(&mut self.page, empty(self.width, self.margin)));
        let of = pages.len();
        let mut finished = Vec::with_capacity(of);
        for (number, page) in (1..).zip(pages) {
            self.y = page.height;
            self.page = page;
            if self.form.is_a_sheet() {
                self.foot(running, number, of);
            }
            self.end_page(across);
            finished.push(std::mem::replace(&mut self.page, empty(self.width, self.margin)));
        }
        finished
    }

    fn foot(&mut self, running: &Running, number: usize, of: usize) {
        let style = self.style(Weight::Regular, SMALL);
        let said: Vec<String> = running
            .page
            .iter()
            .map(|[page, between]| format!("{page} {number} {between} {of}"))
            .collect();
        self.y = self.y.max(self.form.most_height() - self.margin - style.size * LEADING);
        self.text(&said.join(" · "), style);
    }
}
