import { readdirSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin, UserConfig } from 'vite';

const here = import.meta.dirname;
const compressible = /\.(?:js|css|html|svg|json|txt|webmanifest)$/;
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Writes .br and .gz beside every text asset, so that the server never compresses at run time. */
function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      for (const name of names.filter((entry) => compressible.test(entry))) {
        const file = join(folder, name);
        const content = await readFile(file);
        if (content.length < 1024) continue;
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        await writeFile(`${file}.br`, await brotli(content, { params }));
        await writeFile(`${file}.gz`, await gzipped(content, { level: 9 }));
      }
    },
  };
}

/**
 * Each catalogue of messages gets its own copy of the features' files, so that what the bundler
 * does not need of it, the other language, falls away and is not downloaded.
 */
function oneLanguageEach(): Plugin {
  const folder = resolve(here, 'client/messages');
  return {
    name: 'one-language-each',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer === undefined || !source.startsWith('./')) return null;
      const [file = '', query] = importer.split('?');
      if (!file.startsWith(folder)) return null;
      const catalogue = /\/(en|zh)\.ts$/.exec(file)?.[1];
      const language =
        query?.startsWith('only-') === true ? query : catalogue && `only-${catalogue}`;
      if (language === undefined) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return found === null ? null : `${found.id.split('?')[0]}?${language}`;
    },
  };
}

function clientConfig(): UserConfig {
  return {
    root: resolve(here, 'client'),
    publicDir: resolve(here, 'client/public'),
    plugins: [react(), oneLanguageEach(), precompress()],
    build: {
      outDir: resolve(here, 'dist/client'),
      emptyOutDir: true,
      target: 'es2022',
      // Nothing inlined as data: addresses, so that the content security policy can stay narrow.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 900,
    },
  };
}

/** The server and each command-line tool is an entry; packages stay outside the bundle. */
function serverEntries(): Record<string, string> {
  const entries: Record<string, string> = { main: resolve(here, 'server/main.ts') };
  const folder = resolve(here, 'server/cli');
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    entries[`cli/${name.slice(0, -3)}`] = join(folder, name);
  }
  return entries;
}

function serverConfig(): UserConfig {
  return {
    root: here,
    publicDir: false,
    build: {
      ssr: true,
      outDir: resolve(here, 'dist/server'),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rollupOptions: {
        input: serverEntries(),
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  };
}

export default defineConfig(({ mode }) => (mode === 'server' ? serverConfig() : clientConfig()));
