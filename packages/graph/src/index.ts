export { type BatchOutcome, type BatchOutcomes, type BatchRequest, largestBatch } from './batch.ts';
export type { GraphCall, Throttle } from './call.ts';
export { type Cost, costOf } from './cost.ts';
export { createGraph, type Graph, type GraphOptions, type TenantGraph } from './graph.ts';
export { GraphError, type GraphErrorCode } from './graph-error.ts';
export type { GraphPage } from './page.ts';
export type { PagesOptions } from './pages.ts';
export type { GetOptions, TenantOptions } from './request.ts';
