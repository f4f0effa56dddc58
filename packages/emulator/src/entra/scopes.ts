import { delegatedPermissions, graphAppId, graphResource, openIdScopes } from './graph-permissions.ts';

/** A scope parameter taken apart. `unknown` are names Graph does not define as delegated permissions. */
export interface ReadScopes {
  /** `resource/.default` was asked for. */
  readonly hasDefault: boolean;
  readonly openId: string[];
  readonly delegated: string[];
  readonly unknown: string[];
  readonly foreignResources: string[];
}

/** Splits `scope`. A name without a resource is one of Graph's. (scopes-oidc.md) */
export function readScopes(scope: string): ReadScopes {
  const read = {
    hasDefault: false,
    openId: [] as string[],
    delegated: [] as string[],
    unknown: [] as string[],
    foreignResources: [] as string[],
  };
  for (const word of scope.split(/\s+/).filter(Boolean)) {
    const slash = word.lastIndexOf('/');
    const resource = slash < 0 ? graphResource : word.slice(0, slash);
    const name = word.slice(slash + 1);
    if (!isGraph(resource)) read.foreignResources.push(resource);
    else if (name === '.default') read.hasDefault = true;
    else if (slash < 0 && name in openIdScopes) read.openId.push(name);
    else if (name in delegatedPermissions) read.delegated.push(name);
    else read.unknown.push(name);
  }
  return read;
}

/** Whether a resource identifier means Microsoft Graph. */
export const isGraph = (resource: string): boolean => resource === graphResource || resource === graphAppId;
