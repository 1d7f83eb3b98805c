/**
 * Sends a form and shows the page that comes back in place of this one: one request, where a redirect would make it two.
 * The address, reload, back and forward do what they would do then. Who uses it says what else to do: `setUp` for each
 * page that is shown, `sent` and `notSent` for each form.
 */
export const sendScript = `
  // Where the page that is shown is to be had again; a refusal is nowhere.
  let shown = { at: location.pathname + location.search, hash: location.hash, isRefusal: false };

  addEventListener("popstate", () => {
    const at = location.pathname + location.search;
    const jumped = at === shown.at && location.hash !== shown.hash;
    shown.hash = location.hash;
    if (!jumped && (at !== shown.at || shown.isRefusal)) location.reload();
  });

  const fieldsOf = (form) => new URLSearchParams(new FormData(form));

  async function send(form, button) {
    const body = fieldsOf(form);
    if (button && button.name) body.append(button.name, button.value);
    const to = (button && button.getAttribute("formaction")) || form.getAttribute("action");
    const note = byId("not-sent");
    if (note) note.hidden = true;
    form.dataset.sent = "1";
    try {
      const answer = await fetch(to, { method: "POST", body, headers: { "X-Follow": "1" } });
      // Whoever is signed out keeps the page: what was typed into it can be sent later.
      const isPage = /^text\\/html/.test(answer.headers.get("Content-Type"));
      if (!isPage || answer.status === 401) throw new Error("no page came back");
      sent(form, answer);
      await show(answer);
      return true;
    } catch {
      delete form.dataset.sent;
      if (note) {
        form.append(note);
        note.hidden = false;
      }
      notSent(form);
      return false;
    }
  }

  const scriptOf = (page) => {
    const script = page.querySelector("script[src]");
    return script ? script.getAttribute("src") : null;
  };
  const sheetsOf = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')];
  const hrefOf = (element) => element.getAttribute("href");

  // The page is shown once its own style is there, as when a page is loaded.
  async function dress(next) {
    const worn = sheetsOf(document);
    const wanted = sheetsOf(next);
    const arrivals = wanted
      .filter((sheet) => !worn.map(hrefOf).includes(hrefOf(sheet)))
      .map((sheet) => {
        const added = document.importNode(sheet);
        document.head.append(added);
        return new Promise((done) => {
          added.onload = added.onerror = done;
        });
      });
    await Promise.race([Promise.all(arrivals), new Promise((done) => setTimeout(done, 3000))]);
    for (const sheet of worn) if (!wanted.map(hrefOf).includes(hrefOf(sheet))) sheet.remove();
  }

  async function show(answer) {
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const path = answer.headers.get("Content-Location") || (answer.redirected ? answer.url : null);
    // Another version of this script belongs to the page: let the browser load both.
    if (path && scriptOf(next) && scriptOf(next) !== scriptOf(document)) return location.assign(path);
    await dress(next);
    // What was typed wrong comes back with its form, in the form's own place; a refusal is a step further.
    const isRefusal = !path && answer.status !== 422;
    const at = path ? new URL(path, location.href) : location;
    if (isRefusal || at.pathname + at.search !== shown.at) history.pushState(null, "", at.pathname + at.search);
    shown = { at: at.pathname + at.search, hash: location.hash, isRefusal };
    const root = document.documentElement;
    document.title = next.title;
    root.lang = next.documentElement.lang;
    root.dir = next.documentElement.dir;
    document.body.replaceWith(document.adoptNode(next.body));
    const place = path && at.hash ? byId(at.hash.slice(1)) : null;
    if (place) place.scrollIntoView({ behavior: "instant" });
    else scrollTo({ top: 0, behavior: "instant" });
    const heading = (place || document).querySelector("h1, h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    setUp();
  }
`;
