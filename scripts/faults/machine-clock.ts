/** Makes the clock of this process wrong by so much, for everything that asks it: as if the machine's were. */
export function setMachineClock(wrongByMs: number): void {
  if (wrongByMs === 0) return;
  const RightDate = Date;
  const now = () => RightDate.now() + wrongByMs;
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
}
