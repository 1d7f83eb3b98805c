/** The icon in the browser's tab: two paths that become one. */
export const appIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1d5c5a"/><path d="M9 8c0 8 7 6 7 14M23 8c0 8-7 6-7 14v3" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>';
