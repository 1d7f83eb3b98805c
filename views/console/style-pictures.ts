/** Pictures: workflow and funnel. */
export const pictureStyle = `
.picture{overflow-x:auto;padding:var(--s3) var(--s4)}
.workflow{display:block;max-width:100%;height:auto;margin:0 auto}
.workflow.right{min-width:56rem}
.workflow.down{display:none;max-width:30rem}
@media (max-width:62rem){.workflow.right{display:none}.workflow.down{display:block}}
.workflow text{fill:var(--ink);font:600 14px/1 var(--sans)}
.workflow .note{fill:var(--muted);font:500 11.5px/1 var(--sans)}
.workflow rect{fill:var(--surface);stroke:var(--line);stroke-width:1.5}
.workflow .shape{fill:none;stroke:var(--edge);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.workflow .done rect,.workflow .waived rect{stroke:var(--good)}
.workflow .done .shape,.workflow .waived .shape{stroke:var(--good)}
.workflow .here rect{stroke:var(--accent);stroke-width:3;fill:color-mix(in srgb,var(--accent) 9%,var(--surface))}
.workflow .here .shape{fill:var(--accent);stroke:var(--accent)}
.workflow .late rect{stroke:var(--bad);stroke-width:3;fill:var(--bad-soft)}
.workflow .late .shape{stroke:var(--bad)}
.workflow .late .note{fill:var(--bad);font-weight:650}
.workflow .ended rect{stroke:var(--muted);stroke-width:3}
.workflow .ended .shape{stroke:var(--ink)}
.workflow .to_come rect{stroke-dasharray:5 4}
.workflow .to_come .name{fill:var(--muted)}
.workflow .arrow{fill:none;stroke:var(--edge);stroke-width:1.5}
.workflow .arrow.aside{stroke:var(--line);stroke-dasharray:3 4}
.workflow .tip{fill:var(--edge)}
.workflow .tip.aside{fill:var(--line)}
.workflow .arrow.taken{stroke:var(--good);stroke-width:2.5;stroke-dasharray:none}
.workflow .tip.taken{fill:var(--good)}
.workflow .arrow.aside.taken{stroke:var(--ink)}
.workflow .tip.aside.taken{fill:var(--ink)}
.bar{display:block;width:100%;min-width:6rem;height:.9rem}
td.wide{vertical-align:middle;width:22%}
.bar .ground{fill:var(--sunken)}
.bar .reached{fill:color-mix(in srgb,var(--accent) 32%,var(--surface))}
.bar .inside{fill:color-mix(in srgb,var(--accent) 58%,var(--surface))}
.bar .done{fill:var(--accent)}
.bar .vendor{fill:var(--warn)}
.bar .half{fill:var(--accent)}
.bar .most{fill:var(--edge)}
.sheet>.key{display:flex;flex-wrap:wrap;gap:.2rem var(--s4);color:var(--muted);font-size:var(--tiny)}
.key span{display:inline-flex;align-items:center;gap:.4em}
.key svg{width:.9rem;height:.7rem;min-width:0}
.sheet>.figure-row{display:grid;gap:var(--s4);grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr))}
.figure b{display:block;font-size:1.5rem;line-height:1.2;font-weight:680;font-variant-numeric:tabular-nums}
.figure span{color:var(--muted);font-size:var(--small)}
`;
