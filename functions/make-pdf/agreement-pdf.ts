import * as z from "zod/mini";
import { LOCALES } from "../../domain/content.ts";
import { instant } from "../../domain/ids.ts";
import type { AgreementPdf } from "../../domain/world.ts";

const span = z.object({
  text: z.string(),
  style: z.enum(["plain", "strong", "emphasis", "code"]),
  href: z.exactOptional(z.string()),
});
const spans = z.array(span);
const block = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("heading"), level: z.union([z.literal(2), z.literal(3)]), text: spans }),
  z.object({ kind: z.literal("paragraph"), text: spans }),
  z.object({ kind: z.literal("note"), text: spans }),
  z.object({ kind: z.literal("list"), ordered: z.boolean(), items: z.array(spans) }),
  z.object({ kind: z.literal("table"), head: z.array(spans), rows: z.array(z.array(spans)) }),
]);

const schema = z.object({
  locale: z.enum(LOCALES),
  title: z.string(),
  vendorName: z.string(),
  body: z.array(block),
  at: z.pipe(z.number(), z.transform(instant)),
  evidence: z.nullable(
    z.object({
      title: z.string(),
      intro: z.string(),
      rows: z.array(z.tuple([z.string(), z.string()])),
    }),
  ),
});

/** Parses what `dispatch` asks for; throws when the two disagree. */
export const parseAgreementPdf = (payload: unknown): AgreementPdf => schema.parse(payload);
