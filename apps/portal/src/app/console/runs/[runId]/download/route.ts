import { findRun } from '@tenantry/domain';
import { readGuid } from '../../../../../components/console/query.ts';
import { resultDownload } from '../../../../../server/result-download.ts';
import { isSameOrigin } from '../../../../../server/same-origin.ts';
import { services } from '../../../../../server/services.ts';
import { operatorSessionOf } from '../../../../../server/session.ts';
import { answerTo } from '../../../../api/v1/_door/handle.ts';
import { problem } from '../../../../api/v1/_door/problem.ts';

/** The rows of a run as a file, `format` csv or ndjson, for an operator who follows a link of our own pages. */
export async function GET(request: Request, { params }: { params: Promise<{ runId: string }> }): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers)) return problem('forbidden', 'Follow the link on the page of the run.');
    const session = await operatorSessionOf(request);
    if (session === null) return problem('unauthorized', 'Sign in to the console.');
    const format = new URL(request.url).searchParams.get('format');
    if (format !== 'csv' && format !== 'ndjson') {
      const problems = [{ field: 'format', message: 'Either csv or ndjson.' }];
      return problem('invalid-request', 'Which file?', { problems });
    }
    const id = readGuid((await params).runId);
    const run = id === undefined ? null : await findRun(services().db, id);
    if (run === null) return problem('not-found', 'There is no run of this id.');
    return await resultDownload(run, format, { kind: 'operator', id: session.oid, name: session.name });
  } catch (error) {
    return answerTo(error);
  }
}
