import { pino } from 'pino';
import { createServer as createVite } from 'vite';
import { readConfig } from './config.ts';
import { launch } from './launch.ts';
import { announcement } from './seed/announce.ts';
import { systemWorld } from './world.ts';

/** Development: the same server with Vite's hot reload in front of the client. */
const launched = await launch({
  config: readConfig(process.env),
  world: systemWorld(),
  log: pino({ level: 'warn' }),
  version: 'dev',
  async decorate(app, server) {
    const vite = await createVite({
      appType: 'spa',
      server: { middlewareMode: true, hmr: { server } },
    });
    return (req, res) => {
      if (/^\/(api|healthz|readyz|metrics)/.test(req.url ?? '')) return app(req, res);
      vite.middlewares(req, res);
    };
  },
});
process.stdout.write(announcement(launched));
const stop = () => void launched.stop().then(() => process.exit(0));
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
