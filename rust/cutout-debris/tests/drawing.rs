//! What is drawn is what was added, to the bit in the first frame, and nothing that has gone.

mod shards;

use cutout_debris::field::texel_bytes;
use cutout_debris::launch::Chance;
use cutout_debris::{Affine, Field, Hit, Launch, Outline, Settings, Skin, Vec2};
use shards::{Drawn, Screen, add, add_all, batch, drawn_area, measures, ring};

#[test]
fn the_first_frame_shows_every_vertex_where_it_was_to_the_bit() {
    let mut chance = Chance::new(7);
    for offset in [0.0, 640.0, -3000.0, 1e5] {
        let mut field = Field::default();
        let mut batch = batch(1);
        batch.launch = Launch { velocity: Vec2::new(50.0, -90.0), tumble: 9.0, ..Launch::default() };
        let mut screen = Screen::default();
        let rings: Vec<Vec<Vec2>> = (0..400)
            .map(|_| {
                let center = Vec2::new(offset + 300.0 * chance.signed(), offset + 300.0 * chance.signed());
                ring(&mut chance, center, 20.0)
            })
            .collect();
        assert_eq!(add_all(&mut field, &batch, &rings), 400);
        let wanted: Vec<[Vec2; 3]> =
            rings.iter().flat_map(|r| (2..r.len()).map(move |i| [r[0], r[i - 1], r[i]])).collect();
        let drawn = screen.draw(&mut field, 1.0);
        let flat = |t: &[Vec2; 3]| (t[1] - t[0]).cross(t[2] - t[0]) == 0.0;
        let wanted: Vec<_> = wanted.into_iter().filter(|t| !flat(t)).collect();
        assert_eq!(drawn.len(), wanted.len());
        let mut exact = 0;
        for (drawn, wanted) in drawn.iter().zip(&wanted) {
            // Near an axis a coordinate has more digits than its distance from the centre has room for.
            for (drawn, wanted) in drawn.corners.iter().zip(wanted) {
                exact += usize::from(drawn == wanted);
                assert!((*drawn - *wanted).length() < 4e-6, "{drawn:?} is not {wanted:?}");
            }
            assert_eq!(drawn.uvs, drawn_uvs(wanted));
            assert_eq!(drawn.opacity, 1.0);
        }
        let all = 3 * wanted.len();
        assert!(exact * 100 >= all * 97, "{exact} of {all} vertices exact at {offset}");
    }
}

fn drawn_uvs(wanted: &[Vec2; 3]) -> [Vec2; 3] {
    *wanted
}

#[test]
fn the_transform_may_scale_flip_and_skew() {
    let mut field = Field::default();
    let mut batch = batch(1);
    batch.transform =
        Affine { x: Vec2::new(-2.0, 0.5), y: Vec2::new(0.25, 3.0), origin: Vec2::new(100.0, -40.0) };
    let ring = ring(&mut Chance::new(3), Vec2::new(10.0, 20.0), 8.0);
    add_all(&mut field, &batch, core::slice::from_ref(&ring));
    let drawn = Screen::default().draw(&mut field, 1.0);
    let wanted = measures(&ring).0 * f64::from(batch.transform.area_factor());
    assert!((drawn_area(&drawn) - wanted).abs() < 1e-4 * wanted);
    assert!((drawn[0].corners[0] - batch.transform.apply(ring[0])).length() < 1e-4);
}

