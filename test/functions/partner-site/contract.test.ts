import { describe, expect, test } from "vitest";
import { makeProgram } from "../../make-program.ts";
import { ANNA } from "../../make.ts";
import { DOCUMENT, enter, openSite } from "./site.ts";

const SIGNATURE = { authorized: "yes", typedName: "Anna Schmidt", consent: "yes", sha256: DOCUMENT.sha256 };

async function atAgreement(program = makeProgram()) {
  const site = await openSite({ program });
  await site.open("contract");
  await site.sendAgreement();
  return { site, anna: await enter(site, ANNA, "contract") };
}

describe("reading the agreement", () => {
  test("begins with the button, not with looking", async () => {
    const { site, anna } = await atAgreement();
    expect((await anna.get("/agreement")).headers.get("Location")).toBe(anna.path);
    expect((await anna.get("/agreement.pdf")).status).toBe(303);
    expect((await site.state()).agreement.state).toBe("sent");

    const opened = await anna.post("/agreement/open");
    expect(opened.headers.get("Location")).toBe(`${anna.path}/agreement`);
    expect((await site.state()).agreement.state).toBe("opened");
    const page = await anna.page("/agreement");
    expect(page).toContain("Zwischen Acme Intelligence GmbH und Musterhaus Solutions GmbH.");
    expect(page).toContain(DOCUMENT.sha256);
    expect(await (await anna.get("/agreement.pdf")).text()).toBe("%PDF unsigned");
  });

  test("while it is being prepared, the page says so", async () => {
    const site = await openSite();
    await site.open("contract");
    const anna = await enter(site, ANNA, "contract");
    expect(await anna.page()).toContain("Ihr Vertrag wird gerade vorbereitet");
    expect((await anna.post("/agreement/open")).status).toBe(409);
  });
});

describe("signing", () => {
  test("names everything that is missing at once, and keeps what was typed", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    const sent = await anna.post("/agreement/sign", { ...SIGNATURE, authorized: "", consent: "" });
    const page = await sent.text();
    expect(sent.status).toBe(422);
    expect(page).toContain('href="#authorized"');
    expect(page).toContain('href="#consent"');
    expect(page).not.toContain('href="#typedName"');
    expect(page).toContain('value="Anna Schmidt"');
    expect((await site.state()).agreement.state).toBe("opened");
  });

  test("takes no name of several lines", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    for (const typedName of ["Anna\nSchmidt", "Anna\u0007Schmidt"]) {
      const sent = await anna.post("/agreement/sign", { ...SIGNATURE, typedName });
      expect(sent.status).toBe(422);
      expect(await sent.text()).toContain('href="#typedName"');
    }
    expect((await site.state()).agreement.state).toBe("opened");
  });

  test("keeps the evidence of who signed, from where, and what was seen", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    await anna.post("/agreement/sign", SIGNATURE);
    const evidence = await site.store.onboardings.record(site.id, "evidence", "agreement");
    expect(evidence).toMatchObject({
      typedName: "Anna Schmidt",
      name: "Anna Schmidt",
      ip: "203.0.113.7",
      email: "anna@musterhaus.example",
      linkId: anna.path.slice(3),
    });
  });

  test("pressed twice gets the same answer and signs once", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    const presses = await Promise.all([1, 2].map(() => anna.post("/agreement/sign", SIGNATURE)));
    for (const press of presses) expect(press.headers.get("Location")).toBe(anna.path);
    const commits = await site.store.onboardings.commits(site.id, 0, 100);
    const signed = commits
      .flatMap(({ events }) => events)
      .filter(({ event }) => event.type === "agreement.signed");
    expect(signed).toHaveLength(1);
    expect(await anna.page()).toContain("Danke, Sie haben unterschrieben");
  });

  test("of a version that was replaced is refused, with the way on", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    const sent = await anna.post("/agreement/sign", { ...SIGNATURE, sha256: "f".repeat(64) });
    expect(sent.status).toBe(409);
    expect(await sent.text()).toContain("Der Vertrag wurde ersetzt");
    expect((await site.state()).agreement.state).toBe("opened");
  });

  test("shows until when the vendor countersigns, then gives the signed copy", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    await anna.post("/agreement/sign", SIGNATURE);
    expect(await anna.page()).toContain("zeichnet gegen, spätestens in 3 Tagen");
    expect((await anna.get("/signed.pdf")).status).toBe(303);
    await site.act({ kind: "countersign", note: "checked" });
    expect((await anna.get("/signed.pdf")).status).toBe(404);
    await site.documents.put(
      `${site.id}/agreement-signed.pdf`,
      new TextEncoder().encode("%PDF signed"),
      "application/pdf",
    );
    const copy = await anna.get("/signed.pdf");
    expect(copy.headers.get("Content-Type")).toBe("application/pdf");
    expect(copy.headers.get("Content-Disposition")).toContain("attachment");
    expect(await copy.text()).toBe("%PDF signed");
  });

  test("the link goes on to give the copy when the stage is over, and can no longer act", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    await anna.post("/agreement/sign", SIGNATURE);
    await site.act({ kind: "countersign", note: "checked" });
    const later = await enter(site, ANNA, "contract");
    expect(await later.page()).toContain("/signed.pdf");
    expect((await later.post("/agreement/decline", { note: "changed my mind" })).status).toBe(409);
    expect((await site.state()).progress.state).toBe("open");
  });
});

