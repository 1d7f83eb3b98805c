import { isMainThread } from "node:worker_threads";
import { answerQuestions } from "./answering.ts";
import { ownUsage } from "./own-usage.ts";

// Loaded before a server's own code (--import), so that it can be asked what it used; the server knows nothing of it.
// A worker thread loads it too, and its time is part of the process's.
if (isMainThread) answerQuestions({ usage: ownUsage });
