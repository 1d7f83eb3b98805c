/** Parts that pages of all surfaces share. */
export const partStyle = `
.card{padding:var(--s5);border:1px solid var(--line);border-radius:var(--round);background:var(--surface)}
.notice{display:grid;gap:var(--s2);padding:var(--s4) var(--s5);border-radius:var(--round);background:var(--sunken);border-inline-start:4px solid var(--edge)}
.notice>h2,.notice>h3{font:650 1.05rem/1.4 var(--sans)}
.notice.good{background:var(--good-soft);border-color:var(--good)}
.notice.warn{background:var(--warn-soft);border-color:var(--warn)}
.notice.bad{background:var(--bad-soft);border-color:var(--bad)}
.badge{display:inline-flex;align-items:center;gap:.4em;padding:.1rem .6rem;border-radius:99px;border:1px solid var(--line);background:var(--sunken);color:var(--ink);font:600 var(--tiny)/1.6 var(--sans);white-space:nowrap}
.badge.good{background:var(--good-soft);color:var(--good);border-color:currentColor}
.badge.warn{background:var(--warn-soft);color:var(--warn);border-color:currentColor}
.badge.bad{background:var(--bad-soft);color:var(--bad);border-color:currentColor}
.facts{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.45rem var(--s5);line-height:1.5}
.facts dt{color:var(--muted)}
.facts dd{margin:0;min-width:0;overflow-wrap:anywhere}
@media (max-width:30rem){.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.6rem}}
table{border-collapse:collapse;width:100%;font-size:.95em;line-height:1.45}
th{font-weight:650;text-align:start}
th,td{padding:.5rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
th:first-child,td:first-child{padding-inline-start:0}
th:last-child,td:last-child{padding-inline-end:0}
.scroll{overflow-x:auto}
progress{display:block;width:100%;height:.55rem;border:1px solid var(--line);border-radius:99px;background:var(--sunken);accent-color:var(--accent);appearance:none;overflow:hidden}
progress::-webkit-progress-bar{background:var(--sunken)}
progress::-webkit-progress-value{background:var(--accent);border-radius:99px}
progress::-moz-progress-bar{background:var(--accent);border-radius:99px}
.timeline{list-style:none;padding:0;display:grid}
.timeline li{position:relative;padding:0 0 var(--s4) 1.5rem;line-height:1.5}
.timeline li::before{content:"";position:absolute;left:.22rem;top:.5em;width:.6rem;height:.6rem;border-radius:50%;border:2px solid var(--accent);background:var(--surface)}
.timeline li:not(:last-child)::after{content:"";position:absolute;left:.56rem;top:1.3em;bottom:-.3em;width:2px;background:var(--line)}
.timeline time{display:block;color:var(--muted);font-size:var(--small)}
.timeline li.to-come::before{border-color:var(--edge);background:var(--paper)}
.timeline li.to-come{color:var(--muted)}
.timeline .said{margin-top:var(--s1);padding-inline-start:var(--s3);border-inline-start:3px solid var(--line)}
`;
