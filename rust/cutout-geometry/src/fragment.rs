//! The result of a fracture: pieces with everything that a game asks about them.
//!
//! Comes in: rings from the partition. Goes out: [`Fragments`], flat columns (a handful of
//! allocations however many pieces there are), read through [`Fragment`] views.

use crate::point::{Bounds, Point};

/// A border that two fragments share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bond {
    /// Index of the fragment on the other side.
    pub neighbor: u32,
    /// Length of the shared border, all its parts added up.
    pub length: f64,
    /// Midpoint of the border's parts, weighted by their lengths.
    pub midpoint: Point,
}

/// What became of a fragment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It stays: carved out of an outline, it is what is left of it.
    Survivor,
    /// It comes off. What a fracture makes does.
    #[default]
    Loose,
    /// A tool took it out; handed out only where asked for.
    Bite,
}

/// Where a fragment's data begins, and what was measured of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub first_ring: u32,
    pub first_bond: u32,
    pub area: f64,
    pub centroid: Point,
    pub bounds: Bounds,
    pub in_mask: bool,
    pub is_convex: bool,
    pub role: Role,
    pub step: u32,
}

/// All pieces of one fracture, in flat storage.
///
/// The order is that of the pattern's cells, and within a cell that of the outline; it depends on
/// nothing but the input.
#[derive(Clone, Debug, Default)]
pub struct Fragments {
    pub(crate) points: Vec<Point>,
    pub(crate) on_outline: Vec<bool>,
    /// First point of each ring; the next entry ends it (one entry more than rings).
    pub(crate) ring_starts: Vec<u32>,
    pub(crate) heads: Vec<Head>,
    pub(crate) bonds: Vec<Bond>,
}

impl Fragments {
    /// How many fragments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there are none (never so for a fracture that succeeded).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// The fragment of that index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Fragment<'_>> {
        (index < self.heads.len()).then_some(Fragment { all: self, index })
    }

    /// All fragments in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Fragment<'_>> + '_ {
        (0..self.heads.len()).map(|index| Fragment { all: self, index })
    }

    /// Bytes held on the heap, for memory bounds.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.points.capacity() * size_of::<Point>()
            + self.on_outline.capacity()
            + self.ring_starts.capacity() * size_of::<u32>()
            + self.heads.capacity() * size_of::<Head>()
            + self.bonds.capacity() * size_of::<Bond>()
    }

    /// Appends those of another result, which have no border with these.
    pub(crate) fn append(&mut self, others: &Self) {
        let (points, rings) = (self.points.len() as u32, self.ring_starts.len().saturating_sub(1) as u32);
        let (pieces, bonds) = (self.heads.len() as u32, self.bonds.len() as u32);
        self.points.extend_from_slice(&others.points);
        self.on_outline.extend_from_slice(&others.on_outline);
        // The end of the last ring is the start of the next.
        self.ring_starts.pop();
        self.ring_starts.extend(others.ring_starts.iter().map(|start| start + points));
        self.heads.extend(others.heads.iter().map(|head| Head {
            first_ring: head.first_ring + rings,
            first_bond: head.first_bond + bonds,
            ..*head
        }));
        self.bonds.extend(others.bonds.iter().map(|bond| Bond { neighbor: bond.neighbor + pieces, ..*bond }));
    }

    fn ring(&self, index: usize) -> &[Point] {
        &self.points[self.ring_starts[index] as usize..self.ring_starts[index + 1] as usize]
    }
}

/// One piece: a view into [`Fragments`].
#[derive(Clone, Copy, Debug)]
pub struct Fragment<'a> {
    all: &'a Fragments,
    index: usize,
}

impl<'a> Fragment<'a> {
    /// Index among its [`Fragments`]; what [`Bond::neighbor`] refers to.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }

    /// The outer ring: counter-clockwise, no repeated last point.
    #[must_use]
    pub fn outer(self) -> &'a [Point] {
        self.all.ring(self.head().first_ring as usize)
    }

    /// The holes: clockwise rings inside the outer one.
    pub fn holes(self) -> impl ExactSizeIterator<Item = &'a [Point]> + 'a {
        (self.head().first_ring as usize + 1..self.ring_end()).map(move |ring| self.all.ring(ring))
    }

    /// Area, holes taken off; positive.
    #[must_use]
    pub fn area(self) -> f64 {
        self.head().area
    }

    /// Centre of mass, holes taken off. May lie outside a concave piece.
    #[must_use]
    pub fn centroid(self) -> Point {
        self.head().centroid
    }

    /// Box of the outer ring.
    #[must_use]
    pub fn bounds(self) -> Bounds {
        self.head().bounds
    }

    /// The borders shared with other pieces, sorted by neighbour, one entry a neighbour.
    #[must_use]
    pub fn bonds(self) -> &'a [Bond] {
        let end = self.all.heads.get(self.index + 1).map_or(self.all.bonds.len(), |h| h.first_bond as usize);
        &self.all.bonds[self.head().first_bond as usize..end]
    }

    /// One flag an edge, outer ring first, then the holes: edge `i` runs from vertex `i` to the next
    /// of its ring. True: part of the old outline. False: a cut.
    #[must_use]
    pub fn on_outline(self) -> &'a [bool] {
        let starts = &self.all.ring_starts;
        let first = starts[self.head().first_ring as usize] as usize;
        &self.all.on_outline[first..starts[self.ring_end()] as usize]
    }

    /// Whether the piece lies in the mask (always, where no mask is set).
    #[must_use]
    pub fn in_mask(self) -> bool {
        self.head().in_mask
    }

    /// Whether the piece has no hole and no reflex corner.
    #[must_use]
    pub fn is_convex(self) -> bool {
        self.head().is_convex
    }

    /// Whether the piece survives a carving, or came off.
    #[must_use]
    pub fn role(self) -> Role {
        self.head().role
    }

    /// Which of a carving's tools took the piece off; 0 for survivors and without tools.
    #[must_use]
    pub fn step(self) -> usize {
        self.head().step as usize
    }

    fn head(self) -> &'a Head {
        &self.all.heads[self.index]
    }

    fn ring_end(self) -> usize {
        self.all.heads.get(self.index + 1).map_or(self.all.ring_starts.len() - 1, |h| h.first_ring as usize)
    }
}
