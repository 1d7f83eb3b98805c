import { expect, test } from "vitest";
import { eventTold } from "../../functions/event-told.ts";
import { ANNA, makeDocument } from "../make.ts";

test("the vendor's systems are told what is in the document that was sent, and not where we keep it", () => {
  const document = makeDocument();
  const { key, ...told } = document;
  const data = eventTold({ type: "agreement.sent", signatory: ANNA, document });
  expect(data).toEqual({ signatory: ANNA, document: told });
  expect(JSON.stringify(data)).not.toContain(key);
});
