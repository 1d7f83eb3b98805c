import type { Handler } from "hono";
import type * as z from "zod/mini";
import type { LoggedEvent } from "../../domain/events.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { eventTold } from "../event-told.ts";
import { problems } from "../problem.ts";
import type { EventList } from "./answers.ts";
import { isoTime } from "./onboarding-view.ts";
import { EventsQuery, queryErrors } from "./queries.ts";
import { ownId } from "./show-onboarding.ts";
import type { ApiEnv, VendorApiDeps } from "./vendor-api-deps.ts";

type EventView = z.infer<typeof EventList>["items"][number];

const eventView = ({ id, at, actor, event }: LoggedEvent): EventView => ({
  id,
  type: event.type,
  at: isoTime(at),
  actor,
  data: eventTold(event),
});

/** After the event a cursor names; one more than asked for tells whether another page follows. */
async function eventsAfter(
  onboardings: VendorApiDeps["onboardings"],
  id: OnboardingId,
  { cursor = "1.-1", limit }: z.infer<typeof EventsQuery>,
): Promise<readonly LoggedEvent[]> {
  const [rev = 1, position = -1] = cursor.split(".").map(Number);
  // A commit holds at least one event.
  const commits = await onboardings.commits(id, rev - 1, limit + 2);
  return commits.flatMap((commit) => commit.events.filter((_event, at) => commit.rev > rev || at > position));
}

/** `GET /api/onboardings/:id/events`, oldest first. */
export const listEvents = ({ baseUrl, onboardings }: VendorApiDeps): Handler<ApiEnv> => {
  const answer = problems(baseUrl);
  return async (c) => {
    const id = ownId(c);
    if (!id || !(await onboardings.load(id))) return answer(c, "not_found");
    const query = EventsQuery.safeParse(c.req.query());
    if (!query.success) return answer(c, "invalid_query", { errors: queryErrors(query.error) });
    const following = await eventsAfter(onboardings, id, query.data);
    const items = following.slice(0, query.data.limit);
    const next = following.length > items.length ? items.at(-1)?.id : undefined;
    return c.json({ items: items.map(eventView), next: next ?? null });
  };
};
