/** Who asks for a change. `id` is a person's object id, an API key's id or a worker's id; `name` is for display. */
export interface Actor {
  kind: 'operator' | 'tenant-admin' | 'api-key' | 'worker';
  id: string;
  name: string;
}

/** The form in which rows keep an actor. */
export function actorText(actor: Actor): string {
  return `${actor.kind}:${actor.id}`;
}
