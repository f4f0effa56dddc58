import { services } from '../../../../server/services.ts';
import { openApiDocument } from '../_operations/openapi-document.ts';

export const dynamic = 'force-dynamic';

/** The description of the API; it holds nothing of any tenant and is open to everybody. */
export function GET(): Response {
  return Response.json(openApiDocument(services().settings.PUBLIC_URL));
}
