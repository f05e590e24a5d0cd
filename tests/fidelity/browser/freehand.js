// The pen's outline as a Konva.Path, shared by the dialects that fill it as curves.

import Konva from "konva";
import { getStroke } from "perfect-freehand";

const PEN = { thinning: 0.5, smoothing: 0.5, streamline: 0.5 };

export function freehandPath(points, size, style) {
  if (points.length < 2) return null;
  const outline = getStroke(
    points.map((point) => [point.x, point.y]),
    { ...PEN, size },
  );
  return new Konva.Path({ ...style, data: closedCurves(outline) });
}

// `M p0 Q p0 mid(p0,p1) p1 mid(p1,p2) … pn mid(pn,p0) Z`
function closedCurves(outline) {
  if (outline.length === 0) return "";
  const curves = outline.flatMap(([x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length];
    return [x, y, (x + nextX) / 2, (y + nextY) / 2];
  });
  return ["M", ...outline[0], "Q", ...curves, "Z"].join(" ");
}
