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

interface WorkflowPicture {
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

const NODE = { width: 206, height: 62 };

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

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly states: ReadonlyMap<string, Point>;
  readonly arrows: readonly (Arrow & { readonly points: readonly Point[] })[];
}

const GAP = 34;

/** The way through, without the states one only falls into. */
function wayThrough(names: readonly string[], arrows: readonly Arrow[], isDown: boolean): Drawing {
  const graph = new Graph();
  graph.setGraph({
    rankdir: isDown ? "TB" : "LR",
    nodesep: GAP,
    ranksep: isDown ? 26 : 40,
    marginx: 4,
    marginy: 4,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of names) graph.setNode(name, { ...NODE });
  for (const { from, to } of arrows) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const place = (name: string): [string, Point] => {
    const { x = 0, y = 0 } = graph.node(name);
    return [name, { x, y }];
  };
  const drawn = arrows.map((arrow) => ({ ...arrow, points: graph.edge(arrow.from, arrow.to).points ?? [] }));
  return { width, height, states: new Map(names.map(place)), arrows: drawn };
}

/** From a state down (or out) to the line that leads to where one falls. */
function fall(from: Point, to: Point, isDown: boolean): readonly Point[] {
  const [w, h] = [NODE.width / 2, NODE.height / 2];
  if (isDown)
    return from.y > to.y - h - 8
      ? [
          { x: from.x + w, y: from.y },
          { x: to.x - w, y: from.y },
        ]
      : [
          { x: from.x + w, y: from.y },
          { x: to.x, y: from.y },
          { x: to.x, y: to.y - h },
        ];
  return from.x > to.x - w - 8
    ? [
        { x: from.x, y: from.y + h },
        { x: from.x, y: to.y - h },
      ]
    : [
        { x: from.x, y: from.y + h },
        { x: from.x, y: to.y },
        { x: to.x - w, y: to.y },
      ];
}

/** Where every state and arrow stands: the way through as a graph, what one falls into beside its end. */
function arranged(definition: Definition, direction: "right" | "down"): Drawing {
  const isDown = direction === "down";
  const arrows = arrowsOf(definition);
  const names = Object.keys(definition.States);
  const isFall = (name: string): boolean =>
    name !== definition.StartAt && arrows.every(({ to, aside }) => to !== name || aside);
  const [falls, way] = [names.filter(isFall), names.filter((name) => !isFall(name))];
  const main = wayThrough(
    way,
    arrows.filter(({ to }) => !isFall(to)),
    isDown,
  );
  const placed = falls.map((name, index): [string, Point] => [
    name,
    isDown
      ? {
          x: main.width + GAP + NODE.width / 2,
          y: main.height - 4 - NODE.height * (index + 0.5) - GAP * index,
        }
      : {
          x: main.width - 4 - NODE.width * (index + 0.5) - GAP * index,
          y: main.height + GAP + NODE.height / 2,
        },
  ]);
  const states = new Map([...main.states, ...placed]);
  const origin: Point = { x: 0, y: 0 };
  const falling = arrows
    .filter(({ to }) => isFall(to))
    .map((arrow) => ({
      ...arrow,
      points: fall(states.get(arrow.from) ?? origin, states.get(arrow.to) ?? origin, isDown),
    }));
  const room = falls.length === 0 ? 0 : GAP + 4;
  return {
    width: main.width + (isDown && room > 0 ? NODE.width + room : 0),
    height: main.height + (!isDown && room > 0 ? NODE.height + room : 0),
    states,
    arrows: [...falling, ...main.arrows],
  };
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
  const drawing = arranged(parsed, direction);
  const markOf = (name: string): StateMark => marks[name] ?? { look: "to_come", note: "" };
  const isTaken = ({ from, to, aside }: Arrow): boolean => {
    if (markOf(to).look === "to_come") return false;
    return aside ? markOf(from).look === "ended" : PASSED.has(markOf(from).look);
  };
  const [width, height] = [at(drawing.width), at(drawing.height)];
  // What was taken is drawn last, over what shares its line.
  const arrows = drawing.arrows.toSorted((a, b) => Number(isTaken(a)) - Number(isTaken(b)));
  return html`<svg
    class="workflow ${direction}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${label}"
  >
    ${arrows.map((arrow) => {
      const kind = `${arrow.aside ? "aside" : "on"}${isTaken(arrow) ? " taken" : ""}`;
      return html`<path class="arrow ${kind}" d="${pathOf(arrow.points)}" /><path
          class="tip ${kind}"
          d="${tipOf(arrow.points)}"
        />`;
    })}
    ${[...drawing.states].map(([name, point]) => drawState(name, point, markOf(name)))}
  </svg>`;
}
