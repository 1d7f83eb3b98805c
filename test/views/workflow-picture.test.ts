import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { workflowPicture } from "../../views/workflow-picture.ts";
import type { StateMark } from "../../views/workflow-picture.ts";

const definition = readFileSync(new URL("../../workflows/onboarding.asl.json", import.meta.url), "utf8");

const draw = (marks: Record<string, StateMark>, direction: "right" | "down" = "right", text = definition) =>
  workflowPicture({ definition: text, marks, direction, label: "Workflow." }).toString();

const HERE: StateMark = { look: "here", note: "3 days" };
const DONE: StateMark = { look: "done", note: "done in 2 days" };

const placeOf = (svg: string, name: string): { readonly x: number; readonly y: number } => {
  const match = new RegExp(
    `translate\\(([\\d.]+) ([\\d.]+)\\)"\\s*>(?:(?!<g)[\\s\\S])*?class="name"[^>]*>${name}<`,
  ).exec(svg);
  return { x: Number(match?.[1]), y: Number(match?.[2]) };
};

describe("the picture of the workflow", () => {
  test("has every state of the definition, named as one would say it", () => {
    const svg = draw({});
    const names = [...svg.matchAll(/class="name"[^>]*>([^<]*)</g)].map((match) => match[1]);
    expect(new Set(names)).toEqual(
      new Set(["Certification", "Closed", "Contract", "Finish", "First deal", "Training"]),
    );
    expect(svg.match(/class="state to_come"/g)).toHaveLength(6);
  });

  test("marks where the run is, with its timing, and the way it took", () => {
    const svg = draw({ Contract: DONE, Training: HERE });
    expect(svg).toMatch(/class="state done"[\s\S]*?Contract[\s\S]*?done in 2 days/);
    expect(svg).toMatch(/class="state here"[\s\S]*?Training[\s\S]*?3 days/);
    expect(svg.match(/class="arrow on taken"/g)).toHaveLength(1);
    expect(svg).not.toContain("arrow aside taken");
  });

  test("shows how a run that was broken off fell out of its stage", () => {
    const ended: StateMark = { look: "ended", note: "withdrawn" };
    const svg = draw({ Contract: DONE, Training: ended, Closed: ended });
    expect(svg.match(/class="arrow aside taken"/g)).toHaveLength(1);
  });

  test("reads from left to right, or on a narrow screen from top to bottom", () => {
    const wide = draw({});
    const tall = draw({}, "down");
    expect(placeOf(wide, "Contract").y).toBe(placeOf(wide, "First deal").y);
    expect(placeOf(wide, "Contract").x).toBeLessThan(placeOf(wide, "Training").x);
    expect(placeOf(tall, "Contract").x).toBe(placeOf(tall, "First deal").x);
    expect(placeOf(tall, "Contract").y).toBeLessThan(placeOf(tall, "Training").y);
  });

  test("draws the branches of another definition, too", () => {
    const branching = JSON.stringify({
      StartAt: "Ask",
      States: {
        Ask: { Type: "Choice", Choices: [{ Next: "Yes" }], Default: "No" },
        Yes: { Type: "Pass", Next: "Done" },
        No: { Type: "Pass", Next: "Done" },
        Done: { Type: "Succeed" },
      },
    });
    const svg = draw({ Ask: DONE, Yes: HERE }, "right", branching);
    expect(svg.match(/class="arrow on/g)).toHaveLength(4);
    expect(svg.match(/class="arrow on taken"/g)).toHaveLength(1);
    expect(placeOf(svg, "Yes").y).not.toBe(placeOf(svg, "No").y);
  });

  test("escapes what stands in it", () => {
    const svg = draw({ Contract: { look: "here", note: "<script>1</script>" } });
    expect(svg).not.toContain("<script>");
  });
});
