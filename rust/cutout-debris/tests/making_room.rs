//! Too many pieces: the oldest go first, and of those that came together the smallest.

mod shards;

use cutout_debris::launch::Chance;
use cutout_debris::{Field, Settings, Vec2};
use shards::{add_all, batch, ring};

const TICK: f32 = 1.0 / 60.0;

/// Squares at `x`, growing by the index.
fn squares(x: f32, count: usize) -> Vec<Vec<Vec2>> {
    (0..count)
        .map(|index| {
            let half = 1.0 + index as f32 * 0.125;
            [(-half, -half), (half, -half), (half, half), (-half, half)]
                .map(|(dx, dy)| Vec2::new(x + dx, index as f32 * 16.0 + dy))
                .to_vec()
        })
        .collect()
}

fn still(max_pieces: u32) -> Field {
    let mut field = Field::default();
    let settings = Settings { max_pieces, gravity: Vec2::ZERO, lifetime: 0.0, ..Settings::default() };
    field.set_settings(settings);
    field
}

fn count_at(field: &Field, x: f32) -> usize {
    field.positions().filter(|(position, _)| position.x == x).count()
}

#[test]
fn the_oldest_break_goes_before_a_younger_one() {
    let mut field = still(100);
    for x in [0.0, 1000.0, 2000.0] {
        add_all(&mut field, &batch(1), &squares(x, 50));
    }
    assert_eq!([0.0, 1000.0, 2000.0].map(|x| count_at(&field, x)), [0, 50, 50]);
}

#[test]
fn of_one_break_the_smallest_go_first() {
    let mut field = still(100);
    add_all(&mut field, &batch(1), &squares(0.0, 60));
    add_all(&mut field, &batch(1), &squares(1000.0, 60));
    let mut left: Vec<f32> = field.positions().filter(|(p, _)| p.x == 0.0).map(|(p, _)| p.y).collect();
    left.sort_by(f32::total_cmp);
    let wanted: Vec<f32> = (20..60).map(|index| index as f32 * 16.0).collect();
    assert_eq!(left, wanted);
}

#[test]
fn pieces_that_come_while_others_rest_move_and_the_others_rest_on() {
    let mut field = Field::default();
    field.set_settings(Settings { lifetime: 0.0, ground_y: Some(600.0), ..Settings::default() });
    let from = |field: &Field, x: f32| {
        field.positions().filter(|(position, _)| (position.x - x).abs() < 100.0).count()
    };
    let mut expected = 0;
    // Fewer that come than rest, more, and fewer again.
    for (x, count) in [(0.0, 20), (1000.0, 7), (2000.0, 36), (3000.0, 36)] {
        assert_eq!(add_all(&mut field, &batch(1), &squares(x, count)), count);
        expected += count;
        let right = field.positions().filter(|(position, moves)| *moves == (position.x > x - 100.0)).count();
        assert_eq!(right, expected, "those at {x} move, the others rest");
        for _ in 0..900 {
            field.step(TICK);
        }
        assert_eq!(field.census().awake, 0, "all rest");
    }
    // And everybody is still who they were: the oldest go first.
    let settings = Settings { max_pieces: 90, fade_time: 0.0, ..*field.settings() };
    field.set_settings(settings);
    field.step(TICK);
    assert_eq!([0.0, 1000.0, 2000.0, 3000.0].map(|x| from(&field, x)), [2, 7, 36, 36]);
}

#[test]
fn a_break_larger_than_the_field_leaves_its_largest() {
    let mut field = still(10);
    assert_eq!(field.open_batch(&batch(1), 64).room(), 10);
    assert_eq!(add_all(&mut field, &batch(1), &squares(0.0, 64)), 10);
    assert!(field.positions().all(|(position, _)| position.y >= 54.0 * 16.0));
}

#[test]
fn the_oldest_fade_before_the_field_is_full() {
    let mut field = still(100);
    add_all(&mut field, &batch(1), &squares(0.0, 95));
    field.step(TICK);
    assert_eq!(field.census().pieces, 95);
    assert_eq!(field.census().fading, 5, "what is over nine tenths");
    for _ in 0..90 {
        field.step(TICK);
    }
    assert_eq!(field.census().pieces, 90);
    assert_eq!(field.census().retired, 5);
}

#[test]
fn a_smaller_limit_holds_at_once() {
    let mut field = still(100);
    add_all(&mut field, &batch(1), &squares(0.0, 80));
    let settings = Settings { max_pieces: 30, ..*field.settings() };
    field.set_settings(settings);
    assert_eq!(field.census().pieces, 30);
    field.set_settings(Settings { max_pieces: 0, ..settings });
    assert_eq!(field.census().pieces, 0);
    assert_eq!(add_all(&mut field, &batch(1), &squares(0.0, 5)), 0);
}

#[test]
fn clearing_fades_everything_and_leaves_a_field_that_works() {
    let mut field = still(100);
    add_all(&mut field, &batch(1), &squares(0.0, 80));
    field.clear(0.5);
    field.step(TICK);
    assert_eq!((field.census().pieces, field.census().fading), (80, 80));
    for _ in 0..30 {
        field.step(TICK);
    }
    assert_eq!(field.census().pieces, 0);
    add_all(&mut field, &batch(1), &squares(0.0, 80));
    field.clear(0.0);
    assert_eq!(field.census().pieces, 0);
    add_all(&mut field, &batch(1), &squares(0.0, 3));
    assert_eq!(field.census().pieces, 3);
}

#[test]
fn a_hundred_thousand_breaks_leave_nothing_behind() {
    let mut field = still(500);
    let mut chance = Chance::new(4);
    let mut rows_most = 0;
    for round in 0..20_000 {
        let mut batch = batch(round % 5);
        batch.lifetime = Some(if round % 50 == 0 { 0.0 } else { 0.05 });
        let rings: Vec<_> = (0..5).map(|_| ring(&mut chance, Vec2::ZERO, 5.0)).collect();
        add_all(&mut field, &batch, &rings);
        field.step(TICK);
        field.pages().drop_spare();
        rows_most = rows_most.max(field.texel_rows());
    }
    assert!(rows_most <= 64, "{rows_most} rows");
}
