/** The page of one run. */
export const runStyle = `
.run-head{display:grid;gap:.6rem}
.run-head h1{font-size:1.5rem;overflow-wrap:anywhere}
.run-facts{display:flex;flex-wrap:wrap;gap:.5rem var(--s6);margin:0}
.run-facts>div{min-width:0}
.run-facts dt{color:var(--muted);font-size:var(--tiny)}
.run-facts dd{margin:0;font-weight:600}
.run-facts dd .exact,.run-facts dd .sub{font-weight:400}
.stuck{border-color:var(--warn);box-shadow:inset 4px 0 0 var(--warn)}
.stuck>ul{list-style:none;padding:0;margin:0}
.stuck li{display:flex;flex-wrap:wrap;gap:.3rem var(--s4);align-items:center;padding:.55rem var(--s4);border-top:1px solid var(--line)}
.stuck li:first-child{border-top:0}
.stuck .reason{flex:1 1 18rem}
.stuck li form{display:block}
.quiet-line{color:var(--muted);display:flex;gap:.5em;align-items:center}
.run-columns{display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr);align-items:start}
.run-columns>*{min-width:0}
.run-main{display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
@media (min-width:64rem){
  .run-columns{grid-template-columns:minmax(0,1fr) 23rem}
  .run-main{grid-column:1;grid-row:1}
  .run-side{grid-column:2;grid-row:1}
}
.sheet .facts{gap:.3rem var(--s4)}
.run-side .facts{grid-template-columns:minmax(0,8.5rem) minmax(0,1fr)}
.run-side .when{white-space:normal}
.deal-form dd{white-space:pre-line}
.people td{overflow-wrap:anywhere}
.people .partner-name{min-width:8rem}
.people .links{display:grid;grid-template-columns:auto auto;gap:.1rem .8rem;font-size:var(--small);white-space:nowrap;justify-content:start}
.progress-line{display:block}
.log{list-style:none;padding:0;margin:0}
.log .day{padding:.7rem var(--s4) .2rem;color:var(--muted);font-size:var(--tiny);font-weight:650}
.log .entry{display:grid;grid-template-columns:4.2rem 1.4rem minmax(0,1fr);gap:0 .4rem;padding:.3rem var(--s4)}
.log .entry:hover{background:color-mix(in srgb,var(--sunken) 45%,transparent)}
.log .clock{color:var(--muted);font-size:var(--small);font-variant-numeric:tabular-nums}
.log .entry>.icon{margin-top:.2rem;color:var(--muted)}
.log .entry.decision>.icon{color:var(--accent)}
.log .entry.problem>.icon{color:var(--bad)}
.log .what{overflow-wrap:anywhere}
.log .by{color:var(--muted);font-size:var(--small)}
.log .note{margin:.25rem 0 .2rem;padding:.3rem .7rem;border-inline-start:3px solid var(--line);white-space:pre-line;overflow-wrap:anywhere}
.log .tries{list-style:none;padding:0;color:var(--muted);font-size:var(--small)}
.log .outcome{font-size:var(--small);color:var(--muted)}
.log .outcome.problem{color:var(--bad);font-weight:600}
.chain{font-family:var(--mono);font-size:var(--tiny);color:var(--muted);overflow-wrap:anywhere}
`;
