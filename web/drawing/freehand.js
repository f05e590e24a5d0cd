// The pen's outline, filled as curves or as a polygon.

import Konva from "konva";
import { getStroke } from "perfect-freehand";

const PEN = { thinning: 0.5, smoothing: 0.5, streamline: 0.5 };

// `points` as perfect-freehand takes them; `options` add to the pen's own.
export function freehandPath(points, size, style, options) {
  if (points.length < 2) return null;
  return new Konva.Path({ ...style, data: freehandData(points, size, options) });
}

export function freehandData(points, size, options = {}) {
  return closedCurves(outline(points, size, options));
}

export function freehandPolygon(points, size, style) {
  if (points.length < 2) return null;
  return new Konva.Line({ ...style, points: outline(points, size, {}).flat(), closed: true });
}

function outline(points, size, options) {
  return getStroke(points, { ...PEN, size, ...options });
}

// `M p0 Q p0 mid(p0,p1) p1 mid(p1,p2) … pn mid(pn,p0) Z`
function closedCurves(corners) {
  if (corners.length === 0) return "";
  const curves = corners.flatMap(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length];
    return [x, y, (x + nextX) / 2, (y + nextY) / 2];
  });
  return ["M", ...corners[0], "Q", ...curves, "Z"].join(" ");
}
