import {
  AuthenticationHandler,
  Client,
  type Context,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import type { GraphAccess } from './download.ts';

/** The SDK sends its token to https hosts it knows only and reads no http links, so its last step leads here instead. */
const canonical = 'https://graph.microsoft.com';

/**
 * Microsoft's Graph client with its own handlers for tokens and retries.
 *
 * @param onAnswer told the status of every answer
 */
export function graphClient(
  { graphUrl, accessToken }: GraphAccess,
  onAnswer: (status: number) => void = () => undefined,
): Client {
  const toEmulator = {
    async execute(context: Context) {
      const url = typeof context.request === 'string' ? context.request : context.request.url;
      const response = await fetch(url.replace(canonical, graphUrl), context.options as RequestInit);
      onAnswer(response.status);
      const text = await response.text();
      context.response = new Response(text.replaceAll(graphUrl, canonical), response);
    },
  };
  const authentication = new AuthenticationHandler({ getAccessToken: async () => accessToken });
  return Client.initWithMiddleware({ middleware: [authentication, new RetryHandler(new RetryHandlerOptions()), toEmulator] });
}
