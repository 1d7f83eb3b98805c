import type { OutgoingMail } from "../domain/world.ts";

/**
 * The Message-ID of a mail (RFC 5322, section 3.6.4): the same key gives the same id, so that a receiver can tell a
 * repeat. What may not stand in it is written as `=` and its UTF-8 bytes in hex.
 */
export const messageIdOf = ({ key, from }: Pick<OutgoingMail, "key" | "from">): string =>
  `<${key.replaceAll(/(?<=^|\.)\.|\.$|[^A-Za-z0-9._-]/gu, hex)}@${domainOf(from)}>`;

const hex = (character: string): string =>
  [...new TextEncoder().encode(character)]
    .map((byte) => `=${byte.toString(16).padStart(2, "0").toUpperCase()}`)
    .join("");

/** The domain of `Name <local@domain>` or `local@domain`. */
const domainOf = (from: string): string =>
  /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? "localhost";

/** One address, and nothing a mail server or a header could take for more. */
export const isMailAddress = (text: string): boolean => ADDRESS.test(text);
const ADDRESS = /^[^\s\p{Cc}<>()[\],;:"\\@]+@[^\s\p{Cc}<>()[\],;:"\\@]+$/u;

/** Line breaks would begin a header of their own. */
export const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, " ").trim();
