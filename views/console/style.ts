import { sheetAt } from "../sheet.ts";
import { styleSheet } from "../style.ts";
import { formStyle } from "./style-forms.ts";
import { pictureStyle } from "./style-pictures.ts";
import { runStyle } from "./style-run.ts";

const deskStyle = `
.console{font-size:.9375rem;line-height:1.45}
.console h1,.console h2,.console h3{font-family:var(--sans);letter-spacing:0}
.console h1{font-size:1.375rem;font-weight:680}
.console h2{font-size:1.0625rem;font-weight:680}
.console h3{font-size:.9375rem;font-weight:680}
.console main{width:100%;max-width:104rem;margin:0 auto;padding:var(--s5) var(--s5) var(--s7);display:grid;gap:var(--s5);align-content:start;grid-template-columns:minmax(0,1fr)}
.console .masthead{background:var(--surface);position:relative;z-index:3}
.console .masthead-in{min-height:3.25rem;padding:.35rem var(--s5);flex-wrap:wrap;row-gap:0;max-width:104rem;margin:0 auto}
.console .brand{max-width:20rem}
.places{display:flex;gap:.15rem;margin-inline-end:auto;overflow-x:auto}
.places a{padding:.45rem .8rem;border-radius:var(--round-s);color:var(--ink);text-decoration:none;font-weight:600;white-space:nowrap}
.places a:hover{background:var(--sunken)}
.places a[aria-current]{background:var(--sunken);box-shadow:inset 0 -2px 0 var(--accent)}
.scroll{position:relative}
.who{margin-inline-start:auto;display:flex;align-items:center;gap:var(--s4);font-size:var(--small);min-width:0}
.who form{display:block}
.who-name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.live{color:var(--muted);font-size:var(--tiny);white-space:nowrap;font-variant-numeric:tabular-nums}
.live[data-state=lost]{color:var(--bad);font-weight:650;white-space:normal}
.live[data-state=lost]::before{content:"\\25B2  "}

.console .button{min-height:2rem;padding:.25rem .8rem;font-size:var(--small)}
.console .button[aria-busy]{opacity:.6;cursor:progress}
.console table{font-size:.9063rem}
.console thead th{font-size:var(--tiny);color:var(--muted);font-weight:650;white-space:nowrap;padding:.45rem .75rem;vertical-align:bottom}
.console tbody th{font-weight:400}
.console td,.console tbody th{padding:.5rem .75rem}
.console th:first-child,.console td:first-child{padding-inline-start:var(--s4)}
.console th:last-child,.console td:last-child{padding-inline-end:var(--s4)}
.console tbody tr:last-child td,.console tbody tr:last-child th{border-bottom:0}
.console tbody tr:hover{background:color-mix(in srgb,var(--sunken) 45%,transparent)}
.sheet{border:1px solid var(--line);border-radius:var(--round);background:var(--surface);min-width:0}
.sheet>header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem var(--s4);padding:.75rem var(--s4);border-bottom:1px solid var(--line)}
.sheet>header .end{margin-inline-start:auto}
.sheet>.inside{padding:var(--s4);display:grid;gap:var(--s4);grid-template-columns:minmax(0,1fr)}
.sheet>.scroll{border-radius:0 0 var(--round) var(--round)}
.page-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem var(--s4)}
.page-head .end{margin-inline-start:auto}
@media (min-width:64rem){
  .sticky{overflow:visible}
  .sticky thead th{position:sticky;top:0;z-index:1;background:var(--surface);box-shadow:inset 0 -1px 0 var(--line)}
}
.number{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.part{display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}

.icon{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round;vertical-align:-.13em}
.mark-word{display:inline-flex;align-items:center;gap:.4em;font-weight:600;white-space:nowrap}
.tone-good{color:var(--good)}.tone-warn{color:var(--warn)}.tone-bad{color:var(--bad)}.tone-rest{color:var(--muted)}
.tone-calm .icon{color:var(--accent)}
.when{display:block;white-space:nowrap;font-variant-numeric:tabular-nums}
.when .exact{display:block;color:var(--muted);font-size:var(--tiny)}
time .exact{color:var(--muted)}
.when.late{color:var(--bad);font-weight:650}
.when.late .exact{font-weight:400}
.partner-name{display:block;font-weight:650;overflow-wrap:anywhere;min-width:10rem}
.sub{display:block;color:var(--muted);font-size:var(--tiny);font-weight:400;overflow-wrap:anywhere}
.reason{font-weight:600}
.empty{padding:var(--s6) var(--s4);text-align:center;color:var(--muted);display:grid;gap:var(--s2);justify-items:center}
.empty strong{color:var(--ink);font-size:1.0625rem}
.flash{display:flex;gap:.6em;align-items:baseline;padding:.6rem var(--s4);border-radius:var(--round-s);background:var(--good-soft);border-inline-start:4px solid var(--good);font-weight:600}
.chips{display:flex;flex-wrap:wrap;gap:.35rem;list-style:none;padding:0;margin:0}
.chips a{display:inline-flex;align-items:center;gap:.45em;padding:.2rem .65rem;border:1px solid var(--line);border-radius:99px;background:var(--surface);color:var(--ink);text-decoration:none;font-size:var(--small);font-weight:600;white-space:nowrap}
.chips a:hover{border-color:var(--edge)}
.chips a[aria-current]{border-color:var(--ink);background:var(--ink);color:var(--paper)}
.chips a[aria-current] .muted{color:inherit}
.chips .none{color:var(--muted);font-weight:500}
.chip-rows{display:grid;gap:.4rem}
.chip-row{display:grid;grid-template-columns:6.5rem 1fr;gap:.5rem;align-items:baseline}
.chip-row>span{color:var(--muted);font-size:var(--small)}
.console .filters{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end}
.filters .field{flex:1 1 9rem;max-width:16rem}
.filters .field.search{flex:2 1 16rem;max-width:26rem}
.filters label{font-size:var(--tiny);color:var(--muted)}
.pager{display:flex;gap:var(--s4);align-items:center;padding:.6rem var(--s4);border-top:1px solid var(--line);color:var(--muted);font-size:var(--small)}

@media (max-width:44rem){
  .console main{padding:var(--s4) var(--s3) var(--s6);gap:var(--s4)}
  .console .masthead-in{padding:.35rem var(--s3)}
  .console .brand{flex:1 1 auto;max-width:none}
  .places{order:3;flex-basis:100%;margin:0 -.5rem}
  .who-name .muted,.live:not([data-state=lost]){display:none}
  .who-name{max-width:9rem}
  .chip-row{grid-template-columns:1fr;gap:.2rem}
}
@media (max-width:60rem){
  .stacked thead{display:none}
  .stacked,.stacked tbody,.stacked td,.stacked th{display:block}
  .stacked tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.3rem .8rem;padding:.6rem var(--s4);border-bottom:1px solid var(--line)}
  .stacked tbody tr:last-child{border-bottom:0}
  .console .stacked td,.console .stacked th{padding:0;border:0}
  .stacked th,.stacked td.wide,.stacked td:not([data-head]){grid-column:1/-1}
  .stacked th{order:-2}
  .work td:nth-child(3){order:-1}
  .stacked td:empty{display:none}
  .stacked td[data-head]::before{content:attr(data-head);display:block;color:var(--muted);font-size:var(--tiny)}
  .stacked .number{text-align:start}
  .stacked .when{white-space:normal}
  .stacked td.wide{width:auto}
}
@media (max-width:44rem){.people td{grid-column:1/-1}.stacked td[data-head=Program],.stacked td[data-head=Started]{display:none}}
`;

/** All the console's style: what the surfaces share, and what only it needs, on the same tokens. */
export const CONSOLE_SHEET = sheetAt(
  "/console/assets/console.css",
  [styleSheet, deskStyle, formStyle, pictureStyle, runStyle].join("\n"),
);
