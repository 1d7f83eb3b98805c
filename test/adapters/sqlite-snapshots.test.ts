import { snapshotsContract } from "../contracts/snapshots-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite(snapshotsContract);
