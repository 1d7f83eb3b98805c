/** Only what the inbox has beyond the shared style sheet. */
export const inboxStyle = `
.public:has(.inbox) :is(main,.masthead-in){max-width:50rem}
.inbox{min-width:0;padding-block:var(--s5);display:grid;gap:var(--s4)}
.inbox ol{list-style:none;padding:0;display:grid}
.inbox ol li{display:grid;grid-template-columns:1fr auto;gap:0 var(--s4);padding:var(--s3) 0;border-bottom:1px solid var(--line)}
.inbox ol a{font-weight:600;overflow-wrap:anywhere}
.inbox ol .muted{font-size:var(--small)}
.inbox ol .to{grid-column:1;overflow-wrap:anywhere}
.inbox ol time{grid-row:1;grid-column:2}
@media (max-width:30rem){.inbox ol li{grid-template-columns:1fr}.inbox ol time{grid-row:auto;grid-column:1}}
.inbox iframe{width:100%;height:70vh;min-height:30rem;border:1px solid var(--line);border-radius:var(--round);background:var(--surface)}
.inbox pre{padding:var(--s4);white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);border-radius:var(--round);background:var(--sunken);font:.85rem/1.55 var(--mono)}
.inbox summary{cursor:pointer;padding-block:var(--s2)}
`;
