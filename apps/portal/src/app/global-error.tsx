'use client';

import '@fontsource-variable/inter';
import type { ReactNode } from 'react';
import { Failure } from './failure.tsx';

/** Stands in for the whole document when not even its frame could be made; so it speaks English and follows the system's colours. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }): ReactNode {
  return (
    <html lang="en">
      <head>
        <title>This page could not be shown</title>
        <meta name="color-scheme" content="light dark" />
      </head>
      <body>
        <Failure
          title="This page could not be shown"
          text="Something went wrong on our side. Nothing you did is lost. Try again in a moment."
          again="Try again"
          reference={error.digest === undefined ? null : `Reference: ${error.digest}`}
          onAgain={reset}
        />
      </body>
    </html>
  );
}
