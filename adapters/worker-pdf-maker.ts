import { Worker } from "node:worker_threads";
import type { PdfMaker } from "../domain/world.ts";
import type { PdfDelivery } from "./pdf-worker.ts";

export interface WorkerPdfMaker extends PdfMaker {
  /** Starts the thread before the first order, which takes a second. */
  warmUp(): void;
  close(): Promise<void>;
}

type Waiting = PromiseWithResolvers<Uint8Array>;

/** Makes the PDFs in a thread of their own: one takes as long as hundreds of requests, which would have to wait. */
export function workerPdfMaker(): WorkerPdfMaker {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let orders = 0;

  function failAll(fault: Error): void {
    worker = null;
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  }

  function deliver(delivery: PdfDelivery): void {
    const order = waiting.get(delivery.number);
    waiting.delete(delivery.number);
    if ("fault" in delivery) order?.reject(new Error(delivery.fault));
    else order?.resolve(delivery.bytes);
    if (waiting.size === 0) worker?.unref();
  }

  function open(): Worker {
    const opened = new Worker(new URL("pdf-worker.ts", import.meta.url));
    opened.on("message", deliver);
    opened.on("error", failAll);
    opened.on("exit", () => failAll(new Error("the thread that makes PDFs ended")));
    return opened;
  }

  return {
    warmUp() {
      worker ??= open();
      if (waiting.size === 0) worker.unref();
    },
    agreement(input) {
      worker ??= open();
      worker.ref();
      const number = ++orders;
      const order = Promise.withResolvers<Uint8Array>();
      waiting.set(number, order);
      worker.postMessage({ number, input });
      return order.promise;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
