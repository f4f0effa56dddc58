import { z } from 'zod';

/** The code in an invitation link. */
export const invitationCode = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** A tenant id in the form in which rows keep it. */
export const tenantId = z.guid().transform((text) => text.toLowerCase());

const field = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional().catch(undefined));

const fields = z.object({
  invitation: field(invitationCode),
  tenant: field(tenantId),
  to: z.enum(['confirm', 'status']).catch('confirm'),
});

/** Reads what the forms under /connect carry; a field that is absent or malformed is undefined. */
export async function readConnectForm(request: Request): Promise<z.output<typeof fields>> {
  const type = request.headers.get('content-type') ?? '';
  const form = /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)
    ? await request.formData().catch(() => new FormData())
    : new FormData();
  return fields.parse(Object.fromEntries(form));
}
