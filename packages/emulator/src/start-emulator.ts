import { addDemoCustomers } from './customers/demo.ts';
import { addHomeTenant } from './customers/home-tenant.ts';
import { addRegistrations, homeTenantId, registerPortal } from './customers/registrations.ts';
import { createEmulatorApp, listen } from './server.ts';
import { createWorld } from './world/create-world.ts';
import type { World } from './world/world.ts';

export interface EmulatorOptions {
  /** Default 0: a free port. */
  port?: number;
  /** Default `localhost`. The host is part of every link given out. */
  host?: 'localhost' | '127.0.0.1';
  /** `demo` (default): eight customers of 3 to 60,000 users; `none`: only the ISV's own tenant. */
  customers?: 'demo' | 'none';
  /** How many customers the demo has. Default 8; further ones are small. */
  customerCount?: number;
  /** Origin of the portal, whose callbacks get registered. Default `http://localhost:3000`. */
  portalUrl?: string;
  /** Same seed, same directories. Default 1. */
  seed?: number;
  /** Speaks https with this certificate, for clients that refuse anything else. */
  tls?: { key: string; cert: string };
  /** Address to listen on. Default 127.0.0.1; another one only inside a container whose ports are published to loopback. */
  listenOn?: string;
}

export interface Emulator {
  /** Origin of sign-in host and Graph. */
  url: string;
  world: World;
  close(): Promise<void>;
}

/** Starts a local Entra and Graph on loopback. Rejects when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = 'localhost', customers = 'demo', portalUrl = 'http://localhost:3000', seed = 1, tls = null } = options;
  const { listenOn = '127.0.0.1', customerCount } = options;
  const world = await createWorld({ baseUrl: '', homeTenantId, seed });
  addRegistrations(world);
  registerPortal(world, portalUrl);
  addHomeTenant(world);
  if (customers === 'demo') addDemoCustomers(world, seed, customerCount);
  const listening = await listen(createEmulatorApp(world), { port, tls, listenOn });
  const url = `${tls ? 'https' : 'http'}://${host}:${listening.port}`;
  world.baseUrl = url;
  return { url, world, close: listening.close };
}
