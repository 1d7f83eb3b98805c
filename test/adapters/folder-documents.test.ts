import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderDocuments } from "../../adapters/folder-documents.ts";
import { documentsContract } from "../contracts/documents-contract.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe("documents in a folder", () => {
  documentsContract(async () => folderDocuments(join(temporaryFolder(), "documents")));

  test("leave no half-written files, and are for this user only", async () => {
    const folder = temporaryFolder();
    const documents = folderDocuments(folder);
    await documents.put("a/b.pdf", Uint8Array.of(1), "application/pdf");
    await documents.put("a/b.pdf", Uint8Array.of(1), "application/pdf");
    expect(readdirSync(join(folder, "a"))).toEqual(["b.pdf"]);
    expect(statSync(join(folder, "a/b.pdf")).mode & 0o077).toBe(0);
  });
});
