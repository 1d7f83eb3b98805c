let letters: Intl.Segmenter | null = null;

function first(word: string): string {
  // Made when needed: it takes 10 ms, which every cold start would pay.
  letters ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return letters.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
}

/** The first letters of the first and the last word, upper case: "SV". One is enough for a company. */
export function initialsOf(name: string, count: 1 | 2): string {
  const words = name.trim().split(/\s+/);
  const last = count === 2 && words.length > 1 ? first(words.at(-1) ?? "") : "";
  return `${first(words[0] ?? "")}${last}`.toLocaleUpperCase();
}
