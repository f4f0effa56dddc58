import type { RunDetail } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { visibleText } from '../../visible-text.ts';
import { CopyValue } from '../copy-value.tsx';
import { Facts } from '../panel.tsx';
import classes from './error-codes.module.css';

/** The codes and ids that Microsoft's support asks for, each ready to copy. */
export function ErrorCodes({ run, domain }: { run: RunDetail; domain: string }) {
  const { errorDetail, errorCode } = run;
  const codes: [string, string | number | undefined][] = [
    ['Code', errorCode ?? undefined],
    ['Graph code', errorDetail?.graphCode],
    ['Entra code', errorDetail?.aadsts === undefined || errorDetail.aadsts === null ? undefined : `AADSTS${errorDetail.aadsts}`],
    ['HTTP status', errorDetail?.status],
    ['Request id', errorDetail?.requestId],
    ['Correlation id', errorDetail?.correlationId],
    ['Trace id', errorDetail?.traceId],
  ];
  const facts = codes
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]): [string, ReactNode] => [
      name,
      <CopyValue key={name} value={String(value)} label={name.toLowerCase()} />,
    ]);
  return (
    <div className={classes.codes}>
      <Facts facts={[['Kind', domain], ...facts]} />
      {errorDetail?.message && <p className={classes.message}>{visibleText(errorDetail.message)}</p>}
    </div>
  );
}
