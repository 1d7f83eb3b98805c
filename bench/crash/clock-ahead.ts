/** From now on this process takes it to be so much later. */
export function setClockAhead(ms: number): void {
  const RealDate = Date;
  const later = (): number => RealDate.now() + ms;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, made) =>
      Reflect.construct(target, given.length === 0 ? [later()] : given, made),
    get: (target, name) => (name === "now" ? later : Reflect.get(target, name)),
  });
}
