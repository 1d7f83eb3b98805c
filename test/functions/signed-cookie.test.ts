import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cookieName, openCookie, sealCookie } from "../../functions/signed-cookie.ts";
import { sameText } from "../../functions/same-text.ts";
import { after, T0, testHmac } from "../make.ts";

const until = after(1000);

describe("a sealed cookie", () => {
  test("gives back any value until its time is over", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const sealed = sealCookie(testHmac, value, until);
        expect(sealed).toMatch(/^[\w.!~*'()%-]+$/);
        expect(openCookie(testHmac, sealed, T0)).toBe(value);
        expect(openCookie(testHmac, sealed, until)).toBeNull();
      }),
    );
  });

  test("with any character changed is none", () => {
    const sealed = sealCookie(testHmac, "partner\nlink\n1", until);
    for (let at = 0; at < sealed.length; at++) {
      const other = sealed[at] === "1" ? "2" : "1";
      expect(openCookie(testHmac, sealed.slice(0, at) + other + sealed.slice(at + 1), T0)).toBeNull();
    }
  });

  test.each(["", ".", "..", "a.b.c", "%.1.x", "x".repeat(5000)])("%s is none", (text) => {
    expect(openCookie(testHmac, text, T0)).toBeNull();
  });
});

describe("a cookie's name", () => {
  test("has the strongest prefix that path and scheme allow", () => {
    expect(cookieName("https://a.example", "x")).toBe("__Host-x");
    expect(cookieName("https://a.example", "x", "/p/1")).toBe("__Secure-x");
    expect(cookieName("http://127.0.0.1", "x", "/p/1")).toBe("x");
  });
});

describe("comparing in constant time", () => {
  test("says what plain comparing says", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => sameText(a, b) === (a === b)));
    expect(sameText("", "")).toBe(true);
    expect(sameText("ab", "abab")).toBe(false);
    expect(sameText("abab", "ab")).toBe(false);
  });
});
