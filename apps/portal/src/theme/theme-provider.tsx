'use client';

import { Checkbox, type CSSVariablesResolver, createTheme, MantineProvider, Notification } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { colors } from './colors.ts';

const fonts = "'Inter Variable', 'PingFang TC', 'Microsoft JhengHei', 'Noto Sans TC', system-ui, sans-serif";

const theme = createTheme({
  colors,
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  black: '#24211d',
  fontFamily: fonts,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  headings: {
    fontFamily: fonts,
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  radius: { xs: '3px', sm: '6px', md: '9px', lg: '14px', xl: '22px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Notifications are the console's alone, which is in English.
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    // With the usual radius a small box looks like a radio button.
    Checkbox: Checkbox.extend({ defaultProps: { radius: 'xs' } }),
  },
});

const variables: CSSVariablesResolver = ({ colors: scale }) => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf9f7',
    '--mantine-color-dimmed': scale.gray[7],
    '--mantine-color-anchor': scale.petrol?.[7] ?? '',
    '--mantine-color-placeholder': scale.gray[6],
    '--tenantry-surface': '#ffffff',
    '--tenantry-line': scale.gray[2],
  },
  dark: {
    '--mantine-color-dimmed': scale.dark[2],
    '--mantine-color-anchor': scale.petrol?.[3] ?? '',
    '--tenantry-surface': '#232120',
    '--tenantry-line': scale.dark[5],
  },
});

/** Mantine with our theme. The nonce stays the one the document came with: a later refresh brings another, which its policy does not know. */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }): ReactNode {
  const [documentNonce] = useState(nonce);
  if (typeof window !== 'undefined' && documentNonce !== undefined) {
    // Read by react-style-singleton, which adds one style element when a modal locks the page's scrolling.
    (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = documentNonce;
  }
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={variables}
      {...(documentNonce === undefined ? {} : { getStyleNonce: () => documentNonce })}
    >
      {children}
    </MantineProvider>
  );
}
