import { type Context, Hono } from 'hono';
import { graphControls } from '../graph/controls.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { accountControls } from './account-controls.ts';
import { clockControls } from './clock-controls.ts';
import { consentControls } from './consent-controls.ts';
import { type Control, ControlError } from './control.ts';
import { faultControls } from './fault-controls.ts';
import { logControls } from './log-controls.ts';
import { describeControls } from './openapi.ts';
import { registrationControls } from './registration-controls.ts';
import { tenantControls } from './tenant-controls.ts';
import { tokenControls } from './token-controls.ts';

/** Every control there is. */
export const controls: readonly Control[] = [
  ...tenantControls,
  ...accountControls,
  ...consentControls,
  ...registrationControls,
  ...tokenControls,
  ...faultControls,
  ...clockControls,
  ...logControls,
  ...graphControls,
];

const statusOf = { 'not-found': 404, conflict: 409, 'bad-input': 400 } as const;

/** `/_emulator`: one route for each control, and their description. */
export function createControlApp(world: World): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>();
  app.use(async (c, next) => {
    c.get('note').kind = 'control';
    await next();
  });
  app.get('/openapi.json', (c) => c.json(describeControls(controls, world.baseUrl)));
  for (const control of controls) {
    app.on(control.method.toUpperCase(), control.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => runControl(world, control, c));
  }
  app.notFound((c) => c.json({ error: 'not-found', message: 'No such control; /_emulator/openapi.json lists them.' }, 404));
  return app;
}

async function runControl(world: World, control: Control, c: Context<EmulatorEnv>): Promise<Response> {
  const hasBody = control.method === 'post' || control.method === 'patch';
  const text = hasBody ? await c.req.text() : '';
  const body = text === '' ? {} : readJson(text);
  if (body === null) return c.json({ error: 'bad-input', message: 'The body is not a JSON object.' }, 400);
  const given = { ...(hasBody ? body : c.req.query()), ...c.req.param() };
  const read = control.input?.safeParse(given);
  if (read?.success === false) {
    const problems = read.error.issues.map(({ path, message }) => ({ at: path.join('.'), message }));
    return c.json({ error: 'bad-input', message: 'The input is not what this control takes.', problems }, 400);
  }
  try {
    const result = await control.run(world, (read?.data ?? {}) as never);
    if (result instanceof Response) return result;
    return result === undefined ? c.body(null, 204) : c.json(result);
  } catch (cause) {
    if (cause instanceof ControlError) return c.json({ error: cause.code, message: cause.message }, statusOf[cause.code]);
    throw cause;
  }
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
