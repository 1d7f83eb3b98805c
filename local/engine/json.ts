export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** Step Functions' limit for the input and output of a state, an execution and a callback, in UTF-8 bytes. */
export const PAYLOAD_LIMIT = 262_144;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The string, or an empty one for anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function typeName(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

export function isTooLarge(value: Json, limit = PAYLOAD_LIMIT): boolean {
  return isTextTooLarge(JSON.stringify(value), limit);
}

export function isTextTooLarge(text: string, limit = PAYLOAD_LIMIT): boolean {
  if (text.length > limit) return true;
  return text.length * 3 > limit && Buffer.byteLength(text) > limit;
}

/** Undefined when the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
