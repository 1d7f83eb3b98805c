/** A tag's value may hold only letters, digits, `_` and `-`: what else there is becomes `_` and its code in hex. */
const tagOf = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9-]/g, (letter) => `_${letter.charCodeAt(0).toString(16).padStart(2, "0")}`);

const textOf = (tag: string): string =>
  tag.replaceAll(/_([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

export interface MailTags {
  readonly onboarding: string;
  readonly effect: string;
}

/** What SES gives back with each event about a mail: the two parts of its key, `<onboarding id>/<effect's key>`. */
export function mailTags(key: string): MailTags {
  const slash = key.indexOf("/");
  return { onboarding: tagOf(key.slice(0, slash)), effect: tagOf(key.slice(slash + 1)) };
}

/** The two parts of a mail's key, as they were before they became tags. */
export const readMailTags = ({ onboarding, effect }: MailTags): MailTags => ({
  onboarding: textOf(onboarding),
  effect: textOf(effect),
});
