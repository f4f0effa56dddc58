# One image for portal, worker, migrations and emulator; docker-compose.yml says which command each runs.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm run generate
RUN cd apps/portal && NEXT_TELEMETRY_DISABLED=1 node ../../node_modules/next/dist/bin/next build && rm -rf .next/cache
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
# The links from node_modules to the packages stay links: Node strips types from no file that lies below node_modules.
COPY --from=build --chown=node:node /app /app
RUN mkdir /state && chown node:node /state
WORKDIR /app
USER node