#[test]
fn a_skin_is_drawn_in_place_of_the_outline() {
    let ring = [Vec2::new(0.0, 0.0), Vec2::new(8.0, 0.0), Vec2::new(8.0, 8.0), Vec2::new(0.0, 8.0)];
    // Two triangles of the square, each with a corner of its own in the middle.
    let vertices = [ring[0], ring[1], Vec2::new(4.0, 4.0), ring[2], ring[3], Vec2::new(4.0, 4.0)];
    let uvs = vertices.map(|vertex| Vec2::new(vertex.y / 8.0, vertex.x / 8.0));
    let colors = [[1.0; 4], [0.5; 4], [2.0, 1.0, 0.0, 1.0], [1.0; 4], [1.0; 4], [0.0, 0.0, 1.0, 1.0]];
    let triangles = [[0, 1, 2], [3, 4, 5]];
    let skin = Skin { vertices: &vertices, uvs: &uvs, colors: &colors, triangles: &triangles };
    let outline = Outline {
        vertices: &ring,
        outer_len: 4,
        triangles: None,
        centroid: Vec2::new(4.0, 4.0),
        area: 64.0,
        skin: Some(skin),
    };
    let mut field = Field::default();
    assert!(field.open_batch(&batch(1), 1).add(&outline, 64.0));
    let drawn = Screen::default().draw(&mut field, 1.0);
    let corners: Vec<_> = drawn.iter().map(|d| d.corners).collect();
    assert_eq!(corners, triangles.map(|t| t.map(|i| vertices[i])));
    for (drawn, triangle) in drawn.iter().zip(triangles) {
        assert_eq!(drawn.uvs, triangle.map(|i| uvs[i]));
    }
    for wrong in [
        Skin { uvs: &uvs[..5], ..skin },
        Skin { colors: &colors[..5], ..skin },
        Skin { triangles: &[[0, 1, 6]], ..skin },
        Skin { vertices: &[Vec2::new(f32::NAN, 0.0); 6], ..skin },
    ] {
        assert!(!field.open_batch(&batch(1), 1).add(&Outline { skin: Some(wrong), ..outline }, 64.0));
    }
    assert_eq!(field.census().pieces, 1);
}

#[test]
fn triangles_given_are_the_triangles_drawn() {
    // An arrowhead.
    let vertices = [Vec2::new(0.0, 0.0), Vec2::new(10.0, 5.0), Vec2::new(0.0, 10.0), Vec2::new(4.0, 5.0)];
    let triangles = [[0, 1, 3], [1, 2, 3]];
    let outline = Outline {
        vertices: &vertices,
        outer_len: 4,
        triangles: Some(&triangles),
        centroid: Vec2::new(4.5, 5.0),
        area: 30.0,
        skin: None,
    };
    let mut field = Field::default();
    assert!(field.open_batch(&batch(1), 1).add(&outline, 30.0));
    let drawn = Screen::default().draw(&mut field, 1.0);
    let corners: Vec<_> = drawn.iter().map(|d| d.corners).collect();
    assert_eq!(corners, triangles.map(|t| t.map(|i| vertices[i])));
}

#[test]
fn colours_above_one_keep_their_ratio() {
    use cutout_debris::page::Paint;
    let bright = format!("{:?}", Paint::of([2.0, 1.0, 0.0, 0.5]));
    assert!(bright.contains("[255, 128, 0, 128]") && bright.contains("brightness: 2.0"), "{bright}");
    let plain = format!("{:?}", Paint::of([0.2, 0.4, 1.0, 1.0]));
    assert!(plain.contains("[51, 102, 255, 255]") && plain.contains("brightness: 1.0"), "{plain}");
}

