export { adminConsentUrl } from './admin-consent.ts';
export { type ConsentCallback, readConsentCallback } from './consent-callback.ts';
export { createSignIn, type SignedInPerson, type SignIn, type SignInTransaction } from './sign-in.ts';
export { SignInError, type SignInErrorCode } from './sign-in-error.ts';
export { directoryStanding, type OperatorRole, operatorRole } from './standing.ts';
