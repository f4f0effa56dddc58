export { createWorker, type Worker, type WorkerOptions, type WorkerSettings } from '../create-worker.ts';
export { connectTenant } from './connect-tenant.ts';
