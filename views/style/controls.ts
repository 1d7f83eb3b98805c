/** Buttons, forms and what goes wrong in them. */
export const controlStyle = `
.button{
  display:inline-flex;align-items:center;justify-content:center;gap:.5em;min-height:2.875rem;padding:.55rem 1.35rem;
  border:1px solid var(--accent);border-radius:var(--round-s);background:var(--accent);color:var(--on-accent);
  font:600 1rem/1.25 var(--sans);text-decoration:none;text-align:center;cursor:pointer;
}
.button:hover{background:color-mix(in srgb,var(--accent) 86%,var(--ink))}
.button.quiet{background:transparent;border-color:var(--edge);color:var(--ink)}
.button.quiet:hover{background:var(--sunken)}
.button.danger{background:var(--bad);border-color:var(--bad);color:var(--surface)}
.button.small{min-height:2.25rem;padding:.3rem .85rem;font-size:var(--small)}
.button[disabled]{opacity:.55;cursor:default}
.link-button{display:inline;padding:.35rem 0;border:0;background:none;color:var(--accent);font:inherit;text-decoration:underline;text-underline-offset:.18em;cursor:pointer}
.actions{display:flex;flex-wrap:wrap;gap:var(--s3);align-items:center}
form{display:grid;gap:var(--s5);grid-template-columns:minmax(0,1fr)}
.field{display:grid;gap:.35rem;min-width:0}
.field>label:not(.tick),legend{font-weight:600;line-height:1.4;padding:0}
legend{margin-bottom:var(--s2)}
legend.form-part{font:600 var(--h3)/1.3 var(--serif);margin-bottom:var(--s5)}
.optional{font-weight:400;color:var(--muted)}
.hint{color:var(--muted);font-size:var(--small);line-height:1.45}
input:not([type=checkbox],[type=radio]),select,textarea{
  width:100%;min-height:2.875rem;padding:.55rem .75rem;border:1px solid var(--edge);border-radius:var(--round-s);
  background:var(--surface);color:var(--ink);font:inherit;font-size:1rem;line-height:1.4;
}
textarea{min-height:6rem;resize:vertical}
input:hover,select:hover,textarea:hover{border-color:var(--ink)}
input[aria-invalid=true],textarea[aria-invalid=true],select[aria-invalid=true]{border:2px solid var(--bad)}
input[readonly],textarea[readonly]{background:var(--sunken)}
.row{display:grid;align-items:end;gap:var(--s5) var(--s4)}
@media (min-width:34rem){.row.two{grid-template-columns:1fr 1fr}.row.wide-narrow{grid-template-columns:2fr 1fr}}
fieldset{border:0;padding:0;min-width:0;display:grid;gap:var(--s2);grid-template-columns:minmax(0,1fr)}
fieldset.stack{gap:var(--s5)}
fieldset:disabled .choice{cursor:default}
fieldset:disabled .choice:hover{border-color:var(--line)}
.choice{display:grid;grid-template-columns:auto 1fr;gap:.75rem;align-items:start;padding:.7rem .9rem;border:1px solid var(--line);border-radius:var(--round-s);background:var(--surface);cursor:pointer;line-height:1.45}
.choice:hover{border-color:var(--edge)}
.choice:has(:checked){border-color:var(--accent);background:color-mix(in srgb,var(--accent) 7%,var(--surface))}
.choice:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
.choice input:focus-visible{outline:none}
input[type=checkbox],input[type=radio]{width:1.25rem;height:1.25rem;margin:.1rem 0 0;accent-color:var(--accent);flex:none}
.tick{display:grid;grid-template-columns:auto 1fr;gap:.75rem;align-items:start;padding:.35rem 0;line-height:1.45;cursor:pointer}
.error{display:flex;gap:.4rem;color:var(--bad);font-size:var(--small);font-weight:600;line-height:1.4}
.error::before{content:"!";flex:none;display:grid;place-items:center;width:1.1rem;height:1.1rem;margin-top:.05rem;border-radius:50%;background:var(--bad);color:var(--surface);font:700 .75rem/1 var(--sans)}
.errors{padding:var(--s4) var(--s5);border:2px solid var(--bad);border-radius:var(--round);background:var(--bad-soft)}
.errors h2{font:650 1.05rem/1.4 var(--sans)}
.errors ul{margin-top:var(--s2);padding-left:1.2rem}
.errors a{color:var(--bad);font-weight:600}
details>summary{cursor:pointer;padding:.6rem 0;font-weight:600;color:var(--accent);border-radius:3px}
details>summary::marker{color:var(--muted)}
details[open]>summary{margin-bottom:var(--s3)}
`;
