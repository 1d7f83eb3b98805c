import { describe, expect, test } from "vitest";
import {
  isWebhookSecret,
  type SignedWebhook,
  signWebhook,
  verifyWebhook,
} from "../../adapters/standard-webhooks.ts";
import { instant } from "../../domain/ids.ts";

/** The published ones: the specification's libraries (C#, Go, Java, JS, PHP, Python, Ruby; Rust) and Svix's server. */
const VECTORS = [
  {
    name: "v1 of the specification",
    signing: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    verifying: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
    signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  },
  {
    name: "v1 of the Rust library",
    signing: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    verifying: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
    timestamp: 1649367553,
    body: '{"email":"test@example.com","username":"test_user"}',
    signature: "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
  },
  {
    name: "v1a of Svix",
    signing: "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==",
    verifying: "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
    signature: "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
  },
] as const;
const [SPEC, RUST, SVIX] = VECTORS;

type Vector = (typeof VECTORS)[number];
const signOnce = (
  secret: string,
  { id, ...message }: { id: string; timestamp: number; body: string | Uint8Array },
): string => signWebhook([secret], id, message);

type Changes = Partial<{
  secrets: readonly string[];
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  body: string | Uint8Array;
  late: number;
}>;

function input(vector: Vector, changes: Changes): SignedWebhook {
  const all = {
    secrets: [vector.verifying],
    id: vector.id,
    timestamp: String(vector.timestamp),
    signature: vector.signature,
    body: vector.body,
    late: 0,
    ...changes,
  };
  return {
    secrets: all.secrets,
    headers: { id: all.id, timestamp: all.timestamp, signature: all.signature },
    body: typeof all.body === "string" ? Buffer.from(all.body) : all.body,
    now: instant((vector.timestamp + all.late) * 1000),
  };
}

const verify = (vector: Vector, changes: Changes = {}): string | null =>
  verifyWebhook(input(vector, changes));

const DECOYS = [
  "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
  "v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
];

describe("a published vector", () => {
  test.each(VECTORS)("verifies, and signing gives the same bytes: $name", (vector) => {
    expect(verify(vector)).toBe(vector.id);
    expect(signOnce(vector.signing, vector)).toBe(vector.signature);
    expect(signOnce(vector.signing, { ...vector, body: Buffer.from(vector.body) })).toBe(vector.signature);
  });
});

describe("a signature", () => {
  test.each([
    "v1,",
    SPEC.signature.slice(0, 8),
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=",
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLawdd",
    `v2,${SPEC.signature.slice(3)}`,
    SPEC.signature.slice(3),
    "",
    undefined,
    `${SPEC.signature}, ${SPEC.signature}`,
    `${SPEC.signature},${SPEC.signature}`,
    `${SPEC.signature}  `,
    `\t${SPEC.signature}`,
    SPEC.signature.replace("=", "%3D"),
  ])("that is not one does not verify: %s", (signature) => {
    expect(verify(SPEC, { signature })).toBeNull();
  });

  test("of another message does not verify", () => {
    const signature = "v1,R3PTzyfHASBKHH98a7yexTwaJ4yNIcGhFQc1yuN+BPU=";
    expect(verify(RUST, { signature })).toBeNull();
    expect(verify(SVIX, { body: `${SVIX.body} ` })).toBeNull();
    expect(verify(SVIX, { signature: "v1a,AAAA" })).toBeNull();
  });

  test("is found among others, up to eight of them", () => {
    expect(verify(SPEC, { signature: [...DECOYS, SPEC.signature].join(" ") })).toBe(SPEC.id);
    const seven = Array.from({ length: 7 }, () => DECOYS[0]);
    expect(verify(SPEC, { signature: [...seven, SPEC.signature].join(" ") })).toBe(SPEC.id);
    expect(verify(SPEC, { signature: [...seven, DECOYS[1], SPEC.signature].join(" ") })).toBeNull();
  });

  test("is over the bytes, whatever they say as text", () => {
    const body = Uint8Array.of(0xff, 0xfe, 0x00, 0x7b);
    const signature = signOnce(SPEC.signing, { id: SPEC.id, timestamp: SPEC.timestamp, body });
    expect(verify(SPEC, { body, signature })).toBe(SPEC.id);
    expect(verify(SPEC, { body: Uint8Array.of(0xff, 0xfd, 0x00, 0x7b), signature })).toBeNull();
  });
});

describe("a timestamp", () => {
  test.each([300, -300, 0])("within five minutes is taken (%i s)", (late) => {
    expect(verify(SPEC, { late })).toBe(SPEC.id);
  });

  test.each([301, -301])("further off is not (%i s)", (late) => {
    expect(verify(SPEC, { late })).toBeNull();
  });

  test.each([
    "hello",
    "161426533.0",
    "-161426533",
    " 1614265330",
    "+1614265330",
    "1614265330junk",
    "0",
    "01614265330",
    "",
    undefined,
    "1614265330, 1614265330",
    "161426533000",
  ])("in another form is not: %s", (timestamp) => {
    const signature = signOnce(SPEC.signing, { ...SPEC, timestamp: Number(timestamp) });
    expect(verify(SPEC, { timestamp, signature })).toBeNull();
    expect(verify(SPEC, { timestamp })).toBeNull();
  });
});

describe("an id", () => {
  test.each(["a.b", "", undefined, "ä", "x".repeat(129), `${SPEC.id}, ${SPEC.id}`, "a b"])(
    "in another form is not taken: %s",
    (id) => {
      const signature = signOnce(SPEC.signing, { ...SPEC, id: id ?? "" });
      expect(verify(SPEC, { id, signature })).toBeNull();
    },
  );
});

describe("a secret", () => {
  test("may be one of several, so that keys can be changed without a gap", () => {
    const secrets = [RUST.verifying, SVIX.verifying, SPEC.verifying];
    expect(verify(SPEC, { secrets })).toBe(SPEC.id);
    expect(verify(SVIX, { secrets })).toBe(SVIX.id);
    expect(verify(SPEC, { secrets: [RUST.verifying, SVIX.verifying] })).toBeNull();
    expect(verify(SPEC, { secrets: [] })).toBeNull();
  });

  test("signs beside others, an entry for each", () => {
    const signature = signWebhook([RUST.signing, SPEC.signing, SVIX.signing], SPEC.id, SPEC);
    expect(signature.split(" ")).toHaveLength(3);
    for (const secret of [RUST.verifying, SPEC.verifying, SVIX.verifying]) {
      expect(verify(SPEC, { secrets: [secret], signature })).toBe(SPEC.id);
    }
  });

  test("needs no padding", () => {
    const bare = `whsec_${Buffer.alloc(25, 7).toString("base64").replaceAll("=", "")}`;
    const signature = signOnce(bare, SPEC);
    expect(verify(SPEC, { secrets: [bare], signature })).toBe(SPEC.id);
  });

  test.each([
    "",
    "whsec_",
    "whsec_c2hvcnQ=",
    `whsec_${"A".repeat(100)}`,
    "whsec_***",
    "whpk_AAAA",
    "whsk_AAAA",
    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  ])("that is too short, too long or of an unknown kind never verifies or signs: %s", (secret) => {
    expect(isWebhookSecret(secret)).toBe(false);
    expect(verify(SPEC, { secrets: [secret] })).toBeNull();
    expect(() => signOnce(secret, SPEC)).toThrow("whsec_");
  });

  test("of one kind does not take the other's signatures", () => {
    expect(verify(SPEC, { signature: SVIX.signature })).toBeNull();
    expect(verify(SVIX, { signature: SPEC.signature })).toBeNull();
  });
});
