import type { RouteMatch } from "./http-event.ts";

interface Segmented {
  readonly routeKey: string;
  readonly method: string;
  readonly segments: readonly string[];
}

const segmentsOf = (path: string): readonly string[] => path.split("/").slice(1);

function parse(routeKey: string): Segmented {
  const [method = "", path = ""] = routeKey.split(" ");
  return { routeKey, method, segments: segmentsOf(path) };
}

/** What the variables of a route hold, if the path fits; `{name+}` takes all that is left, at least one part. */
function parametersOf({ segments }: Segmented, path: readonly string[]): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const [, name, greedy] = /^\{([^+}]+)(\+?)\}$/.exec(segment) ?? [];
    const actual = path[index];
    if (actual === undefined) return null;
    if (name === undefined) {
      if (segment !== actual) return null;
    } else if (greedy) {
      const rest = path.slice(index).join("/");
      return rest === "" ? null : { ...found, [name]: rest };
    } else {
      if (actual === "") return null;
      found[name] = actual;
    }
  }
  return path.length === segments.length ? found : null;
}

/** Fixed parts before variables, variables before greedy ones, a method before ANY. */
function weight({ segments, method }: Segmented): string {
  const parts = segments.map((segment) =>
    segment.endsWith("+}") ? "3" : segment.startsWith("{") ? "2" : "1",
  );
  return `${parts.join("")}~${method === "ANY" ? "2" : "1"}`;
}

/** The route of an HTTP API that takes a request; `null`: 404. */
export function routeFor(
  routeKeys: readonly string[],
  { method, path }: { readonly method: string; readonly path: string },
): RouteMatch | null {
  const parts = segmentsOf(path);
  const fitting = routeKeys
    .filter((key) => key !== "$default")
    .map(parse)
    .filter((route) => route.method === "ANY" || route.method === method)
    .flatMap((route) => {
      const pathParameters = parametersOf(route, parts);
      return pathParameters ? [{ route, pathParameters }] : [];
    })
    .toSorted((one, other) => (weight(one.route) < weight(other.route) ? -1 : 1));
  const [best] = fitting;
  if (best) return { routeKey: best.route.routeKey, pathParameters: best.pathParameters };
  return routeKeys.includes("$default") ? { routeKey: "$default", pathParameters: {} } : null;
}
