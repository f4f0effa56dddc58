import { describe, expect, it } from 'vitest';
import { type Body, graphUnderTest, pagesFrom } from './graph-under-test.ts';

const select = '$select=id,displayName,deviceId,operatingSystem,operatingSystemVersion,accountEnabled,trustType';
const eventual = { ConsistencyLevel: 'eventual' };

const columns = (device: Body) => {
  const { approximateLastSignInDateTime: _, ...rest } = device;
  return rest;
};

describe('devices', () => {
  it('are listed in pages, each once, as they really are', async () => {
    const graph = await graphUnderTest({ devices: 250 });
    const pages = await pagesFrom(graph, `/devices?${select}`);
    expect(pages.map((page) => page.value.length)).toEqual([100, 100, 50]);
    expect(pages.flatMap((page) => page.value)).toEqual((await graph.truth('devices')).map(columns));
    expect((await graph.get('/devices/$count', eventual)).text).toBe('250');
    expect((await graph.get('/devices?$count=true&$top=1', eventual)).body['@odata.count']).toBe(250);
  });

  it('are found by id, alone or by filter, and are 404 when deleted', async () => {
    const graph = await graphUnderTest({ devices: 20 });
    const [device] = await graph.truth('devices');
    expect((await graph.get(`/devices/${device.id}`)).body).toMatchObject({
      deviceId: device.deviceId,
      profileType: 'RegisteredDevice',
    });
    expect((await graph.get(`/devices?$filter=id eq '${device.id}'&$select=id`)).body.value).toEqual([{ id: device.id }]);
    expect((await graph.control('delete', `/devices/${device.id}`)).status).toBe(204);
    expect((await graph.control('delete', `/devices/${device.id}`)).status).toBe(404);
    expect((await graph.get(`/devices/${device.id}`)).status).toBe(404);
  });

  it('have been seen lately for the most part, and some not for months', async () => {
    const graph = await graphUnderTest({ devices: 1000 });
    const before = graph.tenant.bornAt.getTime() - 90 * 24 * 60 * 60_000;
    const seen = (await graph.truth('devices')).map((device) => Date.parse(device.approximateLastSignInDateTime));
    const long = seen.filter((at) => at < before).length;
    expect(long).toBeGreaterThan(80);
    expect(long).toBeLessThan(220);
    expect(seen.every((at) => Number.isNaN(at) || at <= graph.tenant.bornAt.getTime())).toBe(true);
  });

  it('change between two rounds of a delta query, and nothing else is told', async () => {
    const graph = await graphUnderTest({ devices: 450 });
    const first = await pagesFrom(graph, `/devices/delta?${select}`);
    expect(first.map((page) => page.value.length)).toEqual([200, 200, 50]);
    const mirror = new Map<string, Body>(first.flatMap((page) => page.value).map((device) => [device.id, device]));
    const [one, other, third] = [...mirror.keys()];

    const added = await graph.control('post', '/devices', { displayName: 'KIOSK-1', accountEnabled: true });
    await graph.control('patch', `/devices/${one}`, { accountEnabled: false });
    await graph.control('patch', `/devices/${third}`, { isCompliant: false });
    await graph.control('delete', `/devices/${other}`);
    graph.tenant.directory.deleteUser(graph.tenant.directory.userIdAt(9));

    const [round] = await pagesFrom(graph, first.at(-1)['@odata.deltaLink']);
    expect(round.value).toHaveLength(3);
    expect(round.value).toContainEqual({ id: other, '@removed': { reason: 'deleted' } });
    for (const device of round.value) device['@removed'] ? mirror.delete(device.id) : mirror.set(device.id, device);
    expect(mirror.get(added.body.id)?.displayName).toBe('KIOSK-1');
    const byId = (a: Body, b: Body) => a.id.localeCompare(b.id);
    expect([...mirror.values()].toSorted(byId)).toEqual((await graph.truth('devices')).map(columns).toSorted(byId));
  });

  it('lose their delta link like users do', async () => {
    const graph = await graphUnderTest({ devices: 5 });
    const link = (await graph.get('/devices/delta')).body['@odata.deltaLink'];
    await graph.control('post', '/graph/lose-delta');
    const lost = await graph.get(link);
    expect([lost.status, lost.body.error.code]).toEqual([410, 'resyncRequired']);
    expect(lost.headers.get('location')).toContain('/v1.0/devices/delta?$deltatoken=');
  });
});
