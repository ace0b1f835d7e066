//! All pages of a field: which one takes the next piece, which are spare, and which rows of the texture
//! of places are whose.

use crate::page::{MOST_VERTICES, Page, ROW_TEXELS, Room};

/// Pieces on the smallest page: one row.
const FEWEST_PIECES: u32 = ROW_TEXELS;
/// Pieces on the largest page; more would not fit 16-bit indices.
const MOST_PIECES: u32 = 4096;
/// Vertices that a page has for each piece.
const VERTICES_A_PIECE: usize = 8;
/// Indices that a page has for each piece: the six triangles of eight vertices.
const INDICES_A_PIECE: usize = 18;
/// Empty pages that are kept for the next break.
const SPARE_PAGES: usize = 8;

/// Pages by number; a number stays with its page for as long as that lives.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    all: Vec<Option<Page>>,
    /// For each row, whether it belongs to a page.
    rows_taken: Vec<bool>,
}

impl Pages {
    /// The page of that number.
    pub fn get(&self, number: u32) -> Option<&Page> {
        self.all.get(number as usize)?.as_ref()
    }

    /// The page of that number.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut Page> {
        self.all.get_mut(number as usize)?.as_mut()
    }

    /// All pages, with their numbers, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, &Page)> {
        self.all.iter().enumerate().filter_map(|(number, page)| Some((number as u32, page.as_ref()?)))
    }

    /// Numbers of all pages below this.
    pub fn end(&self) -> u32 {
        self.all.len() as u32
    }

    /// Rows that the texture of places must have.
    pub fn row_count(&self) -> u32 {
        self.rows_taken.len() as u32
    }

    /// The number of a page for that texture with room for a piece of that size, where `expected` more
    /// pieces are to come; none when no page could be large enough. `not` is not taken.
    pub fn open(
        &mut self,
        texture: u64,
        vertices: usize,
        indices: usize,
        expected: usize,
        not: Option<u32>,
    ) -> Option<u32> {
        if vertices > MOST_VERTICES {
            return None;
        }
        let fits = |&(number, page): &(u32, &Page)| {
            Some(number) != not
                && page.live() > 0
                && page.texture() == texture
                && page.has_room_for(vertices, indices)
        };
        // The youngest first: the pieces of one break then share a page and go together.
        if let Some((number, _)) = self.iter().rev().find(fits) {
            return Some(number);
        }
        let held: u32 =
            self.iter().filter(|(_, page)| page.texture() == texture).map(|(_, p)| p.live()).sum();
        let pieces = u32::try_from(expected).unwrap_or(u32::MAX).max(held).clamp(FEWEST_PIECES, MOST_PIECES);
        let pieces = pieces.next_multiple_of(ROW_TEXELS);
        let room = Room {
            pieces,
            vertices: (pieces as usize * VERTICES_A_PIECE).max(vertices).min(MOST_VERTICES),
            indices: (pieces as usize * INDICES_A_PIECE).max(indices),
        };
        let spare = |&(number, page): &(u32, &Page)| {
            let has = page.room();
            Some(number) != not
                && page.live() == 0
                && has.pieces >= room.pieces
                && has.vertices >= room.vertices
                && has.indices >= room.indices
        };
        let found = self.iter().find(spare).map(|(number, _)| number);
        let number = found.unwrap_or_else(|| self.add(room));
        self.get_mut(number)?.reset(texture);
        Some(number)
    }

    fn add(&mut self, room: Room) -> u32 {
        let rows = (room.pieces / ROW_TEXELS) as usize;
        let first_row = self.free_rows(rows);
        if self.rows_taken.len() < first_row + rows {
            self.rows_taken.resize(first_row + rows, false);
        }
        self.rows_taken[first_row..first_row + rows].fill(true);
        let page = Some(Page::new(room, first_row as u32));
        match self.all.iter().position(Option::is_none) {
            Some(number) => {
                self.all[number] = page;
                number as u32
            }
            None => {
                self.all.push(page);
                self.all.len() as u32 - 1
            }
        }
    }

    /// The first of so many free rows in a line.
    fn free_rows(&self, count: usize) -> usize {
        let mut first = 0;
        for (row, &taken) in self.rows_taken.iter().enumerate() {
            if taken {
                first = row + 1;
            } else if row + 1 - first == count {
                break;
            }
        }
        first
    }

    /// Drops one empty page where there are more than are worth keeping; its number.
    pub fn drop_spare(&mut self) -> Option<u32> {
        let spare = self.iter().filter(|(_, page)| page.live() == 0);
        let number = spare.skip(SPARE_PAGES).last()?.0;
        if let Some(page) = self.all.get_mut(number as usize).and_then(Option::take) {
            let rows = page.rows();
            self.rows_taken[rows.start as usize..rows.end as usize].fill(false);
        }
        Some(number)
    }

    /// The page whose pieces should move to others, where the pages hold far more than is alive.
    pub fn sparsest(&self) -> Option<u32> {
        let (mut used, mut live) = (0, 0);
        for (_, page) in self.iter().filter(|(_, page)| page.live() > 0) {
            used += page.slots_used();
            live += page.live();
        }
        if used <= 2 * live + MOST_PIECES {
            return None;
        }
        self.iter()
            .filter(|(_, page)| page.live() > 0 && page.live() * 4 <= page.slots_used())
            .min_by_key(|(_, page)| page.live())
            .map(|(number, _)| number)
    }
}
