/** What draws a run, with its pictures, is most of the console's code: read when somebody looks at one. */
export const loadRunPage = () => import("../../views/console/run-page.ts");
