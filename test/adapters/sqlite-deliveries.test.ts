import { deliveriesContract } from "../contracts/deliveries-contract.ts";
import { onSqlite } from "./open-sqlite-stores.ts";

onSqlite(deliveriesContract);
