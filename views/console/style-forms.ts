/** The console's forms are denser than a partner's. */
export const formStyle = `
.console form{gap:var(--s3)}
.console .field{gap:.2rem}
.console .field>label,.console .field>.label,.console legend{font-size:var(--small)}
.console input:not([type=checkbox],[type=radio]),.console select,.console textarea{min-height:2.125rem;padding:.3rem .55rem;font-size:.9375rem}
.console textarea{min-height:3.75rem}
.console .tick{padding:.1rem 0;gap:.55rem;font-size:var(--small)}
.console input[type=checkbox],.console input[type=radio]{width:1.05rem;height:1.05rem}
.console .hint{font-size:var(--tiny)}
.console .choice{padding:.45rem .6rem;gap:.55rem;font-size:.9063rem}
.action-group{border-top:1px solid var(--line);padding:.6rem var(--s4) .75rem}
.action-group>h3{color:var(--muted);font-size:var(--tiny);font-weight:650;padding:.1rem 0}
.action{border-radius:var(--round-s)}
.action>summary{padding:.3rem .4rem;margin:0 -.4rem;font-weight:600;color:var(--ink);list-style-position:inside}
.action>summary:hover{background:var(--sunken)}
.action[open]{background:var(--sunken);margin:.3rem -.5rem;padding:.25rem .9rem .8rem;scroll-margin-top:1rem}
.action[open]>summary{margin-bottom:.3rem}
.action[open]>summary:hover{background:none}
.action .says{font-size:.9063rem;line-height:1.5}
.decide{display:grid;gap:var(--s3);max-width:34rem;padding:var(--s4);border-radius:var(--round-s);background:var(--sunken);scroll-margin-top:1rem}
.decide .says{font-size:.9063rem;line-height:1.5}
.action .for-whom-list{display:grid;gap:.3rem;list-style:none;padding:0}
.said-no{padding:.6rem .8rem;border:2px solid var(--bad);border-radius:var(--round-s);background:var(--bad-soft);color:var(--bad);font-weight:600;font-size:.9063rem}
.said-no::before{content:"!  ";font-weight:800}
.sign-in{max-width:26rem;margin:clamp(1rem,10vh,7rem) auto 0;width:100%}
.sign-in .inside{padding:var(--s6)}
.sign-in form{gap:var(--s4)}
`;
