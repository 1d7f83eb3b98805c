const IN_CONSOLE = /^\/console(?:[/?][!-~]*)?$/;

/** Where to go after signing in: only within the console, and never around in a circle. */
export function localPath(wanted: string | undefined): string {
  const isOurs = wanted !== undefined && IN_CONSOLE.test(wanted) && !wanted.includes("\\");
  return isOurs && !wanted.startsWith("/console/sign-") ? wanted : "/console";
}
