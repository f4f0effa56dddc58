import { z } from 'zod';
import type { World } from '../world/world.ts';
import { type Control, control } from './control.ts';

const tell = (world: World) => ({ now: world.clock.now() });

export const clockControls: Control[] = [
  control({ method: 'get', path: '/clock', summary: 'What time it is here', input: z.strictObject({}), run: tell }),
  control({
    method: 'post',
    path: '/clock/advance',
    summary: 'Let time pass',
    input: z.strictObject({ ms: z.number() }),
    run(world, input) {
      world.clock.advance(input.ms);
      return tell(world);
    },
  }),
  control({
    method: 'post',
    path: '/clock/set',
    summary: 'Put the clock on an instant, from where it keeps ticking',
    input: z.strictObject({ instant: z.iso.datetime({ offset: true }) }),
    run(world, input) {
      world.clock.set(new Date(input.instant));
      return tell(world);
    },
  }),
  control({
    method: 'post',
    path: '/clock/reset',
    summary: "Back to the machine's time",
    input: z.strictObject({}),
    run(world) {
      world.clock.reset();
      return tell(world);
    },
  }),
];
