import { decodeJwt } from 'jose';

/** An app-only token for one tenant. It does not show in logs, JSON or a spread copy. */
export interface AppToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** Application permissions named in the token, for diagnosis only: a client must treat it as opaque. Null = undecodable. */
  readonly roles: string[] | null;
}

export class IssuedToken implements AppToken {
  readonly expiresAt: Date;
  readonly roles: string[] | null;
  readonly #accessToken: string;

  constructor(accessToken: string, expiresAt: Date) {
    this.#accessToken = accessToken;
    this.expiresAt = expiresAt;
    this.roles = readRoles(accessToken);
  }

  get accessToken(): string {
    return this.#accessToken;
  }
}

/** `roles` is absent from a token without any (access-token-claims-reference.md). */
function readRoles(accessToken: string): string[] | null {
  try {
    const { roles = [] } = decodeJwt(accessToken);
    return Array.isArray(roles) && roles.every((role) => typeof role === 'string') ? roles : null;
  } catch {
    return null;
  }
}
