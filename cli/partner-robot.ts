import type { Program, Question } from "../domain/program.ts";
import { webClient } from "./web-client.ts";
import type { Form, PageView, WebClient } from "./web-client.ts";

/** A link as a mail carries it, taken apart. */
export interface MailLink {
  /** `/p/<link id>`. */
  readonly path: string;
  readonly secret: string;
  readonly contact: string;
  readonly stage: string;
}

/** The links of steps in a mail's text. */
export const linksIn = (text: string): readonly MailLink[] =>
  [...text.matchAll(/(\/p\/[a-z0-9-]+\.[a-z0-9]+\.(c\d+)\.([a-z_]+))#([\w-]{20,})/g)].map(
    ([, path = "", contact = "", stage = "", secret = ""]) => ({ path, contact, stage, secret }),
  );

/** Something on the way did not look as it should. */
export class RobotFault extends Error {
  override readonly name = "RobotFault";
}

export function expectPage(page: PageView, status = 200): PageView {
  if (page.status === status) return page;
  const heading = /<h1[^>]*>([^]*?)<\/h1>/.exec(page.body)?.[1]?.trim() ?? page.body.slice(0, 200);
  throw new RobotFault(`${page.url} answered ${page.status} instead of ${status}: ${heading}`);
}

export function formTo(page: PageView, ending: RegExp): Form {
  const form = page.forms.find(({ action }) => ending.test(new URL(action).pathname));
  if (!form) throw new RobotFault(`${page.url} has no form to ${ending.source}`);
  return form;
}

const rightOptions = (question: Question | undefined): string[] =>
  question?.options.filter(({ correct }) => correct).map(({ id }) => id) ?? [];

const wrongOptions = (question: Question | undefined): string[] =>
  question?.options
    .filter(({ correct }) => !correct)
    .map(({ id }) => id)
    .slice(0, 1) ?? [];

/** Opens the page of a link: posts the secret, as the page's script or the paste-code form would. */
export async function visit(baseUrl: string, link: MailLink): Promise<{ client: WebClient; page: PageView }> {
  const client = webClient(baseUrl);
  expectPage(await client.get(link.path));
  const page = await client.post(`${link.path}/session`, { secret: link.secret });
  return { client, page };
}

type Visited = { readonly client: WebClient; readonly page: PageView; readonly link: MailLink };

/** Reads and signs the agreement. */
export async function signAgreement({ client, link }: Visited, typedName: string): Promise<PageView> {
  const read = expectPage(await client.post(`${link.path}/agreement/open`, {}));
  return client.submit(read, formTo(read, /agreement\/sign$/), {
    typedName,
    authorized: "yes",
    consent: "yes",
  });
}

/** Takes every module that is left, one after the other, and answers its check rightly. Returns their paths. */
export async function takeTraining({ client, page }: Visited, program: Program): Promise<string[]> {
  const taken: string[] = [];
  let shown = page;
  for (;;) {
    const check = shown.forms.find(({ action }) => /\/modules\//.test(new URL(action).pathname));
    if (!check) return taken;
    const path = new URL(check.action).pathname;
    const [track, module] = path.split("/").slice(-2);
    const modules = program.tracks.find(({ id }) => id === track)?.modules ?? [];
    const questions = modules.find(({ id }) => id === module)?.check ?? [];
    const answers = questions.map((question) => [`q-${question.id}`, rightOptions(question)]);
    shown = expectPage(await client.submit(shown, check, Object.fromEntries(answers)));
    taken.push(path);
  }
}

interface Exam {
  readonly track: string;
  readonly program: Program;
  /** Answers wrongly, to fail. */
  readonly wrongly?: boolean;
}

/** What somebody who knows the answers fills in, field by field, in the order of the page. */
export function examAnswers(
  form: Form,
  { track, program, wrongly = false }: Exam,
): readonly (readonly [string, readonly string[]])[] {
  const bank = program.tracks.find(({ id }) => id === track)?.exam.bank ?? [];
  const names = new Set(form.fields.map(({ name }) => name).filter((name) => name.startsWith("q-")));
  return [...names].map((name) => {
    const question = bank.find(({ id }) => name === `q-${id}`);
    return [name, wrongly ? wrongOptions(question) : rightOptions(question)];
  });
}

/** Starts an exam by the button of the step's page, unless it runs. Returns the page with its questions. */
export async function startExam({ client, link, page }: Visited, track: string): Promise<PageView> {
  const start = page.forms.find(({ action }) => action.endsWith(`/exam/${track}/start`));
  return expectPage(
    start ? await client.submit(page, start) : await client.get(`${link.path}/exam/${track}`),
  );
}

/** Starts (or goes on with) an exam, answers every question and hands in. */
export async function sitExam(visited: Visited, exam: Exam): Promise<PageView> {
  const page = await startExam(visited, exam.track);
  const form = formTo(page, /submit$/);
  return visited.client.submit(page, form, Object.fromEntries(examAnswers(form, exam)));
}

export interface Deal {
  readonly customerName: string;
  readonly customerDomain: string;
  readonly value: string;
  readonly targetCloseDate: string;
}

/** Registers a deal. */
export async function registerDeal({ client, page, link }: Visited, deal: Deal): Promise<PageView> {
  const form = page.forms.find(({ action }) => action.endsWith("/deal"))
    ? page
    : expectPage(await client.get(`${link.path}/deal/new`));
  return client.submit(form, formTo(form, /\/deal$/), {
    ...deal,
    customerCountry: "DE",
    customerContact: "Jonas Reuter",
    need: "The service team answers the same questions by telephone all day; an assistant shall take the first ones.",
    currency: "EUR",
    nextSteps: "A workshop with the head of service is agreed.",
  });
}
