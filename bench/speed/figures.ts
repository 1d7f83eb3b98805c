type Unit = "per_second" | "ms" | "s" | "mb" | "ratio" | "commits" | "count";

export interface Budget {
  /** Whether more is better. */
  readonly limit: "at_least" | "at_most";
  readonly value: number;
  readonly aim?: number;
}

export interface Figure {
  readonly what: string;
  readonly unit: Unit;
  readonly budget?: Budget;
}

const atLeast = (value: number, aim?: number): Budget =>
  aim === undefined ? { limit: "at_least", value } : { limit: "at_least", value, aim };
const atMost = (value: number): Budget => ({ limit: "at_most", value });

const ENGINE = {
  floorPerSecond: { what: "Commit floor: transactions of one row", unit: "per_second" },
  floorMs: { what: "Commit floor: mean time of a commit", unit: "ms" },
  enginePerSecond: { what: "Engine: durable state transitions", unit: "per_second", budget: atLeast(1000) },
  engineRatio: {
    what: "Engine: transitions to commits of the floor",
    unit: "ratio",
    budget: atLeast(0.25, 0.5),
  },
  callbackMs: { what: "Engine: callback to next stage open, p50", unit: "ms" },
  callbackCommits: {
    what: "Engine: callback to next stage open, p50, in mean commits of the floor",
    unit: "commits",
    budget: atMost(10),
  },
} as const satisfies Readonly<Record<string, Figure>>;

const WAITING = {
  waiting10kRss: { what: "10,000 waiting: memory of the engine", unit: "mb", budget: atMost(150) },
  waiting10kRestart: {
    what: "10,000 waiting: from the start of the process to the next stage open",
    unit: "s",
    budget: atMost(0.5),
  },
  waiting10kEngine: { what: "10,000 waiting: of it after the code was loaded", unit: "s" },
  waiting100kRss: { what: "100,000 waiting: memory of the engine", unit: "mb" },
  waiting100kRestart: {
    what: "100,000 waiting: from the start of the process to the next stage open",
    unit: "s",
  },
  waiting100kEngine: { what: "100,000 waiting: of it after the code was loaded", unit: "s" },
} as const satisfies Readonly<Record<string, Figure>>;

const OPEN = {
  openRss: { what: "100,000 open onboardings: memory of the server", unit: "mb", budget: atMost(1000) },
  openListMs: { what: "100,000 open onboardings: console list, p95", unit: "ms", budget: atMost(100) },
  openRestart: { what: "100,000 open onboardings: restart to serving", unit: "s", budget: atMost(15) },
} as const satisfies Readonly<Record<string, Figure>>;

const INTAKE = {
  barePerSecond: { what: "Bare `node:http` server: answered", unit: "per_second" },
  bareCpuMs: { what: "Bare `node:http` server: CPU for each request", unit: "ms" },
  intakePerSecond: { what: "Webhook intake: accepted", unit: "per_second", budget: atLeast(1000) },
  intakeRatio: {
    what: "Webhook intake: CPU for each request, bare server to ours",
    unit: "ratio",
    budget: atLeast(0.3, 0.5),
  },
  intakeFrontRatio: { what: "Webhook intake: the same without the thread that draws PDFs", unit: "ratio" },
  intakeEnteredRatio: { what: "Webhook intake: CPU with the entering, bare server to ours", unit: "ratio" },
  intakeCpuMs: { what: "Webhook intake: CPU for each webhook, all threads", unit: "ms" },
  intakeFrontMs: { what: "Webhook intake: of it without the thread that draws PDFs", unit: "ms" },
  intakeMainMs: { what: "Webhook intake: of it on the main thread", unit: "ms" },
  enteringCpuMs: { what: "Webhook intake: entering a start afterwards, CPU for each", unit: "ms" },
  intakeP50Ms: { what: "Webhook intake: time to the answer, p50", unit: "ms" },
  intakeP99Ms: { what: "Webhook intake: time to the answer, p99", unit: "ms" },
  intakeStarted: { what: "Webhook intake: share whose workflow ran at the last answer", unit: "ratio" },
  intakeMailed: { what: "Webhook intake: share whose first mail was out at the last answer", unit: "ratio" },
} as const satisfies Readonly<Record<string, Figure>>;

const WHOLE = {
  followUpPerSecond: { what: "Webhook to first mail out: sustained", unit: "per_second" },
  followUpCpuMs: { what: "Webhook to first mail out: CPU for each, all threads", unit: "ms" },
  onboardingsPerSecond: { what: "Whole onboardings, webhook to finish", unit: "per_second" },
  onboardingCpuMs: { what: "Whole onboardings: CPU of the server for each", unit: "ms" },
  onboardingRequests: { what: "Whole onboardings: requests for each", unit: "count" },
} as const satisfies Readonly<Record<string, Figure>>;

/** Everything that is measured, in the order of the report, with the budgets of the design. */
export const FIGURES = { ...ENGINE, ...WAITING, ...OPEN, ...INTAKE, ...WHOLE };

export type FigureName = keyof typeof FIGURES;

export const figure = (name: FigureName): Figure => FIGURES[name];

const NAMES: readonly string[] = Object.keys(FIGURES);

/** In the order of the report. */
export const FIGURE_NAMES: readonly FigureName[] = NAMES.filter(
  (name): name is FigureName => name in FIGURES,
);
