const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

const first = (word: string): string => letters.segment(word)[Symbol.iterator]().next().value?.segment ?? "";

/** The first letters of the first and the last word, upper case: "SV". One is enough for a company. */
export function initialsOf(name: string, count: 1 | 2): string {
  const words = name.trim().split(/\s+/);
  const last = count === 2 && words.length > 1 ? first(words.at(-1) ?? "") : "";
  return `${first(words[0] ?? "")}${last}`.toLocaleUpperCase();
}
