import type { ReactNode } from 'react';

/** Tenantry's mark: one bar that holds three tenants. Decoration; the name stands beside it. */
export function Mark({ size = 28 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#0f6570" />
      <path d="M7 11.5h18M16 11.5V24" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="7.6" cy="11.5" r="3.1" fill="#9fd0d2" />
      <circle cx="24.4" cy="11.5" r="3.1" fill="#9fd0d2" />
      <circle cx="16" cy="23.6" r="3.1" fill="#f2d391" />
    </svg>
  );
}
