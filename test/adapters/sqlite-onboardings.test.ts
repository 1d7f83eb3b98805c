import { onboardingsContract } from "../contracts/onboardings-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite((open) => onboardingsContract(open));
