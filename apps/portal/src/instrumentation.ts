import type { Instrumentation } from 'next';

/** Runs once before the server answers. What needs Node stands in a file of its own, which the Edge build never sees. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { start } = await import('./server/start.ts');
    await start();
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { services } = await import('./server/services.ts');
    // The path without its query: a callback's query holds codes and states.
    const path = request.path.split('?')[0];
    services().log.error({ error, method: request.method, path, route: context.routePath }, 'a request failed');
  }
};
