import { inject } from "vitest";

const { baseUrl, apiOrigin, providerUrl, providerOrigin } = inject("stack");

/** As the hosts file of a browser would: public names lead to where they are stood in for. */
const ORIGINS = new Map([
  [new URL(baseUrl).origin, apiOrigin],
  [new URL(providerUrl).origin, providerOrigin],
]);

const direct = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const origin = ORIGINS.get(url.origin);
  if (origin === undefined) return direct(input, init);
  const there = new URL(url.pathname + url.search, origin);
  const response = await direct(there, input instanceof Request ? new Request(there, input) : init);
  Object.defineProperty(response, "url", { value: url.href });
  return response;
};
