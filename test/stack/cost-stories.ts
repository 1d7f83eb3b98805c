import { expectPage, examAnswers, formTo, startExam } from "../../cli/partner-robot.ts";
import { unescapeHtml, webClient } from "../../cli/web-client.ts";
import type { PageView, WebClient } from "../../cli/web-client.ts";
import type { Program, Stage } from "../../domain/program.ts";
import { DAY, HOUR, MINUTE } from "../scenarios/harness.ts";
import type { World } from "../scenarios/harness.ts";
import { act, begin, CONTACTS, linkOf, SABINE, sampleProgram, TOM } from "../scenarios/story.ts";
import type { Run, Visited } from "../scenarios/story.ts";

/** What a story is told with. `measured` does a piece of it, and waits until all that follows is done. */
export interface Teller {
  readonly world: World;
  readonly measured: <T>(what: string, work: () => Promise<T>) => Promise<T>;
}

export type CostStory = (teller: Teller) => Promise<Run>;

interface Scene extends Teller {
  readonly run: Run;
  readonly program: Program;
  /** One for each person, who keeps what may be kept. */
  readonly browserOf: (who: string) => WebClient;
}

const OWN_FILES = /(?:href|src)="(\/(?:console\/)?assets\/[^"]+)"/g;

/** Loads the style sheets, scripts and pictures of pages, each once. */
function browser(baseUrl: string): WebClient {
  const client = webClient(baseUrl);
  const kept = new Set<string>();
  async function complete(page: PageView): Promise<PageView> {
    for (const [, address = ""] of page.body.matchAll(OWN_FILES)) {
      const path = unescapeHtml(address);
      if (kept.has(path)) continue;
      kept.add(path);
      await client.download(path);
    }
    return page;
  }
  return {
    get: async (path) => complete(await client.get(path)),
    submit: async (page, form, values) => complete(await client.submit(page, form, values)),
    post: async (path, values) => complete(await client.post(path, values)),
    download: (path) => client.download(path),
  };
}

async function scene(teller: Teller, data: Readonly<Record<string, unknown>> = {}): Promise<Scene> {
  const { world, measured } = teller;
  const contacts = CONTACTS.map((contact) => ({ ...contact }));
  const run = await measured("webhook", () => begin(world, { contacts, ...data }));
  const browsers = new Map<string, WebClient>();
  const browserOf = (who: string): WebClient => {
    const own = browsers.get(who) ?? browser(world.baseUrl);
    browsers.set(who, own);
    return own;
  };
  return { ...teller, run, browserOf, program: await sampleProgram() };
}

/** Follows the link of a mail, as far as the page of the step. */
const arrive = ({ run, measured, browserOf }: Scene, who: string, stage: Stage): Promise<Visited> =>
  measured(`${stage} page opened`, async () => {
    const link = await linkOf(run, who, stage);
    const client = browserOf(who);
    expectPage(await client.get(link.path));
    return {
      client,
      link,
      page: expectPage(await client.post(`${link.path}/session`, { secret: link.secret })),
    };
  });

async function contract(told: Scene): Promise<void> {
  const { client, link } = await arrive(told, SABINE, "contract");
  const page = await told.measured("agreement opened", async () =>
    expectPage(await client.post(`${link.path}/agreement/open`, {})),
  );
  await told.measured("agreement signed", async () => {
    const consent = { typedName: "Sabine Vogt", authorized: "yes", consent: "yes" };
    expectPage(await client.submit(page, formTo(page, /agreement\/sign$/), consent));
  });
}

