const FORMAT =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3])(:[0-5]\d)(:[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-7]):[0-5]\d|[+-]18:00)$/i;

/** Milliseconds since the epoch of an ISO-8601 date-time with its offset; undefined for one that never was. */
export function offsetDateTime(text: string): number | undefined {
  const day = FORMAT.exec(text)?.[1];
  // What JavaScript rolls over, as the 30th of February, is no day.
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  return isDay ? Date.parse(text.toUpperCase()) : undefined;
}
