import { expect, test } from "vitest";
import { MAILS } from "../../domain/effect.ts";
import { OPERATOR_ROLES } from "../../domain/operator.ts";
import { summarize } from "../../domain/summarize.ts";
import { ATTENTION } from "../../domain/summary.ts";
import { after, ANNA, DAY } from "../make.ts";
import { completed, openIn } from "./run.ts";

test("every mail that is asked for is among those we have", () => {
  const asked = completed().effects.flatMap((effect) => (effect.kind === "mail" ? [effect.mail] : []));
  expect(MAILS).toEqual(expect.arrayContaining(asked));
});

test("reasons for attention are listed from the most to the least pressing", () => {
  const run = openIn("training").until(after(31 * DAY));
  run.do({ kind: "record_bounce", contact: ANNA, email: "1.0.0" });
  const kinds = summarize(run.o, run.program).attention.map(({ kind }) => kind);
  expect(kinds).toEqual(ATTENTION.filter((kind) => kinds.includes(kind)));
  expect(kinds).toHaveLength(2);
});

test("operators' roles go from the least to the most", () => {
  expect(OPERATOR_ROLES).toEqual(["viewer", "operator", "admin"]);
});
