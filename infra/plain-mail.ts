import type { Plugin } from "esbuild";

/**
 * Leaves out of nodemailer its table of file types (76 kB), which is for attachments, and its HTTP client, which is
 * for content from elsewhere: our mails are text and HTML.
 */
export const plainMail: Plugin = {
  name: "plain-mail",
  setup(build) {
    const filter = /[\\/]nodemailer[\\/]dist[\\/]esm[\\/](mime-funcs[\\/]mime-types|fetch[\\/]index)\.js$/;
    build.onLoad({ filter }, () => ({ contents: LEFT_OUT }));
  },
};

const LEFT_OUT = `
const leftOut = () => { throw new Error("This part of nodemailer is not in the bundle."); };
export { leftOut as default, leftOut as detectExtension, leftOut as detectMimeType };
`;
