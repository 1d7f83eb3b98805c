import { describe, expect, test } from "vitest";
import { mountOf } from "../../../bench/speed/describe-machine.ts";

const MOUNTS = [
  "/dev/vda / ext4 rw 0 0",
  "tmpfs /tmp tmpfs rw 0 0",
  "/dev/vdb /data xfs rw 0 0",
  "/dev/vdc /data/fast btrfs rw 0 0",
].join("\n");

describe("the file system of a folder", () => {
  test("is that of the nearest mount above it", () => {
    expect(mountOf("/data/fast/cache", MOUNTS)).toBe("btrfs on /dev/vdc");
    expect(mountOf("/home/cache", MOUNTS)).toBe("ext4 on /dev/vda");
  });

  test("is found for the place of a mount itself", () => {
    expect(mountOf("/tmp", MOUNTS)).toBe("tmpfs on tmpfs");
  });

  test("is not that of a mount whose name only begins alike", () => {
    expect(mountOf("/data/fastest", MOUNTS)).toBe("xfs on /dev/vdb");
  });

  test("is unknown where nothing tells of mounts", () => {
    expect(mountOf("/data", "")).toBe(null);
  });
});
