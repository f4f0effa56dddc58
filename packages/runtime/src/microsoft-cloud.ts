/** One Microsoft cloud: the hosts of a registration, its tokens and its Graph belong together. */
export interface MicrosoftCloud {
  name: 'global' | 'us-government-l4' | 'us-government-l5' | 'china' | 'loopback';
  /** The Graph resource that scopes are built from, without a trailing slash. */
  graphResource: string;
}

/** Login base, Graph base and cloud, as in "Microsoft Graph national cloud deployments" (concepts/deployments.md). */
const clouds: readonly (MicrosoftCloud & { loginBase: string })[] = [
  { name: 'global', loginBase: 'https://login.microsoftonline.com', graphResource: 'https://graph.microsoft.com' },
  { name: 'us-government-l4', loginBase: 'https://login.microsoftonline.us', graphResource: 'https://graph.microsoft.us' },
  { name: 'us-government-l5', loginBase: 'https://login.microsoftonline.us', graphResource: 'https://dod-graph.microsoft.us' },
  {
    name: 'china',
    loginBase: 'https://login.partner.microsoftonline.cn',
    graphResource: 'https://microsoftgraph.chinacloudapi.cn',
  },
];

/**
 * Finds the cloud that a login base and a Graph base name together.
 *
 * Two loopback hosts are a cloud of their own, whose Graph resource is the global one.
 *
 * @throws Error naming both settings when they do not belong together
 */
export function microsoftCloudOf(bases: { ENTRA_BASE_URL: string; GRAPH_BASE_URL: string }): MicrosoftCloud {
  if (isLoopback(bases.ENTRA_BASE_URL) && isLoopback(bases.GRAPH_BASE_URL)) {
    return { name: 'loopback', graphResource: 'https://graph.microsoft.com' };
  }
  const cloud = clouds.find(
    ({ loginBase, graphResource }) => loginBase === bases.ENTRA_BASE_URL && graphResource === bases.GRAPH_BASE_URL,
  );
  if (cloud === undefined)
    throw new Error('ENTRA_BASE_URL and GRAPH_BASE_URL do not belong to one Microsoft cloud, nor are both loopback');
  return { name: cloud.name, graphResource: cloud.graphResource };
}

/** Whether an address names this machine by one of the loopback names. */
export function isLoopback(address: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);
}
