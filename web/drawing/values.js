// Saved values were never checked. The front end's arithmetic would join strings and draw nonsense where a
// number is saved as text, or throw at a null point; here they are read the way a person would.

export function number(value, missing = 0) {
  const read = value === null || value === undefined || value === "" ? missing : Number(value);
  return Number.isFinite(read) ? read : missing;
}

export function positive(value, otherwise) {
  const read = number(value, otherwise);
  return read > 0 ? read : otherwise;
}

export function records(value) {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function points(value) {
  return records(value)
    .map((point) => ({ ...point, x: number(point.x, NaN), y: number(point.y, NaN) }))
    .filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
}
