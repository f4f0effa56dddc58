/** What came of an action: the answer, or what to tell the operator. */
type Outcome<Answer> = { ok: true; answer: Answer } | { ok: false; detail: string; fields: Record<string, string> };

/** Sends a change to one of the console's own actions. Never throws. */
export async function askConsole<Answer>(action: string, body: object): Promise<Outcome<Answer>> {
  try {
    const response = await fetch(`/console/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return { ok: true, answer };
    if (response.status === 401)
      return { ok: false, detail: 'Your session has ended. Sign in again, then repeat this.', fields: {} };
    const problems: { field: string; message: string }[] = answer.problems ?? [];
    return {
      ok: false,
      // The problem document's own words are written for whoever reads its list.
      detail: response.status === 400 && problems.length > 0 ? 'Some fields need another look.' : answer.detail,
      fields: Object.fromEntries(problems.map(({ field, message }) => [field, message])),
    };
  } catch {
    return { ok: false, detail: 'The portal did not answer. Nothing may have happened: look, then try again.', fields: {} };
  }
}
