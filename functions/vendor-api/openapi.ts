import * as z from "zod/mini";
import { PartnerApprovedBody } from "../partner-approved.ts";
import { PROBLEMS } from "../problem-catalog.ts";
import type { ProblemCode } from "../problem-catalog.ts";
import { Accepted, EventList, OnboardingDetail, OnboardingList, ProblemAnswer } from "./answers.ts";
import { EventsQuery, ListQuery } from "./queries.ts";

const SCHEMAS = { Accepted, OnboardingList, OnboardingDetail, EventList, Problem: ProblemAnswer };
type Schema = Readonly<Record<string, unknown>>;

/** OpenAPI wants no `$schema` in each of its parts. */
function jsonSchema(schema: z.core.$ZodType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}

const reference = (name: keyof typeof SCHEMAS | "PartnerApproved"): Schema => ({
  $ref: `#/components/schemas/${name}`,
});
const answer = (description: string, name: keyof typeof SCHEMAS) => ({
  description,
  content: { "application/json": { schema: reference(name) } },
});

/** Problems of one status share an entry: OpenAPI has one for each status. */
function refusals(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `${PROBLEMS[code].title} (${code})`).join("; "),
        content: { "application/problem+json": { schema: reference("Problem") } },
      },
    ]),
  );
}

const WORDS: Readonly<Record<string, string>> = {
  status: "Only onboardings in this status",
  stage: "Only onboardings that stand at this stage",
  search: "Beginning of the partner's name, or exactly an id, your id, a mail address or a domain",
  cursor: "From the answer before: `next` of a list, or the id of the last event you have",
  limit: "Entries in one answer",
};

const queryParameters = (query: z.ZodMiniObject) =>
  Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    description: WORDS[name],
    schema: jsonSchema(schema),
  }));

const pathParameter = (name: string, description: string) => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
});
const headerParameter = (name: string, description: string) => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
});

const ID = pathParameter("id", "The onboarding's id");

const webhook = {
  operationId: "receiveWebhook",
  summary: "Start an onboarding",
  description:
    "Send partner.approved when a partner is approved in your CRM. Signed after Standard Webhooks; safe to repeat under the same webhook-id.",
  security: [{ webhookSignature: [] }],
  parameters: [
    pathParameter("vendorId", "Your vendor id"),
    headerParameter(
      "webhook-id",
      "Unique for each message, the same in each repeat: letters, digits, _ and -, up to 128",
    ),
    headerParameter("webhook-timestamp", "Seconds since 1970, within five minutes of our clock"),
    headerParameter(
      "webhook-signature",
      "v1,<base64 HMAC-SHA256> or v1a,<base64 ed25519> of id.timestamp.body; up to 8, with spaces between",
    ),
  ],
  requestBody: { required: true, content: { "application/json": { schema: reference("PartnerApproved") } } },
  responses: {
    "202": answer("Accepted and stored; the onboarding begins. A repeat gets the same answer.", "Accepted"),
    ...refusals([
      "malformed_body",
      "webhook_not_verified",
      "body_too_large",
      "unsupported_media_type",
      "invalid_fields",
      "webhook_id_reused",
    ]),
  },
};

const byKey = [{ apiKey: [] }];

const paths = {
  "/webhooks/{vendorId}": { post: webhook },
  "/api/onboardings": {
    get: {
      operationId: "listOnboardings",
      summary: "List onboardings",
      description: "Newest first.",
      security: byKey,
      parameters: queryParameters(ListQuery),
      responses: {
        "200": answer("A page of onboardings", "OnboardingList"),
        ...refusals(["invalid_query", "api_key_required"]),
      },
    },
  },
  "/api/onboardings/{id}": {
    get: {
      operationId: "showOnboarding",
      summary: "Show an onboarding",
      description:
        "Status, stages with their times, people with their progress, agreement, certificates and deal.",
      security: byKey,
      parameters: [ID],
      responses: {
        "200": answer("The onboarding", "OnboardingDetail"),
        ...refusals(["api_key_required", "not_found"]),
      },
    },
  },
  "/api/onboardings/{id}/events": {
    get: {
      operationId: "listEvents",
      summary: "List an onboarding's events",
      description:
        "Oldest first. The log only grows: to follow it, send the id of the last event you have as cursor.",
      security: byKey,
      parameters: [ID, ...queryParameters(EventsQuery)],
      responses: {
        "200": answer("A page of events", "EventList"),
        ...refusals(["invalid_query", "api_key_required", "not_found"]),
      },
    },
  },
};

/** OpenAPI 3.1. Its schemas are those that real answers and webhooks are held against. */
export const openapi = (baseUrl: string) => ({
  openapi: "3.1.0",
  info: {
    title: "Partner onboarding",
    version: "1.0.0",
    description: `Start onboardings by webhook, follow them by API. Readable documentation: ${baseUrl}/docs`,
  },
  servers: [{ url: baseUrl }],
  paths,
  components: {
    securitySchemes: {
      apiKey: { type: "http", scheme: "bearer", description: "The API key of your vendor account" },
      webhookSignature: {
        type: "apiKey",
        in: "header",
        name: "webhook-signature",
        description: "Standard Webhooks 1.0.0",
      },
    },
    schemas: {
      PartnerApproved: jsonSchema(PartnerApprovedBody),
      ...Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema)])),
    },
  },
});
