import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Metadata comes with the page and not after it: streamed, the title is empty for a moment at every live refresh.
  htmlLimitedBots: /.*/,
  // `npm run check` proves the types; a start does not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    ...['pino', 'bullmq', 'bullmq-otel', 'ioredis', 'pg', '@azure/msal-node'],
    ...['@opentelemetry/api', '@opentelemetry/sdk-node', 'prom-client'],
  ],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
};

export default createNextIntlPlugin('./src/i18n/request.ts')(config);
