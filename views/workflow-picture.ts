import { Graph, layout } from "@dagrejs/dagre";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** What the picture reads of a definition in the Amazon States Language. */
interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** How a state is drawn, and the line under its name. */
export interface StateMark {
  readonly look: "done" | "waived" | "here" | "late" | "ended" | "to_come";
  readonly note: string;
}

export interface WorkflowPicture {
  /** The definition's JSON. */
  readonly definition: string;
  readonly marks: Readonly<Record<string, StateMark>>;
  /** Read from left to right, or on narrow screens from top to bottom. */
  readonly direction: "right" | "down";
  /** What the picture says, for those who do not see it. */
  readonly label: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly aside: boolean;
}

const NODE = { width: 156, height: 62 };

const arrowsOf = ({ States }: Definition): Arrow[] =>
  Object.entries(States).flatMap(([from, state]) => [
    ...[state.Next, state.Default, ...(state.Choices ?? []).map((choice) => choice.Next)]
      .filter((next) => next !== undefined)
      .map((to) => ({ from, to, aside: false })),
    ...(state.Catch ?? []).map(({ Next }) => ({ from, to: Next, aside: true })),
  ]);

/** `FirstDeal` as "First deal". */
const spoken = (name: string): string => {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function arranged(definition: Definition, arrows: readonly Arrow[], direction: "right" | "down") {
  const graph = new Graph();
  graph.setGraph({
    rankdir: direction === "right" ? "LR" : "TB",
    nodesep: 34,
    ranksep: direction === "right" ? 40 : 26,
    marginx: 4,
    marginy: 4,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of Object.keys(definition.States)) graph.setNode(name, { ...NODE });
  // What goes on weighs more than what is caught, so that the way through is a straight line.
  for (const { from, to, aside } of arrows) graph.setEdge(from, to, { weight: aside ? 1 : 8 });
  layout(graph);
  return graph;
}

const at = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("");

/** The tip of an arrow, at its last point and in the direction of its last leg. */
function tipOf(points: readonly Point[]): string {
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const before = points.at(-2) ?? end;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const corner = (side: number) =>
    `${at(end.x - 8 * dx - side * 4 * dy)} ${at(end.y - 8 * dy + side * 4 * dx)}`;
  return `M${at(end.x)} ${at(end.y)}L${corner(1)}L${corner(-1)}Z`;
}

const SHAPES: Record<StateMark["look"], string> = {
  done: "M-4 0l3 3l6 -7",
  waived: "M-5 -4l5 4l-5 4M0 -4l5 4l-5 4",
  here: "M-4 -5l9 5l-9 5Z",
  late: "M0 -6l6.5 11h-13ZM0 -2v3",
  ended: "M-4 -4l8 8M4 -4l-8 8",
  to_come: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
};

function drawState(name: string, point: Point, mark: StateMark): Markup {
  const [left, top] = [point.x - NODE.width / 2, point.y - NODE.height / 2];
  return html`<g class="state ${mark.look}" transform="translate(${at(left)} ${at(top)})">
    <rect width="${NODE.width}" height="${NODE.height}" rx="8" />
    <path class="shape" d="${SHAPES[mark.look]}" transform="translate(20 23)" />
    <text class="name" x="36" y="28">${spoken(name)}</text>
    <text class="note" x="36" y="46">${mark.note}</text>
  </g>`;
}

const PASSED: ReadonlySet<StateMark["look"]> = new Set<StateMark["look"]>(["done", "waived"]);

/** The workflow as its definition says, the way taken marked. */
export function workflowPicture({ definition, marks, direction, label }: WorkflowPicture): Markup {
  const parsed: Definition = JSON.parse(definition);
  const arrows = arrowsOf(parsed);
  const graph = arranged(parsed, arrows, direction);
  const markOf = (name: string): StateMark => marks[name] ?? { look: "to_come", note: "" };
  const isTaken = ({ from, to, aside }: Arrow): boolean => {
    if (markOf(to).look === "to_come") return false;
    return aside ? markOf(from).look === "ended" : PASSED.has(markOf(from).look);
  };
  const { width = 0, height = 0 } = graph.graph();
  return html`<svg
    class="workflow ${direction}"
    viewBox="0 0 ${at(width)} ${at(height)}"
    width="${at(width)}"
    height="${at(height)}"
    role="img"
    aria-label="${label}"
  >
    ${arrows.map((arrow) => {
      const points: readonly Point[] = graph.edge(arrow.from, arrow.to).points ?? [];
      const kind = `${arrow.aside ? "aside" : "on"}${isTaken(arrow) ? " taken" : ""}`;
      return html`<path class="arrow ${kind}" d="${pathOf(points)}" /><path
          class="tip ${kind}"
          d="${tipOf(points)}"
        />`;
    })}
    ${Object.keys(parsed.States).map((name) => {
      const { x = 0, y = 0 } = graph.node(name);
      return drawState(name, { x, y }, markOf(name));
    })}
  </svg>`;
}
