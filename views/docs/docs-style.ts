/** Only what the documentation has beyond the shared style sheet. */
export const docsStyle = `
.public:has(.docs) :is(main,.masthead-in){max-width:62rem}
.docs{min-width:0}
.docs>h1{margin-block:var(--s6) var(--s3)}
.docs h2{margin-block:var(--s7) var(--s3);padding-block-start:var(--s4);border-block-start:1px solid var(--line)}
.docs h3{margin-block:var(--s6) var(--s2)}
.docs p,.docs ul,.docs ol,.docs .scroll,.docs pre{margin-block:0 var(--s4)}
.docs nav ul{display:flex;flex-wrap:wrap;gap:var(--s2) var(--s4);padding:0;list-style:none}
.docs pre{padding:var(--s4);overflow-x:auto;border:1px solid var(--line);border-radius:var(--round);background:var(--sunken);font:.85rem/1.55 var(--mono)}
.docs code{font-family:var(--mono);font-size:.92em}
.docs td code{overflow-wrap:anywhere}
.docs .verb{font-weight:700}
.docs details{margin-block:0 var(--s4)}
.docs summary{cursor:pointer;padding-block:var(--s2)}
.docs dd p{margin:0}
`;
