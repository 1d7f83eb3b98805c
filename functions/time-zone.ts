const CANONICAL = new Set(Intl.supportedValuesOf("timeZone"));
const NAME = /^[A-Za-z][\w+/-]{1,63}$/;

/** The one spelling of an IANA time zone, so that many spellings cannot fill what is kept by time zone; or `null`. */
export function timeZoneNamed(name: string): string | null {
  if (CANONICAL.has(name)) return name;
  if (!NAME.test(name)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}
