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

/** Takes every module that the training page shows, and answers its check rightly. Returns their paths. */
export async function takeTraining({ client, page }: Visited, program: Program): Promise<string[]> {
  const paths = [...new Set(page.links.filter((href) => /\/modules\//.test(href)))].map(
    (href) => new URL(href, page.url).pathname,
  );
  for (const path of paths) {
    const [track = "", module = ""] = path.split("/").slice(-2);
    const questions =
      program.tracks.find(({ id }) => id === track)?.modules.find(({ id }) => id === module)?.check ?? [];
    const shown = expectPage(await client.get(path));
    const check = shown.forms.find(({ action }) => new URL(action).pathname === path);
    if (!check) continue;
    const answers = Object.fromEntries(
      questions.map((question) => [`q-${question.id}`, rightOptions(question)]),
    );
    expectPage(await client.submit(shown, check, answers));
  }
  return paths;
}

interface Exam {
  readonly track: string;
  readonly program: Program;
  /** Answers wrongly, to fail. */
  readonly wrongly?: boolean;
}

async function answerQuestion(client: WebClient, page: PageView, { form, exam }: { form: Form; exam: Exam }) {
  const bank = exam.program.tracks.find(({ id }) => id === exam.track)?.exam.bank ?? [];
  const asked = form.fields.find(({ name }) => name === "question")?.value;
  const question = bank.find(({ id }) => id === asked);
  const go = form.fields.find(({ name, type }) => name === "go" && type === "submit")?.value ?? "review";
  const answer = exam.wrongly ? wrongOptions(question) : rightOptions(question);
  return expectPage(await client.submit(page, form, { answer, go }));
}

/** Starts (or goes on with) an exam, answers every question and hands in. */
export async function sitExam({ client, link }: Visited, exam: Exam): Promise<PageView> {
  const path = `${link.path}/exam/${exam.track}`;
  const intro = expectPage(await client.get(path));
  const start = intro.forms.find(({ action }) => action.endsWith("/start"));
  let page = start ? expectPage(await client.submit(intro, start)) : intro;
  if (!questionForm(page)) page = expectPage(await client.get(`${path}/1`));
  for (let form = questionForm(page); form; form = questionForm(page)) {
    page = await answerQuestion(client, page, { form, exam });
  }
  return client.submit(page, formTo(page, /submit$/));
}

const questionForm = (page: PageView): Form | undefined =>
  page.forms.find(({ fields }) => fields.some(({ name }) => name === "question"));

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
