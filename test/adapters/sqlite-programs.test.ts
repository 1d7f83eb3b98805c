import { programsContract } from "../contracts/programs-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite(programsContract);
