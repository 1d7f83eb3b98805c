import { describe, expect, test } from "vitest";
import { ConfigFault, readConfig } from "../../local/config.ts";

const PUBLIC = {
  OIDC_ISSUER: "https://login.example.com",
  OIDC_CLIENT_ID: "us",
  OIDC_CLIENT_SECRET: "secret",
  SMTP_URL: "smtp://relay.example.com:587",
};

const baseUrl = (BASE_URL: string): string | null => readConfig({ ...PUBLIC, BASE_URL }).baseUrl;

describe("BASE_URL", () => {
  test.each([
    ["https://partners.example.com", "https://partners.example.com"],
    ["https://Partners.example.com:443/", "https://partners.example.com"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["http://localhost:8080/", "http://localhost:8080"],
    ["http://[::1]:8080", "http://[::1]:8080"],
  ])("%s is an address", (given, taken) => {
    expect(baseUrl(given)).toBe(taken);
  });

  test.each([
    "https://partners.example.com/onboarding",
    "https://partners.example.com//",
    "https://partners.example.com?a=b",
    "https://partners.example.com/?",
    "https://partners.example.com#top",
    "https://partners.example.com/#",
    "https://user@partners.example.com",
    "https://user:password@partners.example.com",
    "http://127.0.0.1:8080/onboarding",
  ])("%s is refused: it says more than where", (given) => {
    expect(() => baseUrl(given)).toThrow(ConfigFault);
    expect(() => baseUrl(given)).toThrow("no path, query, fragment or password");
  });

  test.each([
    "http://partners.example.com",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "http://192.168.1.5:8080",
  ])("%s is refused: without TLS only this machine is reached", (given) => {
    expect(() => baseUrl(given)).toThrow("BASE_URL: https");
  });
});

describe("ARCHIVE_AFTER_DAYS", () => {
  test("is 180 unless told", () => {
    expect(readConfig({}).archiveAfterDays).toBe(180);
    expect(readConfig({ ARCHIVE_AFTER_DAYS: "30" }).archiveAfterDays).toBe(30);
  });

  test.each(["0", "-1", "1.5", "soon"])("%s is refused, and named", (ARCHIVE_AFTER_DAYS) => {
    expect(() => readConfig({ ARCHIVE_AFTER_DAYS })).toThrow(/^ARCHIVE_AFTER_DAYS: /);
  });
});
