import { vendorsContract } from "../contracts/vendors-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite(vendorsContract);
