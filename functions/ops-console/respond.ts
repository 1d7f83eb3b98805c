import type { VendorId } from "../../domain/ids.ts";
import type { Operator } from "../../domain/operator.ts";
import type { Vendor } from "../../domain/vendor.ts";
import { messagePage } from "../../views/console/entry-pages.ts";
import { etagOf } from "../../views/console/shell.ts";
import type { Desk } from "../../views/console/shell.ts";
import type { Markup } from "../../views/markup.ts";
import { sameTag } from "../asset.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";

export const covers = ({ vendors }: Operator, vendor: VendorId): boolean =>
  vendors === "all" || vendors.includes(vendor);

/** The vendors an operator covers. */
export async function coveredVendors(
  { vendors }: OpsConsoleDeps,
  operator: Operator,
): Promise<readonly Vendor[]> {
  const all = await vendors.list();
  return all.filter(({ id }) => covers(operator, id));
}

export const deskOf = (c: ConsoleContext, deps: OpsConsoleDeps, vendor: Vendor | null): Desk => ({
  operator: c.get("operator"),
  now: deps.clock(),
  brand: vendor && { id: vendor.id, name: vendor.name, ...vendor.brand },
});

/** The same words whether it does not exist or belongs to somebody else. */
export const notFound = (c: ConsoleContext): Response | Promise<Response> =>
  c.html(messagePage("Not found", "There is nothing here, or it is not for you to see."), 404);

export const notAllowed = (c: ConsoleContext, needed: string): Response | Promise<Response> =>
  c.html(
    messagePage(
      "Not allowed",
      `This needs the role “${needed}”; yours is “${c.get("operator").role}”. Nothing was changed.`,
    ),
    403,
  );

/** For a run that nobody can work on either: the list of failures says since when. */
export const cannotShow = (c: ConsoleContext, reason: string): Response | Promise<Response> =>
  c.html(
    messagePage(
      "This onboarding cannot be shown",
      `The reason: ${reason}. It is tried again each minute: once the cause is mended, it goes on by itself and shows here again.`,
    ),
    500,
  );

/** One part of a page that keeps itself up to date: 304 as long as it is the same. */
function sendPart(c: ConsoleContext, content: Markup | undefined): Response | Promise<Response> {
  if (!content) return notFound(c);
  const etag = `"${etagOf(content)}"`;
  c.header("ETag", etag);
  if (sameTag(c.req.header("If-None-Match"), etag)) return c.body(null, 304);
  return c.html(content.toString());
}

/** The whole page, or the one part that is asked for. */
export function show(
  c: ConsoleContext,
  { part, page }: { readonly part: (name: string) => Markup | undefined; readonly page: () => string },
): Response | Promise<Response> {
  const name = c.req.query("part");
  return name ? sendPart(c, part(name)) : c.html(page());
}

/** The vendor whose brand the page bears: the only one, or the chosen one. */
export const soleVendor = (vendors: readonly Vendor[], chosen: VendorId | null): Vendor | null =>
  (vendors.length === 1 ? vendors[0] : vendors.find(({ id }) => id === chosen)) ?? null;

/** What a choice between vendors offers. */
export const choicesOf = (vendors: readonly Vendor[]) => vendors.map(({ id, name }) => ({ id, name }));
