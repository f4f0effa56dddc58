import { dataFolderVariable } from './product-facts.ts';
import { startProduct } from './start-product.ts';

/** Starts the whole product as a user does, without the demo's customers, and stops it after the last test. */
export default async function setup(): Promise<() => Promise<void>> {
  const product = await startProduct(['--no-demo']);
  process.env[dataFolderVariable] = product.dataFolder;
  return product.stop;
}
