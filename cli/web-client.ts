/** A form of a page: where it goes, and what its fields hold as the page came. */
export interface Form {
  readonly action: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly checked: boolean;
}

export interface PageView {
  readonly url: string;
  readonly status: number;
  readonly body: string;
  readonly forms: readonly Form[];
  readonly links: readonly string[];
}

/** What somebody with a browser does: follows links, keeps cookies, sends forms. */
export interface WebClient {
  get(path: string): Promise<PageView>;
  /** Sends a form; `values` replace what its fields hold, `null` leaves a field out. */
  submit(page: PageView, form: Form, values?: FormValues): Promise<PageView>;
  post(path: string, values: FormValues): Promise<PageView>;
  download(path: string): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
}

export type FormValues = Readonly<Record<string, string | readonly string[] | null>>;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  nbsp: " ",
};

export const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);

function attributes(tag: string): Readonly<Record<string, string>> {
  const found = tag.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g);
  return Object.fromEntries(
    [...found].map(([, name = "", value = ""]) => [name.toLowerCase(), unescapeHtml(value)]),
  );
}

function selectValue(inner: string): string {
  const options = [...inner.matchAll(/<option\b([^>]*)>/g)].map(([, text = ""]) => attributes(text));
  const chosen = options.find((option) => "selected" in option) ?? options[0];
  return chosen?.["value"] ?? "";
}

function fieldsIn(html: string): Field[] {
  const inputs = [...html.matchAll(/<(input|button)\b([^>]*)>/g)].map(([, kind, text = ""]): Field => {
    const { name = "", type = kind === "button" ? "submit" : "text", value = "", ...rest } = attributes(text);
    return { name, type, value: value || (type === "checkbox" ? "on" : ""), checked: "checked" in rest };
  });
  const areas = [...html.matchAll(/<textarea\b([^>]*)>([^]*?)<\/textarea>/g)].map(
    ([, text = "", value = ""]): Field => ({
      name: attributes(text)["name"] ?? "",
      type: "textarea",
      value: unescapeHtml(value),
      checked: false,
    }),
  );
  const selects = [...html.matchAll(/<select\b([^>]*)>([^]*?)<\/select>/g)].map(
    ([, text = "", inner = ""]): Field => ({
      name: attributes(text)["name"] ?? "",
      type: "select",
      value: selectValue(inner),
      checked: false,
    }),
  );
  return [...inputs, ...areas, ...selects].filter((field) => field.name !== "");
}

function formsIn(html: string, url: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)].map(([, tag = "", inner = ""]) => ({
    action: new URL(attributes(tag)["action"] || url, url).href,
    fields: fieldsIn(inner),
  }));
}

function isSent({ type, checked }: Field): boolean {
  if (type === "submit" || type === "button") return false;
  return checked || (type !== "checkbox" && type !== "radio");
}

/** What a browser would send: buttons are left out, boxes only when ticked. */
function sent({ fields }: Form, values: FormValues): URLSearchParams {
  const body = new URLSearchParams();
  for (const field of fields) {
    if (!(field.name in values) && isSent(field)) body.append(field.name, field.value);
  }
  for (const [name, value] of Object.entries(values)) {
    if (value === null) continue;
    for (const one of typeof value === "string" ? [value] : value) body.append(name, one);
  }
  return body;
}

interface Jar {
  store(url: URL, headers: Headers): void;
  header(url: URL): string;
}

/** Cookies by path, as far as our own server uses them. */
function cookieJar(): Jar {
  const cookies = new Map<string, { name: string; value: string; path: string }>();
  return {
    store(_url, headers) {
      for (const line of headers.getSetCookie()) {
        const [pair = "", ...parts] = line.split(";").map((part) => part.trim());
        const [name = "", ...rest] = pair.split("=");
        const path = parts.find((part) => part.toLowerCase().startsWith("path="))?.slice(5) ?? "/";
        const gone = parts.some((part) => /^max-age=0$/i.test(part));
        if (gone) cookies.delete(`${path} ${name}`);
        else cookies.set(`${path} ${name}`, { name, value: rest.join("="), path });
      }
    },
    header(url) {
      const fits = ({ path }: { path: string }) =>
        url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, "/"));
      return [...cookies.values()]
        .filter(fits)
        .map(({ name, value }) => `${name}=${value}`)
        .join("; ");
    },
  };
}

async function view(response: Response): Promise<PageView> {
  const body = await response.text();
  // Which page it is, where a form was answered with the one that comes next.
  const url = new URL(response.headers.get("content-location") ?? "", response.url).href;
  const links = [...body.matchAll(/<a\b([^>]*)>/g)].map(([, tag = ""]) => attributes(tag)["href"] ?? "");
  return { url, status: response.status, body, forms: formsIn(body, url), links };
}

export interface WebClientOptions {
  /** Sends forms as the pages' scripts do. `false`: as a browser without JavaScript. */
  readonly script?: boolean;
}

/** Where a page's script sends a form and shows what comes back. */
const SENT_BY_SCRIPT = /^\/(?:p|console\/runs)\//;

/** A browser without a screen, for `baseUrl` alone. */
export function webClient(baseUrl: string, { script = true }: WebClientOptions = {}): WebClient {
  const jar = cookieJar();
  const { origin } = new URL(baseUrl);

  async function request(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookie = jar.header(url);
    if (cookie) headers.set("cookie", cookie);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    jar.store(url, response.headers);
    const location = response.headers.get("location");
    if (location === null || response.status < 300 || response.status > 399) return response;
    await response.arrayBuffer();
    return request(new URL(location, url), { method: "GET" });
  }

  const send = async (url: URL, body: URLSearchParams): Promise<PageView> =>
    view(
      await request(url, {
        method: "POST",
        headers: {
          origin,
          "sec-fetch-site": "same-origin",
          ...(script && SENT_BY_SCRIPT.test(url.pathname) ? { "x-follow": "1" } : {}),
        },
        body,
      }),
    );

  return {
    get: async (path) => view(await request(new URL(path, baseUrl), { method: "GET" })),
    submit: (_page, form, values = {}) => send(new URL(form.action), sent(form, values)),
    post: (path, values) => send(new URL(path, baseUrl), sent({ action: "", fields: [] }, values)),
    async download(path) {
      const response = await request(new URL(path, baseUrl), { method: "GET" });
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
  };
}
