import { createHash, randomBytes } from "node:crypto";
import type { Operator, SignIn } from "../domain/operator.ts";
import type { Clock } from "../domain/world.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

export type LocalSignIn = Extract<SignIn, { readonly kind: "local" }> & {
  /** Makes a one-time secret, good for a day. Only its digest is kept. */
  issue(): Promise<string>;
};

/** The migration that makes this adapter's table. */
export const LOCAL_SIGN_IN_TABLE = `
  CREATE TABLE sign_in_secret (
    digest TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`;

const VALID_MS = 24 * 60 * 60 * 1000;

/** Whoever can read the machine's files is its admin. */
const LOCAL_ADMIN: Operator = { id: "local", name: "Local admin", role: "admin", vendors: "all" };

/** Sign-in by one-time links, for a console that only this machine can reach. */
export function localSignIn(db: SqliteDatabase, clock: Clock): LocalSignIn {
  return {
    kind: "local",

    async issue() {
      const secret = randomBytes(32).toString("base64url");
      const now = clock();
      await db.write(() => {
        db.prepare("DELETE FROM sign_in_secret WHERE expires_at <= ?").run(now);
        db.prepare("INSERT INTO sign_in_secret VALUES (?, ?)").run(digestOf(secret), now + VALID_MS);
      });
      return secret;
    },

    async redeem(secret) {
      const spent = await db.write(() =>
        db
          .prepare("DELETE FROM sign_in_secret WHERE digest = ? AND expires_at > ?")
          .run(digestOf(secret), clock()),
      );
      return spent.changes === 1 ? LOCAL_ADMIN : null;
    },
  };
}

/** Looked up by digest, so that the time a look-up takes tells nothing about the secret. */
const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
