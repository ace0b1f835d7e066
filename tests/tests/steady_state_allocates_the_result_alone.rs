//! A fracturer that has warmed up allocates what it hands out and nothing else. Alone in its binary,
//! because it counts every allocation of the process.
#![allow(clippy::unwrap_used)] // what fails is a failed test

use cutout_geometry::params::Holes;
use cutout_geometry::{Fracture, FractureParams, Fracturer};
use cutout_tests::Point;
use cutout_tests::case::{Case, CutKind, FRAMES};
use cutout_tests::cuts::{Lines, Sites};
use cutout_tests::laws::CutBy;
use cutout_tests::shapes::Kind;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator unchanged; the counters are atomic.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promises about `layout` are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `System` with this `layout`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(size, Ordering::Relaxed);
        // SAFETY: `pointer` came from `System` with this `layout`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The columns of `Fragments`: points, flags, ring starts, heads, bonds.
const COLUMNS: usize = 5;

/// Allocations, bytes and answer of one more fracture after several of the same.
fn one_more(case: &Case) -> (usize, usize, Fracture) {
    let (rings, cut_by) = case.build();
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let cuts = match &cut_by {
        CutBy::Sites(sites) => cutout_geometry::pattern::Cuts::Sites(sites.clone()),
        CutBy::Lines(lines) => cutout_geometry::pattern::Cuts::Lines(
            lines.iter().map(|&[a, b]| cutout_geometry::pattern::CutLine { a, b }).collect(),
        ),
        CutBy::Anything => panic!("cases are cut by sites or lines"),
    };
    let params = FractureParams { holes: Holes::Keep, ..FractureParams::default() };
    let mut fracturer = Fracturer::default();
    for _ in 0..3 {
        fracturer.fracture_with_cuts(&rings, &cuts, &params, &()).unwrap();
    }
    let (allocations, bytes) = (ALLOCATIONS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
    let fracture = fracturer.fracture_with_cuts(&rings, &cuts, &params, &()).unwrap();
    let spent = (ALLOCATIONS.load(Ordering::Relaxed) - allocations, BYTES.load(Ordering::Relaxed) - bytes);
    // Where results are given back, nothing is allocated at all.
    for round in 0..3 {
        let before = ALLOCATIONS.load(Ordering::Relaxed);
        let again = fracturer.fracture_with_cuts(&rings, &cuts, &params, &()).unwrap();
        let allocated = ALLOCATIONS.load(Ordering::Relaxed) - before;
        assert_eq!(allocated, if round == 0 { spent.0 } else { 0 }, "round {round}");
        assert!(again.fragments.iter().map(|f| f.outer()).eq(fracture.fragments.iter().map(|f| f.outer())));
        fracturer.recycle(again.fragments);
    }
    (spent.0, spent.1, fracture)
}

#[test]
fn a_warm_fracturer_allocates_one_block_a_column() {
    let mut seen = Vec::new();
    for (kind, cut) in [
        (Kind::Star, CutKind::Sites(Sites::Scattered)),
        (Kind::Blob, CutKind::Sites(Sites::Scattered)),
        (Kind::Holed, CutKind::Sites(Sites::Scattered)),
        (Kind::Archipelago, CutKind::Sites(Sites::Scattered)),
        (Kind::Star, CutKind::Lines(Lines::Scattered)),
        (Kind::Holed, CutKind::Lines(Lines::Parallel)),
    ] {
        for (size, count) in [(40, 8), (400, 40)] {
            let case = Case { kind, size, cut, count, frame: FRAMES[0], turned: false, seed: 7 };
            let (allocations, bytes, fracture) = one_more(&case);
            seen.push((
                kind,
                size,
                fracture.fragments.len(),
                allocations,
                bytes,
                fracture.fragments.heap_bytes(),
            ));
        }
    }
    println!("kind, size, pieces, allocations, bytes allocated, bytes of the result");
    for row in &seen {
        println!("{row:?}");
    }
    for (kind, size, _, allocations, bytes, result) in seen {
        assert!(
            allocations <= COLUMNS,
            "{kind:?} of {size}: {allocations} allocations for {COLUMNS} columns"
        );
        assert_eq!(bytes, result, "{kind:?} of {size}: bytes that are not the result's");
    }
}
