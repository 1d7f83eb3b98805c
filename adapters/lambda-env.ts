import * as z from "zod/mini";

/** Reads the environment a function was given. Throws a fault that names each variable that is missing or wrong. */
export function readEnv<Shape extends z.core.$ZodShape>(shape: Shape): z.infer<z.ZodMiniObject<Shape>> {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map(({ path }) => path.join(".")));
  const problems = [...names].map((name) => `${name} (${name in given ? "wrong" : "missing"})`);
  throw new Error(`The environment does not fit: ${problems.join(", ")}.`);
}

/** The public https origin, without a slash at the end. */
export const readBaseUrl = (): string =>
  readEnv({
    BASE_URL: z.pipe(
      z.url(),
      z.transform((url: string) => new URL(url).origin),
    ),
  }).BASE_URL;
