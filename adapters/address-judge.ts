/**
 * `public`: globally routable unicast. `not_an_address`: a name, to be resolved. Everything else, also what can be
 * read in more than one way, is `loopback` or `not_public`.
 */
export type AddressVerdict = "public" | "loopback" | "not_public" | "not_an_address";

/**
 * Judges an IP address in any spelling a resolver or a URL parser might accept: dotted, short, decimal, octal, hex,
 * IPv6, brackets, trailing dot. IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) is never public.
 */
export function judgeAddress(text: string): AddressVerdict {
  const bare = text.trim().replace(/^\[(.*)\]$/, "$1");
  if (bare.includes(":")) return judgeV6(bare);
  const parts = bare.replace(/\.$/, "").split(".");
  // As in the URL standard: a host that ends in a number is an IPv4 address, or nothing.
  return /^(\d+|0x[0-9a-f]*)$/i.test(parts.at(-1) ?? "") ? judgeV4(parts) : "not_an_address";
}

type Block = readonly [number, number];

const v4Block = (cidr: string): Block => {
  const [address = "", bits = ""] = cidr.split("/");
  return [joinParts(address.split(".").map(Number)) ?? 0, Number(bits)];
};

/** IANA's special-purpose IPv4 registry, multicast, class E, and the one public address Azure's hosts keep inside. */
const CLOSED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map(v4Block);

const inV4Block = (address: number, [base, bits]: Block): boolean =>
  Math.floor(address / 2 ** (32 - bits)) === Math.floor(base / 2 ** (32 - bits));

function judgeV4(parts: readonly string[]): AddressVerdict {
  const address = joinParts(parts.map(readAsC));
  // 0177.0.0.1 is 127.0.0.1 to some and 177.0.0.1 to others.
  const isPlain = address === joinParts(parts.map(readAsDecimal));
  return address !== null && isPlain ? judgeV4Number(address) : "not_public";
}

function judgeV4Number(address: number): AddressVerdict {
  if (inV4Block(address, v4Block("127.0.0.0/8"))) return "loopback";
  return CLOSED_V4.some((block) => inV4Block(address, block)) ? "not_public" : "public";
}

function readAsC(part: string): number {
  if (/^0x[0-9a-f]*$/i.test(part)) return Number.parseInt(part.slice(2) || "0", 16);
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
  return /^[1-9]\d*$/.test(part) ? Number(part) : Number.NaN;
}

const readAsDecimal = (part: string): number => (/^\d+$/.test(part) ? Number(part) : readAsC(part));

/** As inet_aton: the last part fills what the others leave. `null` where a part does not fit. */
function joinParts(parts: readonly number[]): number | null {
  const last = parts.at(-1) ?? Number.NaN;
  const room = 2 ** (8 * (5 - parts.length));
  const fits = parts.length <= 4 && last < room && parts.slice(0, -1).every((part) => part < 256);
  return fits
    ? parts.slice(0, -1).reduce((sum, part, index) => sum + part * 2 ** (24 - 8 * index), last)
    : null;
}

/** Only 2000::/3 is given out for global unicast; within it these are not ordinary hosts (IANA, RFC 6890). */
const CLOSED_V6: readonly (readonly [readonly number[], number])[] = [
  [[0x2001, 0], 23], // IETF protocols, with Teredo and ORCHID
  [[0x2001, 0xdb8], 32], // documentation
  [[0x2002, 0], 16], // 6to4
  [[0x2620, 0x4f], 32], // AS112
  [[0x3fff, 0], 20], // documentation
];

function judgeV6(text: string): AddressVerdict {
  const words = parseV6(text);
  if (!words) return "not_public";
  if (words.every((word, index) => word === (index === 7 ? 1 : 0))) return "loopback";
  const [high = 0, low = 0] = words;
  const isGlobalUnicast = high >> 13 === 1;
  const isClosed = CLOSED_V6.some(([[blockHigh = 0, blockLow = 0], bits]) =>
    inV4Block(high * 0x10000 + low, [blockHigh * 0x10000 + blockLow, bits]),
  );
  return isGlobalUnicast && !isClosed ? "public" : "not_public";
}

/** Eight words, or `null`; also for a scope id, which only means something on this machine. */
function parseV6(text: string): number[] | null {
  const halves = withoutDots(text)
    .split("::")
    .map((half) => (half === "" ? [] : half.split(":")));
  const given = halves.flat();
  const missing = 8 - given.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  if (!given.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return null;
  const [head = [], tail = []] = halves;
  return [...head, ...Array<string>(missing).fill("0"), ...tail].map((word) => Number.parseInt(word, 16));
}

/** Writes the dotted IPv4 tail that an IPv6 address may have as two words. */
const withoutDots = (text: string): string =>
  text.replace(/(?<=:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (whole, ...numbers: string[]) => {
    const address = joinParts(numbers.slice(0, 4).map(Number));
    return address === null
      ? whole
      : `${Math.floor(address / 0x10000).toString(16)}:${(address % 0x10000).toString(16)}`;
  });