/// The area that is drawn is that of the pieces which are there, whatever came and went before: no
/// ghosts of earlier pieces, none lost, through thousands of breaks, retirements, pages used anew and
/// pages gathered.
#[test]
fn nothing_that_has_gone_is_drawn_and_nothing_that_is_there_is_not() {
    for seed in 0..6 {
        let mut chance = Chance::new(seed);
        let mut field = Field::default();
        let max_pieces = [60, 700, 4000][seed as usize % 3];
        field.set_settings(Settings { max_pieces, fade_time: 0.05, ..Settings::default() });
        let mut screen = Screen::default();
        let mut pages_most = 0;
        for _ in 0..300 {
            let mut batch = batch((chance.unit() * 3.0) as u64);
            // One in eight stays for good.
            batch.lifetime = Some(if chance.unit() < 0.12 { 0.0 } else { 0.02 + 0.3 * chance.unit() });
            let count = (chance.unit() * chance.unit() * 400.0) as usize;
            let rings: Vec<_> = (0..count).map(|_| ring(&mut chance, Vec2::new(50.0, 50.0), 9.0)).collect();
            let taken = add_all(&mut field, &batch, &rings);
            assert_eq!(taken, count.min(max_pieces as usize));
            assert!(field.census().pieces <= max_pieces as usize);
            if chance.unit() < 0.02 {
                field.clear(0.0);
            }
            field.step(1.0 / 60.0);
            while chance.unit() < 0.5 && field.pages().drop_spare().is_some() {}
            let census = field.census();
            pages_most = pages_most.max(census.pages);
            let drawn = screen.draw(&mut field, 1.0);
            let places = field.positions().len();
            assert_eq!(places, census.pieces);
            let pieces = pieces_of(&drawn);
            // A piece in the very last of its fading may be drawn with no opacity.
            assert!(pieces <= census.pieces && pieces + 3 >= census.pieces, "{pieces} of {census:?}");
        }
        let pages = field.pages().iter().count();
        assert!(pages_most < 40 && pages < 40, "{pages_most} pages, {pages} at the end, seed {seed}");
    }
}

/// Pieces here are fans, so a new first corner is a new piece.
fn pieces_of(drawn: &[Drawn]) -> usize {
    let mut first: Vec<_> =
        drawn.iter().map(|d| (d.texture, d.corners[0].x.to_bits(), d.corners[0].y.to_bits())).collect();
    first.sort_unstable();
    first.dedup();
    first.len()
}

#[test]
fn pieces_that_cannot_be_drawn_are_refused() {
    let mut field = Field::default();
    let batch = batch(1);
    let mut adding = field.open_batch(&batch, 9);
    let square = |size: f32, at: f32| {
        vec![Vec2::new(at, at), Vec2::new(at + size, at), Vec2::new(at + size, at + size)]
    };
    assert!(!add(&mut adding, &square(f32::NAN, 0.0)));
    assert!(!add(&mut adding, &square(f32::INFINITY, 0.0)));
    assert!(!add(&mut adding, &square(5.0, 1e8)));
    let many: Vec<Vec2> = (0..70_000).map(|i| Vec2::new(i as f32, (i % 7) as f32)).collect();
    let outline = Outline {
        vertices: &many,
        outer_len: many.len(),
        triangles: None,
        centroid: many[0],
        area: 1.0,
        skin: None,
    };
    assert!(!adding.add(&outline, 1.0));
    let short = Outline {
        vertices: &many[..2],
        outer_len: 2,
        triangles: None,
        centroid: many[0],
        area: 1.0,
        skin: None,
    };
    assert!(!adding.add(&short, 1.0));
    let wrong = Outline {
        vertices: &many[..4],
        outer_len: 9,
        triangles: None,
        centroid: many[0],
        area: 1.0,
        skin: None,
    };
    assert!(!adding.add(&wrong, 1.0));
    drop(adding);
    assert_eq!(field.census().pieces, 0);
    // And the largest that can be is taken.
    let outline = Outline { vertices: &many[..65_535], outer_len: 65_535, ..outline };
    assert!(field.open_batch(&batch, 1).add(&outline, 1.0));
    assert_eq!(field.census().pieces, 1);
}

