/** Where the installation is that a command works on; an empty `DATA_DIR` counts as not set. */
export const dataDir = (): string => process.env["DATA_DIR"] || "./data";
