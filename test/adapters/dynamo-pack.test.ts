import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { pack, PACK_DICTIONARY, unpack } from "../../adapters/dynamo-pack.ts";
import { makeOnboarding, makeSummary } from "../make.ts";

test("what is packed comes back as it was, in any script", () => {
  const json = JSON.stringify({ name: "Müller & Söhne 🚀 شركة", list: [1, null, true] });
  expect(unpack(pack(json))).toBe(json);
});

test("a state packs to a fraction", () => {
  const onboarding = makeOnboarding();
  const json = JSON.stringify({ onboarding, summary: makeSummary(onboarding) });
  expect(pack(json).length).toBeLessThan(json.length / 5);
});

test("the dictionary is the one that everything stored was packed with", () => {
  const digest = createHash("sha256").update(PACK_DICTIONARY).digest("hex");
  expect(digest).toBe("78eba5085137952a1179a8e5bb166f07eb631f17b259c9822ee68c5f2173fea4");
});
