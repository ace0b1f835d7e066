//! A piece with holes in parts without, where no two seams a hole would do it: rings that touch each
//! other, holes that hide behind holes.
//!
//! The piece is triangulated between the vertices that it has, and the triangles are put together
//! again across the longest diagonals first, for as long as the parts stay simple. A polygon with holes
//! always has a triangulation, so this always ends in parts without holes. Ears are cut off (G. H.
//! Meisters, "Polygons have ears", 1975) the one walk around the piece that bridges to the holes leave;
//! every decision is exact. Cost: quadratic in the piece's vertices, as ears go mostly less.

use super::Corner;
use super::sight::{blocks, in_cone};
use crate::cells::NONE;
use crate::partition::pieces::Pieces;
use crate::point::{Point, by_x_then_y};
use crate::predicate::orient;
use std::collections::BTreeMap;

/// The rings' parts; `None` where the rings are no piece. Takes keys for the seams from `out`.
pub(super) fn divide<'a>(
    rings: impl Iterator<Item = &'a Vec<Corner>>,
    out: &mut Pieces,
) -> Option<Vec<Vec<Corner>>> {
    let mut net = Net::of(rings);
    net.connect()?;
    let triangles = net.cut_ears()?;
    let parts = net.put_together(&triangles);
    Some(net.with_keys(&parts, out))
}

/// A corner of the piece: a node between two others of its ring.
#[derive(Clone, Copy)]
struct Bend {
    before: u32,
    node: u32,
    after: u32,
}

/// The piece's vertices as nodes, one a place, and its edges.
struct Net {
    points: Vec<Point>,
    bends: Vec<Bend>,
    /// Key of each edge of the rings.
    keys: BTreeMap<(u32, u32), u32>,
    /// Edges and bridges, each once.
    segments: Vec<(u32, u32)>,
    /// A number for each node that connected nodes share.
    part_of: Vec<u32>,
}

