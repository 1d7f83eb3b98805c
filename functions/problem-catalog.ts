/** Every error our HTTP faces answer: the section of `/docs/errors` it points at, and what it says there. */
export const PROBLEMS = {
  malformed_body: {
    status: 400,
    title: "The body cannot be read",
    meaning:
      "The body is not UTF-8, begins with a byte order mark, is not JSON, or nests deeper than 16 levels.",
    remedy: "Send one JSON object, encoded as UTF-8 without a byte order mark.",
  },
  invalid_query: {
    status: 400,
    title: "A query parameter is not valid",
    meaning: "A filter, the limit or the cursor has a value we do not know.",
    remedy:
      "Take the cursor from the answer before it, unchanged; the other values are listed in the reference.",
  },
  webhook_not_verified: {
    status: 401,
    title: "The webhook could not be verified",
    meaning:
      "The vendor is unknown, or the signature headers are missing, repeated, malformed, forged, or more than five minutes off. Which of these it was is not said on purpose.",
    remedy:
      "Sign `id.timestamp.body` with the current secret on the exact bytes you send, check your clock, and send each header once.",
  },
  api_key_required: {
    status: 401,
    title: "A valid API key is required",
    meaning: "The Authorization header is missing, or its key is not in force.",
    remedy:
      "Send `Authorization: Bearer <apiKey>`. A lost key is replaced with `npm run vendor -- rotate-key <id>`.",
  },
  forbidden: {
    status: 403,
    title: "This is not allowed",
    meaning: "You are known, but your role or the origin of the request does not allow this.",
    remedy: "Ask an administrator for the role, or send the request from our own pages.",
  },
  not_found: {
    status: 404,
    title: "There is nothing here",
    meaning: "No such page or onboarding, or it belongs to another vendor.",
    remedy: "Check the address. Ids are case-sensitive and begin with your vendor id.",
  },
  method_not_allowed: {
    status: 405,
    title: "This address does not take that method",
    meaning: "The address exists, but not for this HTTP method. The Allow header names those it takes.",
    remedy: "Use one of the methods in the Allow header.",
  },
  body_too_large: {
    status: 413,
    title: "The body is larger than 64 KiB",
    meaning: "The body exceeds 65,536 bytes; it was not read to its end and its signature was not checked.",
    remedy: "Leave out what we do not ask for: unknown fields are ignored anyway.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body must be JSON in UTF-8",
    meaning: "The Content-Type is missing, is not application/json, or names a charset other than utf-8.",
    remedy: "Send `Content-Type: application/json`.",
  },
  misdirected: {
    status: 421,
    title: "This host is not served here",
    meaning: "The Host header names another host than the one this installation was set up for.",
    remedy: "Use the address in BASE_URL; a reverse proxy must pass the Host header on.",
  },
  invalid_fields: {
    status: 422,
    title: "Some fields are not valid",
    meaning: "The body was read, but fields are missing or have values we cannot use. Nothing was started.",
    remedy:
      "`errors` names each field with a JSON pointer (RFC 6901). Correct them and send under a new webhook-id.",
  },
  webhook_id_reused: {
    status: 422,
    title: "This webhook-id was used for another body",
    meaning: "The same webhook-id came before with other bytes. Nothing was changed.",
    remedy: "Repeat a webhook byte for byte, or give a new message a new webhook-id.",
  },
  too_many_requests: {
    status: 429,
    title: "Too many requests",
    meaning: "More requests came than we take in this time.",
    remedy: "Wait for the seconds in the Retry-After header.",
  },
  internal_error: {
    status: 500,
    title: "Something failed on our side",
    meaning: "The request could not be completed; nothing was half done.",
    remedy: "Send it again, webhooks under the same webhook-id. If it stays, tell us when it happened.",
  },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
