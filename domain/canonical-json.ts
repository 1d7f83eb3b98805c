/** JSON with sorted keys and no white space (as RFC 8785 for the values we store: no fractions, no exotic numbers). */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members: Readonly<Record<string, unknown>> = Object(value);
  let text = "";
  for (const key of Object.keys(members).toSorted()) {
    const member = members[key];
    if (member !== undefined) text += `${text && ","}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

// Nearly every string is plain, and asking is quicker than having it looked through for what must be escaped.
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e\xa0-\ud7ff]*$/;
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
