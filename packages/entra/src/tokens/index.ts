export type { AppToken } from './app-token.ts';
export { type AppTokens, createAppTokens, type TokenRequest } from './app-tokens.ts';
export { type Credential, readCertificateCredential } from './credential.ts';
export { TokenError, type TokenErrorCode } from './token-error.ts';
