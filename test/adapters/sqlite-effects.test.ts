import { effectsContract } from "../contracts/effects-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite(effectsContract);
