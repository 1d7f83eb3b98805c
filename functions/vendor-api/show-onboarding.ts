import type { Context, Handler } from "hono";
import { parseOnboardingId, vendorOf } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { currentDeal } from "../../domain/onboarding.ts";
import { problems } from "../problem.ts";
import { onboardingView } from "./onboarding-view.ts";
import type { ApiEnv, VendorApiDeps } from "./vendor-api-deps.ts";

/** The id in the path, if it may be this vendor's; another's is told like one that does not exist. */
export function ownId(c: Context<ApiEnv>): OnboardingId | null {
  const id = parseOnboardingId(c.req.param("id") ?? "");
  return id && vendorOf(id) === c.var.vendor.id ? id : null;
}

/** `GET /api/onboardings/:id` */
export const showOnboarding = ({ baseUrl, onboardings, programs }: VendorApiDeps): Handler<ApiEnv> => {
  const answer = problems(baseUrl);
  return async (c) => {
    const id = ownId(c);
    const stored = id && (await onboardings.load(id));
    if (!id || !stored) return answer(c, "not_found");
    const { onboarding } = stored;
    const deal = currentDeal(onboarding);
    const [program, people, form] = await Promise.all([
      programs.version(onboarding.program.id, onboarding.program.version),
      onboardings.records(id, "person"),
      deal ? onboardings.record(id, "deal", String(deal.number)) : null,
    ]);
    if (!program) throw new Error(`${id}: its program is gone`);
    return c.json(onboardingView({ onboarding, program, people, deal: form, baseUrl }));
  };
};
