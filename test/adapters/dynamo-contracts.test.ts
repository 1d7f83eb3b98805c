import { deliveriesContract } from "../contracts/deliveries-contract.ts";
import { effectsContract } from "../contracts/effects-contract.ts";
import { settlingContract } from "../contracts/settling-contract.ts";
import { onboardingsContract } from "../contracts/onboardings-contract.ts";
import { programsContract } from "../contracts/programs-contract.ts";
import { snapshotsContract } from "../contracts/snapshots-contract.ts";
import { tasksContract } from "../contracts/tasks-contract.ts";
import { vendorsContract } from "../contracts/vendors-contract.ts";
import { dynamoStores, onDynamo } from "./open-dynamo-stores.ts";

// All in one file, because each file would start an emulator of its own.
onDynamo((local) => {
  const open = dynamoStores(local);
  onboardingsContract(open, 3);
  effectsContract(open);
  settlingContract(open);
  tasksContract(open);
  vendorsContract(open);
  programsContract(open);
  deliveriesContract(open);
  snapshotsContract(open);
});
