//! Properties of characters, from Unicode's data; the rules look characters up here.

use super::class::Class;
use super::ranges::RANGES;

/// The properties of a character that the rules use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// Line-breaking class.
    pub class: Class,
    /// Whether its `East_Asian_Width` is F, W or H (`LB19a`, LB30).
    pub is_east_asian: bool,
    /// Whether it is unassigned and reserved for a pictograph (`LB30b`).
    pub is_reserved_picture: bool,
}

impl Property {
    /// The property before the first and after the last character.
    pub const EDGE: Self = Self {
        class: Class::Edge,
        is_east_asian: false,
        is_reserved_picture: false,
    };

    /// The property of every hanzi.
    pub const HANZI: Self = Self {
        class: Class::ID,
        is_east_asian: true,
        is_reserved_picture: false,
    };

    /// The property of a character.
    pub fn of(c: char) -> Self {
        let c = c as usize;
        match TABLE.pages.get(c / PAGE) {
            Some(Page::Uniform(property)) => *property,
            Some(Page::Mixed(number)) => TABLE
                .mixed
                .get(*number as usize)
                .and_then(|page| page.get(c % PAGE))
                .copied()
                .unwrap_or(Self::EDGE),
            None => Self::EDGE,
        }
    }
}

/// Bits of a range's traits.
const EAST_ASIAN: u8 = 1;
const RESERVED_PICTURE: u8 = 2;

/// Number of characters in a page of the table.
const PAGE: usize = 128;

/// Number of pages for all of Unicode.
const PAGES: usize = 0x11_0000 / PAGE;

#[derive(Clone, Copy)]
enum Page {
    /// All characters of the page have this property.
    Uniform(Property),
    /// Index into `Table::mixed`.
    Mixed(u16),
}

struct Table {
    pages: [Page; PAGES],
    mixed: [[Property; PAGE]; MIXED],
}

static TABLE: Table = table();

/// Number of pages whose characters differ in their properties.
const MIXED: usize = {
    let (mut count, mut last, mut index) = (0, usize::MAX, 0);
    while index < RANGES.len() {
        let first = RANGES[index].0 as usize;
        if !first.is_multiple_of(PAGE) && first / PAGE != last {
            last = first / PAGE;
            count += 1;
        }
        index += 1;
    }
    count
};

/// Spreads the ranges over a two-stage table, so that a lookup takes two steps.
#[allow(
    clippy::large_stack_arrays,
    reason = "it runs when the program is compiled"
)]
const fn table() -> Table {
    let mut pages = [Page::Uniform(Property::EDGE); PAGES];
    let mut mixed = [[Property::EDGE; PAGE]; MIXED];
    let (mut count, mut range, mut page) = (0, 0, 0);
    while page < PAGES {
        let start = page * PAGE;
        while range + 1 < RANGES.len() && RANGES[range + 1].0 as usize <= start {
            range += 1;
        }
        if range + 1 == RANGES.len() || RANGES[range + 1].0 as usize >= start + PAGE {
            pages[page] = Page::Uniform(of_range(range));
        } else {
            let (mut within, mut at) = (range, 0);
            while at < PAGE {
                while within + 1 < RANGES.len() && RANGES[within + 1].0 as usize <= start + at {
                    within += 1;
                }
                mixed[count][at] = of_range(within);
                at += 1;
            }
            pages[page] = Page::Mixed(count as u16);
            count += 1;
        }
        page += 1;
    }
    Table { pages, mixed }
}

const fn of_range(index: usize) -> Property {
    let (_, class, traits) = RANGES[index];
    Property {
        class,
        is_east_asian: traits & EAST_ASIAN != 0,
        is_reserved_picture: traits & RESERVED_PICTURE != 0,
    }
}
