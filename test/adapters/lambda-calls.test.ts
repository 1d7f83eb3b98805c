import { LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, onTestFinished, test } from "vitest";
import { lambdaPdfMaker } from "../../adapters/lambda-pdf-maker.ts";
import { lambdaWaker } from "../../adapters/lambda-waker.ts";
import { pdfkitPdfMaker } from "../../adapters/pdfkit-pdf-maker.ts";
import { instant, onboardingId } from "../../domain/ids.ts";
import type { AgreementPdf } from "../../domain/world.ts";
import { handler as makePdf } from "../../functions/make-pdf/handler.ts";
import { awsClient, loopbackServer } from "../loopback-server.ts";
import { ACME } from "../make.ts";

interface Invoked {
  readonly name: string;
  readonly type: string | string[] | undefined;
  readonly payload: unknown;
}

/** Lambda's Invoke, where every function is `run`. */
async function lambda(run: (payload: unknown) => Promise<unknown>) {
  const invoked: Invoked[] = [];
  const endpoint = await loopbackServer(async (request, response) => {
    const payload: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const name = decodeURIComponent(/functions\/([^/]+)\//.exec(request.url ?? "")?.[1] ?? "");
    const type = request.headers["x-amz-invocation-type"];
    invoked.push({ name, type, payload });
    if (type === "Event") {
      response.writeHead(202).end();
      return;
    }
    try {
      const answer = await run(payload);
      response.writeHead(200).end(JSON.stringify(answer));
    } catch (fault) {
      const body = { errorType: "Error", errorMessage: String(fault) };
      response.writeHead(200, { "x-amz-function-error": "Unhandled" }).end(JSON.stringify(body));
    }
  });
  const client = new LambdaClient({ ...awsClient(endpoint), maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return { client, invoked };
}

const agreement: AgreementPdf = {
  locale: "de",
  title: "Partnervertrag",
  vendorName: "Acme GmbH",
  body: [
    { kind: "heading", level: 2, text: [{ text: "§ 1 Zweck", style: "plain" }] },
    {
      kind: "list",
      ordered: true,
      items: [[{ text: "Eins", style: "strong", href: "https://acme.example" }]],
    },
    {
      kind: "table",
      head: [[{ text: "Stufe", style: "plain" }]],
      rows: [[[{ text: "Gold", style: "code" }]]],
    },
  ],
  at: instant(Date.UTC(2026, 0, 5)),
  evidence: { title: "Nachweis", intro: "Unterschrift", rows: [["Name", "Zoë 🚀"]] },
};

describe("a PDF made by the function for it", () => {
  const invocation = { awsRequestId: "r-1", getRemainingTimeInMillis: () => 30_000 };

  test("is the same, byte for byte, as one made here", async () => {
    const { client, invoked } = await lambda((payload) => makePdf(payload, invocation));
    const made = await lambdaPdfMaker(client, "make-pdf").agreement(agreement);
    expect(Buffer.from(made).equals(await pdfkitPdfMaker().agreement(agreement))).toBe(true);
    expect(invoked).toMatchObject([{ name: "make-pdf" }]);
  });

  test("that could not be made is a fault that says why", async () => {
    const { client } = await lambda(async () => Promise.reject(new Error("no fonts")));
    await expect(lambdaPdfMaker(client, "make-pdf").agreement(agreement)).rejects.toThrow("no fonts");
  });
});

describe("waking", () => {
  test("asks each function for all onboardings, some at a time, and waits for none", async () => {
    const { client, invoked } = await lambda(() => new Promise(() => {}));
    const ids = Array.from({ length: 60 }, (_, n) =>
      onboardingId(ACME, `partner${String(n).padStart(5, "0")}`),
    );
    await lambdaWaker(client, ["dispatch", "deliver"])(ids);
    for (const name of ["dispatch", "deliver"]) {
      const payloads = invoked.filter((one) => one.name === name).map(({ payload }) => Object(payload).wake);
      expect(payloads.flat()).toEqual(ids);
      expect(Math.max(...payloads.map((wake) => wake.length))).toBeLessThanOrEqual(25);
    }
    expect(new Set(invoked.map(({ type }) => type))).toEqual(new Set(["Event"]));
  });

  test("nobody invokes nothing", async () => {
    const { client, invoked } = await lambda(async () => null);
    await lambdaWaker(client, ["dispatch"])([]);
    expect(invoked).toEqual([]);
  });
});
