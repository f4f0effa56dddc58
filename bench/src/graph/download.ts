/** What is asked for, by every side alike; 999 is the largest page ("List users", user-list.md). */
export const usersPath = '/users?$select=id,displayName,userPrincipalName,mail,accountEnabled,userType&$top=999';

export interface GraphAccess {
  /** Origin of Graph. */
  graphUrl: string;
  accessToken: string;
}

interface UserPage {
  value: unknown[];
  '@odata.nextLink'?: string;
}

/** Users a second of fetching and parsing every page and doing nothing with it: nobody who reads these pages is faster. */
export async function download({ graphUrl, accessToken }: GraphAccess, users: number): Promise<number> {
  const startedAt = performance.now();
  let seen = 0;
  for (let link: string | undefined = `${graphUrl}/v1.0${usersPath}`; link !== undefined; ) {
    const response: Response = await fetch(link, { headers: { Authorization: `Bearer ${accessToken}` } });
    const text = await response.text();
    if (!response.ok) throw new Error(`GET ${usersPath} was answered ${response.status}: ${text}`);
    const page: UserPage = JSON.parse(text);
    seen += page.value.length;
    link = page['@odata.nextLink'];
  }
  if (seen !== users) throw new Error(`${seen} users were downloaded instead of ${users}.`);
  return users / ((performance.now() - startedAt) / 1000);
}
