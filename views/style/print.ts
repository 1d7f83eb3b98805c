/** On paper: the document alone, black on white, links said. */
export const printStyle = `
@media print{
  @page{margin:20mm 18mm}
  :root{--paper:#fff;--surface:#fff;--sunken:#f4f4f4;--ink:#000;--muted:#444;--line:#bbb}
  body{font-size:10.5pt;display:block}
  .masthead{border:0}
  .skip,.rail,.no-print,form,.button,.toc,nav{display:none!important}
  .partner main,.public main{max-width:none;padding:0;display:block}
  .partner main>*+*,.public main>*+*{margin-top:1rem}
  .document,.calm,.certificate,.card{box-shadow:none;border-color:#bbb;break-inside:auto}
  .document{border:0;padding:0}
  h1,h2,h3{break-after:avoid}
  .foot{margin-top:1.5rem}
  .certificate{min-height:210mm;align-content:center}
}
`;
