import { customProperties, DARK, FONTS, LIGHT } from "../tokens.ts";

/** Tokens and bare elements. */
export const baseStyle = `
:root{
  color-scheme:light dark;
  ${customProperties(LIGHT)}
  --sans:${FONTS.sans};
  --serif:${FONTS.serif};
  --mono:${FONTS.mono};
  --s1:.25rem;--s2:.5rem;--s3:.75rem;--s4:1rem;--s5:1.5rem;--s6:2rem;--s7:3rem;--s8:4rem;
  --small:.875rem;--tiny:.78rem;--large:1.125rem;--h3:1.125rem;--h2:1.375rem;--h1:clamp(1.65rem,1.35rem + 1.5vw,2.125rem);
  --round:10px;--round-s:6px;
  --shadow:0 1px 2px rgb(60 45 20/.05),0 6px 24px rgb(60 45 20/.06);
  --swift:120ms ease-out;
  --measure:40rem;
}
@media screen and (prefers-color-scheme:dark){
  :root{${customProperties(DARK)}--shadow:0 1px 2px rgb(0 0 0/.4)}
}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{
  margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;
  background:var(--paper);color:var(--ink);
  font:1.0625rem/1.6 var(--sans);overflow-wrap:break-word;
}
h1,h2,h3{font-family:var(--serif);font-weight:600;line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:var(--h1);letter-spacing:-.008em}
h2{font-size:var(--h2)}
h3{font-size:var(--h3)}
p,ul,ol,dl,dd,table,figure,fieldset,pre{margin:0}
ul,ol{padding-inline-start:1.35rem}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.07em}
a:hover{text-decoration-thickness:.13em}
strong,b{font-weight:650}
code{font-family:var(--mono);font-size:.9em}
hr{border:0;border-top:1px solid var(--line);margin:var(--s6) 0}
svg{display:inline-block;vertical-align:-.15em;flex:none}
img{max-width:100%;height:auto}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
main:focus,h1:focus{outline:none}
.skip{position:absolute;left:var(--s4);top:-6rem;z-index:9;padding:var(--s2) var(--s4);background:var(--surface);border-radius:var(--round-s);box-shadow:var(--shadow)}
.skip:focus{top:var(--s3)}
[hidden]{display:none!important}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.masthead{border-bottom:1px solid var(--line);background:var(--paper)}
.masthead-in{display:flex;align-items:center;justify-content:space-between;gap:var(--s4);min-height:3.75rem;padding:var(--s2) var(--s5)}
.brand{display:flex;align-items:center;gap:.65rem;font-weight:650;line-height:1.25;flex:none;max-width:62%}
.brand-name{overflow-wrap:anywhere}
@media (max-width:30rem){.brand,.for-whom{font-size:var(--small)}.masthead-in{padding-block:var(--s3)}}
.mark{flex:none;display:grid;place-items:center;width:2rem;height:2rem;border-radius:8px;background:var(--accent);color:var(--on-accent);font:600 1.05rem/1 var(--serif)}
.logo{display:block;height:2rem;width:auto;max-width:11rem;object-fit:contain}
main{flex:1}
.foot{margin-top:var(--s7);border-top:1px solid var(--line);color:var(--muted);font-size:var(--small);line-height:1.5}
.foot-in{padding:var(--s5);display:grid;gap:var(--s2)}
.muted{color:var(--muted)}
.small{font-size:var(--small)}
.mono{font-family:var(--mono);font-size:.82em;overflow-wrap:anywhere}
.nowrap{white-space:nowrap}
.num{font-variant-numeric:tabular-nums}
@media (prefers-reduced-motion:no-preference){
  html{scroll-behavior:smooth}
  a,button,.button,input,select,textarea{transition:background-color var(--swift),border-color var(--swift),color var(--swift)}
}
`;
