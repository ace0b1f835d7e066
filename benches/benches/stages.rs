//! Criterion benches of the stages on the workloads' first instances: the shape check, Delaunay (the
//! floor under everybody), and the whole from raw rings to finished fragments.

#![allow(missing_docs, reason = "criterion's macros make public items")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use cutout_benches::ours::{self, Ours};
use cutout_benches::peers::{Cuts, Peer};
use cutout_benches::workloads;
use cutout_geometry::params::FillRule;
use cutout_geometry::shape::Shape;
use std::hint::black_box;

fn stages(criterion: &mut Criterion) {
    let mut shape_check = criterion.benchmark_group("shape_check");
    for workload in workloads::all() {
        let owned = ours::rings(&workload.instances[0]);
        let rings: Vec<&[_]> = owned.iter().map(Vec::as_slice).collect();
        let mut shape = Shape::default();
        shape_check.bench_function(BenchmarkId::from_parameter(workload.name), |bencher| {
            bencher.iter(|| shape.load(black_box(&rings), FillRule::NonZero).is_ok());
        });
    }
    shape_check.finish();

    let mut delaunay = criterion.benchmark_group("delaunay_floor");
    for workload in workloads::all() {
        let cuts = Cuts::of(&workload.instances[0]);
        if !cuts.sites.is_empty() {
            delaunay.bench_function(BenchmarkId::from_parameter(workload.name), |bencher| {
                bencher.iter(|| delaunator::triangulate(black_box(&cuts.sites)));
            });
        }
    }
    delaunay.finish();

    let mut whole = criterion.benchmark_group("whole");
    for workload in workloads::all() {
        let mut ours = Ours::default();
        ours.load(&workload.instances[0]);
        whole.bench_function(BenchmarkId::from_parameter(workload.name), |bencher| {
            bencher.iter(|| ours.cut())
        });
    }
    whole.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
