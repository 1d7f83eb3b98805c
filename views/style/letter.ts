/** Partner and public pages: one column, like a letter. */
export const letterStyle = `
.partner .masthead-in,.public .masthead-in,.partner .foot-in,.public .foot-in{width:100%;max-width:calc(var(--measure) + 2*var(--s5));margin:0 auto}
.partner main,.public main{width:100%;max-width:calc(var(--measure) + 2*var(--s5));margin:0 auto;padding:var(--s5) var(--s5) var(--s5);display:grid;gap:var(--s5);align-content:start;grid-template-columns:minmax(0,1fr)}
.partner h1,.public h1{margin-top:var(--s3)}
.for-whom{color:var(--muted);font-size:var(--small);text-align:end;line-height:1.35;min-width:0;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.lead{font-size:var(--large);line-height:1.55}
.stack{display:grid;gap:var(--s4);grid-template-columns:minmax(0,1fr)}
.stack.tight{gap:var(--s2)}
.stack.loose{gap:var(--s6)}
.section{display:grid;gap:var(--s4);padding-top:var(--s5);border-top:1px solid var(--line);grid-template-columns:minmax(0,1fr)}
.at-a-glance{display:flex;flex-wrap:wrap;gap:.35rem var(--s5);padding:0;list-style:none;color:var(--muted);font-size:.96rem}
.at-a-glance li{display:flex;gap:.5em;align-items:baseline}
.at-a-glance strong{color:var(--ink)}
.calm{padding:clamp(1.25rem,4vw,2rem);border:1px solid var(--line);border-radius:var(--round);background:var(--surface);box-shadow:var(--shadow);display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
.contact-card{display:grid;grid-template-columns:auto 1fr;gap:var(--s4);align-items:center;padding:var(--s4) 0;line-height:1.45}
.contact-card .initials{display:grid;place-items:center;width:3rem;height:3rem;border-radius:50%;background:var(--sunken);border:1px solid var(--line);font:600 1.05rem/1 var(--serif)}

.rail{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));list-style:none;padding:0;margin:var(--s2) 0 0}
.rail li{position:relative;padding:1.75rem .35rem 0 0;font-size:.85rem;line-height:1.3;color:var(--muted);min-width:0}
.rail li::before{content:"";position:absolute;top:.62rem;left:0;right:0;height:2px;background:var(--line)}
.rail li:last-child::before{right:auto;width:1.3rem}
.rail li.done::before{background:var(--accent)}
.rail .dot{position:absolute;top:0;left:0;width:1.3rem;height:1.3rem;border-radius:50%;border:2px solid var(--edge);background:var(--paper);display:grid;place-items:center}
.rail .done .dot{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
.rail .here .dot{border-color:var(--accent);border-width:2px}
.rail .here .dot::after{content:"";width:.55rem;height:.55rem;border-radius:50%;background:var(--accent)}
.rail .name{display:block;font-weight:600;hyphens:manual;overflow-wrap:normal}
.rail .here .name{color:var(--ink)}
.rail .done .name{color:var(--ink)}
.rail .when{display:block;font-size:var(--tiny)}
@media (max-width:30rem){.rail li{font-size:.74rem;letter-spacing:-.01em}.rail .when{font-size:.7rem}}

.document{padding:clamp(1.25rem,5vw,2.75rem);border:1px solid var(--line);border-radius:var(--round);background:var(--surface);box-shadow:var(--shadow)}
.prose{font-family:var(--serif);font-size:1.0938rem;line-height:1.65;display:grid;gap:.9rem;grid-template-columns:minmax(0,1fr)}
.prose h2{margin-top:1.1rem}
.prose h3{margin-top:.5rem}
.prose ul,.prose ol{padding-left:1.35rem;display:grid;gap:.4rem}
.prose table{font-family:var(--sans);font-size:.92rem}
@media (max-width:30rem){.prose table{font-size:.84rem}.prose th,.prose td{padding:.4rem .5rem}}
.prose .note{font-family:var(--sans);font-size:.98rem;padding:var(--s4);border-inline-start:4px solid var(--accent);background:var(--sunken);border-radius:0 var(--round-s) var(--round-s) 0}
.lesson-title{font-size:var(--h1);letter-spacing:-.008em}
.module .prose{font-family:var(--sans);font-size:1.0625rem}
.toc{padding:var(--s4) var(--s5);border-radius:var(--round);background:var(--sunken);font-size:.96rem}
.toc summary{padding:0}
.toc ol{padding-left:1.3rem;display:grid;gap:.1rem}
.toc li a{display:inline-block;padding:.2rem 0}

.steps{list-style:none;padding:0;display:grid;border-top:1px solid var(--line)}
.steps>li{border-bottom:1px solid var(--line)}
.step{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:.1rem var(--s4);align-items:center;padding:.85rem 0;color:inherit;text-decoration:none}
a.step:hover .step-title{text-decoration:underline}
.step-title{font-weight:600;line-height:1.35}
.step-note{color:var(--muted);font-size:var(--small)}
.step .dot{width:1.5rem;height:1.5rem;border-radius:50%;border:2px solid var(--edge);display:grid;place-items:center;font:600 .75rem/1 var(--sans)}
.step .dot.done{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
.step .dot.here{border-color:var(--accent);box-shadow:inset 0 0 0 .3rem var(--accent)}

@media (max-width:30rem){.step{grid-template-columns:auto minmax(0,1fr)}.step>:nth-child(3){grid-column:2;justify-self:start}}

.exam-bar{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem var(--s5);padding:.7rem 0;background:var(--paper);border-bottom:1px solid var(--line);font-size:.96rem}
.exam-bar .time{font-weight:650;font-variant-numeric:tabular-nums}
.exam-bar .time.short{color:var(--bad)}
.exam{gap:0}
.exam .question{padding:var(--s6) 0;border-bottom:1px solid var(--line);scroll-margin-top:1.25rem}
.exam .question:first-of-type{padding-top:var(--s2)}
.exam .section{padding-top:var(--s6);border-top:0}
.exam.asked .question:not(:has(:checked)) legend::after{content:"○" / "";margin-inline-start:.5em;color:var(--warn)}
.exam.asked .question:not(:has(:checked)) .choice{border-color:var(--warn)}
.question-map{display:flex;flex-wrap:wrap;gap:.4rem;padding:0;list-style:none}
.question-map a{display:grid;place-items:center;min-width:2.5rem;height:2.5rem;padding:0 .3rem;border:1px solid var(--edge);border-radius:var(--round-s);background:transparent;font:600 .9rem/1 var(--sans);color:inherit;text-decoration:none;cursor:pointer}
.question-map a:hover{border-color:var(--ink);background:var(--surface)}
.verdict{display:flex;gap:.5rem;align-items:baseline;font-weight:600}

.said{white-space:pre-line;overflow-wrap:anywhere}
.certificate{position:relative;padding:clamp(1.75rem,7vw,4rem) clamp(1.25rem,6vw,3.5rem);border:1px solid var(--line);border-radius:var(--round);background:var(--surface);box-shadow:var(--shadow);display:grid;gap:var(--s5);text-align:center;justify-items:center}
.certificate::before{content:"";position:absolute;inset:.6rem;border:1px solid var(--accent);border-radius:6px;opacity:.55;pointer-events:none}
.certificate .holder{font:600 clamp(1.8rem,1.2rem + 3vw,2.75rem)/1.2 var(--serif);overflow-wrap:anywhere;margin:0}
.certificate .what{font:600 1.375rem/1.3 var(--serif)}
.certificate .kicker{letter-spacing:.12em;text-transform:uppercase;font-size:var(--tiny);color:var(--muted);font-weight:600}
.certificate .dates{display:flex;flex-wrap:wrap;gap:var(--s3) var(--s7);justify-content:center}
.certificate .dates dt{color:var(--muted);font-size:var(--small)}
.certificate .dates dd{margin:0;font-weight:600}
.seal{color:var(--accent)}
`;
