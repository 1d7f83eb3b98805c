/** The icon in the browser's tab: two paths that become one. */
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1d5c5a"/><path d="M9 8c0 8 7 6 7 14M23 8c0 8-7 6-7 14v3" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>';

/** Within the page: a picture so small is not worth a request. */
export const APP_ICON_HREF = `data:image/svg+xml,${encodeURIComponent(svg)}`;
