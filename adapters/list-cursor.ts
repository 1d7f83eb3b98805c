import { timingSafeEqual } from "node:crypto";
import type { ListQuery } from "../domain/ports.ts";
import type { Hmac } from "../domain/world.ts";

/** A cursor that was made up, changed, or taken from another list. */
export class BadCursor extends Error {
  constructor() {
    super("This cursor does not belong to this list. Begin again without a cursor.");
    this.name = "BadCursor";
  }
}

/** What a cursor is bound to: whose rows, which filters, which order. */
function scopeOf({ vendors, status, stage, program, attention, search, order }: ListQuery): string {
  const whose = vendors === "all" ? vendors : [...new Set(vendors)].toSorted();
  return JSON.stringify([whose, status, stage, program, attention, search, order]);
}

const base64url = (text: string): string => Buffer.from(text).toString("base64url");

/** `position` is the store's own way to say after which row to go on. */
export function sealCursor(hmac: Hmac, query: ListQuery, position: string): string {
  return `${base64url(position)}.${hmac("cursor", `${scopeOf(query)}\n${position}`)}`;
}

/** Throws `BadCursor`. */
export function openCursor(hmac: Hmac, query: ListQuery, cursor: string): string {
  const position = Buffer.from(cursor.split(".")[0] ?? "", "base64url").toString();
  const [given, expected] = [Buffer.from(cursor), Buffer.from(sealCursor(hmac, query, position))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new BadCursor();
  return position;
}
