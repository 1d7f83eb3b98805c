import { textOf, type JsonObject } from "./json.ts";

/** What `lambda:invoke` gives a state: the function's answer in an envelope. `call` is what history stores of it. */
export function lambdaResponse(call: JsonObject): JsonObject {
  const payload = call["payload"] ?? null;
  const requestId = textOf(call["requestId"]);
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(JSON.stringify(payload))),
    "Content-Type": "application/json",
    Date: new Date(Number(call["at"])).toUTCString(),
    "X-Amz-Executed-Version": "$LATEST",
    "x-amzn-Remapped-Content-Length": "0",
    "x-amzn-RequestId": requestId,
    "X-Amzn-Trace-Id": `root=1-00000000-${requestId.replaceAll("-", "").slice(0, 24)};sampled=0`,
  };
  const listed = Object.entries(headers).map(([name, value]) => [name, [value]]);
  return {
    ExecutedVersion: "$LATEST",
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(listed),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}
