import { services } from '../../../../server/services.ts';
import { offer } from '../_door/offer.ts';
import { openApiDocument } from '../_operations/openapi-document.ts';

export const dynamic = 'force-dynamic';

/** The description of the API; it holds nothing of any tenant and is open to everybody. */
function describe(): Response {
  return Response.json(openApiDocument(services().settings.PUBLIC_URL));
}

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: describe });
