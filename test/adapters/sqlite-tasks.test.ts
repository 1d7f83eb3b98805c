import { tasksContract } from "../contracts/tasks-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite(tasksContract);
