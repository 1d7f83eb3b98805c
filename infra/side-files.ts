const FONTS = [
  "DejaVuSans",
  "DejaVuSansCondensed",
  "DejaVuSansCondensed-Bold",
  "DejaVuSansMono",
  "DejaVuSerifCondensed",
  "DejaVuSerifCondensed-Bold",
  "DejaVuSerifCondensed-Italic",
];

/** Files a function reads while it runs, at the same path as in the repository. */
export const SIDE_FILES: Readonly<Record<string, readonly string[]>> = {
  "ops-console": ["node_modules/htmx.org/dist/htmx.min.js"],
  "make-pdf": [
    "node_modules/dejavu-fonts-ttf/package.json",
    ...FONTS.map((font) => `node_modules/dejavu-fonts-ttf/ttf/${font}.ttf`),
  ],
};