impl Net {
    fn of<'a>(rings: impl Iterator<Item = &'a Vec<Corner>>) -> Self {
        let mut by_place: BTreeMap<[u64; 2], u32> = BTreeMap::new();
        let mut net = Self {
            points: Vec::new(),
            bends: Vec::new(),
            keys: BTreeMap::new(),
            segments: Vec::new(),
            part_of: Vec::new(),
        };
        for ring in rings {
            let nodes: Vec<u32> = ring
                .iter()
                .map(|corner| {
                    let p = corner.point;
                    *by_place.entry([(p.x + 0.0).to_bits(), (p.y + 0.0).to_bits()]).or_insert_with(|| {
                        net.points.push(p);
                        net.points.len() as u32 - 1
                    })
                })
                .collect();
            let count = nodes.len();
            for (i, corner) in ring.iter().enumerate() {
                let (before, node, after) =
                    (nodes[(i + count - 1) % count], nodes[i], nodes[(i + 1) % count]);
                net.bends.push(Bend { before, node, after });
                net.keys.insert((node, after), corner.key);
                net.segments.push((node, after));
            }
        }
        net.part_of = (0..net.points.len() as u32).collect();
        for (a, b) in net.segments.clone() {
            net.unite(a, b);
        }
        net
    }

    fn at(&self, node: u32) -> Point {
        self.points[node as usize]
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.part_of[a as usize], self.part_of[b as usize]);
        if a != b {
            self.part_of.iter_mut().filter(|part| **part == b).for_each(|part| *part = a);
        }
    }

    /// Bridges parts to each other until there is one: each from its leftmost vertex, which sees one
    /// farther left, to the nearest in sight.
    fn connect(&mut self) -> Option<()> {
        loop {
            let order = |&a: &u32, &b: &u32| by_x_then_y(&self.at(a), &self.at(b));
            let nodes = 0..self.points.len() as u32;
            let outermost = self.part_of[nodes.clone().min_by(order)? as usize];
            let Some(from) = nodes.clone().filter(|&n| self.part_of[n as usize] != outermost).min_by(order)
            else {
                return Some(());
            };
            let part = self.part_of[from as usize];
            let start = self.at(from);
            let distance = |node: u32| {
                let d = self.at(node) - start;
                d.x * d.x + d.y * d.y
            };
            let mut others: Vec<u32> = nodes.filter(|&n| self.part_of[n as usize] != part).collect();
            others.sort_by(|&a, &b| distance(a).total_cmp(&distance(b)).then(a.cmp(&b)));
            let to = others.into_iter().find(|&to| self.is_open(from, to))?;
            self.segments.push((from, to));
            self.unite(from, to);
        }
    }

    /// Whether a diagonal runs inside the piece and meets no edge.
    fn is_open(&self, from: u32, to: u32) -> bool {
        let looks_inside = |node: u32, other: u32| {
            // Where rings touch, inside of each of them.
            self.bends.iter().filter(|b| b.node == node).all(|b| {
                let ring = [b.before, b.node, b.after].map(|n| Corner { point: self.at(n), key: NONE });
                in_cone(&ring, 1, self.at(other))
            })
        };
        looks_inside(from, to)
            && looks_inside(to, from)
            && !self.segments.iter().any(|&(p, q)| blocks(self.at(from), self.at(to), self.at(p), self.at(q)))
    }

    /// The one walk around the connected piece, interior on the left.
    fn walk(&self) -> Option<Vec<u32>> {
        // Of each node the nodes around it, counter-clockwise.
        let mut fans: Vec<Vec<u32>> = vec![Vec::new(); self.points.len()];
        for &(a, b) in &self.segments {
            fans[a as usize].push(b);
            fans[b as usize].push(a);
        }
        for (node, fan) in fans.iter_mut().enumerate() {
            let center = self.points[node];
            let is_left = |p: Point| p.x < center.x || (p.x == center.x && p.y < center.y);
            fan.sort_by(|&a, &b| {
                let (p, q) = (self.at(a), self.at(b));
                is_left(p).cmp(&is_left(q)).then(0.0_f64.total_cmp(&(orient(center, p, q) + 0.0)))
            });
        }
        let Bend { node: start, after: first, .. } = *self.bends.first()?;
        let mut walk = vec![start];
        let (mut from, mut to) = (start, first);
        for _ in 0..2 * self.segments.len() {
            // On with the next one clockwise from where the walk came from.
            let fan = &fans[to as usize];
            let at = fan.iter().position(|&n| n == from)?;
            let next = fan[(at + fan.len() - 1) % fan.len()];
            (from, to) = (to, next);
            if (from, to) == (start, first) {
                return Some(walk);
            }
            walk.push(from);
        }
        None
    }

    fn cut_ears(&self) -> Option<Vec<[u32; 3]>> {
        let mut walk = self.walk()?;
        let mut triangles = Vec::with_capacity(walk.len());
        let mut at = 0;
        let mut failures = 0;
        while walk.len() > 3 {
            let count = walk.len();
            let ear = [walk[(at + count - 1) % count], walk[at % count], walk[(at + 1) % count]];
            if self.is_ear(ear, &walk) {
                triangles.push(ear);
                walk.remove(at % count);
                // Going on two further makes triangles less thin than fanning out from one corner.
                at = (at + 1) % walk.len();
                failures = 0;
            } else {
                at = (at + 1) % count;
                failures += 1;
                if failures > count {
                    return None;
                }
            }
        }
        triangles.push([walk[0], walk[1], walk[2]]);
        Some(triangles)
    }

    /// Whether three corners in a row are a triangle with no other node on or in it.
    fn is_ear(&self, ear: [u32; 3], walk: &[u32]) -> bool {
        let [a, b, c] = ear.map(|node| self.at(node));
        if orient(a, b, c) <= 0.0 {
            return false;
        }
        walk.iter().filter(|node| !ear.contains(node)).all(|&node| {
            let p = self.at(node);
            orient(a, b, p) < 0.0 || orient(b, c, p) < 0.0 || orient(c, a, p) < 0.0
        })
    }

    /// Puts triangles together for as long as no part passes a node twice.
    fn put_together(&self, triangles: &[[u32; 3]]) -> Vec<Vec<u32>> {
        let mut parts: Vec<Vec<u32>> = triangles.iter().map(|t| t.to_vec()).collect();
        let mut owner: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for (index, t) in triangles.iter().enumerate() {
            for k in 0..3 {
                owner.insert((t[k], t[(k + 1) % 3]), index);
            }
        }
        let length = |&(a, b): &(u32, u32)| {
            let d = self.at(b) - self.at(a);
            d.x * d.x + d.y * d.y
        };
        let mut diagonals: Vec<(u32, u32)> =
            owner.keys().copied().filter(|&(a, b)| a < b && owner.contains_key(&(b, a))).collect();
        diagonals.sort_by(|d, e| length(e).total_cmp(&length(d)).then(d.cmp(e)));
        // The part that each triangle is in now.
        let mut part_of: Vec<usize> = (0..parts.len()).collect();
        for (a, b) in diagonals {
            let (Some(&left), Some(&right)) = (owner.get(&(a, b)), owner.get(&(b, a))) else { continue };
            let (left, right) = (part_of[left], part_of[right]);
            if left == right {
                continue;
            }
            let common = parts[left].iter().filter(|node| parts[right].contains(node)).count();
            if common != 2 {
                continue;
            }
            let gone = core::mem::take(&mut parts[right]);
            let kept = &mut parts[left];
            // Left runs a -> b, right b -> a: between a and b of the left goes the right from a to b.
            let Some(at) = kept.iter().position(|&n| n == a) else { continue };
            let Some(begin) = gone.iter().position(|&n| n == a) else { continue };
            let count = gone.len();
            let detour = (1..count - 1).map(|k| gone[(begin + k) % count]);
            kept.splice(at + 1..at + 1, detour);
            part_of.iter_mut().filter(|part| **part == right).for_each(|part| *part = left);
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Nodes into corners; every seam gets a key of its own.
    fn with_keys(&self, parts: &[Vec<u32>], out: &mut Pieces) -> Vec<Vec<Corner>> {
        let mut keys = self.keys.clone();
        parts
            .iter()
            .map(|part| {
                let count = part.len();
                (0..count)
                    .map(|i| {
                        let edge = (part[i], part[(i + 1) % count]);
                        let key = *keys.entry(edge).or_insert_with(|| out.new_key());
                        if !self.keys.contains_key(&edge) {
                            keys.insert((edge.1, edge.0), key);
                        }
                        Corner { point: self.at(part[i]), key }
                    })
                    .collect()
            })
            .collect()
    }
}
