// What the official samples lead to: every user is collected by the Graph SDK's page iterator, and then they are gone through. To be watched from
// outside: prints how many there are, and waits to be ended.
import { PageIterator } from '@microsoft/microsoft-graph-client';
import { usersPath } from '../graph/download.ts';
import { graphClient } from '../graph/graph-client.ts';

const [graphUrl = '', accessToken = ''] = process.argv.slice(2);
const client = graphClient({ graphUrl, accessToken });
const users: unknown[] = [];
const first = await client.api(usersPath).get();
await new PageIterator(client, first, (user) => users.push(user) > 0).iterate();
console.log(`collected ${users.length}`);
setInterval(() => users.length, 60_000);