async function training(told: Scene, who: string): Promise<void> {
  const { client, page } = await arrive(told, who, "training");
  let shown = page;
  for (;;) {
    const check = shown.forms.find(({ action }) => /\/modules\//.test(new URL(action).pathname));
    if (!check) return;
    const [track, module] = new URL(check.action).pathname.split("/").slice(-2);
    const modules = told.program.tracks.find(({ id }) => id === track)?.modules ?? [];
    const answers = (modules.find(({ id }) => id === module)?.check ?? []).map(({ id, options }) => [
      `q-${id}`,
      options.filter(({ correct }) => correct).map((option) => option.id),
    ]);
    const before = shown;
    shown = await told.measured("module done", async () =>
      expectPage(await client.submit(before, check, Object.fromEntries(answers))),
    );
  }
}

/** A page in the browser saves by itself every five minutes in which an answer has changed: once in an exam of less than ten. */
const SAVES = 1;

async function exam(told: Scene, who: string, { wrongly }: { readonly wrongly: boolean }): Promise<void> {
  const { program } = told;
  const track = who === SABINE ? "sales" : "technical";
  const visited = await arrive(told, who, "certification");
  const { client, link } = visited;
  const page = await told.measured("exam started", () => startExam(visited, track));
  const form = formTo(page, /submit$/);
  const answers = examAnswers(form, { track, program, wrongly });
  const attempt = form.fields.find(({ name }) => name === "attempt")?.value ?? "";
  const saving = { attempt, ...Object.fromEntries(answers.slice(0, 4)) };
  for (let save = 0; save < SAVES; save++) {
    await told.measured("exam answers saved", () =>
      client.post(`${link.path}/exam/${track}/answers`, saving),
    );
  }
  await told.measured("exam handed in", async () =>
    expectPage(await client.submit(page, form, Object.fromEntries(answers))),
  );
}

const PASSED = { wrongly: false };

const dealOf = ({ world, run }: Scene) => ({
  customerName: `${run.id.slice(-12)} Stahlbau`,
  customerDomain: `${run.id.slice(-12)}.example`,
  customerCountry: "DE",
  customerContact: "Jonas Reuter",
  need: "Ein Assistent soll die ersten Fragen im Service beantworten.",
  value: "48000",
  currency: "EUR",
  targetCloseDate: new Date(world.now() + 60 * DAY).toISOString().slice(0, 10),
  nextSteps: "Workshop im Januar.",
});

async function deal(told: Scene): Promise<void> {
  const { client, page } = await arrive(told, SABINE, "first_deal");
  await told.measured("deal registered", async () =>
    expectPage(await client.submit(page, formTo(page, /\/deal$/), dealOf(told))),
  );
}

/** Ops sign in, look at the run, open the registration and decide where they read it. */
async function decide(
  told: Scene,
  decision: string,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { run, measured } = told;
  await measured("deal reviewed", async () => {
    const client = await run.world.signIn();
    const closed = expectPage(await client.get(`/console/runs/${run.id}`));
    const opened = expectPage(await client.submit(closed, formTo(closed, /\/view_deal$/)));
    const decided = { decision, note: "As agreed with the partner by telephone.", ...values };
    expectPage(await client.submit(opened, formTo(opened, /\/review_deal$/), decided));
  });
}

async function correctDeal(told: Scene): Promise<void> {
  const { client, link, page } = await arrive(told, SABINE, "first_deal");
  const form = page.forms.some(({ action }) => action.endsWith("/deal/correct"))
    ? page
    : expectPage(await client.get(`${link.path}/deal/correct`));
  await told.measured("deal corrected", async () =>
    expectPage(
      await client.submit(form, formTo(form, /\/deal\/correct$/), {
        need: "Der Assistent beantwortet die ersten Fragen im Service und gibt schwierige weiter.",
      }),
    ),
  );
}

interface Between {
  readonly beforeContract?: (told: Scene) => Promise<unknown>;
  readonly beforeTraining?: (told: Scene) => Promise<unknown>;
  readonly beforeExams?: (told: Scene) => Promise<unknown>;
  readonly beforeDeal?: (told: Scene) => Promise<unknown>;
  readonly beforeDecision?: (told: Scene) => Promise<unknown>;
}

/** Two people do what is asked of them, with what happens in between. */
async function whole(told: Scene, between: Between = {}): Promise<Run> {
  await between.beforeContract?.(told);
  await contract(told);
  await between.beforeTraining?.(told);
  for (const who of [SABINE, TOM]) await training(told, who);
  await between.beforeExams?.(told);
  for (const who of [SABINE, TOM]) await exam(told, who, PASSED);
  await between.beforeDeal?.(told);
  await deal(told);
  await between.beforeDecision?.(told);
  await decide(told, "approve");
  return told.run;
}

const passing =
  (ms: number) =>
  ({ world, measured }: Scene): Promise<unknown> =>
    measured("time passed", async () => world.moveTime?.(ms));

/** Nobody hurries: everybody is reminded once of each stage. */
const reminded = (told: Scene): Promise<Run> =>
  whole(told, {
    beforeContract: passing(4 * DAY),
    beforeTraining: passing(7 * DAY),
    beforeExams: passing(4 * DAY),
    beforeDeal: passing(17 * DAY),
  });

const failedExam = (told: Scene): Promise<Run> =>
  whole(told, {
    async beforeExams() {
      await exam(told, SABINE, { wrongly: true });
      await passing(HOUR)(told);
    },
  });

const sentBackDeal = (told: Scene): Promise<Run> =>
  whole(told, {
    async beforeDecision() {
      await decide(told, "action_required", { fields: "need" });
      await correctDeal(told);
    },
  });

const WRONG = "sabine.vogt@heizwerk.invalid";

const bounced = (told: Scene): Promise<Run> =>
  whole(told, {
    async beforeContract() {
      await passing(2 * MINUTE)(told);
      await told.measured("address corrected", async () => {
        const client = await told.run.world.signIn();
        const values = { name: "Sabine Vogt", email: SABINE };
        expectPage(await act(told.run, "correct_address", { client, target: "c1", values }));
      });
    },
  });

/** The stories that costs are told for. */
export const COST_STORIES: Readonly<Record<string, CostStory>> = {
  happy_path: async (teller) => whole(await scene(teller)),
  reminded: async (teller) => reminded(await scene(teller)),
  failed_exam: async (teller) => failedExam(await scene(teller)),
  sent_back_deal: async (teller) => sentBackDeal(await scene(teller)),
  bounced_mail: async (teller) =>
    bounced(await scene(teller, { contacts: [{ ...CONTACTS[0], email: WRONG }, { ...CONTACTS[1] }] })),
};
