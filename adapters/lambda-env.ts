import * as z from "zod";

/** Reads the environment a function was given. Throws a fault that names each variable that is missing or wrong. */
export function readEnv<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  const parsed = z.object(shape).safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} (${message})`);
  throw new Error(`The environment does not fit: ${problems.join(", ")}.`);
}

/** The public https origin, without a slash at the end. */
export const readBaseUrl = (): string =>
  readEnv({ BASE_URL: z.url().transform((url) => new URL(url).origin) }).BASE_URL;
