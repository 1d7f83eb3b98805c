import { setTimeout as pause } from "node:timers/promises";
import { fillFolder } from "./fill-folder.ts";
import { timeLists } from "./list-times.ts";
import type { ListTimes } from "./list-times.ts";
import { serve } from "./serving.ts";
import { timeTicks } from "./tick-times.ts";
import type { TickTimes } from "./tick-times.ts";

export interface Scale {
  readonly open: number;
  /** From the start command to the first page of the console. */
  readonly startMs: number;
  /** The most after the lists were asked for, some ticks included. */
  readonly rssBytes: number;
  readonly lists: ListTimes;
  readonly ticks: TickTimes;
}

/** Fills an empty folder. */
export async function prepareScale(folder: string, open: number, say: (line: string) => void): Promise<void> {
  await (await serve(folder)).stop();
  await fillFolder(folder, open, (done) => {
    if (done % 10_000 === 0 || done === open) say(`  ${done} of ${open} begun`);
  });
}

/** Measures a folder with so many open onboardings in it. */
export async function measureScale(folder: string, open: number): Promise<Scale> {
  const server = await serve(folder);
  try {
    const lists = await timeLists(server.desk, open);
    // A tick comes every minute.
    await pause(61_000);
    const rssBytes = server.rssBytes();
    await server.stop();
    return { open, startMs: server.startMs, rssBytes, lists, ticks: await timeTicks(folder) };
  } finally {
    await server.stop();
  }
}
