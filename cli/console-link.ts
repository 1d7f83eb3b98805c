import { join } from "node:path";
import { existsSync } from "node:fs";
import { readCredentials } from "../local/credentials-file.ts";
import { dataDir } from "./data-dir.ts";
import { newConsoleLink } from "./new-console-link.ts";

const folder = dataDir();
const file = join(folder, "machine.db");
const credentials = await readCredentials(folder);
const baseUrl = process.env["BASE_URL"] || credentials?.baseUrl;

if (!existsSync(file) || !baseUrl) {
  process.stderr.write(
    `There is no running installation in ${folder}: start it with npm start, or set DATA_DIR.\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(`${await newConsoleLink(folder, baseUrl)}\n`);
}