describe("not the right person", () => {
  const other = { name: "Carla Prokura", email: "carla@musterhaus.example", locale: "en", note: "" };

  test("hands over to somebody else, and the own link ends", async () => {
    const { site, anna } = await atAgreement();
    const handed = await anna.post("/hand-over", other);
    expect(await handed.text()).toContain("Danke, wir haben den Schritt übergeben");
    const { agreement, contacts } = await site.state();
    expect(agreement.signatory).not.toBe(ANNA);
    expect(contacts.find(({ id }) => id === agreement.signatory)?.locale).toBe("en");
    expect((await anna.get()).status).toBe(410);
    expect((await anna.post("/hand-over", other)).status).toBe(410);
  });

  test("is asked for a name and address that can be written to, and not one's own", async () => {
    const { anna } = await atAgreement();
    const wrong = await anna.post("/hand-over", { ...other, name: "", email: "carla" });
    const page = await wrong.text();
    expect(wrong.status).toBe(422);
    expect(page).toContain('href="#name"');
    expect(page).toContain('href="#email"');
    expect(page).toContain('value="carla"');
    const lines = await anna.post("/hand-over", { ...other, name: "Carla\u2028Prokura" });
    expect(lines.status).toBe(422);
    expect(await lines.text()).toContain('href="#name"');
    const self = await anna.post("/hand-over", { ...other, email: "Anna@Musterhaus.example" });
    expect(await self.text()).toContain("Das ist Ihre eigene Adresse");
  });
});

describe("declining", () => {
  test("asks for a reason, then ends the onboarding and says so", async () => {
    const { site, anna } = await atAgreement();
    expect((await anna.post("/agreement/decline", { note: " " })).status).toBe(422);
    expect((await site.state()).progress.state).toBe("open");
    await anna.post("/agreement/decline", { note: "The liability clause." });
    expect((await site.state()).progress.state).toBe("declined");
    expect(await anna.page()).toContain("Der Vertrag wurde abgelehnt");
  });
});

describe("on hold", () => {
  test("everything can be read and nothing entered", async () => {
    const { site, anna } = await atAgreement();
    await anna.post("/agreement/open");
    await site.act({ kind: "put_on_hold", note: "budget" });
    const page = await anna.page("/agreement");
    expect(page).toContain("Ihr Onboarding ruht im Moment");
    expect(page).not.toContain("/agreement/sign");
    const sent = await anna.post("/agreement/sign", SIGNATURE);
    expect(sent.status).toBe(409);
    expect((await site.state()).agreement.state).toBe("opened");
  });
});
