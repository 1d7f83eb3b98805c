import { effectsContract } from "../contracts/effects-contract.ts";
import { settlingContract } from "../contracts/settling-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite(effectsContract);
onSqlite(settlingContract);
