import type { Machine } from "./describe-machine.ts";
import { resultsTable } from "./results-table.ts";
import type { Measured } from "./rounds.ts";

export interface Results {
  readonly measured: readonly Measured[];
  readonly machine: Machine;
  readonly rounds: number;
  readonly minutes: number;
  /** ISO 8601, the day. */
  readonly date: string;
}

const METHOD = `## How it was measured

Everything is measured once, then everything again, round after round; a figure is the median over the rounds, a ratio the median of the
ratios within each round. What is measured runs in processes of its own, on the disk named above.

- **Commit floor**: \`node:sqlite\` with WAL and \`synchronous=FULL\`, one row of 1 kB (about what the engine writes for a callback) in each transaction.
- **Engine**: \`workflows/onboarding.asl.json\` on the engine alone, its functions empty: 2,000 executions at once, 4 waits and 5 transitions each, every
  callback answered as it comes. It counts only if the stored histories of all 2,000 are complete. Writes that meet in one turn of the event loop
  share a commit, so the ratio may exceed 1.
- **Callback**: one execution alone; from handing in the answer to the call of the next stage's function, which comes after the commit.
- **Waiting**: the engine is killed (SIGKILL) with so many executions waiting. Then, from the start of a new process, through recovery, a callback and its
  commit, to the call of the next stage's function. Memory (RSS) a second later, without a garbage collection asked for.
- **Open onboardings**: a data folder filled by the real rules, store and engine with 100,000 open onboardings in all stages. \`npm start\` on it after a SIGKILL, until
  the console's first page is there; then every filter, searches and further pages of the list over HTTP; memory after that.
- **Webhook intake**: \`npm start\` on an empty folder, warmed up with 200 webhooks and come to rest, gets 20,000 more over 64 connections from a process that signed them before: each of a
  partner of its own, each answered 202 once it is on disk. \`dispatch\` works meanwhile on those accepted so far, slowly; what it did is in the CPU time. What is put off
  until the flood is over is not: entering the starts (docs/decisions/0021) is measured by itself, and what follows is "Webhook to first mail out". The bare server is warmed up
  alike, reads the same bodies and answers 202. CPU is user and system time of the whole process, as the process itself knows it.
- **Entering a start afterwards**: a process that opens the same store, enters 200 starts to be warm and accepts 10,000 as if more kept coming, does nothing then but enter
  them: its CPU until the journal is empty, for each. It counts only if all of them are found in the file. "With the entering" compares the bare server with both together.
- **Webhook to first mail out**: 60 webhooks at once and everything they bring about: the workflow, the agreement as a PDF, the mail.
- **Whole onboardings**: 20 at once, two people each, the sample program with all modules and exams, driven over HTTP by \`cli/drive-onboarding.ts\` (pages read,
  forms sent, the vendor's decision in the console) from one process; only the mails are read from the inbox's table instead of its list. The robots share the
  machine with the server.`;

function intro({ machine, rounds, minutes, date }: Results): string {
  const { cpu, cores, memoryGb, fileSystem, system, node } = machine;
  return `Written by \`npm run bench\` on ${date}, ${rounds} rounds in ${minutes} minutes.

| machine | |
| --- | --- |
| CPU | ${cpu}, ${cores} cores |
| memory | ${memoryGb} GB |
| disk | ${fileSystem} |
| system | ${system}, Node ${node} |`;
}

/** The text of `bench/results.md`. */
export const resultsPage = (results: Results): string =>
  [
    "# Measured",
    intro(results),
    "![Measured against the budgets](results.svg)",
    resultsTable(results.measured),
    METHOD,
  ]
    .join("\n\n")
    .concat("\n");
