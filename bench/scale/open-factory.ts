import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openNodeSecrets } from "../../adapters/node-secrets.ts";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { Command } from "../../domain/commands.ts";
import type { Actor } from "../../domain/events.ts";
import { instant, parseOnboardingId } from "../../domain/ids.ts";
import type { Instant, OnboardingId } from "../../domain/ids.ts";
import { makeChange } from "../../functions/change.ts";
import { finish } from "../../functions/finish/finish.ts";
import { parseFinishInput } from "../../functions/finish/finish-input.ts";
import { openStage } from "../../functions/open-stage/open-stage.ts";
import { parseStageEntered } from "../../functions/open-stage/stage-entered.ts";
import { resumeWorkflow } from "../../functions/resume-workflow.ts";
import { startOnboarding } from "../../functions/start-onboarding.ts";
import { deployWorkflow, engineWorkflow } from "../../local/engine-workflow.ts";
import { openEngine } from "../../local/engine/engine.ts";

const DEFINITION = new URL("../../workflows/onboarding.asl.json", import.meta.url);
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const randomId = (length: number): string =>
  Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");

/** The real store, engine and rules on a data folder that a server was started on before, with a clock to move. */
export type Factory = Awaited<ReturnType<typeof openFactory>>;

export async function openFactory(folder: string) {
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const store = openSqliteStore({ file, hmac, soleOwner: true });
  // What a power cut would take is made again.
  store.database.prepare("PRAGMA synchronous = OFF").get();
  let now: Instant = instant(Date.now());
  const clock = () => now;
  const { onboardings, tasks } = store;
  const change = makeChange({ ...store, clock, hmac });
  const engine = openEngine({
    file: join(folder, "engine.db"),
    clock,
    resources: {
      "open-stage": async (payload) => enter(parseStageEntered(payload)),
      finish: async (payload) => complete(parseFinishInput(payload)),
    },
  });
  const workflow = engineWorkflow(engine);
  const resume = resumeWorkflow({ onboardings, tasks, workflow });
  const enter = openStage({ tasks, change, resume });
  const complete = finish(change);
  await deployWorkflow(engine, await readFile(DEFINITION, "utf8"));
  const [vendor] = await store.vendors.list();
  const program = await store.programs.current("reseller");
  if (!vendor || !program) throw new Error(`${folder}: no server was started here yet`);
  const start = startOnboarding({ ...store, clock, hmac, randomId, baseUrl: "http://127.0.0.1:8080" });
  return {
    store,
    workflow,
    resume,
    setClock: (to: number) => void (now = instant(to)),
    clock,
    settled: () => engine.run(),
    async start(request: Parameters<typeof start>[0]["request"]): Promise<OnboardingId> {
      const webhookId = `msg_${request.externalPartnerId}`;
      const started = await start({ vendor, program, request, webhookId, bodyHash: "0".repeat(64) });
      const id = started.ok ? parseOnboardingId(started.value.onboardingId) : null;
      if (!id) throw new Error(`${webhookId} was not accepted`);
      return id;
    },
    async tell(id: OnboardingId, command: Command, actor: Actor): Promise<void> {
      const done = await change(id, command, actor);
      if (!done.ok) throw new Error(`${id}: ${command.kind} was refused: ${done.error.kind}`);
    },
    async close() {
      await engine.close();
      store.close();
    },
  };
}