#[test]
fn opacity_falls_to_nothing_in_the_fade_time() {
    let mut field = Field::default();
    field.set_settings(Settings { lifetime: 1.0, fade_time: 0.5, ..Settings::default() });
    add_all(&mut field, &batch(1), &[ring(&mut Chance::new(1), Vec2::ZERO, 9.0)]);
    let mut screen = Screen::default();
    for tick in 0..70 {
        let drawn = screen.draw(&mut field, 1.0);
        let left: f64 = 1.0 - f64::from(tick) / 60.0;
        let wanted = (left / 0.5).clamp(0.0, 1.0);
        let got = drawn.first().map_or(0.0, |d| f64::from(d.opacity));
        assert!((got - wanted).abs() < 1e-3, "{got} at tick {tick}, wanted {wanted}");
        field.step(1.0 / 60.0);
    }
    assert_eq!(field.census().pieces, 0);
}

/// Only what may look otherwise is written anew: nothing may be left out.
#[test]
fn the_texture_shows_every_piece_where_it_is_whatever_has_come_rested_woken_and_gone() {
    const TICK: f32 = 1.0 / 60.0;
    let mut field = Field::default();
    let settings = Settings { ground_y: Some(120.0), lifetime: 0.0, max_pieces: 400, ..Settings::default() };
    field.set_settings(settings);
    let mut chance = Chance::new(17);
    let mut questions = Vec::new();
    let mut texels = Vec::new();
    let mut rested = 0;
    for tick in 0..1_500 {
        if tick % 60 == 0 {
            let mut batch = batch(tick / 300);
            batch.lifetime = Some(if tick % 180 == 0 { 3.0 } else { 0.0 });
            let rings: Vec<_> = (0..30)
                .map(|_| {
                    let center = Vec2::new(300.0 * chance.signed(), 60.0 * chance.signed());
                    ring(&mut chance, center, 8.0)
                })
                .collect();
            add_all(&mut field, &batch, &rings);
        }
        match tick % 400 {
            150 => field.wake_all(),
            250 => field.forget_obstacles(),
            399 => field.clear(0.3),
            _ => {}
        }
        field.keep_before(tick % 500 > 250);
        // An obstacle that is there for a while, so that what rests on it falls again.
        field.probes(20, TICK, &mut questions);
        for probe in &questions {
            let there = tick % 300 < 200 && probe.from.y < 90.0 && probe.to.y >= 90.0;
            let hit = Hit { point: Vec2::new(probe.from.x, 90.0), normal: Vec2::new(0.0, -1.0) };
            field.answer(probe, Some(&hit).filter(|_| there));
        }
        field.step(TICK);
        // Sometimes a frame has two ticks, sometimes a tick two frames.
        if tick % 7 == 0 {
            continue;
        }
        texels.resize(texel_bytes(field.texel_rows()), 0);
        if tick % 5 == 0 {
            field.write_texels(0.5, &mut texels);
        }
        field.write_texels(1.0, &mut texels);
        let float = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap());
        let texels = texels.as_chunks::<16>().0.iter().filter(|texel| **texel != [0; 16]);
        let mut shown: Vec<_> = texels.map(|texel| (float(&texel[..4]), float(&texel[4..8]))).collect();
        let mut wanted: Vec<_> = field.positions().map(|(at, _)| (at.x.to_bits(), at.y.to_bits())).collect();
        shown.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(shown, wanted, "tick {tick}");
        rested += field.positions().filter(|&(_, moves)| !moves).count();
    }
    assert!(rested > 10_000, "{rested} rested");
}

#[test]
fn many_small_breaks_of_one_texture_share_their_draw_calls() {
    let mut field = Field::default();
    field.set_settings(Settings { lifetime: 0.0, max_pieces: 30_000, ..Settings::default() });
    let mut chance = Chance::new(3);
    for count in 1..=500 {
        let rings: Vec<_> = (0..40).map(|_| ring(&mut chance, Vec2::ZERO, 8.0)).collect();
        add_all(&mut field, &batch(1), &rings);
        let census = field.census();
        assert_eq!(census.pieces, 40 * count);
        let most = census.pieces.div_ceil(4096) + 5;
        assert!(census.pages <= most, "{} draw calls for {} pieces", census.pages, census.pieces);
    }
}
