import { UnsecuredJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { type AppTokens, createAppTokens } from '../tokens/index.ts';
import { type Asked, type LocalServer, type Reply, startLocalServer } from './local-server.ts';

export const tenantA = 'c0000000-0000-4000-8000-00000000000a';
export const tenantB = 'c0000000-0000-4000-8000-00000000000b';
export const clientId = 'd1000000-0000-4000-8000-00000000d1d1';

export interface TokenFixture {
  server: LocalServer;
  tokens: AppTokens;
  /** Answers of the token endpoint in turn; the last one stays. */
  answers: (Reply | ((asked: Asked) => Reply | Promise<Reply>))[];
  advance(ms: number): void;
}

/** App tokens against a token endpoint that answers as told, with a clock of its own. */
export async function tokenFixture(options: Partial<Parameters<typeof createAppTokens>[0]> = {}): Promise<TokenFixture> {
  const answers: TokenFixture['answers'] = [() => granted()];
  const server = await startLocalServer((asked) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return typeof answer === 'function' ? answer(asked) : (answer ?? {});
  });
  onTestFinished(() => server.close());
  let shiftMs = 0;
  const tokens = createAppTokens({
    entraBaseUrl: server.url,
    clientId,
    credential: { kind: 'secret', value: 'a+b&c=d %e' },
    graphResource: 'https://graph.microsoft.com',
    now: () => new Date(Date.now() + shiftMs),
    ...options,
  });
  return {
    server,
    tokens,
    answers,
    advance: (ms) => {
      shiftMs += ms;
    },
  };
}

let issued = 0;

/** A success; every token is another. */
export function granted(roles: string[] = ['User.Read.All'], more: Record<string, unknown> = {}): Reply {
  issued += 1;
  const access_token = new UnsecuredJWT({ roles, uti: `${issued}` }).encode();
  return { body: { token_type: 'Bearer', expires_in: 3600, access_token, ...more } };
}

/** An error of the documented form. */
export function refusal(aadsts: number, error = 'invalid_client', status = 401): Reply {
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${aadsts}: Some text.`,
      error_codes: [aadsts],
      trace_id: '1a1b2c3d-0000-4000-8000-00000000abcd',
      correlation_id: '0a1b2c3d-0000-4000-8000-00000000abcd',
    },
  };
}
