import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';
import { SpinEsbuildPlugin } from '@spinframework/build-tools/plugins/esbuild/index.js';

mkdirSync('dist', { recursive: true });
await build({
  entryPoints: ['src/index.js'],
  outfile: 'build/bundle.js',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  plugins: [await SpinEsbuildPlugin()],
});
