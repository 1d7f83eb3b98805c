import { trusted } from "../markup.ts";

const icon = (size: number, path: string): string =>
  `<svg width="${size}" height="${size}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${path}</svg>`;

export const checkIcon = trusted(icon(11, '<path d="M3 8.5l3.5 3.5L13 4.5"/>'));
export const crossIcon = trusted(icon(12, '<path d="M4 4l8 8M12 4l-8 8"/>'));
export const downloadIcon = trusted(icon(15, '<path d="M8 2v8m-3.5-3L8 10.5 11.5 7M3 13.5h10"/>'));
export const arrowIcon = trusted(icon(14, '<path d="M3 8h10M9 4l4 4-4 4"/>'));
export const downIcon = trusted(icon(14, '<path d="M8 3v10M4 9l4 4 4-4"/>'));
export const sealIcon = trusted(
  '<svg class="seal" width="64" height="64" viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true" focusable="false"><path d="M24 40l-5 18 13-7 13 7-5-18"/><circle cx="32" cy="25" r="19" fill="var(--surface)"/><circle cx="32" cy="25" r="14" opacity=".5"/><path d="M25.500 25.500l4.500 4.500 9-9.500" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>',
);
