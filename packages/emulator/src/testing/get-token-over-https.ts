import { ConfidentialClientApplication } from '@azure/msal-node';

// Run as a process of its own: the emulator's certificate authority can be trusted only from the start, by NODE_EXTRA_CA_CERTS.
const [url = '', tenantId = '', clientId = '', clientSecret = ''] = process.argv.slice(2);

// Nothing but the authority is told, so endpoints and issuer come from the emulator's discovery document.
const client = new ConfidentialClientApplication({
  auth: { clientId, clientSecret, authority: `${url}/${tenantId}`, knownAuthorities: [new URL(url).host] },
});
const result = await client.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] });
process.stdout.write(result?.accessToken ?? '');
