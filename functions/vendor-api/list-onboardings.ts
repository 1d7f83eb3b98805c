import type { Handler } from "hono";
import { problems } from "../problem.ts";
import { ListQuery, queryErrors } from "./queries.ts";
import { summaryView } from "./onboarding-view.ts";
import type { ApiEnv, VendorApiDeps } from "./vendor-api-deps.ts";

const isBadCursor = (fault: unknown): boolean => fault instanceof Error && fault.name === "BadCursor";

/** `GET /api/onboardings` */
export const listOnboardings = ({ baseUrl, onboardings }: VendorApiDeps): Handler<ApiEnv> => {
  const answer = problems(baseUrl);
  return async (c) => {
    const query = ListQuery.safeParse(c.req.query());
    if (!query.success) return answer(c, "invalid_query", { errors: queryErrors(query.error) });
    const { search, ...filters } = query.data;
    try {
      const page = await onboardings.list({
        ...filters,
        search: search === "" ? undefined : search,
        vendors: [c.var.vendor.id],
        order: "newest",
      });
      return c.json({ items: page.items.map(summaryView), next: page.next });
    } catch (fault) {
      if (!isBadCursor(fault)) throw fault;
      const errors = [{ pointer: "/cursor", detail: "This cursor does not belong to this list." }];
      return answer(c, "invalid_query", { errors });
    }
  };
};
