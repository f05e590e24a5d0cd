// Records what the original perfect-freehand draws, for tests/boardkit/scene/test_freehand.py.
//
//     npm ci --prefix tests
//     node tests/boardkit/scene/freehand/record.mjs > tests/boardkit/scene/freehand/outlines.json

import { getStroke } from "perfect-freehand";

const PEN = { thinning: 0.5, smoothing: 0.5, streamline: 0.5 };

const line = (count, x, y, dx, dy) =>
  Array.from({ length: count }, (_, i) => [x + dx * i, y + dy * i]);
const along = (count, place) => Array.from({ length: count }, (_, i) => place(i, i / (count - 1)));
const circle = (count, radius, turns = 1) =>
  along(count, (_, t) => {
    const angle = 2 * Math.PI * turns * t;
    return [100 + radius * Math.cos(angle), 100 + radius * Math.sin(angle)];
  });
const pressed = (points, pressure) => points.map(([x, y], i) => [x, y, pressure(i)]);

// A hand that wanders: the same on every run.
function wander(seed, count, reach) {
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  let [x, y, angle] = [200, 200, 6 * random()];
  return Array.from({ length: count }, () => {
    angle += 1.6 * (random() - 0.5);
    const step = reach * random();
    [x, y] = [x + step * Math.cos(angle), y + step * Math.sin(angle)];
    return [x, y];
  });
}

const wave = along(24, (_, t) => [20 + 300 * t, 80 + 30 * Math.sin(12 * t)]);
const corner = [...line(10, 20, 20, 10, 0), ...line(10, 110, 30, -6, 10)];

// name: [points, size, whether the pressure is simulated]
const strokes = {
  "one point": [[[50, 60]], 8],
  "one point with pressure": [[[50, 60, 0.8]], 8],
  "two points": [[[10, 20], [60, 50]], 6],
  "two points close together": [[[10, 20], [10.5, 20.25]], 6],
  "two points with pressure": [[[10, 20, 0.2], [60, 50, 0.9]], 6],
  "two identical points": [line(2, 30, 30, 0, 0), 10],
  "identical points": [line(12, 30, 30, 0, 0), 10],
  "identical points, then a line": [[...line(5, 30, 30, 0, 0), ...line(8, 30, 30, 9, 3)], 5],
  "a line, then identical points": [[...line(8, 30, 30, 9, 3), ...line(5, 93, 51, 0, 0)], 5],
  "three points": [[[10, 10], [40, 60], [90, 20]], 8],
  "shorter than its width": [line(9, 40, 40, 1, 0.5), 20],
  "as long as its width": [line(9, 40, 40, 2.5, 0), 20],
  "straight": [line(20, 0, 100, 10, 0), 4],
  "upright": [line(15, 100, 0, 0, 12), 4],
  "slow": [line(40, 10, 10, 0.7, 0.4), 4],
  "fast": [line(8, 10, 10, 90, 35), 4],
  "growing faster": [along(20, (i) => [10 + i * i, 50 + 3 * i]), 8],
  "wave": [wave, 12],
  "thick wave": [wave, 60],
  "hair-thin wave": [wave, 0.1],
  "circle": [circle(30, 50), 9],
  "spiral": [along(40, (i, t) => circle(40, 5 + 80 * t, 3)[i]), 5],
  "circle smaller than the pen": [circle(20, 3), 16],
  "zigzag": [along(14, (i) => [20 + 15 * i, i % 2 ? 100 : 40]), 7],
  "there and back": [[...line(10, 20, 50, 12, 0), ...line(10, 128, 50, -12, 0)], 8],
  "sharp corner": [corner, 8],
  "backwards at once": [[[10, 10], [100, 10], [20, 12], [90, 14], [30, 16]], 5],
  "hook at the end": [[...line(12, 20, 20, 10, 2), [126, 40], [118, 38]], 6],
  "far outside the page": [line(6, -4000.5, -3000.25, 1500, 900), 10],
  "tiny steps between large ones": [along(20, (i) => [30 * Math.floor(i / 4) + 0.01 * i, 10 + i]), 6],
  "wandering": [wander(7, 30, 14), 6],
  "wandering wildly": [wander(11, 30, 60), 10],
  "wandering closely": [wander(23, 30, 3), 14],
  "pressure on points, but simulated": [pressed(wave, (i) => (i % 5) / 5), 12],
  "real pressure": [pressed(wave, (i) => i / 23), 12, false],
  "real pressure of nothing and all": [pressed(wave, (i) => (i < 12 ? 0 : 1)), 12, false],
  "real pressure, not everywhere": [wave.map(([x, y], i) => (i % 3 ? [x, y] : [x, y, 0.9])), 12, false],
  "real pressure around a corner": [pressed(corner, (i) => 1 - i / 30), 9, false],
};

const rounded = (rows) => rows.map((row) => row.map((value) => Number(value.toFixed(6))));

const recordings = Object.entries(strokes).map(([name, [saved, size, simulatePressure = true]]) => {
  const points = rounded(saved);
  const outline = rounded(getStroke(points, { ...PEN, size, simulatePressure }));
  return JSON.stringify({ name, size, simulatePressure, points, outline });
});
process.stdout.write(`[\n${recordings.join(",\n")}\n]\n`);
