import { agendaRules } from "./agenda.ts";
import { certificationRules } from "./certification-rules.ts";
import type { CommandKind, CommandOf, Context, Decision, Refusal } from "./commands.ts";
import { contractRules } from "./contract-rules.ts";
import { dealRules } from "./deal-rules.ts";
import type { Onboarding } from "./onboarding.ts";
import { peopleRules } from "./people-rules.ts";
import type { Result } from "./result.ts";
import { reviewRules } from "./review-rules.ts";
import type { Rules } from "./rule.ts";
import { runRules } from "./run-rules.ts";
import { stageRules } from "./stage-rules.ts";
import { trainingRules } from "./training-rules.ts";

const RULES: Rules<CommandKind> = {
  ...stageRules,
  ...contractRules,
  ...trainingRules,
  ...certificationRules,
  ...dealRules,
  ...reviewRules,
  ...peopleRules,
  ...runRules,
  ...agendaRules,
};

/**
 * What comes of a command: facts and records to write, or why the rules say no. A command that was carried out
 * before gives no facts and the same answer.
 */
export function decide<K extends CommandKind>(
  onboarding: Onboarding,
  command: CommandOf<K>,
  context: Context,
): Result<Decision, Refusal> {
  return RULES[command.kind](onboarding, command, context);
}
