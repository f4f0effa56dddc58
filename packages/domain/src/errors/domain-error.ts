/** A request that the rules do not allow. */
export class DomainError extends Error {
  readonly code: 'external-ref-needs-name' | 'unknown-tenant' | 'unknown-job' | 'bad-cursor' | 'bad-invitation';
  constructor(code: DomainError['code'], message: string) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
  }
}
