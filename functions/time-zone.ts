// Made on first use: it takes longer than to load much of a bundle.
let canonical: ReadonlySet<string> | null = null;
const NAME = /^[A-Za-z][\w+/-]{1,63}$/;

/** The one spelling of an IANA time zone, so that many spellings cannot fill what is kept by time zone; or `null`. */
export function timeZoneNamed(name: string): string | null {
  canonical ??= new Set(Intl.supportedValuesOf("timeZone"));
  if (canonical.has(name)) return name;
  if (!NAME.test(name)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}
