import { expect, test } from "vitest";
import type { Documents } from "../../domain/world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const PDF = "application/pdf";

/** What every `Documents` must do. Each adapter's test file calls this once. */
export function documentsContract(open: () => Promise<Documents>): void {
  test("gives back the bytes that were put", async () => {
    const documents = await open();
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    await documents.put("acme.k3j5h2g8/agreement/signed.pdf", all, PDF);
    expect(await documents.get("acme.k3j5h2g8/agreement/signed.pdf")).toEqual(all);
  });

  test("has nothing under a key that was never put", async () => {
    const documents = await open();
    await documents.put("a/b.pdf", bytes("one"), PDF);
    expect(await documents.get("a/c.pdf")).toBeNull();
    expect(await documents.get("a/b.pdf/c")).toBeNull();
  });

  test("keeps keys apart", async () => {
    const documents = await open();
    await documents.put("a/b.pdf", bytes("one"), PDF);
    await documents.put("a/c.pdf", bytes("two"), PDF);
    expect(await documents.get("a/b.pdf")).toEqual(bytes("one"));
  });

  test("takes the same bytes again", async () => {
    const documents = await open();
    await documents.put("a/b.pdf", bytes("one"), PDF);
    await documents.put("a/b.pdf", bytes("one"), PDF);
    expect(await documents.get("a/b.pdf")).toEqual(bytes("one"));
  });

  test("refuses other bytes under a key that exists, and keeps the first", async () => {
    const documents = await open();
    await documents.put("a/b.pdf", bytes("one"), PDF);
    await expect(documents.put("a/b.pdf", bytes("two"), PDF)).rejects.toThrow("never changed");
    expect(await documents.get("a/b.pdf")).toEqual(bytes("one"));
  });

  test("of two writers at once exactly one wins, and its bytes are whole", async () => {
    const documents = await open();
    const contents = ["a", "b", "c", "d"].map((letter) => bytes(letter.repeat(100_000)));
    const puts = await Promise.allSettled(
      contents.map((content) => documents.put("a/race.pdf", content, PDF)),
    );
    const winner = puts.findIndex((put) => put.status === "fulfilled");
    expect(puts.filter((put) => put.status === "fulfilled")).toHaveLength(1);
    expect(await documents.get("a/race.pdf")).toEqual(contents[winner]);
  });

  test.each([
    "../secret",
    "a/../../secret",
    "/etc/passwd",
    "a//b",
    "a/",
    "",
    ".hidden",
    "a/.b",
    "a\\b",
    "a\0b",
    "ä",
  ])("refuses the key %j", async (key) => {
    const documents = await open();
    await expect(documents.put(key, bytes("x"), PDF)).rejects.toThrow("cannot be the key");
    await expect(documents.get(key)).rejects.toThrow("cannot be the key");
  });
}
