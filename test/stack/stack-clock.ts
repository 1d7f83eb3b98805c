/** The time of the stack: this machine's, moved. Every function's Date follows it. */
export interface StackClock {
  readonly now: () => number;
  /** How far it is ahead of this machine's clock, in milliseconds. */
  readonly ahead: () => number;
  readonly move: (ms: number) => void;
  readonly set: (now: number) => void;
}

export function stackClock(): StackClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    ahead: () => ahead,
    move(ms) {
      ahead += ms;
    },
    set(now) {
      ahead = now - Date.now();
    },
  };
}
