/** Why `npm start` cannot go on, in one sentence with its remedy. `detail` is shown below it: the end of a log, a list. */
export class StartError extends Error {
  readonly detail: string;

  constructor(message: string, detail = '', cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StartError';
    this.detail = detail;
  }
}
